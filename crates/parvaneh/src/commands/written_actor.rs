//! Who acts, as whoever sends a command writes it: an officer says whose dossiers it may touch, those of one
//! province or all. Left out, the one would be taken for the other.

use parvaneh_core::actor::Role;
use serde_json::Value;
#[cfg(feature = "schema")]
use serde_json::json;

use super::request::RequestError;

/// The fields in which an actor stands.
const FIELDS: [&str; 2] = ["actor", "entered_by"];

/// The field by which a national actor says that it is one.
const NATIONAL: &str = "national";

/// Refuses an officer who says neither a province nor that it is national, wherever one stands in what was given,
/// and takes out that it is: an actor without a province is. `path`: where it stands, with dots.
pub(crate) fn says_where(path: &str, given: &mut Value) -> Result<(), RequestError> {
    let inside = |name: &str| format!("{path}{}{name}", if path.is_empty() { "" } else { "." });
    match given {
        Value::Object(fields) => fields.iter_mut().try_for_each(|(name, value)| {
            if FIELDS.contains(&name.as_str()) {
                of_one_or_of_all(&inside(name), value)?;
            }
            says_where(&inside(name), value)
        }),
        Value::Array(members) => {
            let mut members = members.iter_mut().enumerate();
            members.try_for_each(|(at, value)| says_where(&inside(&at.to_string()), value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

fn of_one_or_of_all(field: &str, actor: &mut Value) -> Result<(), RequestError> {
    let Some(fields) = actor.as_object_mut() else {
        return Ok(());
    };
    let is_national = fields.remove(NATIONAL) == Some(Value::Bool(true));
    let has_province = fields.get("province").is_some_and(|it| !it.is_null());
    let word = fields.get("role").and_then(Value::as_str);
    // Another word is refused where the role is read.
    let role = word.and_then(|word| Role::ALL.iter().find(|role| role.word() == word));
    match role {
        Some(role) if !role.is_of_a_party() && !is_national && !has_province => {
            Err(RequestError::Nowhere {
                field: field.to_owned(),
                role: *role,
            })
        }
        Some(_) | None => Ok(()),
    }
}

/// What the schema of a command says of each actor in it: a party is not national, and whoever is none says a
/// province or that it is national.
#[cfg(feature = "schema")]
pub(crate) fn in_schema(schema: &mut schemars::Schema) {
    let parties = Role::ALL.iter().filter(|role| role.is_of_a_party());
    let parties: Vec<&str> = parties.map(|role| role.word()).collect();
    let rule = json!([{
        "if": {
            "type": "object",
            "required": ["role"],
            "properties": { "role": { "enum": parties } },
        },
        "then": { "properties": { "national": { "const": false } } },
        "else": { "anyOf": [
            {
                "required": ["province"],
                "properties": { "province": { "type": "string" }, "national": { "const": false } },
            },
            {
                "required": ["national"],
                "properties": { "province": { "type": "null" }, "national": { "const": true } },
            },
        ] },
    }]);
    schema.insert("allOf".to_owned(), rule);
}
