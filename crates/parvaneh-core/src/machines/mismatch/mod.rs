//! A mismatch: somebody else runs the office than its holder. That is to be settled (R), or a case opens.
//!
//! ```text
//!   None ── record ──▶ Open ── settle: the holder resumes, the one who runs it is approved as
//!                              deputy, a transfer is filed ──▶ None
//!   Open ── the time to settle passes ──▶ Elapsed ── the case opens ──▶ None
//! ```
//!
//! Its messages have the machine's name of the appointments, under which they are stored.
//!
//! Invariants:
//! - The holder's word alone does not settle it.
//! - What is not settled in time opens a case, once no other is open.

mod arrows;
mod decision;
mod messages;

use crate::calendar::Date;
use crate::edition::Editions;
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
pub fn due(dossier: &Dossier, _editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let settle_by = match &dossier.mismatch {
        State::Open { settle_by, .. } => *settle_by,
        State::None | State::Elapsed { .. } => return Ok(None),
    };
    if dossier.licence.has_ended_for_good() {
        return Ok(None);
    }
    let last = dossier.terms.last();
    let day = last.and_then(|last| Some(last.floor(settle_by.succ_opt()?)));
    Ok(day.map(|day| (day, Event::Elapsed { settle_by })))
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
