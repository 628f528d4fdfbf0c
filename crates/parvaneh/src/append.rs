//! What is written for a dossier: its new events, linked to the chain, and where they lead.

use std::sync::Arc;

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Dossier};
use parvaneh_store::{Append, Entry, Seat, Snapshot, chain};
use uuid::Uuid;

use crate::{EngineError, encoding};

/// New events of a dossier, each linked to the one before it.
pub(crate) struct Links {
    head: chain::Hash,
    version: i64,
    recorded_at: i64,
    entries: Vec<Entry>,
}

impl Links {
    /// None yet, after those that lead to `snapshot`.
    pub(crate) fn after(snapshot: &Snapshot, recorded_at: i64) -> Self {
        Self {
            head: snapshot.head,
            version: snapshot.version,
            recorded_at,
            entries: Vec::new(),
        }
    }

    /// Adds what an actor has brought about. `actor` is encoded as the journal has it.
    pub(crate) fn add(&mut self, actor: &Arc<str>, events: &[Dated]) -> Result<(), EngineError> {
        self.entries.reserve(events.len());
        for dated in events {
            let event = encoding::event_to_json(&dated.event)?;
            self.version += 1;
            self.head = chain::link(
                &self.head,
                self.version,
                dated.effective_on,
                self.recorded_at,
                actor,
                &event,
            );
            self.entries.push(Entry {
                effective_on: dated.effective_on,
                recorded_at: self.recorded_at,
                actor: Arc::clone(actor),
                event,
                hash: self.head,
            });
        }
        Ok(())
    }

    /// As the store takes them.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

/// What to write for a dossier that `entries` led to, after `snapshot`, when its seat claim was
/// `claimed`.
pub(crate) fn append(
    snapshot: &Snapshot,
    claimed: Option<&str>,
    dossier: &Dossier,
    due_on: Option<Date>,
    entries: Vec<Entry>,
) -> Result<Append, EngineError> {
    Ok(Append {
        dossier: snapshot.dossier,
        expected_version: snapshot.version,
        last: snapshot.last,
        head: snapshot.head,
        due_on,
        state: encoding::snapshot_to_bytes(dossier)?,
        seat: match dossier.seat_claim() {
            claim if claim == claimed => Seat::Stays,
            Some(call) => Seat::Taken(call.to_owned()),
            None => Seat::Freed,
        },
        entries,
    })
}

/// The snapshot of a dossier that has no events yet; `key` is 0 where it is not in the register.
pub(crate) fn before_the_first_event(key: i64, id: Uuid) -> Snapshot {
    Snapshot {
        dossier: key,
        version: 0,
        last: None,
        due_on: None,
        head: chain::genesis(id),
        state: Vec::new(),
    }
}
