//! What is published of what is stored: the envelope, and of each kind what is not withheld.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Kinds;
use crate::event::{CloudEvent, TYPE_PREFIX};
use crate::public::{Place, TAGS, WITHHELD, place};

/// The published kinds, of those that are stored.
pub fn published(stored: &Kinds) -> Kinds {
    let kinds = stored.kinds.iter();
    let kinds = kinds.map(|(name, kind)| (name.clone(), of_kind(name, kind, &stored.types)));
    let mut types: Map<String, Value> = stored.types.clone();
    let each = types.values_mut();
    each.for_each(|it| less_what_is_withheld(it, &stored.types));
    let generator = SchemaSettings::draft2020_12().for_serialize();
    let mut envelope = generator
        .into_generator()
        .into_root_schema_for::<CloudEvent>()
        .to_value();
    if let Value::Object(more) = envelope["$defs"].take() {
        types.extend(more);
    }
    if let Value::Object(envelope) = &mut envelope {
        envelope.retain(|keyword, _| !["$schema", "$defs", "title"].contains(&keyword.as_str()));
    }
    types.insert("CloudEvent".to_owned(), envelope);
    Kinds {
        kinds: kinds.collect(),
        types,
    }
}

/// One kind: the envelope, with its own name and what is published of its own fields.
fn of_kind(
    name: &str,
    stored: &Map<String, Value>,
    types: &Map<String, Value>,
) -> Map<String, Value> {
    let mut event = Value::Object(stored.clone());
    let version = event["properties"]["v"]["const"].take();
    if let Value::Object(fields) = &mut event["properties"] {
        fields.retain(|name, _| !TAGS.contains(&name.as_str()));
    }
    less_what_is_withheld(&mut event, types);
    let mut kind = Map::new();
    if let Some(text) = event
        .as_object_mut()
        .and_then(|it| it.remove("description"))
    {
        kind.insert("description".to_owned(), text);
    }
    let data = json!({ "properties": { "event": event } });
    let of_type = json!({ "const": format!("{TYPE_PREFIX}.{name}.v{version}") });
    kind.insert(
        "allOf".to_owned(),
        json!([
            { "$ref": "#/$defs/CloudEvent" },
            { "properties": { "type": of_type, "data": data } },
        ]),
    );
    kind
}

/// A schema without what is withheld; it refers to `types`.
fn less_what_is_withheld(schema: &mut Value, types: &Map<String, Value>) {
    let keywords = match schema {
        Value::Array(several) => {
            return several
                .iter_mut()
                .for_each(|it| less_what_is_withheld(it, types));
        }
        Value::Object(keywords) => keywords,
        _ => return,
    };
    keywords.remove(WITHHELD);
    let mut lacks = false;
    if let Some(Value::Object(fields)) = keywords.get_mut("properties") {
        let all = fields.len();
        fields.retain(|_, schema| place(schema, types) != Place::Withheld);
        lacks = fields.len() < all;
        let kept: Vec<String> = fields.keys().cloned().collect();
        let each = fields.values_mut();
        each.for_each(|it| less_what_is_withheld(it, types));
        if let Some(Value::Array(names)) = keywords.get_mut("required") {
            names.retain(|name| kept.iter().any(|kept| name == kept));
        }
    }
    if lacks && let Some(Value::String(text)) = keywords.get_mut("description") {
        text.push_str(" Part of it stays in the register.");
    }
    for within in ["oneOf", "anyOf", "items"] {
        if let Some(schema) = keywords.get_mut(within) {
            less_what_is_withheld(schema, types);
        }
    }
}
