//! What is true on a day, from history alone.
//!
//! Expiry happens because the date passed, not because a job ran: whatever has been recorded, and
//! however late, the answer is that of the calendar.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::dossier::{self, Dated, Defect, Dossier, Editions};
use crate::party::PartyId;
use crate::state::TermRecord;
use crate::state::licence::State;
use crate::state::renewal::{Step, Timeliness};

/// What a licence is worth on a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its first term has not begun.
    NotIssued,
    /// Valid.
    InForce,
    /// Past its term, and valid until the renewal that was filed in time is decided.
    InForcePendingRenewal,
    /// Not to be used for now.
    Suspended,
    /// Its term is over.
    Expired,
    /// Taken away.
    Revoked,
    /// Given up.
    Surrendered,
    /// Ended by the death or dissolution of its holder.
    Lapsed,
    /// Valid, for an heir of the holder, until it passes to a new one.
    Interim,
}

impl Standing {
    /// Every standing, in the order of a report.
    pub const ALL: [Self; 9] = [
        Self::NotIssued,
        Self::InForce,
        Self::InForcePendingRenewal,
        Self::Suspended,
        Self::Expired,
        Self::Revoked,
        Self::Surrendered,
        Self::Lapsed,
        Self::Interim,
    ];

    /// Whether the licence has ended.
    pub fn is_an_end(self) -> bool {
        match self {
            Self::Expired | Self::Revoked | Self::Surrendered | Self::Lapsed => true,
            Self::NotIssued
            | Self::InForce
            | Self::InForcePendingRenewal
            | Self::Suspended
            | Self::Interim => false,
        }
    }

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotIssued => "not_issued",
            Self::InForce => "in_force",
            Self::InForcePendingRenewal => "in_force_pending_renewal",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Surrendered => "surrendered",
            Self::Lapsed => "lapsed",
            Self::Interim => "interim",
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Standing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL
            .into_iter()
            .find(|standing| standing.word() == text);
        found.ok_or_else(|| {
            let words: Vec<&str> = Self::ALL.iter().map(|standing| standing.word()).collect();
            format!(
                "no standing is called {text:?}; there are {}",
                words.join(", ")
            )
        })
    }
}

/// A dossier as it stands on one day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct View {
    /// The day, inclusive: what is true until its end.
    pub on: Date,
    /// What the licence is worth on it.
    pub standing: Standing,
    /// The latest term that has begun, or the first one where none has.
    pub term: Option<TermRecord>,
    /// Whether a request for the renewal of that term was filed by then, and in time.
    pub renewal: Option<Timeliness>,
    /// The dossier, settled up to the day.
    pub dossier: Dossier,
}

impl View {
    /// Who holds it.
    pub fn holder(&self) -> Option<PartyId> {
        self.dossier.holder
    }
}

/// The view on the day `on` of what `history` says, whatever was recorded later or earlier.
pub fn on(history: &[Dated], editions: &Editions, on: Date) -> Result<View, Defect> {
    let known = dossier::replay(history.iter().filter(|dated| dated.effective_on <= on))?;
    let whole = dossier::replay(history)?;
    if !known.terms.is_empty() || whole.terms.is_empty() {
        return of(known, editions, on);
    }
    let (known, _) = dossier::settle(known, editions, on)?;
    Ok(View {
        on,
        standing: Standing::NotIssued,
        term: whole.terms.first().cloned(),
        renewal: None,
        dossier: Dossier {
            office: whole.office,
            holder: whole.holder,
            ..known
        },
    })
}

/// The view of a dossier whose whole history lies on or before `on`; the shorter way to the same
/// answer as [`on`](fn@on).
pub fn of(dossier: Dossier, editions: &Editions, on: Date) -> Result<View, Defect> {
    let (dossier, _) = dossier::settle(dossier, editions, on)?;
    let term = dossier
        .terms
        .iter()
        .rev()
        .find(|record| record.term.from <= on)
        .or(dossier.terms.first())
        .cloned();
    let is_latest = term.as_ref() == dossier.terms.last();
    // A request that was granted is of the term before the latest.
    let case = dossier.renewal.case();
    let case = case.filter(|case| case.step != Step::Granted || !is_latest);
    let renewal = case.map(|case| case.request.timeliness);
    Ok(View {
        on,
        standing: of_settled(&dossier, on),
        term,
        renewal,
        dossier,
    })
}

/// The standing of a dossier that is settled up to `on`.
pub(crate) fn of_settled(dossier: &Dossier, on: Date) -> Standing {
    let begun = dossier
        .terms
        .first()
        .is_some_and(|first| first.term.from <= on);
    let covered = dossier.terms.iter().any(|record| record.term.contains(on));
    match &dossier.licence {
        State::NotIssued => Standing::NotIssued,
        State::Revoked { .. } => Standing::Revoked,
        State::Surrendered { .. } => Standing::Surrendered,
        State::Expired { .. } => Standing::Expired,
        State::Lapsed { .. } => Standing::Lapsed,
        State::Interim { .. } if dossier.licence.is_suspended() => Standing::Suspended,
        State::Interim { .. } => Standing::Interim,
        State::Active { .. } | State::Suspended { .. } if !begun => Standing::NotIssued,
        State::Active { continued: true } if !covered => Standing::InForcePendingRenewal,
        State::Suspended { continued: true } => Standing::Suspended,
        State::Active { .. } | State::Suspended { .. } if !covered => Standing::Expired,
        State::Active { .. } => Standing::InForce,
        State::Suspended { .. } => Standing::Suspended,
    }
}
