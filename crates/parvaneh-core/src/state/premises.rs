//! Where the office is, and what is open or permitted beside the licence's own state.

use serde::{Deserialize, Serialize};

use crate::calendar::Term;
use crate::edition::EditionId;
use crate::paper::Papers;
use crate::text::FreeText;

/// Where an office is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Premises {
    /// The town or village.
    pub town: FreeText,
    /// Where in it.
    pub address: FreeText,
}

/// What is open or permitted beside the licence's own state.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The relocation that was asked for.
    pub relocation: Option<Box<Relocation>>,
    /// The days for which the office is closed, both inclusive.
    pub closed: Option<Term>,
    /// The days for which counters elsewhere were permitted.
    pub counters: Vec<Term>,
    /// The papers of the relocation that was asked for, or of an heir's notice: never of both, for
    /// what was asked for ends with the licence.
    pub papers: Papers,
}

/// A request to move.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Relocation {
    /// Where to.
    pub to: Premises,
    /// The edition in force on the day of the request, which judges it.
    pub edition: EditionId,
}

impl State {
    /// Whether nothing is open.
    pub fn has_ended(&self) -> bool {
        self.relocation.is_none() && self.closed.is_none()
    }

    /// What is open, as charts give it.
    pub fn name(&self) -> &'static str {
        match (&self.relocation, self.closed) {
            (None, None) => "Open",
            (None, Some(_)) => "Closed",
            (Some(_), None) => "Open, relocating",
            (Some(_), Some(_)) => "Closed, relocating",
        }
    }
}
