//! The call, drawn.

use super::Chart;
use crate::call::{Draft, Event, State, next};
use crate::edition::Edition;
use crate::machines::Drawing;
use crate::machines::sample::{DAY, edition, resolution};

pub(super) fn call(rules: &Edition) -> Option<Chart> {
    rules.call.as_ref()?;
    let machine = Drawing {
        name: "call",
        start: State::default(),
        events: events(),
        alike: Vec::new(),
        next: Box::new(next),
        name_of: State::name,
        has_ended: State::has_ended,
    };
    Some(machine.draw(rules))
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
