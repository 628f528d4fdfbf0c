//! What published events look like, as JSON Schema and as an AsyncAPI document.

mod kinds;
mod published;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

pub use kinds::Kinds;
pub(crate) use kinds::target;
pub use published::published;

/// Every type, as a JSON Schema, draft 2020-12.
pub const SCHEMA: &str = include_str!("../schemas/cloudevent.schema.json");

/// What is sent where, as an AsyncAPI 3.0 document in JSON.
pub const ASYNCAPI: &str = include_str!("../schemas/asyncapi.json");

pub(crate) const DEFINITIONS: &str = "#/$defs/";

/// The types of events, as `<machine>.<event>`, in the order of a life.
pub fn types() -> Result<Vec<String>, serde_json::Error> {
    Ok(types_of(&serde_json::from_str(SCHEMA)?))
}

fn types_of(schema: &Value) -> Vec<String> {
    let types = schema["oneOf"].as_array().into_iter().flatten();
    let names = types.filter_map(|kind| kind["$ref"].as_str()?.strip_prefix(DEFINITIONS));
    names.map(str::to_owned).collect()
}

/// The schema of one type, named as `<machine>.<event>` or as in events; none where there is no
/// such type.
pub fn schema_of(kind: &str) -> Result<Option<Value>, serde_json::Error> {
    let mut whole: Value = serde_json::from_str(SCHEMA)?;
    let names = types_of(&whole);
    let full = |name: &str| whole["$defs"][name]["allOf"][1]["properties"]["type"]["const"].clone();
    let mut named = names
        .iter()
        .filter(|name| *name == kind || full(name) == kind);
    let Some(name) = named.next().cloned() else {
        return Ok(None);
    };
    let Value::Object(definitions) = whole["$defs"].take() else {
        return Ok(None);
    };
    let Some(Value::Object(mut schema)) = definitions.get(&name).cloned() else {
        return Ok(None);
    };
    let id = format!("{}:{name}", whole["$id"].as_str().unwrap_or_default());
    schema.insert("$schema".to_owned(), whole["$schema"].take());
    schema.insert("$id".to_owned(), Value::String(id));
    let mut schema = Value::Object(schema);
    let used = used(&schema, &definitions);
    let kept = definitions
        .into_iter()
        .filter(|(name, _)| used.contains(name));
    schema["$defs"] = Value::Object(kept.collect());
    Ok(Some(schema))
}

/// The names of the definitions that a schema needs.
pub fn used(schema: &Value, definitions: &Map<String, Value>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        references(next, &mut |to| {
            if let Some(definition) = definitions.get(to)
                && used.insert(to.to_owned())
            {
                open.push(definition);
            }
        });
    }
    used
}

/// Calls `found` with the name of every definition that is referred to.
fn references(schema: &Value, found: &mut impl FnMut(&str)) {
    match schema {
        Value::Object(keywords) => {
            let reference = keywords.get("$ref").and_then(Value::as_str);
            if let Some(name) = reference.and_then(|it| it.strip_prefix(DEFINITIONS)) {
                found(name);
            }
            keywords.values().for_each(|it| references(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
