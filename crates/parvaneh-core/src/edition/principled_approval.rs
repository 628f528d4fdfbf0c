//! The numbers of principled approval.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition};

/// The numbers of principled approval.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrincipledApprovalRules {}

impl PrincipledApprovalRules {
    pub(super) fn check(&self, _edition: &Edition) -> Result<(), Contradiction> {
        Ok(())
    }
}
