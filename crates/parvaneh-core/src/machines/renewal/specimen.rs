//! One command of each kind to a renewal.

use super::gates::Findings;
use super::{Command, State};
use crate::edition::Needed;
use crate::specimen::Specimen;

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let confirmed = matches!(specimen.dossier.renewal, State::Confirmed { .. });
    let knows_group = specimen.edition.renewal.confirmation.value == Needed::Needed;
    let on_file = match &specimen.dossier.renewal {
        State::Filed { papers, .. } | State::Incomplete { papers, .. } => Some(papers),
        State::NotFiled { .. }
        | State::DeadlinePassed
        | State::UnderReview { .. }
        | State::Confirmed { .. }
        | State::Refused(_)
        | State::Granted(_)
        | State::OutOfTime(_)
        | State::DeemedWithdrawn
        | State::Withdrawn(_) => None,
    };
    let needs = specimen.edition.renewal.needs.iter();
    let needs = needs.flat_map(|rule| &rule.value);
    vec![
        Command::File,
        Command::NoteDeficiency {
            missing: vec!["what is missing".to_owned()],
        },
        Command::Cure,
        Command::Record {
            paper: specimen.paper(needs, on_file),
        },
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
