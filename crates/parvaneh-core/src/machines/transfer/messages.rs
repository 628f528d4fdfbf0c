//! What is asked of a transfer, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use super::Stage;
use super::request::Filing;
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::Edition;
use crate::law::OwnRule;
use crate::paper::{Paper, SUPPLIERS};
use crate::party::{PartyId, PartyKind};
use crate::refusal::Citation;
use crate::resolution::Resolution;

/// What is asked of a transfer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Hand in the request. The transferee joins it by a paper of their own.
    File {
        /// To whom the licence is to pass.
        transferee: PartyId,
        /// Whether that is a natural or a legal person.
        transferee_kind: PartyKind,
    },
    /// List, once, all that is missing.
    NoteDeficiency {
        /// Each thing that is missing.
        missing: Vec<String>,
    },
    /// Supply what was missing.
    Cure,
    /// Find the request complete and take it to its first stage.
    BeginReview,
    /// Put a paper on file.
    Record {
        /// The paper.
        paper: Paper,
    },
    /// Leave a stage that is no session, with everything it needs on file.
    Pass,
    /// Confirm the transfer in a session.
    Confirm {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Refuse it.
    Refuse {
        /// The working group's resolution to refuse.
        resolution: Resolution,
        /// The condition that is not met.
        unmet: String,
    },
    /// Make the transferee the holder: the authority's act.
    Register,
    /// Take the request back.
    Withdraw,
}

/// What happened to a transfer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A request was filed.
    Filed {
        /// The request.
        request: Filing,
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
    /// It was not supplied in time.
    CureElapsed {
        /// The last day on which it could be.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        cure_by: Date,
    },
    /// The request was found complete.
    ReviewBegun {
        /// Its first stage.
        stage: Stage,
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
    /// A stage that is no session was passed.
    StagePassed {
        /// Which.
        stage: Stage,
        /// The next one; none after the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Stage>,
    },
    /// The working group confirmed.
    Confirmed {
        /// The resolution.
        resolution: Resolution,
        /// The stage that is still to be passed; none after the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Stage>,
    },
    /// The working group refused.
    Refused {
        /// The resolution.
        resolution: Resolution,
        /// The condition that is not met.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        unmet: String,
    },
    /// The authority registered the new holder.
    Registered {
        /// Who holds the licence from now on.
        holder: PartyId,
        /// The last day of the term, the rest of which passed.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// One of the parties took the request back.
    Withdrawn,
    /// The time for it passed.
    Abandoned {
        /// The last day on which it could be confirmed.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        open_through: Date,
    },
    /// The licence that was to pass ended.
    EndedWithLicence,
}

const PARTIES: &[Role] = &[
    Role::Holder,
    Role::Heir,
    Role::Transferee,
    Role::Secretariat,
];

impl Command {
    /// `transfer.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::File { .. } => "transfer.file",
            Self::NoteDeficiency { .. } => "transfer.note_deficiency",
            Self::Cure => "transfer.cure",
            Self::BeginReview => "transfer.begin_review",
            Self::Record { .. } => "transfer.record",
            Self::Pass => "transfer.pass",
            Self::Confirm { .. } => "transfer.confirm",
            Self::Refuse { .. } => "transfer.refuse",
            Self::Register => "transfer.register",
            Self::Withdraw => "transfer.withdraw",
        }
    }

    /// Who may ask for it: one of these roles.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::File { .. } => &[Role::Holder, Role::Heir, Role::Secretariat],
            Self::Record { .. } => SUPPLIERS,
            Self::Cure | Self::Withdraw => PARTIES,
            Self::NoteDeficiency { .. } | Self::BeginReview | Self::Pass => &[Role::Secretariat],
            Self::Confirm { .. } | Self::Refuse { .. } => &[Role::WorkingGroup],
            Self::Register => &[Role::Authority],
        }
    }
}

impl Event {
    /// `transfer.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Filed { .. } => "transfer.filed",
            Self::DeficiencyNoted { .. } => "transfer.deficiency_noted",
            Self::Cured => "transfer.cured",
            Self::CureElapsed { .. } => "transfer.cure_elapsed",
            Self::ReviewBegun { .. } => "transfer.review_begun",
            Self::Recorded { .. } => "transfer.recorded",
            Self::StagePassed { .. } => "transfer.stage_passed",
            Self::Confirmed { .. } => "transfer.confirmed",
            Self::Refused { .. } => "transfer.refused",
            Self::Registered { .. } => "transfer.registered",
            Self::Withdrawn => "transfer.withdrawn",
            Self::Abandoned { .. } => "transfer.abandoned",
            Self::EndedWithLicence => "transfer.ended_with_licence",
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Filed { .. } => &[Role::Holder, Role::Heir, Role::Secretariat],
            Self::Recorded { .. } => SUPPLIERS,
            Self::Cured | Self::Withdrawn => PARTIES,
            Self::DeficiencyNoted { .. } | Self::ReviewBegun { .. } | Self::StagePassed { .. } => {
                &[Role::Secretariat]
            }
            Self::Confirmed { .. } | Self::Refused { .. } => &[Role::WorkingGroup],
            Self::Registered { .. } => &[Role::Authority],
            Self::CureElapsed { .. } | Self::Abandoned { .. } | Self::EndedWithLicence => {
                &[Role::Calendar]
            }
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        let Some(rules) = &edition.transfer else {
            return Citation::from(OwnRule::ProceduresOfTheEdition);
        };
        match self {
            Self::DeficiencyNoted { .. } | Self::Cured | Self::CureElapsed { .. } => {
                (&rules.cure).into()
            }
            Self::Filed { .. }
            | Self::ReviewBegun { .. }
            | Self::Recorded { .. }
            | Self::StagePassed { .. }
            | Self::Confirmed { .. }
            | Self::Refused { .. } => (&rules.stages).into(),
            Self::Registered { .. } => (&edition.authority).into(),
            Self::Abandoned { .. } => (&rules.abandoned_after).into(),
            Self::Withdrawn => Citation::from(OwnRule::MayBeTakenBack),
            Self::EndedWithLicence => Citation::from(OwnRule::HangsOnTheLicence),
        }
    }
}
