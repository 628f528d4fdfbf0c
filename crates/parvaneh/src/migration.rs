//! Making a register, and bringing one up to this program's schema and to its encoding of snapshots.

use std::collections::HashMap;

use chrono_tz::Tz;
use parvaneh_core::dossier;
use parvaneh_core::edition::EditionId;
use parvaneh_store::{Append, OpenMode, SchemaState, SchemaStep, Snapshot, Store};

use crate::append::append;
use crate::encoding::{self, SNAPSHOT_FORMAT};
use crate::frozen::OtherContent;
use crate::workflows::Workflows;
use crate::{Engine, EngineError};

/// Which snapshots are rebuilt.
#[derive(Clone, Copy)]
enum Which {
    OfAnotherFormat,
    All,
}

/// How many dossiers share a transaction.
const PAGE: usize = 500;

/// What a migration took.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Migrated {
    /// How many steps of the schema were applied.
    pub steps: usize,
    /// How many snapshots were rebuilt from their journals.
    pub snapshots: usize,
    /// The editions whose other content was taken.
    pub accepted: Vec<OtherContent>,
}

/// The step since which a register notes which editions have judged.
const NOTES_EDITIONS: &str = "m20261128_000009_edition";

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
    /// and its snapshots up to this program's encoding; what that took. Refused where an edition has
    /// other content than it judged by.
    pub async fn migrate(url: &str, workflows: Workflows) -> Result<Migrated, EngineError> {
        Self::migrate_accepting(url, workflows, &[]).await
    }

    /// The same, and takes the other content of the editions that `accept` names, if nothing that is
    /// recorded would be derived otherwise under it.
    pub async fn migrate_accepting(
        url: &str,
        workflows: Workflows,
        accept: &[EditionId],
    ) -> Result<Migrated, EngineError> {
        let store = Store::open(url, OpenMode::CreateIfMissing).await?;
        let engine = Self::new(store, workflows);
        let migrated = engine.brought_up(accept).await;
        engine.close().await?;
        migrated
    }

    async fn brought_up(&self, accept: &[EditionId]) -> Result<Migrated, EngineError> {
        for edition in accept {
            self.workflows.edition(edition)?;
        }
        let mut other = Vec::new();
        if self.notes_editions().await? {
            other = self.other_contents().await?;
        }
        let is_refused = |it: &OtherContent| !accept.contains(&it.edition);
        if let Some(at) = other.iter().position(is_refused) {
            let refused = other.swap_remove(at);
            return Err(EngineError::EditionChanged(Box::new(refused)));
        }
        let steps = self.store.migrate().await?;
        if steps != 0 {
            self.note_who_has_judged().await?;
        }
        // There is nothing to go through.
        if self.store.count_dossiers().await? == 0 {
            for (id, _) in self.new_decrees() {
                self.note_decree(&id).await?;
            }
        }
        let snapshots = match other.first() {
            None => self.rebuild_snapshots().await?,
            Some(first) => {
                self.nothing_comes_out_otherwise(first).await?;
                self.rebuild(Which::All).await?
            }
        };
        for changed in &other {
            if let Some(content) = self.workflows.content(&changed.edition) {
                let (id, at) = (&changed.edition.0, self.time().timestamp_millis());
                self.store.accept_edition(id, content.sha256, at).await?;
            }
        }
        Ok(Migrated {
            steps,
            snapshots,
            accepted: other,
        })
    }

    /// Whether the register notes which editions have judged.
    pub(crate) async fn notes_editions(&self) -> Result<bool, EngineError> {
        let steps = self.store.steps().await?;
        let noted = SchemaStep::Applied(NOTES_EDITIONS.to_owned());
        Ok(steps.contains(&noted))
    }

    /// Fails where the calendar has recorded what these rules derive otherwise under the editions as
    /// they are now.
    async fn nothing_comes_out_otherwise(&self, first: &OtherContent) -> Result<(), EngineError> {
        let mut differing = Vec::new();
        self.each_derived_otherwise(|of_these_rules, it| {
            if of_these_rules {
                differing.push(it.number);
            }
        })
        .await?;
        let others = differing.len().saturating_sub(1);
        match differing.into_iter().next() {
            None => Ok(()),
            Some(dossier) => Err(EngineError::WouldDeriveOtherwise {
                edition: first.edition.clone(),
                first: dossier,
                others,
            }),
        }
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
        self.rebuild(Which::OfAnotherFormat).await
    }

    async fn rebuild(&self, which: Which) -> Result<usize, EngineError> {
        let (mut after, mut rebuilt) = (None, 0);
        loop {
            let tx = self.store.begin_write().await?;
            let stale: Vec<Snapshot> = match which {
                Which::OfAnotherFormat => {
                    tx.snapshots_of_another_format(SNAPSHOT_FORMAT, after, PAGE)
                        .await?
                }
                Which::All => tx.snapshots_after(after, PAGE).await?,
            };
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
