//! The chain of hashes over one dossier's journal, and over what happened to one party.
//!
//! Each row's hash covers the hash before it and the row's own bytes, so that a row cannot be
//! changed, dropped or put elsewhere without every later hash telling. Byte layout: a domain tag,
//! then each field behind its length as eight bytes, big end first.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::free_text::Salt;

/// SHA-256.
pub type Hash = [u8; 32];

/// What the first row of a dossier is linked to: it binds the chain to the dossier's id.
pub fn genesis(dossier: Uuid) -> Hash {
    hash(b"parvaneh/journal/genesis/1", &[dossier.as_bytes()])
}

/// The hash of a row that follows the one whose hash is `previous`.
pub fn link(
    previous: &Hash,
    version: i64,
    effective_on: NaiveDate,
    recorded_at: i64,
    actor: &str,
    event: &str,
) -> Hash {
    // Days since 1 January of year 1, first day 1: the date without its spelling.
    let day = i64::from(chrono::Datelike::num_days_from_ce(&effective_on));
    hash(
        b"parvaneh/journal/link/1",
        &[
            previous,
            &version.to_be_bytes(),
            &day.to_be_bytes(),
            &recorded_at.to_be_bytes(),
            actor.as_bytes(),
            event.as_bytes(),
        ],
    )
}

/// What the first event of a party is linked to: it binds the chain to the party's id.
pub fn party_genesis(party: Uuid) -> Hash {
    hash(b"parvaneh/party/genesis/1", &[party.as_bytes()])
}

/// The hash of a party's event that follows the one whose hash is `previous`.
pub fn party_link(
    previous: &Hash,
    version: i64,
    recorded_at: i64,
    actor: &str,
    event: &str,
) -> Hash {
    hash(
        b"parvaneh/party/link/1",
        &[
            previous,
            &version.to_be_bytes(),
            &recorded_at.to_be_bytes(),
            actor.as_bytes(),
            event.as_bytes(),
        ],
    )
}

/// The hash of a name, in one spelling and as it was given.
pub fn of_name(salt: &Salt, name: &str, as_given: &str) -> Hash {
    hash(
        b"parvaneh/party/name/1",
        &[salt, name.as_bytes(), as_given.as_bytes()],
    )
}

/// The hash of an identifier.
pub fn of_identifier(salt: &Salt, identifier: &str) -> Hash {
    hash(
        b"parvaneh/party/identifier/1",
        &[salt, identifier.as_bytes()],
    )
}

/// The hash of a text that stands beside its row.
pub(crate) fn of_text(salt: &Salt, text: &str) -> Hash {
    hash(b"parvaneh/text/1", &[salt, text.as_bytes()])
}

/// A stored hash; one of another length is no hash, and fits nothing.
pub(crate) fn stored(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or_default()
}

fn hash(tag: &[u8], fields: &[&[u8]]) -> Hash {
    let mut digest = Sha256::new();
    digest.update(tag);
    for field in fields {
        digest.update((field.len() as u64).to_be_bytes());
        digest.update(field);
    }
    digest.finalize().into()
}
