//! Which edition of a regime judges a matter, by the day on which it is filed.

use crate::calendar::Date;
use crate::edition::EditionId;

/// The editions of a regime one after the other, each from its own day on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InForce {
    first: (Date, EditionId),
    /// In the order of their days, which are all after the first one's.
    later: Vec<(Date, EditionId)>,
}

impl InForce {
    /// Each edition from its day on, until the next one's; none where there is no edition.
    pub fn new(editions: impl IntoIterator<Item = (Date, EditionId)>) -> Option<Self> {
        let mut all: Vec<_> = editions.into_iter().collect();
        all.sort_by_key(|(from, _)| *from);
        let mut all = all.into_iter();
        let first = all.next()?;
        let later = all.collect();
        Some(Self { first, later })
    }

    /// One edition on every day.
    pub fn always(edition: EditionId) -> Self {
        Self {
            first: (Date::MIN, edition),
            later: Vec::new(),
        }
    }

    /// The edition that judges a matter filed on `day`; days before the first entry are the
    /// first one's, because registers hold older terms (D).
    pub fn on(&self, day: Date) -> &EditionId {
        let at = self.later.partition_point(|(from, _)| *from <= day);
        let found = at.checked_sub(1).and_then(|at| self.later.get(at));
        let (_, edition) = found.unwrap_or(&self.first);
        edition
    }

    /// The edition that judges every matter; none where there are several.
    pub fn only(&self) -> Option<&EditionId> {
        let (_, edition) = &self.first;
        self.later.is_empty().then_some(edition)
    }

    /// The first day of each edition, its last, which is none while no other edition follows, and
    /// the edition. Days before the first one are judged by the same.
    pub fn periods(&self) -> impl Iterator<Item = (Date, Option<Date>, &EditionId)> {
        let all = std::iter::once(&self.first).chain(&self.later);
        let next = self.later.iter().map(|(from, _)| *from);
        let through = next.map(|from| from.day_before()).chain([None]);
        let periods = all.zip(through);
        periods.map(|((from, edition), through)| (*from, through, edition))
    }
}
