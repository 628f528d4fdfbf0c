//! What a command is answered.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Event};
use parvaneh_core::licence;
use parvaneh_core::refusal::Refusal;
use parvaneh_core::timeline::Sequence;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::request::Request;

/// What became of a command. A refusal is one of its outcomes, and no error: look at it before anything else
/// is made to depend on the command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[must_use = "the law may have refused the command: see `Answer::accepted`"]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The command's id.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub id: Uuid,
    /// The licence number.
    pub number: String,
    /// The civil date on which it was judged.
    pub on: Date,
    /// What became of it.
    pub outcome: Outcome,
    /// What the calendar had already made true; kept even where the command is refused.
    pub settled: Vec<Dated>,
    /// What the command led to.
    pub events: Vec<Dated>,
    /// Why it was refused, if it was.
    pub refusal: Option<Refusal>,
    /// What was stated anew, where the command was entered after acts of a later day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised: Option<Revised>,
}

/// What a history says otherwise, once it was stated anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Revised {
    /// The last row of the dossier that stands as it was, by its sequence; 0 where none does.
    pub keeps: Sequence,
    /// What the calendar had made true, and what is true no longer.
    pub gone: Vec<Dated>,
    /// What the calendar has made true now, besides what it had before.
    pub come: Vec<Dated>,
}

/// What became of a command, in a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Accepted,
    /// It was already so.
    AlreadySo,
    /// The law says no.
    Refused,
}

impl Answer {
    /// The answer to a request that was judged on a day.
    pub(super) fn of(request: &Request, on: Date, core: &dossier::Answer) -> Self {
        let (outcome, refusal) = match &core.decided {
            Ok(events) if events.is_empty() => (Outcome::AlreadySo, None),
            Ok(_) => (Outcome::Accepted, None),
            Err(refusal) => (Outcome::Refused, Some(refusal.clone())),
        };
        let events = core.decided.iter().flatten().chain(&core.followed);
        Self {
            id: request.id,
            number: request.number.clone(),
            on,
            outcome,
            settled: core.settled.clone(),
            events: events.cloned().collect(),
            refusal,
            revised: None,
        }
    }

    /// The answer to a request that was refused before anything else was looked at.
    pub(super) fn refused(request: &Request, on: Date, refusal: Refusal) -> Self {
        Self {
            id: request.id,
            number: request.number.clone(),
            on,
            outcome: Outcome::Refused,
            settled: Vec::new(),
            events: Vec::new(),
            refusal: Some(refusal),
            revised: None,
        }
    }

    /// What the command led to, which is nothing where it was already so; or why it was refused.
    pub fn accepted(&self) -> Result<&[Dated], Refusal> {
        match &self.refusal {
            Some(refusal) => Err(refusal.clone()),
            None => Ok(&self.events),
        }
    }

    /// What happened that was not recorded before.
    pub(super) fn written(&self) -> impl Iterator<Item = &Dated> {
        let revised = self.revised.iter().flat_map(|revised| &revised.come);
        self.settled.iter().chain(&self.events).chain(revised)
    }

    /// The number of the licence that was issued, if one was.
    pub(super) fn issued_number(&self) -> Option<&str> {
        self.events.iter().find_map(|dated| match &dated.event {
            Event::Licence(licence::Event::Issued { act, .. }) => Some(act.number.as_str()),
            _ => None,
        })
    }
}
