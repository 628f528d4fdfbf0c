//! The renewal, drawn.

use super::Chart;
use super::exploration::Machine;
use super::specimen::{DAY, TERM, edition, paper, resolution};
use crate::edition::{Edition, LatePolicy, Needed};
use crate::renewal::gates::Findings;
use crate::renewal::request::{Request, Timeliness};
use crate::renewal::{Event, State, next};

pub(super) fn renewal(rules: &Edition) -> Option<Chart> {
    let confirmed_first = rules.renewal.confirmation.value == Needed::Needed;
    let machine = Machine {
        name: "renewal",
        start: State::default(),
        events: events(rules),
        alike: Vec::new(),
        next: |state: &State, event: &Event| match (state, event) {
            (State::UnderReview { .. }, Event::Granted { .. }) if confirmed_first => None,
            // Whoever files after the deadline files late, whatever was before.
            (State::DeadlinePassed | State::DeemedWithdrawn, Event::Filed { request, .. })
                if request.timeliness == Timeliness::Timely =>
            {
                None
            }
            (state, event) => next(state, event),
        },
        name_of: State::name,
        has_ended: |state| match state {
            State::Granted(_)
            | State::Refused(_)
            | State::DeemedWithdrawn
            | State::Withdrawn(_) => true,
            State::NotFiled { .. }
            | State::DeadlinePassed
            | State::Filed { .. }
            | State::Incomplete { .. }
            | State::UnderReview { .. }
            | State::Confirmed { .. }
            | State::OutOfTime(_) => false,
        },
    };
    Some(machine.draw(rules))
}

fn request(timeliness: Timeliness) -> Request {
    Request {
        filed_on: DAY,
        timeliness,
        excused: false,
        edition: edition(),
    }
}

fn events(rules: &Edition) -> Vec<Event> {
    let mut events = with_a_deadline(rules);
    events.extend([
        Event::Filed {
            request: request(Timeliness::Timely),
            imported: None,
        },
        Event::DeficiencyNoted {
            missing: Vec::new(),
            cure_by: DAY,
        },
        Event::Cured,
        Event::CureElapsed { cure_by: DAY },
        Event::Recorded {
            paper: paper(""),
            through: None,
        },
        Event::ReviewBegun {
            findings: Findings {
                office_active: true,
                unremedied_violations: 0,
            },
        },
        Event::Refused {
            resolution: None,
            reason: String::new(),
        },
        Event::Granted {
            term: TERM,
            renewal_due: None,
            edition: edition(),
        },
        Event::Withdrawn,
    ]);
    if rules.renewal.confirmation.value == Needed::Needed {
        events.push(Event::Confirmed {
            resolution: resolution(),
        });
    }
    events
}

/// What comes of a deadline, where the edition has one.
fn with_a_deadline(rules: &Edition) -> Vec<Event> {
    if rules.renewal.lead.is_none() {
        return Vec::new();
    }
    let policy = rules.renewal.late.value;
    let mut events = vec![
        Event::ReminderDue {
            rung: 1,
            renewal_due: DAY,
            current_through: DAY,
        },
        Event::DeadlinePassed {
            renewal_due: DAY,
            policy,
        },
    ];
    match policy {
        LatePolicy::RefuseOrExcuse => events.extend([
            Event::Filed {
                request: request(Timeliness::Late),
                imported: None,
            },
            Event::LatenessExcused {
                resolution: resolution(),
                reason: String::new(),
            },
        ]),
        // Nobody can file late, and another register can state that somebody did.
        LatePolicy::DeemedWithdrawal => events.push(Event::Filed {
            request: request(Timeliness::Late),
            imported: Some(String::new()),
        }),
    }
    events
}
