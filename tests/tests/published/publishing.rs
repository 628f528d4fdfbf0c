//! What other systems get is what is promised to them: by the specification of CloudEvents, by that
//! of AsyncAPI, and by our own schema.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use jsonschema::{Draft, Validator};
use parvaneh::core::machines;
use parvaneh::core::timeline::Record;
use parvaneh_events::schema::{ASYNCAPI, SCHEMA, schema_of, types};
use parvaneh_events::{CloudEvent, Reader};
use parvaneh_testkit::{Database, script};
use parvaneh_tests::{Binary, data, server};
use serde_json::{Value, json};
use xtask::message;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn standard(name: &str) -> Value {
    let text = fs::read_to_string(data(&format!("standards/{name}"))).expect("it is there");
    serde_json::from_str(&text).expect("it is JSON")
}

fn validator(schema: &Value, draft: Draft) -> Validator {
    jsonschema::options()
        .with_draft(draft)
        .should_validate_formats(true)
        .build(schema)
        .expect("it is a schema, and refers to nothing outside")
}

/// Holds events against the specification's schema and against ours.
struct Promises {
    cloudevents: Validator,
    ours: Validator,
}

impl Promises {
    fn new() -> Self {
        let ours: Value = serde_json::from_str(SCHEMA).expect("it is JSON");
        jsonschema::meta::validate(&ours).expect("it is a schema");
        Self {
            cloudevents: validator(&standard("cloudevents-1.0.schema.json"), Draft::Draft7),
            ours: validator(&ours, Draft::Draft202012),
        }
    }

    fn hold(&self, event: &Value) {
        if let Err(error) = self.cloudevents.validate(event) {
            panic!("no CloudEvent, {}: {error}\n{event}", error.instance_path());
        }
        if self.ours.is_valid(event) {
            return;
        }
        // The schema of its own type says what is wrong with it.
        let kind = event["type"].as_str().unwrap_or_default();
        let own = schema_of(kind).expect("the schema can be read");
        let own = own.unwrap_or_else(|| panic!("no schema is of the type {kind}"));
        let errors: Vec<String> = validator(&own, Draft::Draft202012)
            .iter_errors(event)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        panic!("not as promised: {errors:#?}\n{event}");
    }
}

/// How many types there are: the machines' events, and what is said of the history itself.
fn kinds() -> usize {
    machines::kinds().len() + Record::NAMES.len()
}

fn published() -> Vec<Value> {
    let events = message::published(&root()).expect("there are stored events");
    let json = |event| serde_json::to_value(event).expect("it can be written");
    events.iter().map(json).collect()
}

#[test]
fn every_form_that_was_ever_stored_is_published_as_promised() {
    let promises = Promises::new();
    for event in published() {
        promises.hold(&event);
    }
}

/// Our schema says no more than one thing of an event, and nothing of what it does not have.
#[test]
fn what_is_not_promised_is_refused() {
    let promises = Promises::new();
    let events = published();
    let suspended = events
        .iter()
        .find(|event| event["type"] == "dev.parvaneh.licence.suspended.v1");
    let suspended = suspended.expect("there is a suspension");
    let refused = |pointer: &str, name: &str, value: Value| {
        let mut changed = suspended.clone();
        changed.pointer_mut(pointer).expect("it is there")[name] = value;
        assert!(!promises.ours.is_valid(&changed), "{changed}");
    };
    refused("", "specversion", json!("1.1"));
    refused("", "id", json!("1"));
    refused("", "type", json!("dev.parvaneh.licence.suspended.v2"));
    refused("", "type", json!("dev.parvaneh.licence.expired.v1"));
    refused("", "time", json!("2026-11-23T00:00:00.000+03:30"));
    refused("", "subject", json!("17-1"));
    refused("", "actor", json!("desk-3"));
    refused("/data", "by", json!("king"));
    refused("/data", "actor", json!("desk-3"));
    refused("/data", "effective_on", json!("1405-09-02"));
    refused("/data/event", "reason", json!("it is so"));
    refused("/data/event/measure", "reason", json!("it is so"));
}

/// Every event of the register that a script of `tests/scenarios` leads to.
fn played(name: &str, database: &Database) -> Vec<CloudEvent> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.txt"));
    let scenario = script::perform(&file, database).expect("the script can be played");
    let engine = scenario.engine().clone();
    scenario.block_on(async {
        let store = engine.store();
        let newest = store.newest_position().await.expect("it can be read");
        let mut reader = Reader::new(store.clone(), engine.editions());
        let mut events = Vec::new();
        let mut at = 0;
        // What is newest is read once whatever was begun before it on the server is over.
        while at < newest {
            let read = reader.after(at).await.expect("events can be read");
            match read.last() {
                Some(last) => at = last.position,
                None => tokio::time::sleep(Duration::from_millis(50)).await,
            }
            events.extend(
                read.into_iter()
                    .map(|placed| placed.event.expect("it can be published")),
            );
        }
        events
    })
}

/// From the first call to the last contract, on both databases: what the relay would send.
#[test]
fn a_whole_life_is_published_as_promised() {
    let promises = Promises::new();
    for database in [Database::Sqlite, Database::Postgres(server())] {
        for name in [
            "dossier/a-whole-life-under-1389",
            "enforcement/the-ladder-of-sanctions",
        ] {
            let events = played(name, &database);
            assert!(25 < events.len(), "{name} has {} events", events.len());
            for event in &events {
                promises.hold(&serde_json::to_value(event).expect("it can be written"));
            }
        }
    }
}

/// So is what the program itself sends of an imported register.
#[test]
fn a_relay_sends_what_is_promised() {
    let promises = Promises::new();
    let register = Binary::offices(&["1405/08/30", "1405/12/29", "1407/01/01"]);
    register.run(&["nightly", "--as-of", "1405-09-02"]);
    let sent = register.run(&["relay", "--to", "jsonl:-", "--once"]);
    assert_eq!(sent.lines().count(), 10, "{sent}");
    for line in sent.lines() {
        promises.hold(&serde_json::from_str(line).expect("a line is an event"));
    }
}

/// The trace that a command belongs to goes on in what it led to, and in nothing that the calendar
/// did before. The same command in another trace is the same command.
#[test]
fn a_trace_goes_on_in_events() {
    let register = Binary::offices(&["1405/08/30"]);
    let trace = |span: u32| format!("00-4bf92f3577b34da6a3ce929d0e0e4736-{span:016x}-01");
    let submit = |traceparent: &str| {
        let line = json!({
            "id": "00000000-0000-7000-8000-000000000001",
            "number": "17-1",
            "on": "2026-11-20",
            "traceparent": traceparent,
            "actor": {"id": "inspector", "role": "inspector", "national": true},
            "command": {
                "machine": "enforcement",
                "type": "report",
                "violation": "RELOCATED_WITHOUT_CONSENT",
                "facts": "serving away from the licensed address",
            },
        });
        let file = register.write("command.jsonl", line.to_string());
        register.output(&["submit", &file])
    };
    let first = submit(&trace(1));
    assert!(first.status.success(), "{}", register.said(&first));
    assert_eq!(submit(&trace(2)).stdout, first.stdout);
    assert_eq!(submit("no trace").status.code(), Some(3));
    let replayed = register.run(&["events", "replay", "--subject", "17-1"]);
    let events = replayed.lines().map(|line| {
        let event: Value = serde_json::from_str(line).expect("a line is an event");
        let kind = event["type"].as_str().unwrap_or_default().to_owned();
        (kind, event["traceparent"].as_str().map(str::to_owned))
    });
    let (led_to, before): (Vec<_>, Vec<_>) =
        events.partition(|(kind, _)| kind == "dev.parvaneh.enforcement.reported.v1");
    assert_eq!(led_to.len(), 1);
    assert_eq!(led_to[0].1, Some(trace(1)));
    assert!(!before.is_empty() && before.iter().all(|(_, trace)| trace.is_none()));
}

#[test]
fn the_asyncapi_document_is_one() {
    let standard = validator(&standard("asyncapi-3.0.0.schema.json"), Draft::Draft7);
    let document: Value = serde_json::from_str(ASYNCAPI).expect("it is JSON");
    let errors: Vec<String> = standard
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut wrong = document.clone();
    wrong["operations"]["send_licence"]["action"] = json!("shout");
    assert!(!standard.is_valid(&wrong), "the standard refuses nothing");
    let messages = document["components"]["messages"].as_object();
    assert_eq!(messages.expect("there are messages").len(), kinds());
}

/// Every reference in the document leads somewhere, and each example is one of its message.
#[test]
fn the_asyncapi_document_is_whole() {
    let document: Value = serde_json::from_str(ASYNCAPI).expect("it is JSON");
    let mut within = vec![&document];
    let mut references = 0;
    while let Some(value) = within.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some(), "{reference}");
            references += 1;
        }
        match value {
            Value::Object(fields) => within.extend(fields.values()),
            Value::Array(items) => within.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    assert!(500 < references, "{references}");
    let messages = document["components"]["messages"].as_object();
    for (name, message) in messages.expect("there are messages") {
        let schema = schema_of(name).expect("the schema can be read");
        let schema = schema.unwrap_or_else(|| panic!("{name} has no schema"));
        let example = &message["examples"][0]["payload"];
        let own = validator(&schema, Draft::Draft202012);
        if let Err(error) = own.validate(example) {
            panic!("{name}, {}: {error}", error.instance_path());
        }
    }
}

#[test]
fn every_schema_can_be_asked_for() {
    let register = Binary::fresh();
    let asked = |args: &[&str]| -> Value {
        let text = register.run(&[&["events", "schema"], args].concat());
        serde_json::from_str(&text).expect("it is JSON")
    };
    assert_eq!(
        asked(&[]),
        serde_json::from_str::<Value>(SCHEMA).expect("it is JSON")
    );
    assert_eq!(
        asked(&["--asyncapi"]),
        serde_json::from_str::<Value>(ASYNCAPI).expect("it is JSON")
    );
    let short = asked(&["licence.suspended"]);
    assert_eq!(short, asked(&["dev.parvaneh.licence.suspended.v1"]));
    assert_eq!(short["title"], "licence.suspended");
    assert_eq!(
        short["$id"],
        "urn:parvaneh:schema:cloudevent:1:licence.suspended"
    );
    let names = types().expect("the schema can be read");
    assert_eq!(names.len(), kinds());
    for name in &names {
        let schema = schema_of(name).expect("the schema can be read");
        let schema = schema.unwrap_or_else(|| panic!("{name} has no schema"));
        jsonschema::meta::validate(&schema).expect("it is a schema");
    }
}

#[test]
fn types_that_might_be_meant_are_named() {
    let register = Binary::fresh();
    let refused = |kind: &str| register.fails(2, &["events", "schema", kind]);
    insta::assert_snapshot!(
        [
            refused("licence.suspend"),
            refused("suspended"),
            refused("dev.parvaneh.renewal.grnted.v1"),
            refused("xyz")
        ]
        .join("\n")
    );
}

/// A reader that goes away, such as `head`, is no failure.
#[test]
fn a_schema_may_be_read_in_part() {
    let register = Binary::fresh();
    let mut schema = register.command(&["events", "schema", "--asyncapi"]);
    let mut child = schema.stdout(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}
