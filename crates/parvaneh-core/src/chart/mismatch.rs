//! An office that somebody else runs than its holder, drawn.

use super::Chart;
use crate::appointment::Event as Own;
use crate::appointment::mismatch::{Mismatch, Settlement, next};
use crate::dossier::Event;
use crate::edition::Edition;
use crate::enforcement;
use crate::machines::Drawing;
use crate::machines::sample::{DAY, edition};

pub(super) fn mismatch(rules: &Edition) -> Option<Chart> {
    let leads_to = &rules.appointment.as_ref()?.mismatch_leads_to.value;
    let machine = Drawing {
        name: "mismatch",
        start: Mismatch::None,
        events: events(leads_to),
        alike: Vec::new(),
        next: Box::new(|state: &Mismatch, event: &Event| match (state, event) {
            (_, Event::Appointment(event)) => next(state, event, DAY),
            (Mismatch::Elapsed { .. }, Event::Enforcement(_)) => Some(Mismatch::None),
            (_, _) => None,
        }),
        name_of: Mismatch::name,
        has_ended: |state| *state == Mismatch::None,
    };
    Some(machine.draw(rules))
}

fn events(leads_to: &str) -> Vec<Event> {
    vec![
        Event::Appointment(Own::MismatchRecorded {
            facts: String::new(),
            operator: None,
            settle_by: DAY,
            leads_to: leads_to.to_owned(),
            edition: edition(),
        }),
        Event::Appointment(Own::MismatchSettled {
            how: Settlement::Resumed,
        }),
        Event::Appointment(Own::MismatchElapsed { settle_by: DAY }),
        Event::Enforcement(enforcement::Event::Reported {
            violation: leads_to.to_owned(),
            facts: String::new(),
            edition: edition(),
        }),
    ]
}
