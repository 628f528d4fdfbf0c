//! The renewal (تمدید) of a licence: one request at a time, for the term after the last one.
//!
//! ```text
//!   NotFiled, Granted ── reminders, longest before the deadline first ──▶ NotFiled
//!   NotFiled ── the deadline passes ──▶ DeadlinePassed, or DeemedWithdrawn where the edition says so
//!   NotFiled ── file ──▶ Filed ── deficiency ──▶ Incomplete ── cure ──▶ Filed
//!                        Incomplete ── the time to cure passes ──▶ Withdrawn
//!   DeadlinePassed ── file ──▶ OutOfTime ── excuse ──▶ Filed
//!   Filed, Incomplete ── record a paper ──▶ the same
//!   Filed ── begin review ──▶ UnderReview ── confirm ──▶ Confirmed ── grant ──▶ Granted
//!                             UnderReview, Confirmed ── refuse ──▶ Refused
//!   Filed, Incomplete, OutOfTime, UnderReview, Confirmed ── withdraw ──▶ Withdrawn
//! ```
//!
//! Invariants:
//! - No grant without confirmation and then the authority's act, where the edition knows both.
//! - A cured request keeps its filing day.
//! - A reminder is recorded once a term, on its own day; filing cancels the rest.

mod decision;
pub mod gates;
mod messages;
mod reminders;
pub mod request;
mod specimen;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::dossier::{self, Context, Defect, Dossier, Editions};
use crate::edition::LatePolicy;
use crate::law::OwnRule;
use crate::licence::{self, TermRecord};
use crate::paper::{self, Papers};
use crate::refusal::{Citation, Code, Refusal};

use gates::Findings;
pub use messages::{Command, Event};
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
    Filed {
        /// The request.
        request: Request,
        /// What is on file for it.
        papers: Papers,
    },
    /// The secretariat has listed what is missing.
    Incomplete {
        /// The request.
        request: Request,
        /// What is on file for it.
        papers: Papers,
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
            let State::Filed { .. } = state else {
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
        Command::Record { paper } => {
            let (State::Filed { .. } | State::Incomplete { .. }) = state else {
                return refused();
            };
            Ok(vec![Event::Recorded {
                through: paper::receive(paper, context)?,
                paper: paper.clone(),
            }])
        }
        Command::BeginReview { findings } => {
            let State::Filed { papers, .. } = state else {
                return refused();
            };
            if let Some(needs) = &context.edition.renewal.needs {
                papers.satisfy(needs, context)?;
            }
            Ok(vec![Event::ReviewBegun {
                findings: *findings,
            }])
        }
        Command::ExcuseLateness { resolution, reason } => {
            let State::OutOfTime(_) = state else {
                return refused();
            };
            decision::excuse(dossier, resolution, reason, context)
        }
        Command::Confirm { resolution } => {
            let State::UnderReview { findings, .. } = state else {
                return refused();
            };
            decision::confirm(dossier, *findings, resolution, context)
        }
        Command::Refuse { resolution, reason } => {
            decision::refuse(dossier, resolution.as_ref(), reason, context)
        }
        Command::Grant => decision::grant(dossier, context),
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
    let rule = Citation::from(OwnRule::StepsOfARenewal);
    Refusal::new(Code::NoRequest, rule)
        .because("asked", asked)
        .because("stands_at", state.name())
}

/// The first day on which the calendar alone changes the renewal, if there is one.
pub fn due_on(dossier: &Dossier, editions: &Editions) -> Result<Option<Date>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    if dossier.licence.has_ended_for_good() {
        return Ok(None);
    }
    Ok(match &dossier.renewal {
        State::NotFiled { reminded } => reminders::next_change(last, editions, *reminded)?,
        State::Granted(_) => reminders::next_change(last, editions, 0)?,
        State::Incomplete { cure_by, .. } => cure_by.succ_opt().map(|day| last.floor(day)),
        State::DeadlinePassed
        | State::Filed { .. }
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
        | State::Filed { .. }
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
    let filed = |request: Request, papers: &Papers| S::Filed {
        request,
        papers: papers.clone(),
    };
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
        (Event::DeficiencyNoted { cure_by, .. }, S::Filed { request, papers }) => {
            Some(S::Incomplete {
                request: request.clone(),
                papers: papers.clone(),
                cure_by: *cure_by,
            })
        }
        (
            Event::Cured,
            S::Incomplete {
                request, papers, ..
            },
        ) => Some(filed(request.clone(), papers)),
        (Event::Recorded { paper, through }, S::Filed { .. } | S::Incomplete { .. }) => {
            let mut after = state.clone();
            if let S::Filed { papers, .. } | S::Incomplete { papers, .. } = &mut after {
                papers.put(paper, *through);
            }
            Some(after)
        }
        (Event::CureElapsed { .. }, S::Incomplete { request, .. }) => {
            Some(S::Withdrawn(request.clone()))
        }
        (Event::ReviewBegun { findings }, S::Filed { request, .. }) => Some(S::UnderReview {
            request: request.clone(),
            findings: *findings,
        }),
        (Event::LatenessExcused { .. }, S::OutOfTime(request)) => {
            let mut excused = request.clone();
            excused.excused = true;
            Some(filed(excused, &Papers::default()))
        }
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
