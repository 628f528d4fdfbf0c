//! The step from version 2 of what was asked: the cancellation of a principled approval named its own notice
//! and hearing, where it now rests on those that were recorded.

use serde_json::Value;

/// Has a cancellation say its reason alone.
pub(super) fn drop_from(command: &mut Value) {
    if command["machine"] == "principled_approval"
        && command["type"] == "cancel"
        && let Some(command) = command.as_object_mut()
        && let Some(measure) = command.remove("measure")
    {
        command.insert("reason".to_owned(), measure["reason"].clone());
    }
}
