//! What may follow what in a contract, and a sample of each message.

use super::{Command, Contract, Event, Side, Step};
use crate::edition::{Edition, Means, Needed};
use crate::machines::Drawing;
use crate::machines::sample::{edition, resolution, silence};
use crate::machines::specimen::Specimen;
use crate::resolution::{Matter, Motion};
use crate::state::silence::Decision;
use crate::text::{FreeText, Label};

/// The contract after `event`, which is with the same agency; none where it cannot follow.
pub(super) fn next(before: Option<&Contract>, event: &Event) -> Option<Contract> {
    let step = step_after(before.map(|contract| contract.step), event)?;
    match event {
        Event::Drafted { edition, .. } => Some(Contract {
            step,
            edition: edition.clone(),
        }),
        Event::Approved { .. }
        | Event::ApprovedBySilence { .. }
        | Event::OneSigned { .. }
        | Event::Signed { .. }
        | Event::Suspended { .. }
        | Event::Resumed { .. }
        | Event::Terminated { .. }
        | Event::Ended { .. } => Some(Contract {
            step,
            ..before?.clone()
        }),
    }
}

/// What may follow what: the arrows of the chart. None: the event cannot follow.
fn step_after(step: Option<Step>, event: &Event) -> Option<Step> {
    match (event, step) {
        (Event::Drafted { .. }, None | Some(Step::Ended)) => Some(Step::Drafted),
        (Event::Approved { .. } | Event::ApprovedBySilence { .. }, Some(Step::Drafted)) => {
            Some(Step::Approved)
        }
        (Event::OneSigned { by, .. }, Some(Step::Drafted | Step::Approved)) => Some(match by {
            Side::Holder => Step::SignedByHolder,
            Side::Agency => Step::SignedByAgency,
        }),
        // Contracts once stood when one of the two had said that they were signed.
        (
            Event::Signed { .. },
            Some(Step::Drafted | Step::Approved | Step::SignedByHolder | Step::SignedByAgency),
        )
        | (Event::Resumed { .. }, Some(Step::Suspended)) => Some(Step::Signed),
        (Event::Suspended { .. }, Some(Step::Signed)) => Some(Step::Suspended),
        (
            Event::Terminated { .. } | Event::Ended { .. },
            Some(
                Step::Drafted
                | Step::Approved
                | Step::SignedByHolder
                | Step::SignedByAgency
                | Step::Signed
                | Step::Suspended,
            ),
        ) => Some(Step::Ended),
        (_, _) => None,
    }
}

/// A contract as an edition has it; none where it knows no contracts.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, Option<Step>, Event>> {
    let unapproved = rules.contract.as_ref()?.approval.value == Needed::NotNeeded;
    let by_silence = match rules.silence.means(Decision::Contract) {
        Means::Granted => Some(Event::ApprovedBySilence {
            agency: Label::default(),
            silence: silence(),
        }),
        Means::None | Means::Refused => None,
    };
    Some(Drawing {
        name: "contract",
        start: None,
        events: events().into_iter().chain(by_silence).collect(),
        alike: Vec::new(),
        next: Box::new(move |before, event| match (before, event) {
            (Some(Step::Drafted | Step::Approved), Event::Signed { .. }) => None,
            (Some(Step::Drafted), Event::OneSigned { .. }) if !unapproved => None,
            (before, event) => step_after(*before, event).map(Some),
        }),
        name_of: |step| step.map_or("None", Step::name),
        has_ended: |step| *step == Some(Step::Ended),
    })
}

fn events() -> Vec<Event> {
    let agency = Label::default;
    vec![
        Event::Drafted {
            agency: agency(),
            edition: edition(),
        },
        Event::Approved {
            agency: agency(),
            resolution: resolution(),
        },
        Event::OneSigned {
            agency: agency(),
            by: Side::Holder,
        },
        Event::OneSigned {
            agency: agency(),
            by: Side::Agency,
        },
        Event::Signed { agency: agency() },
        Event::Suspended { agency: agency() },
        Event::Resumed { agency: agency() },
        Event::Terminated {
            agency: agency(),
            reason: FreeText::default(),
        },
        Event::Ended { agency: agency() },
    ]
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let open = specimen.dossier.contract.all().map(|(agency, _)| agency);
    let agency: Label = open.last().unwrap_or("agency").into();
    vec![
        Command::Draft {
            agency: agency.clone(),
        },
        Command::Approve {
            agency: agency.clone(),
            resolution: specimen.resolution(Matter::Contract(agency.clone()), Motion::Approve),
        },
        Command::Sign {
            agency: agency.clone(),
        },
        Command::Terminate {
            agency,
            reason: specimen.reason(),
        },
    ]
}
