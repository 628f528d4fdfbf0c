//! The numbers of relocation, temporary closure and temporary counters.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition, Rule, has_length, wrong};
use crate::calendar::Span;
use crate::paper::check_needs;

/// The numbers of relocation, temporary closure and temporary counters.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremisesRules {
    /// The papers on the new premises, in the same town, that relocation needs.
    pub relocation: Rule<Vec<String>>,
    /// How long an office may be closed with one permission.
    pub closure: Rule<Span>,
    /// How long counters elsewhere may stand in one year of the calendar, all together.
    pub counter: Rule<Span>,
}

impl PremisesRules {
    pub(super) fn check(&self, edition: &Edition) -> Result<(), Contradiction> {
        has_length("premises.closure.value", self.closure.value)?;
        has_length("premises.counter.value", self.counter.value)?;
        let key = "premises.relocation.value";
        check_needs(key, &self.relocation.value, &edition.papers)?;
        if edition.working_group.is_none() {
            return wrong(
                key,
                "a resolution is needed and there is no [working_group]",
            );
        }
        Ok(())
    }
}
