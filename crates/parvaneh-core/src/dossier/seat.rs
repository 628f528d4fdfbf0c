//! How a dossier begins, which call it answers to, and which seat it holds.

use super::{Command, Dossier};
use crate::licence;

/// What a command that may open a dossier says of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Opens<'a> {
    /// The number by which it will be known.
    pub number: &'a str,
    /// As the edition names kinds of offices; `call` where it is a call.
    pub office_kind: &'a str,
    /// In the regime's spelling.
    pub province: &'a str,
}

impl Dossier {
    /// The number of the call whose seat it holds; none where it holds none.
    pub fn seat(&self) -> Option<&str> {
        None
    }

    /// The number of the call that its application answers to.
    pub fn answers_to(&self) -> Option<&str> {
        None
    }
}

impl Command {
    /// What it says of the dossier that it opens where there is none; none where it opens none.
    pub fn opens(&self) -> Option<Opens<'_>> {
        match self {
            Self::Licence(licence::Command::Issue(act)) => Some(Opens {
                number: &act.number,
                office_kind: &act.office.kind,
                province: &act.office.province,
            }),
            Self::Licence(_)
            | Self::Call(_)
            | Self::Application(_)
            | Self::PrincipledApproval(_)
            | Self::Renewal(_)
            | Self::Transfer(_)
            | Self::Enforcement(_)
            | Self::Appointment(_)
            | Self::Contract(_) => None,
        }
    }

    /// The number of the call that the command's application answers to.
    pub fn answers_to(&self) -> Option<&str> {
        None
    }
}
