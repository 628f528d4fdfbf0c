//! The stages of a request and what comes after the last: what they take, and what bars them.

use super::{Case, Event, Request, Stage, State, Step, filing, not_at_this_step};
use crate::actor::Actor;
use crate::calendar::Date;
use crate::edition::{Editions, Means, Needed, TransferRules};
use crate::machines::{self, Context, coming, licence, silence};
use crate::refusal::{Code, Refusal};
use crate::resolution::{Matter, Motion, Resolution};
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};
use crate::text::Reason;

/// A complete request is taken to its first stage.
pub(super) fn begin_review(state: &State, rules: &TransferRules) -> Result<Event, Refusal> {
    let refused = || not_at_this_step("transfer.begin_review", state);
    match state {
        State::Requested(Case { step, .. }) => match step {
            Step::Filed => {
                let stage = rules.stages.first().ok_or_else(refused)?;
                Ok(Event::ReviewBegun { stage })
            }
            Step::Incomplete { .. }
            | Step::AtStage { .. }
            | Step::Confirmed
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => Err(refused()),
        },
        State::None => Err(refused()),
    }
}

/// The request that is at a stage, and at which; refused where it is at none.
fn at_stage<'s>(asked: &str, state: &'s State) -> Result<(&'s Request, Stage), Refusal> {
    match state {
        State::Requested(Case { request, step }) => match step {
            Step::AtStage { stage } => Ok((request, *stage)),
            Step::Filed
            | Step::Incomplete { .. }
            | Step::Confirmed
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => Err(not_at_this_step(asked, state)),
        },
        State::None => Err(not_at_this_step(asked, state)),
    }
}

/// A stage that is no session is left, with everything it needs on file.
pub(super) fn pass(
    dossier: &Dossier,
    rules: &TransferRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let asked = "transfer.pass";
    let (request, stage) = at_stage(asked, &dossier.transfer)?;
    match stage {
        Stage::TransfereeCheck | Stage::Settlement => {}
        Stage::Session => return Err(not_at_this_step(asked, &dossier.transfer)),
    }
    let to = rules.stages.after(stage);
    if to.is_none() {
        unhindered(dossier, rules, context)?;
    }
    let needs = rules.stages.needs(stage);
    request
        .papers
        .satisfy(&needs, &context.edition.papers, context.today)?;
    Ok(Event::StagePassed { stage, to })
}

/// The working group confirms in its session.
pub(super) fn confirm(
    dossier: &Dossier,
    resolution: &Resolution,
    rules: &TransferRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let asked = "transfer.confirm";
    let (request, stage) = at_stage(asked, &dossier.transfer)?;
    match stage {
        Stage::Session => {}
        Stage::TransfereeCheck | Stage::Settlement => {
            return Err(not_at_this_step(asked, &dossier.transfer));
        }
    }
    unhindered(dossier, rules, context)?;
    let needs = rules.stages.needs(stage);
    request
        .papers
        .satisfy(&needs, &context.edition.papers, context.today)?;
    let resolution = context.carried(dossier, resolution, Matter::Transfer, Motion::Confirm)?;
    Ok(Event::Confirmed {
        resolution,
        to: rules.stages.after(stage),
    })
}

/// The working group refuses, at whatever stage.
pub(super) fn refuse(
    dossier: &Dossier,
    resolution: &Resolution,
    unmet: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    at_stage("transfer.refuse", &dossier.transfer)?;
    let resolution = context.carried(dossier, resolution, Matter::Transfer, Motion::Refuse)?;
    Ok(Event::Refused {
        resolution,
        unmet: unmet.into(),
    })
}

/// The authority makes the transferee the holder, for the rest of the term: at once, or from a later day
/// on.
pub(super) fn register(
    dossier: &Dossier,
    from: Option<Date>,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let registration = registration(dossier, context)?;
    let transferee = dossier.transfer.open_request().map(|of| of.transferee);
    match (coming::later(from, context)?, transferee) {
        (Some(from), Some(holder)) => {
            coming::decided(dossier, coming::Act::Registration { holder }, from, context)
        }
        (Some(_), None) | (None, _) => Ok(vec![registration.into()]),
    }
}

/// The registration, if it happened today.
pub(crate) fn registration(dossier: &Dossier, context: &Context<'_>) -> Result<Event, Refusal> {
    let rules = context.knows(&context.edition.transfer, "transfer")?;
    let state = &dossier.transfer;
    match state {
        State::Requested(Case { request, step }) => match step {
            Step::Confirmed => {
                unhindered(dossier, rules, context)?;
                Ok(Event::Registered {
                    holder: request.transferee,
                    through: filing::remaining(dossier)?.term.through,
                })
            }
            Step::Filed
            | Step::Incomplete { .. }
            | Step::AtStage { .. }
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => Err(not_at_this_step("transfer.register", state)),
        },
        State::None => Err(not_at_this_step("transfer.register", state)),
    }
}

/// Refuses while a case is open, and while the licence is suspended where the edition says so.
pub(super) fn unhindered(
    dossier: &Dossier,
    rules: &TransferRules,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if rules.not_suspended.value == Needed::Needed && dossier.licence.is_suspended() {
        return Err(Refusal::new(Code::Suspended, &rules.not_suspended));
    }
    licence::no_open_case(dossier, context)
}

/// What was not confirmed in time is refused, where silence means so.
pub(super) fn refused_by_silence(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let passed = silence::passed(dossier, editions, &Awaited::Transfer)?;
    Ok(passed.and_then(|passed| {
        passed.refuses(|passed| Event::RefusedBySilence {
            silence: passed.silence,
        })
    }))
}

/// Who was confirmed becomes the holder without the authority, where silence means so, once nothing stands in
/// the way.
pub(super) fn registered_by_silence(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let Some(passed) = silence::passed(dossier, editions, &Awaited::Registration)? else {
        return Ok(None);
    };
    let is_granted = match passed.means {
        Means::Granted => true,
        Means::None | Means::Refused => false,
    };
    let calendar = Actor::calendar();
    let as_asked = registration(dossier, &passed.context(&calendar));
    Ok(match as_asked {
        Ok(Event::Registered { holder, through }) if is_granted => {
            let registered = Event::RegisteredBySilence {
                holder,
                through,
                silence: passed.silence,
            };
            Some((passed.on, registered))
        }
        Ok(_) | Err(_) => None,
    })
}
