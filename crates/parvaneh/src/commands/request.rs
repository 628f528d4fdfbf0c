//! A command as other systems send it.

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::{self, Date};
use parvaneh_core::dossier::Command;
use parvaneh_core::text::{FreeText, Label};
use serde::{Deserialize, Serialize, de};
use serde_json::Value;
use uuid::Uuid;

use crate::bounds::{self, TooLarge};
pub use crate::commands::traceparent::TraceParent;
#[cfg(feature = "schema")]
use crate::commands::written_actor;
use crate::commands::written_actor::says_where;
use crate::parties::NewParty;

/// A command, by whom, to which licence.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The sender's id for this command: the same id again returns the first answer.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub id: Uuid,
    /// The regime; needed only to issue a licence, or where two regimes share the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime: Option<String>,
    /// The licence number.
    pub number: String,
    /// The civil date of the act; today where none is given, never in the future.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "calendar::written::optional"
    )]
    pub on: Option<Date>,
    /// Who enters it, where that is not who acts: a desk that enters what was done or handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(transform = written_actor::in_schema))]
    pub entered_by: Option<Actor>,
    /// What shows that it was done on that day; needed where a desk enters for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<FreeText>,
    /// The paper that says so, in the edition's words; needed where a desk enters what a party did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Label>,
    /// The id of a command to the same licence that was refused, where this one takes its place: its
    /// day is that one's where none is given, and it counts as received when that one was.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "uuid")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Uuid>,
    /// The trace that the sender's call belongs to; it goes on in the events that the command
    /// leads to, and is no part of what is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<TraceParent>,
    /// Who acts.
    #[cfg_attr(feature = "schema", schemars(transform = written_actor::in_schema))]
    pub actor: Actor,
    /// What is asked.
    pub command: Command,
}

/// A text that is no command.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// It is no JSON, or not of a command's shape.
    #[error(transparent)]
    Shape(#[from] serde_json::Error),
    /// A field that would be ignored, as a mistyped one would be.
    #[error("unknown field `{0}`")]
    Unknown(String),
    /// An officer says neither a province nor that it is national.
    #[error(
        "`{field}`, of the role {}, says neither a `province`, whose dossiers it may touch, nor \
         `\"national\": true`, where it may touch all of them", role.word()
    )]
    Nowhere {
        /// Where it stands, with dots.
        field: String,
        /// In what capacity it acts.
        role: Role,
    },
    /// It is longer or deeper than one may be.
    #[error("it is too large: {0}")]
    TooLarge(TooLarge),
}

impl From<TooLarge> for RequestError {
    fn from(too_large: TooLarge) -> Self {
        Self::TooLarge(too_large)
    }
}

/// A line of a file that is submitted.
#[derive(Clone, Debug)]
pub enum SubmittedLine {
    /// A command.
    Command(Box<Request>),
    /// `{"party": …}`: a party to be known before a command names it.
    Party(NewParty),
}

/// A line that makes a party known.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The party.
    pub party: NewParty,
}

impl SubmittedLine {
    /// Reads a line. A field that means nothing is refused, wherever it stands.
    pub fn parse(json: &[u8]) -> Result<Self, RequestError> {
        bounds::text_within(json)?;
        let mut given: Value = serde_json::from_slice(json)?;
        if given.get("party").is_some() {
            let registration: Registration = serde_json::from_slice(json)?;
            understood(given["party"].take(), &registration.party)?;
            return Ok(Self::Party(registration.party));
        }
        let request = Request::read(json, given)?;
        Ok(Self::Command(Box::new(request)))
    }
}

impl Request {
    /// A command of today, by whoever sends it, to a dossier whose number is of one regime.
    pub fn new(id: Uuid, number: impl Into<String>, actor: Actor, command: Command) -> Self {
        Self {
            id,
            regime: None,
            number: number.into(),
            on: None,
            entered_by: None,
            evidence: None,
            paper: None,
            again: None,
            traceparent: None,
            actor,
            command,
        }
    }

    /// Reads a command from JSON. A field that means nothing is refused, wherever it stands.
    pub fn parse(json: &[u8]) -> Result<Self, RequestError> {
        bounds::text_within(json)?;
        Self::read(json, serde_json::from_slice(json)?)
    }

    /// Reads a command from JSON, of which `given` is the value.
    fn read(json: &[u8], given: Value) -> Result<Self, RequestError> {
        // Read from the text, an error names its column.
        let request: Self = serde_json::from_slice(json)?;
        understood(given, &request)?;
        Ok(request)
    }
}

/// Refuses what is given otherwise than it was understood, and an officer who does not say of where.
///
/// Serde ignores unknown fields in some enums that are told apart by a tag, and accepts a variant's
/// number for its name and a list for a struct. So the two are compared.
pub(crate) fn understood(mut given: Value, read: &impl Serialize) -> Result<(), RequestError> {
    says_where("", &mut given)?;
    let understood = serde_json::to_value(read)?;
    misunderstood("", &given, &understood).map_or(Ok(()), Err)
}

/// The first place where `given` is something else than `understood`. `path`: where both stand,
/// with dots.
fn misunderstood(path: &str, given: &Value, understood: &Value) -> Option<RequestError> {
    let inside = |name: &str| format!("{path}{}{name}", if path.is_empty() { "" } else { "." });
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            let mut fields = given.iter().filter(|(_, value)| !value.is_null());
            fields.find_map(|(name, value)| match understood.get(name) {
                None => Some(RequestError::Unknown(inside(name))),
                Some(known) => misunderstood(&inside(name), value, known),
            })
        }
        (Value::Array(given), Value::Array(understood)) => {
            let mut pairs = given.iter().zip(understood).enumerate();
            pairs.find_map(|(at, (given, known))| {
                misunderstood(&inside(&at.to_string()), given, known)
            })
        }
        (given, understood) if kind(given) != kind(understood) => {
            let (given, understood) = (kind(given), kind(understood));
            let problem = format!("`{path}` is {given} and not {understood}");
            Some(RequestError::Shape(de::Error::custom(problem)))
        }
        (_, _) => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the order in which the kinds of commands are declared, a command means the same.
    #[test]
    fn a_command_says_what_it_means_by_name() {
        let refusal = |command: &str| {
            let request = format!(
                r#"{{"id":"00000000-0000-7000-8000-000000000001","number":"17-1",
                "actor":{{"id":"desk-3","role":"secretariat","national":true}},"command":{command}}}"#
            );
            Request::parse(request.as_bytes()).unwrap_err().to_string()
        };
        let refusals = [
            r#"{"machine":"renewal","type":0}"#,
            r#"{"machine":"renewal","type":"begin_review","findings":[true,0]}"#,
            r#"{"machine":"renewal","type":"file","by":"hand"}"#,
        ];
        insta::assert_snapshot!(refusals.map(refusal).join("\n"), @"
        `command.type` is a number and not a text
        `command.findings` is a list and not an object
        unknown field `command.by`
        ");
    }
}
