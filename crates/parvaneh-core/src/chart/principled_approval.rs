//! Principled approval, drawn.

use super::{DAY, draw, resolution};
use crate::licence::{Hearing, Measure};
use crate::principled_approval::{Approval, Event, State, next};

/// Principled approval as a Mermaid state diagram.
pub fn principled_approval() -> String {
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
    let approval = |extended| {
        Box::new(Approval {
            resolution: resolution(),
            through: DAY,
            extended,
            stayed_through: None,
        })
    };
    vec![
        State::None,
        State::Issued(approval(false)),
        State::Extended(approval(true)),
        State::PremisesReady(approval(false)),
        State::Presented(approval(false)),
        State::Presented(approval(true)),
        State::Fulfilled,
        State::Lapsed,
        State::Withdrawn,
        State::Cancelled,
    ]
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
