//! A register that an earlier program kept, before acts were named: its answers stay what they were,
//! and it is worked with like any other.

use std::collections::BTreeMap;
use std::fs;

use insta::assert_snapshot;
use parvaneh::handle::Outcome;
use parvaneh::request::Request;
use parvaneh::{Answer, Engine, Sweep, Workflows};
use parvaneh_tests::{Binary, Kind, data, on_both};
use serde_json::{Value, json};

/// What was asked of the earlier program, a line each, and what it printed.
fn answers() -> Vec<(Vec<String>, Vec<Value>)> {
    let text = fs::read_to_string(data("register-of-2026-11.answers.jsonl")).unwrap();
    let answers = text.lines().map(|line| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        let args = serde_json::from_value(line["args"].take()).unwrap();
        (args, serde_json::from_value(line["answer"].take()).unwrap())
    });
    answers.collect()
}

/// What this program says otherwise on purpose: a term that was taken in before its first day counts
/// from the day on which it was taken in, and the licence does not expire when it begins.
fn said_otherwise() -> BTreeMap<&'static str, Vec<(&'static str, Value)>> {
    let known_ahead = vec![
        ("/history/2/effective_on", json!("2026-11-28")),
        ("/history/2/effective_on_sh", json!("1405-09-07")),
        ("/next/effective_on", json!("2028-12-16")),
        ("/next/through", json!("2028-12-15")),
    ];
    BTreeMap::from([("show 1543954 --on 1405-09-02", known_ahead)])
}

/// An answer without what the earlier program did not know to say: which act, and when it was entered.
fn as_it_was_told(mut answer: Value) -> Value {
    let history = answer.get_mut("history").and_then(Value::as_array_mut);
    for row in history.into_iter().flatten() {
        let row = row.as_object_mut().unwrap();
        row.remove("act");
        row.remove("entered");
    }
    answer
}

/// The answers are those that the earlier program gave.
fn answers_as_it_did(register: &Binary) {
    let said_otherwise = said_otherwise();
    for (args, mut expected) in answers() {
        let asked = args.join(" ");
        for (place, value) in said_otherwise.get(asked.as_str()).into_iter().flatten() {
            *expected[0].pointer_mut(place).unwrap() = value.clone();
        }
        let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
        args.extend(["--format", "json"]);
        let output = register.output(&args);
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        let lines: Vec<Value> = lines.map(as_it_was_told).collect();
        assert_eq!(lines, expected, "{asked}");
    }
}

/// The register, taken in from the file that the earlier program wrote.
fn carried(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind);
    let file = data("register-of-2026-11.jsonl");
    register.run(&["import", "--profile", "parvaneh", &file]);
    register
}

/// The same in the database that the earlier program made.
fn as_it_was(kind: Kind) -> Binary {
    Binary::as_kept(kind, "register-of-2026-11")
}

fn a_file_of_the_first_format_is_taken_in(kind: Kind) {
    let register = carried(kind);
    answers_as_it_did(&register);
    register.verify_clean();
}

fn an_older_database_is_migrated(kind: Kind) {
    let register = as_it_was(kind);
    let refusal = register.fails(1, &["list"]);
    assert!(refusal.contains("has an older schema"), "{refusal}");
    let migrated = register.run(&["migrate"]);
    assert!(
        migrated.contains("12 snapshots rebuilt from their journals"),
        "{migrated}"
    );
    answers_as_it_did(&register);
    register.verify_clean();
    // Where it came from makes no difference.
    let rows =
        |register: &Binary| register.query("SELECT * FROM parvaneh_journal ORDER BY position");
    assert_eq!(rows(&register), rows(&carried(kind)));
}

on_both! {
    a_file_of_the_first_format_is_taken_in,
    an_older_database_is_migrated,
    what_is_derived_otherwise_is_a_note,
    a_late_entry_reaches_older_rows,
    a_notice_that_was_entered_late_is_put_in_order,
    a_licence_whose_next_term_is_known_takes_commands,
}

/// Told before a migration and after it: what an earlier program recorded is no contradiction.
fn what_is_derived_otherwise_is_a_note(kind: Kind) {
    let register = as_it_was(kind);
    let before = register.query("SELECT * FROM snapshot ORDER BY dossier");
    assert_snapshot!(register.run(&["migrate", "--dry-run"]), @"
    | step to be applied                       |
    |------------------------------------------|
    | own_names                                |
    | m20261128_000008_timeline                |
    | m20261128_000009_edition                 |
    | m20261129_000010_what_an_edition_decides |
    | m20261129_000011_who_answered_a_call     |
    | m20261129_000012_one_number              |
    | m20261129_000013_party_history           |
    | m20261130_000014_what_is_counted         |
    | m20261130_000015_answers_by_age          |
    | m20261130_000016_outlook                 |
    12 dossiers, 64 events; 10 steps to be applied, 12 snapshots to be rebuilt; nothing was changed
    1 dossiers would be derived otherwise
    | number | the first difference                                                                                                        |
    |--------|-----------------------------------------------------------------------------------------------------------------------------|
    | 17-3   | at event 4: enforcement.hearing_elapsed of 2026-07-12 is recorded, settling gives enforcement.hearing_elapsed of 2026-07-29 |
    ");
    let preview = register.json(&["migrate", "--dry-run"]);
    assert_eq!(preview["snapshots"], 12);
    assert_eq!(preview["derived_otherwise"][0]["number"], "17-3");
    let after = register.query("SELECT * FROM snapshot ORDER BY dossier");
    assert_eq!(before, after, "nothing is written");
    register.run(&["migrate"]);
    // A register that was carried has no runs.
    let verified = || -> String {
        let said = register.run(&["verify"]);
        let lines = said.lines().filter(|line| !line.contains(" parties with "));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(verified(), @r"
    12 dossiers, 64 events, 0 contradictions, 2 notes
    | number | code              | what is noted                                                                                                               |
    |--------|-------------------|-----------------------------------------------------------------------------------------------------------------------------|
    | 17-3   | derived_otherwise | at event 4: enforcement.hearing_elapsed of 2026-07-12 is recorded, settling gives enforcement.hearing_elapsed of 2026-07-29 |
    | 17-3   | out_of_order      | event 4 is of 2026-07-12 and stands after one of 2026-07-29                                                                 |
    ");
    // What stands in order since a revision is told no more.
    let contract = entered(&register, "2026-08-10", &a_contract("17-3", "2026-07-27"));
    contract.accepted().unwrap();
    assert_snapshot!(verified(), @"12 dossiers, 69 events, 0 contradictions");
}

/// The engine over a register, under a clock that stands at noon of a day.
async fn engine(register: &Binary, day: &str) -> Engine {
    let noon = format!("{day}T08:30:00Z").parse().unwrap();
    let engine = Engine::open(&register.url(), Workflows::embedded().unwrap()).await;
    engine.unwrap().with_clock(move || noon)
}

/// Answers one command on a day of the clock, and lets the night of that day run after it.
fn entered(register: &Binary, today: &str, request: &Value) -> Answer {
    let request = Request::parse(request.to_string().as_bytes()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let engine = engine(register, today).await;
        let answer = engine.handle(&request).await.unwrap();
        let sweep = Sweep {
            as_of: Some(today.parse().unwrap()),
            ..Sweep::default()
        };
        let night = engine.sweep(&sweep, |_, _| {}).await.unwrap();
        assert_eq!((night.failures.len(), night.remaining), (0, 0));
        engine.close().await.unwrap();
        answer
    })
}

/// The holder of every counter office there.
const HOLDER: &str = "01a20f51-970b-72c7-a013-000000000003";

/// The holder drafts a contract, and a desk enters that later.
fn a_contract(number: &str, on: &str) -> Value {
    json!({
        "id": "00000000-0000-7000-8000-000000001000",
        "regime": "pishkhan",
        "number": number,
        "on": on,
        "actor": {"id": HOLDER, "role": "holder"},
        "entered_by": {"id": "desk-3", "role": "secretariat", "national": true},
        "evidence": "stamped at the counter",
        "paper": "written_request",
        "command": {"machine": "contract", "type": "draft", "agency": "post_bank"},
    })
}

/// The live history of a dossier, a line an event: its day and its type.
fn history(register: &Binary, number: &str) -> Vec<String> {
    let shown = register.json(&["show", number, "--on", "2026-12-01"]);
    let events = shown["history"].as_array().unwrap().iter();
    let line = |event: &Value| {
        let said = |place: &str| event.pointer(place).unwrap().as_str().unwrap();
        let (machine, kind) = (said("/event/machine"), said("/event/type"));
        format!("{} {machine}.{kind}", said("/effective_on"))
    };
    events.map(line).collect()
}

/// What the calendar made of the older rows is derived anew, and the same where nothing changed.
fn a_late_entry_reaches_older_rows(kind: Kind) {
    let register = carried(kind);
    let mut expected = history(&register, "17-6");
    let answer = entered(&register, "2026-11-25", &a_contract("17-6", "2026-10-28"));
    assert_eq!(answer.outcome, Outcome::Accepted, "{answer:?}");
    let revised = answer.revised.expect("the history was stated anew");
    assert_eq!((revised.gone, revised.come), (vec![], vec![]));
    expected.insert(3, "2026-10-28 contract.drafted".to_owned());
    assert_eq!(history(&register, "17-6"), expected);
    register.verify_clean();
}

/// A notice that was entered after it was served put what the calendar made of it before itself. A
/// revision that reaches these rows drops that, and it follows from the notice.
fn a_notice_that_was_entered_late_is_put_in_order(kind: Kind) {
    let register = carried(kind);
    assert_eq!(
        history(&register, "17-3")[2..4],
        [
            "2026-07-29 enforcement.notice_served",
            "2026-07-12 enforcement.hearing_elapsed",
        ]
    );
    let answer = entered(&register, "2026-08-10", &a_contract("17-3", "2026-07-27"));
    assert_eq!(answer.outcome, Outcome::Accepted, "{answer:?}");
    assert_eq!(
        history(&register, "17-3"),
        [
            "2023-03-21 licence.opened",
            "2026-06-23 enforcement.reported",
            "2026-07-27 contract.drafted",
            "2026-07-29 enforcement.notice_served",
            "2026-07-29 enforcement.hearing_elapsed",
            "2026-07-30 enforcement.dismissed",
        ]
    );
    register.verify_clean();
}

/// The earlier program took no command before that term began.
fn a_licence_whose_next_term_is_known_takes_commands(kind: Kind) {
    let register = carried(kind);
    let request = json!({
        "id": "00000000-0000-7000-8000-000000001001",
        "regime": "chicago",
        "number": "1543954",
        "on": "2026-11-28",
        "actor": {"id": "01a223ab-d7b0-7071-98cf-2df49bda0bcb", "role": "holder"},
        "command": {"machine": "licence", "type": "surrender"},
    });
    let answer = entered(&register, "2026-11-29", &request);
    assert_eq!(answer.outcome, Outcome::Accepted, "{answer:?}");
    assert_eq!(
        history(&register, "1543954"),
        [
            "2022-12-16 licence.opened",
            "2024-12-16 licence.opened",
            "2026-11-28 licence.opened",
            "2026-11-28 licence.surrendered",
        ]
    );
    register.verify_clean();
}
