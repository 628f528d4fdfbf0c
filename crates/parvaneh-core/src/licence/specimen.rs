//! One command of each kind to the licence.

use super::{Command, Hearing, Issue, Measure};
use crate::opening::Office;
use crate::party::PartyKind;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let measure = Measure {
        reason: specimen.reason(),
        hearing: Hearing {
            notice_served_on: specimen.today,
            heard_on: Some(specimen.today),
        },
    };
    vec![
        Command::Issue(Box::new(Issue {
            number: "1".to_owned(),
            office: Office {
                kind: "urban".to_owned(),
                province: "تهران".to_owned(),
            },
            holder: NEWCOMER,
            holder_kind: PartyKind::Legal,
            from: specimen.today,
            qualification: Some(specimen.resolution()),
            principled_approval: Some(specimen.resolution()),
        })),
        Command::Suspend(measure.clone()),
        Command::LiftSuspension {
            reason: specimen.reason(),
        },
        Command::Revoke(measure),
        Command::Surrender,
    ]
}
