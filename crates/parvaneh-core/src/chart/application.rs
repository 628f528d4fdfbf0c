//! The application, drawn: in both orders of its stages.

use super::{DAY, draw, edition, resolution};
use crate::application::{Event, Filing, Lapse, Matter, Objection, Stage, State, next};
use crate::opening::Office;
use crate::paper::{Paper, Papers};
use crate::party::{PartyId, PartyKind};

/// The application as a Mermaid state diagram.
pub fn application() -> String {
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

const APPLICANT: PartyId = PartyId([0; 16]);

fn office() -> Office {
    Office {
        kind: String::new(),
        province: String::new(),
    }
}

fn states() -> Vec<State> {
    let matter = || {
        Box::new(Matter {
            call: None,
            applicant: APPLICANT,
            applicant_kind: PartyKind::Legal,
            office: office(),
            filed_on: DAY,
            edition: edition(),
            deficiency_listed: false,
            papers: Papers::default(),
            qualification: None,
        })
    };
    let rejected = |objection| State::Rejected {
        matter: matter(),
        objection,
    };
    vec![
        State::None,
        State::Submitted(matter()),
        State::Incomplete {
            matter: matter(),
            cure_by: DAY,
        },
        State::UnderClearance(matter()),
        State::ForSession(matter()),
        State::Qualified(matter()),
        State::Reserve {
            matter: matter(),
            at: Stage::Session,
            through: DAY,
        },
        rejected(Objection::Open { by: DAY }),
        rejected(Objection::Pending),
        rejected(Objection::Over),
        State::Withdrawn {
            applicant: APPLICANT,
        },
        State::Lapsed {
            applicant: APPLICANT,
            because: Lapse::NotCured,
        },
    ]
}

fn events() -> Vec<Event> {
    let reason = String::new;
    vec![
        Event::Filed {
            filing: Box::new(Filing {
                call: None,
                office: office(),
                applicant: APPLICANT,
                applicant_kind: PartyKind::Legal,
            }),
            edition: edition(),
        },
        Event::DeficiencyNoted {
            missing: Vec::new(),
            cure_by: DAY,
        },
        Event::Cured,
        Event::Recorded {
            paper: Paper {
                name: String::new(),
                favourable: true,
                reference: None,
            },
            through: None,
        },
        Event::Advanced {
            to: Stage::Clearance,
            resolution: None,
        },
        Event::Advanced {
            to: Stage::Session,
            resolution: None,
        },
        Event::Qualified { resolution: None },
        Event::Reserved {
            resolution: resolution(),
            at: Stage::Session,
            through: DAY,
        },
        Event::Rejected {
            resolution: resolution(),
            unmet: String::new(),
            objection_by: DAY,
        },
        Event::Objected {
            grounds: String::new(),
        },
        Event::ObjectionUpheld { reason: reason() },
        Event::ObjectionDismissed { reason: reason() },
        Event::ObjectionElapsed,
        Event::Withdrawn,
        Event::Lapsed {
            because: Lapse::NotCured,
        },
    ]
}
