//! Where the application stands that opens a dossier.

use serde::{Deserialize, Serialize};

use super::Office;
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::EditionId;
use crate::paper::Papers;
use crate::party::{PartyId, PartyKind};
use crate::resolution::SessionVote;
use crate::stage;
use crate::text::Label;

/// Where the application stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// It was filed, and nobody has taken it back.
    Filed(Box<Case>),
    /// The applicant took it back.
    Withdrawn {
        /// Who.
        applicant: PartyId,
    },
    /// It came to nothing by itself.
    Lapsed {
        /// Whose it was.
        applicant: PartyId,
        /// Why.
        because: Lapse,
    },
}

/// An application in hand, and how far it has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The application.
    pub matter: Matter,
    /// How far it has come.
    pub step: Step,
}

/// An application in hand.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Matter {
    /// The number of the call that it answers.
    pub call: Option<Label>,
    /// Who applies.
    pub applicant: PartyId,
    /// Whether the applicant is a natural or a legal person.
    pub applicant_kind: PartyKind,
    /// What is to be licensed.
    pub office: Office,
    /// The civil date on which it was filed; a cure does not change it.
    pub filed_on: Date,
    /// The edition in force on that day, which judges it to the end.
    pub edition: EditionId,
    /// Whether the secretariat has said what is missing.
    pub deficiency_listed: bool,
    /// What is on file.
    pub papers: Papers,
    /// The working group's vote for the applicant.
    pub qualification: Option<SessionVote>,
}

/// How far an application has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// Filed, and complete as far as anyone has said.
    Submitted,
    /// The secretariat has listed what is missing.
    Incomplete {
        /// The last day on which it can be cured.
        cure_by: Date,
    },
    /// Clearances and reports are awaited.
    UnderClearance,
    /// It awaits the working group's vote.
    ForSession,
    /// The applicant may be licensed, and holds a seat where there are seats.
    Qualified,
    /// The applicant may be licensed once a seat is free.
    Reserve {
        /// The stage at which no seat was left.
        at: Stage,
        /// The last day of the list.
        through: Date,
    },
    /// A condition is not met.
    Rejected {
        /// What became of the right to object.
        objection: Objection,
    },
}

/// What became of the right to object to a rejection.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Objection {
    /// It can be used.
    Open {
        /// The last day for it.
        by: Date,
    },
    /// It was used, and the appeal body has not decided.
    Pending,
    /// It was used in vain, or not at all: the rejection is final.
    Over,
}

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

/// Who puts papers on the file of an application.
pub(crate) const SUPPLIERS: &[Role] = &[
    Role::Applicant,
    Role::Secretariat,
    Role::TechnicalCommittee,
    Role::Inspector,
];

impl State {
    /// The application in hand, and how far it has come; none where none was filed, or the last one
    /// has come to nothing.
    pub fn case(&self) -> Option<&Case> {
        match self {
            Self::Filed(case) => Some(case),
            Self::None | Self::Withdrawn { .. } | Self::Lapsed { .. } => None,
        }
    }

    /// The application, as long as anything can come of it.
    pub fn open_matter(&self) -> Option<&Matter> {
        let open = self.case().filter(|case| case.step.is_open());
        open.map(|case| &case.matter)
    }

    /// The last day on which what it lacks can be supplied; none where it lacks nothing.
    pub(crate) fn cure_by(&self) -> Option<Date> {
        match self.case()?.step {
            Step::Incomplete { cure_by } => Some(cure_by),
            Step::Submitted
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected { .. } => None,
        }
    }

    /// The application whose applicant may be licensed; it stays so once the licence is issued.
    pub fn qualified(&self) -> Option<&Matter> {
        let qualified = self.case().filter(|case| case.step == Step::Qualified);
        qualified.map(|case| &case.matter)
    }

    /// Whether it was filed, and nobody has said yet what becomes of it: a rejection that is objected
    /// to is a decision no longer.
    pub fn is_undecided(&self) -> bool {
        self.case().is_some_and(|case| match case.step {
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::ForSession
            | Step::Rejected {
                objection: Objection::Pending,
            } => true,
            Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected {
                objection: Objection::Open { .. } | Objection::Over,
            } => false,
        })
    }

    /// Who applied last.
    pub fn applicant(&self) -> Option<PartyId> {
        match self {
            Self::None => None,
            Self::Filed(case) => Some(case.matter.applicant),
            Self::Withdrawn { applicant } | Self::Lapsed { applicant, .. } => Some(*applicant),
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Filed(case) => case.step.name(),
            Self::Withdrawn { .. } => "Withdrawn",
            Self::Lapsed { .. } => "Lapsed",
        }
    }
}

impl Matter {
    /// With the resolution by which it left a stage, where it left it by one.
    pub(crate) fn voted(&mut self, resolution: Option<&SessionVote>) {
        if let Some(resolution) = resolution {
            self.qualification = Some(resolution.clone());
        }
    }
}

impl Step {
    /// Whether anything can come of it.
    pub(crate) fn is_open(self) -> bool {
        match self {
            Self::Submitted
            | Self::Incomplete { .. }
            | Self::UnderClearance
            | Self::ForSession
            | Self::Qualified
            | Self::Reserve { .. }
            | Self::Rejected {
                objection: Objection::Open { .. } | Objection::Pending,
            } => true,
            Self::Rejected {
                objection: Objection::Over,
            } => false,
        }
    }

    /// Whether a seat that is freed may be given to it.
    pub(crate) fn is_reserve(self) -> bool {
        matches!(self, Self::Reserve { .. })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Submitted => "Submitted",
            Self::Incomplete { .. } => "Incomplete",
            Self::UnderClearance => "UnderClearance",
            Self::ForSession => "ForSession",
            Self::Qualified => "Qualified",
            Self::Reserve { .. } => "Reserve",
            Self::Rejected {
                objection: Objection::Open { .. },
            } => "Rejected",
            Self::Rejected {
                objection: Objection::Pending,
            } => "Rejected, objected",
            Self::Rejected {
                objection: Objection::Over,
            } => "Rejected, final",
        }
    }
}
