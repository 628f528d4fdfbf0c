//! Snapshots of an earlier encoding, made again from the journals that they are a cache of.

use parvaneh_core::dossier;
use parvaneh_store::{Append, JournalRow};

use crate::encoding::{self, SNAPSHOT_FORMAT};
use crate::engine::{Engine, EngineError, append};

/// How many dossiers share a transaction.
const PAGE: usize = 500;

impl Engine {
    /// Rebuilds every snapshot that another version of this program encoded otherwise; how many.
    /// A journal that cannot be read or followed stops it: `verify` says what is wrong.
    pub(crate) async fn rebuild_snapshots(&self) -> Result<usize, EngineError> {
        let (mut after, mut rebuilt) = (None, 0);
        loop {
            let tx = self.store.begin_write().await?;
            let stale = tx
                .snapshots_of_another_format(SNAPSHOT_FORMAT, after, PAGE)
                .await?;
            let Some(last) = stale.last() else {
                return Ok(rebuilt);
            };
            after = Some(last.dossier);
            rebuilt += stale.len();
            let keys: Vec<i64> = stale.iter().map(|snapshot| snapshot.dossier).collect();
            let journal = tx.histories(&keys).await?;
            let mut appends: Vec<Append> = Vec::with_capacity(stale.len());
            for snapshot in &stale {
                let key = snapshot.dossier;
                let rows = journal.iter().filter(|row| row.dossier == key);
                let rows: Vec<JournalRow> = rows.cloned().collect();
                let number = || format!("the key {key}");
                let history =
                    encoding::history(&rows).map_err(|problem| EngineError::Unreadable {
                        number: number(),
                        problem,
                    })?;
                let damaged = |defect| EngineError::Damaged {
                    number: number(),
                    defect,
                };
                let dossier = dossier::replay(&history).map_err(damaged)?;
                let due_on = dossier::due_on(&dossier, &self.editions).map_err(damaged)?;
                appends.push(append(snapshot, None, &dossier, due_on, Vec::new())?);
            }
            tx.append(&appends.iter().collect::<Vec<_>>()).await?;
            tx.commit().await?;
        }
    }
}
