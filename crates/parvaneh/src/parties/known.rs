//! Which party is meant, and what the register says of it.

use parvaneh_core::dossier;
use parvaneh_core::dossier::{Command, KnownParties};
use parvaneh_core::party::{PartyId, PartyKind, identifiers_meant};
use parvaneh_store::{Connection, PartyRow, Register};
use uuid::Uuid;

use super::ids_of;
use crate::{Engine, EngineError, encoding};

/// The kinds of party among which an identifier of that kind is one party's: whoever is not said to be a
/// natural person and has the identifier of one is that person.
pub(crate) fn same_identifiers(kind: PartyKind) -> &'static [PartyKind] {
    match kind {
        PartyKind::Legal => &[PartyKind::Legal],
        PartyKind::Natural | PartyKind::Unstated => &[PartyKind::Natural, PartyKind::Unstated],
    }
}

/// What kind of person a party is, where this program knows the word.
pub(crate) fn kind_of(row: &PartyRow) -> Option<PartyKind> {
    let kinds = [PartyKind::Natural, PartyKind::Legal, PartyKind::Unstated];
    kinds.into_iter().find(|kind| kind.word() == row.kind)
}

impl Engine {
    /// The party with an id or an identifier.
    pub(super) async fn party_meant<C: Connection>(
        &self,
        tx: &Register<C>,
        who: &str,
    ) -> Result<Uuid, EngineError> {
        if let Ok(id) = who.trim().parse::<PartyId>() {
            return Ok(encoding::party_key(id));
        }
        let mut found = Vec::new();
        for (kind, identifier) in identifiers_meant(who) {
            found.extend(
                tx.parties_by_identifier(&[kind.word()], &[&identifier])
                    .await?,
            );
        }
        match found.as_slice() {
            [party] => Ok(party.id),
            [] => Err(EngineError::Party(format!(
                "no party has the id or the identifier {who:?}"
            ))),
            [one, other, ..] => Err(EngineError::Party(format!(
                "two parties have the identifier, {} and {}: name one by its id",
                one.id, other.id
            ))),
        }
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
            let said = dossier::KnownParty {
                kind: kind_of(row).unwrap_or(PartyKind::Unstated),
                identified: row.identifier.is_some(),
            };
            // A dossier may name a person by another id than the command does.
            let ids = ids_of(tx, &[party].into()).await?;
            known.extend(ids.into_iter().map(|id| (id, said)));
        }
        Ok(known)
    }
}
