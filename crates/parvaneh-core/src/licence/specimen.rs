//! One command of each kind to the licence.

use super::{Command, Correction, Issue};
use crate::opening::Office;
use crate::party::PartyKind;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let by_act = specimen.edition.application.is_none();
    vec![
        Command::Issue(Box::new(Issue {
            number: "1".to_owned(),
            from: specimen.today,
            office: by_act.then(|| Office {
                kind: "urban".to_owned(),
                province: "تهران".to_owned(),
            }),
            holder: by_act.then_some(NEWCOMER),
            holder_kind: by_act.then_some(PartyKind::Legal),
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
