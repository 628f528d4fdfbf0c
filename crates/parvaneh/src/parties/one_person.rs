//! A person whom the register had twice is one: under whichever id they act, a dossier knows them by the one
//! that it names.

use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::dossier::Dossier;
use parvaneh_core::party::PartyId;
use parvaneh_store::{Connection, Register};
use uuid::Uuid;

use crate::{EngineError, encoding};

/// All ids of those who have one of these: whoever is one person goes together.
pub(crate) async fn ids_of<C: Connection>(
    tx: &Register<C>,
    parties: &BTreeSet<PartyId>,
) -> Result<BTreeSet<PartyId>, EngineError> {
    let keys: Vec<Uuid> = parties.iter().copied().map(encoding::party_key).collect();
    let all = tx.ids_of_persons(&keys).await?.into_iter();
    let all = all.map(encoding::party_id);
    // A party that the register does not have is one of its own.
    Ok(all.chain(parties.iter().copied()).collect())
}

/// The ids by which a dossier names those who go by other ids of theirs, or by which a command brings them in, each
/// by the other one.
pub(crate) async fn as_named_in<C: Connection>(
    tx: &Register<C>,
    ids: BTreeSet<String>,
    dossier: &Dossier,
    introduced: &[PartyId],
) -> Result<BTreeMap<String, String>, EngineError> {
    let mut named = BTreeMap::new();
    let holder = dossier.holder.into_iter();
    let known: Vec<PartyId> = holder.chain(dossier.interested()).collect();
    for id in ids {
        let Ok(party) = id.parse::<PartyId>() else {
            continue;
        };
        // Whoever the dossier names stays named so; as its holder, though, a person is its holder.
        let is_introduced = introduced.contains(&party);
        if dossier.holder == Some(party) || is_introduced && known.contains(&party) {
            continue;
        }
        let same = tx.ids_of_persons(&[encoding::party_key(party)]).await?;
        if same.len() < 2 {
            continue;
        }
        let same: BTreeSet<PartyId> = same.into_iter().map(encoding::party_id).collect();
        let others = introduced.iter().filter(|_| !is_introduced);
        let mut others = known.iter().chain(others);
        if let Some(other) = others.find(|it| same.contains(it)) {
            named.insert(id, other.to_string());
        }
    }
    Ok(named)
}
