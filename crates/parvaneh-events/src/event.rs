//! One event of the journal as a CloudEvent 1.0, in the JSON format of that specification.

use chrono::{DateTime, NaiveDate, SecondsFormat};
use parvaneh_core::actor::Role;
use parvaneh_core::refusal::Citation;
use parvaneh_store::{EventRow, UnreadableRow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::law::{Known, Recipient};
use crate::public;

/// What the types of our events begin with.
pub(crate) const TYPE_PREFIX: &str = "dev.parvaneh";

/// An event of the register. The same event of the journal is the same CloudEvent for ever, down
/// to the byte.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CloudEvent {
    /// `1.0`.
    #[schemars(extend("const" = "1.0"))]
    pub specversion: String,
    /// `<dossier>/<sequence>`: with `source` it names the event for ever.
    #[schemars(regex(
        pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[1-9][0-9]*$"
    ))]
    pub id: String,
    /// `urn:uuid:<register>`: the register that it comes from, wherever that is kept.
    #[schemars(regex(
        pattern = "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
    ))]
    pub source: String,
    /// `dev.parvaneh.<machine>.<event>.v<version>`.
    #[schemars(regex(pattern = r"^dev\.parvaneh\.[a-z_]+\.[a-z_]+\.v[1-9][0-9]*$"))]
    #[serde(rename = "type")]
    pub kind: String,
    /// The dossier's id, a UUID.
    #[schemars(extend("format" = "uuid"))]
    pub subject: String,
    /// When it was recorded, RFC 3339 in UTC. When it is true in law is `data.effective_on`.
    #[schemars(extend("format" = "date-time", "pattern" = "Z$"))]
    pub time: String,
    /// `application/json`.
    #[schemars(extend("const" = "application/json"))]
    pub datacontenttype: String,
    /// From 1 and without gaps within the dossier: ten digits, so that it sorts as text.
    #[schemars(regex(pattern = "^[0-9]{10,}$"))]
    pub sequence: String,
    /// The dossier's id: what has the same key stays in order.
    #[schemars(extend("format" = "uuid"))]
    pub partitionkey: String,
    /// The trace of the command that led to it, after W3C Trace Context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    /// What happened.
    pub data: Data,
}

/// What happened, without personal data.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Data {
    /// The civil date on which it is true in law: ISO Gregorian, in the regime's zone.
    pub effective_on: NaiveDate,
    /// The dossier's regime.
    pub regime: String,
    /// The dossier's province, in the regime's spelling.
    pub province: String,
    /// The number under which the dossier was opened: the licence's where another register had
    /// issued it, else the file's or the call's.
    pub number: String,
    /// In what capacity somebody did it; `calendar` where the passing of days did.
    #[schemars(with = "Role")]
    pub by: String,
    /// The place in the law that it rests on, and what kind of place that is.
    pub rests_on: Citation,
    /// Who is told of it, by what they are to it: the working group is the one of the dossier's province,
    /// which is sent the result of what the authority has decided. Whom they are, and what they are told, is
    /// in the notices. Nobody where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Recipient>,
    /// The act that it is a part of, by the sequence of that act's first row. What the calendar made
    /// has none, and neither has what was recorded before acts were named.
    #[schemars(with = "i64")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<i64>,
    /// The sequence of the first row that said the same, where it is stated anew.
    #[schemars(with = "i64")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restates: Option<i64>,
    /// In what capacity somebody entered it, where that was not who did it.
    #[schemars(with = "Role")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_by: Option<String>,
    /// Its own fields: ids, days, numbers and codes, and no free text.
    #[schemars(with = "serde_json::Map<String, Value>")]
    pub event: Value,
}

/// An event of the journal that cannot be published: it cannot be read, or the history before it cannot.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{event} cannot be published: {why}; see `parvaneh verify`")]
pub struct UnreadableEvent {
    /// Which event of which dossier, as far as that is known.
    pub event: String,
    /// Why.
    pub why: String,
}

impl UnreadableEvent {
    /// The event, which cannot be published because of that.
    pub(crate) fn because(recorded: &EventRow, why: impl ToString) -> Self {
        Self {
            event: format!("event {} of {}", recorded.version, recorded.number),
            why: why.to_string(),
        }
    }
}

impl From<UnreadableRow> for UnreadableEvent {
    fn from(row: UnreadableRow) -> Self {
        let event = match row.version {
            Some(version) => format!("event {version}"),
            None => format!("the event at position {}", row.position),
        };
        let dossier = match (row.number, row.key) {
            (Some(number), Some(_)) => number,
            (None, Some(key)) => format!("dossier {key}"),
            (Some(_) | None, None) => "no dossier".to_owned(),
        };
        Self {
            event: format!("{event} of {dossier}"),
            why: row.why,
        }
    }
}

/// What is needed of the stored form: its tags, how it stands in the history, and the rest.
#[derive(Deserialize)]
struct Stored {
    v: u64,
    machine: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    of_act: Option<i64>,
    #[serde(default)]
    restates: Option<i64>,
    #[serde(default)]
    entered_by: Option<StoredActor>,
    #[serde(flatten)]
    fields: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
struct StoredActor {
    role: String,
}

impl CloudEvent {
    /// The event of `register` as others may know it, with what is `known` of it beside what is stored.
    pub fn new(register: Uuid, recorded: &EventRow, known: Known) -> Result<Self, UnreadableEvent> {
        let unreadable = |error| UnreadableEvent::because(recorded, error);
        let stored: Stored = serde_json::from_str(&recorded.event).map_err(unreadable)?;
        let actor: StoredActor = serde_json::from_str(&recorded.actor).map_err(unreadable)?;
        let dossier = recorded.dossier.to_string();
        let Stored {
            v, machine, kind, ..
        } = &stored;
        let name = format!("{machine}.{kind}");
        Ok(Self {
            specversion: "1.0".to_owned(),
            id: format!("{dossier}/{}", recorded.version),
            source: format!("urn:uuid:{register}"),
            kind: format!("{TYPE_PREFIX}.{name}.v{v}"),
            subject: dossier.clone(),
            time: time(recorded)?,
            datacontenttype: "application/json".to_owned(),
            sequence: format!("{:010}", recorded.version),
            partitionkey: dossier,
            traceparent: recorded.traceparent.clone(),
            data: Data {
                effective_on: recorded.effective_on,
                regime: recorded.regime.clone(),
                province: recorded.province.clone(),
                number: recorded.number.clone(),
                by: actor.role,
                rests_on: known.rests_on,
                told: known.told,
                act: stored.of_act,
                restates: stored.restates,
                entered_by: stored.entered_by.map(|desk| desk.role),
                event: public::fields(&name, stored.fields),
            },
        })
    }

    /// `<machine>.<event>`: the type without what is the same in all.
    pub fn name(&self) -> &str {
        let name = self.kind.strip_prefix(TYPE_PREFIX).unwrap_or(&self.kind);
        let name = name.strip_prefix('.').unwrap_or(name);
        name.rsplit_once(".v").map_or(name, |(name, _)| name)
    }
}

/// When the event was recorded.
fn time(recorded: &EventRow) -> Result<String, UnreadableEvent> {
    let Some(instant) = DateTime::from_timestamp_millis(recorded.recorded_at) else {
        let why = format!(
            "it was recorded at {}, which is no time",
            recorded.recorded_at
        );
        return Err(UnreadableEvent::because(recorded, why));
    };
    Ok(instant.to_rfc3339_opts(SecondsFormat::Millis, true))
}
