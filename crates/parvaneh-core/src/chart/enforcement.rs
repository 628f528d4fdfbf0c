//! The case, drawn.

use super::Chart;
use crate::edition::Edition;
use crate::enforcement::file::Sanction;
use crate::enforcement::{Closing, Event, State, next};
use crate::machines::Drawing;
use crate::machines::sample::{DAY, edition};

pub(super) fn enforcement(rules: &Edition) -> Option<Chart> {
    let mut violations = rules.enforcement.cases.as_ref()?.violations.keys();
    let events = events(violations.next()?);
    let alike = violations
        .flat_map(|violation| self::events(violation))
        .collect();
    let machine = Drawing {
        name: "enforcement",
        start: State::default(),
        events,
        alike,
        next: Box::new(|state: &State, event: &Event| match (event, state) {
            (
                Event::Closed {
                    because: Closing::ObjectionElapsed,
                },
                undecided,
            ) if undecided.objection_by().is_none() => None,
            (event, state) => next(state, event, DAY),
        }),
        name_of: State::name,
        has_ended: |state| *state != State::None && state.open_case().is_none(),
    };
    Some(machine.draw(rules))
}

fn events(violation: &str) -> Vec<Event> {
    vec![
        Event::Reported {
            violation: violation.to_owned(),
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
            violation: violation.to_owned(),
            occurrence: 1,
            sanction: Sanction::Notice,
            reason: String::new(),
            objection_by: DAY,
        },
        Event::RevocationProposed {
            violation: violation.to_owned(),
            occurrence: 1,
            reason: String::new(),
            proposed_by: String::new(),
        },
        Event::Revoked {
            violation: violation.to_owned(),
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
            violation: violation.to_owned(),
        },
        Event::Objected {
            reason: String::new(),
        },
        Event::Upheld {
            reason: String::new(),
            court_by: None,
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
