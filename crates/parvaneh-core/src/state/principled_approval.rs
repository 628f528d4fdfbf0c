//! Where principled approval stands.

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::resolution::SessionVote;

/// Where principled approval stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// It was given, and a licence may still come of it.
    Given(Box<Case>),
    /// The licence was issued.
    Fulfilled,
    /// Its period ended.
    Lapsed,
    /// The applicant gave it back.
    Withdrawn,
    /// Taken back by the working group, or refused by the authority.
    Cancelled,
}

/// An approval in hand, and how far it has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The approval.
    pub approval: Approval,
    /// How far it has come.
    pub step: Step,
}

/// An approval in hand.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// By which the working group gave it.
    pub resolution: SessionVote,
    /// The day on which it was given.
    pub issued_on: Date,
    /// Its last day.
    pub through: Date,
    /// Whether it was extended.
    pub extended: bool,
    /// The last day of a stay for force majeure, where there was one.
    pub stayed_through: Option<Date>,
    /// The notice that it may be cancelled, where one was served.
    pub notice: Option<Notice>,
}

/// A notice that an approval may be cancelled, on which the applicant can be heard.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// The day of service.
    pub served_on: Date,
    /// The last day on which the applicant can be heard.
    pub defend_by: Date,
    /// The day on which the applicant was heard.
    pub heard_on: Option<Date>,
}

impl Notice {
    /// Whether the applicant can still be heard on a day.
    pub(crate) fn is_open(&self, on: Date) -> bool {
        self.heard_on.is_none() && on <= self.defend_by
    }
}

/// How far an approval has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// Given.
    Issued,
    /// Given, and extended.
    Extended,
    /// Premises and equipment were confirmed.
    PremisesReady,
    /// The file lies before the authority.
    Presented,
}

impl Approval {
    /// The last day on which it is good without premises: its own, or that of a stay.
    pub fn ends_on(&self) -> Date {
        Ord::max(Some(self.through), self.stayed_through).unwrap_or(self.through)
    }
}

impl State {
    /// The approval in hand, and how far it has come; none where there is none, or none any more.
    pub fn case(&self) -> Option<&Case> {
        match self {
            Self::Given(case) => Some(case),
            Self::None | Self::Fulfilled | Self::Lapsed | Self::Withdrawn | Self::Cancelled => None,
        }
    }

    /// Whether a licence may still come of it.
    pub fn is_open(&self) -> bool {
        self.case().is_some()
    }

    /// Whether it ended without a licence.
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Lapsed | Self::Withdrawn | Self::Cancelled => true,
            Self::None | Self::Given(_) | Self::Fulfilled => false,
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Given(case) => case.step.name(),
            Self::Fulfilled => "Fulfilled",
            Self::Lapsed => "Lapsed",
            Self::Withdrawn => "Withdrawn",
            Self::Cancelled => "Cancelled",
        }
    }
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Issued => "Issued",
            Self::Extended => "Extended",
            Self::PremisesReady => "PremisesReady",
            Self::Presented => "Presented",
        }
    }
}
