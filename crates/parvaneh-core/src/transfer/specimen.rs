//! One command of each kind to a transfer.

use super::{Command, State};
use crate::paper::Paper;
use crate::party::PartyKind;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let mut commands = vec![
        Command::File {
            transferee: NEWCOMER,
            transferee_kind: PartyKind::Legal,
        },
        Command::NoteDeficiency {
            missing: vec!["what is missing".to_owned()],
        },
        Command::Cure,
        Command::BeginReview,
    ];
    commands.extend(needed(specimen).map(|name| Command::Record {
        paper: Paper {
            name,
            favourable: true,
            reference: None,
        },
    }));
    commands.extend([
        Command::Pass,
        Command::Confirm {
            resolution: specimen.resolution(),
        },
        Command::Refuse {
            resolution: specimen.resolution(),
            unmet: specimen.reason(),
        },
        Command::Register,
        Command::Withdraw,
    ]);
    commands
}

/// A paper that the stage at hand needs and that is not on file; of a matter at no stage, the
/// first paper that any stage needs.
fn needed(specimen: &Specimen<'_>) -> impl Iterator<Item = String> {
    let rules = specimen.edition.transfer.as_ref();
    let procedure = rules.map(|rules| &rules.procedure);
    let missing = procedure.and_then(|procedure| match &specimen.dossier.transfer {
        State::AtStage { request, stage } => {
            let needs = procedure.needs(*stage).value;
            needs.into_iter().find(|name| !request.papers.has(name))
        }
        State::None
        | State::Filed(_)
        | State::Incomplete { .. }
        | State::Confirmed(_)
        | State::Registered(_)
        | State::Refused(_)
        | State::Withdrawn(_)
        | State::Abandoned(_) => {
            let mut needs = procedure.value.iter().flat_map(|rule| &rule.needs);
            needs.next().cloned()
        }
    });
    missing.into_iter()
}
