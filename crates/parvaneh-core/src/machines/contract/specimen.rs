//! One command of each kind to a contract.

use super::Command;
use crate::specimen::Specimen;

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let open = specimen.dossier.contract.all().map(|(agency, _)| agency);
    let agency = open.last().unwrap_or("agency").to_owned();
    vec![
        Command::Draft {
            agency: agency.clone(),
        },
        Command::Approve {
            agency: agency.clone(),
            resolution: specimen.resolution(),
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
