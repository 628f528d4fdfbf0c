//! How long bodies have for what they decide.

use serde::{Deserialize, Serialize};

use super::{Faults, Rule};
use crate::calendar::Span;
use crate::resolution::Matter;

/// How long bodies have for what they decide, counted from the day of the request. That the time passes means
/// nothing: the request goes on, and whoever owes the decision is listed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilenceRules {
    /// For an application.
    #[serde(default)]
    pub application: Option<Rule<Span>>,
    /// For a renewal.
    #[serde(default)]
    pub renewal: Option<Rule<Span>>,
    /// For a transfer.
    #[serde(default)]
    pub transfer: Option<Rule<Span>>,
}

impl SilenceRules {
    /// The period for a matter; none where nobody has stated one.
    pub fn period(&self, matter: &Matter) -> Option<&Rule<Span>> {
        match matter {
            Matter::Application => self.application.as_ref(),
            Matter::Renewal => self.renewal.as_ref(),
            Matter::Transfer => self.transfer.as_ref(),
            Matter::Call
            | Matter::Ranking
            | Matter::PrincipledApproval
            | Matter::Relocation
            | Matter::Closure
            | Matter::Counter
            | Matter::Operator
            | Matter::Manager
            | Matter::Deputy
            | Matter::Contract(_) => None,
        }
    }

    pub(super) fn check(&self, faults: &mut Faults) {
        for (key, rule) in [
            ("silence.application.value", &self.application),
            ("silence.renewal.value", &self.renewal),
            ("silence.transfer.value", &self.transfer),
        ] {
            if let Some(rule) = rule {
                faults.length(key, rule.value);
            }
        }
    }
}
