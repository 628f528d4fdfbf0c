//! A transfer's numbers.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition, Ground, Needed, Rule, has_length, wrong};
use crate::actor::Role;
use crate::calendar::Span;
use crate::stage::Procedure;
use crate::state::transfer::Stage;

/// A transfer's numbers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferRules {
    /// How long before the end of the term a request must be filed. None: on any day of it.
    pub lead: Option<Rule<Span>>,
    /// How long a holder must have held the licence. None: no time at all.
    pub holding: Option<Rule<Span>>,
    /// Whether the licence must not be suspended.
    pub not_suspended: Rule<Needed>,
    /// How long the parties have to cure a deficiency.
    pub cure: Rule<Span>,
    /// How long after its filing a request that is not confirmed is abandoned.
    pub abandoned_after: Rule<Span>,
    /// That the working group confirms a transferee who meets the conditions.
    pub confirmation: Ground,
    /// That the authority makes the transferee the holder.
    pub registration: Ground,
    /// What a complete request passes, in order; all passed, it is confirmed.
    pub stages: Procedure<Stage>,
}

impl TransferRules {
    pub(super) fn check(&self, edition: &Edition) -> Result<(), Contradiction> {
        let periods = [
            ("transfer.lead.value", self.lead.as_ref()),
            ("transfer.holding.value", self.holding.as_ref()),
            ("transfer.cure.value", Some(&self.cure)),
            (
                "transfer.abandoned_after.value",
                Some(&self.abandoned_after),
            ),
        ];
        for (key, rule) in periods {
            if let Some(rule) = rule {
                has_length(key, rule.value)?;
            }
        }
        let key = "transfer.stages.value";
        self.stages.check(key, &edition.papers)?;
        if edition.working_group.is_none() {
            return wrong(
                key,
                "a resolution is needed and there is no [working_group]",
            );
        }
        let mut needs = self.stages.value.iter().flat_map(|rule| &rule.needs);
        if !needs.any(|name| edition.papers[name].value.from == Role::Transferee) {
            return wrong(
                key,
                "no stage needs a paper from the transferee: nobody becomes a holder unasked",
            );
        }
        Ok(())
    }
}
