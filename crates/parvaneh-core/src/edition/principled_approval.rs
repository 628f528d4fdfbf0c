//! The numbers of principled approval.

use serde::{Deserialize, Serialize};

use super::application::supplied;
use super::{Edition, Faults, Ground, Needed, Rule};
use crate::calendar::Span;
use crate::paper::check_needs;

/// The numbers of principled approval.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrincipledApprovalRules {
    /// How long it is good for.
    pub term: Rule<Span>,
    /// By how much it can be extended, once.
    pub extension: Rule<Span>,
    /// The papers on which the premises are confirmed.
    pub premises: Rule<Vec<String>>,
    /// That the file of an office whose premises are ready goes to the authority.
    pub presenting: Ground,
    /// The papers that must be in date when the file is presented to the authority.
    pub presentation: Rule<Vec<String>>,
    /// How long the applicant has at least after the authority returned the file.
    pub returned: Rule<Span>,
}

impl PrincipledApprovalRules {
    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        faults.length("principled_approval.term.value", self.term.value);
        faults.length("principled_approval.extension.value", self.extension.value);
        faults.length("principled_approval.returned.value", self.returned.value);
        for (key, rule) in [
            ("principled_approval.premises.value", &self.premises),
            ("principled_approval.presentation.value", &self.presentation),
        ] {
            check_needs(key, &rule.value, &edition.papers, faults);
            supplied(key, &rule.value, edition, faults);
        }
        if edition.application.is_none() {
            let problem = "it follows qualification, and there is no [application]";
            faults.add("principled_approval", problem);
        }
        match edition.licence.principled_approval.value {
            Needed::Needed => {}
            Needed::NotNeeded => faults.add(
                "licence.principled_approval.value",
                "there is a [principled_approval], and nothing would come of it",
            ),
        }
    }
}

/// Refuses an edition in which issue rests on an approval that nobody can give.
pub(super) fn check_there(edition: &Edition, faults: &mut Faults) {
    match (
        &edition.principled_approval,
        edition.licence.principled_approval.value,
    ) {
        (None, Needed::Needed) => faults.add(
            "licence.principled_approval.value",
            "no licence can be issued: there is no [principled_approval]",
        ),
        (None | Some(_), Needed::Needed | Needed::NotNeeded) => {}
    }
}
