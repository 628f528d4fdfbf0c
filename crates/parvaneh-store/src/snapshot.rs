//! Where the dossiers stand: the small rows that a night reads and writes.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, QueryResult};

use crate::chain::Hash;
use crate::{ROWS_A_STATEMENT, Register, StoreError, placeholders};

/// Where a dossier stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Snapshot {
    /// The dossier's internal key.
    pub dossier: i64,
    /// How many events its journal has.
    pub version: i64,
    /// The greatest `effective_on` among them.
    pub as_of: NaiveDate,
    /// The first day on which the calendar alone changes it.
    pub due_on: Option<NaiveDate>,
    /// The hash of the newest event.
    pub head: Hash,
    /// What the events led to, in the engine's own encoding.
    pub state: Vec<u8>,
}

const READING: &str = "reading snapshots";

/// Due dossiers by key. Adding nought keeps the planner from walking the whole table in key order
/// instead of the index of due days: the cost follows what is due, not what there is.
pub(crate) const DUE: &str = "SELECT dossier FROM snapshot WHERE due_on <= ? AND dossier + 0 > ? \
                              ORDER BY dossier + 0 LIMIT ?";

impl<C: ConnectionTrait> Register<C> {
    /// The keys of dossiers that are due on or before `as_of`, from the first one after `after`.
    pub async fn due(
        &self,
        as_of: NaiveDate,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let after = after.unwrap_or(i64::MIN);
        let values = vec![as_of.into(), after.into(), (limit as u64).into()];
        let rows = self.all(DUE, values, "finding what is due").await?;
        rows.iter()
            .map(|row| {
                row.try_get_by_index(0)
                    .map_err(StoreError::of("finding what is due"))
            })
            .collect()
    }

    /// How many dossiers are due on or before `as_of`.
    pub async fn count_due(&self, as_of: NaiveDate) -> Result<usize, StoreError> {
        self.count(
            "SELECT count(*) FROM snapshot WHERE due_on <= ?",
            vec![as_of.into()],
        )
        .await
    }

    /// The snapshots of these dossiers, in the order of their keys.
    pub async fn load_snapshots(&self, dossiers: &[i64]) -> Result<Vec<Snapshot>, StoreError> {
        let mut snapshots = Vec::with_capacity(dossiers.len());
        for chunk in dossiers.chunks(ROWS_A_STATEMENT) {
            let list = placeholders(1, chunk.len());
            let sql = format!(
                "SELECT dossier, version, as_of, due_on, head, state FROM snapshot \
                 WHERE dossier IN {list} ORDER BY dossier"
            );
            let values = chunk.iter().map(|key| (*key).into()).collect();
            for row in self.all(&sql, values, READING).await? {
                snapshots.push(snapshot(&row)?);
            }
        }
        Ok(snapshots)
    }
}

fn snapshot(row: &QueryResult) -> Result<Snapshot, StoreError> {
    let (dossier, version, as_of, due_on, head, state): (i64, i64, _, _, Vec<u8>, Vec<u8>) = row
        .try_get_many_by_index()
        .map_err(StoreError::of(READING))?;
    Ok(Snapshot {
        dossier,
        version,
        as_of,
        due_on,
        head: hash(&head),
        state,
    })
}

/// A stored hash; one of another length is no hash, and fits nothing.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or_default()
}
