//! A regime that nobody has seen before, as data alone.

use std::fmt::Write;
use std::fs;

use insta::assert_snapshot;
use parvaneh_tests::Binary;
use serde_json::{Value, json};

const FERRIES: &str = r#"
id = "ferries/2020"
title = "Harbour ordinance on ferries"
calendar = "gregorian"
legal_time_zone = "Europe/Stockholm"
authority = { value = "Harbour master", basis = "D", article = "invented" }

[licence]
term = { value = "P18M", basis = "D", article = "invented, s. 1" }
pending_at_expiry = { value = "expire", basis = "D", article = "invented, s. 2" }
principled_approval = { value = "not_needed", basis = "D", article = "invented, s. 3" }
office_kinds = { value = [{ kind = "*", natural_persons = true }], basis = "D", article = "invented, s. 4" }

[renewal]
lead = { value = "P45D", basis = "D", article = "invented, s. 5" }
month_counting = { value = "calendar_months", basis = "D", article = "invented, s. 5" }
late = { value = "deemed_withdrawal", basis = "D", article = "invented, s. 6" }
reminders = { value = ["P30D"], basis = "D", article = "invented, s. 7" }
cure = { value = "P5D", basis = "D", article = "invented, s. 8" }
confirmation = { value = "needed", basis = "D", article = "invented, s. 9" }
gates = { value = ["office_active"], basis = "D", article = "invented, s. 10" }

[enforcement]
hearing = { value = "P1M", basis = "D", article = "invented, s. 11" }

[working_group]
voting_seats = { value = ["harbour", "pilots", "police", "coast_guard", "passengers"], basis = "D", article = "invented, s. 12" }
quorum = { value = 3, basis = "D", article = "invented, s. 13" }
indispensable_seats = { value = ["harbour"], basis = "D", article = "invented, s. 13" }
"#;

const FERRIES_IN_FORCE: &str = r#"
regime = "ferries"

[[in_force]]
edition = "2020"
from = "2020-01-01"
"#;

const FERRIES_PROFILE: &str = r#"
regime = "ferries"
row = "licence"
dates = "year_month_day"
valid_through_empty = "computed"
province = "Harbour"

[columns]
number = "ref"
office_kind = "vessel"
holder_name = "who"
valid_from = "starts"
valid_through = "ends"
status = "state"

[status]
open = "in_force"
"#;

/// A regime with another term, another lead, another quorum and another register is data: none of
/// it is known to the code.
#[test]
fn a_regime_needs_no_code() {
    let workflows = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("ferries/2020.toml", FERRIES),
        ("ferries/regime.toml", FERRIES_IN_FORCE),
        ("imports/harbour.toml", FERRIES_PROFILE),
    ] {
        let path = workflows.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let register = Binary::fresh();
    let run = |args: &[&str]| {
        let folder = workflows.path().to_str().unwrap();
        register.run(&[&["--workflows", folder], args].concat())
    };
    let file = register.folder().join("ferries.csv");
    let rows = "ref,vessel,who,starts,ends,state\n\
                F-1,car ferry,Anna Blom,2020-03-31,,open\n\
                F-2,launch,Bo Ek,2020-03-31,,open\n";
    fs::write(&file, rows).unwrap();
    run(&["import", "--profile", "harbour", file.to_str().unwrap()]);

    // Eighteen months from 31 March end before 1 October, for September has no 31st; forty-five
    // days before that end is 16 August, and thirty more make 17 July.
    let seats = |seats: &[&str]| -> Vec<Value> {
        let vote = |seat: &&str| {
            json!({
                "seat": seat, "person": format!("who sits for {seat}"), "choice": "for",
                "mandate": {"from": "2020-01-01", "through": "2029-12-31"},
            })
        };
        seats.iter().map(vote).collect()
    };
    let confirm = |votes: Vec<Value>| {
        let resolution = json!({"session": "4", "on": "2021-08-25", "votes": votes});
        json!({"type": "confirm", "resolution": resolution})
    };
    let findings = json!({"office_active": true, "unremedied_violations": 0});
    let lines = [
        ("F-1", "2021-08-16", "secretariat", json!({"type": "file"})),
        ("F-2", "2021-08-17", "secretariat", json!({"type": "file"})),
        (
            "F-1",
            "2021-08-20",
            "secretariat",
            json!({"type": "begin_review", "findings": findings}),
        ),
        (
            "F-1",
            "2021-08-25",
            "working_group",
            confirm(seats(&["harbour", "pilots"])),
        ),
        (
            "F-1",
            "2021-08-25",
            "working_group",
            confirm(seats(&["harbour", "pilots", "police"])),
        ),
        ("F-1", "2021-09-01", "authority", json!({"type": "grant"})),
    ];
    let commands = register.folder().join("commands.jsonl");
    let mut text = String::new();
    for (at, (number, on, role, mut command)) in lines.into_iter().enumerate() {
        command["machine"] = json!("renewal");
        let line = json!({
            "id": format!("00000000-0000-7000-8000-{at:012}"), "number": number, "on": on,
            "actor": {"id": role, "role": role}, "command": command,
        });
        let _ = writeln!(text, "{line}");
    }
    fs::write(&commands, text).unwrap();
    let answers = run(&["submit", commands.to_str().unwrap()]);
    let mut transcript = String::new();
    for line in answers.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        let _ = write!(
            transcript,
            "{} {}: {}",
            answer["number"], answer["on"], answer["outcome"]
        );
        for dated in [&answer["settled"], &answer["events"]]
            .iter()
            .flat_map(|events| events.as_array().unwrap())
        {
            let _ = write!(transcript, "; {} {}", dated["effective_on"], dated["type"]);
        }
        let refusal = &answer["refusal"];
        if !refusal.is_null() {
            let (code, article) = (&refusal["code"], &refusal["citation"]["article"]);
            let _ = write!(transcript, "; {code} [{article}]");
        }
        transcript.push('\n');
    }
    assert_snapshot!(transcript.replace('"', ""), @"
    F-1 2021-08-16: accepted; 2021-07-17 reminder_due; 2021-08-16 filed
    F-2 2021-08-17: refused; 2021-07-17 reminder_due; 2021-08-17 deadline_passed; deadline_missed [invented, s. 6]
    F-1 2021-08-20: accepted; 2021-08-20 review_begun
    F-1 2021-08-25: refused; resolution_not_carried [invented, s. 13]
    F-1 2021-08-25: accepted; 2021-08-25 confirmed
    F-1 2021-09-01: accepted; 2021-09-01 granted
    ");

    run(&["nightly", "--as-of", "2021-10-01"]);
    let listed = run(&["list", "--on", "2021-10-01", "--format", "json"]);
    let listed: Vec<Value> = listed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(listed[0]["standing"], "in_force");
    assert_eq!(listed[0]["valid_from"], "2021-10-01");
    assert_eq!(listed[0]["through"], "2023-03-31");
    assert_eq!(listed[0]["renewal_due"], "2023-02-14");
    assert_eq!(listed[1]["standing"], "expired");
    assert_eq!(listed[1]["through"], "2021-09-30");
    assert_eq!(listed[1]["renewal_due"], "2021-08-16");
    run(&["verify"]);
}
