//! Principled approval, drawn.

use super::Chart;
use crate::edition::Edition;
use crate::licence::{Hearing, Measure};
use crate::machines::Drawing;
use crate::machines::sample::{DAY, resolution};
use crate::principled_approval::{Event, State, next};

pub(super) fn principled_approval(rules: &Edition) -> Option<Chart> {
    rules.principled_approval.as_ref()?;
    let machine = Drawing {
        name: "principled_approval",
        start: State::default(),
        events: events(),
        alike: Vec::new(),
        next: Box::new(next),
        name_of: State::name,
        has_ended: |state| state.has_ended() || *state == State::Fulfilled,
    };
    Some(machine.draw(rules))
}

fn events() -> Vec<Event> {
    let (reason, through) = (String::new, DAY);
    vec![
        Event::Issued {
            resolution: resolution(),
            through,
        },
        Event::Extended {
            resolution: resolution(),
            through,
        },
        Event::Stayed {
            resolution: resolution(),
            reason: reason(),
            through,
        },
        Event::PremisesConfirmed,
        Event::Presented,
        Event::Returned {
            reason: reason(),
            through,
        },
        Event::Refused { reason: reason() },
        Event::Cancelled {
            resolution: resolution(),
            measure: Measure {
                reason: reason(),
                hearing: Hearing {
                    notice_served_on: DAY,
                    heard_on: None,
                },
            },
        },
        Event::Lapsed { through },
        Event::Withdrawn,
        Event::Fulfilled,
    ]
}
