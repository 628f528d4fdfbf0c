//! What the register keeps beside dossiers so that they are found, and what the journal says of it: seats, answered
//! calls, numbers, and what was asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use parvaneh_core::dossier::{Dossier, Event};
use parvaneh_core::licence;
use parvaneh_core::timeline::{Record, Row, Said};
use parvaneh_store::{AskedRow, DossierRow, InCall, JournalRow, Outlook, OwnNumbers};
use parvaneh_store::{Register, Transaction};

use super::Found;
use crate::number::spelled;
use crate::{EngineError, encoding};

/// What is kept beside some dossiers, by their keys.
#[derive(Default)]
pub(super) struct Beside {
    seats: HashMap<i64, Vec<String>>,
    answered: HashMap<i64, BTreeSet<String>>,
    numbers: HashMap<i64, OwnNumbers>,
    shared: HashMap<i64, Vec<String>>,
    outlooks: HashMap<i64, Outlook>,
    /// By the position at which the act begins.
    asked: BTreeMap<i64, AskedRow>,
}

impl Beside {
    /// What is kept beside these dossiers, which have these rows.
    pub(super) async fn of(
        tx: &Register<Transaction>,
        keys: &[i64],
        journal: &[JournalRow],
    ) -> Result<Self, EngineError> {
        let mut beside = Self::default();
        for InCall { dossier, call } in tx.seats_of(keys).await? {
            beside.seats.entry(dossier).or_default().push(call);
        }
        for InCall { dossier, call } in tx.answered_by(keys).await? {
            beside.answered.entry(dossier).or_default().insert(call);
        }
        let numbers = tx.own_numbers(keys).await?.into_iter();
        beside.numbers = numbers.map(|own| (own.dossier, own)).collect();
        for sharer in tx.shared_by(keys).await? {
            let of_it = beside.shared.entry(sharer.dossier).or_default();
            of_it.push(sharer.normalised);
        }
        let outlooks = tx.outlooks(keys).await?.into_iter();
        beside.outlooks = outlooks.map(|it| (it.dossier, it.outlook)).collect();
        let positions: Vec<i64> = journal.iter().map(|row| row.position).collect();
        let asked = tx.asked(&positions).await?.into_iter();
        beside.asked = asked.map(|row| (row.position, row)).collect();
        Ok(beside)
    }

    /// What a licence is found by.
    pub(super) fn outlook(&self, dossier: i64) -> Option<&Outlook> {
        self.outlooks.get(&dossier)
    }

    /// How many acts there are of which something is kept.
    pub(super) fn asked(&self) -> usize {
        self.asked.len()
    }

    /// What differs from the journal of a dossier, which led to `rebuilt`.
    pub(super) fn differs(
        &self,
        row: &DossierRow,
        (journal, rows): (&[JournalRow], &[Row]),
        rebuilt: &Dossier,
        found: &mut Found,
    ) {
        let claim: Vec<&str> = rebuilt.seat_claim().into_iter().collect();
        let seat = self.seats.get(&row.seq).map_or(&[][..], Vec::as_slice);
        if seat != claim {
            let message = format!("it has its seat in {seat:?}, the journal leads to {claim:?}");
            found.push(("seat_differs", message));
        }
        let answers = rows.iter().filter_map(|row| row.said.event());
        let answers: BTreeSet<&str> = answers.filter_map(Event::answers_to).collect();
        let noted = self.answered.get(&row.seq).into_iter().flatten();
        let noted: BTreeSet<&str> = noted.map(String::as_str).collect();
        if answers != noted {
            let message = format!("it is noted to answer {noted:?}, the journal has {answers:?}");
            found.push(("answered_differs", message));
        }
        self.numbers_differ(row, found);
        self.asked_differs((journal, rows), found);
        Self::opened_differs(row, rows, found);
    }

    /// Each number is the dossier's own, or one of those that it shares.
    fn numbers_differ(&self, row: &DossierRow, found: &mut Found) {
        let Some(own) = self.numbers.get(&row.seq) else {
            return;
        };
        let all = self.shared.get(&row.seq).map_or(&[][..], Vec::as_slice);
        let mut shared = BTreeSet::new();
        for (given, own) in [
            (Some(&row.number), &own.licence),
            (row.file_number.as_ref(), &own.file),
        ] {
            let spelled = given.map(|given| spelled(given));
            let spelled = spelled.filter(|number| !number.is_empty());
            let is_shared = spelled.as_ref().is_some_and(|number| all.contains(number));
            if *own != spelled.clone().filter(|_| !is_shared) {
                let message = format!("it is found by {own:?}, its number is spelled {spelled:?}");
                found.push(("number_differs", message));
            }
            shared.extend(spelled.filter(|_| is_shared));
        }
        if let Some(other) = all.iter().find(|number| !shared.contains(*number)) {
            let message = format!("it is noted to share the number {other:?}, which it has not");
            found.push(("number_differs", message));
        }
    }

    /// What was asked is kept where an act begins, and is what its row has the hash of. Where texts were blanked it
    /// may be gone. Of what programs before this one kept no row has a hash.
    fn asked_differs(&self, (journal, rows): (&[JournalRow], &[Row]), found: &mut Found) {
        let is_blanked = |row: &Row| matches!(row.said, Said::Record(Record::Blanked { .. }));
        let is_blanked = rows.iter().any(is_blanked);
        for (stored, row) in journal.iter().zip(rows) {
            let kept = self.asked.get(&stored.position);
            let is_as_asked = match (&row.mark.asked, kept) {
                (None, None) => true,
                (None, Some(AskedRow { text: None, .. })) => is_blanked,
                (None, Some(AskedRow { salt, .. })) => {
                    let begins = row.mark.of_act.is_none_or(|act| act == row.sequence);
                    begins && salt.is_none()
                }
                (Some(_), None) => false,
                (Some(hash), Some(kept)) => match (&kept.text, kept.clear()) {
                    (None, _) => is_blanked && kept.salt.is_none(),
                    (Some(_), None) => false,
                    (Some(_), Some(text)) => *hash == *encoding::in_hexadecimal(&text.hash),
                },
            };
            if !is_as_asked {
                let message = format!(
                    "what was asked at event {} is not what was kept",
                    row.sequence
                );
                found.push(("asked_differs", message));
            }
        }
    }

    /// The number under which a dossier was opened is that of its file, or its own. One that begins with another
    /// register's statement has no file here.
    fn opened_differs(row: &DossierRow, rows: &[Row], found: &mut Found) {
        let own = row.file_number.as_ref().unwrap_or(&row.number);
        let first = rows.first().and_then(|row| row.said.event());
        let was_issued = |row: &Row| {
            let event = row.said.event();
            matches!(event, Some(Event::Licence(licence::Event::Issued { .. })))
        };
        if let Some(file) = &row.file_number
            && first.is_some_and(Event::is_imported)
            && !rows.iter().any(was_issued)
        {
            let message =
                format!("it has the file {file:?}, and was taken over from another register");
            found.push(("dossier_differs", message));
        }
        let opened = rows.iter().find_map(|row| row.mark.opened_as.as_ref());
        if let Some(opened) = opened.filter(|opened| **opened != *own.as_str()) {
            let message = format!("it was opened as {opened:?}, and its file is {own:?}");
            found.push(("dossier_differs", message));
        }
    }
}
