//! What bringing a register up to this program would take, and what it would have otherwise: nothing
//! is written.

use parvaneh_core::edition::EditionId;
use parvaneh_core::timeline::{self, Odd};
use parvaneh_store::{Address, JournalRow, OpenMode, SchemaState, Store};
use serde::Serialize;

use crate::checking::told;
use crate::encoding::{self, SNAPSHOT_FORMAT};
use crate::frozen::OtherContent;
use crate::number::{Numberless, SharedNumber};
use crate::workflows::Workflows;
use crate::{Engine, EngineError};

/// How many dossiers are read at once.
const PAGE: usize = 500;

/// The step since which a dossier's journal is found from its end. Before it this program finds none.
const FOUND_FROM_ITS_END: &str = "m20261125_000006_journal_at_its_end";

/// The step since which the register knows which numbers its dossiers share.
const ONE_NUMBER: &str = "m20261129_000012_one_number";

/// What a migration would take, and what this program would have otherwise.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MigrationPreview {
    /// The steps of the schema that would be applied.
    pub steps: Vec<String>,
    /// How many snapshots would be rebuilt.
    pub snapshots: usize,
    /// Dossiers in the register.
    pub dossiers: usize,
    /// Rows in its journal.
    pub events: usize,
    /// Editions whose content is not what the register has judged by. A migration refuses each that it
    /// is not told to take.
    pub editions: Vec<OtherContent>,
    /// Dossiers in which the calendar has recorded what this program would derive otherwise; none
    /// where a register is too old to be read before it is migrated.
    pub derived_otherwise: Option<Vec<DerivedOtherwise>>,
    /// Dossiers that cannot be read, as where an event has a day that no register can have. They stay as
    /// they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableDossier>,
    /// Numbers that several dossiers have, of which a person has to say whose they are; none where a
    /// register is too old to be read before it is migrated.
    pub shared_numbers: Option<Vec<SharedNumber>>,
    /// Dossiers whose numbers would be refused today. They stay as they are, and are found by their ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_number: Vec<Numberless>,
}

/// A dossier that cannot be read.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnreadableDossier {
    /// Its number.
    pub number: String,
    /// Why.
    pub why: String,
}

/// A dossier in which the calendar has recorded what this program would derive otherwise.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DerivedOtherwise {
    /// Its number.
    pub number: String,
    /// The first difference.
    pub first: String,
}

/// The same, with its journal.
pub(crate) struct Differing<'a> {
    pub(crate) otherwise: DerivedOtherwise,
    /// Whether these very rules derived what comes out otherwise.
    pub(crate) is_of_these_rules: bool,
    regime: &'a str,
    journal: &'a [JournalRow],
}

impl Differing<'_> {
    /// Which of the editions it may come from: one that it names, or one of its regime, for what the edition
    /// in force judged need not name it.
    pub(crate) fn comes_from<'e>(
        &self,
        mut editions: impl Iterator<Item = &'e EditionId> + Clone,
    ) -> Option<&'e EditionId> {
        let named = editions.clone().find(|edition| {
            let named = format!("\"edition\":\"{edition}\"");
            self.journal.iter().any(|row| row.event.contains(&named))
        });
        named.or_else(|| editions.find(|edition| edition.regime() == self.regime))
    }
}

impl Engine {
    /// What [`Engine::migrate`] would do to the register at `url`, which must exist.
    pub async fn preview_migration(
        url: impl Into<Address>,
        workflows: Workflows,
    ) -> Result<MigrationPreview, EngineError> {
        let store = Store::open(url, OpenMode::Existing).await?;
        let engine = Self::new(store, workflows);
        let preview = engine.previewed().await;
        engine.close().await?;
        preview
    }

    async fn previewed(&self) -> Result<MigrationPreview, EngineError> {
        let steps = match self.store.schema().await? {
            SchemaState::Current => Vec::new(),
            SchemaState::Older { pending } => pending,
            other @ (SchemaState::Empty | SchemaState::Newer { .. } | SchemaState::Unfinished) => {
                return Err(EngineError::unfit(other, self.store.url().to_owned()));
            }
        };
        let editions = match self.notes_editions().await? {
            true => self.other_contents().await?,
            false => Vec::new(),
        };
        let is_readable = steps.iter().all(|step| **step != *FOUND_FROM_ITS_END);
        let register = self.store.begin_read().await?;
        let mut preview = MigrationPreview {
            steps,
            dossiers: register.count_dossiers().await?,
            events: register.count_events().await?,
            editions,
            ..MigrationPreview::default()
        };
        let mut after = None;
        loop {
            let stale = register
                .snapshots_of_another_format(SNAPSHOT_FORMAT, after, PAGE)
                .await?;
            let Some(last) = stale.last() else { break };
            after = Some(last.dossier);
            preview.snapshots += stale.len();
        }
        if !is_readable {
            return Ok(preview);
        }
        let mut otherwise = Vec::new();
        preview.unreadable = self
            .each_derived_otherwise(|it| otherwise.push(it.otherwise))
            .await?;
        preview.derived_otherwise = Some(otherwise);
        preview.without_number = self.numberless(&register).await?;
        let is_noted = preview.steps.iter().all(|step| **step != *ONE_NUMBER);
        preview.shared_numbers = Some(match is_noted {
            true => self.undecided_numbers(&register).await?,
            false => self.numbers_to_be_shared(&register).await?,
        });
        Ok(preview)
    }

    /// Calls `each` with every dossier in which the calendar has recorded what this program would derive
    /// otherwise; the dossiers that cannot be read.
    pub(crate) async fn each_derived_otherwise(
        &self,
        mut each: impl FnMut(Differing<'_>),
    ) -> Result<Vec<UnreadableDossier>, EngineError> {
        let mut unreadable = Vec::new();
        let register = self.store.begin_read().await?;
        let mut after = None;
        loop {
            let page = register.dossiers_after(after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(unreadable);
            };
            after = Some(last.seq);
            let keys: Vec<i64> = page.iter().map(|row| row.seq).collect();
            let histories = encoding::by_dossier(register.histories(&keys).await?);
            for row in page {
                let journal = histories.get(&row.seq).map_or(&[][..], Vec::as_slice);
                let rows = match encoding::rows(journal, self.zone_of(&row.regime)) {
                    Ok(rows) => rows,
                    Err(why) => {
                        let number = row.number;
                        unreadable.push(UnreadableDossier { number, why });
                        continue;
                    }
                };
                let odd = timeline::check(&rows, &self.editions);
                let odd = odd.map_err(EngineError::damaged(&row.number))?;
                if let Some(first) = odd.first() {
                    let first = told(first).1;
                    let number = row.number;
                    each(Differing {
                        otherwise: DerivedOtherwise { number, first },
                        is_of_these_rules: odd.iter().any(Odd::is_of_these_rules),
                        regime: &row.regime,
                        journal,
                    });
                }
            }
        }
    }
}
