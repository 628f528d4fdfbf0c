//! What is asked of an act that is to come, and what happens to it. Events are stored: their names and
//! fields are a contract.

use serde::{Deserialize, Serialize};

use super::{Act, Kind};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::EditionId;
use crate::law::OwnRule;
use crate::machines::Who::{DeciderAndHolder, Parties};
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{Step, Told};
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::text::{FreeText, Label, Reason};

/// What is asked of an act that is to come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Take back what was decided, before its day.
    TakeBack {
        /// Which of what is to come.
        what: Kind,
        /// Why.
        reason: Reason,
        /// The working group's resolution, where it was the working group that decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<Resolution>,
    },
}

/// What happened to an act that is to come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was decided, and holds from a later day.
    Decided {
        /// What is to come.
        act: Act,
        /// The first day on which it holds.
        from: Date,
        /// Who decided, and may take it back.
        by: Role,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// Whoever decided took it back.
    TakenBack {
        /// What was to come.
        what: Kind,
        /// The day on which it was to hold first.
        from: Date,
        /// Why.
        reason: FreeText,
        /// The working group's resolution, where there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<SessionVote>,
    },
    /// On its day it could no longer be done.
    CameToNothing {
        /// What was to come.
        what: Kind,
        /// Its day.
        from: Date,
        /// What stood in the way: the code of the refusal.
        refusal: Label,
    },
}

/// Whoever decides what may hold from a later day.
const DECIDING: &[Role] = &[
    Role::Holder,
    Role::EnforcementCommittee,
    Role::WorkingGroup,
    Role::Authority,
];

events! { Event, "coming";
    Decided = "decided": by DECIDING, told Told::decision(Parties), counted no,
        rests on |_, edition| (&edition.licence.ahead).into();
    TakenBack = "taken_back": by DECIDING, told Told::decision(Parties), counted no,
        rests on |_, _| OwnRule::DeciderTakesBack.into();
    CameToNothing = "came_to_nothing": by CALENDAR,
        told Told::Somebody(DeciderAndHolder, "what was decided does not come"), counted no,
        rests on |_, _| OwnRule::AskedOnceMore.into();
}

/// What is to come is no step of a matter: its day is its own.
pub const STEPS: &[Step] = &[];

commands! { Command, "coming";
    TakeBack = "take_back": by DECIDING,
        moves |_| Question::new(Matter::Relocation, Motion::Cancel);
}
