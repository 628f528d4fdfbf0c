//! What may follow what of what is to come, and a sample of each message.

use super::{Act, Coming, Command, Event, Kind, State, is_done_by};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::Edition;
use crate::machines::sample::{DAY, PARTY, edition};
use crate::machines::specimen::Specimen;
use crate::machines::{self, Drawing, licence};
use crate::resolution::{Matter, Motion};
use crate::text::{FreeText, Label};

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    let mut after = state.clone();
    match event {
        Event::Decided {
            act,
            from,
            by,
            edition,
        } if state.of(act.kind()).is_none() => after.put(Coming {
            act: act.clone(),
            from: *from,
            decided_on: on,
            by: *by,
            edition: edition.clone(),
        }),
        Event::TakenBack { what, .. } | Event::CameToNothing { what, .. } => {
            state.of(*what)?;
            after.drop_where(|coming| coming.act.kind() == *what);
        }
        Event::Decided { .. } => return None,
    }
    Some(after)
}

/// What is to come, with an act that comes.
pub(crate) fn drawing(_: &Edition) -> Option<Drawing<'_, State, machines::Event>> {
    Some(Drawing {
        name: "coming",
        start: State::default(),
        events: events(),
        alike: Vec::new(),
        next: Box::new(|state, event| {
            if let machines::Event::Coming(event) = event {
                return next(state, event, DAY);
            }
            let mut after = state.clone();
            after.drop_where(|coming| is_done_by(&coming.act, event));
            (after != *state).then_some(after)
        }),
        name_of: State::name,
        has_ended: State::is_empty,
    })
}

fn events() -> Vec<machines::Event> {
    let what = Kind::Surrender;
    vec![
        Event::Decided {
            act: Act::Surrender { holder: PARTY },
            from: DAY,
            by: Role::Holder,
            edition: edition(),
        }
        .into(),
        Event::TakenBack {
            what,
            from: DAY,
            reason: FreeText::default(),
            resolution: None,
        }
        .into(),
        Event::CameToNothing {
            what,
            from: DAY,
            refusal: Label::default(),
        }
        .into(),
        licence::Event::Surrendered { imported: None }.into(),
    ]
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let next = specimen.dossier.coming.acts().first();
    let is_by_resolution = next.is_some_and(|coming| coming.by == Role::WorkingGroup);
    vec![Command::TakeBack {
        what: next.map_or(Kind::Surrender, |coming| coming.act.kind()),
        reason: specimen.reason(),
        resolution: is_by_resolution
            .then(|| specimen.resolution(Matter::Relocation, Motion::Cancel)),
    }]
}
