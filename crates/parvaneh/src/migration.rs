//! Making a register, and bringing one up to this program's schema and to its encoding of snapshots.

use std::collections::HashMap;

use chrono_tz::Tz;
use parvaneh_core::edition::EditionId;
use parvaneh_store::{Address, Append, OpenMode, SchemaState, SchemaStep, Snapshot, Store};

use crate::append::append;
use crate::encoding::{self, SNAPSHOT_FORMAT};
use crate::frozen::OtherContent;
use crate::number::{SharedNumber, spelled};
use crate::workflows::{DECREE, Workflows};
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
    /// Numbers that several dossiers have, of which a person has to say whose they are.
    pub shared: Vec<SharedNumber>,
}

/// The step since which a register notes which editions have judged, by what they decide.
const NOTES_EDITIONS: &str = "m20261129_000010_what_an_edition_decides";

/// What a migration may take that is otherwise than it was.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Accept {
    /// Editions whose other content is taken, if nothing that is recorded would be derived otherwise
    /// under it.
    pub editions: Vec<EditionId>,
    /// In how many dossiers what another version of this program derived by rules of its own may
    /// come out otherwise all the same. Of such rows nobody can say whether the edition is why.
    pub of_other_rules: usize,
}

impl Engine {
    /// Makes an empty register at `url` where there is no database; leaves any other as it is.
    pub async fn create_if_missing(url: impl Into<Address>) -> Result<(), EngineError> {
        let mut store = Store::open(url, OpenMode::CreateIfMissing).await?;
        if store.schema().await? == SchemaState::Empty {
            store.migrate(spelled).await?;
        }
        Ok(store.close().await?)
    }

    /// Brings the register at `url` up to this program's schema, making it where there is none,
    /// and its snapshots up to this program's encoding; what that took. Refused where an edition has
    /// other content than it judged by.
    pub async fn migrate(
        url: impl Into<Address>,
        workflows: Workflows,
    ) -> Result<Migrated, EngineError> {
        Self::migrate_accepting(url, workflows, &Accept::default()).await
    }

    /// The same, and takes what `accept` names. Where that is refused, nothing is changed.
    pub async fn migrate_accepting(
        url: impl Into<Address>,
        workflows: Workflows,
        accept: &Accept,
    ) -> Result<Migrated, EngineError> {
        for edition in &accept.editions {
            workflows.edition(edition)?;
        }
        let store = Store::open(url, OpenMode::CreateIfMissing).await?;
        let mut engine = Self::new(store, workflows);
        let migrated = engine.brought_up(accept).await;
        engine.close().await?;
        migrated
    }

    async fn brought_up(&mut self, accept: &Accept) -> Result<Migrated, EngineError> {
        let mut other = Vec::new();
        if self.notes_editions().await? {
            other = self.other_contents().await?;
        }
        let is_refused = |it: &OtherContent| !accept.editions.contains(&it.edition);
        if let Some(at) = other.iter().position(is_refused) {
            let refused = other.swap_remove(at);
            return Err(EngineError::EditionChanged(Box::new(refused)));
        }
        if !other.is_empty() {
            self.nothing_comes_out_otherwise(&other, accept.of_other_rules)
                .await?;
        }
        let steps = self.store.migrate(spelled).await?;
        // Also where an earlier run was cut off after its steps.
        let noted = self.store.editions().await?;
        if steps != 0 || noted.iter().all(|row| row.id.contains(DECREE)) {
            self.note_who_has_judged().await?;
        }
        self.begin_party_histories().await?;
        // There is nothing to go through.
        if self.store.count_dossiers().await? == 0 {
            for (id, _) in self.new_decrees() {
                self.note_decree(&id).await?;
            }
        }
        let snapshots = match other.is_empty() {
            true => self.rebuild_snapshots().await?,
            false => self.rebuild(Which::All).await?,
        };
        self.decide_numbers(&self.store).await?;
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
            shared: self.undecided_numbers(&self.store).await?,
        })
    }

    /// Whether the register notes which editions have judged.
    pub(crate) async fn notes_editions(&self) -> Result<bool, EngineError> {
        let steps = self.store.steps().await?;
        let noted = SchemaStep::Applied(NOTES_EDITIONS.to_owned());
        Ok(steps.contains(&noted))
    }

    /// Fails where the calendar has recorded what would be derived otherwise under the editions as they
    /// are now, in a dossier of the regime of one of these. Rows that follow other rules than
    /// this program's may come out otherwise in so many dossiers as are allowed.
    async fn nothing_comes_out_otherwise(
        &self,
        changed: &[OtherContent],
        of_other_rules: usize,
    ) -> Result<(), EngineError> {
        let (mut ours, mut of_others) = (Vec::new(), Vec::new());
        self.each_derived_otherwise(|it| {
            if let Some(edition) = it.comes_from(changed.iter().map(|of| &of.edition)) {
                let differing = match it.is_of_these_rules {
                    true => &mut ours,
                    false => &mut of_others,
                };
                differing.push((edition.clone(), it.otherwise.number));
            }
        })
        .await?;
        let is_of_these_rules = !ours.is_empty();
        let differing = match is_of_these_rules {
            true => ours,
            false if of_others.len() <= of_other_rules => return Ok(()),
            false => of_others,
        };
        let count = differing.len();
        differing
            .into_iter()
            .next()
            .map_or(Ok(()), |(edition, first)| {
                let others = count - 1;
                Err(match is_of_these_rules {
                    true => EngineError::WouldDeriveOtherwise {
                        edition,
                        first,
                        others,
                    },
                    false => EngineError::MayDeriveOtherwise {
                        edition,
                        first,
                        others,
                    },
                })
            })
    }

    /// Which steps of the schema the register at `url` has, and which it lacks; it must exist.
    pub async fn steps(url: impl Into<Address>) -> Result<Vec<SchemaStep>, EngineError> {
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
                // One dossier that cannot be read holds up no other: `verify` names it.
                let Ok(rows) = encoding::rows(&rows, zone) else {
                    continue;
                };
                let dossier = encoding::replay(&rows).map_err(&damaged)?;
                let to_come = self.to_come(&dossier).map_err(&damaged)?;
                let rebuilt = append(snapshot, None, &dossier, to_come, recorded_at, Vec::new());
                appends.push(rebuilt?);
            }
            rebuilt += appends.len();
            tx.append(&appends.iter().collect::<Vec<_>>()).await?;
            tx.commit().await?;
        }
    }
}
