//! The editions that were loaded, by name, and which of them judges what is filed on a day.

use std::collections::BTreeMap;

use super::{Decree, Edition, EditionId, InForce};
use crate::calendar::Date;
use crate::state::Defect;

/// Every edition that a history may name, and which of them judges what is filed on a day.
#[derive(Clone, Debug, Default)]
pub struct Editions {
    by_id: BTreeMap<EditionId, Edition>,
    /// By the regime's name.
    in_force: BTreeMap<String, InForce>,
    /// By the regime's name.
    decrees: BTreeMap<String, Vec<Decree>>,
    /// The last day that any general act moves.
    last_moved: Option<Date>,
}

impl Editions {
    /// The edition of that name, or the defect that a history names one nobody knows.
    pub fn get(&self, id: &EditionId) -> Result<&Edition, Defect> {
        self.by_id
            .get(id)
            .ok_or_else(|| Defect::UnknownEdition(id.clone()))
    }

    /// The last day of a period that has been put off, under the edition of that name: the first working day
    /// from it on, where that has holidays.
    pub(crate) fn working_day(&self, id: &EditionId, day: Date) -> Result<Date, Defect> {
        Ok(self.get(id)?.working_day(day))
    }

    /// The edition of a term's regime that is in force on a day; the term's own where nobody has said.
    pub(crate) fn in_force_on<'a>(&'a self, term: &'a EditionId, day: Date) -> &'a EditionId {
        self.in_force(term.regime())
            .map_or(term, |in_force| in_force.on(day))
    }

    /// Which edition of a regime is in force on a day; none where nobody has said.
    pub fn in_force(&self, regime: &str) -> Option<&InForce> {
        self.in_force.get(regime)
    }

    /// The general acts of a regime.
    pub fn decrees(&self, regime: &str) -> &[Decree] {
        self.decrees.get(regime).map_or(&[], Vec::as_slice)
    }

    /// The last day that a general act of any regime moves; none where there is no act.
    pub(crate) fn last_moved(&self) -> Option<Date> {
        self.last_moved
    }

    /// The same, with the general acts of a regime.
    #[must_use]
    pub fn with_decrees(mut self, regime: &str, decrees: Vec<Decree>) -> Self {
        let last = decrees.iter().filter_map(Decree::last).max();
        self.last_moved = Ord::max(self.last_moved, last);
        self.decrees.insert(regime.to_owned(), decrees);
        self
    }

    /// The same, with what is in force in a regime.
    #[must_use]
    pub fn with_in_force(mut self, regime: &str, in_force: InForce) -> Self {
        self.in_force.insert(regime.to_owned(), in_force);
        self
    }
}

impl FromIterator<Edition> for Editions {
    fn from_iter<I: IntoIterator<Item = Edition>>(editions: I) -> Self {
        let by_id = editions
            .into_iter()
            .map(|edition| (edition.id.clone(), edition));
        Self {
            by_id: by_id.collect(),
            in_force: BTreeMap::new(),
            decrees: BTreeMap::new(),
            last_moved: None,
        }
    }
}
