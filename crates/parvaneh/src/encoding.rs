//! The stored forms: events as tagged JSON, which is a contract, snapshots as a cache, actors, and
//! the ids of parties.

use std::collections::HashMap;
use std::sync::Arc;

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Dossier, EVENT_VERSION, Event};
use parvaneh_core::party::PartyId;
use parvaneh_store::JournalRow;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::EngineError;

/// The first byte of a snapshot; another one means that the snapshot is to be rebuilt.
pub(crate) const SNAPSHOT_FORMAT: u8 = 4;

#[derive(Serialize)]
struct Outgoing<'a> {
    v: u64,
    #[serde(flatten)]
    event: &'a Event,
}

#[derive(Deserialize)]
struct Incoming {
    v: u64,
    #[serde(flatten)]
    event: Event,
}

/// What every version ever written says of itself.
#[derive(Deserialize)]
struct Version {
    v: u64,
}

/// The bytes that are stored and hashed.
pub fn event_to_json(event: &Event) -> Result<String, EngineError> {
    serde_json::to_string(&Outgoing {
        v: EVENT_VERSION,
        event,
    })
    .map_err(EngineError::Encode)
}

/// The event of a journal row; a version that is not known is named.
pub fn event_from_row(row: &JournalRow) -> Result<Dated, String> {
    event(row.version, row.effective_on, &row.event)
}

/// The event of a text of the journal, which is a dossier's `number`th.
pub(crate) fn event(number: i64, effective_on: Date, text: &str) -> Result<Dated, String> {
    let unknown = |v: u64| {
        format!(
            "event {number} has version {v}, which this program does not know; use the parvaneh \
             that wrote it"
        )
    };
    match serde_json::from_str::<Incoming>(text) {
        Ok(Incoming { v, event }) if v == EVENT_VERSION => Ok(Dated {
            effective_on,
            event,
        }),
        Ok(Incoming { v, .. }) => Err(unknown(v)),
        // An event of a later version may hold anything: its version is read alone.
        Err(error) => match serde_json::from_str::<Version>(text) {
            Ok(Version { v }) if v != EVENT_VERSION => Err(unknown(v)),
            Ok(_) | Err(_) => Err(format!("event {number} cannot be read: {error}")),
        },
    }
}

/// The histories of several dossiers, by their keys.
pub(crate) fn by_dossier(rows: Vec<JournalRow>) -> HashMap<i64, Vec<JournalRow>> {
    let mut histories: HashMap<i64, Vec<JournalRow>> = HashMap::new();
    for row in rows {
        histories.entry(row.dossier).or_default().push(row);
    }
    histories
}

/// A dossier's history, in the order in which it was recorded.
pub(crate) fn history(rows: &[JournalRow]) -> Result<Vec<Dated>, String> {
    rows.iter().map(event_from_row).collect()
}

/// The problem of a history that lacks events.
pub(crate) const INCOMPLETE: &str = "its journal is not whole; see `parvaneh verify`";

/// A dossier's whole history; refused where its first event was not found, or one in between.
pub(crate) fn whole_history(rows: &[JournalRow]) -> Result<Vec<Dated>, String> {
    let versions = rows.iter().map(|row| row.version);
    if rows.is_empty() || !versions.eq((1..).take(rows.len())) {
        return Err(INCOMPLETE.to_owned());
    }
    history(rows)
}

/// An actor, as the journal names it.
pub(crate) fn actor_to_json(actor: &Actor) -> Result<Arc<str>, EngineError> {
    let text = serde_json::to_string(actor).map_err(EngineError::Encode)?;
    Ok(Arc::from(text))
}

/// A party's id, as the store has it.
pub(crate) fn party_key(party: PartyId) -> Uuid {
    Uuid::from_bytes(party.0)
}

/// A party's id, as the core has it.
pub(crate) fn party_id(key: Uuid) -> PartyId {
    PartyId(key.into_bytes())
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use insta::assert_snapshot;
    use parvaneh_core::{chart, dossier, machines};
    use parvaneh_store::chain;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::Workflows;

    /// One line for every form that was ever stored. Lines are added and never changed.
    const EVENTS: &str = include_str!("../../../tests/data/events.jsonl");

    /// A whole life as it was stored: the day, a tab, the event.
    const HISTORY: &str = include_str!("../../../tests/data/history.tsv");

    fn row(version: i64, effective_on: &str, event: &str) -> JournalRow {
        JournalRow {
            dossier: 1,
            version,
            effective_on: effective_on.parse().expect("a date"),
            recorded_at: 0,
            actor: String::new(),
            event: event.to_owned(),
            hash: chain::Hash::default(),
        }
    }

    fn life() -> Vec<JournalRow> {
        let lines = (1..).zip(HISTORY.lines());
        lines
            .map(|(version, line)| {
                let (day, event) = line.split_once('\t').expect("a day and an event");
                row(version, day, event)
            })
            .collect()
    }

    /// What was stored is read, and would be stored again byte for byte: its hash still fits.
    #[test]
    fn stored_events_are_read_and_written_as_they_were() {
        let life = life();
        let stored = EVENTS.lines().chain(life.iter().map(|row| &*row.event));
        for line in stored {
            let dated = event_from_row(&row(1, "2026-01-01", line)).unwrap();
            assert_eq!(event_to_json(&dated.event).unwrap(), line);
        }
    }

    /// Every machine and every type of event that the code knows is in the file, and on a chart.
    #[test]
    fn every_type_of_event_is_in_the_file() {
        let workflows = Workflows::embedded().unwrap();
        let arrows = workflows.editions().flat_map(chart::of);
        let arrows = arrows.flat_map(|chart| chart.arrows);
        let drawn: BTreeSet<&str> = arrows.map(|arrow| arrow.event).collect();
        for kind in machines::kinds() {
            let (machine, event) = kind.name.split_once('.').unwrap();
            let form = format!(r#"{{"v":1,"machine":"{machine}","type":"{event}""#);
            assert!(
                EVENTS.lines().any(|line| line.starts_with(&form)),
                "tests/data/events.jsonl has no line that begins with {form}"
            );
            assert!(
                drawn.contains(kind.name),
                "no arrow of a chart is {}: see its machine's arrows.rs",
                kind.name
            );
        }
    }

    /// Two machines write under `licence`, and two under `appointment`: what is known there is both's.
    #[test]
    fn an_unknown_type_is_told_what_both_machines_know() {
        for (machine, of_each) in [
            ("licence", ["`opened`", "`relocated`"]),
            ("appointment", ["`proposed`", "`mismatch_recorded`"]),
        ] {
            let event = format!(r#"{{"v":1,"machine":"{machine}","type":"forgotten"}}"#);
            let refusal = event_from_row(&row(1, "2026-01-01", &event)).unwrap_err();
            assert!(refusal.contains("unknown variant `forgotten`"), "{refusal}");
            for word in of_each {
                assert!(refusal.contains(word), "{word} is not in {refusal}");
            }
        }
    }

    /// A stored life leads where it led on the day it was stored.
    #[test]
    fn a_stored_life_replays() {
        let dossier = dossier::replay(&history(&life()).unwrap()).unwrap();
        assert_snapshot!(serde_json::to_string_pretty(&dossier).unwrap());
    }

    /// A snapshot's bytes have no names in them: another layout under the same first byte would be
    /// misread. Where this fails, raise `SNAPSHOT_FORMAT`, and only then accept.
    #[test]
    fn a_snapshot_of_another_layout_has_another_format() {
        let dossier = dossier::replay(&history(&life()).unwrap()).unwrap();
        let bytes = snapshot_to_bytes(&dossier).unwrap();
        assert_eq!(snapshot_from_bytes(&bytes).unwrap(), dossier);
        let digest = Sha256::digest(&bytes);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_snapshot!(format!("format {}, {} bytes, {digest}", bytes[0], bytes.len()), @"format 4, 163 bytes, a86870bc5d78814bce25f71def03df6ff0b34d19e529f79a7bee9af7aafa6aac");
    }

    /// The chain over that life: its links are computed as they were when they were stored.
    #[test]
    fn a_stored_life_has_the_same_links() {
        let mut head = chain::genesis(uuid::Uuid::from_u128(1));
        for row in life() {
            let actor = r#"{"id":"calendar","role":"calendar"}"#;
            head = chain::link(&head, row.version, row.effective_on, 0, actor, &row.event);
        }
        let head: String = head.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_snapshot!(head, @"1883ff80e3644cd43d1a8785da0eda799db3e6e277a73011b8b5edd2a254138b");
    }

    #[test]
    fn a_version_that_is_not_known_is_named() {
        let refusal = |event: &str| event_from_row(&row(7, "2026-01-01", event)).unwrap_err();
        let later = [
            r#"{"v":2,"machine":"licence","type":"expired","through":"2026-01-01"}"#,
            r#"{"v":300,"machine":"licence","type":"inherited","heirs":2}"#,
            r#"{"v":0,"machine":"renewal","type":"withdrawn"}"#,
            r#"{"machine":"renewal","type":"withdrawn"}"#,
            r#"{"v":1,"machine":"renewal","type":"forgotten"}"#,
            "{",
        ];
        assert_snapshot!(later.map(refusal).join("\n"));
    }

    #[test]
    fn a_snapshot_that_is_not_known_is_named() {
        let refusals = [&[][..], &[2, 0, 0][..], &[SNAPSHOT_FORMAT, 1][..]]
            .map(|bytes| snapshot_from_bytes(bytes).unwrap_err());
        assert_snapshot!(refusals.join("\n"));
    }
}
