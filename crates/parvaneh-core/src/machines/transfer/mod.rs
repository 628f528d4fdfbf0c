//! The transfer of a licence to another holder (انتقال، ماده ۱۶).
//!
//! ```text
//!   None ── file ──▶ Filed ── deficiency ──▶ Incomplete ── cure ──▶ Filed
//!                    Incomplete ── the time to cure passes ──▶ Abandoned
//!   Filed ── begin review ──▶ the stages, in the edition's order:
//!     TransfereeCheck, Settlement ── pass ──▶ the next stage, or Confirmed after the last
//!     Session ── the working group confirms ─▶ the next stage, or Confirmed after the last
//!     TransfereeCheck, Settlement, Session ── the working group refuses ──▶ Refused
//!   Filed, the stages ── nobody decides in time, where that means so ──▶ Refused
//!   Confirmed ── register, or nobody does in time, where that means so ──▶ Registered
//!   Filed, Incomplete, the stages, Confirmed ── withdraw, or the licence ends ──▶ Withdrawn, Abandoned
//!   Filed, Incomplete, the stages ── the time for it passes ──▶ Abandoned
//! ```
//!
//! Invariants:
//! - No transfer without a qualified transferee and the working group's confirmation.
//! - One instant makes the new holder: before the registration the old one holds the licence with
//!   everything that hangs on it, after it the new one does.
//! - The term, a renewal of it that is open, and contracts belong to the licence and go with it.
//! - What waits for the authority is not abandoned by the parties.

mod arrows;
mod filing;
mod messages;
mod stages;

use crate::calendar::Date;
use crate::edition::Editions;
use crate::law::OwnRule;
use crate::machines::{self, Context, context, licence};
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier};

pub use crate::state::transfer::{Case, Filing, Request, Stage, State, Step};
pub(crate) use arrows::{drawing, specimens};
pub use messages::{Command, Event, STEPS};
pub(crate) use stages::registration;

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the edition knows transfers and the licence is in
/// force, whether the transfer stands at this step, what bars it, whether papers and votes do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.transfer;
    if *command == Command::Withdraw && state.is_withdrawn() {
        return Ok(vec![]);
    }
    context.role_as(command.by(), command.power())?;
    let rules = context.knows(&context.edition.transfer, "transfer")?;
    licence::in_force(dossier)?;
    let event = match command {
        Command::File {
            transferee,
            transferee_kind,
        } => filing::file(dossier, *transferee, *transferee_kind, rules, context)?,
        Command::NoteDeficiency { missing } => {
            filing::note_deficiency(state, missing, rules, context)?
        }
        Command::Cure => filing::cure(state)?,
        Command::BeginReview => stages::begin_review(state, rules)?,
        Command::Record { paper } => filing::record(state, paper, context)?,
        Command::Pass => stages::pass(dossier, rules, context)?,
        Command::Confirm { resolution } => stages::confirm(dossier, resolution, rules, context)?,
        Command::Refuse { resolution, unmet } => {
            stages::refuse(dossier, resolution, unmet, context)?
        }
        Command::Register { from } => return stages::register(dossier, *from, context),
        Command::Withdraw => filing::withdraw(state)?,
    };
    Ok(vec![event.into()])
}

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    context::not_at_this_step(OwnRule::StepsOfATransfer, asked, state.name())
}

/// The first day on which the calendar alone changes the transfer, and what it makes true. It ends with
/// the licence that was to pass, on the day on which that became true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let Case { request, step } = match &dossier.transfer {
        State::None => return Ok(None),
        State::Requested(case) => case,
    };
    let open_through = request.open_through;
    let day_and_event = match step {
        Step::Filed | Step::Incomplete { .. } | Step::AtStage { .. } | Step::Confirmed
            if !dossier.licence.is_in_force() =>
        {
            (dossier.as_of, Event::EndedWithLicence)
        }
        Step::Incomplete { cure_by } if *cure_by <= open_through => {
            let elapsed = Event::CureElapsed { cure_by: *cure_by };
            (cure_by.day_after(), elapsed)
        }
        Step::Filed | Step::Incomplete { .. } | Step::AtStage { .. } => {
            let abandoned = (open_through.day_after(), Event::Abandoned { open_through });
            match stages::refused_by_silence(dossier, editions)? {
                Some((day, refused)) if day <= open_through => (Some(day), refused),
                Some(_) | None => abandoned,
            }
        }
        Step::Confirmed => return stages::registered_by_silence(dossier, editions),
        Step::Registered | Step::Refused | Step::Withdrawn | Step::Abandoned => return Ok(None),
    };
    let (day, event) = day_and_event;
    Ok(day.map(|day| (day, event)))
}

/// The transfer after `event`, which has already happened.
pub fn evolve(dossier: &mut Dossier, event: &Event) -> Result<(), Defect> {
    dossier.transfer = arrows::next(&dossier.transfer, event)
        .ok_or_else(|| Defect::out_of_order(dossier.transfer.name(), event.name()))?;
    Ok(())
}
