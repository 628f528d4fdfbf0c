//! An application's numbers.

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Rule};
use crate::calendar::Span;
use crate::stage::Procedure;
use crate::state::application::{SUPPLIERS, Stage};

/// An application's numbers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationRules {
    /// How long the applicant has to cure a deficiency.
    pub cure: Rule<Span>,
    /// What a complete application passes, in order, and what each stage needs.
    pub stages: Procedure<Stage>,
    /// How long a rejection can be objected to.
    pub objection: Rule<Span>,
}

impl ApplicationRules {
    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        faults.length("application.cure.value", self.cure.value);
        faults.length("application.objection.value", self.objection.value);
        let key = "application.stages.value";
        self.stages.check(key, &edition.papers, faults);
        for rule in &self.stages.value {
            supplied(key, &rule.needs, edition, faults);
        }
        if edition.working_group.is_none() {
            faults.no_group("application");
        }
    }
}

/// Refuses needs that nobody who puts papers on an application's file can supply; of those that nobody
/// supplies at all, another check says so.
pub(super) fn supplied(key: &str, needs: &[String], edition: &Edition, faults: &mut Faults) {
    for name in needs {
        let Some(rule) = edition.papers.get(name) else {
            continue;
        };
        let from = rule.value.from;
        if !SUPPLIERS.contains(&from) {
            let problem = format!(
                "the step can never be taken: it needs {name:?} from {}, who puts no paper on the \
                 file of an application",
                from.word()
            );
            faults.add(key, problem);
        }
    }
}
