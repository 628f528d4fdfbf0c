//! What is licensed, and a term of it as another register states it.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Term};
use crate::edition::EditionId;
use crate::party::PartyId;
use crate::text::Label;

/// The office that a licence is for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// As the edition names kinds: `urban`, `rural`.
    pub kind: Label,
    /// In the regime's spelling.
    pub province: Label,
}

/// A term as another register states it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opened {
    /// The regime's own licence number.
    pub number: Label,
    /// What is licensed.
    pub office: Office,
    /// To whom.
    pub holder: PartyId,
    /// Both days inclusive; believed where stated, computed by the edition where not.
    pub term: Term,
    /// The last timely day for its renewal.
    pub renewal_due: Option<Date>,
    /// The edition that judges the term.
    pub edition: EditionId,
    /// The day of issue, where the register states it.
    pub issued_on: Option<Date>,
    /// The import profile it came through.
    pub imported: Label,
}

/// A status that another register states of one of its terms.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportedStatus {
    /// The first day of the term it was stated of.
    pub term_from: Date,
    /// Whether the register states the day; if not, it is taken to hold on every day of the term, or, where the
    /// register stated otherwise of the term before, from the day on which that was found out.
    pub day_known: bool,
}
