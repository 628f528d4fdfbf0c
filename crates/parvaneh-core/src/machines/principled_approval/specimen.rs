//! One command of each kind to a principled approval.

use super::{Command, State};
use crate::licence::{Hearing, Measure};
use crate::specimen::Specimen;

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let ends_on = match &specimen.dossier.principled_approval {
        State::Issued(approval) | State::Extended(approval) => approval.ends_on(),
        State::None
        | State::PremisesReady(_)
        | State::Presented(_)
        | State::Fulfilled
        | State::Lapsed
        | State::Withdrawn
        | State::Cancelled => specimen.today,
    };
    vec![
        Command::Issue {
            resolution: specimen.resolution(),
        },
        Command::Extend {
            resolution: specimen.resolution(),
        },
        Command::Stay {
            resolution: specimen.resolution(),
            reason: specimen.reason(),
            through: ends_on.succ_opt().unwrap_or(ends_on),
        },
        Command::ConfirmPremises,
        Command::Present,
        Command::Return {
            reason: specimen.reason(),
        },
        Command::Refuse {
            reason: specimen.reason(),
        },
        Command::Cancel {
            resolution: specimen.resolution(),
            measure: Measure {
                reason: specimen.reason(),
                hearing: Hearing {
                    notice_served_on: specimen.today,
                    heard_on: Some(specimen.today),
                },
            },
        },
        Command::Withdraw,
    ]
}
