//! An application's numbers.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition};

/// An application's numbers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationRules {}

impl ApplicationRules {
    pub(super) fn check(&self, _edition: &Edition) -> Result<(), Contradiction> {
        Ok(())
    }
}
