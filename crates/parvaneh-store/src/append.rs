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
    /// The greatest `effective_on` of its history.
    pub as_of: NaiveDate,
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
    /// The greatest `effective_on` of its history.
    pub as_of: NaiveDate,
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
        for chunk in batch.chunks(ROWS_A_STATEMENT) {
            self.update_snapshots(chunk).await?;
        }
        let rows = batch.iter().flat_map(|append| {
            (append.expected_version + 1..)
                .zip(&append.entries)
                .map(|(version, entry)| (append.dossier, version, entry))
        });
        self.insert_journal(rows).await
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
        for chunk in keyed.chunks(ROWS_A_STATEMENT) {
            let sql = format!(
                "INSERT INTO dossier (seq, id, regime, number, province, office_kind) VALUES {}",
                placeholders(chunk.len(), 6)
            );
            let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 6);
            for (seq, new) in chunk {
                values.push((*seq).into());
                values.push(new.id.into());
                values.push(new.regime.as_str().into());
                values.push(new.number.as_str().into());
                values.push(new.province.as_str().into());
                values.push(new.office_kind.as_str().into());
            }
            self.execute(&sql, values, what).await?;
            self.insert_snapshots(chunk).await?;
        }
        let rows = keyed.iter().flat_map(|(seq, new)| {
            (1..)
                .zip(&new.entries)
                .map(|(version, entry)| (*seq, version, entry))
        });
        self.insert_journal(rows).await?;
        Ok(keyed.into_iter().map(|(seq, _)| seq).collect())
    }

    async fn insert_snapshots(&self, chunk: &[(i64, &NewDossier)]) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO snapshot (dossier, version, as_of, due_on, head, state) VALUES {}",
            placeholders(chunk.len(), 6)
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 6);
        for (seq, new) in chunk {
            let head = new
                .entries
                .last()
                .map(|entry| entry.hash)
                .unwrap_or_default();
            values.push((*seq).into());
            values.push(i64::try_from(new.entries.len()).unwrap_or(i64::MAX).into());
            values.push(new.as_of.into());
            values.push(new.due_on.into());
            values.push(head.to_vec().into());
            values.push(new.state.clone().into());
        }
        self.execute(&sql, values, "adding snapshots").await?;
        Ok(())
    }

    async fn update_snapshots(&self, chunk: &[&Append]) -> Result<(), StoreError> {
        let sql = update_sql(chunk.len());
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 7);
        for append in chunk {
            let events = i64::try_from(append.entries.len()).unwrap_or(i64::MAX);
            values.push(append.dossier.into());
            values.push(append.expected_version.into());
            values.push((append.expected_version + events).into());
            values.push(append.as_of.into());
            values.push(append.due_on.into());
            values.push(
                append
                    .entries
                    .last()
                    .map(|entry| entry.hash.to_vec())
                    .into(),
            );
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

    async fn insert_journal(
        &self,
        rows: impl Iterator<Item = (i64, i64, &Entry)>,
    ) -> Result<(), StoreError> {
        let mut values: Vec<Value> = Vec::new();
        let mut count = 0;
        let mut rows = rows.peekable();
        while let Some((dossier, version, entry)) = rows.next() {
            values.push(dossier.into());
            values.push(version.into());
            values.push(entry.effective_on.into());
            values.push(entry.recorded_at.into());
            values.push(entry.actor.as_ref().into());
            values.push(entry.event.as_str().into());
            values.push(entry.hash.to_vec().into());
            count += 1;
            if count == ROWS_A_STATEMENT || rows.peek().is_none() {
                let sql = format!(
                    "INSERT INTO journal \
                     (dossier, version, effective_on, recorded_at, actor, event, hash) VALUES {}",
                    placeholders(count, 7)
                );
                self.execute(&sql, std::mem::take(&mut values), "writing the journal")
                    .await?;
                count = 0;
            }
        }
        Ok(())
    }
}

/// Each snapshot is found by its key and changed only if its version is the one that was read.
/// A dossier without a new event keeps its head.
pub(crate) fn update_sql(rows: usize) -> String {
    format!(
        "UPDATE snapshot SET version = new.column3, as_of = new.column4, due_on = new.column5, \
         head = coalesce(new.column6, head), state = new.column7 \
         FROM (VALUES {}) AS new \
         WHERE snapshot.dossier = new.column1 AND snapshot.version = new.column2",
        placeholders(rows, 7)
    )
}
