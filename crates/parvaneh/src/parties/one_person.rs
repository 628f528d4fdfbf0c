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
        let same: BTreeSet<PartyId> = same.into_iter().map(encoding::party_id).collect();
        let holder = dossier.holder.into_iter();
        let known = holder.chain(dossier.interested());
        if let Some(other) = known.into_iter().find(|it| same.contains(it)) {
            named.insert(id, other.to_string());
        }
    }
    Ok(named)
}
