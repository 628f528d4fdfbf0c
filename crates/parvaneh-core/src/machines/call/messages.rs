//! What is asked of a call, and what happens to it. Events are stored: their names and fields are
//! a contract.

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Edition, EditionId};
use crate::law::OwnRule;
use crate::refusal::Citation;
use crate::resolution::Resolution;

/// A call as the secretariat prepares it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Its number in the secretariat's books.
    #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
    pub number: String,
    /// In the regime's spelling.
    #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
    pub province: String,
    /// Which part of the province.
    #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
    pub district: String,
    /// For how many offices; the working group has the last word.
    pub seats: u32,
    /// The first day on which it can be answered.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::stored")]
    pub opens_on: Date,
    /// The last one.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::stored")]
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
        #[serde(with = "crate::calendar::stored")]
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
        reason: String,
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
        resolution: Resolution,
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
        resolution: Resolution,
        /// The new last day.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        closes_on: Date,
    },
    /// Its last day passed.
    Closed {
        /// The last day of its reserve list.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        reserve_through: Date,
    },
    /// Those who answered were ranked.
    Ranked {
        /// The resolution.
        resolution: Resolution,
    },
    /// Its seats were filled.
    Concluded,
    /// The last day of its reserve list passed.
    ReserveListEnded,
    /// It was called off.
    Cancelled {
        /// The resolution.
        resolution: Resolution,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
    },
}

impl Command {
    /// `call.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Draft(_) => "call.draft",
            Self::ApproveCapacity { .. } => "call.approve_capacity",
            Self::Publish => "call.publish",
            Self::Extend { .. } => "call.extend",
            Self::Rank { .. } => "call.rank",
            Self::Conclude => "call.conclude",
            Self::Cancel { .. } => "call.cancel",
        }
    }

    /// Who may ask for it: one of these roles. Which of the two publishes is the edition's.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Draft(_) | Self::Conclude => &[Role::Secretariat],
            Self::Publish => &[Role::Secretariat, Role::Authority],
            Self::ApproveCapacity { .. }
            | Self::Extend { .. }
            | Self::Rank { .. }
            | Self::Cancel { .. } => &[Role::WorkingGroup],
        }
    }
}

impl Event {
    /// `call.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "call.drafted",
            Self::CapacityApproved { .. } => "call.capacity_approved",
            Self::Published => "call.published",
            Self::Opened => "call.opened",
            Self::Extended { .. } => "call.extended",
            Self::Closed { .. } => "call.closed",
            Self::Ranked { .. } => "call.ranked",
            Self::Concluded => "call.concluded",
            Self::ReserveListEnded => "call.reserve_list_ended",
            Self::Cancelled { .. } => "call.cancelled",
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Drafted { .. } | Self::Concluded => &[Role::Secretariat],
            Self::Published => &[Role::Secretariat, Role::Authority],
            Self::CapacityApproved { .. }
            | Self::Extended { .. }
            | Self::Ranked { .. }
            | Self::Cancelled { .. } => &[Role::WorkingGroup],
            Self::Opened | Self::Closed { .. } | Self::ReserveListEnded => &[Role::Calendar],
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        let Some(rules) = &edition.call else {
            return Citation::from(OwnRule::EditionOfTheDraft);
        };
        match self {
            Self::Drafted { .. } | Self::CapacityApproved { .. } => {
                (&rules.people_per_office).into()
            }
            Self::Published => (&rules.publisher).into(),
            Self::Opened | Self::Closed { .. } => Citation::from(super::ITS_DAYS),
            Self::Concluded | Self::ReserveListEnded => (&rules.reserve_list).into(),
            Self::Extended { .. } | Self::Ranked { .. } | Self::Cancelled { .. } => {
                Citation::from(super::IN_ORDER)
            }
        }
    }
}
