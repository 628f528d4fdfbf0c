//! The call, drawn.

use super::{DAY, draw, edition, resolution};
use crate::call::{Call, Draft, Event, State, next};

/// The call as a Mermaid state diagram.
pub fn call() -> String {
    let events = events();
    let states = states();
    let arrows = states.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = next(from, event)?;
            Some((from.name(), to.name(), event.name()))
        })
    });
    draw(State::default().name(), arrows)
}

fn states() -> Vec<State> {
    let call = || {
        Box::new(Call {
            number: String::new(),
            province: String::new(),
            district: String::new(),
            seats: 1,
            opens_on: DAY,
            closes_on: DAY,
            extended: false,
            edition: edition(),
        })
    };
    vec![
        State::None,
        State::Draft(call()),
        State::CapacityApproved(call()),
        State::Published(call()),
        State::Open(call()),
        State::Closed {
            call: call(),
            reserve_through: DAY,
        },
        State::Ranked {
            call: call(),
            reserve_through: DAY,
        },
        State::Concluded {
            call: call(),
            reserve_through: DAY,
        },
        State::Cancelled(call()),
    ]
}

fn events() -> Vec<Event> {
    vec![
        Event::Drafted {
            draft: Box::new(Draft {
                number: String::new(),
                province: String::new(),
                district: String::new(),
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
            reason: String::new(),
        },
    ]
}
