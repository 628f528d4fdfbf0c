//! The application (درخواست) that opens a dossier, from its filing to a seat.
//!
//! ```text
//!   None ── file ──▶ Submitted ── deficiency, once ──▶ Incomplete ── cure ──▶ Submitted
//!   Incomplete ── the time to cure passes ──▶ Lapsed
//!   Submitted ── begin review ──▶ UnderClearance, ForSession: in the edition's order
//!   UnderClearance ── conclude clearance ──▶ the next stage, or Qualified
//!   ForSession ── qualify ──▶ the next stage, or Qualified
//!   ForSession, UnderClearance ── no seat is left ──▶ Reserve ── qualify ──▶ as from its stage
//!   Reserve ── the list ends ──▶ Lapsed
//!   ForSession, UnderClearance ── reject ──▶ Rejected ── object ──▶ Rejected, objected
//!   Rejected, objected ── uphold ──▶ ForSession
//!   Rejected, objected ── dismiss ──▶ Rejected, final
//!   Rejected ── the time to object passes ──▶ Rejected, final
//!   Submitted, UnderClearance, ForSession ── nobody decides in time, where that means so ──▶ Rejected
//!   Rejected, objected ── nobody decides in time, where that means so ──▶ ForSession, or Rejected, final
//!   Qualified ── its principled approval ends ──▶ Lapsed
//!   Submitted to Qualified, Reserve ── withdraw ──▶ Withdrawn
//!   Lapsed, Withdrawn, Rejected, final ── file ──▶ Submitted
//! ```
//!
//! Invariants:
//! - A seat of a call is held from `Qualified` on, and never more seats than the call has.
//! - Nobody is qualified without a resolution that carried, whatever the order of the stages.
//! - One list of what is missing, and one time to cure it.
//! - `Qualified` stays when the licence is issued: the licence keeps the seat until it ends.

mod arrows;
mod decision;
mod filing;
mod messages;
mod objection;
mod seats;

use crate::calendar::Date;
use crate::edition::Editions;
use crate::law::OwnRule;
use crate::machines::{self, Context};
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier};

pub use crate::state::application::{Case, Lapse, Matter, Objection, Stage, State, Step};
pub(crate) use arrows::{drawing, specimens};
pub use messages::{Command, Event, Filing, STEPS};

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the application allows it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    let rules = context.knows(&context.edition.application, "application")?;
    let state = &dossier.application;
    let event = match command {
        Command::File(filing) => Some(filing::file(dossier, filing, context)?),
        Command::NoteDeficiency { missing } => {
            Some(filing::note_deficiency(state, missing, rules, context)?)
        }
        Command::Cure => Some(filing::cure(state)?),
        Command::Record { paper } => Some(filing::record(dossier, paper, context)?),
        Command::BeginReview => Some(decision::begin_review(state, rules)?),
        Command::ConcludeClearance => Some(decision::conclude_clearance(state, rules, context)?),
        Command::Qualify { resolution } => {
            Some(decision::qualify(dossier, resolution, rules, context)?)
        }
        Command::Reserve { resolution } => {
            Some(decision::reserve(dossier, resolution, rules, context)?)
        }
        Command::Reject { resolution, unmet } => Some(decision::reject(
            dossier, resolution, unmet, rules, context,
        )?),
        Command::Object { grounds } => Some(objection::object(state, grounds)?),
        Command::UpholdObjection { reason } => Some(objection::uphold(state, reason)?),
        Command::DismissObjection { reason } => Some(objection::dismiss(state, reason)?),
        Command::Withdraw => filing::withdraw(dossier)?,
    };
    Ok(event.into_iter().map(Into::into).collect())
}

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    machines::not_at_this_step(OwnRule::StepsOfAnApplication, asked, state.name())
}

/// The first day on which the calendar alone changes the application, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let case = match &dossier.application {
        State::Filed(case) => case,
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return Ok(None),
    };
    let lapses = |on: Option<Date>, because| on.map(|on| (on, Event::Lapsed { because }));
    Ok(match case.step {
        Step::Incomplete { cure_by } => lapses(cure_by.day_after(), Lapse::NotCured),
        Step::Reserve { through, .. } => lapses(through.day_after(), Lapse::ReserveListEnded),
        Step::Qualified => match dossier.principled_approval.has_ended() {
            // On the day of the event that ended the approval, which is the latest one.
            true => lapses(dossier.as_of, Lapse::ApprovalEnded),
            false => None,
        },
        Step::Rejected {
            objection: Objection::Open { by },
        } => by.day_after().map(|on| (on, Event::ObjectionElapsed)),
        Step::Submitted | Step::UnderClearance | Step::ForSession => {
            objection::rejected_by_silence(dossier, editions)?
        }
        Step::Rejected {
            objection: Objection::Pending,
        } => objection::decided_by_silence(dossier, editions)?,
        Step::Rejected {
            objection: Objection::Over,
        } => None,
    })
}

/// The application after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    dossier.application = arrows::next(&dossier.application, event, on)
        .ok_or_else(|| Defect::out_of_order(dossier.application.name(), event.name()))?;
    Ok(())
}
