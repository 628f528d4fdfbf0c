//! The committee's file on one office: the case in hand, and what earlier ones proved.

use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Date, Span};
use crate::edition::{EditionId, Rung};
use crate::text::Label;

/// The committee's file on one office.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// The violation that the case in hand is about.
    pub violation: Label,
    /// The day on which it was reported.
    #[serde(with = "crate::calendar::stored")]
    pub reported_on: Date,
    /// The edition in force on that day, which judges the case.
    pub edition: EditionId,
    /// Whether an urgent suspension was ordered in the case in hand: there is one at most.
    pub urgent: bool,
    /// Why the licence is suspended, or was when it ended; none where this file does not say.
    pub suspension: Option<Suspension>,
    /// The last day on which services are cut off.
    #[serde(with = "crate::calendar::stored::optional")]
    pub cut_off_through: Option<Date>,
    /// Every violation that was proven, oldest first.
    pub record: Vec<Finding>,
}

/// A violation that was proven.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Which, by its code.
    pub violation: Label,
    /// Which occurrence, from 1.
    pub occurrence: u32,
    /// The day of the decision.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::stored")]
    pub proven_on: Date,
    /// What it led to.
    pub rung: Rung,
    /// Whether it was since seen to be remedied.
    pub remedied: bool,
}

/// A suspension that this file has led to.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Suspension {
    /// Before anybody was heard; it lapses unless it is confirmed.
    Urgent {
        /// Its last day.
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// An urgent one that stands until the case is decided.
    Confirmed {
        /// Its last day, if the case is not decided before.
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// A sanction.
    Punitive {
        /// Its last day; none: until the violation is remedied.
        #[serde(with = "crate::calendar::stored::optional")]
        through: Option<Date>,
    },
}

/// A sanction short of revocation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sanction {
    /// A notice (تذکر).
    Notice,
    /// A written warning (اخطار کتبی).
    WrittenWarning,
    /// Services are cut off (قطع سرویس).
    ServiceCutoff {
        /// The last day.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// The licence is suspended (تعلیق).
    Suspension {
        /// The last day; none: until the violation is remedied.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::stored::optional"
        )]
        through: Option<Date>,
        /// The first day, where that is a later one than that of the decision.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::stored::optional"
        )]
        from: Option<Date>,
    },
}

impl Sanction {
    /// Its kind.
    pub fn rung(&self) -> Rung {
        match self {
            Self::Notice => Rung::Notice,
            Self::WrittenWarning => Rung::WrittenWarning,
            Self::ServiceCutoff { .. } => Rung::ServiceCutoff,
            Self::Suspension { .. } => Rung::Suspension,
        }
    }

    /// The same from a later day on, or at once; only a suspension begins later.
    pub(crate) fn beginning(&self, later: Option<Date>) -> Self {
        match self {
            Self::Notice | Self::WrittenWarning | Self::ServiceCutoff { .. } => self.clone(),
            Self::Suspension { through, .. } => Self::Suspension {
                through: *through,
                from: later,
            },
        }
    }

    /// Its first day, where that is not the day of the decision.
    pub fn from(&self) -> Option<Date> {
        match self {
            Self::Notice | Self::WrittenWarning | Self::ServiceCutoff { .. } => None,
            Self::Suspension { from, .. } => *from,
        }
    }

    /// Its last day, where it has one.
    pub fn through(&self) -> Option<Date> {
        match self {
            Self::Notice | Self::WrittenWarning => None,
            Self::ServiceCutoff { through } => Some(*through),
            Self::Suspension { through, .. } => *through,
        }
    }
}

impl Suspension {
    /// Its last day, where it has one.
    pub fn through(&self) -> Option<Date> {
        match self {
            Self::Urgent { through } | Self::Confirmed { through } => Some(*through),
            Self::Punitive { through } => *through,
        }
    }

    /// Whether it only waits for the decision of the case.
    pub fn awaits_decision(&self) -> bool {
        match self {
            Self::Urgent { .. } | Self::Confirmed { .. } => true,
            Self::Punitive { .. } => false,
        }
    }

    /// What is true when the case that it waited for is decided or over, in words.
    pub(crate) const CASE_OVER: &str = "the case that it belongs to was decided or is over";

    /// What is true when its last day has passed, in words.
    pub(crate) fn end(&self) -> &'static str {
        match self {
            Self::Urgent { .. } => "the urgent suspension lapsed: it was not confirmed in time",
            Self::Confirmed { .. } => {
                "the urgent suspension lapsed: the case was not decided in time"
            }
            Self::Punitive { .. } => "the time of the suspension is over",
        }
    }
}

impl File {
    /// A file with a case just reported; `record` is what earlier ones proved.
    pub(crate) fn open(
        violation: &str,
        on: Date,
        edition: &EditionId,
        before: Option<&Self>,
    ) -> Self {
        Self {
            violation: violation.into(),
            reported_on: on,
            edition: edition.clone(),
            urgent: false,
            suspension: before.and_then(|file| file.suspension.clone()),
            cut_off_through: before.and_then(|file| file.cut_off_through),
            record: before.map(|file| file.record.clone()).unwrap_or_default(),
        }
    }

    /// Which occurrence of its violation the case in hand is, from 1, if it is proven. Those before it
    /// count while each was proven no longer than `ages_out` before the next was reported or proven.
    pub(crate) fn occurrence(&self, calendar: Calendar, ages_out: Span) -> u32 {
        let mut next = self.reported_on;
        let mut occurrence = 1;
        let same = |finding: &&Finding| finding.violation == self.violation;
        for finding in self.record.iter().rev().filter(same) {
            if calendar.clamped(finding.proven_on, ages_out) < next {
                break;
            }
            next = finding.proven_on;
            occurrence += 1;
        }
        occurrence
    }

    /// The case in hand is proven.
    pub(crate) fn prove(&mut self, occurrence: u32, on: Date, rung: Rung) {
        self.record.push(Finding {
            violation: self.violation.clone(),
            occurrence,
            proven_on: on,
            rung,
            remedied: false,
        });
    }

    /// The case in hand is proven, and this sanction imposed for it.
    pub(crate) fn sanction(&mut self, occurrence: u32, on: Date, sanction: &Sanction) {
        self.prove(occurrence, on, sanction.rung());
        match sanction {
            Sanction::Notice | Sanction::WrittenWarning => {}
            Sanction::ServiceCutoff { through } => {
                self.cut_off_through = Ord::max(self.cut_off_through, Some(*through));
            }
            // It begins when its day comes.
            Sanction::Suspension { from: Some(_), .. } => {}
            Sanction::Suspension {
                through,
                from: None,
            } => self.suspend(*through),
        }
    }

    /// A suspension that is a sanction begins.
    pub(crate) fn suspend(&mut self, through: Option<Date>) {
        let through = match (&self.suspension, through) {
            // An earlier sanction that still runs is not shortened by a later one.
            (Some(Suspension::Punitive { through: before }), Some(through)) => {
                before.map(|before| Ord::max(before, through))
            }
            (_, through) => through,
        };
        self.suspension = Some(Suspension::Punitive { through });
    }

    /// The last finding falls, and what it led to.
    pub(crate) fn drop_the_last(&mut self) {
        let last = self.record.pop();
        if last.is_some_and(|finding| finding.rung == Rung::ServiceCutoff) {
            self.cut_off_through = None;
        }
    }

    /// Every proven violation of this code is remedied.
    pub(crate) fn remedy(&mut self, violation: &str) {
        for finding in &mut self.record {
            finding.remedied |= finding.violation == *violation;
        }
    }

    /// Proven violations that nobody has seen to be remedied.
    pub fn unremedied(&self) -> impl Iterator<Item = &Finding> {
        self.record.iter().filter(|finding| !finding.remedied)
    }
}
