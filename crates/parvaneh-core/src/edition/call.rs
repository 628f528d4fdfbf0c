//! A call's numbers.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition};

/// A call's numbers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRules {}

impl CallRules {
    pub(super) fn check(&self, _edition: &Edition) -> Result<(), Contradiction> {
        Ok(())
    }
}
