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

mod decision;
mod filing;
mod messages;
mod specimen;
mod states;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::edition::Editions;
use crate::machines::{self, Context};
use crate::party::PartyId;
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier};

pub use filing::{Filing, Matter};
pub(crate) use messages::SUPPLIERS;
pub use messages::{Command, Event, Lapse, Stage};
pub(crate) use specimen::specimens;
pub use states::next;

/// Where the application stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// Filed, and complete as far as anyone has said.
    Submitted(Box<Matter>),
    /// The secretariat has listed what is missing.
    Incomplete {
        /// The application.
        matter: Box<Matter>,
        /// The last day on which it can be cured.
        #[serde(with = "crate::calendar::stored")]
        cure_by: Date,
    },
    /// Clearances and reports are awaited.
    UnderClearance(Box<Matter>),
    /// It awaits the working group's vote.
    ForSession(Box<Matter>),
    /// The applicant may be licensed, and holds a seat where there are seats.
    Qualified(Box<Matter>),
    /// The applicant may be licensed once a seat is free.
    Reserve {
        /// The application.
        matter: Box<Matter>,
        /// The stage at which no seat was left.
        at: Stage,
        /// The last day of the list.
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// A condition is not met.
    Rejected {
        /// The application.
        matter: Box<Matter>,
        /// What became of the right to object.
        objection: Objection,
    },
    /// The applicant took it back.
    Withdrawn {
        /// Who.
        applicant: PartyId,
    },
    /// It came to nothing by itself.
    Lapsed {
        /// Whose it was.
        applicant: PartyId,
        /// Why.
        because: Lapse,
    },
}

/// What became of the right to object to a rejection.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Objection {
    /// It can be used.
    Open {
        /// The last day for it.
        #[serde(with = "crate::calendar::stored")]
        by: Date,
    },
    /// It was used, and the appeal body has not decided.
    Pending,
    /// It was used in vain, or not at all: the rejection is final.
    Over,
}

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the application allows it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let event = decided(dossier, command, context)?;
    Ok(event.into_iter().map(Into::into).collect())
}

fn decided(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Option<Event>, Refusal> {
    context.role(command.by())?;
    let rules = context.knows(&context.edition.application, "application")?;
    let state = &dossier.application;
    let refused = || Err(decision::not_at_this_step(command.name(), state));
    let event = match command {
        Command::File(filing) => filing::file(dossier, filing, context)?,
        Command::NoteDeficiency { missing } => {
            let State::Submitted(matter) = state else {
                return refused();
            };
            filing::note_deficiency(matter, missing, context)?
        }
        Command::Cure => {
            let State::Incomplete { .. } = state else {
                return refused();
            };
            Event::Cured
        }
        Command::Record { paper } => {
            if dossier.pending_application().is_none() {
                return refused();
            }
            Event::Recorded {
                paper: paper.clone(),
                through: context.receive(paper)?,
            }
        }
        Command::BeginReview => {
            let (State::Submitted(_), Some(to)) = (state, rules.stages.first()) else {
                return refused();
            };
            let resolution = None;
            Event::Advanced { to, resolution }
        }
        Command::ConcludeClearance => {
            let State::UnderClearance(matter) = state else {
                return refused();
            };
            decision::pass(state, matter, Stage::Clearance, None, context)?
        }
        Command::Qualify { resolution } => decision::qualify(dossier, resolution, context)?,
        Command::Reserve { resolution } => decision::reserve(dossier, resolution, context)?,
        Command::Reject { resolution, unmet } => {
            decision::reject(dossier, resolution, unmet, context)?
        }
        Command::Object { grounds } => decision::object(dossier, grounds)?,
        Command::UpholdObjection { reason } => {
            decision::objection_pends(dossier, command.name(), reason, context)?;
            let reason = reason.clone();
            Event::ObjectionUpheld { reason }
        }
        Command::DismissObjection { reason } => {
            decision::objection_pends(dossier, command.name(), reason, context)?;
            let reason = reason.clone();
            Event::ObjectionDismissed { reason }
        }
        Command::Withdraw => {
            if let State::Withdrawn { .. } = state {
                return Ok(None);
            }
            if !decision::can_be_withdrawn(dossier) {
                return refused();
            }
            Event::Withdrawn
        }
    };
    Ok(Some(event))
}

/// The first day on which the calendar alone changes the application, if there is one.
pub fn due_on(dossier: &Dossier, _editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(match &dossier.application {
        State::Incomplete { cure_by, .. } => cure_by.succ_opt(),
        State::Reserve { through, .. } => through.succ_opt(),
        State::Rejected {
            objection: Objection::Open { by },
            ..
        } => by.succ_opt(),
        State::Qualified(_) if dossier.principled_approval.has_ended() => dossier.as_of,
        State::None
        | State::Submitted(_)
        | State::UnderClearance(_)
        | State::ForSession(_)
        | State::Qualified(_)
        | State::Rejected { .. }
        | State::Withdrawn { .. }
        | State::Lapsed { .. } => None,
    })
}

/// What that day makes true, once it has come.
pub fn settle(dossier: &Dossier, _editions: &Editions) -> Result<Option<Event>, Defect> {
    let lapsed = |because| Some(Event::Lapsed { because });
    Ok(match &dossier.application {
        State::Incomplete { .. } => lapsed(Lapse::NotCured),
        State::Reserve { .. } => lapsed(Lapse::ReserveListEnded),
        State::Rejected { .. } => Some(Event::ObjectionElapsed),
        State::Qualified(_) => lapsed(Lapse::ApprovalEnded),
        State::None
        | State::Submitted(_)
        | State::UnderClearance(_)
        | State::ForSession(_)
        | State::Withdrawn { .. }
        | State::Lapsed { .. } => None,
    })
}

/// The dossier after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    let after = next(&dossier.application, event, on)
        .ok_or_else(|| Defect::out_of_order(dossier.application.name(), event.name()))?;
    if let Event::Filed { filing, .. } = event {
        dossier.office = Some(filing.office.clone());
    }
    dossier.application = after;
    Ok(())
}

/// The first day on which the calendar alone changes it, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match due_on(dossier, editions)? {
        Some(day) => Ok(settle(dossier, editions)?.map(|event| (day, event))),
        None => Ok(None),
    }
}
