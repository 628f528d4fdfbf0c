//! Whose the numbers of a batch are, and how they are written.

use std::collections::{HashMap, HashSet};

use parvaneh_core::number::Number;

use super::row::Row;

/// How the register has the numbers of a batch.
pub(super) struct Numbers {
    /// By each number of a dossier, that of its licence.
    known: HashMap<String, Number>,
    /// Those that several dossiers have.
    shared: HashSet<String>,
}

impl Numbers {
    /// Of which several dossiers have these.
    pub(super) fn shared_by_several(shared: HashSet<String>) -> Self {
        Self {
            known: HashMap::new(),
            shared,
        }
    }

    /// Notes that a number, normalised, is of the dossier whose licence has the other.
    pub(super) fn own(&mut self, normalised: String, number: Number) {
        if !self.shared.contains(&normalised) {
            self.known.insert(normalised, number);
        }
    }

    /// Why a row cannot be told whose it is, where several dossiers have its number.
    pub(super) fn shared(&self, row: &Row) -> Option<&'static str> {
        let is_shared = self.shared.contains(&row.number.normalised);
        is_shared.then_some(
            "several dossiers of the register have this number; decide whose it is, as `parvaneh verify` says",
        )
    }

    /// A number as the register has it, or will have it by a row before.
    pub(super) fn as_known(&self, number: Number) -> Number {
        self.known
            .get(&number.normalised)
            .cloned()
            .unwrap_or(number)
    }

    /// How a number, normalised, is written in the register.
    pub(super) fn as_given<'n>(&'n self, normalised: &'n str) -> &'n str {
        self.known
            .get(normalised)
            .map_or(normalised, |number| &number.as_given)
    }
}
