//! Commands sent through the binary, above all to renewals: what a desk, a working group and an
//! authority say.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::Binary;

impl Binary {
    /// Submits commands, all of which are accepted: number, day, role, command. One that names no
    /// machine is to the renewal.
    pub fn sends(&self, commands: &[(&str, &str, &str, Value)]) {
        self.sends_under(&[], commands);
    }

    /// The same with more arguments, such as `--edition`.
    pub fn sends_under(&self, args: &[&str], commands: &[(&str, &str, &str, Value)]) {
        let mut lines = String::new();
        for (at, (number, on, role, command)) in commands.iter().enumerate() {
            let mut command = command.clone();
            if command["machine"].is_null() {
                command["machine"] = json!("renewal");
            }
            let line = json!({
                "id": format!("00000000-0000-7000-8000-{at:012}"),
                "regime": "pishkhan",
                "number": number,
                "on": on,
                "actor": {"id": *role, "role": role},
                "command": command,
            });
            let _ = writeln!(lines, "{line}");
        }
        let file = self.write("commands.jsonl", lines);
        for answer in self.run(&[args, &["submit", &file]].concat()).lines() {
            let answer: Value = serde_json::from_str(answer).expect("an answer is JSON");
            assert_eq!(answer["outcome"], "accepted", "{answer:#}");
        }
        std::fs::remove_file(file).expect("the file was there");
    }
}

/// A command that says nothing besides its name: `file`, `cure`, `grant`, `withdraw`.
pub fn step(name: &str) -> Value {
    json!({"type": name})
}

/// The request is complete and laid before the working group, and nothing is against the office.
pub fn review() -> Value {
    let findings = json!({"office_active": true, "unremedied_violations": 0});
    json!({"type": "begin_review", "findings": findings})
}

/// The working group of the 1389 regulation confirms on a day.
pub fn confirm(on: &str) -> Value {
    json!({"type": "confirm", "resolution": carried(on)})
}

/// The vote of the working group of the 1389 regulation on a day, which carries.
pub fn carried(on: &str) -> Value {
    let seats = ["governor_general", "ministry", "trade_association"];
    let vote = |seat: &str| {
        json!({
            "seat": seat,
            "person": seat,
            "mandate": {"from": "1400-01-01", "through": "1410-01-01"},
            "choice": "for",
        })
    };
    json!({"session": "12", "on": on, "votes": seats.map(vote)})
}
