//! What it takes to pass a stage, and what a seat is worth.

use super::{Event, Matter, Objection, Stage, State};
use crate::calendar::Date;
use crate::edition::CallRules;
use crate::law::OwnRule;
use crate::machines::Context;
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::Resolution;
use crate::state::Dossier;

pub(super) fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    let rule = Citation::from(OwnRule::StepsOfAnApplication);
    Refusal::new(Code::NotAtThisStep, rule)
        .because("asked", asked)
        .because("stands_at", state.name())
}

/// On to the stage after `at`, or to qualification after the last one: with the papers of every
/// stage up to here still in date, and while a seat is left.
pub(super) fn pass(
    state: &State,
    matter: &Matter,
    at: Stage,
    resolution: Option<&Resolution>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let to = papers_in_order(matter, at, context)?;
    let resolution = resolution.cloned();
    if to.is_none() || at == Stage::Session {
        seat_is_left(state, matter, context)?;
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
    context: &Context<'_>,
) -> Result<Option<Stage>, Refusal> {
    let rules = context.knows(&context.edition.application, "application")?;
    let mut passed = rules.stages.first();
    while let Some(stage) = passed {
        let needs = rules.stages.needs(stage);
        matter.papers.satisfy(&needs, context.today)?;
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
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let (matter, at) = match &dossier.application {
        State::ForSession(matter) => (matter, Stage::Session),
        State::Reserve { matter, at, .. } => (matter, *at),
        state @ (State::None
        | State::Submitted(_)
        | State::Incomplete { .. }
        | State::UnderClearance(_)
        | State::Qualified(_)
        | State::Rejected { .. }
        | State::Withdrawn { .. }
        | State::Lapsed { .. }) => return Err(not_at_this_step("application.qualify", state)),
    };
    context.carried(dossier, resolution)?;
    pass(&dossier.application, matter, at, Some(resolution), context)
}

/// The reserve list is for those who would be qualified if a seat were left (D).
pub(super) fn reserve(
    dossier: &Dossier,
    resolution: &Resolution,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let (matter, at) = match &dossier.application {
        State::ForSession(matter) => (matter, Stage::Session),
        State::UnderClearance(matter) if matter.qualification.is_some() => {
            (matter, Stage::Clearance)
        }
        state @ (State::None
        | State::Submitted(_)
        | State::Incomplete { .. }
        | State::UnderClearance(_)
        | State::Qualified(_)
        | State::Reserve { .. }
        | State::Rejected { .. }
        | State::Withdrawn { .. }
        | State::Lapsed { .. }) => return Err(not_at_this_step("application.reserve", state)),
    };
    context.carried(dossier, resolution)?;
    papers_in_order(matter, at, context)?;
    let Some(seats) = seats(&dossier.application, matter, context)? else {
        return Err(context.procedure_not_known("call"));
    };
    if seats.taken < seats.all {
        return Err(Refusal::new(Code::SeatsLeft, &seats.rules.reserve_list)
            .because("seats", seats.all)
            .because("seats_taken", seats.taken));
    }
    Ok(Event::Reserved {
        resolution: resolution.clone(),
        at,
        through: seats.reserve_through,
    })
}

/// A rejection names the condition that is not met (R).
pub(super) fn reject(
    dossier: &Dossier,
    resolution: &Resolution,
    unmet: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.application;
    let (State::ForSession(_) | State::UnderClearance(_)) = state else {
        return Err(not_at_this_step("application.reject", state));
    };
    context.carried(dossier, resolution)?;
    context.reasoned(unmet)?;
    let rules = context.knows(&context.edition.application, "application")?;
    let calendar = context.edition.calendar;
    Ok(Event::Rejected {
        resolution: resolution.clone(),
        unmet: unmet.to_owned(),
        objection_by: calendar.clamped(context.today, rules.objection.value),
    })
}

fn seat_is_left(state: &State, matter: &Matter, context: &Context<'_>) -> Result<(), Refusal> {
    match seats(state, matter, context)? {
        Some(seats) if seats.all <= seats.taken => {
            Err(Refusal::new(Code::NoSeatLeft, &seats.rules.reserve_list)
                .because("seats", seats.all)
                .because("seats_taken", seats.taken))
        }
        Some(_) | None => Ok(()),
    }
}

struct Seats<'a> {
    all: u32,
    taken: u32,
    reserve_through: Date,
    rules: &'a CallRules,
}

/// The seats of the call that the application answers, which are given once it has closed: to those
/// on its reserve list also after it is concluded. None where the application answers no call.
fn seats<'a>(
    state: &State,
    matter: &Matter,
    context: &Context<'a>,
) -> Result<Option<Seats<'a>>, Refusal> {
    let Some(number) = &matter.call else {
        return Ok(None);
    };
    let rules = context.knows(&context.edition.call, "call")?;
    let (answered, call) = context.answered(number)?;
    let over = answered.call.has_ended() && !matches!(state, State::Reserve { .. });
    if let (Some(reserve_through), false) = (answered.call.reserve_through(), over) {
        return Ok(Some(Seats {
            all: call.seats,
            taken: answered.seats_taken,
            reserve_through,
            rules,
        }));
    }
    let refusal = |code| {
        let rule = Citation::from(OwnRule::WhenSeatsAreGiven);
        Refusal::new(code, rule)
            .because("call", number)
            .because("stands_at", answered.call.name())
    };
    Err(if answered.call.has_ended() {
        refusal(Code::CallOver)
    } else {
        let closes_on = call.closes_on;
        refusal(Code::CallNotClosed)
            .because("closes_on", closes_on)
            .until(closes_on.succ_opt().unwrap_or(closes_on))
    })
}

/// While the calendar has not closed the way.
pub(super) fn object(dossier: &Dossier, grounds: &str) -> Result<Event, Refusal> {
    match &dossier.application {
        State::Rejected {
            objection: Objection::Open { .. },
            ..
        } => Ok(Event::Objected {
            grounds: grounds.to_owned(),
        }),
        state @ (State::None
        | State::Submitted(_)
        | State::Incomplete { .. }
        | State::UnderClearance(_)
        | State::ForSession(_)
        | State::Qualified(_)
        | State::Reserve { .. }
        | State::Rejected { .. }
        | State::Withdrawn { .. }
        | State::Lapsed { .. }) => Err(not_at_this_step("application.object", state)),
    }
}

/// Whoever decides an objection that pends says why.
pub(super) fn objection_pends(
    dossier: &Dossier,
    asked: &str,
    reason: &str,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let State::Rejected {
        objection: Objection::Pending,
        ..
    } = &dossier.application
    else {
        return Err(not_at_this_step(asked, &dossier.application));
    };
    context.reasoned(reason)
}

/// What was approved in principle is given back as such, and what was issued is surrendered.
pub(super) fn can_be_withdrawn(dossier: &Dossier) -> bool {
    dossier.pending_application().is_some() && !dossier.principled_approval.is_open()
}
