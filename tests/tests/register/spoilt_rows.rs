//! Rows of the journal that somebody has spoilt past the program: a relay sets the events of their dossiers aside,
//! says which they are, and goes on with the others.

use std::collections::BTreeSet;

use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::Value;

on_both! {
    a_spoilt_row_holds_nobody_else_up,
    a_mended_row_goes_out,
}

const RELAY: [&str; 4] = ["relay", "--once", "--to", "jsonl:events.jsonl"];

/// What a row is spoilt by, each of another dossier; `{}` stands for the dossier's key. And what is said of it.
fn spoilt(kind: Kind) -> Vec<(&'static str, &'static str)> {
    let mut spoilt = vec![
        (
            "UPDATE parvaneh_journal SET event = substr(event, 1, 20) WHERE dossier = {}",
            "EOF while parsing",
        ),
        (
            "UPDATE parvaneh_journal SET event = 'no JSON' WHERE dossier = {}",
            "expected",
        ),
        (
            "UPDATE parvaneh_journal SET event = replace(event, '\"opened\"', '\"vanished\"') WHERE dossier = {}",
            "unknown variant `vanished`",
        ),
        (
            "UPDATE parvaneh_journal SET event = replace(event, '\"v\":1', '\"v\":7') WHERE dossier = {}",
            "has version 7, which this program does not know",
        ),
        (
            "UPDATE parvaneh_journal SET actor = substr(actor, 1, 5) WHERE dossier = {}",
            "EOF while parsing",
        ),
        (
            "UPDATE parvaneh_journal SET recorded_at = 9000000000000000000 WHERE dossier = {}",
            "which is no time",
        ),
        (
            "UPDATE parvaneh_dossier SET regime = 'nowhere' WHERE seq = {}",
            "no regime is called \"nowhere\"",
        ),
    ];
    let cells = match kind {
        // There every cell is of its column's type.
        Kind::Postgres => Vec::new(),
        Kind::Sqlite => vec![
            (
                "UPDATE parvaneh_journal SET event = CAST(x'7bff' AS TEXT) WHERE dossier = {}",
                "event",
            ),
            (
                "UPDATE parvaneh_journal SET version = 'the first' WHERE dossier = {}",
                "version",
            ),
            (
                "UPDATE parvaneh_journal SET effective_on = 'never' WHERE dossier = {}",
                "effective_on",
            ),
            (
                "UPDATE parvaneh_journal SET recorded_at = 'long ago' WHERE dossier = {}",
                "recorded_at",
            ),
            (
                "UPDATE parvaneh_dossier SET id = x'00' WHERE seq = {}",
                "dossier",
            ),
            (
                "UPDATE parvaneh_dossier SET number = CAST(x'ff' AS TEXT) WHERE seq = {}",
                "number",
            ),
            (
                "UPDATE parvaneh_dossier SET province = CAST(x'ff' AS TEXT) WHERE seq = {}",
                "province",
            ),
        ],
    };
    spoilt.extend(cells);
    spoilt
}

/// A register with an office for each way of spoiling one, and two more.
fn register(kind: Kind) -> (Binary, usize) {
    let offices = spoilt(kind).len() + 2;
    let through = vec!["1404/09/20"; offices];
    (Binary::fresh_on(kind).with_offices(&through), offices)
}

fn lines(register: &Binary, args: &[&str]) -> Vec<Value> {
    let said = register.run(args);
    let lines = said.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a line"))
        .collect()
}

/// The numbers of those dossiers of which the file has events.
fn arrived(register: &Binary) -> BTreeSet<String> {
    let file = register.folder().join("events.jsonl");
    let events = std::fs::read_to_string(file).expect("events");
    let events = events.lines().map(|line| {
        let event: Value = serde_json::from_str(line).expect("an event");
        event["data"]["number"]
            .as_str()
            .expect("a number")
            .to_owned()
    });
    events.collect()
}

fn a_spoilt_row_holds_nobody_else_up(kind: Kind) {
    let (register, offices) = register(kind);
    let number = |key: usize| format!("17-{key}");
    for (at, (sql, _)) in spoilt(kind).iter().enumerate() {
        let key = (at + 1).to_string();
        register.query(&sql.replace("{}", &key));
    }
    let said = register.fails(3, &RELAY);
    assert!(
        said.contains("set aside, see `parvaneh letters list`"),
        "{said}"
    );
    let whole = [offices - 1, offices].map(number);
    assert_eq!(arrived(&register), BTreeSet::from(whole));

    // Each is a letter that says which event it is and what is wrong with it, also where its id cannot be read.
    let letters = lines(&register, &["letters", "list", "--format", "json"]);
    let reasons: Vec<&str> = letters
        .iter()
        .map(|letter| letter["reason"].as_str().expect("a reason"))
        .collect();
    for (at, (sql, why)) in spoilt(kind).iter().enumerate() {
        let key = at + 1;
        let named = match sql.contains("SET number") {
            true => format!("of dossier {key} cannot"),
            false => format!("of {} cannot", number(key)),
        };
        let mut of_it = reasons.iter().filter(|reason| reason.contains(&named));
        assert!(
            of_it.any(|reason| reason.contains(why)),
            "{sql}: {why} of {named} is not in {reasons:#?}"
        );
    }
    assert_eq!(register.output(&["sinks"]).status.code(), Some(0));
    let tail = ["events", "tail", "--from", "beginning", "--once"];
    assert_eq!(register.output(&tail).status.code(), Some(3));
    // What is known is not told again, and what is tried in vain is.
    register.run(&RELAY);
    let seq = letters[0]["seq"].to_string();
    register.run(&["letters", "retry", &seq]);
    register.fails(3, &RELAY);
}

/// What was put right by hand goes out when it is tried again.
fn a_mended_row_goes_out(kind: Kind) {
    let (register, _) = register(kind);
    let spoil = "UPDATE parvaneh_journal SET event = replace(event, '\"opened\"', '\"vanished\"') \
                 WHERE dossier = 2";
    register.query(spoil);
    register.fails(3, &RELAY);
    assert!(!arrived(&register).contains("17-2"));
    register.query(
        "UPDATE parvaneh_journal SET event = replace(event, '\"vanished\"', '\"opened\"') WHERE dossier = 2",
    );
    let letters = lines(&register, &["letters", "list", "--format", "json"]);
    register.run(&["letters", "retry", &letters[0]["seq"].to_string()]);
    register.run(&RELAY);
    assert!(arrived(&register).contains("17-2"));
    register.verify_clean();
}

/// A row that names no dossier can be set aside under none: it is counted.
#[test]
fn a_row_of_no_dossier_is_counted() {
    let (register, offices) = register(Kind::Sqlite);
    register.query(
        "PRAGMA foreign_keys = off; UPDATE parvaneh_journal SET dossier = 'none' WHERE dossier = 2",
    );
    let said = register.fails(3, &RELAY);
    assert!(
        said.contains(" of no dossier, see `parvaneh verify`"),
        "{said}"
    );
    assert_eq!(arrived(&register).len(), offices - 1);
}
