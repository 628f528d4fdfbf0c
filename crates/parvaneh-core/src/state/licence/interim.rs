//! An office whose holder is gone: an heir's notice, and the interim that it begins.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, put_off};
use crate::party::PartyId;

/// An office that goes on for an heir.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Interim {
    /// The last day of it, unless the term ends before.
    pub until: Date,
    /// Who gave notice.
    pub heir: PartyId,
    /// Who runs the office.
    pub manager: PartyId,
    /// Who gave notice together with the heir; none of them acts.
    pub with: Vec<PartyId>,
}

/// What happens to a holder so that there is none.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Of a natural person.
    Death,
    /// Of a legal person.
    Dissolution,
}

/// Whether an heir may give notice.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    /// Through this day.
    Open {
        /// Its last day.
        through: Date,
        /// What became of the holder, and so who gives it.
        cause: Cause,
    },
    /// Nobody did in time.
    Missed {
        /// The last day on which somebody could.
        through: Date,
    },
    /// There is nothing to give notice for: the interim is over, or the edition knows none.
    None,
}

/// An interim that goes on, on the day `to`, in a licence which had ended on `from`: its days rested.
pub(super) fn rested(interim: Option<&Interim>, from: Date, to: Date) -> Option<Interim> {
    interim.map(|interim| Interim {
        until: put_off(interim.until, from, to),
        ..interim.clone()
    })
}
