//! What is asked of an appointment, and what happens to it. Events are stored: their names and
//! fields are a contract.

use serde::{Deserialize, Serialize};

use super::{Ending, Post};
use crate::actor::Role;
use crate::appointment::mismatch::Settlement;
use crate::calendar::Date;
use crate::edition::{AppointmentRules, Edition, EditionId};
use crate::law::OwnRule;
use crate::party::PartyId;
use crate::refusal::Citation;
use crate::resolution::Resolution;

/// What is asked of an appointment.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Name a person for a post.
    Propose {
        /// Which post.
        post: Post,
        /// Whom.
        person: PartyId,
    },
    /// Approve the person who is proposed.
    Approve {
        /// Which post.
        post: Post,
        /// The working group's resolution, where the edition has it decide.
        #[serde(default)]
        resolution: Option<Resolution>,
    },
    /// Reject the person who is proposed.
    Reject {
        /// Which post.
        post: Post,
        /// The working group's resolution to reject, where the edition has it decide.
        #[serde(default)]
        resolution: Option<Resolution>,
        /// Why.
        reason: String,
    },
    /// Accept the post: the person's own act.
    Consent {
        /// Which post.
        post: Post,
        /// Who accepts.
        person: PartyId,
    },
    /// End the appointment.
    End {
        /// Which post.
        post: Post,
        /// Whose.
        person: PartyId,
        /// How it ends.
        how: Ending,
    },
    /// Record that somebody else runs the office than its holder.
    RecordMismatch {
        /// What was found, without names.
        facts: String,
        /// Who runs it, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<PartyId>,
    },
    /// State how that is settled.
    Settle {
        /// How.
        how: Settlement,
    },
}

/// What happened to an appointment.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A person was proposed.
    Proposed {
        /// For which post.
        post: Post,
        /// Who.
        person: PartyId,
        /// The edition that judges the appointment.
        edition: EditionId,
    },
    /// The person was approved.
    Approved {
        /// For which post.
        post: Post,
        /// The resolution, where the working group did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<Resolution>,
    },
    /// The person was rejected.
    Rejected {
        /// For which post.
        post: Post,
        /// The resolution, where the working group did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<Resolution>,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// The last day on which another can be proposed, where the post must be filled.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::stored::optional"
        )]
        propose_by: Option<Date>,
    },
    /// The person accepted, and holds the post.
    Begun {
        /// Which post.
        post: Post,
    },
    /// The person holds it no longer.
    Ended {
        /// Which post.
        post: Post,
        /// How it ended.
        how: Ending,
        /// The deputy, who acts meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        acting: Option<PartyId>,
        /// The last day on which a successor can be proposed, where the post must be filled.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Date>"))]
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::calendar::stored::optional"
        )]
        propose_by: Option<Date>,
    },
    /// It ended with the office's licence, or with the application for one.
    Lapsed {
        /// Which post.
        post: Post,
    },
    /// Nobody was proposed in time for a post that must be filled.
    VacancyElapsed {
        /// Which post.
        post: Post,
        /// The last day on which somebody could be.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        propose_by: Date,
    },
    /// Somebody else runs the office than its holder.
    MismatchRecorded {
        /// What was found.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        facts: String,
        /// Who runs it, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<PartyId>,
        /// The last day on which it can be settled.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        settle_by: Date,
        /// The violation of which a case opens otherwise.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        leads_to: String,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// It is settled.
    MismatchSettled {
        /// How.
        how: Settlement,
    },
    /// It was not settled in time.
    MismatchElapsed {
        /// The last day on which it could be.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        settle_by: Date,
    },
}

impl Command {
    /// `appointment.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Propose { .. } => "appointment.propose",
            Self::Approve { .. } => "appointment.approve",
            Self::Reject { .. } => "appointment.reject",
            Self::Consent { .. } => "appointment.consent",
            Self::End { .. } => "appointment.end",
            Self::RecordMismatch { .. } => "appointment.record_mismatch",
            Self::Settle { .. } => "appointment.settle",
        }
    }

    /// Who may ask for it: one of these roles. Which of several, the post or the ending says.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Propose { .. } => &[Role::Holder, Role::Applicant],
            Self::Approve { .. } | Self::Reject { .. } => &[Role::WorkingGroup, Role::Secretariat],
            Self::Consent { .. } => &[Role::Manager, Role::Operator],
            Self::End { .. } => &[
                Role::Manager,
                Role::Operator,
                Role::Holder,
                Role::Applicant,
                Role::Secretariat,
            ],
            Self::RecordMismatch { .. } => {
                &[Role::Inspector, Role::ServiceAgency, Role::Secretariat]
            }
            Self::Settle { .. } => &[Role::Holder, Role::Secretariat, Role::Inspector],
        }
    }

    /// The post that it is about; none for a mismatch.
    pub(super) fn post(&self) -> Option<Post> {
        match self {
            Self::Propose { post, .. }
            | Self::Approve { post, .. }
            | Self::Reject { post, .. }
            | Self::Consent { post, .. }
            | Self::End { post, .. } => Some(*post),
            Self::RecordMismatch { .. } | Self::Settle { .. } => None,
        }
    }

    /// The post and the person that the command names.
    pub(crate) fn names(&self) -> Option<(Post, PartyId)> {
        match self {
            Self::Propose { post, person }
            | Self::Consent { post, person }
            | Self::End { post, person, .. } => Some((*post, *person)),
            Self::Approve { .. }
            | Self::Reject { .. }
            | Self::RecordMismatch { .. }
            | Self::Settle { .. } => None,
        }
    }
}

impl Event {
    /// `appointment.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "appointment.proposed",
            Self::Approved { .. } => "appointment.approved",
            Self::Rejected { .. } => "appointment.rejected",
            Self::Begun { .. } => "appointment.begun",
            Self::Ended { .. } => "appointment.ended",
            Self::Lapsed { .. } => "appointment.lapsed",
            Self::VacancyElapsed { .. } => "appointment.vacancy_elapsed",
            Self::MismatchRecorded { .. } => "appointment.mismatch_recorded",
            Self::MismatchSettled { .. } => "appointment.mismatch_settled",
            Self::MismatchElapsed { .. } => "appointment.mismatch_elapsed",
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Proposed { .. } => &[Role::Holder, Role::Applicant],
            Self::Approved { .. } | Self::Rejected { .. } => {
                &[Role::WorkingGroup, Role::Secretariat]
            }
            Self::Begun { .. } => &[Role::Manager, Role::Operator],
            Self::Ended { .. } => &[
                Role::Manager,
                Role::Operator,
                Role::Holder,
                Role::Applicant,
                Role::Secretariat,
            ],
            Self::Lapsed { .. } | Self::VacancyElapsed { .. } | Self::MismatchElapsed { .. } => {
                &[Role::Calendar]
            }
            Self::MismatchRecorded { .. } => {
                &[Role::Inspector, Role::ServiceAgency, Role::Secretariat]
            }
            Self::MismatchSettled { .. } => &[Role::Holder, Role::Secretariat, Role::Inspector],
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        let Some(rules) = &edition.appointment else {
            return Citation::from(OwnRule::ProceduresOfTheEdition);
        };
        match self {
            Self::Proposed { post, .. }
            | Self::Approved { post, .. }
            | Self::Rejected { post, .. } => of_the_post(rules, *post),
            Self::Begun { .. } => Citation::from(OwnRule::AppointedWillingly),
            Self::Ended { .. } | Self::VacancyElapsed { .. } => (&rules.vacancy).into(),
            Self::Lapsed { .. } => Citation::from(OwnRule::HangsOnTheLicence),
            Self::MismatchRecorded { .. } | Self::MismatchSettled { .. } => {
                (&rules.mismatch).into()
            }
            Self::MismatchElapsed { .. } => (&rules.mismatch_leads_to).into(),
        }
    }
}

fn of_the_post(rules: &AppointmentRules, post: Post) -> Citation {
    let rule = rules.posts.get(&post).map(Citation::from);
    rule.unwrap_or_else(|| Citation::from(OwnRule::PostsOfTheEdition))
}
