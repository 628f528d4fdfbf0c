//! What may follow what in a mismatch, and a sample of each message.

use super::{Command, Event, Settlement, State};
use crate::calendar::Date;
use crate::edition::Edition;
use crate::machines::sample::{DAY, edition};
use crate::machines::specimen::{NEWCOMER, Specimen};
use crate::machines::{self, Drawing, enforcement};
use crate::text::FreeText;

/// What may follow what. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    match (event, state) {
        (
            Event::Recorded {
                operator,
                settle_by,
                leads_to,
                edition,
                ..
            },
            State::None,
        ) => Some(State::Open {
            recorded_on: on,
            operator: *operator,
            settle_by: *settle_by,
            least_given: false,
            leads_to: leads_to.clone(),
            edition: edition.clone(),
        }),
        (Event::Settled { .. }, State::Open { .. } | State::Held { .. }) => Some(State::None),
        (
            Event::Held,
            State::Open {
                recorded_on,
                operator,
                settle_by,
                least_given,
                leads_to,
                edition,
            },
        ) => Some(State::Held {
            recorded_on: *recorded_on,
            operator: *operator,
            held_on: on,
            settle_by: *settle_by,
            least_given: *least_given,
            leads_to: leads_to.clone(),
            edition: edition.clone(),
        }),
        (
            Event::RunsOn {
                settle_by,
                least_given,
            },
            State::Held {
                recorded_on,
                operator,
                least_given: given_before,
                leads_to,
                edition,
                ..
            },
        ) => Some(State::Open {
            recorded_on: *recorded_on,
            operator: *operator,
            settle_by: *settle_by,
            least_given: *least_given || *given_before,
            leads_to: leads_to.clone(),
            edition: edition.clone(),
        }),
        (
            Event::Elapsed { .. },
            State::Open {
                leads_to, edition, ..
            },
        ) => Some(State::Elapsed {
            leads_to: leads_to.clone(),
            edition: edition.clone(),
        }),
        (_, _) => None,
    }
}

/// A mismatch as an edition has it, with the case that it opens; none where the edition knows no posts.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, machines::Event>> {
    let leads_to = &rules.appointment.as_ref()?.mismatch_leads_to.value;
    Some(Drawing {
        name: "mismatch",
        start: State::None,
        events: events(leads_to),
        alike: Vec::new(),
        next: Box::new(|state, event| match (state, event) {
            (_, machines::Event::Mismatch(event)) => next(state, event, DAY),
            (State::Elapsed { .. }, machines::Event::Enforcement(_)) => Some(State::None),
            (_, _) => None,
        }),
        name_of: State::name,
        has_ended: State::is_none,
    })
}

fn events(leads_to: &str) -> Vec<machines::Event> {
    vec![
        Event::Recorded {
            facts: FreeText::default(),
            operator: None,
            settle_by: DAY,
            leads_to: leads_to.into(),
            edition: edition(),
        }
        .into(),
        Event::Settled {
            how: Settlement::Resumed,
        }
        .into(),
        Event::Held.into(),
        Event::RunsOn {
            settle_by: DAY,
            least_given: false,
        }
        .into(),
        Event::Elapsed { settle_by: DAY }.into(),
        enforcement::Event::Reported {
            violation: leads_to.into(),
            facts: FreeText::default(),
            edition: edition(),
        }
        .into(),
    ]
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    vec![
        Command::Record {
            facts: "what was found".into(),
            operator: Some(NEWCOMER).filter(|one| specimen.dossier.holder != Some(*one)),
        },
        Command::Settle {
            how: Settlement::Resumed,
        },
    ]
}
