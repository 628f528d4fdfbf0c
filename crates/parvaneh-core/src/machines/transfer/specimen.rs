//! One command of each kind to a transfer.

use super::{Command, State};
use crate::paper::Paper;
use crate::party::PartyKind;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    vec![
        Command::File {
            transferee: NEWCOMER,
            transferee_kind: PartyKind::Legal,
        },
        Command::NoteDeficiency {
            missing: vec!["what is missing".to_owned()],
        },
        Command::Cure,
        Command::BeginReview,
        Command::Record {
            paper: paper(specimen),
        },
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
    ]
}

/// What the stage at hand needs; of a matter at no stage, what any of them does.
fn paper(specimen: &Specimen<'_>) -> Paper {
    let transfer = &specimen.dossier.transfer;
    let stages = specimen.edition.transfer.iter();
    let stages = stages.flat_map(|rules| &rules.stages.value);
    let at_hand = stages.filter(|rule| match transfer {
        State::AtStage { stage, .. } => rule.stage == *stage,
        State::None
        | State::Filed(_)
        | State::Incomplete { .. }
        | State::Confirmed(_)
        | State::Registered(_)
        | State::Refused(_)
        | State::Withdrawn(_)
        | State::Abandoned(_) => true,
    });
    let on_file = transfer.open_request().map(|request| &request.papers);
    specimen.paper(at_hand.flat_map(|rule| &rule.needs), on_file)
}
