//! The numbers of operators, managers and deputies.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition};

/// The numbers of operators, managers and deputies.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentRules {}

impl AppointmentRules {
    pub(super) fn check(&self, _edition: &Edition) -> Result<(), Contradiction> {
        Ok(())
    }
}
