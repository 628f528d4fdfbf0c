//! The numbers of contracts with service agencies.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition};

/// The numbers of contracts with service agencies.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractRules {}

impl ContractRules {
    pub(super) fn check(&self, _edition: &Edition) -> Result<(), Contradiction> {
        Ok(())
    }
}
