//! A contract with a service agency, drawn.

use super::Chart;
use crate::contract::{Event, Step, next};
use crate::edition::{Edition, Needed};
use crate::machines::Drawing;
use crate::machines::sample::{edition, resolution};

pub(super) fn contract(rules: &Edition) -> Option<Chart> {
    let unapproved = rules.contract.as_ref()?.approval.value == Needed::NotNeeded;
    let machine = Drawing {
        name: "contract",
        start: None,
        events: events(),
        alike: Vec::new(),
        next: Box::new(
            move |step: &Option<Step>, event: &Event| match (step, event) {
                (Some(Step::Drafted), Event::Signed { .. }) if !unapproved => None,
                (step, event) => next(*step, event).map(Some),
            },
        ),
        name_of: |step| step.map_or("None", Step::name),
        has_ended: |step| *step == Some(Step::Ended),
    };
    Some(machine.draw(rules))
}

fn events() -> Vec<Event> {
    let agency = String::new;
    vec![
        Event::Drafted {
            agency: agency(),
            edition: edition(),
        },
        Event::Approved {
            agency: agency(),
            resolution: resolution(),
        },
        Event::Signed { agency: agency() },
        Event::Suspended { agency: agency() },
        Event::Resumed { agency: agency() },
        Event::Terminated {
            agency: agency(),
            reason: String::new(),
        },
        Event::Ended { agency: agency() },
    ]
}
