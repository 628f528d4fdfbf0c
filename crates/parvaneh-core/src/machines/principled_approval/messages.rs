//! What is asked of a principled approval, and what happens to it. Events are stored: their names
//! and fields are a contract.

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::Edition;
use crate::law::OwnRule;
use crate::licence::Measure;
use crate::refusal::Citation;
use crate::resolution::Resolution;

/// What is asked of a principled approval.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Give it to a qualified applicant.
    Issue {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Let it run longer.
    Extend {
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Put off its end, for force majeure.
    Stay {
        /// The working group's resolution.
        resolution: Resolution,
        /// What happened.
        reason: String,
        /// The day through which it does not lapse.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// Find premises and equipment ready.
    ConfirmPremises,
    /// Lay the file before the authority.
    Present,
    /// Send the file back: something is to be mended.
    Return {
        /// Why.
        reason: String,
    },
    /// Refuse the licence.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Take it back.
    Cancel {
        /// The working group's resolution.
        resolution: Resolution,
        /// Why, and the opportunity to be heard before it.
        measure: Measure,
    },
    /// Give it back.
    Withdraw,
}

/// What happened to a principled approval.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was given.
    Issued {
        /// The resolution.
        resolution: Resolution,
        /// Its last day.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// It runs longer.
    Extended {
        /// The resolution.
        resolution: Resolution,
        /// Its last day.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// Its end was put off.
    Stayed {
        /// The resolution.
        resolution: Resolution,
        /// What happened.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// The day through which it does not lapse.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// Premises and equipment were found ready.
    PremisesConfirmed,
    /// The file was laid before the authority.
    Presented,
    /// The file was sent back.
    Returned {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
        /// Its last day.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// The authority refused the licence.
    Refused {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
    },
    /// The working group took it back.
    Cancelled {
        /// The resolution.
        resolution: Resolution,
        /// Why, and the opportunity to be heard before it.
        measure: Measure,
    },
    /// It ended with its period.
    Lapsed {
        /// Its last day.
        #[cfg_attr(feature = "schema", schemars(with = "Date"))]
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// The applicant gave it back.
    Withdrawn,
    /// The licence was issued.
    Fulfilled,
}

impl Command {
    /// `principled_approval.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Issue { .. } => "principled_approval.issue",
            Self::Extend { .. } => "principled_approval.extend",
            Self::Stay { .. } => "principled_approval.stay",
            Self::ConfirmPremises => "principled_approval.confirm_premises",
            Self::Present => "principled_approval.present",
            Self::Return { .. } => "principled_approval.return",
            Self::Refuse { .. } => "principled_approval.refuse",
            Self::Cancel { .. } => "principled_approval.cancel",
            Self::Withdraw => "principled_approval.withdraw",
        }
    }

    /// Who may ask for it: one of these roles.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Issue { .. } | Self::Extend { .. } | Self::Stay { .. } | Self::Cancel { .. } => {
                &[Role::WorkingGroup]
            }
            Self::ConfirmPremises => &[Role::TechnicalCommittee, Role::Inspector],
            Self::Present => &[Role::Secretariat],
            Self::Return { .. } | Self::Refuse { .. } => &[Role::Authority],
            Self::Withdraw => &[Role::Applicant],
        }
    }
}

impl Event {
    /// `principled_approval.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Issued { .. } => "principled_approval.issued",
            Self::Extended { .. } => "principled_approval.extended",
            Self::Stayed { .. } => "principled_approval.stayed",
            Self::PremisesConfirmed => "principled_approval.premises_confirmed",
            Self::Presented => "principled_approval.presented",
            Self::Returned { .. } => "principled_approval.returned",
            Self::Refused { .. } => "principled_approval.refused",
            Self::Cancelled { .. } => "principled_approval.cancelled",
            Self::Lapsed { .. } => "principled_approval.lapsed",
            Self::Withdrawn => "principled_approval.withdrawn",
            Self::Fulfilled => "principled_approval.fulfilled",
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Issued { .. }
            | Self::Extended { .. }
            | Self::Stayed { .. }
            | Self::Cancelled { .. } => &[Role::WorkingGroup],
            Self::PremisesConfirmed => &[Role::TechnicalCommittee, Role::Inspector],
            Self::Presented => &[Role::Secretariat],
            Self::Returned { .. } | Self::Refused { .. } | Self::Fulfilled => &[Role::Authority],
            Self::Lapsed { .. } => &[Role::Calendar],
            Self::Withdrawn => &[Role::Applicant],
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        let Some(rules) = &edition.principled_approval else {
            return Citation::from(OwnRule::EditionOfTheFiling);
        };
        match self {
            Self::Issued { .. } => (&edition.licence.principled_approval).into(),
            Self::Extended { .. } => (&rules.extension).into(),
            Self::Stayed { .. } => Citation::from(super::FORCE_MAJEURE),
            Self::PremisesConfirmed => (&rules.premises).into(),
            Self::Presented => (&rules.presentation).into(),
            Self::Returned { .. } => (&rules.returned).into(),
            Self::Refused { .. } | Self::Fulfilled => (&edition.authority).into(),
            Self::Cancelled { .. } => (&edition.enforcement.hearing).into(),
            Self::Lapsed { .. } => (&rules.term).into(),
            Self::Withdrawn => Citation::from(OwnRule::MayBeTakenBack),
        }
    }
}
