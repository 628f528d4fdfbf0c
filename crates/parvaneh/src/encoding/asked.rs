//! What was asked in an act, as it is kept beside the journal: enough to decide the act again.
//!
//! The form has a version, as events have, and is never changed under the same one. A text of an
//! earlier version is brought up to today's, step by step, before it is read.

mod hearings;
mod lists;
mod questions;

use parvaneh_core::dossier::{CallView, Command, Context};
use parvaneh_core::edition::EditionId;
use parvaneh_core::text::BLANKED;
use parvaneh_core::timeline::Asked;
use serde::Serialize;
use serde_json::Value;

use crate::EngineError;
use crate::request::Request;
use crate::revise::Revision;

/// The version of the form that is written.
const VERSION: u64 = 3;

/// The step from each earlier version to the next one, from version 1 on.
const STEPS: [fn(Value) -> Value; 2] = [questions::are_named, from_version_2];

/// What is kept.
#[derive(Serialize)]
struct Outgoing<'a> {
    v: u64,
    command: &'a Command,
    edition: &'a EditionId,
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<&'a CallView>,
    #[serde(flatten)]
    shown: Shown<'a>,
}

/// What a desk that enters an act says shows it.
#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct Shown<'a> {
    /// What shows the day of the act.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a str>,
    /// The paper by which a party did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<&'a str>,
}

impl<'a> Shown<'a> {
    /// What a request says.
    pub(crate) fn by(request: &'a Request) -> Self {
        Self {
            evidence: request.evidence.as_deref(),
            paper: request.paper.as_deref(),
        }
    }
}

/// The step from version 2.
fn from_version_2(mut kept: Value) -> Value {
    if let Some(command) = kept.get_mut("command") {
        of_version_3(command);
    }
    kept
}

fn of_version_3(command: &mut Value) {
    hearings::drop_from(command);
    lists::fill_in(command);
}

/// What is asked by a command in `context`, as it is kept, with what a desk says shows it.
pub(crate) fn asked_to_json(
    command: &Command,
    context: &Context<'_>,
    shown: Shown<'_>,
) -> Result<String, EngineError> {
    let outgoing = Outgoing {
        v: VERSION,
        command,
        edition: &context.edition.id,
        call: context.call,
        shown,
    };
    let asked = serde_json::to_string(&outgoing).map_err(EngineError::Encode)?;
    let said = serde_json::to_string(&(command, &outgoing.shown));
    match has_blanked_text(&said.map_err(EngineError::Encode)?) {
        true => Err(EngineError::Text(format!(
            "a text of the command is {BLANKED}, which stands for a text that was blanked; write a text"
        ))),
        false => Ok(asked),
    }
}

fn has_blanked_text(said: &str) -> bool {
    said.contains(&format!(r#""{BLANKED}""#))
}

/// What was asked in an act; none where this program does not know the form. The act then counts as
/// one of which nothing was kept.
pub(crate) fn asked_from_json(text: &str) -> Option<Asked> {
    let mut kept: Value = serde_json::from_str(text).ok()?;
    let v = kept.as_object_mut()?.remove("v")?.as_u64()?;
    let done = usize::try_from(v.checked_sub(1)?).ok()?;
    let steps = STEPS.get(done..)?;
    let kept = steps.iter().fold(kept, |kept, step| step(kept));
    serde_json::from_value(kept).ok()
}

/// A proposal that was kept, by this program or by one whose commands had resolutions that did not say
/// what they decide.
pub(crate) fn proposal_from_json(text: &str) -> Result<Revision, serde_json::Error> {
    let mut kept: Value = serde_json::from_str(text)?;
    let dossiers = kept.get_mut("dossiers").and_then(Value::as_array_mut);
    for dossier in dossiers.into_iter().flatten() {
        let entered = dossier.get_mut("enter").and_then(Value::as_array_mut);
        for act in entered.into_iter().flatten() {
            if let Some(command) = act.get_mut("command") {
                questions::name(command);
                of_version_3(command);
            }
        }
    }
    serde_json::from_value(kept)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use parvaneh_core::calendar::solar_hijri;
    use parvaneh_core::dossier::Dossier;
    use parvaneh_core::specimen::{self, Specimen};

    use super::*;
    use crate::Workflows;

    /// One line for every form in which a command was ever kept. Lines are added and never changed.
    const COMMANDS: &str = include_str!("../../../../tests/data/commands.jsonl");

    #[test]
    fn there_is_a_step_from_each_earlier_version() {
        assert_eq!(STEPS.len() as u64 + 1, VERSION);
    }

    /// What was kept is read, and says the same when it is kept again.
    #[test]
    fn kept_commands_are_read() {
        for line in COMMANDS.lines() {
            let asked = asked_from_json(line).unwrap_or_else(|| panic!("it is not read: {line}"));
            let mut given: Value = serde_json::from_str(line).unwrap();
            let v = given["v"].as_u64().unwrap();
            let done = usize::try_from(v - 1).unwrap();
            given = STEPS[done..].iter().fold(given, |given, step| step(given));
            let again = serde_json::to_value(&asked).unwrap();
            assert_eq!(again["command"], given["command"]);
            assert_eq!(again["edition"], given["edition"]);
            assert_eq!(again.get("call"), given.get("call"));
        }
    }

    /// Whoever sends a command writes each of its days in the calendar that they know.
    #[test]
    fn the_days_of_a_command_are_read_in_either_calendar() {
        let mut days = 0;
        for line in COMMANDS.lines() {
            let asked = asked_from_json(line).unwrap();
            let mut command = serde_json::to_value(&asked.command).unwrap();
            days += in_solar_hijri(&mut command);
            let read: Result<Command, _> = serde_json::from_value(command);
            assert_eq!(read.ok(), Some(asked.command), "{line}");
        }
        assert!(50 < days, "{days}");
    }

    /// Writes each day in Solar Hijri; how many there are.
    fn in_solar_hijri(value: &mut Value) -> usize {
        match value {
            Value::String(text) => text.parse().map_or(0, |day| {
                *text = solar_hijri(day);
                1
            }),
            Value::Array(items) => items.iter_mut().map(in_solar_hijri).sum(),
            Value::Object(fields) => fields.values_mut().map(in_solar_hijri).sum(),
            Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        }
    }

    /// A resolution from before resolutions said what they decide is read as one for the command that
    /// it stands in.
    #[test]
    fn an_earlier_resolution_decides_what_was_asked() {
        let mut resolutions = 0;
        for line in COMMANDS.lines() {
            let asked = asked_from_json(line).unwrap();
            let command = serde_json::to_value(&asked.command).unwrap();
            let Some(resolution) = command.get("resolution").filter(|it| it.is_object()) else {
                continue;
            };
            let question = asked.command.question().expect("it takes a resolution");
            assert_eq!(resolution["matter"], serde_json::json!(question.matter));
            assert_eq!(resolution["motion"], serde_json::json!(question.motion));
            resolutions += 1;
        }
        assert!(20 < resolutions, "{resolutions}");
    }

    /// So is one in a proposal that waits for a second person.
    #[test]
    fn an_earlier_proposal_is_read() {
        let act = r#"{"on":"2026-11-23","actor":{"id":"g","role":"working_group"},"command":{"machine":
            "contract","type":"approve","agency":"bank","resolution":{"session":"1","on":"2026-11-23",
            "votes":[]}}}"#;
        let text = format!(
            r#"{{"id":"00000000-0000-7000-8000-000000000001","actor":{{"id":"a","role":"authority"}},
            "reason":"keyed elsewhere","rests_on":"minutes","dossiers":[{{"number":"17-1","enter":[{act}]}}]}}"#
        );
        let revision = proposal_from_json(&text).unwrap();
        let command = serde_json::to_value(&revision.dossiers[0].enter[0].command).unwrap();
        assert_eq!(command["resolution"]["matter"]["contract"], "bank");
        assert_eq!(command["resolution"]["motion"], "approve");
    }

    /// Every command that the code knows is in the file, in each form that an edition gives it.
    #[test]
    fn every_command_is_in_the_file() {
        let workflows = Workflows::embedded().unwrap();
        let dossier = Dossier::default();
        let known: BTreeSet<String> = COMMANDS
            .lines()
            .filter_map(asked_from_json)
            .map(|asked| asked.command.name().to_owned())
            .collect();
        let mut missing = Vec::new();
        for edition in workflows.editions() {
            let specimen = Specimen {
                edition,
                today: "2026-11-23".parse().unwrap(),
                dossier: &dossier,
                call: None,
            };
            for command in specimen::commands(&specimen) {
                if !known.contains(command.name()) {
                    let outgoing = Outgoing {
                        v: VERSION,
                        command: &command,
                        edition: &edition.id,
                        call: None,
                        shown: Shown::default(),
                    };
                    missing.push(serde_json::to_string(&outgoing).unwrap());
                }
            }
        }
        let names = Command::names();
        let unknown: Vec<&String> = names.iter().filter(|it| !known.contains(*it)).collect();
        let missing = missing.join("\n");
        assert!(
            unknown.is_empty(),
            "tests/data/commands.jsonl lacks {unknown:?}, as in\n{missing}"
        );
    }

    #[test]
    fn a_form_that_is_not_known_counts_as_not_kept() {
        let of_version = |v: &str| {
            let command = r#""command":{"machine":"renewal","type":"file"}"#;
            asked_from_json(&format!(
                r#"{{"v":{v},{command},"edition":"pishkhan/1389"}}"#
            ))
        };
        assert!(["1", "2", "3"].into_iter().all(|v| of_version(v).is_some()));
        assert!(
            ["0", "4", "\"1\""]
                .into_iter()
                .all(|v| of_version(v).is_none())
        );
        assert!(asked_from_json("{").is_none());
    }
}
