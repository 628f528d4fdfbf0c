//! Every number and every switch of every edition decides something: changed alone, it changes an answer of
//! a story below, or the edition is refused.
//!
//! The values are found by walking each edition as it is read, so that a key that is added tomorrow is
//! changed too. What a value is changed to is in `other_values`; the stories are lives on the core alone.

mod other_values;
mod stories;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, TimeDelta};
use parvaneh::Workflows;
use parvaneh::core::edition::{Edition, EditionId};
use parvaneh_testkit::{Database, Scenario};
use parvaneh_tests::law::{SILENCE, silent};
use serde_json::Value;
use tempfile::TempDir;

use other_values::{Other, others};

/// Values that no story of the core can see, and where they are changed instead.
const ELSEWHERE: &[&str] = &[
    // `what_the_engine_does_by_an_edition`, below.
    "entry.revised_by",
    "entry.second_person",
    "legal_time_zone",
    // Whom the register lets hold a licence: the script `application/who-the-applicant-is`.
    "licence.identified_holder",
    // Who is sent a result: `published results`.
    "working_group.results",
    "working_group.further_results",
];

/// An edition is changed in one place at a time. A number or a period must be able to be another one, and
/// then an answer differs; a word may also be the only one that the rest of the edition allows.
fn each_value_changes_an_answer(id: &str) {
    let workflows = Workflows::embedded().unwrap();
    let edition = workflows.edition(&EditionId(id.to_owned())).unwrap();
    each_value_of(edition, id, "");
}

/// The same of those whose keys begin so.
fn each_value_of(edition: &Edition, id: &str, begins: &str) {
    let as_it_is = serde_json::to_value(edition).unwrap();
    let mut told: BTreeMap<(usize, String), String> = BTreeMap::new();
    let mut idle = Vec::new();
    let mut changed = 0;
    for other in others(&as_it_is) {
        if !other.at.starts_with(begins) || ELSEWHERE.contains(&other.shape().as_str()) {
            continue;
        }
        changed += 1;
        if let Err(why) = decides(edition, &other, &mut told) {
            idle.push(format!("{}: {why}", other.at));
        }
    }
    println!("{id}: {changed} values, each changed alone");
    assert!(
        idle.is_empty(),
        "these decide nothing in {id}:\n{}",
        idle.join("\n")
    );
}

macro_rules! each_value {
    ($($test:ident of $id:literal,)+) => {
        const EDITIONS: &[&str] = &[$($id),+];

        $(
            #[test]
            fn $test() {
                each_value_changes_an_answer($id);
            }
        )+
    };
}

// A test an edition, so that they run beside one another.
each_value! {
    each_value_of_a_city of "chicago/2012",
    each_value_of_cities of "pacific/2000",
    each_value_of_1389 of "pishkhan/1389",
    each_value_of_1400 of "pishkhan/1400",
}

/// No committed edition says what silence means. One that says as much as it may: each period decides
/// something, and so does what its passing means, also where it meant something and means nothing.
#[test]
fn each_value_of_a_silence() {
    let workflows = Workflows::embedded().unwrap();
    let edition = workflows.edition(&EditionId("pishkhan/1389".to_owned()));
    let edition = Edition {
        call: None,
        ..silent(edition.unwrap(), &SILENCE)
    };
    assert_eq!(edition.check(), Ok(()));
    each_value_of(&edition, "pishkhan/1389 with silence", "silence.");
}

/// No edition is left out.
#[test]
fn every_edition_is_changed() {
    let workflows = Workflows::embedded().unwrap();
    let ids: Vec<&str> = workflows.editions().map(|it| it.id.0.as_str()).collect();
    assert_eq!(ids, EDITIONS);
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

/// Who revises, whether somebody else approves it, and where a day begins: changed in the file, since the
/// engine asks and not the core.
#[test]
fn what_the_engine_does_by_an_edition() {
    let one = "[\"authority\"]";
    for edition in EDITIONS {
        assert_eq!(revised(edition, "revised_by", one, one), Ok(()));
        let other = revised(edition, "revised_by", one, "[\"secretariat\"]");
        assert!(other.unwrap_err().contains("role"), "{edition}");
        let alone = revised(edition, "second_person", "\"needed\"", "\"not_needed\"");
        assert!(alone.unwrap_err().contains("approved before"), "{edition}");
    }
    let noon = DateTime::from_timestamp_millis(1_700_000_000_000).expect("an instant");
    let late = noon - TimeDelta::hours(2);
    let days = |zone: &str| {
        let folder = changed(
            "legal_time_zone",
            &[
                ("Asia/Tehran", zone),
                ("America/Chicago", zone),
                ("America/Los_Angeles", zone),
            ],
        );
        let workflows = Workflows::load(folder.path()).expect("it loads");
        REGIMES.map(|name| {
            let regime = workflows.regime(name).expect("a regime");
            late.with_timezone(&regime.time_zone()).date_naive()
        })
    };
    assert_ne!(days("Pacific/Pago_Pago"), days("Pacific/Auckland"));
}

/// The regimes of all of them.
const REGIMES: [&str; 3] = ["pishkhan", "chicago", "pacific"];

/// The built-in workflows with other words on the lines of a key.
fn changed(key: &str, words: &[(&str, &str)]) -> TempDir {
    let copy = tempfile::tempdir().expect("a folder can be made");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    for regime in REGIMES {
        fs::create_dir(copy.path().join(regime)).expect("a folder can be made");
        for file in fs::read_dir(own.join(regime)).expect("the folder is there") {
            let file = file.expect("the folder can be read");
            let text = fs::read_to_string(file.path()).expect("the file can be read");
            let lines = text.lines().map(|line| {
                let begins = line.starts_with(&format!("{key} = "));
                let words = words.iter().filter(|_| begins);
                words.fold(line.to_owned(), |line, (from, to)| line.replace(from, to))
            });
            let text = lines.collect::<Vec<_>>().join("\n");
            fs::write(copy.path().join(regime).join(file.file_name()), text)
                .expect("the file can be written");
        }
    }
    copy
}

/// What comes of a revision under an edition that says something else of one key.
fn revised(edition: &str, key: &str, from: &str, to: &str) -> Result<(), String> {
    let folder = changed(key, &[(from, to)]);
    let workflows = Workflows::load(folder.path()).expect("it loads");
    let scenario = Scenario::under_workflows(workflows, edition, &Database::Sqlite);
    let mut scenario = scenario.expect("a register can be made");
    scenario
        .on("1402-07-20")
        .and_then(|scenario| scenario.licensed("17-1", "urban", "1402-07-15", &[]))
        .and_then(|scenario| scenario.send("17-1", "holder", "licence.surrender", &[]))
        .expect("it can be done");
    scenario
        .revise("on the wrong licence", "letter 3")
        .withdraws("17-1", "licence.surrendered")
        .expect("it is there");
    let approved = scenario.approved();
    approved.map(|_| ()).map_err(|error| error.to_string())
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
