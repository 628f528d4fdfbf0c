//! The case, drawn.

use super::{DAY, draw, edition};
use crate::edition::Rung;
use crate::enforcement::file::{File, Finding, Sanction};
use crate::enforcement::{Closing, Event, State, next};

/// The case as a Mermaid state diagram.
pub fn enforcement() -> String {
    let events = events();
    let states = states();
    let arrows = states.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = next(from, event, DAY)?;
            Some((from.name(), to.name(), event.name()))
        })
    });
    draw(State::default().name(), arrows)
}

fn states() -> Vec<State> {
    let file = || {
        Box::new(File {
            violation: String::new(),
            reported_on: DAY,
            edition: edition(),
            urgent: false,
            suspension: None,
            cut_off_through: None,
            record: vec![Finding {
                violation: String::new(),
                occurrence: 1,
                proven_on: DAY,
                rung: Rung::Notice,
                remedied: false,
            }],
        })
    };
    vec![
        State::None,
        State::Reported(file()),
        State::Dismissed(file()),
        State::NoticeServed {
            file: file(),
            served_on: DAY,
            defend_by: DAY,
        },
        State::Heard {
            file: file(),
            served_on: DAY,
            heard_on: None,
        },
        State::Sanctioned {
            file: file(),
            objection_by: DAY,
        },
        State::RevocationProposed {
            file: file(),
            served_on: DAY,
            heard_on: None,
            occurrence: 1,
            proposed_by: String::new(),
        },
        State::Revoked {
            file: file(),
            objection_by: DAY,
        },
        State::UnderReview(file()),
        State::Closed(file()),
    ]
}

fn events() -> Vec<Event> {
    vec![
        Event::Reported {
            violation: String::new(),
            facts: String::new(),
            edition: edition(),
        },
        Event::Dismissed {
            reason: String::new(),
        },
        Event::NoticeServed {
            served_on: DAY,
            defend_by: DAY,
        },
        Event::Defended,
        Event::HearingElapsed { defend_by: DAY },
        Event::Sanctioned {
            violation: String::new(),
            occurrence: 1,
            sanction: Sanction::Notice,
            reason: String::new(),
            objection_by: DAY,
        },
        Event::RevocationProposed {
            violation: String::new(),
            occurrence: 1,
            reason: String::new(),
            proposed_by: String::new(),
        },
        Event::Revoked {
            violation: String::new(),
            occurrence: 1,
            reason: String::new(),
            objection_by: DAY,
            court_by: DAY,
        },
        Event::UrgentlySuspended {
            reason: String::new(),
            through: DAY,
        },
        Event::UrgentSuspensionConfirmed {
            reason: String::new(),
            through: DAY,
        },
        Event::RemedyVerified {
            violation: String::new(),
        },
        Event::Objected {
            reason: String::new(),
        },
        Event::Upheld {
            reason: String::new(),
        },
        Event::Overturned {
            decision: String::new(),
            reason: String::new(),
        },
        Event::Closed {
            because: Closing::ObjectionElapsed,
        },
        Event::Closed {
            because: Closing::LicenceEnded,
        },
    ]
}
