//! What is asked of a mismatch, and what happens to it. Events are stored: their names and fields are a
//! contract, and they have the machine's name of the appointments.

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{AppointmentRules, Edition, EditionId};
use crate::law::OwnRule;
use crate::machines::Who::Holder;
use crate::machines::table::{CALENDAR, commands, events};
use crate::machines::{Step, Told};
use crate::party::PartyId;
use crate::refusal::Citation;
use crate::text::{FreeText, Label};

/// What is asked of a mismatch.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Record that somebody else runs the office than its holder.
    #[serde(rename = "record_mismatch")]
    Record {
        /// What was found, without names.
        facts: FreeText,
        /// Who runs it, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<PartyId>,
    },
    /// State that somebody saw it settled.
    Settle {
        /// How.
        how: Settlement,
    },
}

/// What happened to a mismatch.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Somebody else runs the office than its holder.
    #[serde(rename = "mismatch_recorded")]
    Recorded {
        /// What was found.
        facts: FreeText,
        /// Who runs it, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<PartyId>,
        /// The last day on which it can be settled.
        settle_by: Date,
        /// The violation of which a case opens otherwise.
        leads_to: Label,
        /// The edition that judges it.
        edition: EditionId,
    },
    /// It is settled.
    #[serde(rename = "mismatch_settled")]
    Settled {
        /// How.
        how: Settlement,
    },
    /// The licence is asked to pass to whoever runs the office: the time does not run.
    #[serde(rename = "mismatch_held")]
    Held,
    /// That came to nothing, and the time runs on.
    #[serde(rename = "mismatch_runs_on")]
    RunsOn {
        /// The last day on which it can be settled now.
        settle_by: Date,
        /// Whether that is the least time, because less was left: it is given once.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        least_given: bool,
    },
    /// It was not settled in time.
    #[serde(rename = "mismatch_elapsed")]
    Elapsed {
        /// The last day on which it could be.
        settle_by: Date,
    },
}

/// How a mismatch is settled.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// The holder runs the office again, as somebody saw.
    Resumed,
    /// Whoever runs it is approved as deputy, since it was recorded.
    ApprovedAsDeputy,
    /// The licence is to pass to whoever runs it: a request for its transfer is open. It settles nothing any
    /// more.
    TransferFiled,
    /// Whoever runs it is approved for a post that lets them.
    Approved,
    /// The licence has passed to whoever runs it.
    PassedOn,
    /// Whoever runs it goes on with the office in an interim.
    Interim,
}

impl Settlement {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Resumed => "resumed",
            Self::ApprovedAsDeputy => "approved_as_deputy",
            Self::TransferFiled => "transfer_filed",
            Self::Approved => "approved",
            Self::PassedOn => "passed_on",
            Self::Interim => "interim",
        }
    }
}

/// Who finds out who runs an office.
const FINDING: &[Role] = &[Role::Inspector, Role::ServiceAgency, Role::Secretariat];
/// Who sees that it is settled; not the holder.
const SEEING: &[Role] = &[Role::Secretariat, Role::Inspector];
/// The same, and the calendar where nobody has to see it.
const SETTLED_BY: &[Role] = &[Role::Secretariat, Role::Inspector, Role::Calendar];

events! { Event, "appointment";
    Recorded = "mismatch_recorded": by FINDING, told Told::day(Holder), counted every,
        rests on |_, edition| of_posts(edition, |rules| (&rules.mismatch).into());
    Held = "mismatch_held": by CALENDAR, told Told::OWN_ACT, counted no,
        rests on |_, edition| of_posts(edition, |rules| (&rules.mismatch_left).into());
    RunsOn = "mismatch_runs_on": by CALENDAR, told Told::day(Holder), counted no,
        rests on |_, edition| of_posts(edition, |rules| (&rules.mismatch_left).into());
    Settled = "mismatch_settled": by SETTLED_BY, told Told::decision(Holder), counted every,
        rests on |_, edition| of_posts(edition, |rules| (&rules.mismatch).into());
    Elapsed = "mismatch_elapsed": by CALENDAR, told Told::day(Holder), counted every,
        rests on |_, edition| of_posts(edition, |rules| (&rules.mismatch_leads_to).into());
}

/// A rule of mismatches, which an edition has with those of posts.
fn of_posts(edition: &Edition, rule: impl FnOnce(&AppointmentRules) -> Citation) -> Citation {
    match &edition.appointment {
        Some(rules) => rule(rules),
        None => OwnRule::ProceduresOfTheEdition.into(),
    }
}

/// The step of a mismatch whose days a quarter's report counts.
pub const STEPS: &[Step] = &[Step::new(
    "appointment.mismatch_recorded",
    &[
        "appointment.mismatch_settled",
        "appointment.mismatch_elapsed",
    ],
)];

commands! { Command, "appointment";
    Record = "record_mismatch": by FINDING;
    Settle = "settle": by SEEING;
}
