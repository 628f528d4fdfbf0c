//! What is asked of a contract, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use super::Side;
use crate::actor::Role;
use crate::edition::{Edition, EditionId};
use crate::law::OwnRule;
use crate::machines::Who::{Holder, HolderAndBody};
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{self, Silence, Step, Told};
use crate::refusal::Citation;
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::state::silence::Decision;
use crate::text::{FreeText, Label, Reason};

/// What is asked of a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Lay it before the working group.
    Draft {
        /// The agency's own id, under which it acts.
        agency: Label,
    },
    /// Approve it.
    Approve {
        /// The agency.
        agency: Label,
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Sign it, each for their own side.
    Sign {
        /// The agency.
        agency: Label,
    },
    /// End it.
    Terminate {
        /// The agency.
        agency: Label,
        /// Why.
        reason: Reason,
    },
}

/// What happened to a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was laid before the working group.
    Drafted {
        /// The agency.
        agency: Label,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// The working group approved it.
    Approved {
        /// The agency.
        agency: Label,
        /// The resolution.
        resolution: SessionVote,
    },
    /// It counts as approved, because the working group decided nothing in time.
    ApprovedBySilence {
        /// The agency.
        agency: Label,
        /// Whose silence.
        silence: Silence,
    },
    /// One of the two signed it.
    OneSigned {
        /// The agency.
        agency: Label,
        /// Which of the two.
        by: Side,
    },
    /// It was signed, and stands.
    Signed {
        /// The agency.
        agency: Label,
    },
    /// The licence must not be used, and so it is not served.
    Suspended {
        /// The agency.
        agency: Label,
    },
    /// The licence may be used again, and so it is served.
    Resumed {
        /// The agency.
        agency: Label,
    },
    /// One of its parties ended it.
    Terminated {
        /// The agency.
        agency: Label,
        /// Why.
        reason: FreeText,
    },
    /// It ended with the licence.
    Ended {
        /// The agency.
        agency: Label,
    },
}

/// Who may be bound by it.
const PARTIES: &[Role] = &[Role::Holder, Role::Heir, Role::ServiceAgency];
/// Who lays it before the working group: one of them, or the group's own secretariat.
const LAYING_BEFORE: &[Role] = &[
    Role::Holder,
    Role::Heir,
    Role::ServiceAgency,
    Role::Secretariat,
];

events! { Event, "contract";
    Drafted = "drafted": by LAYING_BEFORE, told Told::STEP, counted every, rests on of_the_approval;
    Approved = "approved": by &[Role::WorkingGroup], told Told::decision(Holder), counted no,
        rests on of_the_approval;
    ApprovedBySilence = "approved_by_silence": by CALENDAR, told Told::decision(HolderAndBody),
        counted no, rests on |_, edition| edition.silence.gives(Decision::Contract),
        days { "silence" by |edition| edition.silence.reckons(Decision::Contract) };
    OneSigned = "one_signed": by PARTIES, told Told::Somebody(Holder, "the agency may have done it"),
        counted no, rests on |_, _| OwnRule::StandsOnceBothSigned.into();
    Signed = "signed": by PARTIES, told Told::Somebody(Holder, "the agency accepted"),
        counted every, rests on of_the_approval;
    Suspended = "suspended": by CALENDAR, told Told::WITH_LICENCE, counted no,
        rests on |_, _| OwnRule::HangsOnTheLicence.into();
    Resumed = "resumed": by CALENDAR, told Told::WITH_LICENCE, counted no,
        rests on |_, _| OwnRule::HangsOnTheLicence.into();
    Terminated = "terminated": by PARTIES,
        told Told::Somebody(Holder, "either party may have done it"), counted every,
        rests on |_, _| OwnRule::BoundMayEndContract.into();
    Ended = "ended": by CALENDAR, told Told::WITH_LICENCE, counted every,
        rests on |_, _| OwnRule::HangsOnTheLicence.into();
}

fn of_the_approval(_: &Event, edition: &Edition) -> Citation {
    match &edition.contract {
        Some(rules) => (&rules.approval).into(),
        None => OwnRule::ProceduresOfTheEdition.into(),
    }
}

/// The steps of a contract whose days a quarter's report counts, in the order of a life.
pub const STEPS: &[Step] = &[
    Step {
        opens: "contract.drafted",
        closes: &["contract.approved", "contract.approved_by_silence"],
        apart_by: Some(agency),
    },
    Step {
        opens: "contract.approved",
        closes: &["contract.signed"],
        apart_by: Some(agency),
    },
];

fn agency(event: &machines::Event) -> Option<String> {
    let machines::Event::Contract(event) = event else {
        return None;
    };
    Some(event.agency().to_owned())
}

commands! { Command, "contract";
    Draft = "draft": by LAYING_BEFORE;
    Approve = "approve": by &[Role::WorkingGroup],
        moves of_the_contract;
    Sign = "sign": by PARTIES;
    Terminate = "terminate": by PARTIES;
}

impl Command {
    /// The agency that it is with.
    pub fn agency(&self) -> &str {
        match self {
            Self::Draft { agency }
            | Self::Approve { agency, .. }
            | Self::Sign { agency }
            | Self::Terminate { agency, .. } => agency,
        }
    }
}

impl Event {
    /// The agency that it is with.
    pub fn agency(&self) -> &str {
        match self {
            Self::Drafted { agency, .. }
            | Self::Approved { agency, .. }
            | Self::ApprovedBySilence { agency, .. }
            | Self::OneSigned { agency, .. }
            | Self::Signed { agency }
            | Self::Suspended { agency }
            | Self::Resumed { agency }
            | Self::Terminated { agency, .. }
            | Self::Ended { agency } => agency,
        }
    }
}

fn of_the_contract(command: &Command) -> Question {
    Question::new(Matter::Contract(command.agency().into()), Motion::Approve)
}
