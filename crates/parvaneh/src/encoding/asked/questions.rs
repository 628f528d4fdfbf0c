//! The step from version 1 of what was asked: a resolution did not say what it decides, and decided
//! what the command asked that it stood in.

use parvaneh_core::resolution::{Matter, Motion};
use serde_json::{Value, json};

/// What was asked, with the resolution in its command saying what it decides.
pub(super) fn are_named(mut kept: Value) -> Value {
    if let Some(command) = kept.get_mut("command") {
        name(command);
    }
    kept
}

/// Has the resolution in a command, where there is one that does not, say what it decides.
pub(super) fn name(command: &mut Value) {
    let Some((matter, motion)) = of(command) else {
        return;
    };
    if let Some(resolution) = command["resolution"].as_object_mut() {
        resolution.entry("matter").or_insert(matter);
        resolution.entry("motion").or_insert(motion);
    }
}

/// What a command of that version asked of the working group.
fn of(command: &Value) -> Option<(Value, Value)> {
    let (machine, of_type) = (
        command.get("machine")?.as_str()?,
        command.get("type")?.as_str()?,
    );
    let (matter, motion) = match (machine, of_type) {
        ("call", "approve_capacity") => (json!(Matter::Call), Motion::ApproveCapacity),
        ("call", "extend") => (json!(Matter::Call), Motion::Extend),
        ("call", "rank") => (json!(Matter::Ranking), Motion::Rank),
        ("call", "cancel") => (json!(Matter::Call), Motion::Cancel),
        ("application", "qualify") => (json!(Matter::Application), Motion::Qualify),
        ("application", "reserve") => (json!(Matter::Application), Motion::Reserve),
        ("application", "reject") => (json!(Matter::Application), Motion::Reject),
        ("principled_approval", "issue") => (json!(Matter::PrincipledApproval), Motion::Issue),
        ("principled_approval", "extend") => (json!(Matter::PrincipledApproval), Motion::Extend),
        ("principled_approval", "stay") => (json!(Matter::PrincipledApproval), Motion::Stay),
        ("principled_approval", "cancel") => (json!(Matter::PrincipledApproval), Motion::Cancel),
        ("licence", "relocate") => (json!(Matter::Relocation), Motion::Permit),
        ("licence", "refuse_relocation") => (json!(Matter::Relocation), Motion::Refuse),
        ("licence", "permit_closure") => (json!(Matter::Closure), Motion::Permit),
        ("licence", "permit_counter") => (json!(Matter::Counter), Motion::Permit),
        ("renewal", "excuse_lateness") => (json!(Matter::Renewal), Motion::ExcuseLateness),
        ("renewal", "confirm") => (json!(Matter::Renewal), Motion::Confirm),
        ("renewal", "refuse") => (json!(Matter::Renewal), Motion::Refuse),
        ("transfer", "confirm") => (json!(Matter::Transfer), Motion::Confirm),
        ("transfer", "refuse") => (json!(Matter::Transfer), Motion::Refuse),
        // The post's name is the matter's.
        ("appointment", "approve") => (command.get("post")?.clone(), Motion::Approve),
        ("appointment", "reject") => (command.get("post")?.clone(), Motion::Reject),
        ("contract", "approve") => (
            json!({ "contract": command.get("agency")? }),
            Motion::Approve,
        ),
        (_, _) => return None,
    };
    Some((matter, json!(motion)))
}
