//! Texts that somebody wrote, blanked where a person is to be forgotten: reasons, facts, the numbers of
//! papers. The rows keep their hashes, and so does the chain.

use std::collections::BTreeSet;

use parvaneh_core::text::{BLANKED, FreeText, Label};
use parvaneh_core::timeline::{Mark, NewRow, Record, Row, Said, Sequence};
use parvaneh_store::{ClearText, DossierRow, HASHED_TEXT, JournalRow, Register, Transaction};
use serde::Serialize;
use uuid::Uuid;

use super::person::Change;
use crate::append::{Links, append};
use crate::number::{ByNumber, spelled};
use crate::{Answer, Engine, EngineError, encoding};

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
    /// The events that have other texts of the named ones in the chain itself, as programs before this one recorded
    /// them: these texts were left wherever they stand.
    pub in_chain: Vec<Sequence>,
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
    /// Refused where there is no such event, or nothing of these can be blanked: they have no text beside them, or
    /// what programs before this one recorded in the chain itself.
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
        let rows = encoding::whole_journal(&journal, regime.time_zone()).map_err(&unreadable)?;
        let Texts { texts, in_chain } = named(&journal, which.events, number)?;
        let asked = blank_asked(&tx, &journal, &rows, which.events, &texts).await?;
        if texts.is_empty() && asked == 0 {
            return Err(nothing_beside(number, &in_chain));
        }
        let mut blanked = Blanked {
            number: row.number.clone(),
            events: Vec::new(),
            texts: 0,
            elsewhere: asked + self.blank_elsewhere(&tx, &row, &texts).await?,
            in_chain,
        };
        let hashes = blank_beside(&tx, &mut journal, &texts, &mut blanked).await?;
        let rows = encoding::whole_journal(&journal, regime.time_zone()).map_err(&unreadable)?;
        let dossier = encoding::replay(&rows).map_err(EngineError::damaged(number))?;
        let kept = encoding::kept_from_bytes(&held.snapshot.state).map_err(&unreadable)?;
        let received_at = self.instant(joined);
        let held_at = held.at.map_or(received_at, |at| self.instant(Some(at)));
        let recorded_at = held_at.max(received_at).max(kept.recorded_at);
        let mut links = Links::after(&held.snapshot, recorded_at);
        let record = NewRow {
            effective_on: regime.day_of(recorded_at),
            actor: change.actor()?,
            said: Said::Record(Record::Blanked {
                rows: blanked.events.clone(),
                hashes,
                because: FreeText::from(&change.because),
            }),
            mark: Mark::consequence(),
        };
        links.rows([record], |_| None)?;
        let to_come = self
            .to_come(&dossier)
            .map_err(EngineError::damaged(number))?;
        let written = append(
            &held.snapshot,
            kept.dossier.seat_claim(),
            &dossier,
            to_come,
            recorded_at,
            links.into_entries(),
        )?;
        tx.append(&[&written]).await?;
        tx.commit().await?;
        Ok(blanked)
    }

    /// Blanks texts in the answers to commands about a dossier, and in proposed revisions of it; in how many
    /// they stood.
    async fn blank_elsewhere(
        &self,
        tx: &Register<Transaction>,
        row: &DossierRow,
        texts: &BTreeSet<String>,
    ) -> Result<usize, EngineError> {
        let marks: Vec<String> = texts.iter().map(|text| in_json(text)).collect();
        let may_hold = |json: &str| marks.iter().any(|mark| json.contains(mark));
        let mut elsewhere = 0;
        let mut after: Option<Uuid> = None;
        loop {
            let page = tx.answers_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for answered in page.iter().filter(|it| may_hold(&it.answer)) {
                // One of a form that this program does not know is given to nobody.
                let Ok(answer) = serde_json::from_str::<Answer>(&answered.answer) else {
                    continue;
                };
                if means(row, &answer.number)
                    && let Some(answer) = without(&answer, texts)?
                {
                    tx.rewrite_answer(answered.id, &answer).await?;
                    elsewhere += 1;
                }
            }
        }
        let mut after: Option<Uuid> = None;
        loop {
            let page = tx.proposals_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for proposed in page.iter().filter(|it| may_hold(&it.revision)) {
                let Ok(revision) = encoding::proposal_from_json(&proposed.revision) else {
                    continue;
                };
                let mut dossiers = revision.dossiers.iter();
                if dossiers.any(|change| means(row, &change.number))
                    && let Some(revision) = without(&revision, texts)?
                {
                    tx.rewrite_proposal(proposed.id, &revision).await?;
                    elsewhere += 1;
                }
            }
        }
        Ok(elsewhere)
    }
}

/// Blanks the texts beside these rows; their hashes.
async fn blank_beside(
    tx: &Register<Transaction>,
    journal: &mut [JournalRow],
    texts: &BTreeSet<String>,
    blanked: &mut Blanked,
) -> Result<Vec<Label>, EngineError> {
    let mut hashes = Vec::new();
    for stored in journal {
        let beside = std::mem::take(&mut stored.texts).into_iter();
        let (gone, kept): (Vec<ClearText>, Vec<ClearText>) =
            beside.partition(|it| texts.contains(it.text.as_str()));
        stored.texts = kept;
        for text in &gone {
            tx.blank_text(stored.position, &text.hash).await?;
            hashes.push(encoding::in_hexadecimal(&text.hash).into());
        }
        if !gone.is_empty() {
            blanked.events.push(stored.version);
            blanked.texts += gone.len();
        }
    }
    Ok(hashes)
}

/// Whether a number, however it is written, means a dossier.
fn means(row: &DossierRow, number: &str) -> bool {
    let number = spelled(number);
    let file = row.file_number.as_deref().map(spelled);
    number == spelled(&row.number) || Some(&number) == file.as_ref() || number == row.id.to_string()
}

/// Blanks what was asked in the acts of these events, and in all others in which one of the texts was; in how many.
async fn blank_asked(
    tx: &Register<Transaction>,
    journal: &[JournalRow],
    rows: &[Row],
    events: &[Sequence],
    texts: &BTreeSet<String>,
) -> Result<usize, EngineError> {
    let named = rows.iter().filter(|row| events.contains(&row.sequence));
    let acts: BTreeSet<Sequence> = named.filter_map(Row::act).collect();
    let begins = journal.iter().filter(|row| acts.contains(&row.version));
    let begins: BTreeSet<i64> = begins.map(|row| row.position).collect();
    let marks: Vec<String> = texts.iter().map(|text| in_json(text)).collect();
    let positions: Vec<i64> = journal.iter().map(|row| row.position).collect();
    let mut count = 0;
    for asked in tx.asked(&positions).await? {
        let Some(text) = asked.text else { continue };
        if begins.contains(&asked.position) || marks.iter().any(|mark| text.contains(mark)) {
            tx.blank_asked(asked.position).await?;
            count += 1;
        }
    }
    Ok(count)
}

/// Texts that are to be blanked.
struct Texts {
    texts: BTreeSet<String>,
    /// The events that have some of the others in the chain itself.
    in_chain: Vec<Sequence>,
}

/// The texts of these events that can be blanked. What stands in the history as somebody's id is no secret, and says
/// who may not decide; what a program before this one recorded in the chain stays, and so does the same text
/// elsewhere, which may be derived from it. Refused where an event is not there.
fn named(journal: &[JournalRow], events: &[Sequence], number: &str) -> Result<Texts, EngineError> {
    let mut texts = BTreeSet::new();
    for event in events {
        let Some(row) = journal.iter().find(|row| row.version == *event) else {
            return Err(EngineError::Text(format!(
                "{number}: there is no event {event}, there are {}",
                journal.len()
            )));
        };
        texts.extend(row.texts.iter().map(|it| it.text.clone()));
    }
    texts.retain(|text| !text.is_empty() && !journal.iter().any(|row| acts_as(row, text)));
    let mut in_chain = Vec::new();
    for row in journal {
        let before = texts.len();
        texts.retain(|text| !in_chain_of(row).contains(&in_json(text)));
        if texts.len() < before {
            in_chain.push(row.version);
        }
    }
    Ok(Texts { texts, in_chain })
}

fn nothing_beside(number: &str, in_chain: &[Sequence]) -> EngineError {
    EngineError::Text(match in_chain {
        [] => format!(
            "{number}: these events have no text beside them: they have none, or it was blanked, or a program before \
             this one recorded them with their texts in the chain itself"
        ),
        [event, ..] => format!(
            "{number}: event {event} has the text in the chain itself, as a program before this one recorded it: it \
             cannot be blanked"
        ),
    })
}

/// Whether somebody acts in a row under a text.
fn acts_as(row: &JournalRow, text: &str) -> bool {
    let mark = in_json(text);
    row.actor.contains(&format!(r#""id":{mark}"#))
        || row.actor.contains(&format!(r#""on_behalf_of":{mark}"#))
        || row
            .event
            .contains(&format!(r#""entered_by":{{"id":{mark}"#))
}

/// What a row says where texts were not yet hashed; nothing of others.
fn in_chain_of(row: &JournalRow) -> &str {
    let is_hashed = row.event.contains(HASHED_TEXT);
    // Every row of a program that hashes texts says by which rules it was recorded.
    let is_older = [3, 2, 1].map(|rules| format!(r#""rules":{rules}"#));
    let is_older =
        !row.event.contains(r#""rules":"#) || is_older.iter().any(|it| row.event.contains(it));
    match is_older && !is_hashed {
        true => &row.event,
        false => "",
    }
}

fn in_json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What somebody said, as JSON with bars in the place of each of these texts; none where none of them is in it.
fn without(said: &impl Serialize, texts: &BTreeSet<String>) -> Result<Option<String>, EngineError> {
    let (json, mut taken) = encoding::sealed(said)?;
    if !taken.iter().any(|it| texts.contains(it.text.as_str())) {
        return Ok(None);
    }
    for text in &mut taken {
        if texts.contains(text.text.as_str()) {
            BLANKED.clone_into(&mut text.text);
        }
    }
    Ok(Some(encoding::opened(&json, &taken).into_owned()))
}
