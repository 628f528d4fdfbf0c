//! One command of each kind to a renewal.

use super::Command;
use super::gates::Findings;
use crate::edition::Needed;
use crate::specimen::Specimen;

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let confirmed = matches!(specimen.dossier.renewal, super::State::Confirmed { .. });
    let knows_group = specimen.edition.renewal.confirmation.value == Needed::Needed;
    vec![
        Command::File,
        Command::NoteDeficiency {
            missing: vec!["what is missing".to_owned()],
        },
        Command::Cure,
        Command::BeginReview {
            findings: Findings {
                office_active: true,
                unremedied_violations: 0,
            },
        },
        Command::ExcuseLateness {
            resolution: specimen.resolution(),
            reason: specimen.reason(),
        },
        Command::Confirm {
            resolution: specimen.resolution(),
        },
        Command::Refuse {
            resolution: (knows_group && !confirmed).then(|| specimen.resolution()),
            reason: specimen.reason(),
        },
        Command::Grant,
        Command::Withdraw,
    ]
}
