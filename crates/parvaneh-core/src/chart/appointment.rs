//! An appointment to a post, drawn.

use super::Chart;
use crate::appointment::{Ending, Event, Post, Step, next};
use crate::edition::Edition;
use crate::machines::Drawing;
use crate::machines::sample::{DAY, PARTY, edition};

pub(super) fn appointment(rules: &Edition) -> Option<Chart> {
    let mut posts = rules.appointment.as_ref()?.posts.keys();
    let events = events(*posts.next()?);
    let alike = posts.flat_map(|post| self::events(*post)).collect();
    let machine = Drawing {
        name: "appointment",
        start: None,
        events,
        alike,
        next: Box::new(|step, event| next(step.as_ref(), event, DAY).map(Some)),
        name_of: |step| step.as_ref().map_or("Vacant", Step::name),
        has_ended: |step| matches!(step, Some(Step::Ended { .. } | Step::Rejected { .. })),
    };
    Some(machine.draw(rules))
}

fn events(post: Post) -> Vec<Event> {
    vec![
        Event::Proposed {
            post,
            person: PARTY,
            edition: edition(),
        },
        Event::Approved {
            post,
            resolution: None,
        },
        Event::Rejected {
            post,
            resolution: None,
            reason: String::new(),
            propose_by: None,
        },
        Event::Begun { post },
        Event::Ended {
            post,
            how: Ending::Resigned,
            acting: None,
            propose_by: None,
        },
        Event::Lapsed { post },
        Event::VacancyElapsed {
            post,
            propose_by: DAY,
        },
    ]
}
