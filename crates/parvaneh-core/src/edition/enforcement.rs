//! Violations: notice, hearing, and what may follow.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition, Rule, has_length};
use crate::calendar::Span;

/// The numbers of enforcement.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnforcementRules {
    /// How long after service the opportunity to be heard is open.
    pub hearing: Rule<Span>,
}

impl EnforcementRules {
    pub(super) fn check(&self, _edition: &Edition) -> Result<(), Contradiction> {
        has_length("enforcement.hearing.value", self.hearing.value)
    }
}
