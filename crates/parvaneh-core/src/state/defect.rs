//! A history that cannot be: stop, and keep the evidence.

use crate::calendar::{Date, both};
use crate::edition::EditionId;

/// The history is damaged, or names what is not there.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Defect {
    /// An event that cannot follow the state before it.
    #[error("{event} cannot follow {state}")]
    OutOfOrder {
        /// The state.
        state: String,
        /// The event.
        event: String,
    },
    /// A term that overlaps another one.
    #[error(
        "the term {} to {} overlaps the term {} to {}",
        both(*.from), both(*.through), both(*.other_from), both(*.other_through)
    )]
    Overlap {
        /// First day of the term that came.
        from: Date,
        /// Its last.
        through: Date,
        /// First day of the term that was there.
        other_from: Date,
        /// Its last.
        other_through: Date,
    },
    /// A row of the journal that cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// An edition that was not loaded.
    #[error("the edition {0} is not loaded")]
    UnknownEdition(EditionId),
}

impl Defect {
    /// An event that cannot follow the state before it, both by their names.
    pub(crate) fn out_of_order(state: &str, event: &str) -> Self {
        Self::OutOfOrder {
            state: state.to_owned(),
            event: event.to_owned(),
        }
    }

    /// A stable word for reports.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OutOfOrder { .. } => "out_of_order",
            Self::Overlap { .. } => "overlap",
            Self::Unreadable(_) => "journal_unreadable",
            Self::UnknownEdition(_) => "unknown_edition",
        }
    }
}
