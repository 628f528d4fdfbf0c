//! One command of each kind to an application.

use super::{Command, Filing};
use crate::opening::Office;
use crate::paper::Paper;
use crate::party::PartyKind;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind, and of each paper that the edition names; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let filing = Filing {
        call: specimen.call.map(|answered| answered.number.clone()),
        office: Office {
            kind: "urban".to_owned(),
            province: "تهران".to_owned(),
        },
        applicant: NEWCOMER,
        applicant_kind: PartyKind::Legal,
    };
    let mut commands = vec![
        Command::File(Box::new(filing)),
        Command::NoteDeficiency {
            missing: vec!["what is missing".to_owned()],
        },
        Command::Cure,
    ];
    commands.extend(specimen.edition.papers.keys().map(|name| Command::Record {
        paper: Paper {
            name: name.clone(),
            favourable: true,
            reference: None,
        },
    }));
    commands.extend([
        Command::BeginReview,
        Command::ConcludeClearance,
        Command::Qualify {
            resolution: specimen.resolution(),
        },
        Command::Reserve {
            resolution: specimen.resolution(),
        },
        Command::Reject {
            resolution: specimen.resolution(),
            unmet: specimen.reason(),
        },
        Command::Object {
            grounds: specimen.reason(),
        },
        Command::UpholdObjection {
            reason: specimen.reason(),
        },
        Command::DismissObjection {
            reason: specimen.reason(),
        },
        Command::Withdraw,
    ]);
    commands
}
