//! The written request for renewal.

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::dossier::{Context, Dossier};
use crate::edition::{EditionId, LatePolicy};
use crate::paper::Papers;
use crate::refusal::{Citation, Code, Refusal};
use crate::renewal::{Event, State};

/// A written request for renewal.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "RenewalRequest")
)]
pub struct Request {
    /// The civil date on which it was filed; a cure does not change it.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::stored")]
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

impl Request {
    /// Whether it counts as filed in time: it was, or its lateness was excused.
    pub fn counts_as_timely(&self) -> bool {
        self.excused || self.timeliness == Timeliness::Timely
    }
}

/// In time when `today` is on or before the last timely day (R); late, the edition decides.
pub(super) fn file(dossier: &Dossier, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let rules = &context.edition.renewal;
    if let Some(open) = dossier.renewal.open_request() {
        let rule = Citation::default_of_ours("at most one open matter of each kind");
        return Err(Refusal::new(Code::RequestOpen, rule).because("filed_on", open.filed_on));
    }
    let Some(last) = dossier.terms.last() else {
        return Err(Refusal::new(Code::NotIssued, &rules.late));
    };
    let timeliness = match last.renewal_due {
        Some(due) if due < context.today => Timeliness::Late,
        Some(_) | None => Timeliness::Timely,
    };
    if timeliness == Timeliness::Late && rules.late.value == LatePolicy::DeemedWithdrawal {
        let due = last
            .renewal_due
            .map_or_else(String::new, |due| due.to_string());
        return Err(Refusal::new(Code::DeadlineMissed, &rules.late)
            .because("renewal_due", due)
            .because("through", last.term.through));
    }
    Ok(vec![Event::Filed {
        request: Request {
            filed_on: context.today,
            timeliness,
            excused: false,
            edition: context.edition.id.clone(),
        },
        imported: None,
    }])
}

impl State {
    /// Where a renewal stands whose request is stated.
    pub(crate) fn stating(request: &Request) -> Self {
        match request.timeliness {
            Timeliness::Timely => Self::Filed {
                request: request.clone(),
                papers: Papers::default(),
            },
            Timeliness::Late => Self::OutOfTime(request.clone()),
        }
    }

    /// Another deadline holds now, and it is as if none had passed.
    pub(crate) fn reopen(&mut self) {
        match self {
            Self::NotFiled { .. } | Self::DeadlinePassed | Self::DeemedWithdrawn => {
                *self = Self::default();
            }
            Self::Filed { .. }
            | Self::Incomplete { .. }
            | Self::UnderReview { .. }
            | Self::Confirmed { .. }
            | Self::Refused(_)
            | Self::Granted(_)
            | Self::OutOfTime(_)
            | Self::Withdrawn(_) => {}
        }
    }

    /// The request that stands, or stood last, for the latest term.
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Filed { request, .. }
            | Self::Incomplete { request, .. }
            | Self::UnderReview { request, .. }
            | Self::Confirmed { request, .. }
            | Self::Refused(request)
            | Self::Granted(request)
            | Self::OutOfTime(request)
            | Self::Withdrawn(request) => Some(request),
            Self::NotFiled { .. } | Self::DeadlinePassed | Self::DeemedWithdrawn => None,
        }
    }

    /// The request that somebody still has to decide.
    pub fn open_request(&self) -> Option<&Request> {
        match self {
            Self::Filed { request, .. }
            | Self::Incomplete { request, .. }
            | Self::UnderReview { request, .. }
            | Self::Confirmed { request, .. }
            | Self::OutOfTime(request) => Some(request),
            Self::NotFiled { .. }
            | Self::DeadlinePassed
            | Self::Refused(_)
            | Self::Granted(_)
            | Self::DeemedWithdrawn
            | Self::Withdrawn(_) => None,
        }
    }

    /// Whether the licence may outlive its term because of it.
    pub fn is_timely_and_complete(&self) -> bool {
        match self {
            Self::Filed { request, .. }
            | Self::UnderReview { request, .. }
            | Self::Confirmed { request, .. } => request.counts_as_timely(),
            Self::NotFiled { .. }
            | Self::DeadlinePassed
            | Self::Incomplete { .. }
            | Self::Refused(_)
            | Self::Granted(_)
            | Self::OutOfTime(_)
            | Self::DeemedWithdrawn
            | Self::Withdrawn(_) => false,
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotFiled { .. } => "NotFiled",
            Self::DeadlinePassed => "DeadlinePassed",
            Self::Filed { .. } => "Filed",
            Self::Incomplete { .. } => "Incomplete",
            Self::UnderReview { .. } => "UnderReview",
            Self::Confirmed { .. } => "Confirmed",
            Self::Refused(_) => "Refused",
            Self::Granted(_) => "Granted",
            Self::OutOfTime(_) => "OutOfTime",
            Self::DeemedWithdrawn => "DeemedWithdrawn",
            Self::Withdrawn(_) => "Withdrawn",
        }
    }
}
