//! What it takes to pass a stage, and what the working group decides.

use super::{Case, Event, Matter, Stage, State, Step, not_at_this_step, seats};
use crate::edition::ApplicationRules;
use crate::machines::Context;
use crate::refusal::{Code, Refusal};
use crate::resolution::{self, Motion, Resolution, SessionVote};
use crate::state::Dossier;
use crate::text::Reason;

/// What is complete comes to the edition's first stage.
pub(super) fn begin_review(state: &State, rules: &ApplicationRules) -> Result<Event, Refusal> {
    let refused = || Err(not_at_this_step("application.begin_review", state));
    let first = match state {
        State::Filed(case) => match case.step {
            Step::Submitted => rules.stages.first(),
            Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected { .. } => return refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return refused(),
    };
    match first {
        Some(to) => Ok(Event::Advanced {
            to,
            resolution: None,
        }),
        None => refused(),
    }
}

/// With every clearance and report there and in favour.
pub(super) fn conclude_clearance(
    state: &State,
    rules: &ApplicationRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let refused = || Err(not_at_this_step("application.conclude_clearance", state));
    match state {
        State::Filed(case) => match case.step {
            Step::UnderClearance => pass(case, Stage::Clearance, None, rules, context),
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected { .. } => refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => refused(),
    }
}

/// On to the stage after `at`, or to qualification after the last one: with the papers of every
/// stage up to here still in date, and while a seat is left.
fn pass(
    case: &Case,
    at: Stage,
    resolution: Option<&SessionVote>,
    rules: &ApplicationRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let to = papers_in_order(&case.matter, at, rules, context)?;
    let resolution = resolution.cloned();
    if to.is_none() || at == Stage::Session {
        seats::one_is_left(case, context)?;
    }
    Ok(match to {
        Some(to) => Event::Advanced { to, resolution },
        None => Event::Qualified { resolution },
    })
}

/// The stage after `at`, once every paper that it and those before it need is in order.
fn papers_in_order(
    matter: &Matter,
    at: Stage,
    rules: &ApplicationRules,
    context: &Context<'_>,
) -> Result<Option<Stage>, Refusal> {
    let mut passed = rules.stages.first();
    while let Some(stage) = passed {
        let needs = rules.stages.needs(stage);
        matter
            .papers
            .satisfy(&needs, &context.edition.papers, context.today)?;
        if stage == at {
            return Ok(rules.stages.after(stage));
        }
        passed = rules.stages.after(stage);
    }
    Ok(None)
}

/// By vote: at its session, or from the reserve list.
pub(super) fn qualify(
    dossier: &Dossier,
    resolution: &Resolution,
    rules: &ApplicationRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.application;
    let refused = || Err(not_at_this_step("application.qualify", state));
    let (case, at) = match state {
        State::Filed(case) => match case.step {
            Step::ForSession => (case, Stage::Session),
            Step::Reserve { at, .. } => (case, at),
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::Qualified
            | Step::Rejected { .. } => return refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return refused(),
    };
    let resolution = context.carried(
        dossier,
        resolution,
        resolution::Matter::Application,
        Motion::Qualify,
    )?;
    pass(case, at, Some(&resolution), rules, context)
}

/// The reserve list is for those who would be qualified if a seat were left (D).
pub(super) fn reserve(
    dossier: &Dossier,
    resolution: &Resolution,
    rules: &ApplicationRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.application;
    let refused = || Err(not_at_this_step("application.reserve", state));
    let (case, at) = match state {
        State::Filed(case) => match case.step {
            Step::ForSession => (case, Stage::Session),
            Step::UnderClearance => match case.matter.qualification {
                Some(_) => (case, Stage::Clearance),
                None => return refused(),
            },
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected { .. } => return refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return refused(),
    };
    let resolution = context.carried(
        dossier,
        resolution,
        resolution::Matter::Application,
        Motion::Reserve,
    )?;
    papers_in_order(&case.matter, at, rules, context)?;
    let Some(seats) = seats::seats(case, context)? else {
        return Err(context.procedure_not_known("call"));
    };
    if seats.taken < seats.all {
        return Err(Refusal::new(Code::SeatsLeft, &seats.rules.reserve_list)
            .because("seats", seats.all)
            .because("seats_taken", seats.taken));
    }
    Ok(Event::Reserved {
        resolution,
        at,
        through: seats.reserve_through,
    })
}

/// A rejection names the condition that is not met (R).
pub(super) fn reject(
    dossier: &Dossier,
    resolution: &Resolution,
    unmet: &Reason,
    rules: &ApplicationRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.application;
    let refused = || Err(not_at_this_step("application.reject", state));
    match state {
        State::Filed(case) => match case.step {
            Step::UnderClearance | Step::ForSession => {}
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected { .. } => return refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => return refused(),
    }
    let resolution = context.carried(
        dossier,
        resolution,
        resolution::Matter::Application,
        Motion::Reject,
    )?;
    Ok(Event::Rejected {
        resolution,
        unmet: unmet.into(),
        objection_by: context
            .edition
            .deadline(context.today, rules.objection.value),
    })
}
