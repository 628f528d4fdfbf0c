//! What is asked of an application, and what happens to it. Events are stored: their names and
//! fields are a contract.

use serde::{Deserialize, Serialize};

use super::Filing;
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Edition, EditionId};
use crate::law::OwnRule;
use crate::paper::Paper;
use crate::refusal::Citation;
use crate::resolution::Resolution;
use crate::stage;

/// Who puts papers on the file of an application.
pub(crate) const SUPPLIERS: &[Role] = &[
    Role::Applicant,
    Role::Secretariat,
    Role::TechnicalCommittee,
    Role::Inspector,
];

/// What a complete application passes before its applicant is qualified, in the edition's order.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ApplicationStage")
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Inquiries are answered and reports written.
    Clearance,
    /// The working group votes.
    Session,
}

impl stage::Stage for Stage {
    const ALL: &'static [Self] = &[Self::Clearance, Self::Session];

    fn word(self) -> &'static str {
        match self {
            Self::Clearance => "clearance",
            Self::Session => "session",
        }
    }
}

/// Why an application came to nothing by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lapse {
    /// What was missing was not supplied in time.
    NotCured,
    /// No seat became free while the reserve list was good.
    ReserveListEnded,
    /// The principled approval that it led to ended without a licence.
    ApprovalEnded,
}

/// What is asked of an application.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Hand it in.
    File(Box<Filing>),
    /// List, once, all that is missing.
    NoteDeficiency {
        /// Each thing that is missing.
        missing: Vec<String>,
    },
    /// Supply what was missing.
    Cure,
    /// Put a paper on file.
    Record {
        /// Which.
        paper: Paper,
    },
    /// Find it complete, and begin with the first stage.
    BeginReview,
    /// Find every clearance and report there and in favour.
    ConcludeClearance,
    /// Find the applicant qualified, also one from the reserve list.
    Qualify {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Put the applicant on the reserve list: no seat is left.
    Reserve {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Find a condition not met.
    Reject {
        /// The working group's resolution.
        resolution: Resolution,
        /// Which condition.
        unmet: String,
    },
    /// Object to the rejection.
    Object {
        /// Why.
        grounds: String,
    },
    /// Send it back to the working group.
    UpholdObjection {
        /// Why.
        reason: String,
    },
    /// Let the rejection stand.
    DismissObjection {
        /// Why.
        reason: String,
    },
    /// Take it back.
    Withdraw,
}

/// What happened to an application.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was handed in.
    Filed {
        /// What it says.
        filing: Box<Filing>,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// It was found wanting.
    DeficiencyNoted {
        /// Each thing that is missing.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::text::FreeText>"))]
        missing: Vec<String>,
        /// The last day on which it can be cured.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        cure_by: Date,
    },
    /// What was missing was supplied.
    Cured,
    /// A paper was put on file.
    Recorded {
        /// Which.
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
    /// It came to a stage.
    Advanced {
        /// Which.
        to: Stage,
        /// The working group's vote, where the stage before was its session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<Resolution>,
    },
    /// The applicant was found qualified, and has a seat where there are seats.
    Qualified {
        /// The working group's vote, where the last step was its session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolution: Option<Resolution>,
    },
    /// The applicant was put on the reserve list.
    Reserved {
        /// The resolution.
        resolution: Resolution,
        /// The stage at which no seat was left.
        at: Stage,
        /// The last day of the list.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// A condition was found not met.
    Rejected {
        /// The resolution.
        resolution: Resolution,
        /// Which condition.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        unmet: String,
        /// The last day on which the applicant may object.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        objection_by: Date,
    },
    /// The applicant objected.
    Objected {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        grounds: String,
    },
    /// The working group has to decide again.
    ObjectionUpheld {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
    },
    /// The rejection stands.
    ObjectionDismissed {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
    },
    /// The last day to object passed.
    ObjectionElapsed,
    /// The applicant took it back.
    Withdrawn,
    /// It came to nothing by itself.
    Lapsed {
        /// Why.
        because: Lapse,
    },
}

impl Command {
    /// `application.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::File(_) => "application.file",
            Self::NoteDeficiency { .. } => "application.note_deficiency",
            Self::Cure => "application.cure",
            Self::Record { .. } => "application.record",
            Self::BeginReview => "application.begin_review",
            Self::ConcludeClearance => "application.conclude_clearance",
            Self::Qualify { .. } => "application.qualify",
            Self::Reserve { .. } => "application.reserve",
            Self::Reject { .. } => "application.reject",
            Self::Object { .. } => "application.object",
            Self::UpholdObjection { .. } => "application.uphold_objection",
            Self::DismissObjection { .. } => "application.dismiss_objection",
            Self::Withdraw => "application.withdraw",
        }
    }

    /// Who may ask for it: one of these roles. Who records which paper is the edition's.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::File(_) | Self::Cure => &[Role::Applicant, Role::Secretariat],
            Self::Record { .. } => SUPPLIERS,
            Self::NoteDeficiency { .. } | Self::BeginReview | Self::ConcludeClearance => {
                &[Role::Secretariat]
            }
            Self::Qualify { .. } | Self::Reserve { .. } | Self::Reject { .. } => {
                &[Role::WorkingGroup]
            }
            Self::Object { .. } | Self::Withdraw => &[Role::Applicant],
            Self::UpholdObjection { .. } | Self::DismissObjection { .. } => &[Role::AppealBody],
        }
    }
}

impl Event {
    /// `application.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Filed { .. } => "application.filed",
            Self::DeficiencyNoted { .. } => "application.deficiency_noted",
            Self::Cured => "application.cured",
            Self::Recorded { .. } => "application.recorded",
            Self::Advanced { .. } => "application.advanced",
            Self::Qualified { .. } => "application.qualified",
            Self::Reserved { .. } => "application.reserved",
            Self::Rejected { .. } => "application.rejected",
            Self::Objected { .. } => "application.objected",
            Self::ObjectionUpheld { .. } => "application.objection_upheld",
            Self::ObjectionDismissed { .. } => "application.objection_dismissed",
            Self::ObjectionElapsed => "application.objection_elapsed",
            Self::Withdrawn => "application.withdrawn",
            Self::Lapsed { .. } => "application.lapsed",
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Filed { .. } | Self::Cured => &[Role::Applicant, Role::Secretariat],
            Self::Recorded { .. } => SUPPLIERS,
            Self::DeficiencyNoted { .. } => &[Role::Secretariat],
            Self::Advanced { .. } | Self::Qualified { .. } => {
                &[Role::Secretariat, Role::WorkingGroup]
            }
            Self::Reserved { .. } | Self::Rejected { .. } => &[Role::WorkingGroup],
            Self::Objected { .. } | Self::Withdrawn => &[Role::Applicant],
            Self::ObjectionUpheld { .. } | Self::ObjectionDismissed { .. } => &[Role::AppealBody],
            Self::ObjectionElapsed | Self::Lapsed { .. } => &[Role::Calendar],
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        let Some(rules) = &edition.application else {
            return Citation::from(OwnRule::EditionOfTheFiling);
        };
        match self {
            Self::Filed { .. } => (&edition.licence.office_kinds).into(),
            Self::DeficiencyNoted { .. }
            | Self::Cured
            | Self::Lapsed {
                because: Lapse::NotCured,
            } => (&rules.cure).into(),
            Self::Recorded { paper, .. } => match edition.papers.get(&paper.name) {
                Some(rule) => rule.into(),
                None => (&rules.stages).into(),
            },
            Self::Advanced { .. } => (&rules.stages).into(),
            Self::Qualified { .. } | Self::Rejected { .. } => {
                (&edition.licence.principled_approval).into()
            }
            Self::Reserved { .. }
            | Self::Lapsed {
                because: Lapse::ReserveListEnded,
            } => match &edition.call {
                Some(call) => (&call.reserve_list).into(),
                None => (&rules.stages).into(),
            },
            Self::Lapsed {
                because: Lapse::ApprovalEnded,
            } => match &edition.principled_approval {
                Some(approval) => (&approval.term).into(),
                None => (&edition.licence.principled_approval).into(),
            },
            Self::Objected { .. }
            | Self::ObjectionUpheld { .. }
            | Self::ObjectionDismissed { .. }
            | Self::ObjectionElapsed => (&rules.objection).into(),
            Self::Withdrawn => Citation::from(OwnRule::MayBeTakenBack),
        }
    }
}
