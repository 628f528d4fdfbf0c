//! A command as other systems send it.

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::{self, Date};
use parvaneh_core::dossier::Command;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::parties::NewParty;

/// A command, by whom, to which licence.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The sender's id for this command: the same id again returns the first answer.
    pub id: Uuid,
    /// The regime; needed only to issue a licence, or where two regimes share the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime: Option<String>,
    /// The licence number.
    pub number: String,
    /// The civil date of the act; today where none is given, never in the future.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "calendar::stored::optional"
    )]
    pub on: Option<Date>,
    /// Who acts.
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
    /// A field that would be passed over; a mistyped one must not be.
    #[error("unknown field `{0}`")]
    Unknown(String),
}

/// A line of a file that is submitted.
#[derive(Clone, Debug)]
pub enum Line {
    /// A command.
    Command(Box<Request>),
    /// `{"party": …}`: a party to be known before a command names it.
    Party(NewParty),
}

impl Line {
    /// Reads a line. A field that means nothing is refused, wherever it stands.
    pub fn parse(json: &[u8]) -> Result<Self, RequestError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Registration {
            party: NewParty,
        }
        match serde_json::from_slice::<Value>(json)? {
            Value::Object(fields) if fields.contains_key("party") => {
                let registration: Registration = serde_json::from_slice(json)?;
                Ok(Self::Party(registration.party))
            }
            _ => Ok(Self::Command(Box::new(Request::parse(json)?))),
        }
    }
}

impl Request {
    /// Reads a command from JSON. A field that means nothing is refused, wherever it stands.
    pub fn parse(json: &[u8]) -> Result<Self, RequestError> {
        let request: Self = serde_json::from_slice(json)?;
        // Serde passes over unknown fields in some of the places where a tag tells kinds apart, so
        // what was understood is compared with what was given.
        let given = serde_json::from_slice(json)?;
        let understood = serde_json::to_value(&request)?;
        match passed_over(&given, &understood) {
            Some(field) => Err(RequestError::Unknown(field)),
            None => Ok(request),
        }
    }
}

/// The first field of `given` that `understood` lacks, as a path with dots.
fn passed_over(given: &Value, understood: &Value) -> Option<String> {
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            let mut fields = given.iter().filter(|(_, value)| !value.is_null());
            fields.find_map(|(name, value)| match understood.get(name) {
                None => Some(name.clone()),
                Some(known) => Some(format!("{name}.{}", passed_over(value, known)?)),
            })
        }
        (Value::Array(given), Value::Array(understood)) => {
            let pairs = given.iter().zip(understood);
            pairs.enumerate().find_map(|(at, (given, known))| {
                Some(format!("{at}.{}", passed_over(given, known)?))
            })
        }
        (_, _) => None,
    }
}
