//! Commands and events as they stand in files: samples of every type, and who reads them; and what
//! other systems get to read of the events.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context;
use chrono_tz::Asia::Tehran;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{Command, Dossier};
use parvaneh::core::law::OwnRule;
use parvaneh::core::specimen::{self, Specimen};
use parvaneh::request::SubmittedLine;
use parvaneh::revise::{Approval, Revision};
use parvaneh::store::{EventRow, JournalRow};
use parvaneh::{Request, Workflows, encoding};
use parvaneh_events::{CloudEvent, Known};
use serde_json::{Value, json};
use uuid::Uuid;

/// The documents of one kind.
#[derive(Clone, Debug)]
pub struct Messages {
    /// What one of them is called.
    pub name: &'static str,
    /// Documents that are read, at least one of every type.
    pub samples: Vec<Value>,
    /// Reads a document; why not, where it is none of this kind.
    pub read: fn(&Value) -> Result<(), String>,
}

/// Commands as other systems send them: every specimen under every edition.
pub fn commands() -> anyhow::Result<Messages> {
    let workflows = Workflows::embedded()?;
    let dossier = Dossier::default();
    let mut texts = BTreeSet::new();
    let mut samples = Vec::new();
    for edition in workflows.editions() {
        let specimen = Specimen {
            edition,
            today: "2026-11-23".parse()?,
            dossier: &dossier,
            call: None,
        };
        for command in specimen::commands(&specimen) {
            let regime = edition.id.regime().to_owned();
            for request in requests(command, specimen.today, regime)? {
                let sample = serde_json::to_value(&request)?;
                if texts.insert(sample.to_string()) {
                    samples.push(sample);
                }
            }
        }
    }
    Ok(Messages {
        name: "command",
        samples,
        read: |document| {
            let read = Request::parse(document.to_string().as_bytes());
            read.map(drop).map_err(|refusal| refusal.to_string())
        },
    })
}

/// Revisions: each command entered by one, and one that says all that can be said.
pub fn revisions() -> anyhow::Result<Messages> {
    let revision = |change: Value| {
        json!({
            "id": "01a20f51-970b-72c7-a013-42216fa9465c",
            "actor": { "id": "mina", "role": "authority", "national": true },
            "reason": "it was keyed for 17-2",
            "rests_on": "letter 12",
            "dossiers": [change],
        })
    };
    let commands = commands()?.samples.into_iter();
    let asked = commands.filter(|command| command.get("entered_by").is_some());
    let mut samples: Vec<Value> = asked
        .map(|asked| {
            let (actor, command) = (&asked["actor"], &asked["command"]);
            let act = json!({ "on": "2026-11-23", "actor": actor, "command": command });
            revision(json!({ "number": "17-1", "enter": [act] }))
        })
        .collect();
    samples.push(revision(json!({
        "number": "17-1",
        "regime": "pishkhan",
        "withdraw": [3],
        "restore": [2],
        "enter": [{
            "on": "2026-11-23",
            "actor": { "id": "desk-3", "role": "secretariat", "national": true },
            "before": 4,
            "command": { "machine": "renewal", "type": "file" },
        }],
        "open": [{
            "office_kind": "urban",
            "holder": "01a20f51-970b-72c7-a013-42216fa9465c",
            "from": "2023-10-07",
            "through": "2026-10-06",
            "issued_on": "2023-10-01",
        }],
        "accept": [5],
    })));
    Ok(Messages {
        name: "revision",
        samples,
        read: |document| {
            let read = Revision::parse(document.to_string().as_bytes());
            read.map(drop).map_err(|refusal| refusal.to_string())
        },
    })
}

/// Approvals of revisions.
pub fn approvals() -> Messages {
    let approval = |actor: Value| {
        json!({
            "id": "01a20f51-970b-72c7-a013-42216fa9465c",
            "actor": actor,
        })
    };
    Messages {
        name: "approval",
        samples: vec![
            approval(json!({ "id": "omid", "role": "authority", "national": true })),
            approval(json!({
                "id": "omid", "role": "authority", "province": "تهران", "on_behalf_of": "sara",
            })),
        ],
        read: |document| {
            let read = Approval::parse(document.to_string().as_bytes());
            read.map(drop).map_err(|refusal| refusal.to_string())
        },
    }
}

/// Lines that make a party known.
pub fn parties() -> Messages {
    let party = |kind: &str, id: Value, identifier: Value| {
        json!({ "party": {
            "id": id, "kind": kind, "name": "زهرا احمدی", "identifier": identifier,
        } })
    };
    let id = || json!("01a20f51-970b-72c7-a013-42216fa9465c");
    Messages {
        name: "party",
        samples: vec![
            party("natural", id(), json!("0012345679")),
            party("legal", id(), Value::Null),
            party("unstated", Value::Null, Value::Null),
            json!({ "party": { "kind": "natural", "name": "زهرا احمدی" } }),
        ],
        read: |document| match SubmittedLine::parse(document.to_string().as_bytes()) {
            Ok(SubmittedLine::Party(_)) => Ok(()),
            Ok(SubmittedLine::Command(_)) => Err("it is a command".to_owned()),
            Err(refusal) => Err(refusal.to_string()),
        },
    }
}

const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// The command in a request that says all that can be said, and in one that says what must be.
fn requests(command: Command, today: Date, regime: String) -> anyhow::Result<[Request; 2]> {
    let full = Request {
        id: Uuid::from_u128(0x01a2_0f51_970b_72c7_a013_4221_6fa9_465c),
        regime: Some(regime),
        number: "17-1".to_owned(),
        on: Some(today),
        entered_by: Some(Actor {
            id: "desk-1".to_owned(),
            role: Role::Secretariat,
            province: Some("تهران".to_owned()),
            on_behalf_of: Some("desk-0".to_owned()),
        }),
        evidence: Some("the stamp of the day".into()),
        paper: Some("written_request".into()),
        again: Some(Uuid::from_u128(0x01a2_0f51_970b_72c7_a013_4221_6fa9_465b)),
        traceparent: Some(TRACE.parse()?),
        actor: Actor {
            id: "desk-3".to_owned(),
            role: Role::Secretariat,
            province: Some("تهران".to_owned()),
            on_behalf_of: Some("desk-1".to_owned()),
        },
        command,
    };
    let mut short = full.clone();
    short.regime = None;
    short.traceparent = None;
    short.entered_by = None;
    short.evidence = None;
    short.paper = None;
    short.again = None;
    short.on = None;
    short.actor.province = None;
    short.actor.on_behalf_of = None;
    Ok([full, short])
}

/// Events as they are stored: every form that ever was, and a life that was.
pub fn events(root: &Path) -> anyhow::Result<Messages> {
    let (forms, life) = (text(root, "events.jsonl")?, text(root, "history.tsv")?);
    let life = life.lines().filter_map(|line| line.split_once('\t'));
    let lines = forms.lines().chain(life.map(|(_, event)| event));
    Ok(Messages {
        name: "event",
        samples: lines.map(serde_json::from_str).collect::<Result<_, _>>()?,
        read: |document| {
            let row = JournalRow {
                position: 1,
                dossier: 1,
                version: 1,
                previous: None,
                effective_on: Date::MIN.into(),
                recorded_at: 0,
                actor: r#"{"id":"desk-3","role":"secretariat"}"#.to_owned(),
                event: document.to_string(),
                texts: Vec::new(),
                hash: [0; 32],
            };
            encoding::row(&row, Tehran).map(drop)
        },
    })
}

/// Every form of event that was ever stored, as others get to read it: each as the first event of
/// the same dossier, under the same edition.
pub fn published(root: &Path) -> anyhow::Result<Vec<CloudEvent>> {
    let workflows = Workflows::embedded()?;
    let editions = workflows.editions();
    let edition = editions.filter(|it| it.id.regime() == "pishkhan").last();
    let edition = edition.context("there is an edition of pishkhan")?;
    let effective_on = "2026-11-23".parse()?;
    let forms = text(root, "events.jsonl")?;
    let published = forms.lines().map(|line| {
        let row = JournalRow {
            position: 1,
            dossier: 1,
            version: 1,
            previous: None,
            effective_on,
            recorded_at: 1_795_392_000_000,
            actor: r#"{"id":"desk-3","role":"secretariat"}"#.to_owned(),
            event: line.to_owned(),
            texts: Vec::new(),
            hash: [0; 32],
        };
        let stored = encoding::row(&row, Tehran).map_err(anyhow::Error::msg)?;
        let recorded = EventRow {
            position: 1,
            key: row.dossier,
            dossier: Uuid::from_u128(0x01a2_0f51_970b_72c7_a013_4221_6fa9_465d),
            regime: "pishkhan".to_owned(),
            province: "تهران".to_owned(),
            number: "17-1".to_owned(),
            version: row.version,
            effective_on,
            recorded_at: row.recorded_at,
            actor: row.actor,
            event: row.event,
            texts: Vec::new(),
            traceparent: None,
        };
        let register = Uuid::from_u128(0x01a2_0f51_970b_72c7_a013_4221_6fa9_465e);
        let known = match stored.said.event() {
            Some(event) => Known {
                rests_on: event.rests_on(edition),
                told: event.recipients(stored.actor.role, edition),
            },
            None => Known {
                rests_on: OwnRule::FactHasItsOwnDay.into(),
                told: Vec::new(),
            },
        };
        Ok(CloudEvent::new(register, &recorded, known)?)
    });
    published.collect()
}

fn text(root: &Path, name: &str) -> anyhow::Result<String> {
    let path = root.join("tests/data").join(name);
    fs::read_to_string(&path).with_context(|| format!("reading {} failed", path.display()))
}
