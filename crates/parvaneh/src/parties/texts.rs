//! Texts that somebody wrote, blanked where a person is to be forgotten: reasons, facts, the numbers of
//! papers. The rows keep their hashes, and so does the chain.

use std::collections::BTreeSet;

use parvaneh_core::dossier;
use parvaneh_core::text::{BLANKED, FreeText};
use parvaneh_core::timeline::{Mark, NewRow, Record, Said, Sequence};
use parvaneh_store::{ClearText, JournalRow, Register, Transaction};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::person::Change;
use crate::append::{Links, append};
use crate::number::ByNumber;
use crate::{Engine, EngineError, encoding};

/// Which texts are to be blanked.
#[derive(Clone, Copy, Debug)]
pub struct BlankTexts<'a> {
    /// The dossier.
    pub dossier: ByNumber<'a>,
    /// The events whose texts are blanked, by their places in its journal, from 1.
    pub events: &'a [Sequence],
}

/// What was blanked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Blanked {
    /// The dossier's number.
    pub number: String,
    /// The events that had one of these texts, also those that were not named.
    pub events: Vec<Sequence>,
    /// How many texts were blanked.
    pub texts: usize,
    /// In how many kept commands, answers and proposals they stood as well.
    pub elsewhere: usize,
}

/// How many answers are read at once.
const PAGE: usize = 1000;

impl Engine {
    /// Blanks all texts of these events, wherever else in the dossier the same texts stand, what was asked in
    /// those acts, and the same texts in answers and proposals. The dossier's journal says that it
    /// was done, by whom and why.
    ///
    /// Refused where there is no such event, or one has no text beside it: what programs before this one
    /// recorded stands in the chain itself.
    pub async fn blank_texts(
        &self,
        which: BlankTexts<'_>,
        change: &Change,
    ) -> Result<Blanked, EngineError> {
        let (tx, joined) = self.store.begin_erasing().await?;
        let number = which.dossier.number;
        let row = self.dossier_of(&tx, which.dossier).await?;
        let row = row.ok_or_else(|| EngineError::NoSuchLicence(number.to_owned()))?;
        let regime = self.regime(&row.regime)?;
        let unreadable = EngineError::unreadable(number);
        let held = tx.hold_snapshot(row.seq).await?;
        let held = held.ok_or_else(|| unreadable("it has no snapshot".to_owned()))?;
        let mut journal = tx.histories(&[row.seq]).await?;
        encoding::whole_journal(&journal, regime.time_zone()).map_err(&unreadable)?;
        let texts = named(&journal, which.events, number)?;
        let mut blanked = Blanked {
            number: row.number.clone(),
            events: Vec::new(),
            texts: 0,
            elsewhere: self.blank_elsewhere(&tx, &journal, &texts).await?,
        };
        for stored in &mut journal {
            let (gone, kept): (Vec<ClearText>, Vec<ClearText>) = std::mem::take(&mut stored.texts)
                .into_iter()
                .partition(|it| texts.contains(it.text.as_str()));
            stored.texts = kept;
            for text in &gone {
                tx.blank_text(stored.position, &text.hash).await?;
            }
            if !gone.is_empty() {
                blanked.events.push(stored.version);
                blanked.texts += gone.len();
            }
        }
        let rows = encoding::whole_journal(&journal, regime.time_zone()).map_err(&unreadable)?;
        let dossier = encoding::replay(&rows).map_err(EngineError::damaged(number))?;
        let kept = encoding::kept_from_bytes(&held.snapshot.state).map_err(&unreadable)?;
        let received_at = self.instant(joined);
        let held_at = held.at.map_or(received_at, |at| self.instant(Some(at)));
        let recorded_at = held_at.max(received_at).max(kept.recorded_at);
        let mut links = Links::after(&held.snapshot, recorded_at);
        let record = NewRow {
            effective_on: regime.day_of(recorded_at),
            actor: change.actor(),
            said: Said::Record(Record::Blanked {
                rows: blanked.events.clone(),
                because: FreeText::from(&change.because),
            }),
            mark: Mark::consequence(),
        };
        links.rows([record], |_| None)?;
        let due_on =
            dossier::due_on(&dossier, &self.editions).map_err(EngineError::damaged(number))?;
        let written = append(
            &held.snapshot,
            kept.dossier.seat_claim(),
            &dossier,
            due_on,
            recorded_at,
            links.into_entries(),
        )?;
        tx.append(&[&written]).await?;
        tx.commit().await?;
        Ok(blanked)
    }

    /// Blanks texts in what was asked in a dossier's acts, and in the answers and proposals of the register;
    /// in how many they stood.
    async fn blank_elsewhere(
        &self,
        tx: &Register<Transaction>,
        journal: &[JournalRow],
        texts: &BTreeSet<String>,
    ) -> Result<usize, EngineError> {
        let mut elsewhere = 0;
        let positions: Vec<i64> = journal.iter().map(|row| row.position).collect();
        for asked in tx.asked(&positions).await? {
            if asked
                .text
                .is_some_and(|text| without(&text, texts).is_some())
            {
                tx.blank_asked(asked.position).await?;
                elsewhere += 1;
            }
        }
        let mut after: Option<Uuid> = None;
        loop {
            let page = tx.answers_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for row in page {
                if let Some(answer) = without(&row.answer, texts) {
                    tx.rewrite_answer(row.id, &answer).await?;
                    elsewhere += 1;
                }
            }
        }
        let mut after: Option<Uuid> = None;
        loop {
            let page = tx.proposals_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for row in page {
                if let Some(revision) = without(&row.revision, texts) {
                    tx.rewrite_proposal(row.id, &revision).await?;
                    elsewhere += 1;
                }
            }
        }
        Ok(elsewhere)
    }
}

/// The texts of these events; refused where one is not there or has none.
fn named(
    journal: &[JournalRow],
    events: &[Sequence],
    number: &str,
) -> Result<BTreeSet<String>, EngineError> {
    let mut texts = BTreeSet::new();
    for event in events {
        let row = journal.iter().find(|row| row.version == *event);
        let row = row.ok_or_else(|| {
            EngineError::Text(format!(
                "{number} has no event {event}, it has {}",
                journal.len()
            ))
        })?;
        if row.texts.is_empty() {
            return Err(EngineError::Text(format!(
                "event {event} of {number} has no text beside it: it has none, they were blanked, or an \
                 earlier program recorded it with its texts in the chain itself"
            )));
        }
        texts.extend(row.texts.iter().map(|it| it.text.clone()));
    }
    Ok(texts)
}

/// JSON with bars in the place of each of these texts; none where none of them is in it.
fn without(json: &str, texts: &BTreeSet<String>) -> Option<String> {
    let mut value: Value = serde_json::from_str(json).ok()?;
    blank(&mut value, texts).then(|| value.to_string())
}

fn blank(value: &mut Value, texts: &BTreeSet<String>) -> bool {
    match value {
        Value::String(text) if texts.contains(text.as_str()) => {
            BLANKED.clone_into(text);
            true
        }
        Value::Array(items) => items
            .iter_mut()
            .fold(false, |any, it| blank(it, texts) || any),
        Value::Object(fields) => {
            let fields = fields.values_mut();
            fields.fold(false, |any, it| blank(it, texts) || any)
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
