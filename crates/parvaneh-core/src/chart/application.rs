//! The application, drawn: its stages in the order of the edition.

use super::Chart;
use crate::application::{Event, Filing, Lapse, Stage, State, next};
use crate::edition::Edition;
use crate::machines::Drawing;
use crate::machines::sample::{DAY, PARTY, edition, office, paper, resolution};
use crate::party::PartyKind;
use crate::stage::{Procedure, Stage as _};

pub(super) fn application(rules: &Edition) -> Option<Chart> {
    let stages = &rules.application.as_ref()?.stages;
    let mut papers = stages
        .value
        .iter()
        .flat_map(|stage| &stage.needs)
        .map(|name| Event::Recorded {
            paper: paper(name),
            through: None,
        });
    let mut events = events(stages);
    events.extend(papers.next());
    let alike = papers.collect();
    let machine = Drawing {
        name: "application",
        start: State::default(),
        events,
        alike,
        next: Box::new(
            |state: &State, event: &Event| match is_in_order(state, event, stages) {
                true => {
                    next(state, event, DAY).filter(|_| rules.call.is_some() || !is_reserve(event))
                }
                false => None,
            },
        ),
        name_of: State::name,
        // What is qualified has come to what it was for, and stays so once the licence is issued.
        has_ended: |state| {
            let has_begun = *state != State::None;
            has_begun && (state.open_matter().is_none() || matches!(state, State::Qualified(_)))
        },
    };
    Some(machine.draw(rules))
}

fn is_reserve(event: &Event) -> bool {
    matches!(event, Event::Reserved { .. })
}

/// Whether the event goes on from a stage to the one that the edition has after it, and a matter
/// lapses for what it waits for.
fn is_in_order(state: &State, event: &Event, stages: &Procedure<Stage>) -> bool {
    let at = match state {
        State::UnderClearance(_) => Some(Stage::Clearance),
        State::ForSession(_) => Some(Stage::Session),
        State::Reserve { at, .. } => Some(*at),
        State::None
        | State::Submitted(_)
        | State::Incomplete { .. }
        | State::Qualified(_)
        | State::Rejected { .. }
        | State::Withdrawn { .. }
        | State::Lapsed { .. } => None,
    };
    let onwards = match at {
        Some(stage) => stages.after(stage),
        None => stages.first(),
    };
    match (event, state) {
        (Event::Advanced { to, .. }, _) => onwards == Some(*to),
        (Event::Qualified { .. }, _) => onwards.is_none(),
        // Nobody is put on the reserve list whom the working group has not voted on.
        (
            Event::Reserved {
                at: Stage::Clearance,
                ..
            },
            State::UnderClearance(matter),
        ) => matter.qualification.is_some(),
        (Event::Reserved { at: of, .. }, _) => at == Some(*of),
        (Event::Lapsed { because }, State::Incomplete { .. }) => *because == Lapse::NotCured,
        (Event::Lapsed { because }, State::Reserve { .. }) => *because == Lapse::ReserveListEnded,
        (Event::Lapsed { because }, _) => *because == Lapse::ApprovalEnded,
        (_, _) => true,
    }
}

fn events(stages: &Procedure<Stage>) -> Vec<Event> {
    let reason = String::new;
    let mut events = vec![
        Event::Filed {
            filing: Box::new(Filing {
                call: None,
                office: office(),
                applicant: PARTY,
                applicant_kind: PartyKind::Legal,
            }),
            edition: edition(),
        },
        Event::DeficiencyNoted {
            missing: Vec::new(),
            cure_by: DAY,
        },
        Event::Cured,
        Event::Qualified { resolution: None },
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
        Event::Lapsed {
            because: Lapse::ReserveListEnded,
        },
        Event::Lapsed {
            because: Lapse::ApprovalEnded,
        },
    ];
    for stage in Stage::ALL.iter().copied() {
        let voted_on = stages.after(Stage::Session) == Some(stage);
        events.push(Event::Advanced {
            to: stage,
            resolution: voted_on.then(resolution),
        });
        events.push(Event::Reserved {
            resolution: resolution(),
            at: stage,
            through: DAY,
        });
    }
    events
}
