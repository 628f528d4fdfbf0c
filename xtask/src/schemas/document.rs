//! A schema as it is written: what its type says, and what a type cannot say.

use parvaneh_events::schema::{Kinds, used};
use serde_json::{Map, Value, json};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Where what is written once stands.
const DEFINITIONS: &str = "#/$defs/";

/// ISO 8601, and no year that would be read as Solar Hijri.
const GREGORIAN: &str = "^(1[7-9]|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$";

/// What stands at the top of a schema.
pub(super) struct Head<'a> {
    /// The name of its file: `command`, `event`.
    pub(super) kind: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    /// What is said of its dates.
    pub(super) dates: &'a str,
    pub(super) strangers: Strangers,
}

/// What becomes of fields that no type has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Strangers {
    /// They are passed over where the type does not refuse them.
    PassedOver,
    /// They are refused, unless they are null where the type does not refuse them.
    Null,
    /// There are none.
    None,
}

/// A type as it is written; where it tells machines apart, each kind of their messages has a schema
/// of its own.
pub(super) fn of_type(mut body: Value, head: &Head<'_>) -> Value {
    let mut definitions = match body["$defs"].take() {
        Value::Object(definitions) => definitions,
        _ => Map::new(),
    };
    let types = definitions.clone();
    let mut kinds = Vec::new();
    for schema in definitions.values_mut().chain([&mut body]) {
        if tells_machines_apart(schema) {
            let within = Kinds::within(schema, &types);
            schema["oneOf"] = json!(one_of(&within.kinds));
            if head.strangers == Strangers::None {
                schema["unevaluatedProperties"] = json!(false);
            }
            kinds.extend(within.kinds);
        }
    }
    whole(
        body,
        Kinds {
            kinds,
            types: definitions,
        },
        head,
    )
}

/// Several kinds of messages as they are written.
pub(super) fn of_kinds(kinds: Kinds, head: &Head<'_>) -> Value {
    whole(json!({ "oneOf": one_of(&kinds.kinds) }), kinds, head)
}

fn tells_machines_apart(schema: &Value) -> bool {
    schema["oneOf"][0]["properties"]["machine"].is_object()
}

fn one_of(kinds: &[(String, Map<String, Value>)]) -> Vec<Value> {
    let names = kinds.iter().map(|(name, _)| name);
    names
        .map(|name| json!({ "$ref": format!("{DEFINITIONS}{name}") }))
        .collect()
}

fn whole(mut body: Value, kinds: Kinds, head: &Head<'_>) -> Value {
    let Kinds {
        kinds,
        types: mut definitions,
    } = kinds;
    for (name, mut kind) in kinds {
        kind.insert("title".to_owned(), json!(name));
        definitions.insert(name, Value::Object(kind));
    }
    for (name, schema) in &mut definitions {
        write(schema, head.strangers);
        // What a message has beside its own fields is said where several kinds may stand.
        if head.strangers == Strangers::None && name.contains('.') {
            without(schema, "additionalProperties");
        }
    }
    write(&mut body, head.strangers);
    let date = json!({
        "description": head.dates,
        "type": "string",
        "format": "date",
        "pattern": GREGORIAN,
    });
    definitions.insert("Date".to_owned(), date);
    body["$schema"] = json!(DRAFT);
    body["$id"] = json!(format!("urn:parvaneh:schema:{}:1", head.kind));
    body["title"] = json!(head.title);
    body["description"] = json!(head.description);
    let used = used(&body, &definitions);
    definitions.retain(|name, _| used.contains(name));
    body["$defs"] = Value::Object(definitions);
    body
}

fn without(schema: &mut Value, keyword: &str) {
    if let Value::Object(keywords) = schema {
        keywords.remove(keyword);
    }
}

/// Says what no type says, in a schema and in all within it.
fn write(schema: &mut Value, strangers: Strangers) {
    let keywords = match schema {
        Value::Array(several) => return several.iter_mut().for_each(|it| write(it, strangers)),
        Value::Object(keywords) => keywords,
        _ => return,
    };
    for within in ["oneOf", "anyOf", "allOf", "items", "additionalProperties"] {
        if let Some(schema) = keywords.get_mut(within) {
            write(schema, strangers);
        }
    }
    let mut has_fields = false;
    if let Some(Value::Object(fields)) = keywords.get_mut("properties") {
        fields.values_mut().for_each(|it| write(it, strangers));
        has_fields = true;
    }
    if has_fields
        && strangers == Strangers::None
        && let Some(Value::Array(several)) = keywords.get_mut("oneOf")
    {
        // Each of them has some of the fields; together they have all.
        let each = several.iter_mut();
        each.for_each(|it| without(it, "additionalProperties"));
        keywords.insert("unevaluatedProperties".to_owned(), json!(false));
    }
    if let Some(Value::String(text)) = keywords.get_mut("description") {
        *text = first_paragraph(text);
    }
    if keywords.get("default") == Some(&Value::Null) {
        keywords.remove("default");
    }
    if strangers != Strangers::PassedOver {
        // What becomes of a field at publishing is no matter anywhere else.
        keywords.remove("x-withheld");
    }
    match keywords.remove("format") {
        Some(Value::String(format)) if format == "date" => return refer_to_date(schema),
        Some(Value::String(format)) => match bounds(&format) {
            Some((least, greatest)) => {
                keywords.insert("minimum".to_owned(), least);
                keywords.insert("maximum".to_owned(), greatest);
            }
            None if keywords.get("type") == Some(&json!("number")) => {}
            None => drop(keywords.insert("format".to_owned(), json!(format))),
        },
        _ => {}
    }
    let is_open = keywords.get("type") == Some(&json!("object"))
        && keywords.contains_key("properties")
        && !keywords.contains_key("additionalProperties")
        && !keywords.contains_key("unevaluatedProperties");
    if is_open {
        let others = match strangers {
            Strangers::PassedOver => return,
            Strangers::Null => json!({ "type": "null" }),
            Strangers::None => json!(false),
        };
        keywords.insert("additionalProperties".to_owned(), others);
    }
}

/// A date, or a date or nothing, by the one definition of what a date is.
fn refer_to_date(schema: &mut Value) {
    let date = json!({ "$ref": "#/$defs/Date" });
    let mut referring = match schema["type"].take() {
        Value::Array(_) => json!({ "anyOf": [date, { "type": "null" }] }),
        _ => date,
    };
    if let Some(text) = schema.get("description") {
        referring["description"] = text.clone();
    }
    *schema = referring;
}

fn bounds(format: &str) -> Option<(Value, Value)> {
    match format {
        "int32" => Some((json!(i32::MIN), json!(i32::MAX))),
        "uint8" => Some((json!(0), json!(u8::MAX))),
        "uint16" => Some((json!(0), json!(u16::MAX))),
        "uint32" => Some((json!(0), json!(u32::MAX))),
        "uint" | "uint64" => Some((json!(0), json!(u64::MAX))),
        "int64" => Some((json!(i64::MIN), json!(i64::MAX))),
        _ => None,
    }
}

/// What the type's documentation says first, in a line.
fn first_paragraph(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    paragraph.lines().collect::<Vec<_>>().join(" ")
}
