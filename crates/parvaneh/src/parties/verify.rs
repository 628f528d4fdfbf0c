//! Whether what stands beside the hashes is what was hashed: names, identifiers and texts.

use std::collections::{BTreeSet, HashMap};

use parvaneh_core::party::PartyKind;
use parvaneh_core::party::history::{Event, Identity, Party};
use parvaneh_core::timeline::{Record, Row, Said};
use parvaneh_store::{
    ClearText, HASHED_TEXT, JournalRow, PartyEventRow, PartyRow, Register, Transaction, chain,
};
use uuid::Uuid;

use super::history::{Person, event, leads_to};
use super::kind_of;
use crate::EngineError;
use crate::encoding::in_hexadecimal;
use crate::verify::{Finding, Findings};

/// How many parties are checked at once.
const PAGE: usize = 1000;

/// What a party's history is found to be.
type Found = Vec<(&'static str, String)>;

/// How many parties there are, and how many events they have.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Looked {
    pub(crate) parties: usize,
    pub(crate) events: usize,
    /// Texts beside these.
    pub(crate) texts: usize,
}

/// Adds what is found of parties to which anything has happened after a position: each one's chain, where it
/// leads, and what stands beside it.
pub(crate) async fn verify_parties(
    tx: &Register<Transaction>,
    since: i64,
    findings: &mut Findings,
) -> Result<Looked, EngineError> {
    let mut looked = Looked::default();
    let mut after = None;
    loop {
        let page = tx.parties_after(after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        let mut parties: Vec<PartyRow> = page.into_iter().map(|(_, row)| row).collect();
        if 0 < since {
            parties.retain(|it| it.last.is_some_and(|last| since < last));
        }
        let newest: Vec<i64> = parties.iter().filter_map(|it| it.last).collect();
        let histories = tx.party_histories(&newest).await?;
        let merged = parties.iter().filter(|it| it.merged_into.is_some());
        let merged: Vec<Uuid> = merged.map(|it| it.id).collect();
        // At the end of the way that leads to another one.
        let others = tx.parties(&merged).await?.into_iter();
        let others: HashMap<Uuid, PartyRow> = others.map(|row| (row.id, row)).collect();
        for party in &parties {
            let history = histories.get(&party.id).map_or(&[][..], Vec::as_slice);
            looked.events += history.len();
            looked.texts += history.iter().map(|row| row.texts.len()).sum::<usize>();
            let other = others.get(&party.id);
            for (code, message) in found(party, history, other) {
                findings.push(Finding {
                    number: format!("party {}", party.id),
                    code,
                    message,
                });
            }
        }
        looked.parties += parties.len();
    }
    let events = tx.count_party_events().await?;
    if since == 0 && events != looked.events {
        findings.push(Finding {
            number: "party".to_owned(),
            code: "stray_party_events",
            message: format!(
                "there are {events} events of parties, parties lead to {} of them",
                looked.events
            ),
        });
    }
    Ok(looked)
}

fn found(party: &PartyRow, history: &[PartyEventRow], other: Option<&PartyRow>) -> Found {
    let mut found = Found::new();
    if history.is_empty() {
        let message = "there is a party and nothing says how it came to be".to_owned();
        return vec![("party_without_history", message)];
    }
    broken_chain(party.id, history, &mut found);
    let state = match leads_to(history) {
        Ok(state) => state,
        Err(problem) => {
            found.push(("party_history_unreadable", problem));
            return found;
        }
    };
    found.extend(beside(party, &state));
    // Of one that is known it was compared already.
    let is_known = matches!(state, Party::Known(_));
    let said = history.iter().rev().find_map(kind_said);
    if !is_known && said.is_some_and(|kind| kind_of(party) != Some(kind)) {
        let message = "its kind is not what was recorded last".to_owned();
        found.push(("party_differs", message));
    }
    if other.is_some_and(|other| other.merged_into.is_some()) {
        let message = "it is merged, and no party is at the end of it".to_owned();
        found.push(("party_differs", message));
    }
    let is_erased = match &state {
        Party::Erased => true,
        // Whoever erases a person erases all the parties that they turned out to be.
        Party::Merged(_) => other.is_some_and(|other| other.salt.is_none()),
        Party::Known(_) | Party::Unknown => false,
    };
    let last = history.len() - 1;
    for (at, row) in history.iter().enumerate() {
        let may_be_blank = is_erased && (at < last || matches!(state, Party::Merged(_)));
        found.extend(texts(row.version, &row.event, &row.texts, |_| may_be_blank));
    }
    found
}

/// The kind of person that an event says the party is.
fn kind_said(row: &PartyEventRow) -> Option<PartyKind> {
    match event(row).ok()? {
        Event::Registered(identity) | Event::Corrected { identity, .. } => Some(identity.kind),
        Event::Merged { .. } | Event::Erased { .. } => None,
    }
}

fn broken_chain(party: Uuid, history: &[PartyEventRow], found: &mut Found) {
    let mut head = chain::party_genesis(party);
    let mut last = None;
    for (expected, row) in (1..).zip(history) {
        if row.version != expected {
            let message = format!("event {expected} is missing before event {}", row.version);
            found.push(("party_events_missing", message));
            return;
        }
        let (version, recorded_at) = (row.version, row.recorded_at);
        let hash = chain::party_link(&head, version, recorded_at, &row.actor, &row.event);
        if hash != row.hash {
            let message = format!("event {} is not what was hashed", row.version);
            found.push(("party_chain_broken", message));
        }
        if row.previous != last {
            let message = format!("event {} does not lead to the one before it", row.version);
            found.push(("party_chain_broken", message));
        }
        last = Some(row.position);
        head = row.hash;
    }
}

/// Whether who the party is said to be is who its history has.
fn beside(party: &PartyRow, state: &Party) -> Found {
    let clear = [&party.name, &party.name_as_given, &party.identifier];
    let is_empty = party.salt.is_none() && clear.iter().all(|it| it.is_none());
    let differs = |message: String| vec![("party_differs", message)];
    match state {
        Party::Known(identity) => {
            let person = Person {
                kind: match kind_of(party) {
                    Some(kind) => kind,
                    None => return differs(format!("no kind of party is called {:?}", party.kind)),
                },
                name: party.name.clone(),
                name_as_given: party.name_as_given.clone(),
                identifier: party.identifier.clone(),
            };
            let hashed = party.salt.map(|salt| person.hashed(&salt));
            let Some(hashed) = hashed else {
                return differs("its name has no salt, and it was not erased".to_owned());
            };
            match differing(identity, &hashed) {
                _ if party.merged_into.is_some() => {
                    differs("it is merged, and its history does not say so".to_owned())
                }
                Some(what) => differs(format!("its {what} is not what was recorded")),
                None => Found::new(),
            }
        }
        Party::Merged(_) | Party::Erased if !is_empty => {
            differs("something is known of it, and its history has it merged or erased".to_owned())
        }
        Party::Merged(into) => {
            let into = crate::encoding::party_key(*into);
            match party.merged_into == Some(into) {
                true => Found::new(),
                false => differs(format!("its history has it merged into {into}")),
            }
        }
        Party::Erased if party.merged_into.is_some() => {
            differs("it is merged, and its history has it erased".to_owned())
        }
        Party::Erased => Found::new(),
        Party::Unknown => differs("its history does not say who it is".to_owned()),
    }
}

fn differing(recorded: &Identity, is: &Identity) -> Option<&'static str> {
    [
        ("kind", recorded.kind != is.kind),
        ("name", recorded.name != is.name),
        ("identifier", recorded.identifier != is.identifier),
    ]
    .into_iter()
    .find_map(|(what, differs)| differs.then_some(what))
}

/// What is wrong with the texts beside a row. `may_be_gone`: the hashes of which no text has to be there.
fn texts(
    version: i64,
    event: &str,
    texts: &[ClearText],
    may_be_gone: impl Fn(&str) -> bool,
) -> Found {
    let mut found = Found::new();
    let hashes: Vec<String> = texts.iter().map(|it| in_hexadecimal(&it.hash)).collect();
    let named: Vec<&str> = hashes_in(event).collect();
    for (text, hash) in texts.iter().zip(&hashes) {
        if !text.is_what_was_hashed() || !named.contains(&hash.as_str()) {
            let message = format!("a text of event {version} is not what was hashed");
            found.push(("text_differs", message));
        }
    }
    let is_there = |hash: &&&str| hashes.iter().any(|it| it == **hash);
    let gone = named.iter().filter(|hash| !is_there(hash));
    if gone.into_iter().any(|hash| !may_be_gone(hash)) {
        let message =
            format!("a text of event {version} is gone, and nothing says that it was blanked");
        found.push(("text_missing", message));
    }
    found
}

/// The hashes of texts that a row has in their places.
fn hashes_in(event: &str) -> impl Iterator<Item = &str> {
    let places = event.split(HASHED_TEXT).skip(1);
    places.map(|rest| rest.get(..64).unwrap_or(rest))
}

/// What is wrong with the texts of a dossier. A row that is stated anew has the hashes that it had, also of
/// texts that were blanked.
pub(crate) fn texts_of(journal: &[JournalRow], rows: &[Row]) -> Found {
    let mut may_be_gone: BTreeSet<&str> = BTreeSet::new();
    for row in rows {
        if let Said::Record(Record::Blanked { hashes, .. }) = &row.said {
            may_be_gone.extend(hashes.iter().map(|hash| hash.as_str()));
        }
    }
    let found = journal.iter().map(|row| {
        texts(row.version, &row.event, &row.texts, |hash| {
            may_be_gone.contains(hash)
        })
    });
    found.flatten().collect()
}
