//! Who acts, as whoever sends a command writes it: an officer says whose dossiers it may touch, those of one
//! province or all. Left out, the one would be taken for the other.

use parvaneh_core::actor::Role;
use serde_json::Value;

use super::request::RequestError;

/// The fields in which an actor stands.
const FIELDS: [&str; 2] = ["actor", "entered_by"];

/// The field by which a national actor says that it is one.
const NATIONAL: &str = "national";

/// Refuses an officer who says neither a province nor that it is national, wherever one stands in what was given,
/// and takes out that it is: an actor without a province is.
pub(crate) fn says_where(given: &mut Value) -> Result<(), RequestError> {
    let inside: Vec<&mut Value> = match given {
        Value::Object(fields) => {
            for field in FIELDS {
                if let Some(actor) = fields.get_mut(field) {
                    of_one_or_of_all(actor)?;
                }
            }
            fields.values_mut().collect()
        }
        Value::Array(members) => members.iter_mut().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    inside.into_iter().try_for_each(says_where)
}

fn of_one_or_of_all(actor: &mut Value) -> Result<(), RequestError> {
    let Some(fields) = actor.as_object_mut() else {
        return Ok(());
    };
    let is_national = fields.remove(NATIONAL) == Some(Value::Bool(true));
    let has_province = fields.get("province").is_some_and(|it| !it.is_null());
    let word = fields.get("role").and_then(Value::as_str);
    // Another word is refused where the role is read, and the calendar where it would act.
    let role = word.and_then(|word| Role::ALL.iter().find(|role| role.word() == word));
    match role {
        Some(Role::Calendar) | None => Ok(()),
        Some(role) if !role.is_of_a_party() && !is_national && !has_province => {
            let id = fields.get("id").and_then(Value::as_str);
            Err(RequestError::Nowhere {
                id: id.unwrap_or_default().to_owned(),
                role: *role,
            })
        }
        Some(_) => Ok(()),
    }
}
