//! The kinds of messages, as their types describe them: what tells them apart stands in two tags,
//! `machine` and `type`.

use parvaneh_core::text::HASHED;
use parvaneh_core::timeline::{Mark, Said};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::public::WITHHELD;

/// Kinds of messages, each with its schema, and the types that those refer to.
#[derive(Clone, Debug)]
pub struct Kinds {
    /// By `<machine>.<type>`, in the order of a life.
    pub kinds: Vec<(String, Map<String, Value>)>,
    /// By name.
    pub types: Map<String, Value>,
}

impl Kinds {
    /// The kinds that are stored, each with the version of its form.
    pub fn stored() -> Self {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let mut machines = generator.into_root_schema_for::<Said>().to_value();
        let types = types_of(&mut machines);
        let mut stored = Self::within(&machines, &types);
        for (_, kind) in &mut stored.kinds {
            add(kind, "v", json!({ "const": 1 }));
        }
        stored
    }

    /// The same as rows of the journal: each may say how it stands in the history.
    pub fn rows() -> Self {
        let mut rows = Self::stored();
        let generator = SchemaSettings::draft2020_12().into_generator();
        let mut mark = generator.into_root_schema_for::<Mark>().to_value();
        rows.types.extend(types_of(&mut mark));
        if let Value::Object(keywords) = &mut mark {
            keywords
                .retain(|keyword, _| !["$schema", "$defs", "title"].contains(&keyword.as_str()));
        }
        rows.types.insert("Mark".to_owned(), mark);
        for (_, kind) in &mut rows.kinds {
            kind.insert("$ref".to_owned(), json!("#/$defs/Mark"));
            kind.values_mut().for_each(hashed);
        }
        rows.types.values_mut().for_each(hashed);
        rows
    }

    /// The kinds that a schema of machines tells apart; it refers to `types`.
    pub fn within(machines: &Value, types: &Map<String, Value>) -> Self {
        let mut kinds = Vec::new();
        for machine in several(machines) {
            let of = word(machine, "machine");
            for kind in target(machine, types).into_iter().flat_map(several) {
                let name = format!("{of}.{}", word(kind, "type"));
                let mut kind = whole(kind, types);
                add(&mut kind, "machine", json!({ "const": of }));
                kinds.push((name, kind));
            }
        }
        let types = types.clone();
        Self { kinds, types }
    }
}

/// Has each text that somebody wrote stand there as itself or by its hash.
fn hashed(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            let is_withheld = keywords.get(WITHHELD) == Some(&Value::Bool(true));
            let text = keywords.get("type").filter(|_| is_withheld).cloned();
            match text.filter(may_be_text) {
                Some(text) => {
                    keywords.remove("type");
                    let hash = json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" });
                    let hashed = json!({
                        "description": "The SHA-256 of a text that stands beside the row, or was blanked.",
                        "type": "object",
                        "properties": { HASHED: hash },
                        "required": [HASHED],
                        "additionalProperties": false,
                    });
                    let either = json!([{ "type": text }, hashed]);
                    keywords.insert("anyOf".to_owned(), either);
                }
                None => keywords.values_mut().for_each(hashed),
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hashed),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn may_be_text(kind: &Value) -> bool {
    let kinds = kind
        .as_array()
        .map_or(std::slice::from_ref(kind), Vec::as_slice);
    kinds.iter().any(|kind| kind == "string")
}

/// The types that a schema brings with it.
fn types_of(schema: &mut Value) -> Map<String, Value> {
    match schema["$defs"].take() {
        Value::Object(types) => types,
        _ => Map::new(),
    }
}

/// A kind with the fields of the type that it refers to, if it does.
fn whole(kind: &Value, types: &Map<String, Value>) -> Map<String, Value> {
    let own = kind.as_object().cloned().unwrap_or_default();
    let Some(Value::Object(fields)) = target(kind, types) else {
        return own;
    };
    let mut whole = fields.clone();
    for (keyword, value) in own {
        match (keyword.as_str(), value, whole.get_mut(&keyword)) {
            ("$ref", _, _) => {}
            ("properties", Value::Object(more), Some(Value::Object(fields))) => fields.extend(more),
            ("required", Value::Array(more), Some(Value::Array(names))) => {
                names.splice(0..0, more);
            }
            (_, value, _) => drop(whole.insert(keyword, value)),
        }
    }
    whole
}

/// With one more field, without which it is none of the kind.
fn add(kind: &mut Map<String, Value>, name: &str, schema: Value) {
    let properties = kind.entry("properties").or_insert_with(|| json!({}));
    properties[name] = schema;
    let required = kind.entry("required").or_insert_with(|| json!([]));
    if let Value::Array(names) = required {
        names.insert(0, json!(name));
    }
}

fn several(schema: &Value) -> impl Iterator<Item = &Value> {
    schema["oneOf"].as_array().into_iter().flatten()
}

/// The word that a tag has in a schema of one kind.
fn word<'a>(schema: &'a Value, tag: &str) -> &'a str {
    let word = schema["properties"][tag]["const"].as_str();
    word.unwrap_or_default()
}

/// What a schema refers to.
pub(crate) fn target<'a>(schema: &Value, types: &'a Map<String, Value>) -> Option<&'a Value> {
    let name = schema["$ref"].as_str()?;
    types.get(name.strip_prefix(super::DEFINITIONS)?)
}
