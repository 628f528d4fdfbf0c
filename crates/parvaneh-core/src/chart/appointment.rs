//! An appointment to a post and the office's mismatch, drawn side by side.

use super::{DAY, draw, edition};
use crate::appointment::mismatch::{self, Mismatch, Settlement};
use crate::appointment::{Ending, Event, Post, Step, next};
use crate::party::PartyId;

const NOBODY: &str = "Vacant";
const PERSON: PartyId = PartyId([0; 16]);
const POST: Post = Post::Operator;

/// Appointment and mismatch as a Mermaid state diagram.
pub fn appointment() -> String {
    let events = events();
    let steps = steps();
    let mismatches = mismatches();
    let name = |step: Option<&Step>| step.map_or(NOBODY, Step::name);
    let of_posts = steps.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = next(from.as_ref(), event)?;
            Some((name(from.as_ref()), to.name(), event.name()))
        })
    });
    let of_mismatch = mismatches.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = mismatch::next(from, event)?;
            Some((from.name(), to.name(), event.name()))
        })
    });
    draw(NOBODY, of_posts.chain(of_mismatch))
}

fn steps() -> Vec<Option<Step>> {
    let person = PERSON;
    vec![
        None,
        Some(Step::Proposed {
            person,
            edition: edition(),
        }),
        Some(Step::Approved { person }),
        Some(Step::Active { person }),
        Some(Step::Ended {
            person,
            propose_by: Some(DAY),
        }),
        Some(Step::Rejected {
            person,
            propose_by: Some(DAY),
        }),
    ]
}

fn mismatches() -> Vec<Mismatch> {
    vec![
        Mismatch::None,
        Mismatch::Open {
            settle_by: DAY,
            leads_to: String::new(),
            edition: edition(),
        },
        Mismatch::Elapsed {
            leads_to: String::new(),
            edition: edition(),
        },
    ]
}

fn events() -> Vec<Event> {
    vec![
        Event::Proposed {
            post: POST,
            person: PERSON,
            edition: edition(),
        },
        Event::Approved {
            post: POST,
            resolution: None,
        },
        Event::Rejected {
            post: POST,
            resolution: None,
            reason: String::new(),
            propose_by: None,
        },
        Event::Begun { post: POST },
        Event::Ended {
            post: POST,
            how: Ending::Resigned,
            acting: None,
            propose_by: None,
        },
        Event::VacancyElapsed {
            post: POST,
            propose_by: DAY,
        },
        Event::MismatchRecorded {
            facts: String::new(),
            settle_by: DAY,
            leads_to: String::new(),
            edition: edition(),
        },
        Event::MismatchSettled {
            how: Settlement::Resumed,
        },
        Event::MismatchElapsed { settle_by: DAY },
    ]
}
