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
    pub reported_on: Date,
    /// The edition in force on that day, which judges the case.
    pub edition: EditionId,
    /// Whether an urgent suspension was ordered in the case in hand: there is one at most.
    pub urgent: bool,
    /// A suspension that waits for the case in hand to be decided.
    pub waiting: Option<Suspension>,
    /// Whether another register had suspended the licence when the file was opened.
    pub stated: bool,
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
    pub proven_on: Date,
    /// What it led to.
    pub rung: Rung,
    /// Whether it was since seen to be remedied.
    pub remedied: bool,
    /// What it does: a cut-off, a suspension or a revocation; none before its day, and once it is over.
    pub effect: Option<Effect>,
}

/// What a decision does for a while, or for good.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Effect {
    /// Its last day; none where it has none.
    pub through: Option<Date>,
}

/// A suspension that this file has led to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Suspension {
    /// Before anybody was heard; it lapses unless it is confirmed.
    Urgent {
        /// Its last day.
        through: Date,
    },
    /// An urgent one that stands until the case is decided.
    Confirmed {
        /// Its last day, if the case is not decided before.
        through: Date,
    },
    /// A sanction.
    Punitive {
        /// Its last day; none: until the violation is remedied.
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
        #[serde(with = "crate::calendar::written")]
        through: Date,
    },
    /// The licence is suspended (تعلیق).
    Suspension {
        /// The last day; none: until the violation is remedied.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::written::optional"
        )]
        through: Option<Date>,
        /// The first day, where that is a later one than that of the decision.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::written::optional"
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

impl Effect {
    /// The one of the two that lasts longer.
    fn longer(self, other: Self) -> Self {
        match (self.through, other.through) {
            (Some(one), Some(another)) if one < another => other,
            (Some(_), None) => other,
            (Some(_) | None, Some(_)) | (None, None) => self,
        }
    }
}

impl Suspension {
    /// Its last day, where it has one.
    pub fn through(self) -> Option<Date> {
        match self {
            Self::Urgent { through } | Self::Confirmed { through } => Some(through),
            Self::Punitive { through } => through,
        }
    }

    /// Whether its last day is earlier than that of another.
    pub(crate) fn ends_before(self, other: Self) -> bool {
        match (self.through(), other.through()) {
            (Some(one), Some(another)) => one < another,
            (Some(_), None) => true,
            (None, Some(_) | None) => false,
        }
    }

    /// Whether it only waits for the decision of the case.
    pub fn awaits_decision(self) -> bool {
        match self {
            Self::Urgent { .. } | Self::Confirmed { .. } => true,
            Self::Punitive { .. } => false,
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
            // One that outlives its case has been lifted, unless a sanction has taken its place.
            waiting: before.and_then(|file| match file.punitive() {
                Some(_) => None,
                None => file.waiting,
            }),
            stated: before.is_some_and(|file| file.stated),
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
    pub(crate) fn prove(&mut self, occurrence: u32, on: Date, rung: Rung, effect: Option<Effect>) {
        self.record.push(Finding {
            violation: self.violation.clone(),
            occurrence,
            proven_on: on,
            rung,
            remedied: false,
            effect,
        });
    }

    /// The case in hand is proven, and this sanction imposed for it.
    pub(crate) fn sanction(&mut self, occurrence: u32, on: Date, sanction: &Sanction) {
        let effect = match sanction {
            Sanction::Notice | Sanction::WrittenWarning => None,
            Sanction::ServiceCutoff { through } => Some(Effect {
                through: Some(*through),
            }),
            // It begins when its day comes.
            Sanction::Suspension { from: Some(_), .. } => None,
            Sanction::Suspension {
                through,
                from: None,
            } => Some(Effect { through: *through }),
        };
        self.prove(occurrence, on, sanction.rung(), effect);
    }

    /// What was decided on the case in hand: the last proof of its violation since it was reported.
    pub(crate) fn own(&self) -> Option<usize> {
        let is_own =
            |of: &Finding| of.violation == self.violation && self.reported_on <= of.proven_on;
        self.record.iter().rposition(is_own)
    }

    /// The finding that falls with a decision of a day; where nobody says which, the last one.
    pub(crate) fn falling(&self, proven_on: Option<Date>) -> Option<usize> {
        match proven_on {
            Some(on) => self.record.iter().rposition(|of| of.proven_on == on),
            None => self.record.len().checked_sub(1),
        }
    }

    /// The last finding of a rung that was proven on a day.
    pub(crate) fn proven(&self, rung: Rung, on: Date) -> Option<usize> {
        let is_it = |of: &Finding| of.rung == rung && of.proven_on == on;
        self.record.iter().rposition(is_it)
    }

    /// What was found begins to have its effect.
    pub(crate) fn begin(&mut self, at: Option<usize>, effect: Effect) {
        if let Some(finding) = at.and_then(|at| self.record.get_mut(at)) {
            finding.effect = Some(effect);
        }
    }

    /// The findings that have an effect of this kind.
    fn in_effect(&self, rung: Rung) -> impl Iterator<Item = Effect> {
        let of_it = self.record.iter().filter(move |of| of.rung == rung);
        of_it.filter_map(|of| of.effect)
    }

    /// The suspension that is a sanction, or that another register has stated: of several the one that
    /// lasts longest.
    pub(crate) fn punitive(&self) -> Option<Suspension> {
        let stated = self.stated.then_some(Effect { through: None });
        let longest = self
            .in_effect(Rung::Suspension)
            .chain(stated)
            .reduce(Effect::longer)?;
        Some(Suspension::Punitive {
            through: longest.through,
        })
    }

    /// The last day on which services are cut off.
    pub fn cut_off_through(&self) -> Option<Date> {
        self.in_effect(Rung::ServiceCutoff)
            .reduce(Effect::longer)?
            .through
    }

    /// No suspension has an effect any more.
    pub(crate) fn release(&mut self) {
        self.waiting = None;
        self.stated = false;
        for finding in &mut self.record {
            if finding.rung == Rung::Suspension {
                finding.effect = None;
            }
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
