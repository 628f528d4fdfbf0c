//! What may follow what in a call, and a sample of each message.

use super::{Call, Case, Command, Draft, Event, State, Step};
use crate::calendar::Span;
use crate::edition::Edition;
use crate::machines::Drawing;
use crate::machines::sample::{DAY, edition, resolution};
use crate::machines::specimen::Specimen;
use crate::resolution::{Matter, Motion};
use crate::text::{FreeText, Label};

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event) -> Option<State> {
    let case = match (event, state) {
        (Event::Drafted { draft, edition }, State::None) => Case {
            call: Call {
                number: draft.number.clone(),
                province: draft.province.clone(),
                district: draft.district.clone(),
                seats: draft.seats,
                opens_on: draft.opens_on,
                closes_on: draft.closes_on,
                extended: false,
                edition: edition.clone(),
            },
            step: Step::Draft,
        },
        (event, State::Prepared(case)) => Case {
            call: changed(&case.call, event),
            step: step(case.step, event)?,
        },
        (_, State::None) => return None,
    };
    Some(State::Prepared(Box::new(case)))
}

/// How far the call has come after `event`.
fn step(step: Step, event: &Event) -> Option<Step> {
    match (event, step) {
        (Event::CapacityApproved { .. }, Step::Draft) => Some(Step::CapacityApproved),
        (Event::Published, Step::CapacityApproved) => Some(Step::Published),
        (Event::Opened, Step::Published) | (Event::Extended { .. }, Step::Open) => Some(Step::Open),
        (Event::Closed { reserve_through }, Step::Open) => Some(Step::Closed {
            reserve_through: *reserve_through,
        }),
        (Event::Ranked { .. }, Step::Closed { reserve_through }) => {
            Some(Step::Ranked { reserve_through })
        }
        (Event::Concluded | Event::ReserveListEnded, Step::Ranked { reserve_through })
        | (Event::ReserveListEnded, Step::Closed { reserve_through }) => {
            Some(Step::Concluded { reserve_through })
        }
        (
            Event::Cancelled { .. },
            Step::Draft
            | Step::CapacityApproved
            | Step::Published
            | Step::Open
            | Step::Closed { .. },
        ) => Some(Step::Cancelled),
        (_, _) => None,
    }
}

/// What the call says after `event`.
fn changed(call: &Call, event: &Event) -> Call {
    let mut after = call.clone();
    if let Event::CapacityApproved { seats, .. } = event {
        after.seats = *seats;
    }
    if let Event::Extended { closes_on, .. } = event {
        after.closes_on = *closes_on;
        after.extended = true;
    }
    after
}

/// The call as an edition has it; none where it knows no calls.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, Event>> {
    rules.call.as_ref()?;
    Some(Drawing {
        name: "call",
        start: State::default(),
        events: events(),
        alike: Vec::new(),
        next: Box::new(next),
        name_of: State::name,
        has_ended: State::has_ended,
    })
}

fn events() -> Vec<Event> {
    vec![
        Event::Drafted {
            draft: Box::new(Draft {
                number: Label::default(),
                province: Label::default(),
                district: FreeText::default(),
                seats: 1,
                opens_on: DAY,
                closes_on: DAY,
            }),
            edition: edition(),
        },
        Event::CapacityApproved {
            resolution: resolution(),
            seats: 1,
            population: 0,
            guide: 0,
        },
        Event::Published,
        Event::Opened,
        Event::Extended {
            resolution: resolution(),
            closes_on: DAY,
        },
        Event::Closed {
            reserve_through: DAY,
        },
        Event::Ranked {
            resolution: resolution(),
        },
        Event::Concluded,
        Event::ReserveListEnded,
        Event::Cancelled {
            resolution: resolution(),
            reason: FreeText::default(),
        },
    ]
}

const MONTH: Span = Span {
    years: 0,
    months: 1,
    days: 0,
};

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let calendar = specimen.edition.calendar;
    let notice = specimen.edition.call.as_ref();
    let opens_on = match notice {
        Some(rules) => calendar.clamped(specimen.today, rules.notice.value),
        None => specimen.today,
    };
    let closes_on = specimen.dossier.call.call().map(|call| call.closes_on);
    let last = closes_on.unwrap_or(specimen.today);
    vec![
        Command::Draft(Box::new(Draft {
            number: "1".into(),
            province: "تهران".into(),
            district: "مرکز".into(),
            seats: 1,
            opens_on,
            closes_on: calendar.clamped(opens_on, MONTH),
        })),
        Command::ApproveCapacity {
            resolution: specimen.resolution(Matter::Call, Motion::ApproveCapacity),
            seats: 1,
            population: 20_000,
        },
        Command::Publish,
        Command::Extend {
            resolution: specimen.resolution(Matter::Call, Motion::Extend),
            closes_on: last.day_after().unwrap_or(last),
        },
        Command::Rank {
            resolution: specimen.resolution(Matter::Ranking, Motion::Rank),
        },
        Command::Conclude,
        Command::Cancel {
            resolution: specimen.resolution(Matter::Call, Motion::Cancel),
            reason: specimen.reason(),
        },
    ]
}
