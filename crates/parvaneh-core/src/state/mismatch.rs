//! Whether it is recorded that somebody else runs the office than its holder.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, put_off};
use crate::edition::EditionId;
use crate::party::PartyId;
use crate::text::Label;

/// Whether it is recorded that somebody else runs the office than its holder.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// It is not.
    #[default]
    None,
    /// It is, and can be settled.
    Open {
        /// The day on which it was recorded.
        recorded_on: Date,
        /// Who runs it; none where nobody has said.
        operator: Option<PartyId>,
        /// The last day on which it can. One that has been put off may be a holiday.
        settle_by: Date,
        /// Whether the least time was given after a transfer came to nothing.
        least_given: bool,
        /// The violation of which a case opens otherwise.
        leads_to: Label,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// It was not settled in time, and the case is yet to open.
    Elapsed {
        /// The violation.
        leads_to: Label,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// It is, and the licence is asked to pass to whoever runs the office: the time does not run.
    Held {
        /// The day on which it was recorded.
        recorded_on: Date,
        /// Who runs it.
        operator: Option<PartyId>,
        /// The day from which on the time does not run.
        held_on: Date,
        /// The last day on which it could be settled otherwise. One that has been put off may be a holiday.
        settle_by: Date,
        /// Whether the least time was given after an earlier transfer came to nothing.
        least_given: bool,
        /// The violation of which a case opens otherwise.
        leads_to: Label,
        /// The edition that judges it.
        edition: EditionId,
    },
}

impl State {
    /// The edition that judges a mismatch that can be settled.
    pub(crate) fn open_under(&self) -> Option<&EditionId> {
        match self {
            Self::Open { edition, .. } | Self::Held { edition, .. } => Some(edition),
            Self::None | Self::Elapsed { .. } => None,
        }
    }

    /// The licence stands again on the day `to` which had ended on `from`: the time to settle it rested. One
    /// that is held has rested from before.
    pub(crate) fn rested(&mut self, from: Date, to: Date) {
        match self {
            Self::Open {
                recorded_on,
                settle_by,
                ..
            } => *settle_by = put_off(*settle_by, Ord::max(from, *recorded_on), to),
            Self::None | Self::Held { .. } | Self::Elapsed { .. } => {}
        }
    }

    /// The violation of which a case is to open, because a mismatch was not settled in time, and
    /// the edition that judges it.
    pub(crate) fn unsettled(&self) -> Option<(&str, &EditionId)> {
        match self {
            Self::Elapsed { leads_to, edition } => Some((leads_to, edition)),
            Self::None | Self::Open { .. } | Self::Held { .. } => None,
        }
    }

    /// Whether nothing is to be settled.
    pub(crate) fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "NoMismatch",
            Self::Open { .. } => "OperatorMismatch",
            Self::Elapsed { .. } => "OperatorMismatch, elapsed",
            Self::Held { .. } => "OperatorMismatch, held",
        }
    }
}
