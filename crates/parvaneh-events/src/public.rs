//! What of an event others may know: its ids, days, numbers and codes, and what things are called.
//! Free text stays in the register, as somebody may have written a name into it, and so do the votes
//! of a resolution. Which of these a field is, its type says: its schema has `x-withheld`.
//!
//! What no type has called publishable is not published, and a test fails until one does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::schema::{Kinds, target};

/// The word by which a schema says whether others may know what it describes.
pub(crate) const WITHHELD: &str = "x-withheld";

/// The fields that name the type of a stored event. A published event has its type elsewhere.
pub(crate) const TAGS: [&str; 3] = ["v", "machine", "type"];

/// Whether the value at a place of an event is published.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// It is published.
    Published,
    /// It stays in the register.
    Withheld,
    /// Of its fields, or those of its items, each has a place of its own; no others are published.
    Fields(BTreeMap<String, Place>),
}

/// The place that a schema describes; it refers to `types`.
pub(crate) fn place(schema: &Value, types: &Map<String, Value>) -> Place {
    if let Some(withheld) = schema[WITHHELD].as_bool() {
        return match withheld {
            true => Place::Withheld,
            false => Place::Published,
        };
    }
    if let Some(target) = target(schema, types) {
        return place(target, types);
    }
    if let Some(several) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let places = several.iter().map(|schema| place(schema, types));
        return places.reduce(Place::or).unwrap_or(Place::Withheld);
    }
    if let Some(fields) = schema["properties"].as_object() {
        let fields = fields.iter();
        let fields = fields.map(|(name, schema)| (name.clone(), place(schema, types)));
        return Place::Fields(fields.collect());
    }
    if schema["items"].is_object() {
        return place(&schema["items"], types);
    }
    match is_undecided(schema) {
        true => Place::Withheld,
        false => Place::Published,
    }
}

/// Whether anything may stand where a schema describes, and no type says if others may know it.
fn is_undecided(schema: &Value) -> bool {
    let is_bounded = ["const", "enum", "format", "pattern"]
        .iter()
        .any(|keyword| !schema[*keyword].is_null());
    let is_of_type = |name: &str| match &schema["type"] {
        Value::Array(names) => names.iter().any(|own| own == name),
        own => own == name,
    };
    let is_plain = ["boolean", "integer", "null", "number"];
    let is_text = ["string", "object", "array"].into_iter().any(is_of_type);
    !is_bounded && (is_text || !is_plain.into_iter().any(is_of_type))
}

impl Place {
    /// What is done with a value that either of two schemas may describe: withheld by one, it is withheld.
    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Withheld, _) | (_, Self::Withheld) => Self::Withheld,
            (Self::Fields(mut fields), Self::Fields(others)) => {
                for (name, other) in others {
                    let both = match fields.remove(&name) {
                        Some(own) => own.or(other),
                        None => other,
                    };
                    fields.insert(name, both);
                }
                Self::Fields(fields)
            }
            (Self::Fields(fields), Self::Published) | (Self::Published, Self::Fields(fields)) => {
                Self::Fields(fields)
            }
            (Self::Published, Self::Published) => Self::Published,
        }
    }
}

/// Of each kind of event that is stored, what is published.
static PLACES: LazyLock<BTreeMap<String, Place>> = LazyLock::new(|| {
    let Kinds { kinds, types } = Kinds::stored();
    let kinds = kinds.into_iter();
    kinds
        .map(|(name, mut kind)| {
            if let Some(Value::Object(fields)) = kind.get_mut("properties") {
                fields.retain(|name, _| !TAGS.contains(&name.as_str()));
            }
            (name, place(&Value::Object(kind), &types))
        })
        .collect()
});

/// The fields of an event that others may know; `name` is its machine and its type.
pub(crate) fn fields(name: &str, fields: Map<String, Value>) -> Value {
    match PLACES.get(name) {
        Some(place) => published(Value::Object(fields), place),
        None => Value::Object(Map::new()),
    }
}

fn published(value: Value, place: &Place) -> Value {
    match (value, place) {
        (Value::Object(given), Place::Fields(places)) => {
            let known = given
                .into_iter()
                .filter_map(|(name, value)| match places.get(&name)? {
                    Place::Withheld => None,
                    Place::Published => Some((name, value)),
                    within @ Place::Fields(_) => Some((name, published(value, within))),
                });
            Value::Object(known.collect())
        }
        (Value::Array(items), Place::Fields(_)) => {
            let items = items.into_iter();
            Value::Array(items.map(|item| published(item, place)).collect())
        }
        (value, _) => value,
    }
}

#[cfg(test)]
mod tests;
