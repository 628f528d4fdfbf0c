//! What an event is about, where any will do: no arrow depends on it.

use crate::actor::Role;
use crate::calendar::{Date, Term};
use crate::edition::EditionId;
use crate::machines::Silence;
use crate::machines::licence::{Hearing, Measure};
use crate::paper::Paper;
use crate::party::PartyId;
use crate::resolution::SessionVote;
use crate::state::Office;
use crate::text::{FreeText, Label};

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
        kind: Label::default(),
        province: Label::default(),
    }
}

pub(crate) fn resolution() -> SessionVote {
    SessionVote {
        session: FreeText::default(),
        on: DAY,
        votes: Vec::new(),
    }
}

pub(crate) fn silence() -> Silence {
    Silence {
        owed_by: Role::Authority,
        since: DAY,
        decide_by: DAY,
    }
}

pub(crate) fn measure() -> Measure {
    Measure {
        reason: FreeText::default(),
        hearing: Hearing {
            notice_served_on: DAY,
            heard_on: None,
        },
    }
}

pub(crate) fn paper(name: &str) -> Paper {
    Paper {
        name: name.into(),
        favourable: true,
        reference: None,
        of: None,
        names: Vec::new(),
    }
}
