//! The transfer of a licence.

use super::{DAY, draw, edition, paper, resolution};
use crate::party::{PartyId, PartyKind};
use crate::stage::Stage as _;
use crate::transfer::{Event, Filing, Request, Stage, State, next};

/// The transfer as a Mermaid state diagram: every order of its stages.
pub fn transfer() -> String {
    let events = events();
    let states = states();
    let arrows = states.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = next(from, event)?;
            Some((from.name(), to.name(), event.name()))
        })
    });
    draw(State::default().name(), arrows)
}

fn filing() -> Filing {
    Filing {
        transferee: PartyId([0; 16]),
        transferee_kind: PartyKind::Legal,
        open_through: DAY,
        edition: edition(),
    }
}

fn states() -> Vec<State> {
    let request = || Box::new(Request::from(filing()));
    let mut states = vec![
        State::None,
        State::Filed(request()),
        State::Incomplete {
            request: request(),
            cure_by: DAY,
        },
        State::Confirmed(request()),
        State::Registered(request()),
        State::Refused(request()),
        State::Withdrawn(request()),
        State::Abandoned(request()),
    ];
    states.extend(Stage::ALL.iter().map(|stage| State::AtStage {
        request: request(),
        stage: *stage,
    }));
    states
}

fn events() -> Vec<Event> {
    let mut events = vec![
        Event::Filed { request: filing() },
        Event::DeficiencyNoted {
            missing: Vec::new(),
            cure_by: DAY,
        },
        Event::Cured,
        Event::CureElapsed { cure_by: DAY },
        Event::Recorded {
            paper: paper(),
            through: None,
        },
        Event::Confirmed {
            resolution: resolution(),
            to: None,
        },
        Event::Refused {
            resolution: resolution(),
            unmet: String::new(),
        },
        Event::Registered {
            holder: PartyId([0; 16]),
            through: DAY,
        },
        Event::Withdrawn,
        Event::Abandoned { open_through: DAY },
        Event::EndedWithLicence,
    ];
    for stage in Stage::ALL {
        events.push(Event::ReviewBegun { stage: *stage });
        for to in Stage::ALL.iter().copied().map(Some).chain([None]) {
            events.push(Event::StagePassed { stage: *stage, to });
        }
        events.push(Event::Confirmed {
            resolution: resolution(),
            to: Some(*stage),
        });
    }
    events
}
