//! Writing what happened: journal rows, and the snapshots that they lead to.

use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use crate::chain::Hash;
use crate::{ROWS_A_STATEMENT, Register, Store, StoreError, placeholders};

/// New events of a dossier, and where they leave it.
#[derive(Clone, Debug)]
pub struct Append {
    /// The dossier's internal key.
    pub dossier: i64,
    /// The version that was read: if it has moved on, nothing is written.
    pub expected_version: i64,
    /// The newest event that was read.
    pub last: Option<i64>,
    /// Its hash.
    pub head: Hash,
    /// The first day on which the calendar alone changes it.
    pub due_on: Option<NaiveDate>,
    /// What the events led to.
    pub state: Vec<u8>,
    /// The new events, oldest first.
    pub entries: Vec<Entry>,
}

/// A new event.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The civil date on which it is true in law.
    pub effective_on: NaiveDate,
    /// When it is written, in milliseconds since 1970.
    pub recorded_at: i64,
    /// Who did it, as JSON.
    pub actor: Arc<str>,
    /// What happened, as JSON.
    pub event: String,
    /// Its link to the event before.
    pub hash: Hash,
}

/// A dossier that is not there yet, with its first events.
#[derive(Clone, Debug)]
pub struct NewDossier {
    /// The id by which others know it.
    pub id: Uuid,
    /// Its regime.
    pub regime: String,
    /// The regime's own licence number.
    pub number: String,
    /// In the regime's spelling.
    pub province: String,
    /// As the regime names kinds.
    pub office_kind: String,
    /// The first day on which the calendar alone changes it.
    pub due_on: Option<NaiveDate>,
    /// What the events led to.
    pub state: Vec<u8>,
    /// The first events, oldest first, linked to the genesis of `id`.
    pub entries: Vec<Entry>,
}

impl Store {
    /// Appends a batch in a transaction of its own: all of it, or nothing.
    pub async fn append_batch(&self, batch: &[&Append]) -> Result<(), StoreError> {
        let tx = self.begin_write().await?;
        tx.append(batch).await?;
        tx.commit().await
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// Adds the events of each dossier after the version that was read.
    ///
    /// Where a dossier has moved on, the answer is a conflict and the caller's transaction is to
    /// be given up: two writers that read one version cannot both succeed.
    pub async fn append(&self, batch: &[&Append]) -> Result<(), StoreError> {
        let mut position = self.next_position().await?;
        let mut lines = Vec::new();
        let mut updates = Vec::with_capacity(batch.len());
        for append in batch {
            let (version, entries) = (append.expected_version, &append.entries);
            let dossier = append.dossier;
            let next = place(&mut lines, dossier, version, append.last, position, entries);
            let last = if next == position {
                append.last
            } else {
                Some(next - 1)
            };
            updates.push((*append, last));
            position = next;
        }
        for chunk in updates.chunks(ROWS_A_STATEMENT) {
            self.update_snapshots(chunk).await?;
        }
        self.insert_journal(&lines).await
    }

    /// Adds dossiers with their first events; their keys, in the same order.
    pub async fn create(&self, new: &[NewDossier]) -> Result<Vec<i64>, StoreError> {
        let what = "adding dossiers";
        let row = self
            .one("SELECT coalesce(max(seq), 0) FROM dossier", vec![], what)
            .await?;
        let last: i64 = match row {
            Some(row) => row.try_get_by_index(0).map_err(StoreError::of(what))?,
            None => 0,
        };
        let keyed: Vec<(i64, &NewDossier)> = (last + 1..).zip(new).collect();
        let mut position = self.next_position().await?;
        let mut lines = Vec::new();
        for chunk in keyed.chunks(ROWS_A_STATEMENT) {
            let mut dossiers: Vec<Value> = Vec::with_capacity(chunk.len() * 6);
            let mut snapshots: Vec<Value> = Vec::with_capacity(chunk.len() * 6);
            for (seq, new) in chunk {
                dossiers.push((*seq).into());
                dossiers.push(new.id.into());
                dossiers.push(new.regime.as_str().into());
                dossiers.push(new.number.as_str().into());
                dossiers.push(new.province.as_str().into());
                dossiers.push(new.office_kind.as_str().into());
                position = place(&mut lines, *seq, 0, None, position, &new.entries);
                let newest = new.entries.last().map(|entry| entry.hash);
                snapshots.push((*seq).into());
                snapshots.push(i64::try_from(new.entries.len()).unwrap_or(i64::MAX).into());
                snapshots.push((position - 1).into());
                snapshots.push(new.due_on.into());
                snapshots.push(newest.unwrap_or_default().to_vec().into());
                snapshots.push(new.state.clone().into());
            }
            let sql = format!(
                "INSERT INTO dossier (seq, id, regime, number, province, office_kind) VALUES {}",
                placeholders(chunk.len(), 6)
            );
            self.execute(&sql, dossiers, what).await?;
            let sql = format!(
                "INSERT INTO snapshot (dossier, version, last, due_on, head, state) \
                 VALUES {}",
                placeholders(chunk.len(), 6)
            );
            self.execute(&sql, snapshots, "adding snapshots").await?;
        }
        self.insert_journal(&lines).await?;
        Ok(keyed.into_iter().map(|(seq, _)| seq).collect())
    }

    async fn next_position(&self) -> Result<i64, StoreError> {
        let what = "finding the journal's end";
        let sql = "SELECT coalesce(max(position), 0) + 1 FROM journal";
        match self.one(sql, vec![], what).await? {
            Some(row) => row.try_get_by_index(0).map_err(StoreError::of(what)),
            None => Ok(1),
        }
    }

    async fn update_snapshots(&self, chunk: &[(&Append, Option<i64>)]) -> Result<(), StoreError> {
        let sql = update_sql(chunk.len());
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 7);
        for (append, last) in chunk {
            let events = i64::try_from(append.entries.len()).unwrap_or(i64::MAX);
            let head = append
                .entries
                .last()
                .map_or(append.head, |entry| entry.hash);
            values.push(append.dossier.into());
            values.push(append.expected_version.into());
            values.push((append.expected_version + events).into());
            values.push((*last).into());
            values.push(append.due_on.into());
            values.push(head.to_vec().into());
            values.push(append.state.clone().into());
        }
        let updated = self.execute(&sql, values, "updating snapshots").await?;
        let expected = chunk.len() as u64;
        if updated == expected {
            return Ok(());
        }
        let dossiers = usize::try_from(expected.saturating_sub(updated)).unwrap_or(chunk.len());
        Err(StoreError::Conflict { dossiers })
    }

    async fn insert_journal(&self, lines: &[Line<'_>]) -> Result<(), StoreError> {
        for chunk in lines.chunks(ROWS_A_STATEMENT) {
            let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 9);
            for line in chunk {
                values.push(line.position.into());
                values.push(line.dossier.into());
                values.push(line.version.into());
                values.push(line.previous.into());
                values.push(line.entry.effective_on.into());
                values.push(line.entry.recorded_at.into());
                values.push(line.entry.actor.as_ref().into());
                values.push(line.entry.event.as_str().into());
                values.push(line.entry.hash.to_vec().into());
            }
            let sql = format!(
                "INSERT INTO journal (position, dossier, version, previous, effective_on, \
                 recorded_at, actor, event, hash) VALUES {}",
                placeholders(chunk.len(), 9)
            );
            self.execute(&sql, values, "writing the journal").await?;
        }
        Ok(())
    }
}

/// A journal row with its place.
struct Line<'a> {
    position: i64,
    dossier: i64,
    version: i64,
    previous: Option<i64>,
    entry: &'a Entry,
}

/// Gives a dossier's new entries their places, each after the one before; the next free place.
fn place<'a>(
    lines: &mut Vec<Line<'a>>,
    dossier: i64,
    version: i64,
    mut previous: Option<i64>,
    mut position: i64,
    entries: &'a [Entry],
) -> i64 {
    for (version, entry) in (version + 1..).zip(entries) {
        lines.push(Line {
            position,
            dossier,
            version,
            previous,
            entry,
        });
        previous = Some(position);
        position += 1;
    }
    position
}

/// Each snapshot is found by its key and changed only if its version is the one that was read.
pub(crate) fn update_sql(rows: usize) -> String {
    format!(
        "UPDATE snapshot SET version = new.column3, last = new.column4, due_on = new.column5, \
         head = new.column6, state = new.column7 FROM (VALUES {}) AS new \
         WHERE snapshot.dossier = new.column1 AND snapshot.version = new.column2",
        placeholders(rows, 7)
    )
}
