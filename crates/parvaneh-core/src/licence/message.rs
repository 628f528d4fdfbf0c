//! What is asked of the licence, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use super::{Correction, Issue};
use crate::actor::Role;
use crate::calendar::{Date, Term};
use crate::edition::{Edition, EditionId};
use crate::opening::{ImportedStatus, Opened};
use crate::refusal::Citation;
use crate::renewal::request::Request;

/// What is asked of the licence.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Issue the first term.
    Issue(Box<Issue>),
    /// Give it up; effective on receipt.
    Surrender,
    /// Reinstate it: it expired or was revoked wrongly.
    Correct(Correction),
}

/// A decision against the holder.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Why, in the decision's words.
    pub reason: String,
    /// The opportunity to be heard before it.
    pub hearing: Hearing,
}

/// Notice and the opportunity to be heard.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hearing {
    /// The day on which notice was served.
    #[serde(with = "crate::calendar::stored")]
    pub notice_served_on: Date,
    /// The day on which the holder was heard; none if the holder let the time pass.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::calendar::stored::optional"
    )]
    pub heard_on: Option<Date>,
}

/// What happened to the licence.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A term as another register states it. Every such event is marked by `imported`.
    Opened(Box<Opened>),
    /// The first term, by the authority's act.
    Issued {
        /// The act.
        act: Box<Issue>,
        /// The term it grants.
        term: Term,
        /// The last timely day for its renewal.
        renewal_due: Option<Date>,
        /// Under which it was granted.
        edition: EditionId,
    },
    /// Its use was forbidden.
    Suspended {
        /// The decision; none where another register says so, or where harm was imminent and
        /// nobody has been heard yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measure: Option<Measure>,
        /// Where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<ImportedStatus>,
    },
    /// Its use was allowed again.
    SuspensionLifted {
        /// Why.
        reason: String,
    },
    /// It was taken away.
    Revoked {
        /// The decision; none where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measure: Option<Measure>,
        /// Where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<ImportedStatus>,
    },
    /// It was given up.
    Surrendered {
        /// Where another register says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<ImportedStatus>,
    },
    /// It expired or was revoked wrongly, and stands again from this day on.
    Reinstated {
        /// The judgment or decision that it rests on, by its number.
        decision: String,
        /// What was wrong.
        reason: String,
        /// Its latest term, corrected where it was recorded wrongly.
        term: Term,
        /// The last timely day for the renewal of that term.
        renewal_due: Option<Date>,
        /// A request for renewal that was not recorded before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<Request>,
    },
    /// Its last term ended while a timely and complete renewal was undecided.
    Continued {
        /// The last day of that term.
        through: Date,
    },
    /// It ended with its last term, or with the decision that it had outlived that term for.
    Expired {
        /// The last day of that term.
        through: Date,
    },
}

impl Command {
    /// `licence.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Issue(_) => "licence.issue",
            Self::Surrender => "licence.surrender",
            Self::Correct(_) => "licence.correct",
        }
    }

    /// Who may ask for it: one of these roles.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Issue(_) => &[Role::Authority],
            Self::Surrender => &[Role::Holder],
            Self::Correct(_) => &[Role::Authority, Role::Court],
        }
    }
}

impl Event {
    /// `licence.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Opened(_) => "licence.opened",
            Self::Issued { .. } => "licence.issued",
            Self::Suspended { .. } => "licence.suspended",
            Self::SuspensionLifted { .. } => "licence.suspension_lifted",
            Self::Revoked { .. } => "licence.revoked",
            Self::Surrendered { .. } => "licence.surrendered",
            Self::Reinstated { .. } => "licence.reinstated",
            Self::Continued { .. } => "licence.continued",
            Self::Expired { .. } => "licence.expired",
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Opened(_) => &[],
            Self::Issued { .. } | Self::Revoked { .. } => &[Role::Authority],
            Self::Suspended { .. } => &[Role::EnforcementCommittee, Role::Authority],
            Self::SuspensionLifted { .. } => &[
                Role::EnforcementCommittee,
                Role::Authority,
                Role::AppealBody,
                Role::Court,
                Role::Calendar,
            ],
            Self::Surrendered { .. } => &[Role::Holder],
            Self::Reinstated { .. } => &[Role::Authority, Role::AppealBody, Role::Court],
            Self::Continued { .. } | Self::Expired { .. } => &[Role::Calendar],
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        match self {
            Self::Opened(_) => {
                Citation::default_of_ours("another register states it, and is believed")
            }
            Self::Issued { .. } | Self::Revoked { .. } => (&edition.authority).into(),
            Self::Suspended { .. } | Self::SuspensionLifted { .. } => {
                (&edition.enforcement.hearing).into()
            }
            Self::Surrendered { .. } => {
                Citation::default_of_ours("a holder may give the licence up")
            }
            Self::Reinstated { .. } => Citation::default_of_ours(super::reinstatement::RULE),
            Self::Continued { .. } => (&edition.licence.pending_at_expiry).into(),
            Self::Expired { .. } => (&edition.licence.term).into(),
        }
    }

    /// Whether another register stated it.
    pub fn is_imported(&self) -> bool {
        match self {
            Self::Opened(_) => true,
            Self::Suspended { imported, .. }
            | Self::Revoked { imported, .. }
            | Self::Surrendered { imported } => imported.is_some(),
            Self::Issued { .. }
            | Self::SuspensionLifted { .. }
            | Self::Reinstated { .. }
            | Self::Continued { .. }
            | Self::Expired { .. } => false,
        }
    }
}
