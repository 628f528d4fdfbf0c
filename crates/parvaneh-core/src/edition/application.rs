//! An application's numbers.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition, Rule, has_length, wrong};
use crate::calendar::Span;
use crate::paper::check_needs;
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
    pub(super) fn check(&self, edition: &Edition) -> Result<(), Contradiction> {
        has_length("application.cure.value", self.cure.value)?;
        has_length("application.objection.value", self.objection.value)?;
        let key = "application.stages.value";
        self.stages.check(key, &edition.papers)?;
        for rule in &self.stages.value {
            supplied(key, &rule.needs, edition)?;
        }
        match edition.working_group {
            Some(_) => Ok(()),
            None => wrong(
                "application",
                "a resolution is needed and there is no [working_group]",
            ),
        }
    }
}

/// Refuses needs that nobody who puts papers on an application's file can supply.
pub(super) fn supplied(
    key: &'static str,
    needs: &[String],
    edition: &Edition,
) -> Result<(), Contradiction> {
    check_needs(key, needs, &edition.papers)?;
    for name in needs {
        let from = edition.papers[name].value.from;
        if !SUPPLIERS.contains(&from) {
            let problem = format!(
                "the step can never be taken: it needs {name:?} from {}, who puts no paper on the \
                 file of an application",
                from.word()
            );
            return wrong(key, problem);
        }
    }
    Ok(())
}
