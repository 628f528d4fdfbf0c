//! Where the contracts with service agencies stand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::edition::EditionId;

/// The newest contract with each agency, by the agency's own id.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct State(BTreeMap<String, Contract>);

/// A contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// Where it stands.
    pub step: Step,
    /// The edition in force on the day on which it was drafted, which judges it.
    pub edition: EditionId,
}

/// Where a contract stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// It was laid before the working group.
    Drafted,
    /// The working group has approved it.
    Approved,
    /// Both have signed it, and it is served.
    Signed,
    /// Signed, and not served while the licence must not be used.
    Suspended,
    /// Over.
    Ended,
    /// The holder has signed it, and the agency has not.
    SignedByHolder,
    /// The agency has signed it, and the holder has not.
    SignedByAgency,
}

/// Who signs a contract.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The holder, or an heir in the holder's place.
    Holder,
    /// The agency.
    Agency,
}

impl State {
    /// The contract with an agency that has not ended.
    pub fn open(&self, agency: &str) -> Option<&Contract> {
        let newest = self.newest(agency);
        newest.filter(|contract| contract.step != Step::Ended)
    }

    /// Where the contract with an agency that has not ended stands.
    pub(crate) fn open_step(&self, agency: &str) -> Option<Step> {
        self.open(agency).map(|contract| contract.step)
    }

    /// The newest contract with an agency.
    pub(crate) fn newest(&self, agency: &str) -> Option<&Contract> {
        self.0.get(agency)
    }

    /// Puts a contract in the place of the newest one with its agency.
    pub(crate) fn put(&mut self, agency: &str, contract: Contract) {
        match self.0.get_mut(agency) {
            Some(newest) => *newest = contract,
            None => {
                self.0.insert(agency.to_owned(), contract);
            }
        }
    }

    /// Every agency and the newest contract with it.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Contract)> {
        self.0
            .iter()
            .map(|(agency, contract)| (&**agency, contract))
    }

    /// The edition that judges the open contract with an agency.
    pub(crate) fn pinned(&self, agency: &str) -> Option<&EditionId> {
        self.open(agency).map(|contract| &contract.edition)
    }
}

impl Step {
    /// The step's name, as charts and refusals give it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drafted => "Drafted",
            Self::Approved => "Approved",
            Self::Signed => "Signed",
            Self::Suspended => "Suspended",
            Self::Ended => "Ended",
            Self::SignedByHolder => "SignedByHolder",
            Self::SignedByAgency => "SignedByAgency",
        }
    }
}
