//! The editions that were loaded, by name.

use std::collections::BTreeMap;

use super::{Edition, EditionId};
use crate::state::Defect;

/// Every edition that a history may name.
#[derive(Clone, Debug, Default)]
pub struct Editions(BTreeMap<EditionId, Edition>);

impl Editions {
    /// The edition of that name, or the defect that a history names one nobody knows.
    pub fn get(&self, id: &EditionId) -> Result<&Edition, Defect> {
        self.0
            .get(id)
            .ok_or_else(|| Defect::UnknownEdition(id.clone()))
    }
}

impl FromIterator<Edition> for Editions {
    fn from_iter<I: IntoIterator<Item = Edition>>(editions: I) -> Self {
        Self(
            editions
                .into_iter()
                .map(|edition| (edition.id.clone(), edition))
                .collect(),
        )
    }
}
