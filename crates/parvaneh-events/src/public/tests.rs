//! Every text says whether it is withheld, and what is withheld is nowhere in what is published.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use insta::assert_snapshot;
use parvaneh_core::edition::Basis;
use parvaneh_core::refusal::Citation;
use parvaneh_store::EventRow;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::CloudEvent;
use crate::Known;

/// One line for every form that was ever stored.
const EVENTS: &str = include_str!("../../../../tests/data/events.jsonl");

/// What a stored event may hold.
const SCHEMA: &str = include_str!("../../../../docs/schemas/event.schema.json");

/// What an officer might write into a field, who should not.
const NAME: &str = "زهرا احمدی";
const NATIONAL_ID: &str = "0012345679";

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("the schema is JSON")
}

fn events() -> impl Iterator<Item = Value> {
    let read = |line| serde_json::from_str(line).expect("a stored event is JSON");
    EVENTS.lines().map(read)
}

fn published(event: &Value) -> CloudEvent {
    let recorded = EventRow {
        position: 1,
        key: 1,
        dossier: Uuid::from_u128(2),
        regime: "pishkhan".to_owned(),
        province: "قم".to_owned(),
        number: "17-1".to_owned(),
        version: 7,
        effective_on: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"),
        recorded_at: 1_795_392_000_000,
        actor: json!({ "id": NAME, "role": "secretariat", "on_behalf_of": NAME }).to_string(),
        event: event.to_string(),
        texts: Vec::new(),
        traceparent: None,
    };
    let rests_on = Citation {
        article: "art. 14".to_owned(),
        basis: Basis::R,
    };
    let known = Known {
        rests_on,
        told: Vec::new(),
    };
    CloudEvent::new(Uuid::from_u128(1), &recorded, known).expect("it can be read")
}

/// Calls `found` with every field of a schema and what describes it.
fn fields_in_schema<'a>(schema: &'a Value, found: &mut impl FnMut(&'a str, &'a Value)) {
    match schema {
        Value::Object(keywords) => {
            let properties = keywords.get("properties").and_then(Value::as_object);
            for (name, schema) in properties.into_iter().flatten() {
                found(name, schema);
            }
            keywords.values().for_each(|it| fields_in_schema(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| fields_in_schema(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether somebody's words may stand in a place and no type says whether others may know them.
fn is_bare(schema: &Value) -> bool {
    let within = |keyword: &str| schema[keyword].as_array().into_iter().flatten();
    let is_described = ["$ref", "oneOf", "anyOf", "properties", "items", WITHHELD]
        .iter()
        .any(|keyword| !schema[*keyword].is_null());
    (!is_described && is_undecided(schema))
        || schema["items"].is_object() && is_bare(&schema["items"])
        || within("oneOf").chain(within("anyOf")).any(is_bare)
}

/// A text says by its type whether others may know it.
#[test]
fn no_text_of_an_event_is_bare() {
    let Kinds { kinds, types } = Kinds::stored();
    let kinds: Map<String, Value> = kinds
        .into_iter()
        .map(|(name, kind)| (name, Value::Object(kind)))
        .collect();
    let mut bare = BTreeSet::new();
    let mut all = 0;
    for schema in kinds
        .values()
        .chain(types.values().filter(|it| it[WITHHELD] != true))
    {
        fields_in_schema(schema, &mut |name, schema| {
            all += 1;
            if is_bare(schema) {
                bare.insert(name.to_owned());
            }
        });
    }
    assert!(300 < all, "{all} fields");
    assert!(
        bare.is_empty(),
        "say by the type in the core whether others may know {bare:?}: FreeText or Label"
    );
    assert!(is_bare(&json!({ "type": "string" })));
    assert!(is_bare(&json!({ "type": ["string", "null"] })));
    assert!(is_bare(
        &json!({ "type": "array", "items": { "type": "string" } })
    ));
}

/// Puts a mark into every text of `value` that anything may be written into. `name` is the field's,
/// `withheld` whether it or one around it is withheld. What was marked goes into `marks`.
fn mark(
    value: &mut Value,
    schema: &Value,
    root: &Value,
    (name, withheld): (&str, bool),
    marks: &mut BTreeMap<String, bool>,
) {
    if let Some(reference) = schema["$ref"].as_str() {
        let definition = root.pointer(reference.trim_start_matches('#'));
        let definition = definition.expect("the schema refers to what is there");
        mark(value, definition, root, (name, withheld), marks);
    }
    for several in ["oneOf", "anyOf"] {
        for schema in schema[several].as_array().into_iter().flatten() {
            mark(value, schema, root, (name, withheld), marks);
        }
    }
    match value {
        Value::String(text) => {
            let types = match &schema["type"] {
                Value::Array(types) => types.clone(),
                one => vec![one.clone()],
            };
            let bounded = ["format", "enum", "const", "pattern"];
            if types.contains(&json!("string")) && bounded.iter().all(|it| schema[*it].is_null()) {
                let number = marks.len();
                *text = match withheld {
                    true => format!("{NAME} {NATIONAL_ID} ({number} {name})"),
                    false => format!("mark-{number}-{name}"),
                };
                marks.insert(text.clone(), withheld);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                let schema = match &schema["properties"][name] {
                    Value::Null => &schema["additionalProperties"],
                    own => own,
                };
                let types = root["$defs"].as_object().expect("there are definitions");
                let withheld = withheld || place(schema, types) == Place::Withheld;
                mark(value, schema, root, (name, withheld), marks);
            }
        }
        Value::Array(items) => {
            for item in items {
                mark(item, &schema["items"], root, (name, withheld), marks);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a text has as many digits in a row as a national id, in any script.
fn has_an_identifier(text: &str) -> bool {
    let digits = |letter: char| letter.is_numeric();
    let runs = text.split(|letter| !digits(letter));
    runs.map(|run| run.chars().count()).any(|run| run >= 10)
}

fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Object(fields) => fields.values().for_each(|it| strings(it, found)),
        Value::Array(items) => items.iter().for_each(|it| strings(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whatever is written into an event, nobody else reads a name in it, a national id or who acted.
#[test]
fn what_is_withheld_is_nowhere_in_what_is_published() {
    let root = schema();
    let mut withheld_fields = BTreeSet::new();
    let mut published_marks = 0;
    for mut event in events() {
        let mut marks = BTreeMap::new();
        let kind = format!(
            "{}.{}",
            event["machine"].as_str().expect("a machine"),
            event["type"].as_str().expect("a type")
        );
        let definition = &root["$defs"][&kind];
        assert!(definition.is_object(), "{kind} has a schema");
        mark(&mut event, definition, &root, ("", false), &mut marks);
        let known = published(&event);
        let json = serde_json::to_string(&known).expect("it can be written");
        for (mark, withheld) in &marks {
            assert_eq!(json.contains(mark), !withheld, "{mark} in {json}");
            if *withheld {
                let (_, name) = mark.rsplit_once(' ').expect("a mark names its field");
                withheld_fields.insert(name.trim_end_matches(')').to_owned());
            } else {
                published_marks += 1;
            }
        }
        assert!(!json.contains(NAME), "{json}");
        let data = serde_json::to_value(&known.data).expect("it can be written");
        let mut texts = Vec::new();
        strings(&data, &mut texts);
        for text in texts {
            let is_id = text.parse::<Uuid>().is_ok();
            assert!(is_id || !has_an_identifier(text), "{text:?} in {json}");
        }
    }
    let types = root["$defs"].as_object().expect("there are definitions");
    fields_in_schema(&root, &mut |name, schema| {
        let has_texts_within = ["entered_by", "votes"].contains(&name);
        if !has_texts_within && place(schema, types) == Place::Withheld {
            assert!(withheld_fields.contains(name), "no line shows {name}");
        }
    });
    for name in ["person", "seat", "id", "on_behalf_of"] {
        assert!(withheld_fields.contains(name), "no line shows {name}");
    }
    assert!(
        50 < published_marks,
        "{published_marks} texts were published"
    );
}

/// A field that one variant of a type withholds stays in the register, whichever variant comes later.
#[test]
fn withheld_by_one_variant_is_withheld() {
    let fields = |place: Place| Place::Fields([("name".to_owned(), place)].into());
    for (one, other) in [
        (Place::Withheld, Place::Published),
        (Place::Published, Place::Withheld),
    ] {
        assert_eq!(fields(one).or(fields(other)), fields(Place::Withheld));
    }
}

#[test]
fn an_identifier_is_seen() {
    assert!(has_an_identifier("شماره ۰۰۱۲۳۴۵۶۷۹"));
    assert!(has_an_identifier(NATIONAL_ID));
    assert!(!has_an_identifier("43-10000002"));
}

/// What another system reads of each type of event.
#[test]
fn an_event_of_every_type() {
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    for event in events() {
        let known = published(&event);
        if seen.insert(known.kind.clone()) {
            let name = known.name();
            let json = serde_json::to_string(&known.data.event).expect("it can be written");
            text.push_str(&format!("{name}\n  {json}\n"));
        }
    }
    let whole = events().next().map(|event| published(&event));
    let whole = serde_json::to_string_pretty(&whole).expect("it can be written");
    let kinds = crate::schema::Kinds::stored().kinds.len();
    assert_eq!(seen.len(), kinds, "a type has no line");
    assert_snapshot!("an_event", whole);
    assert_snapshot!("an_event_of_every_type", text);
}

/// How a row stands in the history is said beside its event and not in it; of who entered it, the role
/// alone. What was stored before there were marks has none of this.
#[test]
fn how_a_row_stands_is_said_beside_its_event() {
    let (marked, plain): (Vec<_>, Vec<_>) =
        events().partition(|event| event.get("rules").is_some());
    assert_eq!((marked.len(), plain.len()), (8, 197));
    let beside = |event: &Value| {
        let data = serde_json::to_value(published(event).data).expect("it can be written");
        for name in ["of_act", "restates", "entered_by", "rules"] {
            assert_eq!(data["event"].get(name), None, "{data}");
        }
        let names = ["act", "restates", "entered_by", "rules"];
        let said = names.map(|name| data.get(name).cloned());
        said.map(Option::unwrap_or_default)
    };
    for event in &plain {
        assert_eq!(beside(event), [(); 4].map(|()| Value::Null), "{event}");
    }
    let has_all = |event: &&Value| event.get("entered_by").is_some();
    let mut marked = marked.iter().filter(has_all);
    let whole = marked.next_back().expect("there is one with all marks");
    let expected = [json!(14), json!(9), json!("secretariat"), Value::Null];
    assert_eq!(beside(whole), expected);
}

/// No event has a field of its own that is called like what stands beside it.
#[test]
fn no_event_calls_a_field_like_a_mark() {
    let marks = &Kinds::rows().types["Mark"]["properties"];
    let marks = marks.as_object().expect("a mark has fields");
    assert!(marks.contains_key("of_act"));
    for (name, kind) in Kinds::stored().kinds {
        let own = kind["properties"].as_object().expect("a kind has fields");
        let taken: Vec<_> = own.keys().filter(|it| marks.contains_key(*it)).collect();
        assert!(taken.is_empty(), "{name} has {taken:?}");
    }
}
