//! What is asked of a call, and what happens to it. Events are stored: their names and fields are
//! a contract.

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{CallRules, Edition, EditionId};
use crate::law::OwnRule;
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{Step, Told};
use crate::refusal::Citation;
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::text::{FreeText, Label, Reason};

/// A call as the secretariat prepares it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Its number in the secretariat's books.
    pub number: Label,
    /// In the regime's spelling.
    pub province: Label,
    /// Which part of the province.
    pub district: FreeText,
    /// For how many offices; the working group has the last word.
    pub seats: u32,
    /// The first day on which it can be answered.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::written")]
    pub opens_on: Date,
    /// The last one.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::written")]
    pub closes_on: Date,
}

/// What is asked of a call.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Prepare it.
    Draft(Box<Draft>),
    /// Say how many offices the district is to have more.
    ApproveCapacity {
        /// The working group's resolution.
        resolution: Resolution,
        /// How many.
        seats: u32,
        /// How many people live in the district.
        population: u32,
    },
    /// Make it public.
    Publish,
    /// Let it close later.
    Extend {
        /// The working group's resolution.
        resolution: Resolution,
        /// The new last day.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::written")]
        closes_on: Date,
    },
    /// Rank those who answered.
    Rank {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// End it: its seats are filled.
    Conclude,
    /// Call it off.
    Cancel {
        /// The working group's resolution.
        resolution: Resolution,
        /// Why.
        reason: Reason,
    },
}

/// What happened to a call.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was prepared.
    Drafted {
        /// What it says.
        draft: Box<Draft>,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// The working group said how many seats.
    CapacityApproved {
        /// The resolution.
        resolution: SessionVote,
        /// How many.
        seats: u32,
        /// How many people live in the district.
        population: u32,
        /// How many offices the guide gives to so many people.
        guide: u32,
    },
    /// It was made public.
    Published,
    /// Its first day came.
    Opened,
    /// It closes later.
    Extended {
        /// The resolution.
        resolution: SessionVote,
        /// The new last day.
        closes_on: Date,
    },
    /// Its last day passed.
    Closed {
        /// The last day of its reserve list.
        reserve_through: Date,
    },
    /// Those who answered were ranked.
    Ranked {
        /// The resolution.
        resolution: SessionVote,
    },
    /// Its seats were filled.
    Concluded,
    /// The last day of its reserve list passed.
    ReserveListEnded,
    /// It was called off.
    Cancelled {
        /// The resolution.
        resolution: SessionVote,
        /// Why.
        reason: FreeText,
    },
}

events! { Event, "call";
    Drafted = "drafted": by &[Role::Secretariat], told Told::OF_A_CALL, counted no,
        rests on |_, edition| rule(edition, |_| OwnRule::StepsOfACall.into());
    CapacityApproved = "capacity_approved": by &[Role::WorkingGroup], told Told::OF_A_CALL,
        counted no, rests on |_, edition| rule(edition, |rules| (&rules.capacity).into());
    Published = "published": by PUBLISHERS, told Told::OF_A_CALL, counted every,
        rests on |_, edition| rule(edition, |rules| (&rules.publisher).into());
    Opened = "opened": by CALENDAR, told Told::OF_A_CALL, counted no,
        rests on |_, edition| rule(edition, |_| OwnRule::DaysOfACall.into());
    Extended = "extended": by &[Role::WorkingGroup], told Told::OF_A_CALL, counted no,
        rests on |_, edition| rule(edition, |_| OwnRule::CallExtendedOnce.into());
    Closed = "closed": by CALENDAR, told Told::OF_A_CALL, counted no,
        rests on |_, edition| rule(edition, |_| OwnRule::DaysOfACall.into());
    Ranked = "ranked": by &[Role::WorkingGroup], told Told::OF_A_CALL, counted no,
        rests on |_, edition| rule(edition, |_| OwnRule::StepsOfACall.into());
    Concluded = "concluded": by &[Role::Secretariat], told Told::OF_A_CALL, counted every,
        rests on |_, edition| rule(edition, |rules| (&rules.reserve_list).into());
    ReserveListEnded = "reserve_list_ended": by CALENDAR, told Told::OF_A_CALL, counted no,
        rests on |_, edition| rule(edition, |rules| (&rules.reserve_list).into());
    Cancelled = "cancelled": by &[Role::WorkingGroup], told Told::OF_A_CALL, counted every,
        rests on |_, edition| rule(edition, |_| OwnRule::StepsOfACall.into());
}

/// A rule on calls, where the edition has any.
fn rule(edition: &Edition, of: fn(&CallRules) -> Citation) -> Citation {
    match &edition.call {
        Some(rules) => of(rules),
        None => OwnRule::EditionOfTheDraft.into(),
    }
}

/// Which of the two publishes is the edition's.
const PUBLISHERS: &[Role] = &[Role::Secretariat, Role::Authority];

commands! { Command, "call";
    Draft = "draft": by &[Role::Secretariat];
    ApproveCapacity = "approve_capacity": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Call, Motion::ApproveCapacity);
    Publish = "publish": by PUBLISHERS;
    Extend = "extend": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Call, Motion::Extend);
    Rank = "rank": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Ranking, Motion::Rank);
    Conclude = "conclude": by &[Role::Secretariat];
    Cancel = "cancel": by &[Role::WorkingGroup],
        moves |_| Question::new(Matter::Call, Motion::Cancel);
}

/// The steps whose days a quarter's report counts.
pub const STEPS: &[Step] = &[
    Step::new("call.published", &["call.concluded", "call.cancelled"]),
    Step::new("call.closed", &["call.ranked"]),
    Step::new("call.ranked", &["call.concluded"]),
];
