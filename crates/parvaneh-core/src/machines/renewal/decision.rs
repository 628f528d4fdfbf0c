//! What each command to a renewal leads to, from the request to its grant.

use super::time::time_given;
use super::{Case, Event, Findings, Request, State, Step, Timeliness, gates, not_at_this_step};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{LatePolicy, Needed, Power};
use crate::law::OwnRule;
use crate::machines::{Context, licence};
use crate::paper::Paper;
use crate::refusal::{Code, Refusal};
use crate::resolution::{Matter, Motion, Resolution};
use crate::state::{Dossier, renewal_due};
use crate::text::{Deficiencies, Reason};

/// In time when `today` is on or before the last timely day (R); late, the edition decides.
pub(super) fn file(dossier: &Dossier, context: &Context<'_>) -> Result<Event, Refusal> {
    let rules = &context.edition.renewal;
    if let Some(open) = dossier.renewal.open_request() {
        return Err(Refusal::new(Code::RequestOpen, OwnRule::OneOpenMatter)
            .because("filed_on", open.filed_on));
    }
    let Some(last) = dossier.terms.last() else {
        return Err(Refusal::new(Code::NotIssued, OwnRule::IssuedOnce));
    };
    if context.today < last.term.from {
        return Err(
            Refusal::new(Code::TermNotBegun, OwnRule::RenewalsDoNotStack)
                .because("from", last.term.from)
                .until(last.term.from),
        );
    }
    let is_over = term_that_expired(dossier).is_some();
    let timeliness = Timeliness::of(context.today, last.renewal_due).or_late(is_over);
    let is_withdrawal = rules.policy() == Some(LatePolicy::DeemedWithdrawal) && !is_over;
    if timeliness == Timeliness::Late && is_withdrawal {
        let due = last
            .renewal_due
            .map_or_else(String::new, |due| due.to_string());
        return Err(Refusal::new(Code::DeadlineMissed, &rules.late)
            .because("renewal_due", due)
            .because("through", last.term.through));
    }
    Ok(Event::Filed {
        request: Request {
            filed_on: context.today,
            timeliness,
            excused: false,
            edition: context.edition.id.clone(),
        },
        imported: None,
    })
}

/// The last day of the term with which the licence expired; none where it has not.
pub(super) fn term_that_expired(dossier: &Dossier) -> Option<Date> {
    match &dossier.licence {
        licence::State::Expired { .. } => dossier.terms.last().map(|last| last.term.through),
        licence::State::NotIssued
        | licence::State::Active { .. }
        | licence::State::Suspended { .. }
        | licence::State::Revoked { .. }
        | licence::State::Surrendered { .. }
        | licence::State::Lapsed { .. }
        | licence::State::Interim { .. } => None,
    }
}

/// One list of all that is missing, while the request stands as filed (D).
pub(super) fn note_deficiency(
    state: &State,
    missing: &Deficiencies,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let noted = || {
        let cure = context.edition.renewal.cure.value;
        Event::DeficiencyNoted {
            missing: missing.into(),
            cure_by: context.edition.deadline(context.today, cure),
        }
    };
    match state {
        State::Requested(case) => match &case.step {
            Step::Filed { .. } if case.deficiency_listed => {
                let rule = &context.edition.renewal.cure;
                Err(Refusal::new(Code::DeficiencyListed, rule))
            }
            Step::Filed { .. } => Ok(noted()),
            Step::Incomplete { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::Refused
            | Step::Granted
            | Step::OutOfTime
            | Step::Withdrawn { .. } => Err(not_at_this_step("renewal.note_deficiency", state)),
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            Err(not_at_this_step("renewal.note_deficiency", state))
        }
    }
}

/// What is missing is supplied, within its time: after that the calendar has withdrawn the request.
pub(super) fn cure(state: &State) -> Result<Event, Refusal> {
    match state {
        State::Requested(case) => match &case.step {
            Step::Incomplete { .. } => Ok(Event::Cured),
            Step::Filed { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::Refused
            | Step::Granted
            | Step::OutOfTime
            | Step::Withdrawn { .. } => Err(not_at_this_step("renewal.cure", state)),
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            Err(not_at_this_step("renewal.cure", state))
        }
    }
}

/// A paper is put on file until the request is laid before the working group.
pub(super) fn record(
    state: &State,
    paper: &Paper,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    match state {
        State::Requested(case) => match &case.step {
            Step::Filed { .. } | Step::Incomplete { .. } => Ok(Event::Recorded {
                through: context.receive(paper)?,
                paper: paper.clone(),
            }),
            Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::Refused
            | Step::Granted
            | Step::OutOfTime
            | Step::Withdrawn { .. } => Err(not_at_this_step("renewal.record", state)),
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            Err(not_at_this_step("renewal.record", state))
        }
    }
}

/// A complete request is laid before the working group, with what was found about the office.
pub(super) fn begin_review(
    state: &State,
    findings: Findings,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    match state {
        State::Requested(case) => match &case.step {
            Step::Filed { papers } => {
                if let Some(needs) = &context.edition.renewal.needs {
                    papers.satisfy(needs, &context.edition.papers, context.today)?;
                }
                Ok(Event::ReviewBegun { findings })
            }
            Step::Incomplete { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::Refused
            | Step::Granted
            | Step::OutOfTime
            | Step::Withdrawn { .. } => Err(not_at_this_step("renewal.begin_review", state)),
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            Err(not_at_this_step("renewal.begin_review", state))
        }
    }
}

/// The working group accepts why a request is late, or that it came after the end, where the edition
/// lets it.
pub(super) fn excuse(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.renewal;
    match state {
        State::Requested(case) => match &case.step {
            Step::OutOfTime => {}
            Step::Filed { .. }
            | Step::Incomplete { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::Refused
            | Step::Granted
            | Step::Withdrawn { .. } => {
                return Err(not_at_this_step("renewal.excuse_lateness", state));
            }
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            return Err(not_at_this_step("renewal.excuse_lateness", state));
        }
    }
    let late = &context.edition.renewal.late;
    let is_withdrawal = context.edition.renewal.policy() == Some(LatePolicy::DeemedWithdrawal);
    let after = term_that_expired(dossier);
    if is_withdrawal && after.is_none() {
        return Err(Refusal::new(Code::ExcuseNotKnown, late));
    }
    let resolution =
        context.carried(dossier, resolution, Matter::Renewal, Motion::ExcuseLateness)?;
    Ok(Event::LatenessExcused {
        resolution,
        reason: reason.into(),
        after,
    })
}

/// The working group confirms what the gates let through.
pub(super) fn confirm(
    dossier: &Dossier,
    resolution: &Resolution,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.renewal;
    match state {
        State::Requested(case) => match &case.step {
            Step::UnderReview { findings } => {
                let resolution =
                    context.carried(dossier, resolution, Matter::Renewal, Motion::Confirm)?;
                gates::pass(dossier, *findings, context)?;
                Ok(Event::Confirmed { resolution })
            }
            Step::Filed { .. }
            | Step::Incomplete { .. }
            | Step::Confirmed { .. }
            | Step::Refused
            | Step::Granted
            | Step::OutOfTime
            | Step::Withdrawn { .. } => Err(not_at_this_step("renewal.confirm", state)),
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            Err(not_at_this_step("renewal.confirm", state))
        }
    }
}

/// Before confirmation the working group refuses, by resolution; after it, or where the edition
/// knows no confirmation, the authority.
pub(super) fn refuse(
    dossier: &Dossier,
    resolution: Option<&Resolution>,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.renewal;
    let refused = || Err(not_at_this_step("renewal.refuse", state));
    let by_the_authority = || context.role_as(&[Role::Authority], Some(Power::Renewal));
    let voted = match state {
        State::Requested(Case { step, .. }) => match (step, resolution) {
            (Step::UnderReview { .. }, None) => match context.edition.renewal.confirmation.value {
                Needed::NotNeeded => {
                    by_the_authority()?;
                    None
                }
                Needed::Needed => return refused(),
            },
            (Step::UnderReview { .. }, Some(resolution)) => {
                context.role(&[Role::WorkingGroup])?;
                Some(context.carried(dossier, resolution, Matter::Renewal, Motion::Refuse)?)
            }
            (Step::Confirmed { .. }, None) => {
                by_the_authority()?;
                None
            }
            (Step::Confirmed { .. }, Some(_))
            | (
                Step::Filed { .. }
                | Step::Incomplete { .. }
                | Step::Refused
                | Step::Granted
                | Step::OutOfTime
                | Step::Withdrawn { .. },
                None | Some(_),
            ) => return refused(),
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            return refused();
        }
    };
    Ok(Event::Refused {
        resolution: voted,
        reason: reason.into(),
    })
}

/// Only after confirmation, where the edition knows it (R): never the other way round. A holder who was
/// in time has time for the next request too, however late this comes.
pub(super) fn grant(
    dossier: &Dossier,
    context: &Context<'_>,
) -> Result<impl Iterator<Item = Event> + use<>, Refusal> {
    let rules = &context.edition.renewal;
    let state = &dossier.renewal;
    let refused = || not_at_this_step("renewal.grant", state);
    let unconfirmed = || {
        Err(Refusal::new(Code::NotConfirmed, &rules.confirmation)
            .because("stands_at", state.name()))
    };
    let findings = match state {
        State::Requested(Case { step, .. }) => match (step, rules.confirmation.value) {
            (Step::Confirmed { findings }, Needed::Needed | Needed::NotNeeded)
            | (Step::UnderReview { findings }, Needed::NotNeeded) => *findings,
            (Step::Filed { .. } | Step::UnderReview { .. }, Needed::Needed) => {
                return unconfirmed();
            }
            (Step::Filed { .. }, Needed::NotNeeded)
            | (
                Step::Incomplete { .. }
                | Step::Refused
                | Step::Granted
                | Step::OutOfTime
                | Step::Withdrawn { .. },
                Needed::Needed | Needed::NotNeeded,
            ) => return Err(refused()),
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            return Err(refused());
        }
    };
    gates::pass(dossier, findings, context)?;
    let last = dossier.terms.last().ok_or_else(refused)?;
    if context.today <= last.granted_on {
        let refusal = Refusal::new(Code::TermJustGranted, OwnRule::RenewalsDoNotStack);
        let refusal = refusal.because("granted_on", last.granted_on);
        let next = last.granted_on.day_after();
        return Err(refusal.until(next.unwrap_or(last.granted_on)));
    }
    let term = last.next(context.edition, context.today);
    let due = renewal_due(context.edition, term);
    let granted = Event::Granted {
        term,
        renewal_due: due,
        edition: context.edition.id.clone(),
    };
    let time = time_given(context.edition, term, due, context.today);
    Ok([granted].into_iter().chain(time))
}

/// An undecided request can be taken back; none: it has been.
pub(super) fn withdraw(state: &State) -> Result<Option<Event>, Refusal> {
    match state {
        State::Requested(case) => match &case.step {
            Step::Withdrawn { .. } => Ok(None),
            Step::Filed { .. }
            | Step::Incomplete { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::OutOfTime => Ok(Some(Event::Withdrawn { imported: None })),
            Step::Refused | Step::Granted => Err(not_at_this_step("renewal.withdraw", state)),
        },
        State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn => {
            Err(not_at_this_step("renewal.withdraw", state))
        }
    }
}
