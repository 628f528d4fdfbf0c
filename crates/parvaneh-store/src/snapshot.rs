//! Where the dossiers stand: the small rows that a night reads and writes.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult};

use crate::batch::NO_DAY;
use crate::chain::Hash;
use crate::{ROWS_A_STATEMENT, Register, StoreError};

/// Where a dossier stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Snapshot {
    /// The dossier's internal key.
    pub dossier: i64,
    /// How many events its journal has.
    pub version: i64,
    /// The position of the newest event; none before the first one.
    pub last: Option<i64>,
    /// The first day on which the calendar alone changes it.
    pub due_on: Option<NaiveDate>,
    /// The hash of the newest event.
    pub head: Hash,
    /// What the events led to, in the engine's own encoding.
    pub state: Vec<u8>,
}

const READING: &str = "reading snapshots";

const COLUMNS: &str = "dossier, version, last, due_on, head, state";

/// The next due dossiers, read along the index of due days and within a day by key, which is the
/// order in which they lie on the disk: the cost follows what is due, not what there is.
pub(crate) const DUE: &str = "SELECT dossier, version, last, due_on, head, state \
                              FROM snapshot WHERE due_on <= ? AND (due_on, dossier) > (?, ?) \
                              ORDER BY due_on, dossier LIMIT ?";

impl<C: ConnectionTrait> Register<C> {
    /// The snapshots of dossiers that are due on or before `as_of`, after the one named: by the
    /// day on which they fell due, and by key.
    pub async fn due(
        &self,
        as_of: NaiveDate,
        after: Option<(NaiveDate, i64)>,
        limit: usize,
    ) -> Result<Vec<Snapshot>, StoreError> {
        self.due_by(DUE, as_of, after, limit).await
    }

    async fn due_by(
        &self,
        sql: &str,
        as_of: NaiveDate,
        after: Option<(NaiveDate, i64)>,
        limit: usize,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let (day, key) = after.unwrap_or((NO_DAY, 0));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = vec![as_of.into(), day.into(), key.into(), limit.into()];
        let rows = self.all(sql, values, "finding what is due").await?;
        rows.iter().map(snapshot).collect()
    }

    /// How many dossiers are due on or before `as_of`.
    pub async fn count_due(&self, as_of: NaiveDate) -> Result<usize, StoreError> {
        self.count(
            "SELECT count(*) FROM snapshot WHERE due_on <= ?",
            vec![as_of.into()],
        )
        .await
    }

    /// The same snapshots as [`Register::load_snapshots`], which nobody else changes before this
    /// transaction ends.
    pub async fn hold_snapshots(&self, dossiers: &[i64]) -> Result<Vec<Snapshot>, StoreError> {
        self.snapshots(dossiers, &self.for_update("")).await
    }

    /// The snapshots of these dossiers, in the order of their keys.
    pub async fn load_snapshots(&self, dossiers: &[i64]) -> Result<Vec<Snapshot>, StoreError> {
        self.snapshots(dossiers, "").await
    }

    /// The snapshots after a key whose bytes do not begin with `format`, in the order of their keys.
    pub async fn snapshots_of_another_format(
        &self,
        format: u8,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let first = match self.backend() {
            DbBackend::Postgres => "substring(state from 1 for 1)",
            _ => "substr(state, 1, 1)",
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM snapshot WHERE dossier > ? AND {first} <> ? \
             ORDER BY dossier LIMIT ?"
        );
        let values = vec![
            after.unwrap_or(i64::MIN).into(),
            vec![format].into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        let rows = self.all(&sql, values, READING).await?;
        rows.iter().map(snapshot).collect()
    }

    async fn snapshots(&self, dossiers: &[i64], lock: &str) -> Result<Vec<Snapshot>, StoreError> {
        let mut snapshots = Vec::with_capacity(dossiers.len());
        for chunk in dossiers.chunks(ROWS_A_STATEMENT) {
            let (among, values) = self.among("dossier", chunk);
            let sql =
                format!("SELECT {COLUMNS} FROM snapshot WHERE {among} ORDER BY dossier{lock}");
            for row in self.all(&sql, values, READING).await? {
                snapshots.push(snapshot(&row)?);
            }
        }
        Ok(snapshots)
    }
}

/// Whether rows that another transaction holds are waited for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Held {
    /// They are left to it.
    Skipped,
    /// They are waited for, and read as it leaves them.
    Awaited,
}

impl Register<DatabaseTransaction> {
    /// Claims the next dossiers that are due: nobody else changes them before this transaction
    /// ends. On SQLite there is no other writer.
    pub async fn claim_due(
        &self,
        as_of: NaiveDate,
        after: Option<(NaiveDate, i64)>,
        limit: usize,
        held: Held,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let lock = self.for_update(match held {
            Held::Skipped => " SKIP LOCKED",
            Held::Awaited => "",
        });
        self.due_by(&format!("{DUE}{lock}"), as_of, after, limit)
            .await
    }
}

fn snapshot(row: &QueryResult) -> Result<Snapshot, StoreError> {
    let (dossier, version, last, due_on, head, state): (_, _, i64, _, Vec<u8>, _) = row
        .try_get_many_by_index()
        .map_err(StoreError::of(READING))?;
    Ok(Snapshot {
        dossier,
        version,
        last: Some(last),
        due_on,
        head: hash(&head),
        state,
    })
}

/// A stored hash; one of another length is no hash, and fits nothing.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or_default()
}
