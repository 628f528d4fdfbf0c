//! What happens to a party in the register: it is registered, corrected, found to be another one, or erased.
//!
//! Its events have hashes of names and identifiers. The names themselves stand beside them, so that they can
//! be erased and the history stays as it was.

use serde::{Deserialize, Serialize};

use super::{PartyId, PartyKind};
use crate::text::FreeText;

/// The version of the form of a party's events.
pub const VERSION: u64 = 1;

/// SHA-256 over a salt and a name or an identifier, as 64 hexadecimal digits; made outside the core.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hashed(pub String);

/// Who a party is said to be.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// What kind of person.
    pub kind: PartyKind,
    /// The name.
    pub name: Hashed,
    /// The national id or the id of a legal entity, where the register has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Hashed>,
}

/// What happened to a party.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The register knows the party from now on.
    Registered(Identity),
    /// The party is said to be somebody else than before, or to have another name.
    Corrected {
        /// Who it is now.
        #[serde(flatten)]
        identity: Identity,
        /// Whether it has another name; names alone do not say it, as each event hashes them anew.
        renames: bool,
        /// Why.
        because: FreeText,
    },
    /// The party turned out to be another one, which the register had twice.
    Merged {
        /// The other one, which says who both are.
        into: PartyId,
        /// Why.
        because: FreeText,
    },
    /// Who the party was is known no more.
    Erased {
        /// Why.
        because: FreeText,
    },
}

/// An event as it is stored.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// The version of its form.
    pub v: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

impl From<Event> for Stored {
    fn from(event: Event) -> Self {
        Self { v: VERSION, event }
    }
}

/// Where a party's history leads.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Party {
    /// Nothing is recorded of it.
    #[default]
    Unknown,
    /// It is known.
    Known(Identity),
    /// It is another one.
    Merged(PartyId),
    /// Nobody knows who it was.
    Erased,
}

/// Why something cannot be done to a party.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotDone {
    /// Nothing is recorded of it.
    #[error("the register knows no such party")]
    Unknown,
    /// It is another one.
    #[error("it was found to be {0}: name that one")]
    Merged(PartyId),
    /// Nobody knows who it was.
    #[error("it was erased")]
    Erased,
    /// It is the same party.
    #[error("both are one party already")]
    Itself,
    /// One is a natural person, the other one a legal entity.
    #[error("one is {}, the other {}", .0.word(), .1.word())]
    OfOtherKinds(PartyKind, PartyKind),
    /// Each has an identifier of its own.
    #[error("each has an identifier of its own; correct the wrong one first")]
    OtherIdentifiers,
}

/// An event that cannot follow those before it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("it cannot follow what came before it")]
pub struct CannotFollow;

impl Party {
    /// The party after one more event.
    pub fn after(self, event: &Event) -> Result<Self, CannotFollow> {
        match (self, event) {
            (Self::Unknown, Event::Registered(identity))
            | (Self::Known(_), Event::Corrected { identity, .. }) => {
                Ok(Self::Known(identity.clone()))
            }
            (Self::Known(_), Event::Merged { into, .. }) => Ok(Self::Merged(*into)),
            (Self::Known(_), Event::Erased { .. }) => Ok(Self::Erased),
            (
                Self::Unknown,
                Event::Corrected { .. } | Event::Merged { .. } | Event::Erased { .. },
            )
            | (Self::Known(_), Event::Registered(_))
            | (
                Self::Merged(_) | Self::Erased,
                Event::Registered(_)
                | Event::Corrected { .. }
                | Event::Merged { .. }
                | Event::Erased { .. },
            ) => Err(CannotFollow),
        }
    }

    /// Where events lead, oldest first.
    pub fn after_all<'a>(
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Result<Self, CannotFollow> {
        let mut events = events.into_iter();
        events.try_fold(Self::Unknown, Self::after)
    }

    /// Who it is, where it is known.
    pub fn known(&self) -> Result<&Identity, NotDone> {
        match self {
            Self::Known(identity) => Ok(identity),
            Self::Unknown => Err(NotDone::Unknown),
            Self::Merged(into) => Err(NotDone::Merged(*into)),
            Self::Erased => Err(NotDone::Erased),
        }
    }
}

/// Of two parties that are one: the kind of person that both are. Refused where they cannot be one:
/// `share_identifier` says whether they have the same identifier, or one has none.
pub fn merged_kind(
    one: PartyKind,
    other: PartyKind,
    share_identifier: bool,
) -> Result<PartyKind, NotDone> {
    if !share_identifier {
        return Err(NotDone::OtherIdentifiers);
    }
    match (one, other) {
        (PartyKind::Unstated, kind) | (kind, PartyKind::Unstated) => Ok(kind),
        (one, other) if one == other => Ok(one),
        (one, other) => Err(NotDone::OfOtherKinds(one, other)),
    }
}
