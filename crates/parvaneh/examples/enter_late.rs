//! Late entries into dossiers of more than fifty events: in each, an act of three weeks ago is entered after
//! a case of which it knew nothing.
//!
//! `cargo run --release --example enter_late -p parvaneh -- sqlite://late.db 300` makes a register with so
//! many dossiers. It prints after how many milliseconds half of the late entries and 99 of 100 had their
//! answer, and then the same of acts of today in the same dossiers. `cargo xtask bench late` runs it.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate};
use parvaneh::core::actor::{Actor, Role};
use parvaneh::handle::Outcome;
use parvaneh::import::Import;
use parvaneh::{Engine, Request, Workflows};
use serde_json::{Value, json};
use uuid::Uuid;

type Failure = Box<dyn std::error::Error>;

const TODAY: &str = "2026-11-23";

/// The years in which the licence is renewed.
const RENEWED: [u16; 3] = [2018, 2021, 2024];

/// The days on which the inspector found something; the last one is after the late entry's day.
const FOUND: [&str; 8] = [
    "2016-05-02",
    "2017-05-02",
    "2018-05-02",
    "2019-05-02",
    "2020-05-02",
    "2022-05-02",
    "2023-05-02",
    "2026-11-05",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let mut word = || words.next().ok_or("say: URL DOSSIERS");
    let (url, dossiers) = (word()?, word()?.parse::<u32>()?);
    let register = Register::with(&url, dossiers).await?;
    let mut events = usize::MAX;
    for at in 1..=dossiers {
        events = register.fill(&format!("17-{at}")).await?.min(events);
    }
    register.is_on(TODAY)?;
    let [mut late, mut today] = [Vec::new(), Vec::new()];
    for at in 1..=dossiers {
        let number = format!("17-{at}");
        late.push(register.drafted(&number, "2026-11-02", "insurance").await?);
        today.push(register.drafted(&number, TODAY, "registry").await?);
    }
    for mut times in [late, today] {
        times.sort();
        let at = |part| times.get(times.len() * part / 100).copied();
        let [half, slow] = [50, 99].map(|part| at(part).unwrap_or_default().as_secs_f64() * 1000.0);
        println!("{half:.2} {slow:.2}");
    }
    println!("{events}");
    register.engine.close().await?;
    Ok(())
}

/// A register with a clock that stands where it is put.
struct Register {
    engine: Engine,
    now: Arc<AtomicI64>,
    holder: String,
}

impl Register {
    /// Offices 17-1 and so on, of one holder, whose terms began in the spring of 2016.
    async fn with(url: &str, dossiers: u32) -> Result<Self, Failure> {
        let workflows = Workflows::embedded()?;
        let profile = workflows.profile("pishkhan").cloned().ok_or("no profile")?;
        Engine::migrate(url, Workflows::embedded()?).await?;
        let now = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&now);
        let engine = Engine::open(url, workflows).await?.with_clock(move || {
            DateTime::from_timestamp_millis(clock.load(Ordering::Relaxed)).unwrap_or_default()
        });
        let mut text = "licence_number,office_kind,province,county,holder_kind,holder_name,\
                        holder_national_id,issued_on,valid_from,valid_through,status,\
                        renewal_filed_on\n"
            .to_owned();
        for at in 1..=dossiers {
            let who = "تهران,مرکز,natural,سارا رضایی,9995648067";
            writeln!(text, "17-{at},urban,{who},1395/01/01,1395/01/01,,active,")?;
        }
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("offices.csv");
        std::fs::write(&file, text)?;
        let mut register = Self {
            engine,
            now,
            holder: String::new(),
        };
        register.is_on("2016-03-21")?;
        let import = Import::open(profile, &file, None)?;
        register.engine.import(import, |_| {}, |_| {}).await?;
        let shown = register.engine.show("17-1", None).await?;
        let holder = shown.view.dossier.holder.ok_or("it has no holder")?;
        register.holder = holder.to_string();
        Ok(register)
    }

    fn is_on(&self, day: &str) -> Result<(), Failure> {
        let noon = day.parse::<NaiveDate>()?.and_hms_opt(8, 30, 0);
        let noon = noon.ok_or("there is no noon")?.and_utc();
        self.now.store(noon.timestamp_millis(), Ordering::Relaxed);
        Ok(())
    }

    /// Ten years of a dossier, each act on its own day; how many events stand at the end.
    async fn fill(&self, number: &str) -> Result<usize, Failure> {
        for (day, role, command) in life() {
            self.is_on(&day)?;
            let request = Request::new(
                Uuid::now_v7(),
                number,
                self.actor(role),
                command_of(command)?,
            );
            self.accepted(&request).await?;
        }
        Ok(self.engine.show(number, None).await?.history.len())
    }

    /// How long it takes until a draft of a day, which a desk enters, has its answer.
    async fn drafted(&self, number: &str, on: &str, agency: &str) -> Result<Duration, Failure> {
        let command = json!({ "machine": "contract", "type": "draft", "agency": agency });
        let (holder, command) = (self.actor(Role::Holder), command_of(command)?);
        let mut request = Request::new(Uuid::now_v7(), number, holder, command);
        request.on = Some(on.parse()?);
        request.entered_by = Some(self.actor(Role::Secretariat));
        request.evidence = Some("the stamp of the day".into());
        request.paper = Some("written_request".into());
        let started = Instant::now();
        self.accepted(&request).await?;
        Ok(started.elapsed())
    }

    async fn accepted(&self, request: &Request) -> Result<(), Failure> {
        let answer = self.engine.handle(request).await?;
        match answer.outcome {
            Outcome::Accepted => Ok(()),
            _ => Err(format!("{answer:?}").into()),
        }
    }

    fn actor(&self, role: Role) -> Actor {
        Actor {
            id: match role {
                Role::Holder => self.holder.clone(),
                other => other.word().to_owned(),
            },
            role,
            province: Some("تهران".to_owned()),
            on_behalf_of: None,
        }
    }
}

fn command_of(command: Value) -> Result<parvaneh::core::dossier::Command, Failure> {
    Ok(serde_json::from_value(command)?)
}

/// What is done in a dossier, in the order of its days.
fn life() -> Vec<(String, Role, Value)> {
    let mut life = Vec::new();
    let mut renewal = |day: String, role, command: &str, more: Value| {
        let mut command = json!({ "machine": "renewal", "type": command });
        for (name, value) in more.as_object().into_iter().flatten() {
            command[name] = value.clone();
        }
        life.push((day, role, command));
    };
    for year in RENEWED {
        let findings = json!({ "office_active": true, "unremedied_violations": 0 });
        let carried = resolution(&format!("{year}-11-10"), json!("renewal"), "confirm");
        renewal(format!("{year}-11-01"), Role::Holder, "file", json!({}));
        let begins = json!({ "findings": findings });
        renewal(
            format!("{year}-11-05"),
            Role::Secretariat,
            "begin_review",
            begins,
        );
        let confirms = json!({ "resolution": carried });
        renewal(
            format!("{year}-11-10"),
            Role::WorkingGroup,
            "confirm",
            confirms,
        );
        renewal(format!("{year}-11-20"), Role::Authority, "grant", json!({}));
    }
    for day in FOUND {
        let case = [
            (
                Role::Inspector,
                json!({ "type": "report", "violation": "HOURS", "facts": "seen" }),
            ),
            (Role::Secretariat, json!({ "type": "serve_notice" })),
            (Role::Holder, json!({ "type": "defend" })),
            (
                Role::EnforcementCommittee,
                json!({ "type": "dismiss", "reason": "it was a holiday" }),
            ),
        ];
        for (role, mut command) in case {
            command["machine"] = "enforcement".into();
            life.push((day.to_owned(), role, command));
        }
    }
    let day = "2023-06-01";
    let contract = [
        (Role::Holder, json!({ "type": "draft" })),
        (
            Role::WorkingGroup,
            json!({ "type": "approve", "resolution": resolution(day, json!({ "contract": "post_bank" }), "approve") }),
        ),
        (Role::Holder, json!({ "type": "sign" })),
    ];
    for (role, mut command) in contract {
        command["machine"] = "contract".into();
        command["agency"] = "post_bank".into();
        life.push((day.to_owned(), role, command));
    }
    life.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    life
}

/// A resolution of that day about a matter and a motion, which carries.
fn resolution(on: &str, matter: Value, motion: &str) -> Value {
    let vote = |seat| {
        let mandate = json!({ "from": "2010-01-01", "through": "2029-12-31" });
        json!({ "seat": seat, "person": seat, "mandate": mandate, "choice": "for" })
    };
    let votes = ["governor_general", "ministry", "trade_association"].map(vote);
    json!({
        "session": "12", "on": on, "matter": matter, "motion": motion, "votes": votes,
    })
}
