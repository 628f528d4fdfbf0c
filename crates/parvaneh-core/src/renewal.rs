//! The renewal (تمدید) of a licence: one request at a time, for the term after the last one.
//!
//! ```text
//!   NotFiled, Granted ── reminders, longest before the deadline first ──▶ NotFiled
//!   NotFiled ── the deadline passes ──▶ DeadlinePassed, or DeemedWithdrawn where the edition says so
//!   NotFiled ── file ──▶ Filed ── deficiency ──▶ Incomplete ── cure ──▶ Filed
//!                        Incomplete ── the time to cure passes ──▶ Withdrawn
//!   DeadlinePassed ── file ──▶ OutOfTime ── excuse ──▶ Filed
//!   Filed ── begin review ──▶ UnderReview ── confirm ──▶ Confirmed ── grant ──▶ Granted
//!                             UnderReview, Confirmed ── refuse ──▶ Refused
//!   Filed, Incomplete, OutOfTime, UnderReview, Confirmed ── withdraw ──▶ Withdrawn
//! ```
//!
//! Invariants:
//! - No grant without confirmation and then the authority's act, where the edition knows both.
//! - A cured request keeps its filing day.
//! - A reminder is recorded once a term, on its own day; filing cancels the rest.

pub mod gates;
mod message;
mod reminders;
pub mod request;
mod specimen;

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::dossier::{self, Context, Defect, Dossier, Editions};
use crate::edition::{LatePolicy, Needed};
use crate::licence::{self, TermRecord, renewal_due};
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::Resolution;

use gates::Findings;
pub use message::{Command, Event};
use request::Request;
pub(crate) use specimen::specimens;

/// Where the renewal of the latest term stands.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// No request; `reminded` rungs of the reminder ladder have been recorded.
    NotFiled {
        /// How many.
        reminded: u8,
    },
    /// No request was filed in time; a late one may still be excused.
    DeadlinePassed,
    /// A request stands and is complete as far as anyone has said.
    Filed(Request),
    /// The secretariat has listed what is missing.
    Incomplete {
        /// The request.
        request: Request,
        /// The last day on which the deficiency can be cured.
        #[serde(with = "crate::calendar::stored")]
        cure_by: Date,
    },
    /// The request was found complete and awaits the working group.
    UnderReview {
        /// The request.
        request: Request,
        /// What the secretariat found.
        findings: Findings,
    },
    /// The working group has confirmed; the authority has not acted.
    Confirmed {
        /// The request.
        request: Request,
        /// What the secretariat found.
        findings: Findings,
    },
    /// The working group or the authority has refused.
    Refused(Request),
    /// A next term was granted; it is now the latest, and no request stands for it.
    Granted(Request),
    /// The request came after the deadline and is not excused.
    OutOfTime(Request),
    /// The deadline was missed, which counts as the holder's withdrawal.
    DeemedWithdrawn,
    /// The holder took the request back, or let the time to cure it pass.
    Withdrawn(Request),
}

impl Default for State {
    fn default() -> Self {
        Self::NotFiled { reminded: 0 }
    }
}

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the licence and then the request allow it,
/// whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<dossier::Event>, Refusal> {
    let events = decided(dossier, command, context)?;
    Ok(events.into_iter().map(Into::into).collect())
}

fn decided(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    context.role(command.by())?;
    licence::in_force(dossier)?;
    let state = &dossier.renewal;
    let refused = || Err(not_at_this_step(command.name(), state));
    match command {
        Command::File => request::file(dossier, context),
        Command::NoteDeficiency { missing } => {
            let State::Filed(_) = state else {
                return refused();
            };
            let cure = context.edition.renewal.cure.value;
            Ok(vec![Event::DeficiencyNoted {
                missing: missing.clone(),
                cure_by: context.edition.calendar.clamped(context.today, cure),
            }])
        }
        Command::Cure => {
            let State::Incomplete { .. } = state else {
                return refused();
            };
            Ok(vec![Event::Cured])
        }
        Command::BeginReview { findings } => {
            let State::Filed(_) = state else {
                return refused();
            };
            Ok(vec![Event::ReviewBegun {
                findings: *findings,
            }])
        }
        Command::ExcuseLateness { resolution, reason } => {
            let State::OutOfTime(_) = state else {
                return refused();
            };
            excuse(dossier, resolution, reason, context)
        }
        Command::Confirm { resolution } => {
            let State::UnderReview { findings, .. } = state else {
                return refused();
            };
            context.carried(dossier, resolution)?;
            gates::pass(dossier, *findings, context)?;
            Ok(vec![Event::Confirmed {
                resolution: resolution.clone(),
            }])
        }
        Command::Refuse { resolution, reason } => {
            refuse(dossier, resolution.as_ref(), context)?;
            Ok(vec![Event::Refused {
                resolution: resolution.clone(),
                reason: reason.clone(),
            }])
        }
        Command::Grant => grant(dossier, context),
        Command::Withdraw => {
            if let State::Withdrawn(_) = state {
                return Ok(vec![]);
            }
            if state.open_request().is_none() {
                return refused();
            }
            Ok(vec![Event::Withdrawn])
        }
    }
}

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    let rule = Citation::default_of_ours("the steps of a renewal follow one another");
    Refusal::new(Code::NoRequest, rule)
        .because("asked", asked)
        .because("stands_at", state.name())
}

/// Before confirmation the working group refuses, by resolution; after it, or where the edition
/// knows no confirmation, the authority.
fn refuse(
    dossier: &Dossier,
    resolution: Option<&Resolution>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    match (&dossier.renewal, resolution) {
        (State::UnderReview { .. }, None)
            if context.edition.renewal.confirmation.value == Needed::NotNeeded =>
        {
            context.role(&[Role::Authority])
        }
        (State::UnderReview { .. }, Some(resolution)) => {
            context.role(&[Role::WorkingGroup])?;
            context.carried(dossier, resolution)
        }
        (State::Confirmed { .. }, None) => context.role(&[Role::Authority]),
        (state, None | Some(_)) => Err(not_at_this_step("renewal.refuse", state)),
    }
}

fn excuse(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let late = &context.edition.renewal.late;
    match late.value {
        LatePolicy::DeemedWithdrawal => Err(Refusal::new(Code::ExcuseNotKnown, late)),
        LatePolicy::RefuseOrExcuse => {
            context.carried(dossier, resolution)?;
            Ok(vec![Event::LatenessExcused {
                resolution: resolution.clone(),
                reason: reason.to_owned(),
            }])
        }
    }
}

/// Only after confirmation, where the edition knows it (R): never the other way round.
fn grant(dossier: &Dossier, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let rules = &context.edition.renewal;
    match (&dossier.renewal, rules.confirmation.value) {
        (State::Confirmed { findings, .. }, Needed::Needed | Needed::NotNeeded)
        | (State::UnderReview { findings, .. }, Needed::NotNeeded) => {
            gates::pass(dossier, *findings, context)?;
        }
        (State::Filed(_) | State::UnderReview { .. }, Needed::Needed) => {
            return Err(Refusal::new(Code::NotConfirmed, &rules.confirmation)
                .because("stands_at", dossier.renewal.name()));
        }
        (state, Needed::Needed | Needed::NotNeeded) => {
            return Err(not_at_this_step("renewal.grant", state));
        }
    }
    let Some(last) = dossier.terms.last() else {
        return Err(not_at_this_step("renewal.grant", &dossier.renewal));
    };
    let term = last.next(context.edition);
    Ok(vec![Event::Granted {
        term,
        renewal_due: renewal_due(context.edition, term),
        edition: context.edition.id.clone(),
    }])
}

/// The first day on which the calendar alone changes the renewal, if there is one.
pub fn due_on(dossier: &Dossier, editions: &Editions) -> Result<Option<Date>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    if dossier.licence.ended_on().is_some() {
        return Ok(None);
    }
    Ok(match &dossier.renewal {
        State::NotFiled { reminded } => reminders::next_change(last, editions, *reminded)?,
        State::Granted(_) => reminders::next_change(last, editions, 0)?,
        State::Incomplete { cure_by, .. } => cure_by.succ_opt().map(|day| last.floor(day)),
        State::DeadlinePassed
        | State::Filed(_)
        | State::UnderReview { .. }
        | State::Confirmed { .. }
        | State::Refused(_)
        | State::OutOfTime(_)
        | State::DeemedWithdrawn
        | State::Withdrawn(_) => None,
    })
}

/// What that day makes true, once it has come.
pub fn settle(dossier: &Dossier, editions: &Editions) -> Result<Option<Event>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    match &dossier.renewal {
        State::NotFiled { reminded } => reminders::falls_due(last, editions, *reminded),
        State::Granted(_) => reminders::falls_due(last, editions, 0),
        State::Incomplete { cure_by, .. } => Ok(Some(Event::CureElapsed { cure_by: *cure_by })),
        State::DeadlinePassed
        | State::Filed(_)
        | State::UnderReview { .. }
        | State::Confirmed { .. }
        | State::Refused(_)
        | State::OutOfTime(_)
        | State::DeemedWithdrawn
        | State::Withdrawn(_) => Ok(None),
    }
}

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub fn next(state: &State, event: &Event) -> Option<State> {
    use State as S;
    match (event, state) {
        (Event::ReminderDue { rung, .. }, S::NotFiled { .. } | S::Granted(_)) => {
            Some(S::NotFiled { reminded: *rung })
        }
        (Event::DeadlinePassed { policy, .. }, S::NotFiled { .. } | S::Granted(_)) => {
            Some(match policy {
                LatePolicy::RefuseOrExcuse => S::DeadlinePassed,
                LatePolicy::DeemedWithdrawal => S::DeemedWithdrawn,
            })
        }
        (
            Event::Filed { request, .. },
            S::NotFiled { .. }
            | S::Granted(_)
            | S::DeadlinePassed
            | S::DeemedWithdrawn
            | S::Refused(_)
            | S::Withdrawn(_),
        ) => Some(S::stating(request)),
        (Event::DeficiencyNoted { cure_by, .. }, S::Filed(request)) => Some(S::Incomplete {
            request: request.clone(),
            cure_by: *cure_by,
        }),
        (Event::Cured, S::Incomplete { request, .. }) => Some(S::Filed(request.clone())),
        (Event::CureElapsed { .. }, S::Incomplete { request, .. }) => {
            Some(S::Withdrawn(request.clone()))
        }
        (Event::ReviewBegun { findings }, S::Filed(request)) => Some(S::UnderReview {
            request: request.clone(),
            findings: *findings,
        }),
        (Event::LatenessExcused { .. }, S::OutOfTime(request)) => Some(S::Filed(Request {
            excused: true,
            ..request.clone()
        })),
        (Event::Confirmed { .. }, S::UnderReview { request, findings }) => Some(S::Confirmed {
            request: request.clone(),
            findings: *findings,
        }),
        (Event::Refused { .. }, S::UnderReview { request, .. } | S::Confirmed { request, .. }) => {
            Some(S::Refused(request.clone()))
        }
        (Event::Granted { .. }, S::UnderReview { request, .. } | S::Confirmed { request, .. }) => {
            Some(S::Granted(request.clone()))
        }
        (Event::Withdrawn, state) => state.open_request().map(|r| S::Withdrawn(r.clone())),
        (_, _) => None,
    }
}

/// The renewal after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    let after = next(&dossier.renewal, event).ok_or_else(|| Defect::OutOfOrder {
        state: dossier.renewal.name().to_owned(),
        event: event.name().to_owned(),
    })?;
    if let Event::Granted {
        term,
        renewal_due,
        edition,
    } = event
    {
        dossier.insert_term(TermRecord {
            term: *term,
            renewal_due: *renewal_due,
            edition: edition.clone(),
            runs_from: Ord::max(on, term.from),
        })?;
        dossier.licence = licence::renewed(&dossier.licence);
    }
    dossier.renewal = after;
    Ok(())
}
