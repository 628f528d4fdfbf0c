//! What is wrong with an edition: every fault of it, each with its key.

use crate::calendar::Span;

/// Two values of an edition, or a value and good sense, that do not go together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contradiction {
    /// The key at fault, with dots.
    pub key: String,
    /// What is wrong with it.
    pub problem: String,
}

/// Every fault that was found so far.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Contradiction>);

impl Faults {
    pub(crate) fn add(&mut self, key: impl Into<String>, problem: impl Into<String>) {
        self.0.push(Contradiction {
            key: key.into(),
            problem: problem.into(),
        });
    }

    /// A period of no length.
    pub(crate) fn length(&mut self, key: &str, period: Span) {
        if period.is_zero() {
            self.add(key, "a period of no length");
        }
    }

    /// A step that the working group takes where there is none.
    pub(crate) fn no_group(&mut self, key: &str) {
        self.add(
            key,
            "a resolution is needed and there is no [working_group]",
        );
    }

    /// A word that is in a list twice.
    pub(crate) fn twice<'a>(&mut self, key: &str, words: impl IntoIterator<Item = &'a str>) {
        let mut seen = Vec::new();
        for word in words {
            if seen.contains(&word) {
                self.add(key, format!("{word:?} is there twice"));
            }
            seen.push(word);
        }
    }

    pub(super) fn all(self) -> Result<(), Vec<Contradiction>> {
        match self.0.is_empty() {
            true => Ok(()),
            false => Err(self.0),
        }
    }
}
