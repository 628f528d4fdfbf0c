//! What is asked of the licence, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use super::premises::Premises;
use super::succession::End;
use super::{Act, Correction, Issue};
use crate::actor::Role;
use crate::calendar::{Date, Term};
use crate::edition::EditionId;
use crate::opening::{ImportedStatus, Opened};
use crate::paper::{Paper, SUPPLIERS};
use crate::party::PartyId;
use crate::renewal::Request;
use crate::resolution::Resolution;

/// What is asked of the licence.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Issue the first term.
    Issue(Box<Issue>),
    /// Give it up; effective on receipt.
    Surrender,
    /// Reinstate it: it expired or was revoked wrongly, or its holder is there after all.
    Correct(Correction),
    /// Record that its holder died or was dissolved; effective on the day of the record.
    Lapse(End),
    /// Go on in the place of the holder, under a manager, until it passes to a new one.
    GiveNotice {
        /// The heir, or whoever winds up a legal person.
        heir: PartyId,
        /// Who is to run the office.
        manager: PartyId,
    },
    /// Put a paper on file for a relocation, or for an heir's notice.
    Record {
        /// The paper.
        paper: Paper,
    },
    /// Ask to move the office.
    RequestRelocation {
        /// Where to.
        to: Premises,
    },
    /// Let it move to where it asked.
    Relocate {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Do not.
    RefuseRelocation {
        /// The working group's resolution.
        resolution: Resolution,
        /// Why.
        reason: String,
    },
    /// Let the office be closed from today on.
    PermitClosure {
        /// The last day on which it may be closed.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Open again before that day is over.
    Reopen,
    /// Let a counter stand elsewhere for some days.
    PermitCounter {
        /// Where.
        at: Premises,
        /// The days, both inclusive.
        days: Term,
        /// The working group's resolution.
        resolution: Resolution,
    },
}

/// A decision against the holder.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Why, in the decision's words.
    #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
    pub reason: String,
    /// The opportunity to be heard before it.
    pub hearing: Hearing,
}

/// Notice and the opportunity to be heard.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hearing {
    /// The day on which notice was served.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::stored")]
    pub notice_served_on: Date,
    /// The day on which the holder was heard; none if the holder let the time pass.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::calendar::stored::optional"
    )]
    pub heard_on: Option<Date>,
}

/// What happened to the licence.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A term as another register states it. Every such event is marked by `imported`.
    Opened(Box<Opened>),
    /// The first term, by the authority's act.
    Issued {
        /// The act.
        act: Box<Act>,
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
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
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
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        decision: String,
        /// What was wrong.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
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
    /// It ended with its holder.
    Lapsed {
        /// What became of the holder.
        end: End,
        /// The last day on which an heir may give notice; none where the edition knows no interim.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::stored::optional"
        )]
        notice_through: Option<Date>,
    },
    /// No heir gave notice.
    NoticeElapsed {
        /// The last day on which one could.
        through: Date,
    },
    /// An heir gave notice.
    InterimBegun {
        /// The heir.
        heir: PartyId,
        /// Who runs the office.
        manager: PartyId,
        /// The last day of the interim.
        until: Date,
    },
    /// The interim ran out and nobody had become the holder.
    InterimEnded {
        /// Its last day.
        until: Date,
    },
    /// A paper was put on file.
    Recorded {
        /// The paper.
        paper: Paper,
        /// The last day on which it may be relied on; none for ever.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::stored::optional"
        )]
        through: Option<Date>,
    },
    /// The holder asked to move.
    RelocationRequested {
        /// Where to.
        to: Premises,
        /// The edition that judges the request.
        edition: EditionId,
    },
    /// The office moved.
    Relocated {
        /// Where to.
        to: Premises,
        /// The resolution.
        resolution: Resolution,
    },
    /// It may not move there.
    RelocationRefused {
        /// The resolution.
        resolution: Resolution,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
    },
    /// The office may be closed.
    ClosurePermitted {
        /// The days, both inclusive.
        days: Term,
        /// The resolution.
        resolution: Resolution,
    },
    /// It opened again before they were over.
    Reopened,
    /// They are over.
    ClosureEnded {
        /// The last of them.
        through: Date,
    },
    /// A counter may stand elsewhere.
    CounterPermitted {
        /// Where.
        at: Premises,
        /// The days, both inclusive.
        days: Term,
        /// The resolution.
        resolution: Resolution,
    },
}

/// Who acts for the office.
const IN_CHARGE: &[Role] = &[Role::Holder, Role::Heir, Role::Secretariat];

impl Command {
    /// `licence.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Issue(_) => "licence.issue",
            Self::Surrender => "licence.surrender",
            Self::Correct(_) => "licence.correct",
            Self::Lapse(_) => "licence.lapse",
            Self::GiveNotice { .. } => "licence.give_notice",
            Self::Record { .. } => "licence.record",
            Self::RequestRelocation { .. } => "licence.request_relocation",
            Self::Relocate { .. } => "licence.relocate",
            Self::RefuseRelocation { .. } => "licence.refuse_relocation",
            Self::PermitClosure { .. } => "licence.permit_closure",
            Self::Reopen => "licence.reopen",
            Self::PermitCounter { .. } => "licence.permit_counter",
        }
    }

    /// Whether the edition under which a relocation was asked for judges it, where one was.
    pub(crate) fn is_about_a_relocation(&self) -> bool {
        matches!(
            self,
            Self::Record { .. } | Self::Relocate { .. } | Self::RefuseRelocation { .. }
        )
    }

    /// Who may ask for it: one of these roles.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Issue(_) => &[Role::Authority],
            Self::Surrender => &[Role::Holder],
            Self::Correct(_) => &[Role::Authority, Role::Court],
            Self::Lapse(_) => &[Role::Secretariat],
            Self::GiveNotice { .. } => &[Role::Heir, Role::Secretariat],
            Self::Record { .. } => SUPPLIERS,
            Self::RequestRelocation { .. } | Self::Reopen => IN_CHARGE,
            Self::Relocate { .. }
            | Self::RefuseRelocation { .. }
            | Self::PermitClosure { .. }
            | Self::PermitCounter { .. } => &[Role::WorkingGroup],
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
            Self::Lapsed { .. } => "licence.lapsed",
            Self::NoticeElapsed { .. } => "licence.notice_elapsed",
            Self::InterimBegun { .. } => "licence.interim_begun",
            Self::InterimEnded { .. } => "licence.interim_ended",
            Self::Recorded { .. } => "licence.recorded",
            Self::RelocationRequested { .. } => "licence.relocation_requested",
            Self::Relocated { .. } => "licence.relocated",
            Self::RelocationRefused { .. } => "licence.relocation_refused",
            Self::ClosurePermitted { .. } => "licence.closure_permitted",
            Self::Reopened => "licence.reopened",
            Self::ClosureEnded { .. } => "licence.closure_ended",
            Self::CounterPermitted { .. } => "licence.counter_permitted",
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
            Self::Continued { .. }
            | Self::Expired { .. }
            | Self::NoticeElapsed { .. }
            | Self::InterimEnded { .. }
            | Self::ClosureEnded { .. } => &[Role::Calendar],
            Self::Lapsed { .. } => &[Role::Secretariat],
            Self::InterimBegun { .. } => &[Role::Heir, Role::Secretariat],
            Self::Recorded { .. } => SUPPLIERS,
            Self::RelocationRequested { .. } | Self::Reopened => IN_CHARGE,
            Self::Relocated { .. }
            | Self::RelocationRefused { .. }
            | Self::ClosurePermitted { .. }
            | Self::CounterPermitted { .. } => &[Role::WorkingGroup],
        }
    }
}
