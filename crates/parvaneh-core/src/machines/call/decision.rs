//! What each command to a call leads to, from the draft to its end.

use super::{Call, Draft, Event, State, Step, not_at_this_step};
use crate::calendar::Date;
use crate::edition::CallRules;
use crate::law::OwnRule;
use crate::machines::Context;
use crate::refusal::{Code, Refusal};
use crate::resolution::{Matter, Motion, Resolution};
use crate::state::Dossier;
use crate::text::Reason;

/// A history has one call.
pub(super) fn draft(state: &State, draft: &Draft, context: &Context<'_>) -> Result<Event, Refusal> {
    match state {
        State::None => {}
        State::Prepared(_) => return Err(not_at_this_step("call.draft", state)),
    }
    has_seats(draft.seats)?;
    opens_before_it_closes(draft)?;
    Ok(Event::Drafted {
        draft: Box::new(draft.clone()),
        edition: context.edition.id.clone(),
    })
}

/// The guide to how many offices a district needs is recorded and binds nobody; that a call is
/// for somebody follows from what it is.
fn has_seats(seats: u32) -> Result<(), Refusal> {
    match seats {
        0 => Err(Refusal::new(Code::NoSeats, OwnRule::CallForSomebody)),
        1.. => Ok(()),
    }
}

fn opens_before_it_closes(draft: &Draft) -> Result<(), Refusal> {
    if draft.opens_on <= draft.closes_on {
        return Ok(());
    }
    Err(Refusal::new(Code::CallReversed, OwnRule::StepsOfACall)
        .because("opens_on", draft.opens_on)
        .because("closes_on", draft.closes_on))
}

/// The working group says how many offices the district is to have more.
pub(super) fn approve_capacity(
    dossier: &Dossier,
    resolution: &Resolution,
    seats: u32,
    population: u32,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.call;
    let rules = context.knows(&context.edition.call, "call")?;
    match state {
        State::Prepared(case) => match case.step {
            Step::Draft => {}
            Step::CapacityApproved
            | Step::Published
            | Step::Open
            | Step::Closed { .. }
            | Step::Ranked { .. }
            | Step::Concluded { .. }
            | Step::Cancelled => return Err(not_at_this_step("call.approve_capacity", state)),
        },
        State::None => return Err(not_at_this_step("call.approve_capacity", state)),
    }
    let resolution = context.carried(dossier, resolution, Matter::Call, Motion::ApproveCapacity)?;
    has_seats(seats)?;
    Ok(Event::CapacityApproved {
        resolution,
        seats,
        population,
        guide: population / rules.people_per_office.value,
    })
}

/// By whom the edition says, and long enough before the call opens.
pub(super) fn publish(
    state: &State,
    rules: &CallRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    match state {
        State::Prepared(case) => match case.step {
            Step::CapacityApproved => may_be_published(&case.call, rules, context)?,
            Step::Draft
            | Step::Published
            | Step::Open
            | Step::Closed { .. }
            | Step::Ranked { .. }
            | Step::Concluded { .. }
            | Step::Cancelled => return Err(not_at_this_step("call.publish", state)),
        },
        State::None => return Err(not_at_this_step("call.publish", state)),
    }
    Ok(Event::Published)
}

fn may_be_published(call: &Call, rules: &CallRules, context: &Context<'_>) -> Result<(), Refusal> {
    let publisher = rules.publisher.value;
    if context.actor.role != publisher {
        return Err(Refusal::new(Code::RoleMayNot, &rules.publisher)
            .because("role", context.actor.role.word())
            .because("may", publisher.word()));
    }
    let calendar = context.edition.calendar;
    let earliest = calendar.clamped(context.today, rules.notice.value);
    if call.opens_on < earliest {
        return Err(Refusal::new(Code::NoticeTooShort, &rules.notice)
            .because("opens_on", call.opens_on)
            .because("could_open_on", earliest));
    }
    Ok(())
}

/// Once, before the call closes, and by no more than its own length (D).
pub(super) fn extend(
    dossier: &Dossier,
    resolution: &Resolution,
    closes_on: Date,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.call;
    let resolution = match state {
        State::Prepared(case) => match case.step {
            Step::Open => {
                let resolution =
                    context.carried(dossier, resolution, Matter::Call, Motion::Extend)?;
                can_be_extended(&case.call, closes_on)?;
                resolution
            }
            Step::Draft
            | Step::CapacityApproved
            | Step::Published
            | Step::Closed { .. }
            | Step::Ranked { .. }
            | Step::Concluded { .. }
            | Step::Cancelled => return Err(not_at_this_step("call.extend", state)),
        },
        State::None => return Err(not_at_this_step("call.extend", state)),
    };
    Ok(Event::Extended {
        resolution,
        closes_on,
    })
}

fn can_be_extended(call: &Call, closes_on: Date) -> Result<(), Refusal> {
    if call.extended {
        return Err(Refusal::new(
            Code::ExtendedBefore,
            OwnRule::CallExtendedOnce,
        ));
    }
    let longer = closes_on.days_since(call.closes_on);
    if longer < 1 || call.closes_by() < closes_on {
        return Err(
            Refusal::new(Code::ExtensionUnfit, OwnRule::CallExtendedOnce)
                .because("closes_on", call.closes_on)
                .because("days_more", longer)
                .because("days_more_at_most", call.days_open().days()),
        );
    }
    Ok(())
}

/// The working group ranks those who answered, once each of them is decided.
pub(super) fn rank(
    dossier: &Dossier,
    resolution: &Resolution,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.call;
    let resolution = match state {
        State::Prepared(case) => match case.step {
            Step::Closed { .. } => {
                let resolution =
                    context.carried(dossier, resolution, Matter::Ranking, Motion::Rank)?;
                answers_are_decided(&case.call, context)?;
                resolution
            }
            Step::Draft
            | Step::CapacityApproved
            | Step::Published
            | Step::Open
            | Step::Ranked { .. }
            | Step::Concluded { .. }
            | Step::Cancelled => return Err(not_at_this_step("call.rank", state)),
        },
        State::None => return Err(not_at_this_step("call.rank", state)),
    };
    Ok(Event::Ranked { resolution })
}

/// Who is still waited for has no rank (D).
fn answers_are_decided(call: &Call, context: &Context<'_>) -> Result<(), Refusal> {
    let answered = context.call.filter(|of| call.number == *of.number);
    match answered.map_or(0, |of| of.undecided) {
        0 => Ok(()),
        undecided => Err(
            Refusal::new(Code::AnswersUndecided, OwnRule::RankedOnceDecided)
                .because("undecided", undecided),
        ),
    }
}

/// The secretariat ends a ranked call whose seats are filled.
pub(super) fn conclude(
    state: &State,
    rules: &CallRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    match state {
        State::Prepared(case) => match case.step {
            Step::Ranked { .. } => seats_are_filled(&case.call, rules, context)?,
            Step::Draft
            | Step::CapacityApproved
            | Step::Published
            | Step::Open
            | Step::Closed { .. }
            | Step::Concluded { .. }
            | Step::Cancelled => return Err(not_at_this_step("call.conclude", state)),
        },
        State::None => return Err(not_at_this_step("call.conclude", state)),
    }
    Ok(Event::Concluded)
}

fn seats_are_filled(call: &Call, rules: &CallRules, context: &Context<'_>) -> Result<(), Refusal> {
    let answered = context.call.filter(|of| call.number == *of.number);
    let taken = answered.map_or(0, |of| of.seats_taken);
    if call.seats <= taken {
        return Ok(());
    }
    Err(Refusal::new(Code::SeatsLeft, &rules.reserve_list)
        .because("seats", call.seats)
        .because("seats_taken", taken))
}

/// Before the ranking; who answered may answer another call.
pub(super) fn cancel(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.call;
    match state {
        State::Prepared(case) => match case.step {
            Step::Draft
            | Step::CapacityApproved
            | Step::Published
            | Step::Open
            | Step::Closed { .. } => {}
            Step::Ranked { .. } | Step::Concluded { .. } | Step::Cancelled => {
                return Err(not_at_this_step("call.cancel", state));
            }
        },
        State::None => return Err(not_at_this_step("call.cancel", state)),
    }
    let resolution = context.carried(dossier, resolution, Matter::Call, Motion::Cancel)?;
    Ok(Event::Cancelled {
        resolution,
        reason: reason.into(),
    })
}
