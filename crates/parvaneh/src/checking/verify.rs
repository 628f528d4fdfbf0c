//! Looking for contradictions: a list of findings, and never a repair.

use std::collections::HashMap;
use std::iter;

use chrono::NaiveDate;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Dossier, Event};
use parvaneh_core::edition::EditionId;
use parvaneh_core::licence::{self, State};
use parvaneh_core::opening::Office;
use parvaneh_core::{application, call, timeline};
use parvaneh_store::{DossierRow, JournalRow, Snapshot, chain};
use serde::Serialize;

use super::odd_rows::odd_rows;
use crate::anchor::ExportedAnchor;
use crate::encoding;
use crate::number;
use crate::parties::texts_of;
use crate::{Engine, EngineError};

/// How many dossiers are checked at once.
const PAGE: usize = 500;

/// Something in the register that cannot be true.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The licence number.
    pub number: String,
    /// A stable word for the kind of contradiction.
    pub code: &'static str,
    /// What contradicts what.
    pub message: String,
}

impl Finding {
    /// Whether it contradicts nothing that is recorded, but a person has to decide: numbers from before
    /// they had one spelling.
    pub(crate) fn awaits_a_person(&self) -> bool {
        matches!(self.code, NUMBER_SHARED | NUMBER_MISSING)
    }
}

/// Several dossiers have one number.
const NUMBER_SHARED: &str = "number_shared";

/// Nothing can be seen of a dossier's number.
const NUMBER_MISSING: &str = "number_missing";

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verification {
    /// Dossiers looked at.
    pub dossiers: usize,
    /// Journal rows looked at.
    pub events: usize,
    /// Parties looked at.
    pub parties: usize,
    /// Events of parties looked at.
    pub party_events: usize,
    /// Contradictions.
    pub findings: Vec<Finding>,
    /// What an earlier program recorded and this one would have otherwise, and persons whom it recorded twice:
    /// no contradictions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Finding>,
}

impl Engine {
    /// Checks every dossier: its chain of hashes, its snapshot against its journal, and what no
    /// lawful history can lead to; and the journal as a whole against `anchors`, which an earlier
    /// night left and somebody kept, and against those that the register itself has.
    pub async fn verify(&self, anchors: &[ExportedAnchor]) -> Result<Verification, EngineError> {
        let mut verification = Verification::default();
        for (table, message) in self.store.integrity_problems().await? {
            verification.findings.push(Finding {
                number: table,
                code: "database",
                message,
            });
        }
        let changed = self.changed_editions().await?;
        verification.findings.extend(changed);
        verification.findings.extend(self.numbers_shared().await?);
        verification.notes.extend(self.persons_twice().await?);
        let mut after = None;
        loop {
            let rows = self.store.dossiers_after(after, PAGE).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.seq);
            let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
            let snapshots = self.store.load_snapshots(&keys).await?;
            let snapshots: HashMap<i64, Snapshot> = snapshots
                .into_iter()
                .map(|snapshot| (snapshot.dossier, snapshot))
                .collect();
            let mut journal = self.store.histories(&keys).await?;
            let broken: Vec<i64> = keys
                .into_iter()
                .filter(|key| !is_whole(snapshots.get(key), of(&journal, *key)))
                .collect();
            journal.retain(|event| broken.binary_search(&event.dossier).is_err());
            journal.extend(self.store.scattered(&broken).await?);
            journal.sort_by_key(|event| event.dossier);
            verification.events += journal.len();
            for row in &rows {
                let snapshot = snapshots.get(&row.seq);
                self.verify_one(row, snapshot, of(&journal, row.seq), &mut verification);
            }
            verification.dossiers += rows.len();
        }
        verification
            .findings
            .extend(self.against_anchors(anchors).await?);
        let looked = self.verify_parties(&mut verification.findings).await?;
        verification.parties = looked.parties;
        verification.party_events = looked.events;
        let events = self.store.count_events().await?;
        if events != verification.events {
            verification.findings.push(Finding {
                number: "journal".to_owned(),
                code: "stray_events",
                message: format!(
                    "the journal holds {events} events, dossiers lead to {} of them",
                    verification.events
                ),
            });
        }
        Ok(verification)
    }

    /// Adds what is found in one dossier, and what is worth a note.
    fn verify_one(
        &self,
        row: &DossierRow,
        snapshot: Option<&Snapshot>,
        journal: &[JournalRow],
        verification: &mut Verification,
    ) {
        let found = self.contradictions(row, snapshot, journal).into_iter();
        let (mut notes, mut findings): (Vec<_>, Vec<_>) =
            found.partition(|(code, _)| *code == AWAITS_A_DECREE);
        // Where rows are missing, what follows from them is too.
        let is_whole = findings.iter().all(|(code, _)| *code != "sequence_gap");
        if let Ok(rows) = encoding::rows(journal, self.zone_of(&row.regime))
            && is_whole
        {
            odd_rows(&rows, &self.editions, &mut findings, &mut notes);
        }
        let of_the_dossier = |(code, message)| Finding {
            number: row.number.clone(),
            code,
            message,
        };
        let findings = findings.into_iter().map(of_the_dossier);
        verification.findings.extend(findings);
        let notes = notes.into_iter().map(of_the_dossier);
        verification.notes.extend(notes);
    }

    /// The identifiers that several parties have. Whoever acts under one is refused, since nobody can say which
    /// of them is meant; the identifier itself is not told.
    async fn persons_twice(&self) -> Result<Vec<Finding>, EngineError> {
        let parties = self.store.parties_of_one_identifier().await?;
        let of_one = parties.chunk_by(|one, other| one.identifier == other.identifier);
        let notes = of_one.map(|parties| {
            let named = parties.iter().map(|it| format!("{} ({})", it.id, it.kind));
            Finding {
                number: "party".to_owned(),
                code: "one_identifier",
                message: format!(
                    "{} have one identifier: whoever acts for one of them is to be named by the party's id",
                    named.collect::<Vec<_>>().join(" and ")
                ),
            }
        });
        Ok(notes.collect())
    }

    /// The numbers that several dossiers have.
    async fn numbers_shared(&self) -> Result<Vec<Finding>, EngineError> {
        let shared = self.undecided_numbers(&self.store).await?.into_iter();
        let findings = shared.map(|it| Finding {
            number: it.number,
            code: NUMBER_SHARED,
            message: format!(
                "several dossiers of {} have this number: {}; a person decides whose it is",
                it.regime,
                number::named(it.dossiers)
            ),
        });
        Ok(findings.collect())
    }

    /// The editions that are not what they were when they judged.
    async fn changed_editions(&self) -> Result<Vec<Finding>, EngineError> {
        let changed = self.other_contents().await?.into_iter();
        let findings = changed.map(|other| Finding {
            number: other.edition.0.clone(),
            code: "edition_differs",
            message: other.to_string(),
        });
        Ok(findings.collect())
    }

    fn contradictions(
        &self,
        row: &DossierRow,
        snapshot: Option<&Snapshot>,
        journal: &[JournalRow],
    ) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        let head = broken_chain(row, journal, &mut found);
        let rows = match encoding::rows(journal, self.zone_of(&row.regime)) {
            Ok(rows) => rows,
            Err(problem) => {
                found.push(("journal_unreadable", problem));
                return found;
            }
        };
        found.extend(texts_of(journal, &rows));
        let history = timeline::dated(&rows);
        let rebuilt = match encoding::replay(&rows) {
            Ok(rebuilt) => rebuilt,
            Err(defect) => {
                found.push((defect.code(), defect.to_string()));
                return found;
            }
        };
        let Some(snapshot) = snapshot else {
            found.push((
                "snapshot_missing",
                "there is a journal and no snapshot".to_owned(),
            ));
            return found;
        };
        if number::spelled(&row.number).is_empty() && !rebuilt.is_void() {
            let message = format!(
                "the dossier {} has no number: it is found by this id",
                row.id
            );
            found.push((NUMBER_MISSING, message));
        }
        self.against_journal(snapshot, journal.len(), head, &rebuilt, &mut found);
        impossible(
            &rebuilt,
            &timeline::dated(timeline::live(&rows)),
            &mut found,
        );
        if history.is_empty() {
            found.push((
                "journal_missing",
                "there is a dossier and no journal".to_owned(),
            ));
        } else if !files(&history, row) {
            let message = format!(
                "no event files it as {}, {}, {} under {}",
                row.number, row.office_kind, row.province, row.regime
            );
            found.push(("dossier_differs", message));
        }
        found
    }

    /// Whether the dossier falls due where it would if no general act touched it, which one does.
    fn awaits_a_decree(&self, dossier: &Dossier, snapshot: &Snapshot) -> bool {
        let without = dossier::due_on_without_decrees(dossier, &self.editions);
        dossier::touched_on(dossier, &self.editions).is_some()
            && without.map(stored) == Ok(snapshot.due_on)
    }

    fn against_journal(
        &self,
        snapshot: &Snapshot,
        events: usize,
        head: [u8; 32],
        rebuilt: &Dossier,
        found: &mut Vec<(&'static str, String)>,
    ) {
        if usize::try_from(snapshot.version) != Ok(events) {
            let message = format!(
                "the snapshot is of version {}, the journal ends with {events}",
                snapshot.version
            );
            found.push(("version_differs", message));
        }
        if snapshot.head != head {
            let message = "the snapshot's head is not the hash of the newest event".to_owned();
            found.push(("head_differs", message));
        }
        match encoding::snapshot_from_bytes(&snapshot.state) {
            Err(problem) => found.push(("snapshot_unreadable", problem)),
            Ok(state) if state != *rebuilt => {
                let message = format!(
                    "the snapshot says {}, the journal leads to {}",
                    summary(&state),
                    summary(rebuilt)
                );
                found.push(("snapshot_differs", message));
            }
            Ok(_) => {}
        }
        match dossier::due_on(rebuilt, &self.editions) {
            Err(defect) => found.push((defect.code(), defect.to_string())),
            Ok(due_on)
                if stored(due_on) != snapshot.due_on && self.awaits_a_decree(rebuilt, snapshot) =>
            {
                let message = format!(
                    "a general act that no night has found yet holds from {}",
                    day(due_on)
                );
                found.push((AWAITS_A_DECREE, message));
            }
            Ok(due_on) if stored(due_on) != snapshot.due_on => {
                let message = format!(
                    "due on {} by the journal, on {} in the index",
                    day(due_on),
                    day(snapshot.due_on)
                );
                found.push(("due_on_differs", message));
            }
            Ok(_) => {}
        }
    }
}

/// A general act was added to a regime, and the next night finds the dossier: no contradiction.
const AWAITS_A_DECREE: &str = "general_act_to_come";

/// The events of one dossier among those of many, which are in the order of their keys.
fn of(journal: &[JournalRow], dossier: i64) -> &[JournalRow] {
    let from = journal.partition_point(|event| event.dossier < dossier);
    let to = journal.partition_point(|event| event.dossier <= dossier);
    &journal[from..to]
}

/// Whether the events that the snapshot leads to are all that it counts, from the first one on.
fn is_whole(snapshot: Option<&Snapshot>, journal: &[JournalRow]) -> bool {
    let versions = journal.iter().map(|event| event.version);
    snapshot.is_some_and(|snapshot| versions.eq(1..=snapshot.version))
}

/// Follows the chain; the hash of the newest event, or the genesis where there is none.
fn broken_chain(
    row: &DossierRow,
    journal: &[JournalRow],
    found: &mut Vec<(&'static str, String)>,
) -> [u8; 32] {
    let mut head = chain::genesis(row.id);
    for (expected, event) in (1..).zip(journal) {
        if event.version != expected {
            let message = format!("event {expected} is missing before event {}", event.version);
            found.push(("sequence_gap", message));
            return event.hash;
        }
        let hash = chain::link(
            &head,
            event.version,
            event.effective_on,
            event.recorded_at,
            &event.actor,
            &event.event,
        );
        if hash != event.hash {
            let message = format!("event {} is not what was hashed", event.version);
            found.push(("chain_broken", message));
        }
        head = event.hash;
    }
    head
}

/// Combinations that no lawful history leads to.
fn impossible(dossier: &Dossier, history: &[Dated], found: &mut Vec<(&'static str, String)>) {
    let last_through = dossier.terms.last().map(|record| record.term.through);
    match (&dossier.licence, last_through) {
        (State::Expired { on, .. }, Some(through)) if *on <= through => {
            found.push((
                "expired_within_term",
                format!("expired on {on}, valid through {through}"),
            ));
        }
        (State::NotIssued, Some(through)) => {
            found.push((
                "term_without_licence",
                format!("not issued, valid through {through}"),
            ));
        }
        (State::NotIssued, None) => {}
        (state, None) => {
            found.push((
                "licence_without_term",
                format!("{} without a term", state.name()),
            ));
        }
        (_, Some(_)) => {}
    }
    for pair in dossier.terms.windows(2) {
        let [earlier, later] = pair else { continue };
        if later.term.from <= earlier.term.through {
            let message = format!(
                "a term through {} and one from {}",
                earlier.term.through, later.term.from
            );
            found.push(("terms_overlap", message));
        }
        let imported = history.iter().any(|dated| opens(dated, later.term.from));
        if earlier.term.next_from() < later.term.from && !imported {
            let message = format!(
                "no term between {} and {}",
                earlier.term.through, later.term.from
            );
            found.push(("terms_gap", message));
        }
    }
}

/// Whether the event is another register's statement of the term from that day.
fn opens(dated: &Dated, from: Date) -> bool {
    dated.event.is_imported() && dated.effective_on == from
}

/// Whether an event gives the dossier the number, office and regime of its row. An application has
/// no number of its own, and once there is a licence the number is the licence's.
fn files(history: &[Dated], row: &DossierRow) -> bool {
    let of_the_row = |kind: &str, province: &str, edition: &EditionId| {
        kind == row.office_kind && province == row.province && edition.regime() == row.regime
    };
    let of_the_office =
        |office: &Office, edition| of_the_row(&office.kind, &office.province, edition);
    let mut licences = history.iter().filter_map(|dated| match &dated.event {
        Event::Licence(licence::Event::Opened(opened)) => {
            Some((&opened.number, &opened.office, &opened.edition))
        }
        Event::Licence(licence::Event::Issued { act, edition, .. }) => {
            Some((&act.number, &act.office, edition))
        }
        _ => None,
    });
    if let Some(first) = licences.next() {
        return iter::once(first)
            .chain(licences)
            .any(|(number, office, edition)| {
                *number == *row.number && of_the_office(office, edition)
            });
    }
    history.iter().any(|dated| match &dated.event {
        Event::Call(call::Event::Drafted { draft, edition }) => {
            draft.number == *row.number && of_the_row(call::OFFICE_KIND, &draft.province, edition)
        }
        Event::Application(application::Event::Filed {
            filing, edition, ..
        }) => of_the_office(&filing.office, edition),
        _ => false,
    })
}

fn day(day: Option<impl ToString>) -> String {
    day.map_or_else(|| "no day".to_owned(), |day| day.to_string())
}

/// A day as the store has it, in which there may be one that no register can have.
fn stored(day: Option<Date>) -> Option<NaiveDate> {
    day.map(Into::into)
}

fn summary(dossier: &Dossier) -> String {
    format!(
        "{} with renewal {}",
        dossier.licence.name(),
        dossier.renewal.name()
    )
}
