//! The transfer of a licence to another holder (انتقال، ماده ۱۶).
//!
//! ```text
//!   None ── file ──▶ Filed ── deficiency ──▶ Incomplete ── cure ──▶ Filed
//!                    Incomplete ── the time to cure passes ──▶ Abandoned
//!   Filed ── begin review ──▶ the stages, in the edition's order:
//!     TransfereeCheck, Settlement ── pass ──▶ the next stage, or Confirmed after the last
//!     Session ── the working group confirms ─▶ the next stage, or Confirmed after the last
//!     TransfereeCheck, Settlement, Session ── the working group refuses ──▶ Refused
//!   Confirmed ── register ──▶ Registered
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

mod messages;
mod request;
mod specimen;
mod stages;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::edition::Editions;
use crate::law::OwnRule;
use crate::licence;
use crate::machines::{self, Context};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::{Defect, Dossier};

pub use messages::{Command, Event};
pub use request::{Filing, Request};
pub(crate) use specimen::specimens;

/// The transfer that is open, or was open last.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There has been none.
    #[default]
    None,
    /// A request stands and is complete as far as anyone has said.
    Filed(Box<Request>),
    /// The secretariat has listed what is missing.
    Incomplete {
        /// The request.
        request: Box<Request>,
        /// The last day on which the deficiency can be cured.
        #[serde(with = "crate::calendar::stored")]
        cure_by: Date,
    },
    /// The request was found complete and is at one of its stages.
    AtStage {
        /// The request.
        request: Box<Request>,
        /// Which stage.
        stage: Stage,
    },
    /// Every stage is passed; the authority has not acted.
    Confirmed(Box<Request>),
    /// The transferee holds the licence.
    Registered(Box<Request>),
    /// The working group has refused.
    Refused(Box<Request>),
    /// One of the parties took the request back.
    Withdrawn(Box<Request>),
    /// It was not brought to its end in time, or the licence ended before.
    Abandoned(Box<Request>),
}

/// What a complete request passes; the edition says in which order.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "TransferStage")
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Whether the transferee meets the conditions of a holder.
    TransfereeCheck,
    /// Whether the transferor has settled with agencies, tax and insurance.
    Settlement,
    /// The working group's session.
    Session,
}

impl crate::stage::Stage for Stage {
    const ALL: &'static [Self] = &[Self::TransfereeCheck, Self::Settlement, Self::Session];

    fn word(self) -> &'static str {
        match self {
            Self::TransfereeCheck => "transferee_check",
            Self::Settlement => "settlement",
            Self::Session => "session",
        }
    }
}

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the edition knows transfers and the licence is in
/// force, whether the transfer stands at this step, what bars it, whether papers and votes do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let events = decided(dossier, command, context)?;
    Ok(events.into_iter().map(Into::into).collect())
}

fn decided(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let state = &dossier.transfer;
    if let (Command::Withdraw, State::Withdrawn(_)) = (command, state) {
        return Ok(vec![]);
    }
    context.role(command.by())?;
    let rules = context.knows(&context.edition.transfer, "transfer")?;
    licence::in_force(dossier)?;
    let refused = || {
        let rule = Citation::from(OwnRule::StepsOfATransfer);
        Err(Refusal::new(Code::NotAtThisStep, rule)
            .because("asked", command.name())
            .because("stands_at", state.name()))
    };
    Ok(vec![match command {
        Command::File {
            transferee,
            transferee_kind,
        } => request::file(dossier, *transferee, *transferee_kind, rules, context)?,
        Command::NoteDeficiency { missing } => {
            let State::Filed(_) = state else {
                return refused();
            };
            Event::DeficiencyNoted {
                missing: missing.clone(),
                cure_by: context
                    .edition
                    .calendar
                    .clamped(context.today, rules.cure.value),
            }
        }
        Command::Cure => {
            let State::Incomplete { .. } = state else {
                return refused();
            };
            Event::Cured
        }
        Command::BeginReview => {
            let (State::Filed(_), Some(stage)) = (state, rules.stages.first()) else {
                return refused();
            };
            Event::ReviewBegun { stage }
        }
        Command::Record { paper } => {
            let (State::Filed(_) | State::Incomplete { .. } | State::AtStage { .. }) = state else {
                return refused();
            };
            Event::Recorded {
                through: context.receive(paper)?,
                paper: paper.clone(),
            }
        }
        Command::Pass | Command::Confirm { .. } | Command::Refuse { .. } | Command::Register => {
            match stages::decide(dossier, command, rules, context)? {
                Some(event) => event,
                None => return refused(),
            }
        }
        Command::Withdraw => {
            if state.open_request().is_none() {
                return refused();
            }
            Event::Withdrawn
        }
    }])
}

/// The first day on which the calendar alone changes it, if there is one.
pub fn due_on(dossier: &Dossier, _editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(falls_due(dossier).map(|(day, _)| day))
}

/// What that day makes true, once it has come.
pub fn settle(dossier: &Dossier, _editions: &Editions) -> Result<Option<Event>, Defect> {
    Ok(falls_due(dossier).map(|(_, event)| event))
}

/// A transfer ends with the licence that was to pass, on the day on which that became true.
fn falls_due(dossier: &Dossier) -> Option<(Date, Event)> {
    let state = &dossier.transfer;
    let open_through = state.open_request()?.open_through;
    if !dossier.licence.is_in_force() {
        return Some((dossier.as_of?, Event::EndedWithLicence));
    }
    match state {
        State::Incomplete { cure_by, .. } if *cure_by <= open_through => Some((
            cure_by.succ_opt()?,
            Event::CureElapsed { cure_by: *cure_by },
        )),
        State::Filed(_) | State::Incomplete { .. } | State::AtStage { .. } => {
            Some((open_through.succ_opt()?, Event::Abandoned { open_through }))
        }
        State::None
        | State::Confirmed(_)
        | State::Registered(_)
        | State::Refused(_)
        | State::Withdrawn(_)
        | State::Abandoned(_) => None,
    }
}

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub fn next(state: &State, event: &Event) -> Option<State> {
    use State as S;
    let at_stage = |request: &Request, to: Option<Stage>| {
        let request = Box::new(request.clone());
        match to {
            Some(stage) => S::AtStage { request, stage },
            None => S::Confirmed(request),
        }
    };
    match (event, state) {
        (Event::Filed { .. }, state) if state.open_request().is_some() => None,
        (Event::Filed { request }, _) => Some(S::Filed(Box::new(request.clone().into()))),
        (Event::DeficiencyNoted { cure_by, .. }, S::Filed(request)) => Some(S::Incomplete {
            request: request.clone(),
            cure_by: *cure_by,
        }),
        (Event::Cured, S::Incomplete { request, .. }) => Some(S::Filed(request.clone())),
        (Event::ReviewBegun { stage }, S::Filed(request)) => Some(at_stage(request, Some(*stage))),
        (
            Event::Recorded { paper, through },
            S::Filed(_) | S::Incomplete { .. } | S::AtStage { .. },
        ) => {
            let mut after = state.clone();
            after.request_mut()?.papers.put(paper, *through);
            Some(after)
        }
        (Event::StagePassed { stage: passed, to }, S::AtStage { request, stage })
            if passed == stage && *stage != Stage::Session && *to != Some(*stage) =>
        {
            Some(at_stage(request, *to))
        }
        (
            Event::Confirmed { to, .. },
            S::AtStage {
                request,
                stage: Stage::Session,
            },
        ) if *to != Some(Stage::Session) => Some(at_stage(request, *to)),
        (Event::Refused { .. }, S::AtStage { request, .. }) => Some(S::Refused(request.clone())),
        (Event::Registered { .. }, S::Confirmed(request)) => Some(S::Registered(request.clone())),
        (Event::CureElapsed { .. }, S::Incomplete { request, .. })
        | (
            Event::Abandoned { .. },
            S::Filed(request) | S::Incomplete { request, .. } | S::AtStage { request, .. },
        ) => Some(S::Abandoned(request.clone())),
        (Event::Withdrawn, state) => {
            let request = state.open_request()?.clone();
            Some(S::Withdrawn(Box::new(request)))
        }
        (Event::EndedWithLicence, state) => {
            let request = state.open_request()?.clone();
            Some(S::Abandoned(Box::new(request)))
        }
        (_, _) => None,
    }
}

/// The dossier after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    dossier.transfer = next(&dossier.transfer, event)
        .ok_or_else(|| Defect::out_of_order(dossier.transfer.name(), event.name()))?;
    if let Event::Registered { holder, .. } = event {
        dossier.holder = Some(*holder);
        dossier.passed_on = Some(on);
        dossier.licence = dossier.licence.passed_on();
    }
    Ok(())
}

/// The first day on which the calendar alone changes it, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match due_on(dossier, editions)? {
        Some(day) => Ok(settle(dossier, editions)?.map(|event| (day, event))),
        None => Ok(None),
    }
}
