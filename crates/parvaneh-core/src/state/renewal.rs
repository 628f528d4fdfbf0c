//! Where the renewal of the latest term stands.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, put_off};
use crate::edition::EditionId;
use crate::paper::Papers;

/// Where the renewal of the latest term stands.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// No request; `reminded` rungs of the reminder ladder have been recorded.
    NotFiled {
        /// How many.
        reminded: u8,
    },
    /// No request was filed in time; a late one may still be excused.
    DeadlinePassed,
    /// The deadline was missed, which counts as the holder's withdrawal.
    DeemedWithdrawn,
    /// A request was filed.
    Requested(Case),
}

/// A request, and how far it has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The request.
    pub request: Request,
    /// How far it has come.
    pub step: Step,
    /// How many rungs of the reminder ladder were recorded before it was filed.
    pub reminded: u8,
    /// Whether the secretariat has said what is missing.
    pub deficiency_listed: bool,
}

/// How far a request has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// It stands and is complete as far as anyone has said.
    Filed {
        /// What is on file for it.
        papers: Papers,
    },
    /// The secretariat has listed what is missing.
    Incomplete {
        /// What is on file for it.
        papers: Papers,
        /// The day on which it did.
        noted_on: Date,
        /// The last day on which the deficiency can be cured. One that has been put off may be a holiday.
        cure_by: Date,
    },
    /// It was found complete and awaits the working group.
    UnderReview {
        /// What the secretariat found.
        findings: Findings,
    },
    /// The working group has confirmed; the authority has not acted.
    Confirmed {
        /// What the secretariat found.
        findings: Findings,
    },
    /// The working group or the authority has refused.
    Refused,
    /// A next term was granted; it is now the latest, and no request stands for it.
    Granted,
    /// It came after the deadline and is not excused.
    OutOfTime,
    /// The holder took it back, or let the time to cure it pass.
    Withdrawn {
        /// On this day.
        on: Date,
    },
}

impl Default for State {
    fn default() -> Self {
        Self::NotFiled { reminded: 0 }
    }
}

/// A written request for renewal.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "RenewalRequest")
)]
pub struct Request {
    /// The civil date on which it was filed; a cure does not change it.
    pub filed_on: Date,
    /// Whether that was on or before the last timely day.
    pub timeliness: Timeliness,
    /// Whether the working group accepted a reason for its lateness.
    pub excused: bool,
    /// The edition in force on the day of filing, which judges the request.
    pub edition: EditionId,
}

/// Whether a request was filed in time.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// On or before the last timely day.
    Timely,
    /// After it.
    Late,
}

impl Timeliness {
    /// That of a request filed on a day, where `due` is the last timely one, inclusive (R); where there is no
    /// deadline, none is missed.
    pub(crate) fn of(filed_on: Date, due: Option<Date>) -> Self {
        match due {
            Some(due) if due < filed_on => Self::Late,
            Some(_) | None => Self::Timely,
        }
    }

    /// The same where the licence may have expired before: a request after that is late, whatever the deadline.
    pub(crate) fn or_late(self, has_expired: bool) -> Self {
        match has_expired {
            true => Self::Late,
            false => self,
        }
    }
}

impl Request {
    /// Whether it counts as filed in time: it was, or its lateness was excused.
    pub fn counts_as_timely(&self) -> bool {
        self.excused || self.timeliness == Timeliness::Timely
    }
}

/// What the secretariat found about the office when it laid the request before the working group.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Findings {
    /// Whether the office serves the public.
    pub office_active: bool,
    /// How many violations stand unremedied.
    pub unremedied_violations: u32,
}

impl State {
    /// Where a renewal stands whose request is stated, after what was before.
    pub(crate) fn stating(&self, request: &Request) -> Self {
        Self::Requested(Case {
            reminded: self.reminded(),
            deficiency_listed: false,
            request: request.clone(),
            step: match request.timeliness {
                Timeliness::Timely => Step::Filed {
                    papers: Papers::default(),
                },
                Timeliness::Late => Step::OutOfTime,
            },
        })
    }

    /// How many rungs of the reminder ladder have been recorded for the latest term.
    pub(crate) fn reminded(&self) -> u8 {
        match self {
            Self::NotFiled { reminded } => *reminded,
            Self::DeadlinePassed | Self::DeemedWithdrawn => 0,
            Self::Requested(case) => match &case.step {
                Step::Granted => 0,
                Step::Filed { .. }
                | Step::Incomplete { .. }
                | Step::UnderReview { .. }
                | Step::Confirmed { .. }
                | Step::Refused
                | Step::OutOfTime
                | Step::Withdrawn { .. } => case.reminded,
            },
        }
    }

    /// Another deadline holds now: it is as if none had passed, nobody had been reminded, and nothing that
    /// has come to nothing had been asked for.
    pub(crate) fn reopened(&self) -> Self {
        match self {
            Self::NotFiled { .. } | Self::DeadlinePassed | Self::DeemedWithdrawn => Self::default(),
            Self::Requested(case) => match &case.step {
                Step::Refused | Step::Withdrawn { .. } => Self::default(),
                Step::Filed { .. }
                | Step::Incomplete { .. }
                | Step::UnderReview { .. }
                | Step::Confirmed { .. }
                | Step::Granted
                | Step::OutOfTime => Self::Requested(Case {
                    reminded: 0,
                    ..case.clone()
                }),
            },
        }
    }

    /// The licence stands again on the day `to` which had ended on `from`: the time to cure rested, for
    /// nobody could.
    pub(crate) fn rested(&mut self, from: Date, to: Date) {
        if let Self::Requested(Case {
            step: Step::Incomplete {
                noted_on, cure_by, ..
            },
            ..
        }) = self
        {
            *cure_by = put_off(*cure_by, Ord::max(from, *noted_on), to);
        }
    }

    /// Whether the time to cure a request passed after a day on which nobody could cure it any more.
    pub(crate) fn was_lost_after(&self, day: Date) -> bool {
        self.case().is_some_and(|case| match case.step {
            Step::Withdrawn { on } => day < on,
            Step::Filed { .. }
            | Step::Incomplete { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::Refused
            | Step::Granted
            | Step::OutOfTime => false,
        })
    }

    /// The request that stands, or stood last, for the latest term.
    pub fn request(&self) -> Option<&Request> {
        self.case().map(|case| &case.request)
    }

    /// The request that stands or stood last, and how far it has come.
    pub fn case(&self) -> Option<&Case> {
        match self {
            Self::Requested(case) => Some(case),
            Self::NotFiled { .. } | Self::DeadlinePassed | Self::DeemedWithdrawn => None,
        }
    }

    /// The request that somebody still has to decide.
    pub fn open_request(&self) -> Option<&Request> {
        self.case()
            .filter(|case| case.step.is_open())
            .map(|case| &case.request)
    }

    /// The last day on which what it lacks can be supplied, which may be a holiday; none where it lacks nothing.
    pub(crate) fn cure_by(&self) -> Option<Date> {
        match self.case()?.step {
            Step::Incomplete { cure_by, .. } => Some(cure_by),
            Step::Filed { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::Refused
            | Step::Granted
            | Step::OutOfTime
            | Step::Withdrawn { .. } => None,
        }
    }

    /// Whether no request stands for the latest term, and its deadline is not known to have passed.
    pub(crate) fn awaits_filing(&self) -> bool {
        match self {
            Self::NotFiled { .. } => true,
            Self::DeadlinePassed | Self::DeemedWithdrawn => false,
            Self::Requested(case) => match case.step {
                Step::Granted | Step::Withdrawn { .. } => true,
                Step::Filed { .. }
                | Step::Incomplete { .. }
                | Step::UnderReview { .. }
                | Step::Confirmed { .. }
                | Step::Refused
                | Step::OutOfTime => false,
            },
        }
    }

    /// Whether the licence may outlive its term because of it.
    pub fn is_timely_and_complete(&self) -> bool {
        self.case().is_some_and(|case| match case.step {
            Step::Filed { .. } | Step::UnderReview { .. } | Step::Confirmed { .. } => {
                case.request.counts_as_timely()
            }
            Step::Incomplete { .. }
            | Step::Refused
            | Step::Granted
            | Step::OutOfTime
            | Step::Withdrawn { .. } => false,
        })
    }

    /// Whether the matter has come to its end.
    pub fn has_ended(&self) -> bool {
        match self {
            Self::DeemedWithdrawn => true,
            Self::NotFiled { .. } | Self::DeadlinePassed => false,
            Self::Requested(case) => !case.step.is_open(),
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotFiled { .. } => "NotFiled",
            Self::DeadlinePassed => "DeadlinePassed",
            Self::DeemedWithdrawn => "DeemedWithdrawn",
            Self::Requested(case) => case.step.name(),
        }
    }
}

impl Step {
    /// What is on file for the request, until it is laid before the working group.
    pub(crate) fn papers(&self) -> Option<&Papers> {
        match self {
            Self::Filed { papers } | Self::Incomplete { papers, .. } => Some(papers),
            Self::UnderReview { .. }
            | Self::Confirmed { .. }
            | Self::Refused
            | Self::Granted
            | Self::OutOfTime
            | Self::Withdrawn { .. } => None,
        }
    }

    /// Whether somebody still has to decide.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Filed { .. }
            | Self::Incomplete { .. }
            | Self::UnderReview { .. }
            | Self::Confirmed { .. }
            | Self::OutOfTime => true,
            Self::Refused | Self::Granted | Self::Withdrawn { .. } => false,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Filed { .. } => "Filed",
            Self::Incomplete { .. } => "Incomplete",
            Self::UnderReview { .. } => "UnderReview",
            Self::Confirmed { .. } => "Confirmed",
            Self::Refused => "Refused",
            Self::Granted => "Granted",
            Self::OutOfTime => "OutOfTime",
            Self::Withdrawn { .. } => "Withdrawn",
        }
    }
}
