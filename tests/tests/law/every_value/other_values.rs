//! What else could stand in an edition in the place of each value.

use parvaneh::core::calendar::Span;
use parvaneh::core::edition::Edition;
use serde_json::{Value, json};

use super::with;

/// One value of an edition, and whole editions in which it is another one.
pub(super) struct Other {
    /// The key with dots, without `value`; a place in a list is its number from 0.
    pub(super) at: String,
    /// Whether it is a word, and no number and no period.
    pub(super) is_word: bool,
    /// In the order in which they are tried.
    pub(super) candidates: Vec<Value>,
}

impl Other {
    /// The key with a star for the row of a table.
    pub(super) fn shape(&self) -> String {
        let mut steps: Vec<&str> = self.at.split('.').collect();
        if let ["papers", row, ..] = steps.as_mut_slice() {
            *row = "*";
        }
        let lists = [
            ["entry", "revised_by"],
            ["working_group", "results"],
            ["working_group", "further_results"],
        ];
        if lists.iter().any(|list| steps.starts_with(list)) {
            steps.truncate(2);
        }
        steps.join(".")
    }

    /// The row of a table of which the value is: a paper, a violation; empty where it is of none.
    pub(super) fn row(&self) -> String {
        let steps: Vec<&str> = self.at.split('.').collect();
        let row = match steps.as_slice() {
            ["papers", row, ..] | ["enforcement", "cases", "violations", row, ..] => row,
            _ => "",
        };
        row.to_owned()
    }
}

/// Words of which one stands where another could.
const WORDS: &[&[&str]] = &[
    &["solar_hijri", "gregorian"],
    &["needed", "not_needed"],
    &["continue", "expire"],
    &["calendar_months", "thirty_day_months"],
    &["refuse_or_excuse", "deemed_withdrawal"],
    &["refused", "none"],
    &["granted", "none"],
    &["refused", "by_resolution"],
    &["of_votes", "of_seats"],
    // Documents, clearances and reports are listed apart, and are alike in all else.
    &["document", "certificate"],
    &["clearance", "certificate"],
    &["report", "certificate"],
    &["secretariat", "working_group", "authority"],
    &["technical_committee", "secretariat"],
    &["transferee", "holder"],
    &["session", "clearance", "transferee_check", "settlement"],
    &["HANDED_OVER", "INACTIVE"],
    &["Asia/Tehran", "Asia/Tokyo"],
    &["America/Chicago", "Asia/Tokyo"],
];

/// What an empty list could hold.
const ADDED: &[(&str, &[&str])] = &[
    (
        "gates",
        &["not_suspended", "no_unremedied_violation", "office_active"],
    ),
    ("needs", &[PAPER]),
    ("required_in", &["urban"]),
    ("party_papers", &["power_of_attorney"]),
];

/// A paper that no edition has.
const PAPER: &str = "one_more_paper";

/// Every value of an edition, as it is read, with what could stand there instead.
pub(super) fn others(edition: &Value) -> Vec<Other> {
    let mut found = Vec::new();
    let fields = edition.as_object().expect("an edition has fields");
    for (key, value) in fields {
        if !["id", "title"].contains(&key.as_str()) {
            walk(edition, std::slice::from_ref(key), value, &mut found);
        }
    }
    found
}

fn walk(edition: &Value, at: &[String], value: &Value, found: &mut Vec<Other>) {
    let deeper = |step: &str| [at, &[step.to_owned()]].concat();
    match value {
        Value::Null => {}
        Value::Object(fields) if fields.contains_key("article") => {
            if let Some(value) = fields.get("value") {
                walk(edition, &deeper("value"), value, found);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                walk(edition, &deeper(key), value, found);
            }
        }
        Value::Array(items) if items.is_empty() => {
            let key = key_of(at);
            let key = key.rsplit('.').next().unwrap_or_default();
            let added = ADDED.iter().find(|(of, _)| *of == key);
            let words = added.map_or(&[][..], |(_, words)| *words);
            for word in words {
                let mut whole = with(edition, at, Some(json!([word])));
                if *word == PAPER {
                    whole["papers"][PAPER] = whole["papers"]["tax"].clone();
                }
                found.push(other(at, true, vec![whole]));
            }
            if words.is_empty() {
                found.push(other(at, true, Vec::new()));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let at = deeper(&index.to_string());
                if let Value::String(word) = item
                    && word.parse::<Span>().is_err()
                {
                    let without = without_idle_papers(with(edition, &at, None));
                    let candidates = vec![without, renamed(edition, &at, word)];
                    found.push(other(&at, true, candidates));
                } else {
                    walk(edition, &at, item, found);
                }
            }
        }
        Value::Bool(flag) => {
            let candidates = vec![with(edition, at, Some(json!(!flag)))];
            found.push(other(at, true, candidates));
        }
        Value::Number(number) => {
            let number = number.as_u64().expect("no edition has another number");
            let numbers = [number + 1, number.saturating_sub(1)];
            let candidates = numbers.map(|number| with(edition, at, Some(json!(number))));
            found.push(other(at, false, candidates.to_vec()));
        }
        Value::String(text) => match text.parse::<Span>() {
            Ok(span) => {
                let days = span.days + 1;
                let longer = Span { days, ..span }.to_string();
                let candidates = vec![with(edition, at, Some(json!(longer)))];
                found.push(other(at, false, candidates));
            }
            Err(_) => found.push(other(at, true, words(edition, at, text))),
        },
    }
}

fn other(at: &[String], is_word: bool, candidates: Vec<Value>) -> Other {
    Other {
        at: key_of(at),
        is_word,
        candidates,
    }
}

fn key_of(at: &[String]) -> String {
    let steps = at.iter().filter(|step| *step != "value");
    steps.cloned().collect::<Vec<_>>().join(".")
}

/// Other words that could stand there, or nothing.
fn words(edition: &Value, at: &[String], word: &str) -> Vec<Value> {
    let alike = WORDS.iter().filter(|words| words.contains(&word));
    let others = alike.flat_map(|words| words.iter().filter(|other| **other != word));
    let mut candidates: Vec<Value> = others
        .map(|other| with(edition, at, Some(json!(other))))
        .collect();
    match at.last().map(String::as_str) {
        Some("asked_after") => candidates = vec![with(edition, at, None)],
        _ if candidates.is_empty() => candidates = vec![renamed(edition, at, word)],
        _ => {}
    }
    candidates
}

/// With another name there; where a paper is named, there is a paper of that name.
fn renamed(edition: &Value, at: &[String], word: &str) -> Value {
    let name = format!("{word}_otherwise");
    let mut whole = with(edition, at, Some(json!(name)));
    let paper = edition["papers"].get(word).cloned();
    if let Some(paper) = paper {
        whole["papers"][name] = paper;
    }
    without_idle_papers(whole)
}

/// Without the papers that no step needs any more.
fn without_idle_papers(mut whole: Value) -> Value {
    let Ok(edition) = serde_json::from_value::<Edition>(whole.clone()) else {
        return whole;
    };
    for fault in edition.check().err().into_iter().flatten() {
        let name = fault.key.strip_prefix("papers.");
        let name = name.and_then(|rest| rest.strip_suffix(".value"));
        if let (Some(name), Value::Object(papers)) = (name, &mut whole["papers"]) {
            papers.remove(name);
        }
    }
    whole
}
