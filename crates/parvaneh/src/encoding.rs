//! The stored forms: events as tagged JSON, which is a contract, snapshots as a cache, actors, and
//! the ids of parties.

mod asked;
mod sealing;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Defect, Dossier, EVENT_VERSION, Event, Item};
use parvaneh_core::licence;
use parvaneh_core::outlook::Outlook;
use parvaneh_core::party::{PartyId, in_digits};
use parvaneh_core::timeline::{self, Mark, Row, Said, Stored, Storing, Unread};
use parvaneh_store::{ClearText, HASHED_TEXT, JournalRow, Waiting, chain};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::EngineError;

pub(crate) use asked::{Shown, asked_from_json, asked_to_json, proposal_from_json};

/// The first byte of a snapshot; another one means that the snapshot is to be rebuilt.
pub(crate) const SNAPSHOT_FORMAT: u8 = 12;

/// What every version ever written says of itself.
#[derive(Deserialize)]
struct Version {
    v: u64,
}

/// A row as it is stored: the bytes that are hashed, and the texts of which they have the hashes.
pub(crate) fn sealed_row(
    said: &Said,
    mark: &Mark,
) -> Result<(String, Vec<ClearText>), EngineError> {
    sealed(&Storing::new(said, mark))
}

/// The same of an event.
pub(crate) fn sealed_event(
    event: &Event,
    mark: &Mark,
) -> Result<(String, Vec<ClearText>), EngineError> {
    sealed(&Storing::event(event, mark))
}

/// What has free texts in it as JSON with the hashes of them, and the texts.
pub(crate) fn sealed(value: &impl Serialize) -> Result<(String, Vec<ClearText>), EngineError> {
    let taken = RefCell::default();
    let json = serde_json::to_string(&sealing::Sealing(value, &taken));
    Ok((json.map_err(EngineError::Encode)?, taken.into_inner()))
}

/// A text with a salt of its own, so that nobody finds it by trying.
pub(crate) fn with_a_salt(text: String) -> ClearText {
    ClearText::new(text, Uuid::new_v4().into_bytes())
}

/// JSON with the texts that are known in the place of their hashes.
pub(crate) fn opened<'a>(json: &'a str, texts: &[ClearText]) -> Cow<'a, str> {
    let mut opened = Cow::Borrowed(json);
    for text in texts {
        let hashed = format!(r#"{HASHED_TEXT}{}"}}"#, in_hexadecimal(&text.hash));
        let clear = serde_json::Value::from(text.text.as_str()).to_string();
        opened = Cow::Owned(opened.replace(&hashed, &clear));
    }
    opened
}

/// A hash as it stands in JSON: 64 small hexadecimal digits.
pub(crate) fn in_hexadecimal(hash: &chain::Hash) -> String {
    let mut digits = Vec::with_capacity(2 * hash.len());
    for byte in hash {
        digits.extend_from_slice(&in_digits(*byte));
    }
    // They are letters of ASCII.
    String::from_utf8(digits).unwrap_or_default()
}

/// The bytes of a row with its texts in it, as it was once stored.
pub fn row_to_json(said: &Said, mark: &Mark) -> Result<String, EngineError> {
    serde_json::to_string(&Storing::new(said, mark)).map_err(EngineError::Encode)
}

/// The same of an event.
pub fn event_to_json(event: &Event, mark: &Mark) -> Result<String, EngineError> {
    serde_json::to_string(&Storing::event(event, mark)).map_err(EngineError::Encode)
}

/// A row of the journal of a dossier whose regime has its days in this zone; a version that is not known is
/// named.
pub fn row(journal: &JournalRow, zone: Tz) -> Result<Row, String> {
    let (said, mark) = said_by(journal)?;
    let actor = actor_from_json(&journal.actor).map_err(|error| {
        format!(
            "the actor of event {} cannot be read: {error}",
            journal.version
        )
    })?;
    Ok(Row {
        sequence: journal.version,
        effective_on: counts_from(journal, zone, &said, &mark)?,
        actor,
        said,
        mark,
    })
}

/// The day from which a row counts: its own. A term that was taken in before its first day counts from
/// when it was taken in, and rows from before acts were named bear its first day.
fn counts_from(journal: &JournalRow, zone: Tz, said: &Said, mark: &Mark) -> Result<Date, String> {
    let own = day(journal.version, journal.effective_on)?;
    let is_opened = matches!(said, Said::Event(Event::Licence(licence::Event::Opened(_))));
    let taken_in = DateTime::from_timestamp_millis(journal.recorded_at);
    Ok(
        match taken_in.map(|instant| Date::at(instant.with_timezone(&zone))) {
            Some(day) if is_opened && mark.rules.is_none() => Ord::min(day, own),
            Some(_) | None => own,
        },
    )
}

/// The day of a dossier's `number`th event, as the store has it.
pub(crate) fn day(number: i64, stored: NaiveDate) -> Result<Date, String> {
    Date::try_from(stored).map_err(|error| format!("event {number} cannot be read: {error}"))
}

/// What a text of the journal says, which is a dossier's `number`th.
pub(crate) fn said(number: i64, text: &str) -> Result<(Said, Mark), String> {
    let unknown = |v: u64| {
        format!(
            "event {number} has version {v}, which this program does not know; use the parvaneh \
             that wrote it"
        )
    };
    match serde_json::from_str::<Stored>(text) {
        Ok(stored) if stored.v == EVENT_VERSION => Ok(stored.into_parts()),
        Ok(stored) => Err(unknown(stored.v)),
        // An event of a later version may hold anything: its version is read alone.
        Err(error) => match serde_json::from_str::<Version>(text) {
            Ok(Version { v }) if v != EVENT_VERSION => Err(unknown(v)),
            Ok(_) | Err(_) => Err(format!("event {number} cannot be read: {error}")),
        },
    }
}

/// What a row of the journal says, with the texts that were not blanked.
pub(crate) fn said_by(row: &JournalRow) -> Result<(Said, Mark), String> {
    said(row.version, &opened(&row.event, &row.texts))
}

/// The histories of several dossiers, by their keys.
pub(crate) fn by_dossier(rows: Vec<JournalRow>) -> HashMap<i64, Vec<JournalRow>> {
    let mut histories: HashMap<i64, Vec<JournalRow>> = HashMap::new();
    for row in rows {
        histories.entry(row.dossier).or_default().push(row);
    }
    histories
}

/// The rows of a dossier's journal, in the order in which they were recorded; refused where one that
/// stands cannot be read.
pub(crate) fn rows(journal: &[JournalRow], zone: Tz) -> Result<Vec<Row>, String> {
    let rows = rows_to_mend(journal, zone)?;
    let unreadable = timeline::live(&rows)
        .into_iter()
        .find_map(|row| match &row.said {
            Said::Unreadable(problem) => Some(problem.clone()),
            Said::Event(_) | Said::Record(_) => None,
        });
    unreadable.map_or(Ok(rows), Err)
}

/// The same for whoever mends a history, with rows that stand and cannot be read.
pub(crate) fn rows_to_mend(journal: &[JournalRow], zone: Tz) -> Result<Vec<Row>, String> {
    journal.iter().map(|row| row_to_mend(row, zone)).collect()
}

/// A row, also where nobody can read what it says; refused where it is of a form that this program does not
/// know.
pub(crate) fn row_to_mend(stored: &JournalRow, zone: Tz) -> Result<Row, String> {
    row(stored, zone).or_else(|problem| unread(stored, &problem).ok_or(problem))
}

fn unread(stored: &JournalRow, problem: &str) -> Option<Row> {
    let event = opened(&stored.event, &stored.texts);
    let unread: Unread = serde_json::from_str(&event).ok()?;
    if unread.v != EVENT_VERSION {
        return None;
    }
    let (said, mark) = unread.into_parts(problem.to_owned());
    Some(Row {
        sequence: stored.version,
        effective_on: Date::nearest_to(stored.effective_on),
        actor: actor_from_json(&stored.actor).ok()?,
        said,
        mark,
    })
}

/// What happened to a dossier, as its journal has it now: without what a revision has cut.
pub(crate) fn history(journal: &[JournalRow], zone: Tz) -> Result<Vec<Dated>, String> {
    let rows = rows(journal, zone)?;
    Ok(timeline::dated(timeline::live(&rows)))
}

/// The dossier that its journal leads to.
pub(crate) fn replay(rows: &[Row]) -> Result<Dossier, Defect> {
    timeline::replay(timeline::live(rows))
}

/// The problem of a history that lacks events.
pub(crate) const INCOMPLETE: &str = "its journal is not whole; see `parvaneh verify`";

/// The rows of a dossier's whole journal; refused where its first one was not found, or one in
/// between.
pub(crate) fn whole_journal(journal: &[JournalRow], zone: Tz) -> Result<Vec<Row>, String> {
    is_whole(journal)?;
    rows(journal, zone)
}

/// The same for whoever mends a history, with rows that stand and cannot be read.
pub(crate) fn whole_journal_to_mend(journal: &[JournalRow], zone: Tz) -> Result<Vec<Row>, String> {
    is_whole(journal)?;
    rows_to_mend(journal, zone)
}

fn is_whole(journal: &[JournalRow]) -> Result<(), String> {
    let versions = journal.iter().map(|row| row.version);
    match journal.is_empty() || !versions.eq((1..).take(journal.len())) {
        true => Err(INCOMPLETE.to_owned()),
        false => Ok(()),
    }
}

/// An actor, as the journal names it.
pub(crate) fn actor_to_json(actor: &Actor) -> Result<Arc<str>, EngineError> {
    let text = serde_json::to_string(actor).map_err(EngineError::Encode)?;
    Ok(Arc::from(text))
}

/// An actor that the journal names.
pub(crate) fn actor_from_json(text: &str) -> Result<Actor, serde_json::Error> {
    serde_json::from_str(text)
}

/// A party's id, as the store has it.
pub(crate) fn party_key(party: PartyId) -> Uuid {
    Uuid::from_bytes(party.0)
}

/// A party's id, as the core has it.
pub(crate) fn party_id(key: Uuid) -> PartyId {
    PartyId(key.into_bytes())
}

/// What a licence is found by, as the store has it.
pub(crate) fn outlook(outlook: Outlook, of: &Dossier) -> parvaneh_store::Outlook {
    let province = of.province().unwrap_or_default();
    let waiting = |(place, item)| waiting(place, item, province);
    parvaneh_store::Outlook {
        standing: Some(outlook.standing.to_string()),
        stands_from: Some(outlook.from.into()),
        stands_until: outlook.until.map(Into::into),
        standing_then: outlook.then.map(|it| it.to_string()),
        holder: outlook.holder.map(party_key),
        ends_on: outlook.ends_on.map(Into::into),
        renewal_due: outlook.renewal_due.map(Into::into),
        waits_until: outlook.waits_until.map(Into::into),
        worklist: (0..).zip(outlook.worklist).map(waiting).collect(),
    }
}

/// What waits for somebody, as the store has it.
fn waiting(place: i64, item: Item, province: &str) -> Waiting {
    Waiting {
        place,
        task: item.task.word().to_owned(),
        about: item.task.about().map(str::to_owned),
        owed_by: item.owed_by.word().to_owned(),
        since: item.since.into(),
        until: item.until.map(Into::into),
        province: province.to_owned(),
    }
}

/// What a snapshot holds.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// When the newest row was recorded, in milliseconds since 1970.
    pub(crate) recorded_at: i64,
    /// Where the journal leads.
    pub(crate) dossier: Dossier,
}

/// The snapshot's bytes.
pub(crate) fn snapshot_to_bytes(
    recorded_at: i64,
    dossier: &Dossier,
) -> Result<Vec<u8>, EngineError> {
    // Most fit, and do not have to grow.
    let mut bytes = Vec::with_capacity(256);
    bytes.push(SNAPSHOT_FORMAT);
    postcard::to_extend(&(recorded_at, dossier), bytes)
        .map_err(|error| EngineError::Snapshot(error.into()))
}

/// What a snapshot holds, from its bytes.
pub(crate) fn kept_from_bytes(bytes: &[u8]) -> Result<Kept, String> {
    match bytes.split_first() {
        Some((&SNAPSHOT_FORMAT, rest)) => {
            postcard::from_bytes(rest).map_err(|error| format!("snapshot cannot be read: {error}"))
        }
        Some((format, _)) => Err(format!("snapshot has the unknown format {format}")),
        None => Err("snapshot is empty".to_owned()),
    }
}

/// The same for whoever mends a history: where the dossier cannot be read, one of which nothing is known.
pub(crate) fn kept_to_mend(bytes: &[u8]) -> Result<Kept, String> {
    kept_from_bytes(bytes).or_else(|problem| {
        let instant = bytes.get(1..).map(postcard::take_from_bytes::<i64>);
        let (recorded_at, _) = instant.and_then(Result::ok).ok_or(problem)?;
        Ok(Kept {
            recorded_at,
            dossier: Dossier::default(),
        })
    })
}

/// The dossier that a snapshot holds.
pub(crate) fn snapshot_from_bytes(bytes: &[u8]) -> Result<Dossier, String> {
    kept_from_bytes(bytes).map(|kept| kept.dossier)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono_tz::Asia::Tehran;
    use insta::assert_snapshot;
    use parvaneh_core::edition::{Edition, Means};
    use parvaneh_core::state::silence::Decision;
    use parvaneh_core::text::FreeText;
    use parvaneh_core::timeline::Record;
    use parvaneh_core::{chart, dossier, machines};
    use parvaneh_store::chain;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::Workflows;

    /// One line for every form that was ever stored. Lines are added and never changed.
    const EVENTS: &str = include_str!("../../../tests/data/events.jsonl");

    /// A whole life as it was stored: the day, a tab, the event.
    const HISTORY: &str = include_str!("../../../tests/data/history.tsv");

    fn stored(version: i64, effective_on: &str, event: &str) -> JournalRow {
        JournalRow {
            position: version,
            dossier: 1,
            version,
            previous: (1 < version).then(|| version - 1),
            effective_on: effective_on.parse().expect("a date"),
            recorded_at: 1_800_000_000_000,
            actor: r#"{"id":"desk-3","role":"secretariat"}"#.to_owned(),
            event: event.to_owned(),
            texts: Vec::new(),
            hash: chain::Hash::default(),
        }
    }

    fn life() -> Vec<JournalRow> {
        let lines = (1..).zip(HISTORY.lines());
        lines
            .map(|(version, line)| {
                let (day, event) = line.split_once('\t').expect("a day and an event");
                stored(version, day, event)
            })
            .collect()
    }

    /// What was stored is read, and would be stored again byte for byte: its hash still fits.
    #[test]
    fn stored_events_are_read_and_written_as_they_were() {
        let life = life();
        let lines = EVENTS.lines().chain(life.iter().map(|row| &*row.event));
        for line in lines {
            let (said, mark) = said(1, line).unwrap();
            assert_eq!(row_to_json(&said, &mark).unwrap(), line);
        }
    }

    /// Every machine and every type of event that the code knows is in the file, and on a chart.
    #[test]
    fn every_type_of_event_is_in_the_file() {
        let workflows = Workflows::embedded().unwrap();
        let own = workflows.editions().cloned();
        // What silence leads to no edition here says.
        let silent = workflows.editions().flat_map(|edition| {
            let means = [Means::Granted, Means::Refused];
            means.map(|means| with_silence(edition, means))
        });
        let editions: Vec<Edition> = own.chain(silent).collect();
        let arrows = editions.iter().flat_map(chart::of);
        let arrows = arrows.flat_map(|chart| chart.arrows);
        let drawn: BTreeSet<&str> = arrows.map(|arrow| arrow.event).collect();
        for kind in machines::kinds() {
            assert_is_in_the_file(kind.name);
            assert!(
                drawn.contains(kind.name),
                "no arrow of a chart is {}: see its machine's arrows.rs",
                kind.name
            );
        }
    }

    fn with_silence(edition: &Edition, means: Means) -> Edition {
        let mut whole = serde_json::to_value(edition).unwrap();
        for decision in Decision::ALL {
            let rule = |value: &str| serde_json::json!({ "value": value, "article": "tried", "basis": "D" });
            whole["silence"][decision.word()] =
                serde_json::json!({ "period": rule("P1M"), "means": rule(means.word()) });
        }
        serde_json::from_value(whole).unwrap()
    }

    fn assert_is_in_the_file(name: &str) {
        let (machine, of_type) = name.split_once('.').unwrap();
        let form = format!(r#"{{"v":1,"machine":"{machine}","type":"{of_type}""#);
        assert!(
            EVENTS.lines().any(|line| line.starts_with(&form)),
            "tests/data/events.jsonl has no line that begins with {form}"
        );
    }

    /// So is everything that a row may say of the history itself, and an event that has every mark.
    #[test]
    fn every_record_and_every_mark_is_in_the_file() {
        for name in Record::NAMES {
            assert_is_in_the_file(name);
        }
        let mut lines = EVENTS.lines().map(|line| said(1, line).unwrap());
        let has_all = |(said, mark): (Said, Mark)| {
            let Mark {
                of_act,
                restates,
                entered_by,
                rules,
                opened_as,
                asked,
            } = mark;
            let numbers = of_act.is_some() && restates.is_some() && rules.is_some();
            let texts = opened_as.is_some() && asked.is_some();
            said.event().is_some() && numbers && entered_by.is_some() && texts
        };
        assert!(lines.any(has_all));
    }

    /// A row without its texts is read with what is left of them, and written again as it was.
    #[test]
    fn a_row_keeps_the_hashes_of_its_texts() {
        let (mut hashed, mut texts) = (0, 0);
        for line in EVENTS.lines() {
            let (said, mark) = said(1, line).unwrap();
            let (json, beside) = sealed_row(&said, &mark).unwrap();
            assert_eq!(opened(&json, &beside), line);
            let (blanked, mark) = super::said(1, &json).unwrap();
            let (again, nothing) = sealed_row(&blanked, &mark).unwrap();
            assert_eq!((again, nothing.len()), (json.clone(), 0), "{line}");
            let bytes = postcard::to_extend(&FreeText::from("x"), Vec::new()).unwrap();
            assert_eq!(postcard::from_bytes::<FreeText>(&bytes).unwrap(), "x");
            hashed += usize::from(json != line);
            texts += beside.len();
        }
        assert!(
            50 < hashed && hashed <= texts,
            "{hashed} rows, {texts} texts"
        );
    }

    /// Two machines write under `licence`, and two under `appointment`: what is known there is both's.
    #[test]
    fn an_unknown_type_is_told_what_both_machines_know() {
        for (machine, of_each) in [
            ("licence", ["`opened`", "`relocated`"]),
            ("appointment", ["`proposed`", "`mismatch_recorded`"]),
        ] {
            let event = format!(r#"{{"v":1,"machine":"{machine}","type":"forgotten"}}"#);
            let refusal = said(1, &event).unwrap_err();
            assert!(refusal.contains("unknown variant `forgotten`"), "{refusal}");
            for word in of_each {
                assert!(refusal.contains(word), "{word} is not in {refusal}");
            }
        }
    }

    /// A stored life leads where it led on the day it was stored.
    #[test]
    fn a_stored_life_replays() {
        let dossier = dossier::replay(&history(&life(), Tehran).unwrap()).unwrap();
        assert_snapshot!(serde_json::to_string_pretty(&dossier).unwrap());
    }

    /// A snapshot's bytes have no names in them: another layout under the same first byte would be
    /// misread. Where this fails, raise `SNAPSHOT_FORMAT`, and only then accept.
    #[test]
    fn a_snapshot_of_another_layout_has_another_format() {
        let dossier = dossier::replay(&history(&life(), Tehran).unwrap()).unwrap();
        let bytes = snapshot_to_bytes(0, &dossier).unwrap();
        assert_eq!(snapshot_from_bytes(&bytes).unwrap(), dossier);
        let digest = Sha256::digest(&bytes);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_snapshot!(format!("format {}, {} bytes, {digest}", bytes[0], bytes.len()), @"format 12, 198 bytes, 9b2be09b00aadbb178491469529ecace76ac0850a3fc1db015840ebc41fa5a62");
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

    /// What was taken in after midnight was taken in on the new day, whatever day it still was elsewhere.
    #[test]
    fn an_old_term_counts_from_the_day_on_which_it_was_taken_in_there() {
        let mut opening = life().remove(0);
        let begins: Date = "2027-01-01".parse().expect("a day");
        opening.effective_on = begins.into();
        let counts_from = |at: &str| {
            let at: DateTime<chrono::Utc> = at.parse().expect("an instant");
            let stored = JournalRow {
                recorded_at: at.timestamp_millis(),
                ..opening.clone()
            };
            row(&stored, Tehran)
                .expect("a row")
                .effective_on
                .to_string()
        };
        for (taken_in, day) in [
            ("2026-11-28T20:29:59.999Z", "2026-11-28"),
            ("2026-11-28T20:30:00Z", "2026-11-29"),
            ("2026-11-28T21:00:00Z", "2026-11-29"),
            ("2026-11-28T23:59:59.999Z", "2026-11-29"),
            ("2026-12-31T21:00:00Z", "2027-01-01"),
            ("2027-03-01T21:00:00Z", "2027-01-01"),
        ] {
            assert_eq!(counts_from(taken_in), day, "{taken_in}");
        }
    }

    #[test]
    fn a_version_that_is_not_known_is_named() {
        let refusal = |event: &str| said(7, event).unwrap_err();
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
