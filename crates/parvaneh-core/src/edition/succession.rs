//! The numbers of what follows the death or dissolution of a holder.

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Rule};
use crate::calendar::Span;
use crate::paper::{PaperKind, check_needs};

/// The numbers of what follows the death or dissolution of a holder.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessionRules {
    /// How long after the record of it an heir may give notice.
    pub notice: Rule<Span>,
    /// How long the office may then go on under a manager.
    pub interim: Rule<Span>,
    /// The papers on the manager that must be on file before the notice.
    pub needs: Rule<Vec<String>>,
    /// The papers that show who the heir of a holder who died is.
    pub heir: Rule<Vec<String>>,
    /// The papers that show who winds up a holder that was dissolved.
    pub liquidator: Rule<Vec<String>>,
}

impl SuccessionRules {
    /// Every paper that a notice may need.
    pub fn papers(&self) -> impl Iterator<Item = &String> + Clone {
        let rules = [&self.needs, &self.heir, &self.liquidator];
        rules.into_iter().flat_map(|rule| &rule.value)
    }

    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        faults.length("succession.notice.value", self.notice.value);
        faults.length("succession.interim.value", self.interim.value);
        for (key, rule) in [
            ("succession.needs.value", &self.needs),
            ("succession.heir.value", &self.heir),
            ("succession.liquidator.value", &self.liquidator),
        ] {
            check_needs(key, &rule.value, &edition.papers, faults);
            for name in &rule.value {
                let paper = edition.papers.get(name);
                if paper.is_some_and(|paper| paper.value.kind != PaperKind::Certificate) {
                    let problem = "it shows who somebody is, and a paper that names nobody does not: \
                                   it is a certificate";
                    faults.add(format!("papers.{name}.value"), problem);
                }
            }
        }
    }
}
