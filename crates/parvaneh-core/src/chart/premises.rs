//! The premises of an office, and what is permitted beside the licence's own state, drawn.

use super::Chart;
use crate::edition::Edition;
use crate::licence::Event;
use crate::licence::premises::{Permits, Premises, next};
use crate::machines::Drawing;
use crate::machines::sample::{DAY, TERM, edition, paper, resolution};

pub(super) fn premises(rules: &Edition) -> Option<Chart> {
    let needs = rules.premises.as_ref()?.relocation.value.iter();
    let mut papers = needs.map(|name| Event::Recorded {
        paper: paper(name),
        through: None,
    });
    let mut events = events();
    events.extend(papers.next());
    let machine = Drawing {
        name: "premises",
        start: Permits::default(),
        events,
        alike: papers.collect(),
        next: Box::new(next),
        name_of: Permits::name,
        has_ended: |permits| permits.relocation.is_none() && permits.closed.is_none(),
    };
    Some(machine.draw(rules))
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
