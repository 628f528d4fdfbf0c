//! What is asked of a contract, and what happens to it. Events are stored: their names and fields
//! are a contract.

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::edition::{Edition, EditionId};
use crate::law::OwnRule;
use crate::refusal::Citation;
use crate::resolution::Resolution;

/// What is asked of a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Lay it before the working group.
    Draft {
        /// The agency's own id, under which it acts.
        agency: String,
    },
    /// Approve it.
    Approve {
        /// The agency.
        agency: String,
        /// The working group's resolution.
        resolution: Resolution,
    },
    /// Sign it.
    Sign {
        /// The agency.
        agency: String,
    },
    /// End it.
    Terminate {
        /// The agency.
        agency: String,
        /// Why.
        reason: String,
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
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        agency: String,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// The working group approved it.
    Approved {
        /// The agency.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        agency: String,
        /// The resolution.
        resolution: Resolution,
    },
    /// It was signed.
    Signed {
        /// The agency.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        agency: String,
    },
    /// The licence must not be used, and so it is not served.
    Suspended {
        /// The agency.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        agency: String,
    },
    /// The licence may be used again, and so it is served.
    Resumed {
        /// The agency.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        agency: String,
    },
    /// One of its parties ended it.
    Terminated {
        /// The agency.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        agency: String,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
        reason: String,
    },
    /// It ended with the licence.
    Ended {
        /// The agency.
        #[cfg_attr(feature = "schema", schemars(with = "crate::text::Label"))]
        agency: String,
    },
}

/// Who may be bound by it, and whoever acts for a holder who cannot.
const PARTIES: &[Role] = &[
    Role::Holder,
    Role::Heir,
    Role::ServiceAgency,
    Role::Secretariat,
];

impl Command {
    /// `contract.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "contract.draft",
            Self::Approve { .. } => "contract.approve",
            Self::Sign { .. } => "contract.sign",
            Self::Terminate { .. } => "contract.terminate",
        }
    }

    /// The agency that it is with.
    pub fn agency(&self) -> &str {
        match self {
            Self::Draft { agency }
            | Self::Approve { agency, .. }
            | Self::Sign { agency }
            | Self::Terminate { agency, .. } => agency,
        }
    }

    /// Who may ask for it: one of these roles.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Draft { .. } | Self::Sign { .. } | Self::Terminate { .. } => PARTIES,
            Self::Approve { .. } => &[Role::WorkingGroup],
        }
    }
}

impl Event {
    /// `contract.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "contract.drafted",
            Self::Approved { .. } => "contract.approved",
            Self::Signed { .. } => "contract.signed",
            Self::Suspended { .. } => "contract.suspended",
            Self::Resumed { .. } => "contract.resumed",
            Self::Terminated { .. } => "contract.terminated",
            Self::Ended { .. } => "contract.ended",
        }
    }

    /// The agency that it is with.
    pub fn agency(&self) -> &str {
        match self {
            Self::Drafted { agency, .. }
            | Self::Approved { agency, .. }
            | Self::Signed { agency }
            | Self::Suspended { agency }
            | Self::Resumed { agency }
            | Self::Terminated { agency, .. }
            | Self::Ended { agency } => agency,
        }
    }

    /// Who makes it happen: one of these roles, or the calendar.
    pub fn by(&self) -> &'static [Role] {
        match self {
            Self::Drafted { .. } | Self::Signed { .. } | Self::Terminated { .. } => PARTIES,
            Self::Approved { .. } => &[Role::WorkingGroup],
            Self::Suspended { .. } | Self::Resumed { .. } | Self::Ended { .. } => &[Role::Calendar],
        }
    }

    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        match (self, &edition.contract) {
            (Self::Drafted { .. } | Self::Approved { .. } | Self::Signed { .. }, Some(rules)) => {
                (&rules.approval).into()
            }
            (Self::Drafted { .. } | Self::Approved { .. } | Self::Signed { .. }, None) => {
                Citation::from(OwnRule::ProceduresOfTheEdition)
            }
            (Self::Terminated { .. }, _) => Citation::from(OwnRule::BoundMayEndContract),
            (Self::Suspended { .. } | Self::Resumed { .. } | Self::Ended { .. }, _) => {
                Citation::from(OwnRule::HangsOnTheLicence)
            }
        }
    }
}
