//! A regime that nobody has seen before, as data alone.

use std::fmt::Write;
use std::fs;

use insta::assert_snapshot;
use parvaneh::Workflows;
use parvaneh_tests::Binary;
use serde_json::{Value, json};
use tempfile::TempDir;

const FERRIES: &str = r#"
id = "ferries/2020"
title = "Harbour ordinance on ferries"
calendar = "gregorian"
legal_time_zone = "Europe/Stockholm"
authority = { value = "Harbour master", basis = "D", article = "invented" }

[entry]
receipt = { value = "P3D", basis = "D", article = "invented, s. 12" }
late_entry = { value = "P30D", basis = "D", article = "invented, s. 13" }
party_papers = { value = [], basis = "D", article = "invented, s. 0" }
revised_by = { value = ["authority"], basis = "D", article = "invented, s. 14" }
second_person = { value = "needed", basis = "D", article = "invented, s. 15" }

[licence]
term = { value = "P18M", basis = "D", article = "invented, s. 1" }
pending_at_expiry = { value = "expire", basis = "D", article = "invented, s. 2" }
ahead = { value = "P6M", basis = "D", article = "invented, s. 2a" }
issue_ahead = { value = "P6M", basis = "D", article = "invented, s. 2" }
principled_approval = { value = "not_needed", basis = "D", article = "invented, s. 3" }
identified_holder = { value = "not_needed", basis = "D", article = "invented, s. 3" }
office_kinds = { value = [{ kind = "*", natural_persons = true }], basis = "D", article = "invented, s. 4" }

[renewal]
lead = { value = "P45D", basis = "D", article = "invented, s. 5" }
late = { value = "deemed_withdrawal", basis = "D", article = "invented, s. 6" }
late_decision = { value = "P10D", basis = "D", article = "invented, s. 6" }
after_end = { value = "refused", basis = "D", article = "invented, s. 6" }
reminders = { value = ["P30D"], basis = "D", article = "invented, s. 7" }
cure = { value = "P5D", basis = "D", article = "invented, s. 8" }
confirmation = { value = "needed", basis = "D", article = "invented, s. 9" }
gates = { value = ["office_active"], basis = "D", article = "invented, s. 10" }

[working_group]
voting_seats = { value = ["harbour", "pilots", "police", "coast_guard", "passengers"], basis = "D", article = "invented, s. 12" }
quorum = { value = 3, basis = "D", article = "invented, s. 13" }
indispensable_seats = { value = ["harbour"], basis = "D", article = "invented, s. 13" }
majority = { value = "of_seats", basis = "D", article = "invented, s. 13" }
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

/// The register of an invented harbour, under workflows that hold nothing else.
struct Harbour {
    workflows: TempDir,
    register: Binary,
}

impl Harbour {
    fn new() -> Self {
        let workflows = tempfile::tempdir().expect("a folder can be made");
        for (name, text) in [
            ("ferries/2020.toml", FERRIES),
            ("ferries/regime.toml", FERRIES_IN_FORCE),
            ("imports/harbour.toml", FERRIES_PROFILE),
        ] {
            let path = workflows.path().join(name);
            let folder = path.parent().expect("it is in a folder");
            fs::create_dir_all(folder).expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        }
        let register = Binary::fresh();
        Self {
            workflows,
            register,
        }
    }

    fn run(&self, args: &[&str]) -> String {
        let folder = self.workflows.path().display().to_string();
        self.register
            .run(&[&["--workflows", &folder], args].concat())
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.register.folder().join(name);
        fs::write(&path, text).expect("a file can be written");
        path.display().to_string()
    }

    /// Renewal commands, answered: a line each with the events and their days, or the refusal.
    fn submit(&self, commands: &[(&str, &str, &str, Value)]) -> String {
        let workflows = Workflows::load(self.workflows.path()).expect("the regime loads");
        let answers = self.register.answers(workflows, "ferries", commands);
        answers.iter().map(told).collect()
    }

    fn list(&self, on: &str) -> Vec<Value> {
        let listed = self.run(&["list", "--on", on, "--format", "json"]);
        let lines = listed.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("a line is an object"))
            .collect()
    }
}

fn told(answer: &Value) -> String {
    let mut line = format!(
        "{} {}: {}",
        answer["number"], answer["on"], answer["outcome"]
    );
    for events in [&answer["settled"], &answer["events"]] {
        for dated in events.as_array().expect("a list of events") {
            let _ = write!(line, "; {} {}", dated["effective_on"], dated["type"]);
        }
    }
    if let Some(refusal) = answer["refusal"].as_object() {
        let (code, article) = (&refusal["code"], &refusal["citation"]["article"]);
        let _ = write!(line, "; {code} [{article}]");
    }
    line.replace('"', "") + "\n"
}

/// A motion of 25 August that these seats are for.
fn confirm(seats: &[&str]) -> Value {
    let vote = |seat: &&str| {
        json!({
            "seat": seat, "person": format!("who sits for {seat}"), "choice": "for",
            "mandate": {"from": "2020-01-01", "through": "2029-12-31"},
        })
    };
    let votes: Vec<Value> = seats.iter().map(vote).collect();
    let resolution = json!({
        "session": "4", "on": "2021-08-25", "matter": "renewal", "motion": "confirm",
        "votes": votes,
    });
    json!({"type": "confirm", "resolution": resolution})
}

/// A regime with another term, another lead, another quorum and another register is data: none of
/// it is known to the code.
#[test]
fn a_regime_needs_no_code() {
    let harbour = Harbour::new();
    let file = harbour.file(
        "ferries.csv",
        "ref,vessel,who,starts,ends,state\n\
         F-1,car ferry,Anna Blom,2020-03-31,,open\n\
         F-2,launch,Bo Ek,2020-03-31,,open\n",
    );
    harbour.run(&["import", "--profile", "harbour", &file]);

    // Eighteen months from 31 March end before 1 October, for September has no 31st; forty-five
    // days before that end is 16 August, and thirty more make 17 July.
    let (desk, group, holder) = ("secretariat", "working_group", "holder");
    let file = || json!({"type": "file"});
    let findings = json!({"office_active": true, "unremedied_violations": 0});
    let review = json!({"type": "begin_review", "findings": findings});
    let two = confirm(&["harbour", "pilots"]);
    let three = confirm(&["harbour", "pilots", "police"]);
    let grant = json!({"type": "grant"});
    let answers = harbour.submit(&[
        ("F-1", "2021-08-16", holder, file()),
        ("F-2", "2021-08-17", holder, file()),
        ("F-1", "2021-08-20", desk, review),
        ("F-1", "2021-08-25", group, two),
        ("F-1", "2021-08-25", group, three),
        ("F-1", "2021-09-01", "authority", grant),
    ]);
    assert_snapshot!(answers, @"
    F-1 2021-08-16: accepted; 2021-07-17 reminder_due; 2021-08-16 filed
    F-2 2021-08-17: refused; 2021-07-17 reminder_due; 2021-08-17 deadline_passed; deadline_missed [invented, s. 6]
    F-1 2021-08-20: accepted; 2021-08-20 review_begun
    F-1 2021-08-25: refused; resolution_not_carried [invented, s. 13]
    F-1 2021-08-25: accepted; 2021-08-25 confirmed
    F-1 2021-09-01: accepted; 2021-09-01 granted
    ");

    harbour.run(&["nightly", "--as-of", "2021-10-01"]);
    let listed = harbour.list("2021-10-01");
    assert_eq!(listed[0]["standing"], "in_force");
    assert_eq!(listed[0]["valid_from"], "2021-10-01");
    assert_eq!(listed[0]["through"], "2023-03-31");
    assert_eq!(listed[0]["renewal_due"], "2023-02-14");
    assert_eq!(listed[1]["standing"], "expired");
    assert_eq!(listed[1]["through"], "2021-09-30");
    assert_eq!(listed[1]["renewal_due"], "2021-08-16");
    harbour.run(&["verify"]);
}
