//! One command of each kind to the licence.

use super::{Command, Correction, Issue};
use crate::opening::Office;
use crate::party::PartyKind;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
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
        Command::Surrender,
        Command::Correct(Correction {
            decision: "1".to_owned(),
            reason: specimen.reason(),
            through: Some(specimen.today),
            renewal_filed_on: None,
        }),
    ]
}
