//! Dossiers that are alike but for who holds them come out alike, and are looked at once: of a million
//! licences most are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use parvaneh_core::dossier::Dossier;
use parvaneh_core::party::{PartyId, PartyKind};
use sha2::{Digest, Sha256};

use super::difference::Difference;
use super::rejudged::Trouble;
use crate::encoding;

/// What two states of a dossier are, whoever holds it.
type Key = [u8; 32];

/// How many are remembered at once.
const MOST: usize = 100_000;

/// What has been found of dossiers so far.
#[derive(Default)]
pub(super) struct Alike(Mutex<Found>);

#[derive(Default)]
struct Found {
    by_key: HashMap<Key, Arc<[Difference]>>,
    /// The same differences are kept once, by their text.
    by_text: HashMap<String, Arc<[Difference]>>,
}

impl Alike {
    /// What is not the same about a dossier under two editions: what was found of one that is alike, or
    /// what `look` finds.
    ///
    /// Nothing depends on which id a holder has, only on where else in the dossier it stands.
    pub(super) fn or(
        &self,
        [is, would_be]: [&Dossier; 2],
        office_kind: &str,
        kind: Option<PartyKind>,
        look: impl FnOnce() -> Result<Vec<Difference>, Trouble>,
    ) -> Result<Vec<Difference>, Trouble> {
        let holder = is.holder.filter(|holder| would_be.holder == Some(*holder));
        let Some(key) = key([is, would_be], holder, office_kind, kind) else {
            return look();
        };
        let known = self.found(|found| found.by_key.get(&key).cloned());
        if let Some(known) = known {
            return Ok(known.to_vec());
        }
        let differences = look()?;
        let text = serde_json::to_string(&differences)?;
        if holder.is_none_or(|holder| !text.contains(&holder.to_string())) {
            self.found(|found| found.keep(key, text, &differences));
        }
        Ok(differences)
    }

    fn found<T>(&self, of: impl FnOnce(&mut Found) -> T) -> T {
        of(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Found {
    fn keep(&mut self, key: Key, text: String, differences: &[Difference]) {
        if MOST <= self.by_key.len() {
            *self = Self::default();
        }
        let kept = self.by_text.entry(text);
        let kept = kept.or_insert_with(|| differences.into());
        self.by_key.insert(key, Arc::clone(kept));
    }
}

/// None where a dossier cannot be written down.
fn key(
    dossiers: [&Dossier; 2],
    holder: Option<PartyId>,
    office_kind: &str,
    kind: Option<PartyKind>,
) -> Option<Key> {
    let mut hash = Sha256::new();
    for dossier in dossiers {
        let mut bytes = encoding::snapshot_to_bytes(0, dossier).ok()?;
        if let Some(PartyId(id)) = holder {
            without(&mut bytes, &id);
        }
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    hash.update(kind.map_or("", PartyKind::word));
    hash.update("\n");
    hash.update(office_kind);
    Some(hash.finalize().into())
}

/// Blanks an id wherever it stands.
fn without(bytes: &mut [u8], id: &[u8; 16]) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..at + id.len()) {
        if found == id {
            bytes[at..at + id.len()].fill(0);
            at += id.len();
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held_by(id: u8) -> Dossier {
        Dossier {
            holder: Some(PartyId([id; 16])),
            ..Dossier::default()
        }
    }

    fn found(alike: &Alike, dossier: &Dossier, office_kind: &str, value: &str) -> String {
        let look = || Ok(vec![Difference::new("it", value.into(), "b".into())]);
        let kind = Some(PartyKind::Natural);
        let found = alike.or([dossier, dossier], office_kind, kind, look);
        found.unwrap()[0].a.as_str().unwrap().to_owned()
    }

    /// Who holds it makes no difference; anything else does.
    #[test]
    fn another_holder_is_alike() {
        let alike = Alike::default();
        assert_eq!(found(&alike, &held_by(0xa1), "urban", "first"), "first");
        assert_eq!(found(&alike, &held_by(0xb2), "urban", "second"), "first");
        assert_eq!(found(&alike, &held_by(0xb2), "rural", "third"), "third");
        let mut of_a_later_day = held_by(0xa1);
        of_a_later_day.as_of = "2026-01-01".parse().ok();
        assert_eq!(found(&alike, &of_a_later_day, "urban", "fourth"), "fourth");
    }

    /// What names the holder is said of that one alone.
    #[test]
    fn what_names_the_holder_is_not_shared() {
        let alike = Alike::default();
        let named = PartyId([0xa1; 16]).to_string();
        assert_eq!(found(&alike, &held_by(0xa1), "urban", &named), named);
        assert_eq!(found(&alike, &held_by(0xb2), "urban", "another"), "another");
    }
}
