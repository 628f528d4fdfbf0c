//! Making a register, and bringing one up to this program's schema and to its encoding of snapshots.

use std::collections::HashMap;

use chrono_tz::Tz;
use parvaneh_core::dossier;
use parvaneh_store::{Append, OpenMode, SchemaState, SchemaStep, Store};

use crate::append::append;
use crate::encoding::{self, SNAPSHOT_FORMAT};
use crate::workflows::Workflows;
use crate::{Engine, EngineError};

/// How many dossiers share a transaction.
const PAGE: usize = 500;

/// What a migration took.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Migrated {
    /// How many steps of the schema were applied.
    pub steps: usize,
    /// How many snapshots were rebuilt from their journals.
    pub snapshots: usize,
}

impl Engine {
    /// Makes an empty register at `url` where there is no database; leaves any other as it is.
    pub async fn create_if_missing(url: &str) -> Result<(), EngineError> {
        let store = Store::open(url, OpenMode::CreateIfMissing).await?;
        if store.schema().await? == SchemaState::Empty {
            store.migrate().await?;
        }
        Ok(store.close().await?)
    }

    /// Brings the register at `url` up to this program's schema, making it where there is none,
    /// and its snapshots up to this program's encoding; what that took.
    pub async fn migrate(url: &str, workflows: Workflows) -> Result<Migrated, EngineError> {
        let store = Store::open(url, OpenMode::CreateIfMissing).await?;
        let steps = store.migrate().await?;
        let engine = Self::new(store, workflows);
        let snapshots = engine.rebuild_snapshots().await?;
        engine.close().await?;
        Ok(Migrated { steps, snapshots })
    }

    /// Which steps of the schema the register at `url` has, and which it lacks; it must exist.
    pub async fn steps(url: &str) -> Result<Vec<SchemaStep>, EngineError> {
        let store = Store::open(url, OpenMode::Existing).await?;
        let steps = store.steps().await?;
        store.close().await?;
        Ok(steps)
    }

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
            let mut histories = encoding::by_dossier(tx.histories(&keys).await?);
            let dossiers = tx.dossiers(&keys).await?;
            let zones: HashMap<i64, Tz> = dossiers
                .iter()
                .map(|row| (row.seq, self.zone_of(&row.regime)))
                .collect();
            let mut appends: Vec<Append> = Vec::with_capacity(stale.len());
            for snapshot in &stale {
                let key = snapshot.dossier;
                let number = format!("the key {key}");
                let damaged = EngineError::damaged(&number);
                let rows = histories.remove(&key).unwrap_or_default();
                let recorded_at = rows.last().map_or(0, |row| row.recorded_at);
                let zone = zones.get(&key).copied().unwrap_or(Tz::UTC);
                let rows = encoding::rows(&rows, zone).map_err(EngineError::unreadable(&number))?;
                let dossier = encoding::replay(&rows).map_err(&damaged)?;
                let due_on = dossier::due_on(&dossier, &self.editions).map_err(&damaged)?;
                let rebuilt = append(snapshot, None, &dossier, due_on, recorded_at, Vec::new());
                appends.push(rebuilt?);
            }
            tx.append(&appends.iter().collect::<Vec<_>>()).await?;
            tx.commit().await?;
        }
    }
}
