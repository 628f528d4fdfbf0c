//! Whether what was answered to commands is what the journal has.

use std::collections::HashMap;

use parvaneh_core::dossier::{Dated, Event};
use parvaneh_core::text::BLANKED;
use parvaneh_core::timeline::{Mark, RULES, Row};
use parvaneh_store::{AnswerRow, DossierRow, HASHED_TEXT, Register, Transaction};
use uuid::Uuid;

use super::Found;
use super::verify::Verification;
use super::work::add;
use crate::handle::{Answer, Outcome};
use crate::number::spelled;
use crate::{Engine, EngineError, encoding};

/// How many answers are looked at at once.
const PAGE: usize = 200;

/// The keys of dossiers by each of their numbers and by their ids.
type Dossiers = HashMap<String, Vec<i64>>;

impl Engine {
    /// Adds what is found of the answers that were given since an instant, in milliseconds since 1970.
    pub(super) async fn verify_answers(
        &self,
        tx: &Register<Transaction>,
        since: i64,
        verification: &mut Verification,
    ) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            let mut page = tx.answers_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            page.retain(|row| since <= row.recorded_at);
            let answers = page.iter().map(|row| serde_json::from_str(&row.answer));
            let answers: Vec<Result<Answer, _>> = answers.collect();
            let numbers = answers
                .iter()
                .flatten()
                .map(|answer| answer.number.as_str());
            let (dossiers, rows) = self
                .dossiers_named(tx, &numbers.collect::<Vec<_>>())
                .await?;
            for (row, answer) in page.iter().zip(&answers) {
                let found = match answer {
                    Err(problem) => vec![("answer_unreadable", problem.to_string())],
                    Ok(answer) => {
                        let keys = dossiers.get(&spelled(&answer.number));
                        let rows = keys.into_iter().flatten().map(|key| rows.get(key));
                        of_answer(row, answer, &rows.collect::<Vec<_>>())
                    }
                };
                add(
                    &mut verification.findings,
                    &format!("command {}", row.id),
                    found,
                );
            }
            verification.answers += page.len();
        }
        Ok(())
    }

    /// The dossiers that these numbers mean, and the rows of each; none of those that cannot be read, which is
    /// found elsewhere.
    async fn dossiers_named(
        &self,
        tx: &Register<Transaction>,
        numbers: &[&str],
    ) -> Result<(Dossiers, HashMap<i64, Vec<Row>>), EngineError> {
        let spellings: Vec<String> = numbers.iter().map(|number| spelled(number)).collect();
        let spellings: Vec<&str> = spellings.iter().map(String::as_str).collect();
        let mut found: Vec<DossierRow> = Vec::new();
        for regime in tx.regimes().await? {
            found.extend(tx.find_many(&regime, &spellings).await?);
            let sharers = tx.shared_among(&regime, &spellings).await?;
            let keys: Vec<i64> = sharers.iter().map(|it| it.dossier).collect();
            found.extend(tx.dossiers(&keys).await?);
        }
        for id in numbers
            .iter()
            .filter_map(|number| number.parse::<Uuid>().ok())
        {
            found.extend(tx.dossier_by_id(id).await?);
        }
        found.sort_by_key(|row| row.seq);
        found.dedup_by_key(|row| row.seq);
        let mut dossiers = Dossiers::new();
        for row in &found {
            let file = row.file_number.as_deref().map(spelled);
            let names = [
                Some(spelled(&row.number)),
                file,
                Some(spelled(&row.id.to_string())),
            ];
            for name in names.into_iter().flatten() {
                dossiers.entry(name).or_default().push(row.seq);
            }
        }
        let keys: Vec<i64> = found.iter().map(|row| row.seq).collect();
        let journal = encoding::by_dossier(tx.histories(&keys).await?);
        let rows = found.iter().filter_map(|row| {
            let journal = journal.get(&row.seq)?;
            let rows = encoding::rows(journal, self.zone_of(&row.regime)).ok()?;
            Some((row.seq, rows))
        });
        Ok((dossiers, rows.collect()))
    }
}

/// What an answer says that happened is in the journal of the dossier, or of one that it can mean.
fn of_answer(row: &AnswerRow, answer: &Answer, dossiers: &[Option<&Vec<Row>>]) -> Found {
    let mut found = Found::new();
    let mut differs = |message: String| found.push(("answer_differs", message));
    if answer.id != row.id {
        differs(format!("the answer is to the command {}", answer.id));
    }
    let is_whole = match answer.outcome {
        Outcome::Accepted => answer.refusal.is_none() && !answer.events.is_empty(),
        // Where it was entered late, what followed that day may be told again.
        Outcome::AlreadySo => answer.refusal.is_none(),
        Outcome::Refused => answer.refusal.is_some() && answer.events.is_empty(),
    };
    if !is_whole {
        differs(format!(
            "it was {:?}, and the answer says otherwise",
            answer.outcome
        ));
    }
    let said: Vec<&Dated> = answer.settled.iter().chain(&answer.events).collect();
    let has = |rows: &Vec<Row>| {
        let is_there = |dated: &&Dated| rows.iter().any(|it| is_recorded(it, dated));
        said.iter().all(is_there)
    };
    let is_recorded = dossiers.iter().any(|rows| rows.is_none_or(has));
    // A number of which nothing can be seen was taken once, and finds nothing.
    let is_named = !spelled(&answer.number).is_empty();
    if !said.is_empty() && is_named && !is_recorded {
        differs("what it says that happened is in no journal that it can mean".to_owned());
    }
    found
}

/// Whether a row records what an answer says. What earlier programs answered may be in other words by now.
fn is_recorded(row: &Row, dated: &Dated) -> bool {
    let Some(event) = row.said.event() else {
        return false;
    };
    let is_of_it = row.effective_on == dated.effective_on && event.name() == dated.event.name();
    let is_of_these_rules = row.mark.rules == Some(RULES);
    is_of_it && (!is_of_these_rules || *event == dated.event || are_blanked(event, &dated.event))
}

/// Whether two events are the same but for texts that were blanked in one of them.
fn are_blanked(one: &Event, other: &Event) -> bool {
    let mark = Mark::default();
    let sealed = [one, other].map(|event| encoding::sealed_event(event, &mark));
    let [Ok((one, own)), Ok((other, its))] = sealed else {
        return false;
    };
    let is_blanked = own.len() != its.len() || its.iter().any(|text| text.text == BLANKED);
    is_blanked && without_hashes(&one) == without_hashes(&other)
}

fn without_hashes(json: &str) -> String {
    let mut parts = json.split(HASHED_TEXT);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.get(64..).unwrap_or(part));
    }
    text
}
