//! Places in the law that set no number.

use serde::{Deserialize, Serialize};

use super::{Basis, Rule, stated};
use crate::refusal::Citation;

/// Where it is written that a step is taken at all. It sets no number: who takes the step, and when, are
/// the machine's and the edition's other rules.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// The place, in words.
    #[serde(deserialize_with = "stated")]
    pub article: String,
    /// What it rests on.
    pub basis: Basis,
}

impl From<&Ground> for Citation {
    fn from(ground: &Ground) -> Self {
        Self {
            article: ground.article.clone(),
            basis: ground.basis,
        }
    }
}

/// Who issues, renews and revokes. It is cited for these powers and for nothing else that the authority
/// does: there is no way to cite it without naming one.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AuthorityRule(Rule<String>);

/// What is the authority's by the place that names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Power {
    /// It issues, or refuses to.
    Issue,
    /// It renews, or refuses to.
    Renewal,
    /// It revokes.
    Revocation,
}

impl From<Rule<String>> for AuthorityRule {
    fn from(rule: Rule<String>) -> Self {
        Self(rule)
    }
}

impl AuthorityRule {
    /// What it is called.
    pub fn name(&self) -> &str {
        &self.0.value
    }

    /// The place that gives it a power: one place gives all of them.
    pub fn gives(&self, power: Power) -> Citation {
        match power {
            Power::Issue | Power::Renewal | Power::Revocation => (&self.0).into(),
        }
    }
}
