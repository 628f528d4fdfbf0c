//! Where the transfer of the licence stands.

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::edition::EditionId;
use crate::paper::Papers;
use crate::party::{PartyId, PartyKind};

/// The transfer that is open, or was open last.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There has been none.
    #[default]
    None,
    /// A transfer was requested.
    Requested(Case),
}

/// A request, and how far it has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The request.
    pub request: Request,
    /// How far it has come.
    pub step: Step,
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// It stands and is complete as far as anyone has said.
    Filed,
    /// The secretariat has listed what is missing.
    Incomplete {
        /// The last day on which the deficiency can be cured.
        cure_by: Date,
    },
    /// It was found complete and is at one of its stages.
    AtStage {
        /// Which stage.
        stage: Stage,
    },
    /// Every stage is passed; the authority has not acted.
    Confirmed,
    /// The transferee holds the licence.
    Registered,
    /// The working group has refused.
    Refused,
    /// One of the parties took the request back.
    Withdrawn,
    /// It was not brought to its end in time, or the licence ended before.
    Abandoned,
}

/// What a complete request passes; the edition says in which order.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "TransferStage")
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Whether the transferee meets the conditions of a holder.
    TransfereeCheck,
    /// Whether the transferor has settled with agencies, tax and insurance.
    Settlement,
    /// The working group's session.
    Session,
}

impl crate::stage::Stage for Stage {
    const ALL: &'static [Self] = &[Self::TransfereeCheck, Self::Settlement, Self::Session];

    fn word(self) -> &'static str {
        match self {
            Self::TransfereeCheck => "transferee_check",
            Self::Settlement => "settlement",
            Self::Session => "session",
        }
    }
}

/// A request for transfer, with the papers on file for it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// To whom the licence is to pass.
    pub transferee: PartyId,
    /// The last day on which it can be confirmed; the day after, it is abandoned.
    pub open_through: Date,
    /// The edition in force on the day of filing, which judges the request.
    pub edition: EditionId,
    /// What is on file.
    pub papers: Papers,
    /// Whether the secretariat has said what is missing.
    pub deficiency_listed: bool,
}

/// A request as it was filed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "TransferFiling")
)]
pub struct Filing {
    /// To whom the licence is to pass.
    pub transferee: PartyId,
    /// Whether that is a natural or a legal person.
    pub transferee_kind: PartyKind,
    /// The last day on which it can be confirmed.
    pub open_through: Date,
    /// The edition in force on the day of filing.
    pub edition: EditionId,
}

impl From<Filing> for Request {
    fn from(filing: Filing) -> Self {
        Self {
            transferee: filing.transferee,
            open_through: filing.open_through,
            edition: filing.edition,
            papers: Papers::default(),
            deficiency_listed: false,
        }
    }
}

impl State {
    /// The request that somebody still has to decide or to register.
    pub fn open_request(&self) -> Option<&Request> {
        let open = self.case().filter(|case| case.step.is_open());
        open.map(|case| &case.request)
    }

    /// The last day on which what it lacks can be supplied; none where it lacks nothing.
    pub(crate) fn cure_by(&self) -> Option<Date> {
        match self.case()?.step {
            Step::Incomplete { cure_by } => Some(cure_by),
            Step::Filed
            | Step::AtStage { .. }
            | Step::Confirmed
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => None,
        }
    }

    /// The request that is open, or was last.
    pub fn request(&self) -> Option<&Request> {
        self.case().map(|case| &case.request)
    }

    /// The request that is open, or was last, and how far it has come.
    pub fn case(&self) -> Option<&Case> {
        match self {
            Self::None => None,
            Self::Requested(case) => Some(case),
        }
    }

    /// Whether one of the parties took the request back.
    pub(crate) fn is_withdrawn(&self) -> bool {
        self.case().is_some_and(|case| case.step == Step::Withdrawn)
    }

    /// Whether a transfer has come to its end.
    pub(crate) fn has_ended(&self) -> bool {
        self.case().is_some_and(|case| !case.step.is_open())
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        self.case().map_or("None", |case| case.step.name())
    }
}

impl Step {
    /// Whether somebody still has to decide or to register.
    pub(crate) fn is_open(self) -> bool {
        match self {
            Self::Filed | Self::Incomplete { .. } | Self::AtStage { .. } | Self::Confirmed => true,
            Self::Registered | Self::Refused | Self::Withdrawn | Self::Abandoned => false,
        }
    }

    /// At which stage it is, where it is at one.
    pub(crate) fn stage(self) -> Option<Stage> {
        match self {
            Self::AtStage { stage } => Some(stage),
            Self::Filed
            | Self::Incomplete { .. }
            | Self::Confirmed
            | Self::Registered
            | Self::Refused
            | Self::Withdrawn
            | Self::Abandoned => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Filed => "Filed",
            Self::Incomplete { .. } => "Incomplete",
            Self::AtStage { stage } => match stage {
                Stage::TransfereeCheck => "TransfereeCheck",
                Stage::Settlement => "Settlement",
                Stage::Session => "UnderReview",
            },
            Self::Confirmed => "Confirmed",
            Self::Registered => "Registered",
            Self::Refused => "Refused",
            Self::Withdrawn => "Withdrawn",
            Self::Abandoned => "Abandoned",
        }
    }
}
