//! The premises of an office, and what is permitted beside the licence's own state.

use super::{DAY, TERM, draw, edition, paper, resolution};
use crate::licence::Event;
use crate::licence::premises::{Permits, Premises, next};

/// Relocation, closure and counters as a Mermaid state diagram.
pub fn premises() -> String {
    let events = events();
    let applied = |permits: &Permits, at: usize| next(permits, &events[at]).unwrap_or_default();
    let open = Permits::default();
    let requested = applied(&open, 0);
    let closed = applied(&open, 1);
    let both = applied(&requested, 1);
    let states = [open, requested, closed, both];
    let arrows = states.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = next(from, event)?;
            Some((from.name(), to.name(), event.name()))
        })
    });
    draw(Permits::default().name(), arrows)
}

fn events() -> Vec<Event> {
    let to = || Premises {
        town: String::new(),
        address: String::new(),
    };
    vec![
        Event::RelocationRequested {
            to: to(),
            edition: edition(),
        },
        Event::ClosurePermitted {
            days: TERM,
            resolution: resolution(),
        },
        Event::Recorded {
            paper: paper(),
            through: None,
        },
        Event::Relocated {
            to: to(),
            resolution: resolution(),
        },
        Event::RelocationRefused {
            resolution: resolution(),
            reason: String::new(),
        },
        Event::Reopened,
        Event::ClosureEnded { through: DAY },
        Event::CounterPermitted {
            at: to(),
            days: TERM,
            resolution: resolution(),
        },
    ]
}
