//! What becomes of the dossiers of a revision, judged as a whole: each as the others will be.

use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Event;
use parvaneh_core::licence;
use parvaneh_core::refusal::Refusal;
use parvaneh_core::timeline::{self, Change, Rewritten, Row};
use parvaneh_store::{Append, Connection, DossierRow, Register, Snapshot};

use super::allowed::{
    ever_interested, has_a_meaning, keeps_its_numbers, may_revise, states_in_its_place,
};
use super::plan::DossierPlan;
use super::refused::{ReviseError, not_stated};
use super::revision::{DossierChange, Revision};
use crate::append::{Links, append};
use crate::commands::call_view::{Anew, CallRow};
use crate::commands::late::Past;
use crate::commands::moved_on::{Changed, others_were_told};
use crate::encoding::Kept;
use crate::number::ByNumber;
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// How far a revision has come, and by whom.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) revision: &'a Revision,
    pub(super) approver: Option<&'a Actor>,
    /// Whether others may change its dossiers, and their calls, before the transaction ends.
    pub(super) rows: CallRow,
}

/// One dossier of a revision, as the register has it.
pub(super) struct Subject<'a> {
    pub(super) change: &'a DossierChange,
    pub(super) regime: &'a Regime,
    pub(super) row: DossierRow,
    pub(super) past: Past,
    pub(super) today: Date,
    /// The instant at which its row was locked, in milliseconds since 1970.
    now: i64,
    snapshot: Snapshot,
    kept: Kept,
}

/// One dossier of a revision, stated anew.
struct Attempt {
    rewritten: Rewritten,
    asked: Vec<String>,
    /// Its journal as it will be.
    after: Vec<Row>,
}

/// One dossier of a revision, ready to be written.
pub(super) struct Stated {
    pub(super) append: Append,
    pub(super) plan: DossierPlan,
    /// The number that its licence has now.
    pub(super) issued: Option<String>,
    pub(super) row: DossierRow,
    /// Whether the dossier had nothing in it before.
    pub(super) was_void: bool,
    /// Whether it has nothing in it now.
    pub(super) is_void: bool,
}

impl Subject<'_> {
    pub(super) fn refused(&self, refusal: Refusal) -> ReviseError {
        ReviseError::Refused {
            number: self.change.number.clone(),
            refusal,
        }
    }
}

impl Engine {
    /// What becomes of each dossier. Their rows are locked in the order of their keys, where something
    /// is to be written.
    pub(super) async fn stated<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
    ) -> Result<Vec<Stated>, ReviseError> {
        has_a_meaning(step.revision)?;
        let subjects = self.subjects(tx, step).await?;
        let attempts = self.attempts(tx, step, &subjects).await?;
        let mut actors = self.under_all_ids(tx, &step.revision.actor).await?;
        if let Some(approver) = step.approver {
            actors.extend(self.under_all_ids(tx, approver).await?);
        }
        for (subject, attempt) in subjects.iter().zip(&attempts) {
            let (row, dossier) = (&subject.row, &attempt.rewritten.dossier);
            let edition = subject.regime.in_force_on(subject.today);
            // Whom the revision brings into the dossier, or took out of it before, may not decide it
            // either.
            for actor in &actors {
                may_revise(actor, edition, row, dossier).map_err(|it| subject.refused(it))?;
                ever_interested(actor, &subject.past.rows).map_err(|it| subject.refused(it))?;
            }
        }
        for (subject, attempt) in subjects.iter().zip(&attempts) {
            if subject.kept.dossier.is_void() && !attempt.rewritten.dossier.is_void() {
                self.takes_no_number(tx, &subject.row).await?;
            }
        }
        self.nobody_else_is_concerned(tx, step, &subjects, &attempts)
            .await?;
        let stated = subjects.into_iter().zip(attempts);
        stated
            .map(|(subject, attempt)| self.ready(subject, attempt))
            .collect()
    }

    /// The dossiers that a revision names, each once.
    async fn subjects<'s, C: Connection>(
        &'s self,
        tx: &Register<C>,
        step: Step<'s>,
    ) -> Result<Vec<Subject<'s>>, ReviseError> {
        let Step {
            revision,
            approver,
            rows: lock,
        } = step;
        let mut rows = Vec::new();
        for change in &revision.dossiers {
            let which = ByNumber {
                number: &change.number,
                regime: change.regime.as_deref(),
            };
            rows.push(self.known_dossier(tx, which).await?);
        }
        let keys: BTreeSet<i64> = rows.iter().map(|row| row.seq).collect();
        if keys.len() < rows.len() {
            let problem = "two parts of the revision are about one dossier; put them together";
            return Err(ReviseError::Meaningless(problem.to_owned()));
        }
        let keys: Vec<i64> = keys.into_iter().collect();
        let snapshots = match lock {
            CallRow::Read => tx.load_snapshots(&keys).await?,
            CallRow::Locked => tx.hold_snapshots(&keys).await?,
        };
        let mut snapshots: BTreeMap<i64, Snapshot> =
            snapshots.into_iter().map(|it| (it.dossier, it)).collect();
        let now = self.now(tx).await?;
        let mut subjects = Vec::new();
        for (change, row) in revision.dossiers.iter().zip(rows) {
            let unreadable = EngineError::unreadable(&change.number);
            let snapshot = snapshots.remove(&row.seq);
            let snapshot = snapshot.ok_or_else(|| unreadable("it has no snapshot".to_owned()))?;
            let regime = self.regime(&row.regime)?;
            let subject = Subject {
                change,
                regime,
                past: self.past(tx, regime, row.seq, &change.number).await?,
                today: regime.day_of(now),
                now,
                kept: encoding::kept_to_mend(&snapshot.state).map_err(unreadable)?,
                row,
                snapshot,
            };
            let edition = regime.in_force_on(subject.today);
            for actor in [Some(&revision.actor), approver].into_iter().flatten() {
                may_revise(actor, edition, &subject.row, &subject.kept.dossier)
                    .map_err(|refusal| subject.refused(refusal))?;
            }
            states_in_its_place(&subject.past, change)?;
            subjects.push(subject);
        }
        Ok(subjects)
    }

    /// What becomes of each dossier beside what becomes of the others.
    ///
    /// Each is stated as if the others were without what is withdrawn from them, and then again beside
    /// what that came to, until it comes to the same. What an act is told of another dossier is of the
    /// act's own day, so every round settles one more day, and there is an end.
    async fn attempts<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
        subjects: &[Subject<'_>],
    ) -> Result<Vec<Attempt>, ReviseError> {
        if let [alone] = subjects {
            return Ok(vec![
                self.stated_beside(tx, step, alone, &Anew::new(), &[])
                    .await?,
            ]);
        }
        let taken_back = |subject: &Subject<'_>| (subject.row.seq, self.taken_back(step, subject));
        let mut anew: Anew = subjects.iter().map(taken_back).collect();
        let entered: usize = subjects.iter().map(|one| one.change.enter.len()).sum();
        for _ in 0..entered + 3 {
            let (mut next, mut attempts, mut refused) = (anew.clone(), Vec::new(), None);
            for subject in subjects {
                let beside = beside(subject, subjects, &anew);
                match self.stated_beside(tx, step, subject, &anew, &beside).await {
                    Ok(attempt) => {
                        next.insert(subject.row.seq, attempt.after.clone());
                        attempts.push(attempt);
                    }
                    // It may pass once the others have come so far.
                    Err(error @ ReviseError::Refused { .. }) => {
                        refused = refused.or(Some(error));
                    }
                    Err(error) => return Err(error),
                }
            }
            if next == anew {
                return refused.map_or(Ok(attempts), Err);
            }
            anew = next;
        }
        let problem = "its dossiers wait for one another; revise one after the other";
        Err(ReviseError::Meaningless(problem.to_owned()))
    }

    /// A journal without what is withdrawn from it, and with what is restored, and with nothing entered.
    fn taken_back(&self, step: Step<'_>, subject: &Subject<'_>) -> Vec<Row> {
        let Subject {
            change,
            past,
            today,
            ..
        } = subject;
        let live = timeline::live(&past.rows);
        let mut accept: Vec<_> = live.iter().filter_map(|row| row.act()).collect();
        accept.retain(|act| !change.withdraw.contains(act));
        let change = Change {
            enter: Vec::new(),
            withdraw: change.withdraw.clone(),
            restore: change.restore.clone(),
            accept,
            told: BTreeMap::new(),
            because: step.because(),
            by: step.by().clone(),
        };
        match timeline::rewrite(&past.rows, &past.kept, &change, &self.editions, *today) {
            Ok(rewritten) => past.rows_with(&rewritten.rows),
            Err(_) => past.rows.clone(),
        }
    }

    /// What becomes of one dossier, where the others become `anew`.
    async fn stated_beside<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
        subject: &Subject<'_>,
        anew: &Anew,
        beside: &[Changed<'_>],
    ) -> Result<Attempt, ReviseError> {
        let Subject { past, today, .. } = subject;
        let (mut change, asked) = self.change(tx, step, subject, anew, beside).await?;
        if let Some(time) = subject.change.grant_time {
            let given = self.time_given(step, subject, &change, time)?;
            change.enter.push(given);
        }
        let rewritten = timeline::rewrite(&past.rows, &past.kept, &change, &self.editions, *today);
        let rewritten = rewritten.map_err(|fault| not_stated(&subject.change.number, fault))?;
        Ok(Attempt {
            after: past.rows_with(&rewritten.rows),
            rewritten,
            asked,
        })
    }

    /// Refuses a revision with which somebody was told otherwise of a call than it would now be, or with
    /// which a call has given more seats than it has.
    async fn nobody_else_is_concerned<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
        subjects: &[Subject<'_>],
        attempts: &[Attempt],
    ) -> Result<(), ReviseError> {
        let regimes: BTreeSet<&str> = subjects.iter().map(|one| &*one.row.regime).collect();
        for name in regimes {
            let both = subjects.iter().zip(attempts);
            let (of_regime, changed): (Vec<_>, Vec<_>) = both
                .filter(|(subject, _)| subject.row.regime == name)
                .map(|(subject, attempt)| {
                    let changed = Changed {
                        key: subject.row.seq,
                        past: &subject.past,
                        after: &attempt.after,
                    };
                    (subject, changed)
                })
                .unzip();
            let regime = self.regime(name)?;
            let told = self.told_otherwise(tx, regime, &changed, step.rows).await?;
            if let Some(told) = told {
                return Err(of_regime[told.changed].refused(others_were_told(&told.other)));
            }
            let today = of_regime[0].today;
            if let Some((at, refusal)) = self.too_few_seats(tx, regime, &changed, today).await? {
                return Err(of_regime[at].refused(refusal));
            }
        }
        Ok(())
    }

    /// One dossier, ready to be written.
    fn ready(&self, subject: Subject<'_>, attempt: Attempt) -> Result<Stated, ReviseError> {
        let Subject {
            change, past, row, ..
        } = &subject;
        let plan = DossierPlan::of(
            &change.number,
            &past.rows,
            &attempt.after,
            &attempt.rewritten,
            &self.editions,
            subject.today,
        )?;
        let issued = issued_number(&attempt.rewritten);
        keeps_its_numbers(row, issued.as_deref())?;
        let is_void = attempt.rewritten.dossier.is_void();
        let was_void = subject.kept.dossier.is_void();
        let append = self.linked(&subject, attempt)?;
        Ok(Stated {
            was_void,
            is_void,
            append,
            plan,
            issued,
            row: subject.row,
        })
    }

    /// What is written for a dossier.
    fn linked(&self, subject: &Subject<'_>, attempt: Attempt) -> Result<Append, EngineError> {
        let Subject { snapshot, kept, .. } = subject;
        let Attempt {
            rewritten, asked, ..
        } = attempt;
        let recorded_at = Ord::max(subject.now, kept.recorded_at);
        let mut links = Links::after(snapshot, recorded_at);
        let names = rewritten.entered;
        links.rows(rewritten.rows, |name| {
            let at = names.iter().position(|entered| *entered == name)?;
            asked.get(at).cloned()
        })?;
        let after = &rewritten.dossier;
        let to_come = self
            .to_come(after)
            .map_err(EngineError::damaged(&subject.change.number))?;
        let claimed = kept.dossier.seat_claim();
        append(
            snapshot,
            claimed,
            after,
            to_come,
            recorded_at,
            links.into_entries(),
        )
    }
}

/// The other dossiers of a revision that are of one regime with this one, as they were and will be.
fn beside<'s>(
    subject: &Subject<'_>,
    subjects: &'s [Subject<'_>],
    anew: &'s Anew,
) -> Vec<Changed<'s>> {
    let others = subjects
        .iter()
        .filter(|other| other.row.seq != subject.row.seq && other.row.regime == subject.row.regime);
    let changed = others.filter_map(|other| {
        Some(Changed {
            key: other.row.seq,
            past: &other.past,
            after: anew.get(&other.row.seq)?,
        })
    });
    changed.collect()
}

fn issued_number(rewritten: &Rewritten) -> Option<String> {
    rewritten
        .rows
        .iter()
        .find_map(|row| match row.said.event() {
            Some(Event::Licence(licence::Event::Issued { act, .. })) => {
                Some(act.number.to_string())
            }
            _ => None,
        })
}
