//! Who acts. An argument of every command; the calendar is an actor too.

use serde::{Deserialize, Serialize};

use crate::party::{PartyId, person_meant};

/// Someone who asks for something to be done, already identified by the caller.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("x-withheld" = true)))]
#[serde(try_from = "Written")]
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

/// An actor as it is read. What is stored says nothing of a national actor; what people write says that it is one.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Actor", extend("x-withheld" = true)))]
#[serde(deny_unknown_fields)]
struct Written {
    /// Who, in the caller's own terms; a party acts under its party id.
    id: String,
    /// In what capacity.
    role: Role,
    /// The province whose dossiers the actor may touch; none for a party, and for national actors.
    #[serde(default)]
    province: Option<String>,
    /// Whether the actor is a national one. Of a command, an officer says this or the province.
    #[serde(default)]
    national: bool,
    /// For whom, where the actor acts for another.
    #[serde(default)]
    on_behalf_of: Option<String>,
}

/// An actor who is said to be national and cannot be.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a party, or an actor with a `province`, is not `national`")]
pub struct NotNational;

impl TryFrom<Written> for Actor {
    type Error = NotNational;

    fn try_from(written: Written) -> Result<Self, NotNational> {
        let may_be = written.province.is_none() && !written.role.is_of_a_party();
        if written.national && !may_be {
            return Err(NotNational);
        }
        Ok(Self {
            id: written.id,
            role: written.role,
            province: written.province,
            on_behalf_of: written.on_behalf_of,
        })
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// In what capacity an actor acts.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Role {
            $($(#[$doc])* $name,)*
        }

        impl Role {
            /// Every role there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word of the stored form.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

roles! {
    /// Who asks for a licence; the actor's id is the applicant's party id.
    Applicant = "applicant",
    /// The holder of the licence; the actor's id is the holder's party id.
    Holder = "holder",
    /// To whom the licence is to pass; the actor's id is their party id.
    Transferee = "transferee",
    /// Who acts for the estate of a holder; the actor's id is their party id.
    Heir = "heir",
    /// Who runs the office in fact (مجری); the actor's id is their party id.
    Operator = "operator",
    /// The manager or deputy of the office (مدیر، جانشین), under their party id.
    Manager = "manager",
    /// The working group's secretariat, which receives and registers.
    Secretariat = "secretariat",
    /// The committee under the working group that looks at premises.
    TechnicalCommittee = "technical_committee",
    /// Who visits offices and reports what is found.
    Inspector = "inspector",
    /// A body whose services the office offers.
    ServiceAgency = "service_agency",
    /// The committee that supervises obligations and hears cases.
    EnforcementCommittee = "enforcement_committee",
    /// The provincial working group: always with a resolution, never one person.
    WorkingGroup = "working_group",
    /// Who issues, renews and revokes.
    Authority = "authority",
    /// Who decides objections.
    AppealBody = "appeal_body",
    /// A court whose judgment is carried out.
    Court = "court",
    /// What the passing of days has made true. No command comes from it.
    Calendar = "calendar",
}

impl Role {
    /// Whether whoever plays it is one party of the dossier, and acts under its id.
    pub fn is_of_a_party(self) -> bool {
        matches!(
            self,
            Self::Applicant
                | Self::Holder
                | Self::Transferee
                | Self::Heir
                | Self::Operator
                | Self::Manager
        )
    }
}

impl Actor {
    /// Someone who acts for themselves: a party under its id, or a national officer.
    pub fn new(id: impl Into<String>, role: Role) -> Self {
        Self {
            id: id.into(),
            role,
            province: None,
            on_behalf_of: None,
        }
    }

    /// The same as an officer of a province, in the regime's spelling, who may touch its dossiers alone.
    pub fn in_province(self, province: impl Into<String>) -> Self {
        Self {
            province: Some(province.into()),
            ..self
        }
    }

    /// The same in another's place, whose id it is.
    pub fn on_behalf_of(self, other: impl Into<String>) -> Self {
        Self {
            on_behalf_of: Some(other.into()),
            ..self
        }
    }

    /// The actor of every settled event.
    pub fn calendar() -> Self {
        Self::new("calendar", Role::Calendar)
    }

    /// Whether the actor is this party, in whatever capacity.
    pub fn is_party(&self, party: PartyId) -> bool {
        self.id.parse::<PartyId>().is_ok_and(|id| id == party)
    }

    /// Whether the actor is this party, or acts on its behalf.
    pub fn speaks_for(&self, party: PartyId) -> bool {
        let behind = self.on_behalf_of.as_ref();
        let is_behind = behind.is_some_and(|id| id.parse::<PartyId>().is_ok_and(|id| id == party));
        is_behind || self.is_party(party)
    }

    /// Whether the actor and another person are one: in person, through whoever acts for one of them, or under
    /// another of their ids. `on_behalf_of` is for whom the other acted.
    pub fn is_one_with(&self, id: &str, on_behalf_of: Option<&str>) -> bool {
        let own = [Some(self.id.as_str()), self.on_behalf_of.as_deref()];
        let others = [Some(id), on_behalf_of].map(|it| it.map(person_meant));
        let mut own = own.into_iter().flatten().map(person_meant);
        own.any(|one| others.iter().flatten().any(|other| *other == one))
    }
}
