//! What is found in one dossier: its chain of hashes, its snapshot beside its journal, and what no lawful history
//! can lead to.

use std::iter;

use chrono::NaiveDate;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Dossier, Event};
use parvaneh_core::edition::EditionId;
use parvaneh_core::licence::{self, State};
use parvaneh_core::opening::Office;
use parvaneh_core::timeline::Row;
use parvaneh_core::{application, call, timeline};
use parvaneh_store::{DossierRow, Snapshot, chain};

use super::Found;
use super::findings::NUMBER_MISSING;
use super::odd_rows::odd_rows;
use super::verify::Looked;
use crate::parties::texts_of;
use crate::{Engine, encoding, number};

impl Engine {
    /// What contradicts what in a dossier; and what is worth a note.
    pub(super) fn contradictions(&self, looked: &Looked<'_>) -> (Found, Found) {
        let Looked { row, journal, .. } = *looked;
        let (mut findings, mut notes) = (Found::new(), Found::new());
        let head = broken_chain(looked, &mut findings);
        let rows = match encoding::rows(journal, self.zone_of(&row.regime)) {
            Ok(rows) => rows,
            Err(problem) => {
                findings.push(("journal_unreadable", problem));
                return (findings, notes);
            }
        };
        findings.extend(texts_of(journal, &rows));
        // Where rows are missing, what follows from them is too.
        let is_whole = findings.iter().all(|(code, _)| *code != "sequence_gap");
        match encoding::replay(&rows) {
            Ok(rebuilt) => {
                let notes = &mut notes;
                self.against_rebuilt(looked, (&rows, head), &rebuilt, (&mut findings, notes));
            }
            Err(defect) => findings.push((defect.code(), defect.to_string())),
        }
        if is_whole {
            odd_rows(&rows, &self.editions, &mut findings, &mut notes);
        }
        (findings, notes)
    }

    /// Adds what differs from what the journal leads to.
    fn against_rebuilt(
        &self,
        looked: &Looked<'_>,
        (rows, head): (&[Row], chain::Hash),
        rebuilt: &Dossier,
        (findings, notes): (&mut Found, &mut Found),
    ) {
        let Looked {
            row,
            snapshot,
            journal,
            beside,
        } = *looked;
        let Some(snapshot) = snapshot else {
            let message = "there is a journal and no snapshot".to_owned();
            findings.push(("snapshot_missing", message));
            return;
        };
        if number::spelled(&row.number).is_empty() && !rebuilt.is_void() {
            let message = format!(
                "the dossier {} has no number: it is found by this id",
                row.id
            );
            findings.push((NUMBER_MISSING, message));
        }
        self.against_journal(snapshot, journal.len(), head, rebuilt, (findings, notes));
        let live = timeline::dated(timeline::live(rows));
        if let Some(outlook) = beside.outlook(row.seq)
            && dossier::touched_on(rebuilt, &self.editions).is_none()
        {
            findings.extend(self.outlook_differs(outlook, rebuilt, &live));
        }
        impossible(rebuilt, &live, findings);
        beside.differs(row, (journal, rows), rebuilt, findings);
        let history = timeline::dated(rows);
        if history.is_empty() {
            let message = "there is a dossier and no journal".to_owned();
            findings.push(("journal_missing", message));
        } else if !files(&history, row) {
            let message = format!(
                "no event files it as {}, {}, {} under {}",
                row.number, row.office_kind, row.province, row.regime
            );
            findings.push(("dossier_differs", message));
        }
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
        (found, notes): (&mut Found, &mut Found),
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
                notes.push(("general_act_to_come", message));
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

/// Follows the chain, and the links by which it is read; the hash of the newest event, or the genesis where there is
/// none.
fn broken_chain(looked: &Looked<'_>, found: &mut Found) -> chain::Hash {
    let mut head = chain::genesis(looked.row.id);
    let mut last = None;
    for (expected, event) in (1..).zip(looked.journal) {
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
        if event.previous != last || last.is_some_and(|last| event.position <= last) {
            let message = format!("event {expected} does not lead to the one before it");
            found.push(("link_broken", message));
        }
        head = event.hash;
        last = Some(event.position);
    }
    if let Some(snapshot) = looked.snapshot.filter(|it| it.last != last)
        && usize::try_from(snapshot.version) == Ok(looked.journal.len())
    {
        let message = "the snapshot does not lead to the newest event".to_owned();
        found.push(("link_broken", message));
    }
    head
}

/// Combinations that no lawful history leads to.
fn impossible(dossier: &Dossier, history: &[Dated], found: &mut Found) {
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
