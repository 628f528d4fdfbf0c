//! Who acts. An argument of every command; the calendar is an actor too.

use serde::{Deserialize, Serialize};

use crate::party::PartyId;

/// Someone who asks for something to be done, already identified by the caller.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Who, in the caller's own terms; a party acts under its party id.
    pub id: String,
    /// In what capacity.
    pub role: Role,
    /// The province whose dossiers the actor may touch; none for national actors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// For whom, where the actor acts for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
}

/// In what capacity an actor acts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The holder of the licence; the actor's id is the holder's party id.
    Holder,
    /// The working group's secretariat, which receives and registers.
    Secretariat,
    /// The provincial working group: always with a resolution, never one person.
    WorkingGroup,
    /// The committee that supervises obligations and hears cases.
    EnforcementCommittee,
    /// Who issues, renews and revokes.
    Authority,
    /// What the passing of days has made true. No command comes from it.
    Calendar,
}

impl Role {
    /// The word of the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Secretariat => "secretariat",
            Self::WorkingGroup => "working_group",
            Self::EnforcementCommittee => "enforcement_committee",
            Self::Authority => "authority",
            Self::Calendar => "calendar",
        }
    }
}

impl Actor {
    /// The actor of every settled event.
    pub fn calendar() -> Self {
        Self {
            id: "calendar".to_owned(),
            role: Role::Calendar,
            province: None,
            on_behalf_of: None,
        }
    }

    /// Whether the actor is this party, in whatever capacity.
    pub fn is_party(&self, party: PartyId) -> bool {
        self.id.parse::<PartyId>().is_ok_and(|id| id == party)
    }
}
