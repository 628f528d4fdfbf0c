//! One command of each kind to a case.

use super::Command;
use super::file::Sanction;
use super::sanction::rung;
use crate::edition::Rung;
use crate::specimen::Specimen;

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let reason = || specimen.reason();
    let cases = specimen.edition.enforcement.cases.as_ref();
    let file = specimen.dossier.enforcement.file();
    let first = cases.and_then(|cases| cases.violations.keys().next());
    let violation = match file {
        Some(file) => file.violation.clone(),
        None => first.cloned().unwrap_or_default(),
    };
    let today = specimen.today;
    let due = cases.zip(file).and_then(|(cases, file)| {
        let occurrence = file.occurrence(specimen.edition.calendar, cases.ages_out.value);
        rung(&cases.violations.get(&file.violation)?.value, occurrence)
    });
    let sanction = match due {
        None | Some(Rung::Notice | Rung::Revocation) => Sanction::Notice,
        Some(Rung::WrittenWarning) => Sanction::WrittenWarning,
        Some(Rung::ServiceCutoff) => Sanction::ServiceCutoff { through: today },
        Some(Rung::Suspension) => Sanction::Suspension { through: None },
    };
    vec![
        Command::Report {
            violation: violation.clone(),
            facts: "what was found".to_owned(),
        },
        Command::Dismiss { reason: reason() },
        Command::ServeNotice { served_on: today },
        Command::Defend,
        Command::Sanction {
            sanction,
            reason: reason(),
        },
        Command::ProposeRevocation { reason: reason() },
        Command::Revoke { reason: reason() },
        Command::UrgentlySuspend {
            violation: violation.clone(),
            reason: reason(),
        },
        Command::ConfirmUrgentSuspension { reason: reason() },
        Command::LiftSuspension { reason: reason() },
        Command::VerifyRemedy { violation },
        Command::Object { reason: reason() },
        Command::Uphold { reason: reason() },
        Command::Overturn {
            decision: "1".to_owned(),
            reason: reason(),
        },
    ]
}
