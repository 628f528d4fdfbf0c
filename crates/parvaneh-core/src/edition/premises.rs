//! The numbers of relocation, temporary closure and temporary counters.

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Rule};
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

const A_YEAR: Span = Span {
    years: 1,
    months: 0,
    days: 0,
};

impl PremisesRules {
    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        faults.length("premises.closure.value", self.closure.value);
        let key = "premises.counter.value";
        faults.length(key, self.counter.value);
        if !A_YEAR.is_surely_longer_than(&self.counter.value) {
            let problem = format!(
                "it decides nothing: counters of {} in one year may stand in all of it",
                self.counter.value
            );
            faults.add(key, problem);
        }
        let key = "premises.relocation.value";
        check_needs(key, &self.relocation.value, &edition.papers, faults);
        if edition.working_group.is_none() {
            faults.no_group(key);
        }
    }
}
