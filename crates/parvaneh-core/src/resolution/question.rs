//! What a resolution decides: a matter of this dossier, and what is moved about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::Label;

/// What comes before the working group.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// A call for applicants, until it has closed.
    Call,
    /// The ranking of those who answered a call.
    Ranking,
    /// An application.
    Application,
    /// A principled approval.
    PrincipledApproval,
    /// The move of an office.
    Relocation,
    /// The closure of an office for some days.
    Closure,
    /// A counter elsewhere for some days.
    Counter,
    /// A request for renewal.
    Renewal,
    /// A request for transfer.
    Transfer,
    /// Who is to be the office's operator.
    Operator,
    /// Who is to be its manager.
    Manager,
    /// Who is to be its deputy.
    Deputy,
    /// The contract with the agency of that id.
    Contract(Label),
}

/// What is moved about a matter.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    /// To say how many offices a district is to have more.
    ApproveCapacity,
    /// To let it run longer.
    Extend,
    /// To rank.
    Rank,
    /// To call it off, or to take it back.
    Cancel,
    /// To find qualified.
    Qualify,
    /// To put on the reserve list.
    Reserve,
    /// To reject an applicant, or whoever is proposed.
    Reject,
    /// To give it.
    Issue,
    /// To put off its end.
    Stay,
    /// To let it happen.
    Permit,
    /// To refuse what was asked for.
    Refuse,
    /// To excuse that a request came late.
    ExcuseLateness,
    /// To confirm what was asked for.
    Confirm,
    /// To approve.
    Approve,
}

/// A matter, and what is moved about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
    /// The matter.
    pub matter: Matter,
    /// What is moved.
    pub motion: Motion,
}

impl Question {
    /// Of that matter.
    pub fn new(matter: Matter, motion: Motion) -> Self {
        Self { matter, motion }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { matter, motion } = self;
        write!(f, "{matter}: {}", motion.word())
    }
}

impl fmt::Display for Matter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::Call => "call",
            Self::Ranking => "ranking",
            Self::Application => "application",
            Self::PrincipledApproval => "principled_approval",
            Self::Relocation => "relocation",
            Self::Closure => "closure",
            Self::Counter => "counter",
            Self::Renewal => "renewal",
            Self::Transfer => "transfer",
            Self::Operator => "operator",
            Self::Manager => "manager",
            Self::Deputy => "deputy",
            Self::Contract(agency) => return write!(f, "contract {agency}"),
        };
        f.write_str(word)
    }
}

impl Motion {
    /// The word of the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Self::ApproveCapacity => "approve_capacity",
            Self::Extend => "extend",
            Self::Rank => "rank",
            Self::Cancel => "cancel",
            Self::Qualify => "qualify",
            Self::Reserve => "reserve",
            Self::Reject => "reject",
            Self::Issue => "issue",
            Self::Stay => "stay",
            Self::Permit => "permit",
            Self::Refuse => "refuse",
            Self::ExcuseLateness => "excuse_lateness",
            Self::Confirm => "confirm",
            Self::Approve => "approve",
        }
    }
}
