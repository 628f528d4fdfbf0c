//! A person whom the register had twice is one: under whichever id they act, a dossier knows them by the one
//! that it names.

use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::dossier::Dossier;
use parvaneh_core::party::PartyId;
use parvaneh_store::{Connection, Register};

use crate::{EngineError, encoding};

/// The ids by which a dossier names those who go by other ids of theirs, each by the other one.
pub(crate) async fn as_named_in<C: Connection>(
    tx: &Register<C>,
    ids: BTreeSet<String>,
    dossier: &Dossier,
) -> Result<BTreeMap<String, String>, EngineError> {
    let mut named = BTreeMap::new();
    for id in ids {
        let Ok(party) = id.parse::<PartyId>() else {
            continue;
        };
        if dossier.holder == Some(party) {
            continue;
        }
        let same = tx.ids_of_persons(&[encoding::party_key(party)]).await?;
        if same.len() < 2 {
            continue;
        }
        let text = serde_json::to_string(dossier).map_err(EngineError::Encode)?;
        if text.contains(&party.to_string()) {
            continue;
        }
        let other = same.into_iter().map(|id| id.to_string());
        if let Some(other) = other
            .into_iter()
            .find(|other| text.contains(other.as_str()))
        {
            named.insert(id, other);
        }
    }
    Ok(named)
}
