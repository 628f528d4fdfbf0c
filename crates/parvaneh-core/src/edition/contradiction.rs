//! What in an edition does not go together.

use std::collections::BTreeSet;

use crate::calendar::Span;

/// Two values of an edition, or a value and good sense, that do not go together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contradiction {
    /// The key at fault, with dots.
    pub key: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

/// Refuses a period of no length.
pub(crate) fn has_length(key: &'static str, period: Span) -> Result<(), Contradiction> {
    if period.is_zero() {
        return wrong(key, "a period of no length");
    }
    Ok(())
}

pub(crate) fn wrong(key: &'static str, problem: impl Into<String>) -> Result<(), Contradiction> {
    Err(Contradiction {
        key,
        problem: problem.into(),
    })
}

pub(crate) fn repeated<'a>(words: &[&'a String]) -> Option<&'a String> {
    let mut seen = BTreeSet::new();
    words.iter().find(|word| !seen.insert(**word)).copied()
}
