//! What an edition says of contracts with service agencies.

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Needed, Rule};

/// What an edition says of contracts with service agencies.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractRules {
    /// Whether the working group approves a contract before it is signed.
    pub approval: Rule<Needed>,
}

impl ContractRules {
    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        if self.approval.value == Needed::Needed && edition.working_group.is_none() {
            faults.no_group("contract.approval.value");
        }
    }
}
