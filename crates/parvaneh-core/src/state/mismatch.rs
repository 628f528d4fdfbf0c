//! Whether it is recorded that somebody else runs the office than its holder.

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
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
        #[serde(with = "crate::calendar::stored")]
        recorded_on: Date,
        /// Who runs it; none where nobody has said.
        operator: Option<PartyId>,
        /// The last day on which it can.
        #[serde(with = "crate::calendar::stored")]
        settle_by: Date,
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
        #[serde(with = "crate::calendar::stored")]
        recorded_on: Date,
        /// Who runs it.
        operator: Option<PartyId>,
        /// The day from which on the time does not run.
        #[serde(with = "crate::calendar::stored")]
        held_on: Date,
        /// The last day on which it could be settled otherwise.
        #[serde(with = "crate::calendar::stored")]
        settle_by: Date,
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

    /// The last day on which it can be settled, where it can and the time runs.
    pub fn settle_by(&self) -> Option<Date> {
        match self {
            Self::Open { settle_by, .. } => Some(*settle_by),
            Self::None | Self::Elapsed { .. } | Self::Held { .. } => None,
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
