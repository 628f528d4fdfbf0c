//! For what a licence may stay in force when its term is over.

use super::Dossier;
use crate::calendar::Date;

/// For what a licence may stay in force when its term is over, where the edition lets it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GoesOn {
    /// For the decision on a request that was filed in time and is complete.
    UntilDecided,
    /// For a request that may still be filed, since it could not be before.
    UntilFiled {
        /// The last timely day, which lies after the end of the term.
        by: Date,
    },
}

impl Dossier {
    /// Whether the latest term can be renewed after its end, since that could not be asked for before.
    pub(crate) fn has_time_after_end(&self) -> bool {
        let last = self.terms.last();
        last.is_some_and(|last| last.renewal_due.is_some_and(|by| last.term.through < by))
    }

    /// For what it may stay in force when its latest term is over; none where that is the end.
    pub fn goes_on(&self) -> Option<GoesOn> {
        if self.renewal.is_timely_and_complete() {
            return Some(GoesOn::UntilDecided);
        }
        let last = self.terms.last()?;
        let by = last.renewal_due.filter(|by| last.term.through < *by)?;
        let is_undecided = self.renewal.awaits_filing() || self.renewal.open_request().is_some();
        is_undecided.then_some(GoesOn::UntilFiled { by })
    }
}
