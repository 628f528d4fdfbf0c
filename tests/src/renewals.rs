//! Commands sent to a register, above all to renewals: what a desk, a working group and an authority
//! say.

use chrono::NaiveDate;
use parvaneh::core::calendar::{self, Date, DateOrder};
use parvaneh::workflows::Workflows;
use parvaneh::{Engine, Request};
use serde_json::{Value, json};

use crate::Binary;
use crate::running::block_on;

impl Binary {
    /// Submits commands, all of which are accepted: number, day, role, command. One that names no
    /// machine is to the renewal. A holder is whoever holds the licence.
    pub fn sends(&self, commands: &[(&str, &str, &str, Value)]) {
        self.sends_under(workflows(), commands);
    }

    /// The same under other workflows than the built-in ones.
    pub fn sends_under(&self, workflows: Workflows, commands: &[(&str, &str, &str, Value)]) {
        for answer in self.answers(workflows, "pishkhan", commands) {
            assert_eq!(answer["outcome"], "accepted", "{answer:#}");
        }
    }

    /// What is answered to commands, each of which is entered on its own day. The binary's clock
    /// begins at one day, and what is entered long after its own is refused; so the engine does it, under
    /// a clock that stands at noon of the day.
    pub fn answers(
        &self,
        workflows: Workflows,
        regime: &str,
        commands: &[(&str, &str, &str, Value)],
    ) -> Vec<Value> {
        let requests: Vec<(Date, Request)> = (0..)
            .zip(commands)
            .map(|(at, sent)| {
                let (number, _, role, _) = sent;
                let holder = (*role == "holder")
                    .then(|| self.holder_of(number))
                    .flatten();
                request(at, regime, sent, holder)
            })
            .collect();
        block_on(async {
            let engine = Engine::open(&self.url(), workflows).await;
            let engine = engine.expect("the register opens");
            let mut answers = Vec::new();
            for (day, request) in requests {
                let noon = NaiveDate::from(day)
                    .and_hms_opt(12, 0, 0)
                    .expect("a day has a noon")
                    .and_utc();
                let engine = engine.clone().with_clock(move || noon);
                let answer = engine.handle(&request).await.expect("it is answered");
                answers.push(serde_json::to_value(answer).expect("an answer is JSON"));
            }
            engine.close().await.expect("the register closes");
            answers
        })
    }
}

/// The built-in ones.
fn workflows() -> Workflows {
    Workflows::embedded().expect("the editions load")
}

/// A command with its day, numbered from 0.
fn request(
    at: u32,
    regime: &str,
    sent: &(&str, &str, &str, Value),
    holder: Option<String>,
) -> (Date, Request) {
    let (number, on, role, command) = sent;
    let day = calendar::parse(on, DateOrder::YearMonthDay).expect("a day");
    let mut command = command.clone();
    if command["machine"].is_null() {
        command["machine"] = json!("renewal");
    }
    let request = json!({
        "id": format!("00000000-0000-7000-8000-{at:012}"),
        "regime": regime,
        "number": number,
        "on": on,
        "actor": {"id": holder.as_deref().unwrap_or(role), "role": role, "national": holder.is_none()},
        "command": command,
    });
    let request = Request::parse(request.to_string().as_bytes()).expect("a command");
    (day, request)
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
    json!({"type": "confirm", "resolution": carried(on, ["renewal", "confirm"])})
}

/// The vote of the working group of the 1389 regulation on a day, about a matter and a motion, which
/// carries.
pub fn carried(on: &str, [matter, motion]: [&str; 2]) -> Value {
    let seats = ["governor_general", "ministry", "trade_association"];
    let vote = |seat: &str| {
        json!({
            "seat": seat,
            "person": seat,
            "mandate": {"from": "1400-01-01", "through": "1410-01-01"},
            "choice": "for",
        })
    };
    json!({
        "session": "12", "on": on, "matter": matter, "motion": motion,
        "votes": seats.map(vote),
    })
}
