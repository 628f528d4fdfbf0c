//! The stages of a request and what comes after the last: what they take, and what bars them.

use super::{Command, Event, Stage, State, request};
use crate::edition::{Needed, TransferRules};
use crate::licence;
use crate::machines::Context;
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;

/// What follows at the stage at hand; none where the transfer does not stand at such a one.
pub(super) fn decide(
    dossier: &Dossier,
    command: &Command,
    rules: &TransferRules,
    context: &Context<'_>,
) -> Result<Option<Event>, Refusal> {
    let procedure = &rules.stages;
    Ok(Some(match (command, &dossier.transfer) {
        (
            Command::Pass,
            State::AtStage {
                request,
                stage: stage @ (Stage::TransfereeCheck | Stage::Settlement),
            },
        ) => {
            let to = procedure.after(*stage);
            if to.is_none() {
                unhindered(dossier, rules)?;
            }
            let needs = procedure.needs(*stage);
            request.papers.satisfy(&needs, context.today)?;
            Event::StagePassed { stage: *stage, to }
        }
        (
            Command::Confirm { resolution },
            State::AtStage {
                request,
                stage: Stage::Session,
            },
        ) => {
            unhindered(dossier, rules)?;
            let needs = procedure.needs(Stage::Session);
            request.papers.satisfy(&needs, context.today)?;
            context.carried(dossier, resolution)?;
            Event::Confirmed {
                resolution: resolution.clone(),
                to: procedure.after(Stage::Session),
            }
        }
        (Command::Refuse { resolution, unmet }, State::AtStage { .. }) => {
            context.carried(dossier, resolution)?;
            Event::Refused {
                resolution: resolution.clone(),
                unmet: unmet.clone(),
            }
        }
        (Command::Register, State::Confirmed(request)) => {
            unhindered(dossier, rules)?;
            Event::Registered {
                holder: request.transferee,
                through: request::remaining(dossier)?.term.through,
            }
        }
        (
            Command::File { .. }
            | Command::NoteDeficiency { .. }
            | Command::Cure
            | Command::BeginReview
            | Command::Record { .. }
            | Command::Pass
            | Command::Confirm { .. }
            | Command::Refuse { .. }
            | Command::Register
            | Command::Withdraw,
            State::None
            | State::Filed(_)
            | State::Incomplete { .. }
            | State::AtStage { .. }
            | State::Confirmed(_)
            | State::Registered(_)
            | State::Refused(_)
            | State::Withdrawn(_)
            | State::Abandoned(_),
        ) => return Ok(None),
    }))
}

/// Refuses while a case is open, and while the licence is suspended where the edition says so.
pub(super) fn unhindered(dossier: &Dossier, rules: &TransferRules) -> Result<(), Refusal> {
    if rules.not_suspended.value == Needed::Needed && dossier.licence.is_suspended() {
        return Err(Refusal::new(Code::Suspended, &rules.not_suspended));
    }
    licence::no_open_case(dossier)
}
