//! Every number and every switch of every edition decides something: changed alone, it changes an answer of
//! a story below, or the edition is refused.
//!
//! The values are found by walking each edition as it is read, so that a key that is added tomorrow is
//! changed too. What a value is changed to is in `other_values`; the stories are lives on the core alone.

mod other_values;
mod stories;

use std::collections::BTreeMap;

use parvaneh::Workflows;
use parvaneh::core::edition::Edition;
use serde_json::Value;

use other_values::{Other, others};

/// Values that no story of the core can see, and where they are changed instead.
const ELSEWHERE: &[&str] = &[
    // `what_the_engine_does_with_an_edition`, below.
    "entry.revised_by",
    "entry.second_person",
    "legal_time_zone",
    // The kind of a paper says what it is, beside its name, to whoever reads the edition's page.
    "papers.*.kind",
];

/// An edition is changed in one place at a time. A number or a period must be able to be another one, and
/// then an answer differs; a word may also be the only one that the rest of the edition allows.
#[test]
fn each_value_changes_an_answer() {
    let workflows = Workflows::embedded().unwrap();
    let mut idle = Vec::new();
    let mut changed = 0;
    for edition in workflows.editions() {
        let as_it_is = serde_json::to_value(edition).unwrap();
        let mut told: BTreeMap<(usize, String), String> = BTreeMap::new();
        for other in others(&as_it_is) {
            if ELSEWHERE.contains(&other.shape().as_str()) {
                continue;
            }
            changed += 1;
            if let Err(why) = decides(edition, &other, &mut told) {
                idle.push(format!("{} {}: {why}", edition.id, other.at));
            }
        }
    }
    println!("{changed} values, each changed alone");
    assert!(
        idle.is_empty(),
        "these decide nothing:\n{}",
        idle.join("\n")
    );
}

/// Whether one of the values that could stand there instead leads to another answer.
fn decides(
    edition: &Edition,
    other: &Other,
    told: &mut BTreeMap<(usize, String), String>,
) -> Result<(), String> {
    let mut refused = None;
    for candidate in &other.candidates {
        let candidate: Edition = match serde_json::from_value(candidate.clone()) {
            Ok(read) => read,
            Err(error) => {
                refused = Some(error.to_string());
                continue;
            }
        };
        if let Err(faults) = candidate.check() {
            refused = Some(format!("{faults:?}"));
            continue;
        }
        for (number, story) in stories::of(&other.at) {
            let hint = other.row();
            let before = told
                .entry((number, hint.clone()))
                .or_insert_with(|| story(edition, edition, &hint));
            if *before != story(edition, &candidate, &hint) {
                return Ok(());
            }
        }
        return Err("no story ends otherwise".to_owned());
    }
    match refused {
        Some(_) if other.is_word => Ok(()),
        Some(why) => Err(format!("no other value can be had: {why}")),
        None => Err("nothing else is known that could stand there".to_owned()),
    }
}

/// The walk finds the numbers that it should, in whatever they are wrapped.
#[test]
fn the_walk_goes_everywhere() {
    let workflows = Workflows::embedded().unwrap();
    let editions: Vec<&Edition> = workflows.editions().collect();
    let found: Vec<String> = editions
        .iter()
        .flat_map(|edition| others(&serde_json::to_value(edition).unwrap()))
        .map(|other| other.at)
        .collect();
    for place in [
        "calendar",
        "licence.term",
        "licence.office_kinds.0.natural_persons",
        "renewal.lead",
        "renewal.reminders.1",
        "renewal.gates",
        "application.stages.0.needs.2",
        "transfer.lead.البرز",
        "appointment.posts.manager.required_in.0",
        "enforcement.cases.violations.HOURS.1",
        "working_group.quorum",
        "papers.tax.valid_for",
        "papers.vetting.asked_after",
    ] {
        assert!(found.iter().any(|at| at == place), "{place}: {found:#?}");
    }
}

/// A value that decides nothing would be found: under an edition of which a number was made idle.
#[test]
fn an_idle_number_is_found() {
    let workflows = Workflows::embedded().unwrap();
    let edition = workflows
        .editions()
        .find(|edition| edition.id.0 == "pishkhan/1389")
        .unwrap();
    let as_it_is = serde_json::to_value(edition).unwrap();
    let mut court = others(&as_it_is)
        .into_iter()
        .find(|other| other.at == "enforcement.cases.court")
        .unwrap();
    assert_eq!(decides(edition, &court, &mut BTreeMap::new()), Ok(()));
    court.candidates = vec![as_it_is];
    let idle = decides(edition, &court, &mut BTreeMap::new());
    assert_eq!(idle, Err("no story ends otherwise".to_owned()));
}

/// As `value`, with `new` at a place.
fn with(value: &Value, at: &[String], new: Option<Value>) -> Value {
    let mut whole = value.clone();
    let (last, before) = at.split_last().expect("a place");
    let mut within = &mut whole;
    for step in before {
        within = match within {
            Value::Array(items) => &mut items[step.parse::<usize>().expect("an index")],
            within => &mut within[step.as_str()],
        };
    }
    match (within, new) {
        (Value::Array(items), Some(new)) => items[last.parse::<usize>().expect("an index")] = new,
        (Value::Array(items), None) => {
            items.remove(last.parse::<usize>().expect("an index"));
        }
        (within, Some(new)) => within[last.as_str()] = new,
        (Value::Object(fields), None) => {
            fields.remove(last);
        }
        (_, None) => panic!("{last} is in nothing"),
    }
    whole
}
