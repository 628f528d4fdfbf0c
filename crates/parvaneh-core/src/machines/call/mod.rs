//! The call for applicants (فراخوان): a history of its own, beside the dossiers that answer to it.
//!
//! ```text
//!   None ── draft ──▶ Draft ── approve capacity ──▶ CapacityApproved ── publish ──▶ Published
//!   Published ── the day of opening ──▶ Open ── extend, once ──▶ Open
//!   Open ── the last day passes ──▶ Closed ── rank ──▶ Ranked
//!   Ranked ── conclude, the seats are filled ──▶ Concluded
//!   Closed, Ranked ── the reserve list ends ──▶ Concluded
//!   Draft, CapacityApproved, Published, Open, Closed ── cancel ──▶ Cancelled
//! ```
//!
//! Invariants:
//! - Nobody is ranked before each application that answered it is decided.
//! - Who holds a seat is written in the dossiers; a call's history does not change with it.
//! - It opens and closes on its days, and its reserve list ends on its day, whatever anybody does.
//! - Seats are given to those who answered from its closing until it is concluded, and to those on
//!   the reserve list until the list ends.
//! - `Concluded` and `Cancelled` are final.

mod arrows;
mod decision;
mod messages;

use crate::calendar::Date;
use crate::edition::Editions;
use crate::law::OwnRule;
use crate::machines::{self, Context};
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier};

pub use crate::state::call::{Call, Case, State, Step};
pub(crate) use arrows::{drawing, specimens};
pub use messages::{Command, Draft, Event, STEPS};

/// What stands for the kind of office where a call is filed among the dossiers.
pub const OFFICE_KIND: &str = "call";

/// What follows from `command` on a settled history.
///
/// Refusals come in this order: who may, whether the call allows it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    let rules = context.knows(&context.edition.call, "call")?;
    let state = &dossier.call;
    let event = match command {
        Command::Draft(draft) => decision::draft(state, draft, context)?,
        Command::ApproveCapacity {
            resolution,
            seats,
            population,
        } => decision::approve_capacity(dossier, resolution, *seats, *population, context)?,
        Command::Publish => decision::publish(state, rules, context)?,
        Command::Extend {
            resolution,
            closes_on,
        } => decision::extend(dossier, resolution, *closes_on, context)?,
        Command::Rank { resolution } => decision::rank(dossier, resolution, context)?,
        Command::Conclude => decision::conclude(state, rules, context)?,
        Command::Cancel { resolution, reason } => {
            decision::cancel(dossier, resolution, reason, context)?
        }
    };
    Ok(vec![event.into()])
}

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    machines::not_at_this_step(OwnRule::StepsOfACall, asked, state.name())
}

/// The first day on which the calendar alone changes the call, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let case = match &dossier.call {
        State::None => return Ok(None),
        State::Prepared(case) => case,
    };
    match case.step {
        Step::Published => Ok(Some((case.call.opens_on, Event::Opened))),
        Step::Open => closes(&case.call, editions),
        Step::Closed { reserve_through } | Step::Ranked { reserve_through } => {
            let day = reserve_through.day_after();
            Ok(day.map(|day| (day, Event::ReserveListEnded)))
        }
        Step::Draft | Step::CapacityApproved | Step::Concluded { .. } | Step::Cancelled => Ok(None),
    }
}

/// The day after the last one on which it can be answered, and its closing.
fn closes(call: &Call, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let edition = editions.get(&call.edition)?;
    let reserve_through = match &edition.call {
        Some(rules) => edition
            .calendar
            .clamped(call.closes_on, rules.reserve_list.value),
        None => call.closes_on,
    };
    let day = call.closes_on.day_after();
    Ok(day.map(|day| (day, Event::Closed { reserve_through })))
}

/// The call after `event`, which has already happened.
pub fn evolve(dossier: &mut Dossier, event: &Event) -> Result<(), Defect> {
    dossier.call = arrows::next(&dossier.call, event)
        .ok_or_else(|| Defect::out_of_order(dossier.call.name(), event.name()))?;
    Ok(())
}
