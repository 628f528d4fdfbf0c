//! What would come out differently under another edition.
//!
//! Every dossier's history is taken as it would have come about had edition B judged what edition A
//! did, and both are looked at on one day. Who voted and what papers were on file is not judged
//! again: acts that were done stay done, unless B refuses them as they are.

mod alike;
mod cores;
mod difference;
mod prospect;
mod rejudged;
mod rules;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono_tz::Tz;
use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::dossier::Dossier;
use parvaneh_core::edition::{Edition, EditionId};
use parvaneh_core::party::{PartyId, PartyKind};
use parvaneh_core::timeline::Sequence;
use parvaneh_store::{Connection, DossierRow, JournalRow, Register};
use serde::Serialize;
use uuid::Uuid;

use crate::parties::kind_of;
use crate::workflows::WorkflowError;
use crate::{Engine, EngineError, encoding};

pub use difference::Difference;
pub use rules::{RuleDifference, RuleSide, differing};

use alike::Alike;
use prospect::Prospect;
use rejudged::{Comparer, Past, Rejudged, Trouble};

/// How many dossiers are read at once.
const PAGE: usize = 500;

/// One dossier that comes out differently. The field names are a contract.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Differing {
    /// The regime's own licence number, or the number of the file.
    pub number: String,
    /// In the regime's spelling.
    pub province: String,
    /// As the regime names kinds.
    pub office_kind: String,
    /// What is not the same, under A and under B.
    pub differences: Vec<Difference>,
}

/// How two editions differ, and what of it shows in the register. The field names are a contract.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The edition that judged.
    pub a: EditionId,
    /// The one that is tried in its place.
    pub b: EditionId,
    /// The day on which both are looked at.
    pub on: Date,
    /// The same in Solar Hijri.
    pub on_sh: String,
    /// Dossiers of the regime that had begun by that day.
    pub dossiers: usize,
    /// Those of them in which A judged anything.
    pub judged_by_a: usize,
    /// Those of them that come out differently.
    pub differ: usize,
    /// Dossiers that could not be read, and are in no number.
    pub left_out: usize,
    /// How many dossiers differ in what.
    pub kinds: BTreeMap<String, usize>,
    /// The rules whose values differ.
    pub rules: Vec<RuleDifference>,
}

/// Why two editions cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Editions of two regimes judge nothing in common.
    #[error("{a} and {b} are of two regimes; name two editions of one")]
    TwoRegimes {
        /// The first.
        a: EditionId,
        /// The second.
        b: EditionId,
    },
    /// No such edition.
    #[error(transparent)]
    NoSuchEdition(WorkflowError),
}

impl From<parvaneh_store::StoreError> for CompareError {
    fn from(error: parvaneh_store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl Engine {
    /// Calls `each` with every dossier that would come out differently if edition `b` had judged
    /// what edition `a` did, as it stands on a day, today where none is given. Nothing is written.
    ///
    /// Five hundred dossiers are in memory at once. The answer comes with an error for each dossier
    /// that cannot be read.
    pub async fn compare_editions<E: From<CompareError>>(
        &self,
        a: &EditionId,
        b: &EditionId,
        on: Option<Date>,
        mut each: impl FnMut(Differing) -> Result<(), E>,
    ) -> Result<(Comparison, Vec<EngineError>), E> {
        let (a, b) = self.two_editions(a, b)?;
        let regime = self.regime(a.id.regime()).map_err(CompareError::from)?;
        let on = on.unwrap_or_else(|| self.today(regime));
        let mut comparison = Comparison::of(a, b, on).map_err(CompareError::from)?;
        let comparer = Comparer {
            a,
            b,
            regime,
            editions: &self.editions,
        };
        let alike = Alike::default();
        let mut left_out = Vec::new();
        let register = self.store.begin_read().await.map_err(CompareError::from)?;
        let mut after = None;
        loop {
            let rows = register.dossiers_after(after, PAGE).await;
            let mut rows = rows.map_err(CompareError::from)?;
            let Some(last) = rows.last() else { break };
            after = Some(last.seq);
            rows.retain(|row| row.regime == regime.name);
            let mut trials = Vec::new();
            let pasts = pasts(&register, rows, regime.time_zone()).await?;
            let judged = cores::on_all(pasts, |(row, past)| {
                let judged = past.and_then(|past| comparer.judge(&past, on));
                (row, judged)
            });
            for (row, judged) in judged {
                match judged {
                    Ok(Some(rejudged)) => trials.push((row, rejudged)),
                    Ok(None) => {}
                    Err(trouble) => left_out.push(trouble.of(row.number)),
                }
            }
            let holders = holders(&register, &trials).await?;
            comparison.dossiers += trials.len();
            trials.retain(|(_, rejudged)| rejudged.judged_by_a);
            comparison.judged_by_a += trials.len();
            let compared = cores::on_all(trials, |(row, rejudged)| {
                let differences =
                    comparer.differences(rejudged, &row.office_kind, &holders, on, &alike);
                (row, differences)
            });
            for (row, differences) in compared {
                let differences = match differences {
                    Ok(differences) if differences.is_empty() => continue,
                    Ok(differences) => differences,
                    Err(trouble) => {
                        left_out.push(trouble.of(row.number));
                        continue;
                    }
                };
                comparison.add(&differences);
                each(Differing {
                    number: row.number,
                    province: row.province,
                    office_kind: row.office_kind,
                    differences,
                })?;
            }
        }
        comparison.left_out = left_out.len();
        Ok((comparison, left_out))
    }

    fn two_editions(
        &self,
        a: &EditionId,
        b: &EditionId,
    ) -> Result<(&Edition, &Edition), CompareError> {
        let edition = |id: &EditionId| {
            self.workflows
                .edition(id)
                .map_err(CompareError::NoSuchEdition)
        };
        let editions = (edition(a)?, edition(b)?);
        if a.regime() != b.regime() {
            let (a, b) = (a.clone(), b.clone());
            return Err(CompareError::TwoRegimes { a, b });
        }
        Ok(editions)
    }
}

impl Comparison {
    /// Of two editions, before anything was compared.
    fn of(a: &Edition, b: &Edition, on: Date) -> Result<Self, EngineError> {
        Ok(Self {
            a: a.id.clone(),
            b: b.id.clone(),
            on,
            on_sh: solar_hijri(on),
            dossiers: 0,
            judged_by_a: 0,
            differ: 0,
            left_out: 0,
            kinds: BTreeMap::new(),
            rules: differing(a, b)?,
        })
    }

    fn add(&mut self, differences: &[Difference]) {
        self.differ += 1;
        let kinds: BTreeSet<&String> = differences.iter().map(|it| &it.kind).collect();
        for kind in kinds {
            *self.kinds.entry(kind.clone()).or_default() += 1;
        }
    }
}

impl Trouble {
    /// The same, said of the dossier of that number.
    fn of(self, number: String) -> EngineError {
        match self {
            Self::Defect(defect) => EngineError::Damaged { number, defect },
            Self::Unreadable(problem) => EngineError::Unreadable { number, problem },
        }
    }
}

impl Comparer<'_> {
    /// What is not the same about a dossier, besides the acts that would not have happened.
    fn differences(
        &self,
        rejudged: Rejudged,
        office_kind: &str,
        holders: &HashMap<PartyId, PartyKind>,
        on: Date,
        alike: &Alike,
    ) -> Result<Vec<Difference>, Trouble> {
        let Rejudged {
            is,
            would_be,
            mut differences,
            ..
        } = rejudged;
        let kind = is.holder.and_then(|holder| holders.get(&holder).copied());
        let found = alike.or([&is, &would_be], office_kind, kind, || {
            self.in_prospect(&is, &would_be, office_kind, holders, on)
        });
        differences.extend(found?);
        // A machine whose state differs now would be listed twice if it also differs in the end.
        let now: BTreeSet<String> = differences.iter().map(|it| it.kind.clone()).collect();
        differences.retain(|it| {
            let in_the_end = it.kind.strip_prefix("in_the_end.");
            in_the_end.is_none_or(|machine| !now.contains(machine))
        });
        Ok(differences)
    }

    /// What is not the same about where it stands and about what may come.
    fn in_prospect(
        &self,
        is: &Dossier,
        would_be: &Dossier,
        office_kind: &str,
        holders: &HashMap<PartyId, PartyKind>,
        on: Date,
    ) -> Result<Vec<Difference>, Trouble> {
        let prospect = |dossier: &Dossier, in_force| {
            let holder = dossier.holder.and_then(|holder| holders.get(&holder));
            let prospect = Prospect {
                on,
                in_force,
                editions: self.editions,
            };
            prospect.of(dossier, office_kind, holder.copied())
        };
        let mut is = prospect(is, self.in_force(on))?;
        let mut would_be = prospect(would_be, self.tried(on))?;
        prospect::without_what_has_ended(&mut is, &mut would_be);
        Ok(difference::differences(&is, &would_be))
    }
}

/// The past of each dossier; its trouble, where its journal cannot be read.
type PastOf = (DossierRow, Result<Past, Trouble>);

async fn pasts<C: Connection>(
    register: &Register<C>,
    rows: Vec<DossierRow>,
    zone: Tz,
) -> Result<Vec<PastOf>, CompareError> {
    let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
    let mut journals = encoding::by_dossier(register.histories(&keys).await?);
    let journal_of = |row: DossierRow| {
        let journal = journals.remove(&row.seq).unwrap_or_default();
        (row, journal)
    };
    let journals: Vec<(DossierRow, Vec<JournalRow>)> = rows.into_iter().map(journal_of).collect();
    let read = cores::on_all(journals, |(row, journal)| {
        let rows = encoding::whole_journal(&journal, zone).map_err(Trouble::Unreadable);
        let acts = rows.iter().flatten().zip(&journal);
        let acts = acts.filter(|(row, _)| row.mark.of_act == Some(row.sequence));
        let acts: Vec<i64> = acts.map(|(_, stored)| stored.position).collect();
        let places = journal
            .iter()
            .map(|stored| (stored.position, stored.version));
        let places: HashMap<i64, Sequence> = places.collect();
        (row, rows, acts, places)
    });
    let positions: Vec<i64> = read
        .iter()
        .flat_map(|(_, _, acts, _)| acts.clone())
        .collect();
    let asked = register.asked(&positions).await?.into_iter();
    let asked: HashMap<i64, Option<String>> = asked.map(|row| (row.position, row.text)).collect();
    Ok(cores::on_all(read, |(row, rows, acts, places)| {
        let kept = acts.iter().filter_map(|position| {
            let text = asked.get(position)?.as_deref()?;
            Some((*places.get(position)?, encoding::asked_from_json(text)?))
        });
        let kept = kept.collect();
        (row, rows.map(|rows| Past { rows, kept }))
    }))
}

/// The kind of each holder, except those that were erased or whose kind is not known.
async fn holders<C: Connection>(
    register: &Register<C>,
    trials: &[(DossierRow, Rejudged)],
) -> Result<HashMap<PartyId, PartyKind>, CompareError> {
    let dossiers = trials.iter().flat_map(|(_, it)| [&it.is, &it.would_be]);
    let mut ids: Vec<Uuid> = dossiers
        .filter_map(|dossier| dossier.holder)
        .map(encoding::party_key)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let parties = register.parties(&ids).await?;
    let known = parties.into_iter().filter_map(|party| {
        let kind = kind_of(&party)?;
        Some((encoding::party_id(party.id), kind))
    });
    Ok(known.collect())
}
