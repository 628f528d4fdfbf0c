//! The transfer of a licence, drawn: its stages in the order of the edition.

use super::Chart;
use crate::edition::Edition;
use crate::machines::Drawing;
use crate::machines::sample::{DAY, PARTY, edition, paper, resolution};
use crate::party::PartyKind;
use crate::stage::{Procedure, Stage as _};
use crate::transfer::{Event, Filing, Stage, State, next};

pub(super) fn transfer(rules: &Edition) -> Option<Chart> {
    let stages = &rules.transfer.as_ref()?.stages;
    let machine = Drawing {
        name: "transfer",
        start: State::default(),
        events: events(stages),
        alike: Vec::new(),
        next: Box::new(next),
        name_of: State::name,
        has_ended: |state| *state != State::None && state.open_request().is_none(),
    };
    Some(machine.draw(rules))
}

fn filing() -> Filing {
    Filing {
        transferee: PARTY,
        transferee_kind: PartyKind::Legal,
        open_through: DAY,
        edition: edition(),
    }
}

fn events(stages: &Procedure<Stage>) -> Vec<Event> {
    let mut events = vec![
        Event::Filed { request: filing() },
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
        Event::Confirmed {
            resolution: resolution(),
            to: stages.after(Stage::Session),
        },
        Event::Refused {
            resolution: resolution(),
            unmet: String::new(),
        },
        Event::Registered {
            holder: PARTY,
            through: DAY,
        },
        Event::Withdrawn,
        Event::Abandoned { open_through: DAY },
        Event::EndedWithLicence,
    ];
    events.extend(stages.first().map(|stage| Event::ReviewBegun { stage }));
    events.extend(Stage::ALL.iter().map(|stage| Event::StagePassed {
        stage: *stage,
        to: stages.after(*stage),
    }));
    events
}
