//! What an event is about, where any will do: no arrow depends on it.

use crate::calendar::{Date, Term};
use crate::edition::EditionId;
use crate::paper::Paper;
use crate::party::PartyId;
use crate::resolution::Resolution;
use crate::state::Office;

pub(crate) const DAY: Date = Date::MIN;
pub(crate) const TERM: Term = Term {
    from: DAY,
    through: DAY,
};
pub(crate) const PARTY: PartyId = PartyId([0; 16]);

pub(crate) fn edition() -> EditionId {
    EditionId(String::new())
}

pub(crate) fn office() -> Office {
    Office {
        kind: String::new(),
        province: String::new(),
    }
}

pub(crate) fn resolution() -> Resolution {
    Resolution {
        session: String::new(),
        on: DAY,
        votes: Vec::new(),
    }
}

pub(crate) fn paper(name: &str) -> Paper {
    Paper {
        name: name.to_owned(),
        favourable: true,
        reference: None,
    }
}
