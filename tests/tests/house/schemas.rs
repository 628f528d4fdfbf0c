//! `docs/schemas/` tells no lies: what a schema accepts is read, and what it refuses is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use xtask::message::{self, Messages};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the schema of that name says, in the repository.
pub(crate) fn validator(name: &str) -> Validator {
    let path = root().join(format!("docs/schemas/{name}.schema.json"));
    let schema = fs::read_to_string(path).expect("the schema is in the repository");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    jsonschema::meta::validate(&schema).expect("it is a schema");
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .expect("it refers to nothing outside")
}

fn commands() -> Messages {
    message::commands().expect("there are specimens")
}

fn events() -> Messages {
    message::events(&root()).expect("there are stored events")
}

fn conform(messages: &Messages) {
    let validator = validator(messages.name);
    for sample in &messages.samples {
        assert_eq!((messages.read)(sample), Ok(()), "{sample}");
        if let Err(error) = validator.validate(sample) {
            panic!("{} of {sample}: {error}", error.instance_path());
        }
    }
}

#[test]
fn every_specimen_is_a_command() {
    conform(&commands());
}

#[test]
fn every_event_that_was_ever_stored_is_an_event() {
    conform(&events());
}

/// A document with something else in this field, or without it.
pub(crate) fn with(document: &Value, pointer: &str, value: Option<Value>) -> Value {
    let mut changed = document.clone();
    let (parent, name) = pointer.rsplit_once('/').expect("it is a place inside");
    let parent = changed.pointer_mut(parent).and_then(Value::as_object_mut);
    let fields = parent.expect("there are fields");
    match value {
        Some(value) => drop(fields.insert(name.to_owned(), value)),
        None => drop(fields.remove(name).expect("there is such a field")),
    }
    changed
}

/// The document is one of its kind, and is none after each of these changes: the schema says so,
/// and its reader.
fn breaks(messages: &Messages, document: &Value, changes: &[(&str, Option<Value>)]) {
    let validator = validator(messages.name);
    let verdicts = |document: &Value| {
        (
            (messages.read)(document).is_ok(),
            validator.is_valid(document),
        )
    };
    assert_eq!(verdicts(document), (true, true), "{document}");
    for (pointer, value) in changes {
        let changed = with(document, pointer, value.clone());
        assert_eq!(verdicts(&changed), (false, false), "{pointer}: {changed}");
    }
}

#[test]
fn what_is_no_command_is_refused() {
    let closure = json!({
        "id": "00000000-0000-7000-8000-000000000001",
        "number": "17-1",
        "on": "2025-05-01",
        "actor": { "id": "desk-3", "role": "working_group", "national": true },
        "command": {
            "machine": "licence",
            "type": "permit_closure",
            "through": "2025-05-20",
            "resolution": {
                "session": "12", "on": "2025-05-01",
                "matter": "closure", "motion": "permit", "votes": [],
            },
        },
    });
    breaks(
        &commands(),
        &closure,
        &[
            ("/number", None),
            ("/number", Some(json!(17))),
            ("/id", Some(json!("1"))),
            ("/on", Some(json!("2025-02-29"))),
            ("/because", Some(json!("it is so"))),
            ("/actor/role", Some(json!("king"))),
            ("/actor/rank", Some(json!(1))),
            ("/command/machine", Some(json!("renewal"))),
            ("/command/type", Some(json!("closure_permitted"))),
            ("/command/type", Some(json!(1))),
            ("/command/resolution", None),
            ("/command/resolution/session", Some(Value::Null)),
            ("/command/resolutions", Some(json!("two"))),
            ("/command/resolution", Some(json!([]))),
            ("/command/resolution", Some(json!(["12", "2025-05-01", []]))),
            ("/command/resolution/matter", None),
            ("/command/resolution/matter", Some(json!("closing"))),
            ("/command/resolution/motion", None),
            ("/command/resolution/motion", Some(json!("permitted"))),
            ("/command/resolution/votes", None),
            ("/command/resolution/held_on", Some(json!("2025-05-01"))),
            ("/command/through", None),
        ],
    );
}

#[test]
fn what_is_no_event_is_refused() {
    let noted = json!({
        "v": 1,
        "machine": "renewal",
        "type": "deficiency_noted",
        "missing": ["tax clearance"],
        "cure_by": "2020-07-01",
    });
    breaks(
        &events(),
        &noted,
        &[
            ("/v", None),
            ("/v", Some(json!(2))),
            ("/machine", Some(json!("licence"))),
            ("/type", Some(json!("forgotten"))),
            ("/missing", Some(json!("tax clearance"))),
            ("/missing", Some(json!([1]))),
            ("/cure_by", None),
            ("/cure_by", Some(json!("soon"))),
        ],
    );
    let passed = json!({
        "v": 1,
        "machine": "renewal",
        "type": "deadline_passed",
        "renewal_due": "2020-07-04",
        "policy": "refuse_or_excuse",
    });
    breaks(&events(), &passed, &[("/policy", Some(json!("forgive")))]);
}

/// What stands under each name in any sample: a few values of each, for the other samples.
fn named(samples: &[Value]) -> BTreeMap<&str, Vec<&Value>> {
    const SOME: usize = 6;
    let mut named: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    let mut within: Vec<&Value> = samples.iter().collect();
    while let Some(value) = within.pop() {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let values = named.entry(name).or_default();
                    if values.len() < SOME && !values.contains(&value) {
                        values.push(value);
                    }
                    within.push(value);
                }
            }
            Value::Array(items) => within.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    named
}

/// What is put in the place of a value: of every kind something, what stands under its name
/// elsewhere, and the value itself with something more or less in it.
fn others(value: &Value, name: &str, named: &BTreeMap<&str, Vec<&Value>>) -> Vec<Value> {
    let mut others = vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(256),
        json!(4_294_967_296_u64),
        json!(0.5),
        json!(""),
        json!("no such word"),
        json!("2020-02-29"),
        json!("2021-02-29"),
        json!("01a20f51-970b-72c7-a013-42216fa9465c"),
        json!([]),
        json!({}),
        json!({ "no such field": 1 }),
    ];
    others.extend(named.get(name).into_iter().flatten().copied().cloned());
    match value {
        Value::Object(fields) => {
            for name in fields.keys() {
                let mut fields = fields.clone();
                fields.remove(name);
                others.push(Value::Object(fields));
            }
            let absent = named.keys().filter(|name| !fields.contains_key(**name));
            for name in absent.copied().chain(["no such field"]) {
                for value in [Value::Null, json!(0.5)] {
                    let mut fields = fields.clone();
                    fields.insert(name.to_owned(), value);
                    others.push(Value::Object(fields));
                }
            }
        }
        Value::Array(items) => others.push(Value::Array([&items[..], &items[..]].concat())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    others
}

/// The words that the reader itself lists for a place in a document, where it knows but a few.
fn words(messages: &Messages, sample: &Value, pointer: &str) -> Vec<Value> {
    let mut document = sample.clone();
    *document.pointer_mut(pointer).expect("the place is there") = json!("no such word");
    let refusal = (messages.read)(&document).err().unwrap_or_default();
    let Some((_, expected)) = refusal.split_once("unknown variant `no such word`, expected ")
    else {
        return Vec::new();
    };
    expected
        .split('`')
        .skip(1)
        .step_by(2)
        .map(Value::from)
        .collect()
}

/// Every place in a document, from this one on.
fn places(value: &Value, pointer: String) -> Vec<String> {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            let fields = fields.iter();
            fields.map(|(name, value)| (name.clone(), value)).collect()
        }
        Value::Array(items) => {
            let items = (0..).zip(items);
            items
                .map(|(at, item): (usize, _)| (at.to_string(), item))
                .collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    let inside = inside
        .into_iter()
        .flat_map(|(step, value)| places(value, format!("{pointer}/{step}")));
    let inside: Vec<String> = inside.collect();
    [vec![pointer], inside].concat()
}

/// Places that need no second look have the same likeness: they are reached by the same path in
/// messages of one type and, as far as names and kinds go, hold the same.
fn likeness(sample: &Value, pointer: &str) -> String {
    let message = match sample.get("command") {
        Some(command) if pointer.starts_with("/command") => command,
        // The envelope is the same around every command.
        Some(_) => &Value::Null,
        None => sample,
    };
    let path = pointer.replace(|letter: char| letter.is_ascii_digit(), "");
    let holds = match sample.pointer(pointer) {
        Some(Value::Object(fields)) => fields.keys().cloned().collect::<Vec<_>>().join(" "),
        Some(Value::Array(items)) => format!("list, empty: {}", items.is_empty()),
        Some(Value::String(_)) => "text".to_owned(),
        other => format!("{other:?}"),
    };
    let (machine, of_type) = (message.get("machine"), message.get("type"));
    format!("{machine:?} {of_type:?} {path}: {holds}")
}

/// Each sample is changed in each place; schema and reader must say the same of it, `least` times
/// that it is read and as often that it is not.
fn agree(messages: &Messages, least: u32) {
    let validator = validator(messages.name);
    let named = named(&messages.samples);
    let mut seen = BTreeSet::new();
    let (mut read, mut refused) = (0, 0);
    for sample in &messages.samples {
        for pointer in places(sample, String::new()) {
            let here = sample.pointer(&pointer).expect("the place is there");
            if !seen.insert(likeness(sample, &pointer)) {
                continue;
            }
            let (_, name) = pointer.rsplit_once('/').unwrap_or_default();
            let others = others(here, name, &named).into_iter();
            for other in others.chain(words(messages, sample, &pointer)) {
                // Where an event is read, serde takes the number of a word for the word, and a list
                // for fields. None is ever written so.
                let is_never_written =
                    here.is_string() && other.is_u64() || here.is_object() && other.is_array();
                if messages.name == "event" && is_never_written {
                    continue;
                }
                let mut document = sample.clone();
                *document.pointer_mut(&pointer).expect("the place is there") = other;
                match ((messages.read)(&document), validator.is_valid(&document)) {
                    (Ok(()), true) => read += 1,
                    (Err(_), false) => refused += 1,
                    (Ok(()), false) => panic!(
                        "it is read, and the schema refuses it: {:?}\n{document}",
                        validator.validate(&document)
                    ),
                    (Err(refusal), true) => {
                        panic!("the schema accepts it, and its reader says: {refusal}\n{document}")
                    }
                }
            }
        }
    }
    assert!(
        least < read && least < refused,
        "{read} read, {refused} refused"
    );
}

#[test]
fn what_the_schema_says_of_a_command_its_reader_says() {
    agree(&commands(), 500);
}

#[test]
fn what_the_schema_says_of_an_event_its_reader_says() {
    agree(&events(), 500);
}

#[test]
fn what_the_schema_says_of_a_party_its_reader_says() {
    conform(&message::parties());
    agree(&message::parties(), 20);
}

#[test]
fn what_the_schema_says_of_a_revision_its_reader_says() {
    let revisions = message::revisions().expect("there are specimens");
    conform(&revisions);
    agree(&revisions, 200);
}

#[test]
fn what_the_schema_says_of_an_approval_its_reader_says() {
    conform(&message::approvals());
    agree(&message::approvals(), 20);
}

/// What the program reads and a schema does not allow: other ways to write the same thing, which
/// the schema says in words.
#[test]
fn a_schema_knows_one_way_to_write_a_date_or_an_id() {
    let commands = commands();
    let validator = validator(commands.name);
    let sample = &commands.samples[0];
    for (pointer, value) in [
        ("/on", "1405-09-02"),
        ("/on", "1405-02-31"),
        ("/on", "2026/11/3"),
        ("/on", "۱۴۰۵/۰۹/۰۲"),
        ("/id", "01a20f51970b72c7a01342216fa9465c"),
    ] {
        let document = with(sample, pointer, Some(json!(value)));
        assert_eq!((commands.read)(&document), Ok(()), "{value}");
        assert!(!validator.is_valid(&document), "{value}");
    }
}

/// A command that was renamed is read by its former name too; what is written has today's alone.
#[test]
fn a_schema_knows_a_command_by_todays_name() {
    let commands = commands();
    let validator = validator(commands.name);
    let renamed = parvaneh::core::dossier::Command::renamed();
    assert!(renamed.contains(&("licence", "correct", "reinstate")));
    for (machine, former, today) in renamed {
        let is_renamed = |sample: &&Value| {
            let command = &sample["command"];
            command["machine"] == machine && command["type"] == today
        };
        let sample = commands.samples.iter().find(is_renamed);
        let sample = sample.expect("there is one of each type");
        let document = with(sample, "/command/type", Some(json!(former)));
        assert_eq!((commands.read)(&document), Ok(()), "{machine}.{former}");
        assert!(!validator.is_valid(&document), "{machine}.{former}");
        let elsewhere = with(&document, "/command/machine", Some(json!("renewal")));
        assert!((commands.read)(&elsewhere).is_err(), "renewal.{former}");
    }
}

/// Where others get less of something than is stored, its description says so.
#[test]
fn what_is_withheld_is_not_passed_over_in_silence() {
    let definitions = |name: &str| {
        let path = root().join(format!("docs/schemas/{name}.schema.json"));
        let schema = fs::read_to_string(path).expect("the schema is in the repository");
        let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
        schema["$defs"].as_object().expect("it has parts").clone()
    };
    let (stored, published) = (definitions("event"), definitions("cloudevent"));
    let mut less = 0;
    for (name, whole) in &stored {
        let Some(shown) = published.get(name) else {
            continue;
        };
        let fields = match name.contains('.') {
            true => &shown["allOf"][1]["properties"]["data"]["properties"]["event"],
            false => shown,
        };
        let withheld = whole["properties"].as_object().into_iter().flatten();
        let withheld: Vec<&String> = withheld
            .map(|(field, _)| field)
            .filter(|field| !["v", "machine", "type"].contains(&field.as_str()))
            .filter(|field| fields["properties"].get(field).is_none())
            .collect();
        let text = shown["description"].as_str().unwrap_or_default();
        let says_so = text.ends_with("Part of it stays in the register.");
        assert_eq!(says_so, !withheld.is_empty(), "{name}: {withheld:?}");
        less += withheld.len();
    }
    assert!(0 < less, "nothing is withheld");
}
