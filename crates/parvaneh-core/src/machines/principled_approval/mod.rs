//! Principled approval (موافقت اصولی): the working group's word that a licence will follow once
//! the premises are ready.
//!
//! ```text
//!   None ── issue ──▶ Issued ── extend, once ──▶ Extended
//!   Issued, Extended ── stay, for force majeure ──▶ the same
//!   Issued, Extended ── confirm premises ──▶ PremisesReady ── present ──▶ Presented
//!   Presented ── the licence is issued ──▶ Fulfilled
//!   Presented ── return ──▶ Issued, Extended: where it stood
//!   Presented ── refuse ──▶ Cancelled
//!   Issued, Extended ── its period ends ──▶ Lapsed
//!   Issued, Extended, PremisesReady, Presented ── cancel ──▶ Cancelled, withdraw ──▶ Withdrawn
//! ```
//!
//! Invariants:
//! - It stands only while its applicant is qualified, and cannot be passed on: no command does.
//! - It lapses by date only while the premises are not ready; a stay puts that day off.
//! - `Fulfilled` together with the issue of the licence, and not otherwise.
//! - Where it ends without a licence the application ends with it, and the seat is free.

mod decision;
mod messages;
mod specimen;
mod states;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::edition::Editions;
use crate::law::OwnRule;
use crate::machines::{self, Context};
use crate::refusal::Refusal;
use crate::resolution::Resolution;
use crate::state::{Defect, Dossier};

pub use messages::{Command, Event};
pub(crate) use specimen::specimens;
pub use states::next;

/// An approval in hand.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// By which the working group gave it.
    pub resolution: Resolution,
    /// Its last day.
    #[serde(with = "crate::calendar::stored")]
    pub through: Date,
    /// Whether it was extended.
    pub extended: bool,
    /// The last day of a stay for force majeure, where there was one.
    #[serde(with = "crate::calendar::stored::optional")]
    pub stayed_through: Option<Date>,
}

/// Where principled approval stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// Given.
    Issued(Box<Approval>),
    /// Given, and extended.
    Extended(Box<Approval>),
    /// Premises and equipment were confirmed.
    PremisesReady(Box<Approval>),
    /// The file lies before the authority.
    Presented(Box<Approval>),
    /// The licence was issued.
    Fulfilled,
    /// Its period ended.
    Lapsed,
    /// The applicant gave it back.
    Withdrawn,
    /// Taken back by the working group, or refused by the authority.
    Cancelled,
}

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the approval allows it, whether the figures do.
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
    let rules = context.knows(&context.edition.principled_approval, "principled_approval")?;
    let state = &dossier.principled_approval;
    let refused = || Err(decision::not_at_this_step(command.name(), state));
    let event = match command {
        Command::Issue { resolution } => decision::issue(dossier, resolution, rules, context)?,
        Command::Extend { resolution } => decision::extend(dossier, resolution, rules, context)?,
        Command::Stay {
            resolution,
            reason,
            through,
        } => decision::stay(dossier, resolution, reason, *through, context)?,
        Command::ConfirmPremises => {
            let (State::Issued(_) | State::Extended(_)) = state else {
                return refused();
            };
            decision::papers_satisfy(dossier, &rules.premises, context)?;
            Event::PremisesConfirmed
        }
        Command::Present => {
            let State::PremisesReady(_) = state else {
                return refused();
            };
            decision::papers_satisfy(dossier, &rules.presentation, context)?;
            Event::Presented
        }
        Command::Return { reason } => decision::give_back(state, reason, rules, context)?,
        Command::Refuse { reason } => {
            let State::Presented(_) = state else {
                return refused();
            };
            context.reasoned(reason)?;
            Event::Refused {
                reason: reason.clone(),
            }
        }
        Command::Cancel {
            resolution,
            measure,
        } => decision::cancel(dossier, resolution, measure, context)?,
        Command::Withdraw => {
            if let State::Withdrawn = state {
                return Ok(None);
            }
            if !state.is_open() {
                return refused();
            }
            Event::Withdrawn
        }
    };
    Ok(Some(event))
}

const FORCE_MAJEURE: OwnRule = OwnRule::ForceMajeure;

/// The first day on which the calendar alone changes the approval, if there is one.
pub fn due_on(dossier: &Dossier, _editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(match &dossier.principled_approval {
        State::Issued(approval) | State::Extended(approval) => approval.ends_on().succ_opt(),
        State::None
        | State::PremisesReady(_)
        | State::Presented(_)
        | State::Fulfilled
        | State::Lapsed
        | State::Withdrawn
        | State::Cancelled => None,
    })
}

/// What that day makes true, once it has come.
pub fn settle(dossier: &Dossier, _editions: &Editions) -> Result<Option<Event>, Defect> {
    Ok(match &dossier.principled_approval {
        State::Issued(approval) | State::Extended(approval) => Some(Event::Lapsed {
            through: approval.ends_on(),
        }),
        State::None
        | State::PremisesReady(_)
        | State::Presented(_)
        | State::Fulfilled
        | State::Lapsed
        | State::Withdrawn
        | State::Cancelled => None,
    })
}

/// The approval after `event`, which has already happened.
pub fn evolve(dossier: &mut Dossier, event: &Event, _on: Date) -> Result<(), Defect> {
    dossier.principled_approval = next(&dossier.principled_approval, event)
        .ok_or_else(|| Defect::out_of_order(dossier.principled_approval.name(), event.name()))?;
    Ok(())
}

/// The first day on which the calendar alone changes it, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match due_on(dossier, editions)? {
        Some(day) => Ok(settle(dossier, editions)?.map(|event| (day, event))),
        None => Ok(None),
    }
}
