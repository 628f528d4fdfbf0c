//! Everything that can be asked, everything that can happen and every reason to refuse is in the
//! transcript of a script, which somebody has read.

use std::collections::BTreeSet;
use std::fs;

use parvaneh::Workflows;
use parvaneh::core::chart;
use parvaneh::core::dossier::Command;
use parvaneh::core::refusal::Code;
use parvaneh_tests::data;
use parvaneh_tests::repository::texts;
use serde_json::Value;

/// Reasons that no built-in edition gives: `other_rules.rs` tries them.
const OF_OTHER_RULES: [Code; 1] = [Code::HeldTooShort];

/// Reasons for which nothing is refused any more; answers that were given have them.
const RETIRED: [Code; 2] = [Code::DatedBeforeHistory, Code::ReasonMissing];

/// Every line of every transcript, without what it is indented by.
fn lines() -> Vec<String> {
    let texts = texts("tests/scenarios", "transcript");
    let lines = texts.iter().flat_map(|(_, text)| text.lines());
    lines.map(|line| line.trim_start().to_owned()).collect()
}

/// An event's name, as a transcript has it.
fn in_words(name: &str) -> String {
    name.replace(['.', '_'], " ")
}

/// Whether `line` is `<day>: <words>`, and what follows them is no longer word.
fn tells(line: &str, words: &str) -> bool {
    let told = line.split_once(": ").and_then(|(day, told)| {
        let is_day = day.len() == 10 && !day.contains(char::is_alphabetic);
        is_day.then_some(told)
    });
    told.and_then(|told| told.strip_prefix(words))
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
}

/// The names of every form of event that was ever stored. A transcript tells a revision by what it
/// changes, so that the rows about the history itself are not among them.
fn stored_events() -> BTreeSet<String> {
    let text = fs::read_to_string(data("events.jsonl")).expect("the file is there");
    let name = |line: &str| {
        let event: Value = serde_json::from_str(line).expect("an event is JSON");
        let word = |field: &str| event[field].as_str().expect("a word").to_owned();
        format!("{}.{}", word("machine"), word("type"))
    };
    let names = text.lines().map(name);
    names.filter(|name| !name.starts_with("dossier.")).collect()
}

/// Of a script: each is driven by commands, through the engine, on both databases.
#[test]
fn every_event_is_in_a_transcript() {
    let (lines, events) = (lines(), stored_events());
    let words: Vec<String> = events.iter().map(|name| in_words(name)).collect();
    // One name may begin with another one, and then a line tells the longest.
    let told = lines.iter().filter_map(|line| {
        let of_a_line = words.iter().filter(|words| tells(line, words));
        of_a_line.max_by_key(|words| words.len())
    });
    let told: BTreeSet<&String> = told.collect();
    let missing: Vec<&String> = words.iter().filter(|word| !told.contains(word)).collect();
    assert!(missing.is_empty(), "in no transcript: {missing:?}");
}

/// Transcripts do not say in which state something stands; every arrow of a chart is an event, so
/// that each has been read where its event has.
#[test]
fn every_arrow_of_a_chart_is_such_an_event() {
    let events = stored_events();
    let workflows = Workflows::embedded().expect("the editions load");
    for chart in workflows.editions().flat_map(chart::of) {
        let names = chart.arrows.iter().map(|arrow| arrow.event.to_owned());
        let names: BTreeSet<String> = names.collect();
        assert!(!names.is_empty(), "{} has arrows", chart.machine);
        assert!(names.is_subset(&events), "{}: {names:?}", chart.machine);
    }
}

#[test]
fn every_command_is_in_a_transcript() {
    let lines = lines();
    let asked = |name: &String| {
        let words = format!(": {}", in_words(name));
        lines.iter().any(|line| line.ends_with(&words))
    };
    let missing: Vec<String> = Command::names()
        .into_iter()
        .filter(|name| !asked(name))
        .collect();
    assert!(missing.is_empty(), "in no transcript: {missing:?}");
}

/// And nothing is refused there for a reason that is in no table.
#[test]
fn every_refusal_is_in_a_transcript() {
    let lines = lines();
    let refused = lines.iter().filter_map(|line| {
        let (code, _) = line.strip_prefix("refused, ")?.split_once(": ")?;
        Some(code)
    });
    let seen: BTreeSet<&str> = refused.collect();
    let known = Code::ALL
        .iter()
        .filter(|code| !OF_OTHER_RULES.contains(code))
        .filter(|code| !RETIRED.contains(code));
    let known: BTreeSet<&str> = known.map(|code| code.word()).collect();
    assert_eq!(seen, known);
}
