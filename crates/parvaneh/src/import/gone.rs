//! What a followed register stated before, and has no row of any more.

use std::collections::HashMap;

use parvaneh_core::calendar::Date;
use parvaneh_core::opening;
use parvaneh_core::timeline::{self, Said};
use parvaneh_store::{Append, Connection, DossierRow, Register};

use super::difference::{Difference, What, recorded};
use super::follow::Follow;
use super::numbers::Numbers;
use super::run::{Begun, Found};
use super::seen::{Has, Seen};
use super::subject::{Statement, Subject};
use super::{ImportError, Imported, ReadFile};
use crate::frozen::decrees_in;
use crate::lease::Renewal;
use crate::profile::{Gone, Profile, RowIs};
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// How many dossiers are looked at, or written, at once.
const PAGE: usize = 500;

const UNSURE: &str =
    "a row of the file has a number that cannot be read, and may be of this licence";
const UNREADABLE: &str =
    "its journal has rows that cannot be read, and which of them state this is not known";
const DONE_HERE: &str = "something was done here, or through another profile";

/// A dossier of which something is gone.
struct Lost {
    row: DossierRow,
    subject: Subject,
    /// The first days of the terms that are; none where it is the whole licence.
    terms: Vec<Option<Date>>,
}

/// The file that is followed, and what it has.
#[derive(Clone, Copy)]
struct Source<'a> {
    profile: &'a Profile,
    regime: &'a Regime,
    seen: &'a Seen,
}

impl Engine {
    /// Finds what is gone from a file, and does with it what the profile says.
    pub(super) async fn settle_gone(
        &self,
        (import, trial): (&ReadFile, Option<&Begun>),
        follow: Follow,
        lease: &mut Option<Renewal>,
        imported: &mut Imported,
        found: &mut impl FnMut(Found<'_>),
    ) -> Result<(), ImportError> {
        let profile = &import.reader.profile;
        let source = Source {
            profile,
            regime: self.regime(&profile.regime)?,
            seen: &import.seen,
        };
        let is_unsure = source.seen.is_unsure;
        let what = match profile.gone {
            Gone::Kept => What::Kept,
            Gone::Withdrawn if !is_unsure => What::Withdrawn,
            Gone::Reported | Gone::Withdrawn => What::Gone,
        };
        let mut keys = Vec::new();
        let mut stated = source.seen.were_there();
        let mut after = None;
        loop {
            self.keep_lease_of_import(lease).await?;
            let (last, page) = match trial {
                Some((tx, _)) => self.lost_after(tx, source, after).await?,
                None => self.lost_after(&*self.store, source, after).await?,
            };
            for lost in page {
                keys.push(lost.row.seq);
                stated += usize::from(source.seen.of_dossier(lost.row.seq) == Has::Nothing);
                imported.gone += lost.terms.len() as u64;
                let told = lost.terms.iter().filter(|_| what != What::Withdrawn);
                for term in told {
                    let because = is_unsure.then_some(UNSURE);
                    found(Found::Differs(
                        &lost.difference(profile, *term, what, because),
                    ));
                }
            }
            let Some(last) = last else { break };
            after = Some(last);
        }
        if what != What::Withdrawn {
            return Ok(());
        }
        are_few(import, follow, keys.len(), stated)?;
        for keys in keys.chunks(PAGE) {
            self.keep_lease_of_import(lease).await?;
            let taken_back = match trial {
                Some(begun) => self.take_back(begun, source, keys).await?,
                None => {
                    let begun = self.begin().await?;
                    let taken_back = self.take_back(&begun, source, keys).await?;
                    begun.0.commit().await.map_err(EngineError::from)?;
                    self.has_judged().await?;
                    taken_back
                }
            };
            for difference in taken_back {
                imported.withdrawn += u64::from(difference.what == What::Withdrawn);
                found(Found::Differs(&difference));
            }
        }
        Ok(())
    }

    /// What is gone of the dossiers after a key, and the last one that was looked at; none at the end.
    async fn lost_after<C: Connection>(
        &self,
        register: &Register<C>,
        source: Source<'_>,
        after: Option<i64>,
    ) -> Result<(Option<i64>, Vec<Lost>), EngineError> {
        let rows = register.dossiers_after(after, PAGE).await?;
        let last = rows.last().map(|row| row.seq);
        let may_be = |row: &DossierRow| {
            row.regime == source.regime.name
                && match (source.seen.of_dossier(row.seq), source.profile.row) {
                    (Has::All, _) | (Has::Terms, RowIs::Licence) => false,
                    (Has::Terms, RowIs::Term) | (Has::Nothing, _) => true,
                }
        };
        let rows = rows.into_iter().filter(may_be).collect();
        Ok((last, self.lost(register, source, rows).await?))
    }

    /// What is gone of these dossiers, which are in the order of their keys.
    async fn lost<C: Connection>(
        &self,
        register: &Register<C>,
        source: Source<'_>,
        rows: Vec<DossierRow>,
    ) -> Result<Vec<Lost>, EngineError> {
        let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let snapshots = register.load_snapshots(&keys).await?;
        let mut journal = encoding::by_dossier(register.histories(&keys).await?);
        let mut lost = Vec::new();
        for (row, snapshot) in rows.into_iter().zip(snapshots) {
            let journal = journal.remove(&row.seq).unwrap_or_default();
            let subject = self
                .subject_of(register, source.regime, &row, snapshot, &journal)
                .await?;
            let terms = gone_of(&subject, source, row.seq);
            if !terms.is_empty() {
                lost.push(Lost {
                    row,
                    subject,
                    terms,
                });
            }
        }
        Ok(lost)
    }

    /// Takes back what is gone of these dossiers, but for those of which something was done here.
    async fn take_back(
        &self,
        (tx, joined): &Begun,
        source: Source<'_>,
        keys: &[i64],
    ) -> Result<Vec<Difference>, EngineError> {
        let recorded_at = self.instant(*joined);
        let today = source.regime.day_of(recorded_at);
        let mut rows = tx.dossiers(keys).await?;
        rows.sort_by_key(|row| row.seq);
        let mut differences = Vec::new();
        let mut subjects = HashMap::new();
        for mut lost in self.lost(tx, source, rows).await? {
            if lost.subject.has_acts_beside(source.profile) {
                let of = |term: &Option<Date>| {
                    lost.difference(source.profile, *term, What::Gone, Some(DONE_HERE))
                };
                differences.extend(lost.terms.iter().map(of));
                continue;
            }
            for term in lost.terms.clone() {
                let mut difference = lost.difference(source.profile, term, What::Withdrawn, None);
                let statement = taking_back(&lost.subject, source.profile, term);
                let opened = statement.and_then(|statement| {
                    let subject = &lost.subject;
                    subject.opened(source.profile, statement, &self.editions, today)
                });
                match opened {
                    Ok(opened) => {
                        difference.records = recorded(&opened.added);
                        lost.subject.keep(opened);
                    }
                    Err(problem) => {
                        difference.what = What::Gone;
                        difference.because = Some(problem);
                    }
                }
                differences.push(difference);
            }
            subjects.insert(lost.row.number.clone(), lost.subject);
        }
        let added = subjects.values().flat_map(Subject::added);
        let decrees = decrees_in(added.filter_map(|row| row.said.event()));
        self.records(tx, &source.regime.name, &decrees).await?;
        let numbers = Numbers::shared_by_several([].into());
        let (_, appends) = self.writes(source.regime, &[], &numbers, &subjects, recorded_at)?;
        let appends: Vec<&Append> = appends.iter().collect();
        tx.append(&appends).await?;
        Ok(differences)
    }
}

/// The brake: refuses where more is gone than is believed, of the dossiers that the profile has `stated`.
fn are_few(
    import: &ReadFile,
    follow: Follow,
    gone: usize,
    stated: usize,
) -> Result<(), ImportError> {
    match follow.max_gone {
        Some(most) if !most.allows(gone, stated) => Err(ImportError::TooManyGone {
            path: import.path.clone(),
            gone,
            dossiers: stated,
            allowed: most.to_string(),
        }),
        Some(_) | None => Ok(()),
    }
}

/// What a file has no longer of a dossier, by the first days of its terms; none stands for the whole licence.
fn gone_of(subject: &Subject, source: Source<'_>, key: i64) -> Vec<Option<Date>> {
    let own = subject.own(source.profile);
    let is_unreadable = own
        .iter()
        .any(|row| matches!(row.said, Said::Unreadable(_)));
    let stated = timeline::dated(own);
    let terms = opening::stated_terms(&stated);
    match source.profile.row {
        // Of which term they are, nobody knows.
        RowIs::Licence | RowIs::Term if terms.is_empty() && is_unreadable => vec![None],
        RowIs::Licence if terms.is_empty() => Vec::new(),
        RowIs::Licence => vec![None],
        RowIs::Term => {
            let firsts = terms.into_iter().map(|(from, _)| from);
            let gone = firsts.filter(|from| !source.seen.has_term(key, *from));
            gone.map(Some).collect()
        }
    }
}

/// The acts by which a term was stated, or all of a licence, taken back; why not, where they cannot be told.
fn taking_back(
    subject: &Subject,
    profile: &Profile,
    term: Option<Date>,
) -> Result<Statement, String> {
    let own = subject.own(profile);
    let stated = timeline::dated(own.iter().copied());
    if stated.len() != own.len() {
        return Err(UNREADABLE.to_owned());
    }
    let terms = opening::stated_terms(&stated).into_iter();
    let of_it = terms.filter(|(from, _)| term.is_none_or(|term| term == *from));
    let withdraw = of_it.flat_map(|(_, all)| all);
    Ok(Statement {
        enter: Vec::new(),
        withdraw: withdraw.filter_map(|at| own[at].act()).collect(),
        is_anew: true,
        is_of_a_known_term: false,
    })
}

impl Lost {
    fn difference(
        &self,
        profile: &Profile,
        term: Option<Date>,
        what: What,
        because: Option<&str>,
    ) -> Difference {
        Difference {
            line: None,
            number: self.row.number.clone(),
            what,
            columns: self.subject.held(profile, term),
            records: Vec::new(),
            because: because.map(str::to_owned),
        }
    }
}
