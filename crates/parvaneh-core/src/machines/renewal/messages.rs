//! What is asked of the renewal, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use super::gates::Findings;
use super::request::Request;
use crate::actor::Role;
use crate::calendar::{Date, Term};
use crate::edition::{Edition, EditionId, LatePolicy};
use crate::paper::{Paper, SUPPLIERS};
use crate::refusal::Citation;
use crate::resolution::Resolution;

/// What is asked of the renewal.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Hand in the written request.
    File,
    /// List, once, all that is missing.
    NoteDeficiency {
        /// Each thing that is missing.
        missing: Vec<String>,
    },
    /// Supply what was missing.
    Cure,
    /// Put a paper on file.
    Record {
        /// The paper.
        paper: Paper,
    },
    /// Find the request complete and lay it before the working group.
    BeginReview {
        /// What was found about the office.
        findings: Findings,
    },
    /// Accept force majeure as the reason for a late request.
    ExcuseLateness {
        /// The working group's resolution.
        resolution: Resolution,
        /// What happened.
        reason: String,
    },
    /// Confirm the renewal.
    Confirm {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Refuse it: the working group before confirmation, the authority after.
    Refuse {
        /// The working group's resolution to refuse.
        #[serde(default)]
        resolution: Option<Resolution>,
        /// Why.
        reason: String,
    },
    /// Renew: the authority's act.
    Grant,
    /// Take the request back.
    Withdraw,
}

/// What happened to the renewal.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The holder is to be reminded of the filing deadline.
    ///
    /// A notice is sent for it only while it is the newest: recorded on a day after `current_through`,
    /// it is superseded, and kept so that nobody has to guess.
    ReminderDue {
        /// Which rung of the ladder, from 1.
        rung: u8,
        /// The last timely day it reminds of.
        renewal_due: Date,
        /// The last day on which no later rung has fallen due and the deadline has not passed.
        current_through: Date,
    },
    /// The last timely day passed without a request.
    DeadlinePassed {
        /// That day.
        renewal_due: Date,
        /// What the edition makes of it.
        policy: LatePolicy,
    },
    /// A request was filed.
    Filed {
        /// The request.
        request: Request,
        /// The import profile it came through, if it did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<String>,
    },
    /// It was found wanting.
    DeficiencyNoted {
        /// Each thing that is missing.
        missing: Vec<String>,
        /// The last day on which it can be cured.
        cure_by: Date,
    },
    /// What was missing was supplied.
    Cured,
    /// It was not supplied in time.
    CureElapsed {
        /// The last day on which it could be.
        cure_by: Date,
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
    /// The request was laid before the working group.
    ReviewBegun {
        /// What was found about the office.
        findings: Findings,
    },
    /// A late request was excused.
    LatenessExcused {
        /// The resolution.
        resolution: Resolution,
        /// Why.
        reason: String,
    },
    /// The working group confirmed.
    Confirmed {
        /// The resolution.
        resolution: Resolution,
    },
    /// The working group or the authority refused.
    Refused {
        /// The resolution, where the working group did.
        resolution: Option<Resolution>,
        /// Why.
        reason: String,
    },
    /// The authority renewed: the next term begins the day after the last one ended.
    Granted {
        /// The next term.
        term: Term,
        /// The last timely day for its own renewal.
        renewal_due: Option<Date>,
        /// The edition that judged the request.
        edition: EditionId,
    },
    /// The holder took the request back.
    Withdrawn,
}

impl Event {
    /// `renewal.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ReminderDue { .. } => "renewal.reminder_due",
            Self::DeadlinePassed { .. } => "renewal.deadline_passed",
            Self::Filed { .. } => "renewal.filed",
            Self::DeficiencyNoted { .. } => "renewal.deficiency_noted",
            Self::Cured => "renewal.cured",
            Self::CureElapsed { .. } => "renewal.cure_elapsed",
            Self::Recorded { .. } => "renewal.recorded",
            Self::ReviewBegun { .. } => "renewal.review_begun",
            Self::LatenessExcused { .. } => "renewal.lateness_excused",
            Self::Confirmed { .. } => "renewal.confirmed",
            Self::Refused { .. } => "renewal.refused",
            Self::Granted { .. } => "renewal.granted",
            Self::Withdrawn => "renewal.withdrawn",
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::ReminderDue { .. } | Self::DeadlinePassed { .. } | Self::CureElapsed { .. } => {
                &[Role::Calendar]
            }
            Self::Filed { .. } | Self::Cured | Self::Withdrawn => {
                &[Role::Holder, Role::Secretariat]
            }
            Self::DeficiencyNoted { .. } | Self::ReviewBegun { .. } => &[Role::Secretariat],
            Self::Recorded { .. } => SUPPLIERS,
            Self::LatenessExcused { .. } | Self::Confirmed { .. } => &[Role::WorkingGroup],
            Self::Refused { .. } => &[Role::WorkingGroup, Role::Authority],
            Self::Granted { .. } => &[Role::Authority],
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        let rules = &edition.renewal;
        match self {
            Self::ReminderDue { .. } => (&rules.reminders).into(),
            Self::DeadlinePassed { .. } | Self::LatenessExcused { .. } => (&rules.late).into(),
            Self::Filed { .. } => match &rules.lead {
                Some(lead) => lead.into(),
                None => (&rules.late).into(),
            },
            Self::DeficiencyNoted { .. } | Self::Cured | Self::CureElapsed { .. } => {
                (&rules.cure).into()
            }
            Self::Recorded { .. } | Self::ReviewBegun { .. } => match &rules.needs {
                Some(needs) => needs.into(),
                None => (&rules.gates).into(),
            },
            Self::Confirmed { .. } | Self::Refused { .. } => (&rules.confirmation).into(),
            Self::Granted { .. } => (&edition.authority).into(),
            Self::Withdrawn => Citation::default_of_ours("who asked may take the request back"),
        }
    }

    /// Whether another register stated it.
    pub fn is_imported(&self) -> bool {
        match self {
            Self::Filed { imported, .. } => imported.is_some(),
            Self::ReminderDue { .. }
            | Self::DeadlinePassed { .. }
            | Self::DeficiencyNoted { .. }
            | Self::Cured
            | Self::CureElapsed { .. }
            | Self::Recorded { .. }
            | Self::ReviewBegun { .. }
            | Self::LatenessExcused { .. }
            | Self::Confirmed { .. }
            | Self::Refused { .. }
            | Self::Granted { .. }
            | Self::Withdrawn => false,
        }
    }
}

impl Command {
    /// `renewal.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::File => "renewal.file",
            Self::NoteDeficiency { .. } => "renewal.note_deficiency",
            Self::Cure => "renewal.cure",
            Self::Record { .. } => "renewal.record",
            Self::BeginReview { .. } => "renewal.begin_review",
            Self::ExcuseLateness { .. } => "renewal.excuse_lateness",
            Self::Confirm { .. } => "renewal.confirm",
            Self::Refuse { .. } => "renewal.refuse",
            Self::Grant => "renewal.grant",
            Self::Withdraw => "renewal.withdraw",
        }
    }

    /// Who may ask for it: one of these roles.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::File | Self::Cure | Self::Withdraw => &[Role::Holder, Role::Secretariat],
            Self::NoteDeficiency { .. } | Self::BeginReview { .. } => &[Role::Secretariat],
            Self::Record { .. } => SUPPLIERS,
            Self::ExcuseLateness { .. } | Self::Confirm { .. } => &[Role::WorkingGroup],
            Self::Refuse { .. } => &[Role::WorkingGroup, Role::Authority],
            Self::Grant => &[Role::Authority],
        }
    }
}
