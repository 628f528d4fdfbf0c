//! A revision as a registrar writes it down.

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::{self, Date};
use parvaneh_core::dossier::Command;
use parvaneh_core::text::FreeText;
use parvaneh_core::timeline::Sequence;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::bounds;
use crate::request::RequestError;

/// What is to become of one dossier or of several, all or nothing. An act is named by the sequence of
/// its first row in its dossier, which `show` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// The sender's id for it.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub id: Uuid,
    /// Who proposes it, or approves it.
    pub actor: Actor,
    /// Why.
    pub reason: FreeText,
    /// The document that it rests on.
    pub rests_on: FreeText,
    /// Which dossiers, each once.
    pub dossiers: Vec<DossierChange>,
}

/// What is to become of one dossier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DossierChange {
    /// Its number.
    pub number: String,
    /// Its regime; needed only where two regimes share the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime: Option<String>,
    /// Acts that never were.
    #[serde(default)]
    pub withdraw: Vec<Sequence>,
    /// Acts that were withdrawn and stand again.
    #[serde(default)]
    pub restore: Vec<Sequence>,
    /// Acts that were not recorded, in their order.
    #[serde(default)]
    pub enter: Vec<EnteredAct>,
    /// Terms that another register states, in the place of those that it stated wrongly.
    #[serde(default)]
    pub open: Vec<StatedTerm>,
    /// Later acts that may come out otherwise: what they come to takes the place of what they led to.
    #[serde(default)]
    pub accept: Vec<Sequence>,
    /// Time for the holder, where the revision takes an end of the licence away: it is given on the day of
    /// that end, so that no deadline is missed that could not be met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_time: Option<GrantTime>,
}

/// Time for the next request of a renewal, for what a mistake has cost.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantTime {
    /// The last timely day from now on, inclusive.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "calendar::written")]
    pub until: Date,
}

/// An act to be entered, at whatever distance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnteredAct {
    /// Its day in law, not after today.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "calendar::written")]
    pub on: Date,
    /// Who did it.
    pub actor: Actor,
    /// The act of its day before which it comes; after all of them where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Sequence>,
    /// What was asked.
    pub command: Command,
}

/// A term as another register states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedTerm {
    /// As the edition names kinds of offices.
    pub office_kind: String,
    /// The holder's id, a party that the register knows.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub holder: Uuid,
    /// The first valid day.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "calendar::written")]
    pub from: Date,
    /// The last valid day, inclusive; computed by the edition where none is stated.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "calendar::written::optional"
    )]
    pub through: Option<Date>,
    /// The day of issue, where stated.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "calendar::written::optional"
    )]
    pub issued_on: Option<Date>,
}

/// The approval of a revision that was proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The id of what was proposed.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub id: Uuid,
    /// Who approves it.
    pub actor: Actor,
}

impl Revision {
    /// Reads a revision from JSON. A field that means nothing is refused, wherever it stands.
    pub fn parse(json: &[u8]) -> Result<Self, RequestError> {
        bounds::text_within(json)?;
        let revision: Self = serde_json::from_slice(json)?;
        crate::request::understood(serde_json::from_slice(json)?, &revision)?;
        Ok(revision)
    }
}

impl Approval {
    /// Reads an approval from JSON. A field that means nothing is refused, wherever it stands.
    pub fn parse(json: &[u8]) -> Result<Self, RequestError> {
        bounds::text_within(json)?;
        let approval: Self = serde_json::from_slice(json)?;
        crate::request::understood(serde_json::from_slice(json)?, &approval)?;
        Ok(approval)
    }
}
