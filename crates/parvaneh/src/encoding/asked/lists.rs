//! The other step from version 2 of what was asked: a list of what is missing could be empty, where it now has
//! something on it.

use serde_json::Value;

/// What stands on a list that had nothing on it.
const NOT_SAID: &str = "not said";

/// Has a list of what is missing have something on it.
pub(super) fn fill_in(command: &mut Value) {
    if command["type"] != "note_deficiency" {
        return;
    }
    let Some(missing) = command.get_mut("missing").and_then(Value::as_array_mut) else {
        return;
    };
    missing.retain(|it| it.as_str().is_some_and(|it| !it.trim().is_empty()));
    if missing.is_empty() {
        missing.push(NOT_SAID.into());
    }
}
