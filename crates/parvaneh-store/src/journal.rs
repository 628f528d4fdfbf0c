//! The history: read in order, never changed.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};

use crate::chain::Hash;
use crate::snapshot::hash;
use crate::{ROWS_A_STATEMENT, Register, StoreError};

/// One event, as it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JournalRow {
    /// The dossier's internal key.
    pub dossier: i64,
    /// From 1, without gaps.
    pub version: i64,
    /// The civil date on which it is true in law.
    pub effective_on: NaiveDate,
    /// When it was written, in milliseconds since 1970.
    pub recorded_at: i64,
    /// Who did it, as JSON.
    pub actor: String,
    /// What happened, as JSON: the very bytes that are hashed.
    pub event: String,
    /// The link to the event before.
    pub hash: Hash,
}

const READING: &str = "reading the journal";

impl<C: ConnectionTrait> Register<C> {
    /// The histories of these dossiers, by key and then by version: from the newest event of each
    /// back to its first. A link that is broken ends the history early, which the versions show.
    pub async fn histories(&self, dossiers: &[i64]) -> Result<Vec<JournalRow>, StoreError> {
        let mut rows = Vec::new();
        for chunk in dossiers.chunks(ROWS_A_STATEMENT) {
            let (among, values) = self.among("dossier", chunk);
            let sql = format!(
                "WITH RECURSIVE link (dossier, position) AS (\
                 SELECT dossier, last FROM snapshot WHERE {among} \
                 UNION ALL \
                 SELECT journal.dossier, journal.previous FROM link JOIN journal \
                 ON journal.position = link.position AND journal.dossier = link.dossier \
                 WHERE journal.previous < journal.position) \
                 SELECT journal.dossier, version, effective_on, recorded_at, actor, event, hash \
                 FROM link JOIN journal \
                 ON journal.position = link.position AND journal.dossier = link.dossier \
                 ORDER BY journal.dossier, version"
            );
            for row in self.all(&sql, values, READING).await? {
                rows.push(journal_row(&row)?);
            }
        }
        Ok(rows)
    }

    /// Every event that says it belongs to these dossiers, by key and then by version, whether or
    /// not a snapshot leads to it. It reads the whole journal: for damage, and nothing else.
    pub async fn scattered(&self, dossiers: &[i64]) -> Result<Vec<JournalRow>, StoreError> {
        let mut rows = Vec::new();
        for chunk in dossiers.chunks(ROWS_A_STATEMENT) {
            let (among, values) = self.among("dossier", chunk);
            let sql = format!(
                "SELECT dossier, version, effective_on, recorded_at, actor, event, hash \
                 FROM journal WHERE {among} ORDER BY dossier, version, position"
            );
            for row in self.all(&sql, values, READING).await? {
                rows.push(journal_row(&row)?);
            }
        }
        Ok(rows)
    }

    /// How many events there are, whether or not a dossier leads to them.
    pub async fn count_events(&self) -> Result<usize, StoreError> {
        self.count("SELECT count(*) FROM journal", vec![]).await
    }

    /// What the database itself finds wrong with its file and its references: table and message.
    ///
    /// SQLite is asked. PostgreSQL checks its pages and references itself as it goes.
    pub async fn integrity_problems(&self) -> Result<Vec<(String, String)>, StoreError> {
        let what = "checking the database";
        let mut problems = Vec::new();
        if self.backend() != DbBackend::Sqlite {
            return Ok(problems);
        }
        for row in self.all("PRAGMA quick_check", vec![], what).await? {
            let message: String = row.try_get_by_index(0).map_err(StoreError::of(what))?;
            if message != "ok" {
                problems.push(("database".to_owned(), message));
            }
        }
        for row in self.all("PRAGMA foreign_key_check", vec![], what).await? {
            let table: String = row.try_get_by_index(0).map_err(StoreError::of(what))?;
            let message = "a row names a dossier that is not there".to_owned();
            problems.push((table, message));
        }
        Ok(problems)
    }
}

fn journal_row(row: &QueryResult) -> Result<JournalRow, StoreError> {
    let (dossier, version, effective_on, recorded_at, actor, event, bytes): (
        i64,
        i64,
        NaiveDate,
        i64,
        String,
        String,
        Vec<u8>,
    ) = row
        .try_get_many_by_index()
        .map_err(StoreError::of(READING))?;
    let hash = hash(&bytes);
    Ok(JournalRow {
        dossier,
        version,
        effective_on,
        recorded_at,
        actor,
        event,
        hash,
    })
}
