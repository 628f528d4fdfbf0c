//! What may follow what beside the licence's own state, and a sample of each message.

use super::{Command, Event, Premises, Relocation, State};
use crate::calendar::Term;
use crate::edition::{Edition, Means, SuccessionRules};
use crate::machines::sample::{DAY, TERM, edition, paper, resolution, silence};
use crate::machines::specimen::Specimen;
use crate::machines::{Drawing, licence};
use crate::paper::Papers;
use crate::resolution::{Matter, Motion};
use crate::state::silence::Decision;
use crate::text::FreeText;

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event) -> Option<State> {
    let mut after = state.clone();
    match event {
        Event::Recorded { paper, through } => after.papers.put(paper, *through),
        Event::PremisesRecorded { .. } => {}
        // A request takes the place of the one before it, and is on another place.
        Event::RelocationRequested { to, edition } => {
            after.papers = Papers::default();
            after.relocation = Some(Box::new(Relocation {
                to: to.clone(),
                edition: edition.clone(),
            }));
        }
        Event::Relocated { .. }
        | Event::RelocationRefused { .. }
        | Event::RelocatedBySilence { .. }
        | Event::RelocationRefusedBySilence { .. } => {
            after.papers = Papers::default();
            after.relocation.take()?;
        }
        Event::ClosurePermitted { days, .. } => {
            if after.closed.replace(*days).is_some() {
                return None;
            }
        }
        Event::Reopened | Event::ClosureEnded { .. } => {
            after.closed.take()?;
        }
        Event::CounterPermitted { days, .. } => after.counters.push(*days),
    }
    Some(after)
}

/// Whether the licence lets it happen: it is in force, or a paper of an heir's notice is awaited.
pub(super) fn may_follow(licence: &licence::State, event: &Event) -> bool {
    let is_a_paper = match event {
        Event::Recorded { .. } => true,
        Event::PremisesRecorded { .. }
        | Event::RelocationRequested { .. }
        | Event::Relocated { .. }
        | Event::RelocationRefused { .. }
        | Event::RelocatedBySilence { .. }
        | Event::RelocationRefusedBySilence { .. }
        | Event::ClosurePermitted { .. }
        | Event::Reopened
        | Event::ClosureEnded { .. }
        | Event::CounterPermitted { .. } => false,
    };
    licence.is_in_force() || is_a_paper && licence.awaits_notice()
}

/// The premises as an edition has them.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, Event>> {
    let needs = rules.premises.as_ref()?.relocation.value.iter();
    let mut papers = needs.map(|name| Event::Recorded {
        paper: paper(name),
        through: None,
    });
    let mut events = events();
    events.extend(by_silence(rules));
    events.extend(papers.next());
    Some(Drawing {
        name: "premises",
        start: State::default(),
        events,
        alike: papers.collect(),
        next: Box::new(next),
        name_of: State::name,
        has_ended: State::has_ended,
    })
}

/// What comes of silence, where it means something.
fn by_silence(rules: &Edition) -> Option<Event> {
    match rules.silence.means(Decision::Relocation) {
        Means::Granted => Some(Event::RelocatedBySilence {
            to: Premises {
                town: FreeText::default(),
                address: FreeText::default(),
            },
            silence: silence(),
        }),
        Means::Refused => Some(Event::RelocationRefusedBySilence { silence: silence() }),
        Means::None => None,
    }
}

fn events() -> Vec<Event> {
    let to = || Premises {
        town: FreeText::default(),
        address: FreeText::default(),
    };
    vec![
        Event::PremisesRecorded { at: to() },
        Event::RelocationRequested {
            to: to(),
            edition: edition(),
        },
        Event::ClosurePermitted {
            days: TERM,
            resolution: resolution(),
        },
        Event::Relocated {
            to: to(),
            resolution: resolution(),
        },
        Event::RelocationRefused {
            resolution: resolution(),
            reason: FreeText::default(),
        },
        Event::Reopened,
        Event::ClosureEnded { through: DAY },
        Event::CounterPermitted {
            at: to(),
            days: TERM,
            resolution: resolution(),
        },
    ]
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let to = Premises {
        town: "town".into(),
        address: "address".into(),
    };
    let edition = specimen.edition;
    let of_a_notice = edition.succession.iter().flat_map(SuccessionRules::papers);
    let of_a_relocation = edition.premises.iter().flat_map(|it| &it.relocation.value);
    let needs: Vec<&String> = match specimen.dossier.licence.awaits_notice() {
        true => of_a_notice.collect(),
        false => of_a_relocation.collect(),
    };
    vec![
        Command::RecordPremises {
            at: Premises {
                address: "address before".into(),
                ..to.clone()
            },
        },
        Command::RequestRelocation { to: to.clone() },
        Command::Record {
            paper: specimen.paper(needs.into_iter(), Some(&specimen.dossier.permits.papers)),
        },
        Command::Relocate {
            from: None,
            resolution: specimen.resolution(Matter::Relocation, Motion::Permit),
        },
        Command::RefuseRelocation {
            resolution: specimen.resolution(Matter::Relocation, Motion::Refuse),
            reason: specimen.reason(),
        },
        Command::PermitClosure {
            through: specimen.today,
            resolution: specimen.resolution(Matter::Closure, Motion::Permit),
        },
        Command::Reopen,
        Command::PermitCounter {
            at: to,
            days: Term {
                from: specimen.today,
                through: specimen.today,
            },
            resolution: specimen.resolution(Matter::Counter, Motion::Permit),
        },
    ]
}
