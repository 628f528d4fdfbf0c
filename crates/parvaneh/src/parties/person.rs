//! A party as it is shown, and what is said of whoever changes one.

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::party::PartyKind;
use parvaneh_core::text::Reason;
use serde::Serialize;
use uuid::Uuid;

use super::history::KnownParty;
use super::known::kind_of;
use crate::bounds;
use crate::{Engine, EngineError};

/// Who changes what is known of a party or a text, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Who, as the caller knows them.
    pub by: String,
    /// Why. It is kept as free text is, and can be blanked.
    pub because: Reason,
}

impl Change {
    /// The registrar of the authority, by whom it is recorded.
    pub(super) fn actor(&self) -> Result<Actor, EngineError> {
        bounds::within(self)?;
        Ok(registrar(&self.by))
    }
}

/// Whoever keeps the register, under an id of their own.
pub(super) fn registrar(id: &str) -> Actor {
    Actor {
        id: id.to_owned(),
        role: Role::Authority,
        province: None,
        on_behalf_of: None,
    }
}

/// What the register knows of a party.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartyView {
    /// Its id, a UUID.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub party: Uuid,
    /// `known`, `merged` or `erased`.
    pub state: &'static str,
    /// What kind of person.
    pub kind: PartyKind,
    /// The name as it was given; none where it was erased.
    pub name: Option<String>,
    /// The national id or the id of the legal entity.
    pub identifier: Option<String>,
    /// The other parties that turned out to be this one, or the one that this one turned out to be.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub same_person: Vec<Uuid>,
    /// What happened to it, oldest first.
    pub history: Vec<Step>,
}

/// Something that happened to a party.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// When it was recorded, in milliseconds since 1970.
    pub recorded_at: i64,
    /// `registered`, `corrected`, `merged` or `erased`.
    pub what: &'static str,
    /// Who did it.
    pub by: String,
    /// Why, where somebody said it and it was not blanked.
    pub because: Option<String>,
}

impl Engine {
    /// What the register knows of the party with an id, which is a UUID, or with an identifier. Fails where
    /// there is none, or several have the identifier.
    pub async fn party(&self, who: &str) -> Result<PartyView, EngineError> {
        let tx = self.store.begin_read().await?;
        let id = self.party_meant(&tx, who).await?;
        let known = KnownParty::read(&tx, id).await?;
        let row = &known.row;
        let mut same_person = tx.ids_of_persons(&[id]).await?;
        same_person.retain(|it| *it != id);
        same_person.sort_unstable();
        Ok(PartyView {
            party: id,
            state: known.state(),
            kind: kind_of(row).unwrap_or(PartyKind::Unstated),
            name: row.name_as_given.clone(),
            identifier: row.identifier.clone(),
            same_person,
            history: known.steps()?,
        })
    }
}
