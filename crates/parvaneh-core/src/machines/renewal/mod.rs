//! The renewal (تمدید) of a licence: one request at a time, for the term after the last one.
//!
//! ```text
//!   NotFiled, Granted ── reminders, longest before the deadline first ──▶ NotFiled
//!   NotFiled ── the deadline passes ──▶ DeadlinePassed, or DeemedWithdrawn where the edition says so
//!   NotFiled ── file ──▶ Filed ── deficiency ──▶ Incomplete ── cure ──▶ Filed
//!                        Incomplete ── the time to cure passes ──▶ Withdrawn
//!   Withdrawn, before the deadline ── reminders and the deadline ──▶ as from NotFiled
//!   any state ── a decision that came after the deadline gives time ──▶ as if none had passed
//!   DeadlinePassed ── file ──▶ OutOfTime ── excuse ──▶ Filed
//!   Filed, Incomplete ── record a paper ──▶ the same
//!   Filed ── begin review ──▶ UnderReview ── confirm ──▶ Confirmed ── grant ──▶ Granted
//!                             UnderReview, Confirmed ── refuse ──▶ Refused
//!   Filed, Incomplete, OutOfTime, UnderReview, Confirmed ── withdraw ──▶ Withdrawn
//!   Filed, OutOfTime, UnderReview, Confirmed ── nobody decides in time, where that means so ──▶ Refused
//! ```
//!
//! Invariants:
//! - No grant without confirmation and then the authority's act, where the edition knows both.
//! - A cured request keeps its filing day.
//! - A reminder is recorded once a deadline, on its own day; filing cancels the rest, and they come back
//!   where the request is withdrawn before the deadline.
//! - A request is for the term after the latest one, and is filed while that one runs.
//! - Nobody is late for what could not be done: a term that is granted after its own deadline has another,
//!   and the time to cure rests while the licence has ended.

mod arrows;
mod decision;
mod gates;
mod messages;
mod reminders;
mod time;

use crate::calendar::Date;
use crate::edition::{AfterEnd, Editions};
use crate::law::OwnRule;
use crate::machines::{self, Context, licence, silence};
use crate::refusal::{Code, Refusal};
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};

pub use crate::state::renewal::{Case, Findings, Request, State, Step, Timeliness};
pub(crate) use arrows::{drawing, specimens};
pub use messages::{Command, Event, STEPS};
pub use time::time_for_a_mistake;
pub(crate) use time::{is_missed, time_given};

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the licence and then the request allow it,
/// whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    may_be_renewed(dossier, context)?;
    let event = match command {
        Command::File => Some(decision::file(dossier, context)?),
        Command::NoteDeficiency { missing } => Some(decision::note_deficiency(
            &dossier.renewal,
            missing,
            context,
        )?),
        Command::Cure => Some(decision::cure(&dossier.renewal)?),
        Command::Record { paper } => Some(decision::record(&dossier.renewal, paper, context)?),
        Command::BeginReview { findings } => Some(decision::begin_review(
            &dossier.renewal,
            *findings,
            context,
        )?),
        Command::ExcuseLateness { resolution, reason } => {
            Some(decision::excuse(dossier, resolution, reason, context)?)
        }
        Command::Confirm { resolution } => Some(decision::confirm(dossier, resolution, context)?),
        Command::Refuse { resolution, reason } => Some(decision::refuse(
            dossier,
            resolution.as_ref(),
            reason,
            context,
        )?),
        Command::Grant => {
            return Ok(decision::grant(dossier, context)?.map(Into::into).collect());
        }
        Command::Withdraw => decision::withdraw(&dossier.renewal)?,
    };
    Ok(event.into_iter().map(Into::into).collect())
}

/// Refuses unless the licence is in force, or has expired and the edition lets a request be accepted
/// after that.
fn may_be_renewed(dossier: &Dossier, context: &Context<'_>) -> Result<(), Refusal> {
    match context.edition.renewal.after_end.value {
        AfterEnd::Refused => licence::in_force(dossier),
        AfterEnd::ByResolution => match dossier.licence {
            licence::State::Expired { .. } => Ok(()),
            licence::State::NotIssued
            | licence::State::Active { .. }
            | licence::State::Suspended { .. }
            | licence::State::Revoked { .. }
            | licence::State::Surrendered { .. }
            | licence::State::Lapsed { .. }
            | licence::State::Interim { .. } => licence::in_force(dossier),
        },
    }
}

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    Refusal::new(Code::NoRequest, OwnRule::StepsOfARenewal)
        .because("asked", asked)
        .because("stands_at", state.name())
}

/// The first day on which the calendar alone changes the renewal, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    if dossier.licence.has_ended_for_good() && !is_open_after_end(dossier, editions)? {
        return Ok(None);
    }
    match &dossier.renewal {
        State::NotFiled { reminded } => reminders::due(last, editions, *reminded, last.runs_from),
        State::DeadlinePassed | State::DeemedWithdrawn => Ok(None),
        State::Requested(case) => match &case.step {
            Step::Granted => reminders::due(last, editions, 0, last.runs_from),
            // As if it had never been filed, where there is still time to file.
            Step::Withdrawn { on } if last.renewal_due.is_some_and(|due| *on <= due) => {
                let from = Ord::max(*on, last.runs_from);
                reminders::due(last, editions, case.reminded, from)
            }
            // Nobody can cure anything before an heir gives notice.
            Step::Incomplete { .. } if dossier.licence.awaits_notice() => Ok(None),
            Step::Incomplete { cure_by, .. } => {
                let cure_by = editions.working_day(&case.request.edition, *cure_by)?;
                let elapsed = Event::CureElapsed { cure_by };
                Ok(cure_by.day_after().map(|day| (last.floor(day), elapsed)))
            }
            Step::Filed { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::OutOfTime => {
                let passed = silence::passed(dossier, editions, &Awaited::Renewal)?;
                Ok(passed.and_then(|passed| {
                    passed.refuses(|passed| Event::RefusedBySilence {
                        silence: passed.silence,
                    })
                }))
            }
            Step::Refused | Step::Withdrawn { .. } => Ok(None),
        },
    }
}

/// Whether a request is open that is decided though the licence has expired: filed before that or after.
fn is_open_after_end(dossier: &Dossier, editions: &Editions) -> Result<bool, Defect> {
    let Some(request) = dossier.renewal.open_request() else {
        return Ok(false);
    };
    let after_end = editions.get(&request.edition)?.renewal.after_end.value;
    let is_over = decision::term_that_expired(dossier).is_some();
    Ok(is_over && after_end == AfterEnd::ByResolution)
}

/// The renewal after `event`, which has already happened.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    dossier.renewal = arrows::next(&dossier.renewal, event, on)
        .ok_or_else(|| Defect::out_of_order(dossier.renewal.name(), event.name()))?;
    Ok(())
}

/// What an event of another machine, which is about to change its own part, changes of the renewal.
pub fn follow(dossier: &mut Dossier, event: &machines::Event) {
    let machines::Event::Licence(event) = event else {
        return;
    };
    let last = dossier.terms.last();
    if let licence::Event::Opened(opened) = event
        && last.is_some_and(|last| last.term.from < opened.term.from)
    {
        // A further term has a renewal of its own.
        dossier.renewal = State::default();
    }
    if let licence::Event::Extended {
        renewal_due: Some(_),
        ..
    } = event
    {
        dossier.renewal = dossier.renewal.reopened();
    }
    if let licence::Event::Reinstated {
        renewal_due,
        request,
        ..
    } = event
    {
        if last.is_some_and(|last| last.renewal_due != *renewal_due) {
            dossier.renewal = dossier.renewal.reopened();
        }
        if let Some(request) = request {
            dossier.renewal = dossier.renewal.stating(request);
        }
    }
}
