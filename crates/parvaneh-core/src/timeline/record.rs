//! What a journal says of the history itself: nothing happens to the dossier by it.

use serde::{Deserialize, Serialize};

use super::Sequence;
use crate::text::{FreeText, Label};

/// A row about the history itself; its machine is called `dossier`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Record {
    /// An act that led to nothing, because it was already so.
    AlreadySo,
    /// What comes after a row stands no longer; the rows that follow state it anew.
    Revised {
        /// The last row that stands, by its sequence; 0 where none does.
        keeps: Sequence,
        /// How many rows after this one state it anew.
        states: u32,
        /// Why.
        because: Because,
        /// The acts that stand no longer, by their names.
        withdraws: Vec<Sequence>,
        /// The acts that stand again, by their names.
        restores: Vec<Sequence>,
    },
    /// Texts that somebody wrote were blanked: rows have their hashes, and nobody knows the texts any more.
    Blanked {
        /// The rows that had one of these texts, by their sequences.
        rows: Vec<Sequence>,
        /// The hashes that stand there in their places, as 64 hexadecimal digits.
        hashes: Vec<Label>,
        /// Why.
        because: FreeText,
    },
}

/// Why a history is stated anew.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Because {
    /// An act was entered after others of a later day.
    EnteredLate,
    /// The register learnt of a general act after the day from which that holds.
    Decree {
        /// The act, by its name in the regime.
        decree: Label,
    },
    /// Another register states otherwise what it stated itself.
    StatedAnew,
    /// Somebody decided that it was recorded wrongly.
    Decided {
        /// Why, in words.
        reason: FreeText,
        /// The document that it rests on.
        rests_on: FreeText,
        /// Who proposed it, where another person approved it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<FreeText>,
    },
}

impl Record {
    /// The name that stands in the field `machine`.
    pub const MACHINE: &'static str = "dossier";

    /// The name of an act that led to nothing.
    pub const ALREADY_SO: &'static str = "dossier.already_so";

    /// The name of a revision.
    pub const REVISED: &'static str = "dossier.revised";

    /// The name of a row by which texts were blanked.
    pub const BLANKED: &'static str = "dossier.blanked";

    /// Every name that there is.
    pub const NAMES: [&'static str; 3] = [Self::ALREADY_SO, Self::REVISED, Self::BLANKED];

    /// Whether it stands in the history of what happened; the others say something of the journal.
    pub(super) fn is_live(&self) -> bool {
        match self {
            Self::AlreadySo => true,
            Self::Revised { .. } | Self::Blanked { .. } => false,
        }
    }

    /// `dossier.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AlreadySo => Self::ALREADY_SO,
            Self::Revised { .. } => Self::REVISED,
            Self::Blanked { .. } => Self::BLANKED,
        }
    }
}
