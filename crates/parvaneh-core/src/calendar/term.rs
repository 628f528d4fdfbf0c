//! A term of validity.

use serde::{Deserialize, Serialize};

use super::{Calendar, Date, Span};

/// A term of validity; both days inclusive, its end the end of the day `through`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Term {
    /// The first valid day.
    pub from: Date,
    /// The last valid day.
    pub through: Date,
}

/// Days that make no term.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a term from {from} cannot run through {through}, which is before it")]
pub struct TermError {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub through: Date,
}

impl Term {
    /// The term from `from` through `through`, both inclusive; refused where it ends before it
    /// begins.
    pub fn new(from: Date, through: Date) -> Result<Self, TermError> {
        if through < from {
            return Err(TermError { from, through });
        }
        Ok(Self { from, through })
    }

    /// The term of `length` from the day `from`: through the day before its anniversary, counted
    /// in `calendar`. Terms that follow one another leave no gap.
    pub fn starting(from: Date, length: Span, calendar: Calendar) -> Self {
        let through = calendar.anniversary(from, length).moved_by(-1);
        Self {
            from,
            through: Ord::max(from, through),
        }
    }

    /// Whether `day` is one of its days, first and last included.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.through
    }

    /// The day after its last one: the first day of the term that follows.
    pub fn next_from(&self) -> Date {
        self.through.moved_by(1)
    }

    /// How many days it has, first and last included.
    pub fn days(&self) -> i64 {
        self.through.days_since(self.from) + 1
    }

    /// Whether a day belongs to both.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.through && other.from <= self.through
    }
}

/// The last day of a period that rested from the day `from` until the day before `to`: it is as many days
/// later. One that was over by then stays as it is.
pub(crate) fn put_off(last: Date, from: Date, to: Date) -> Date {
    match from <= last && from < to {
        true => last.moved_by(to.days_since(from)),
        false => last,
    }
}
