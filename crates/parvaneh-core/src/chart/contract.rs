//! A contract with a service agency.

use super::{draw, edition, resolution};
use crate::contract::{Event, Step, next};

/// A contract with a service agency as a Mermaid state diagram.
pub fn contract() -> String {
    let steps = [
        None,
        Some(Step::Drafted),
        Some(Step::Approved),
        Some(Step::Signed),
        Some(Step::Suspended),
        Some(Step::Ended),
    ];
    let events = events();
    let name = |step: Option<Step>| step.map_or("None", Step::name);
    let arrows = steps.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = next(*from, event)?;
            Some((name(*from), to.name(), event.name()))
        })
    });
    draw(name(None), arrows)
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
