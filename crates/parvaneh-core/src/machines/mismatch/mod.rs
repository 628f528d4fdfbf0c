//! A mismatch: somebody else runs the office than its holder. That is to be settled (R), or a case opens.
//!
//! ```text
//!   None ── record ──▶ Open
//!   Open, Held ── the holder was seen to run it again, or whoever runs it may ──▶ None
//!   Open ── its transfer to whoever runs it is asked for ──▶ Held ── that comes to nothing ──▶ Open
//!   Open ── the time to settle passes ──▶ Elapsed ── the case opens ──▶ None
//! ```
//!
//! Its messages have the machine's name of the appointments, under which they are stored.
//!
//! Invariants:
//! - The holder's word does not settle it.
//! - Whoever runs the office may once they are approved for a post that lets them, hold the licence, or go
//!   on with it in an interim. That settles it by itself, on its day.
//! - While the licence is asked to pass to them the time does not run. The least time that is left after that
//!   is given once a mismatch.
//! - The time rests while the licence has ended.
//! - What is not settled in time opens a case, once no other is open.

mod arrows;
mod capacity;
mod decision;
mod messages;

use crate::calendar::{Date, put_off};
use crate::edition::{Edition, Editions};
use crate::machines::{self, Context, enforcement, licence};
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier};

pub use crate::state::mismatch::State;
pub(crate) use arrows::{drawing, specimens};
pub use messages::{Command, Event, STEPS, Settlement};

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the licence is in force, whether the edition knows it,
/// whether it stands so, whether it is settled by what is said.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    licence::in_force(dossier)?;
    let event = match command {
        Command::Record { facts, operator } => {
            decision::record(dossier, facts, *operator, context)?
        }
        Command::Settle { how } => Some(decision::settle(dossier, *how, context)?),
    };
    Ok(event.into_iter().map(Into::into).collect())
}

/// The first day on which the calendar alone changes the mismatch, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    // Nobody can settle anything where there is no licence, or before an heir gives notice.
    if dossier.licence.ended_on().is_some() {
        return Ok(None);
    }
    // What follows from what was done follows on the day on which it was.
    let today = dossier.as_of;
    if let Some(how) = capacity::settled(dossier, editions)? {
        return Ok(today.map(|today| (today, Event::Settled { how })));
    }
    Ok(match &dossier.mismatch {
        State::Open { operator, .. } if capacity::is_to_pass(dossier, *operator) => {
            today.map(|today| (today, Event::Held))
        }
        State::Open {
            settle_by, edition, ..
        } => {
            let settle_by = editions.working_day(edition, *settle_by)?;
            let last = dossier.terms.last();
            let day = last.and_then(|last| Some(last.floor(settle_by.day_after()?)));
            day.map(|day| (day, Event::Elapsed { settle_by }))
        }
        State::Held { operator, .. } if capacity::is_to_pass(dossier, *operator) => None,
        State::Held {
            held_on,
            settle_by,
            least_given,
            edition,
            ..
        } => {
            let edition = editions.get(edition)?;
            let settle_by = edition.working_day(*settle_by);
            today.map(|today| {
                let left = put_off(settle_by, *held_on, today);
                (today, runs_on(edition, left, *least_given, today))
            })
        }
        State::None | State::Elapsed { .. } => None,
    })
}

/// The last day on which it can be settled, where it can and the time runs.
pub(crate) fn settle_by(dossier: &Dossier, editions: &Editions) -> Result<Option<Date>, Defect> {
    match &dossier.mismatch {
        State::Open {
            settle_by, edition, ..
        } => editions.working_day(edition, *settle_by).map(Some),
        State::None | State::Held { .. } | State::Elapsed { .. } => Ok(None),
    }
}

/// A transfer to whoever runs the office came to nothing: what was left is left. Where that is less than the
/// edition's least time, that is given; once a mismatch and not once a transfer (D), or whoever files one
/// after the other would never have to settle it.
fn runs_on(edition: &Edition, left: Date, least_given: bool, today: Date) -> Event {
    let left = edition.working_day(left);
    let rules = edition.appointment.as_ref().filter(|_| !least_given);
    let least = rules.map(|rules| edition.deadline(today, rules.mismatch_left.value));
    match least.filter(|least| left < *least) {
        Some(least) => Event::RunsOn {
            settle_by: least,
            least_given: true,
        },
        None => Event::RunsOn {
            settle_by: left,
            least_given: false,
        },
    }
}

/// The mismatch after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    let state = &dossier.mismatch;
    dossier.mismatch = arrows::next(state, event, on)
        .ok_or_else(|| Defect::out_of_order(state.name(), event.name()))?;
    Ok(())
}

/// What an event of another machine changes of the mismatch: the case that was to open has opened.
pub fn follow(dossier: &mut Dossier, event: &machines::Event) {
    if let machines::Event::Enforcement(enforcement::Event::Reported { violation, .. }) = event
        && let Some((leads_to, _)) = dossier.mismatch.unsettled()
        && *violation == *leads_to
    {
        dossier.mismatch = State::None;
    }
}
