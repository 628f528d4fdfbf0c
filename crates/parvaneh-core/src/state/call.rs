//! Where a call for applicants stands, and what it tells those who ask: dossiers that answer to it,
//! charts and refusals.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Term};
use crate::edition::EditionId;
use crate::text::{FreeText, Label};

/// Where a call stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// The secretariat has prepared one.
    Prepared(Box<Case>),
}

/// A call, and how far it has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The call.
    pub call: Call,
    /// How far it has come.
    pub step: Step,
}

/// What a call says.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Its number in the secretariat's books.
    pub number: Label,
    /// In the regime's spelling.
    pub province: Label,
    /// Which part of the province.
    pub district: FreeText,
    /// How many offices it is for.
    pub seats: u32,
    /// The first day on which it can be answered.
    pub opens_on: Date,
    /// The last one.
    pub closes_on: Date,
    /// Whether it was extended.
    pub extended: bool,
    /// The edition in force on the day of the draft, which judges the call.
    pub edition: EditionId,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// Prepared by the secretariat.
    Draft,
    /// The working group has said how many seats.
    CapacityApproved,
    /// Made public, and not open yet.
    Published,
    /// It can be answered.
    Open,
    /// It can no longer be answered; applications are decided.
    Closed {
        /// The last day of its reserve list.
        reserve_through: Date,
    },
    /// The working group has ranked those who answered.
    Ranked {
        /// The last day of its reserve list.
        reserve_through: Date,
    },
    /// Its seats were filled, or its reserve list has ended. A seat that is freed before that goes
    /// to the list.
    Concluded {
        /// The last day of its reserve list.
        reserve_through: Date,
    },
    /// Called off.
    Cancelled,
}

impl State {
    /// The call, and how far it has come; none where there is no call.
    pub fn case(&self) -> Option<&Case> {
        match self {
            Self::None => None,
            Self::Prepared(case) => Some(case),
        }
    }

    /// What the call says; none where there is no call.
    pub fn call(&self) -> Option<&Call> {
        self.case().map(|case| &case.call)
    }

    /// Whether a call that is settled up to `day` can be answered on it.
    pub fn is_open_on(&self, day: Date) -> bool {
        self.case().is_some_and(|Case { call, step }| {
            *step == Step::Open && call.opens_on <= day && day <= call.closes_on
        })
    }

    /// The day on which it opens by itself; none where that is past, or somebody has to act first.
    pub(crate) fn will_open_on(&self) -> Option<Date> {
        let case = self.case()?;
        (case.step == Step::Published).then_some(case.call.opens_on)
    }

    /// The last day of the reserve list; none before the call has closed, or where it was called off.
    pub fn reserve_through(&self) -> Option<Date> {
        match self.case()?.step {
            Step::Closed { reserve_through }
            | Step::Ranked { reserve_through }
            | Step::Concluded { reserve_through } => Some(reserve_through),
            Step::Draft
            | Step::CapacityApproved
            | Step::Published
            | Step::Open
            | Step::Cancelled => None,
        }
    }

    /// Whether nothing more comes of it for those who are not on its reserve list.
    pub fn has_ended(&self) -> bool {
        self.case().is_some_and(|case| match case.step {
            Step::Concluded { .. } | Step::Cancelled => true,
            Step::Draft
            | Step::CapacityApproved
            | Step::Published
            | Step::Open
            | Step::Closed { .. }
            | Step::Ranked { .. } => false,
        })
    }

    /// Whether those who answered it are ranked, or nothing more comes of it: nobody joins it any more.
    pub fn is_ranked(&self) -> bool {
        self.case().is_some_and(|case| match case.step {
            Step::Ranked { .. } | Step::Concluded { .. } | Step::Cancelled => true,
            Step::Draft
            | Step::CapacityApproved
            | Step::Published
            | Step::Open
            | Step::Closed { .. } => false,
        })
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Prepared(case) => case.step.name(),
        }
    }
}

impl Call {
    /// The days on which it can be answered.
    pub(crate) fn days_open(&self) -> Term {
        Term {
            from: self.opens_on,
            through: self.closes_on,
        }
    }

    /// The last day on which it may close: it is extended once, by no more than its own length (D).
    pub(crate) fn closes_by(&self) -> Date {
        match self.extended {
            true => self.closes_on,
            false => self.closes_on.moved_by(self.days_open().days()),
        }
    }
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::CapacityApproved => "CapacityApproved",
            Self::Published => "Published",
            Self::Open => "Open",
            Self::Closed { .. } => "Closed",
            Self::Ranked { .. } => "Ranked",
            Self::Concluded { .. } => "Concluded",
            Self::Cancelled => "Cancelled",
        }
    }
}
