//! Who the parties are: registered before a command names them, and the only personal data there
//! is. Events name a party by its id alone.

use parvaneh_core::dossier::{Command, KnownParties, KnownParty};
use parvaneh_core::party::{LegalEntityId, Name, NationalId, PartyId, PartyKind};
use parvaneh_store::{Connection, PartyRow, Register};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Engine, EngineError, encoding};

/// A person to be known to the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// The id by which events will name it; one is made where none is given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "uuid")))]
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Whether it is a natural or a legal person.
    pub kind: PartyKind,
    /// The name.
    pub name: String,
    /// کد ملی or شناسه ملی, in whatever digits; its check digit must fit.
    #[serde(default)]
    pub identifier: Option<String>,
}

/// The kinds of party among which an identifier of that kind is one party's: whoever is not said to be a
/// natural person and has the identifier of one is that person.
pub(crate) fn same_identifiers(kind: PartyKind) -> &'static [PartyKind] {
    match kind {
        PartyKind::Legal => &[PartyKind::Legal],
        PartyKind::Natural | PartyKind::Unstated => &[PartyKind::Natural, PartyKind::Unstated],
    }
}

impl Engine {
    /// Makes a party known; its id. One that is known by its identifier keeps the id it has, and
    /// the same party again changes nothing.
    ///
    /// Refused where the name is empty, the identifier is none of its kind, or the id that is
    /// given belongs to another.
    pub async fn register_party(&self, party: &NewParty) -> Result<PartyId, EngineError> {
        let wrong = |problem: &dyn std::fmt::Display| EngineError::Party(problem.to_string());
        let name = Name::parse(&party.name).map_err(|error| wrong(&error))?;
        let identifier = match (&party.identifier, party.kind) {
            (None, _) => None,
            (Some(text), PartyKind::Legal) => {
                let id = LegalEntityId::parse(text).map_err(|error| wrong(&error))?;
                Some(id.as_str().to_owned())
            }
            (Some(text), PartyKind::Natural | PartyKind::Unstated) => {
                let id = NationalId::parse(text).map_err(|error| wrong(&error))?;
                Some(id.as_str().to_owned())
            }
        };
        let tx = self.store.begin_write().await?;
        let mut known = Vec::new();
        for kind in same_identifiers(party.kind) {
            let identifiers: Vec<&str> = identifier.as_deref().into_iter().collect();
            known.extend(tx.parties_by_identifier(kind.word(), &identifiers).await?);
        }
        if let Some(id) = party.id {
            known.extend(tx.parties(&[id]).await?);
        }
        let is_the_same = |row: &&PartyRow| {
            row.kind == party.kind.word() && party.id.is_none_or(|id| id == row.id)
        };
        if identifier.is_some()
            && let Some(same) = known
                .iter()
                .filter(|row| row.identifier == identifier)
                .find(is_the_same)
        {
            return Ok(encoding::party_id(same.id));
        }
        if let Some(other) = known.iter().find(|row| {
            party.id.is_some_and(|id| id != row.id)
                || row.kind != party.kind.word()
                || (identifier.is_some() && row.identifier != identifier)
        }) {
            return Err(wrong(&format_args!(
                "its id or its identifier is that of {}, which is another party",
                other.id
            )));
        }
        if let Some(same) = known.first() {
            return Ok(encoding::party_id(same.id));
        }
        let id = party.id.unwrap_or_else(Uuid::now_v7);
        let row = PartyRow {
            id,
            kind: party.kind.word().to_owned(),
            name: Some(name.normalised),
            name_as_given: Some(name.as_given),
            identifier,
        };
        tx.insert_parties(&[row]).await?;
        tx.commit().await?;
        Ok(encoding::party_id(id))
    }

    /// What the register says of the parties that a command brings into a dossier. Refuses one that the
    /// register does not have.
    pub(crate) async fn known_parties<C: Connection>(
        &self,
        tx: &Register<C>,
        command: &Command,
    ) -> Result<KnownParties, EngineError> {
        let mut known = KnownParties::new();
        for party in command.introduced() {
            let id = encoding::party_key(party);
            let rows = tx.parties(&[id]).await?;
            let row = rows.first().ok_or(EngineError::NoSuchParty(id))?;
            known.insert(
                party,
                KnownParty {
                    kind: kind_of(row).unwrap_or(PartyKind::Unstated),
                    identified: row.identifier.is_some(),
                },
            );
        }
        Ok(known)
    }
}

/// What kind of person a party is, where this program knows the word.
pub(crate) fn kind_of(row: &PartyRow) -> Option<PartyKind> {
    let kinds = [PartyKind::Natural, PartyKind::Legal, PartyKind::Unstated];
    kinds.into_iter().find(|kind| kind.word() == row.kind)
}
