//! The stored forms: events as tagged JSON, which is a contract, and snapshots as a cache.

use parvaneh_core::dossier::{Dated, Dossier, Event};
use parvaneh_store::JournalRow;
use serde::{Deserialize, Serialize};

use crate::engine::EngineError;

/// The version that new events are written in.
const EVENT_VERSION: u8 = 1;

/// The first byte of a snapshot; another one means that the snapshot is to be rebuilt.
const SNAPSHOT_FORMAT: u8 = 1;

#[derive(Serialize)]
struct Outgoing<'a> {
    v: u8,
    #[serde(flatten)]
    event: &'a Event,
}

#[derive(Deserialize)]
struct Incoming {
    v: u8,
    #[serde(flatten)]
    event: Event,
}

/// The bytes that are stored and hashed.
pub(crate) fn event_to_json(event: &Event) -> Result<String, EngineError> {
    serde_json::to_string(&Outgoing {
        v: EVENT_VERSION,
        event,
    })
    .map_err(EngineError::Encode)
}

/// The event of a journal row; a version that is not known is named.
pub(crate) fn event_from_row(row: &JournalRow) -> Result<Dated, String> {
    let incoming: Incoming = serde_json::from_str(&row.event)
        .map_err(|error| format!("event {} cannot be read: {error}", row.version))?;
    if incoming.v != EVENT_VERSION {
        return Err(format!(
            "event {} has version {}, which this program does not know",
            row.version, incoming.v
        ));
    }
    Ok(Dated {
        effective_on: row.effective_on,
        event: incoming.event,
    })
}

/// A dossier's history, in the order in which it was recorded.
pub(crate) fn history(rows: &[JournalRow]) -> Result<Vec<Dated>, String> {
    rows.iter().map(event_from_row).collect()
}

/// The snapshot's bytes.
pub(crate) fn snapshot_to_bytes(dossier: &Dossier) -> Result<Vec<u8>, EngineError> {
    postcard::to_extend(dossier, vec![SNAPSHOT_FORMAT]).map_err(EngineError::Snapshot)
}

/// The dossier that a snapshot holds.
pub(crate) fn snapshot_from_bytes(bytes: &[u8]) -> Result<Dossier, String> {
    match bytes.split_first() {
        Some((&SNAPSHOT_FORMAT, rest)) => {
            postcard::from_bytes(rest).map_err(|error| format!("snapshot cannot be read: {error}"))
        }
        Some((format, _)) => Err(format!("snapshot has the unknown format {format}")),
        None => Err("snapshot is empty".to_owned()),
    }
}
