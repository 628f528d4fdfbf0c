//! One command of each kind to the licence.

use super::premises::Premises;
use super::succession::{Cause, End};
use super::{Command, Correction, Issue};
use crate::calendar::Term;
use crate::opening::Office;
use crate::party::PartyKind;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let by_act = specimen.edition.application.is_none();
    let mut commands = vec![
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
        Command::Lapse(End {
            cause: Cause::Death,
            occurred_on: specimen.today,
            proof: "1".to_owned(),
        }),
        Command::GiveNotice {
            heir: NEWCOMER,
            manager: NEWCOMER,
        },
    ];
    commands.extend(of_the_premises(specimen));
    commands
}

fn of_the_premises(specimen: &Specimen<'_>) -> Vec<Command> {
    let to = Premises {
        town: "town".to_owned(),
        address: "address".to_owned(),
    };
    let edition = specimen.edition;
    let needs = match specimen.dossier.licence.awaits_notice() {
        true => edition.succession.as_ref().map(|rules| &rules.needs),
        false => edition.premises.as_ref().map(|rules| &rules.relocation),
    };
    let needs = needs.into_iter().flat_map(|rule| &rule.value);
    vec![
        Command::RequestRelocation { to: to.clone() },
        Command::Record {
            paper: specimen.paper(needs, Some(&specimen.dossier.permits.papers)),
        },
        Command::Relocate {
            resolution: specimen.resolution(),
        },
        Command::RefuseRelocation {
            resolution: specimen.resolution(),
            reason: specimen.reason(),
        },
        Command::PermitClosure {
            through: specimen.today,
            resolution: specimen.resolution(),
        },
        Command::Reopen,
        Command::PermitCounter {
            at: to,
            days: Term {
                from: specimen.today,
                through: specimen.today,
            },
            resolution: specimen.resolution(),
        },
    ]
}
