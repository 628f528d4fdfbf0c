//! A transfer's numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Ground, Needed, Rule};
use crate::actor::Role;
use crate::calendar::Span;
use crate::party::normalise;
use crate::stage::Procedure;
use crate::state::transfer::Stage;

/// A transfer's numbers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferRules {
    /// How long before the end of the term a request must be filed, in the provinces that ask for it. In
    /// all others: on any day of it.
    pub lead: Option<Rule<ByProvince>>,
    /// How long a holder must have held the licence, in the provinces that ask for it. In all others: no
    /// time at all.
    pub holding: Option<Rule<ByProvince>>,
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

/// A span of time for each province of which one was found.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ByProvince(pub BTreeMap<String, Span>);

impl ByProvince {
    /// That of a province, however its name is written.
    pub fn of(&self, province: &str) -> Option<Span> {
        let province = normalise(province);
        let mut named = self.0.iter();
        named
            .find(|(name, _)| normalise(name) == province)
            .map(|(_, span)| *span)
    }
}

impl TransferRules {
    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        faults.length("transfer.cure.value", self.cure.value);
        let (cure, open) = (self.cure.value, self.abandoned_after.value);
        faults.length("transfer.abandoned_after.value", open);
        if !open.is_zero() && !open.is_surely_longer_than(&cure) {
            let problem = format!(
                "it decides nothing: {cure} are over no sooner than the {open} after which the request \
                 is abandoned"
            );
            faults.add("transfer.cure.value", problem);
        }
        let term = edition.licence.term.value;
        let practice = [
            ("transfer.lead.value", &self.lead),
            ("transfer.holding.value", &self.holding),
        ];
        for (key, rule) in practice {
            let Some(rule) = rule else { continue };
            if rule.value.0.is_empty() {
                faults.add(key, "no province is named");
            }
            for span in rule.value.0.values() {
                faults.length(key, *span);
            }
        }
        for (province, lead) in self.lead.iter().flat_map(|rule| &rule.value.0) {
            if !term.is_surely_longer_than(lead) {
                let problem = format!(
                    "{lead} before the end of a term of {term}: nobody in {province} could ask in time"
                );
                faults.add("transfer.lead.value", problem);
            }
        }
        let key = "transfer.stages.value";
        self.stages.check(key, &edition.papers, faults);
        if edition.working_group.is_none() {
            faults.no_group(key);
        }
        let mut needs = self.stages.value.iter().flat_map(|rule| &rule.needs);
        let from = |name: &String| edition.papers.get(name).map(|rule| rule.value.from);
        if !needs.any(|name| from(name) == Some(Role::Transferee)) {
            faults.add(
                key,
                "no stage needs a paper from the transferee: nobody becomes a holder unasked",
            );
        }
    }
}

impl Edition {
    /// Whether no transfer is registered while the licence is suspended.
    pub(crate) fn bars_registration_of_a_suspended(&self) -> bool {
        let rules = self.transfer.as_ref();
        rules.is_some_and(|rules| rules.not_suspended.value == Needed::Needed)
    }
}
