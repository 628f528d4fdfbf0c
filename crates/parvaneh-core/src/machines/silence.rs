//! What a body's silence leads to: the day after its time, and what that means.

use serde::{Deserialize, Serialize};

use super::{
    Event, application, appointment, contract, enforcement, premises, principled_approval, renewal,
    transfer,
};
use crate::actor::{Actor, Role};
use crate::calendar::Date;
use crate::edition::{Edition, Editions, Means};
use crate::machines::Context;
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};

/// That a body has decided nothing in its time.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// Who owed the decision when its time had passed.
    pub owed_by: Role,
    /// The day from which it was waited for.
    pub since: Date,
    /// The last day on which it could be decided.
    pub decide_by: Date,
}

/// A time that passes without a decision, and what the edition makes of it.
pub(crate) struct Passed<'e> {
    /// The day after it, or the first on which its meaning can be had.
    pub(crate) on: Date,
    pub(crate) means: Means,
    pub(crate) silence: Silence,
    pub(crate) edition: &'e Edition,
    editions: &'e Editions,
}

/// The passing of the time for a decision on a request; none where none is owed, or its passing means nothing.
pub(crate) fn passed<'e>(
    dossier: &Dossier,
    editions: &'e Editions,
    awaited: &Awaited,
) -> Result<Option<Passed<'e>>, Defect> {
    let Some(foretold) = dossier.foretold_of(awaited, editions)? else {
        return Ok(None);
    };
    let edition = editions.get(&foretold.edition)?;
    let means_something = match foretold.means {
        Means::None => false,
        Means::Granted | Means::Refused => true,
    };
    let day_after = foretold.decide_by.day_after().filter(|_| means_something);
    Ok(day_after.map(|day| Passed {
        on: Ord::max(Some(day), dossier.as_of).unwrap_or(day),
        means: foretold.means,
        silence: Silence {
            owed_by: foretold.owed_by,
            since: foretold.since,
            decide_by: foretold.decide_by,
        },
        edition,
        editions,
    }))
}

impl Passed<'_> {
    /// The day, and what a refusal by silence is; none where silence does not refuse.
    pub(crate) fn refuses<E>(self, event: impl FnOnce(&Self) -> E) -> Option<(Date, E)> {
        match self.means {
            Means::Refused => Some((self.on, event(&self))),
            Means::None | Means::Granted => None,
        }
    }

    /// As what the calendar is asked whether what was asked for can be had on the day: silence gives nothing
    /// that the body itself could not give.
    pub(crate) fn context<'a>(&'a self, calendar: &'a Actor) -> Context<'a> {
        Context {
            edition: self.edition,
            editions: self.editions,
            actor: calendar,
            today: self.on,
            call: None,
        }
    }
}

impl Event {
    /// The silence that it comes from; none where somebody decided, or nothing was to be decided.
    pub fn silence(&self) -> Option<&Silence> {
        if let Self::Application(
            application::Event::RejectedBySilence { silence, .. }
            | application::Event::ObjectionUpheldBySilence { silence }
            | application::Event::ObjectionDismissedBySilence { silence },
        )
        | Self::PrincipledApproval(principled_approval::Event::RefusedBySilence { silence })
        | Self::Renewal(renewal::Event::RefusedBySilence { silence })
        | Self::Transfer(
            transfer::Event::RefusedBySilence { silence }
            | transfer::Event::RegisteredBySilence { silence, .. },
        )
        | Self::Premises(
            premises::Event::RelocatedBySilence { silence, .. }
            | premises::Event::RelocationRefusedBySilence { silence },
        )
        | Self::Enforcement(enforcement::Event::UpheldBySilence { silence, .. })
        | Self::Appointment(
            appointment::Event::ApprovedBySilence { silence, .. }
            | appointment::Event::RejectedBySilence { silence, .. },
        )
        | Self::Contract(contract::Event::ApprovedBySilence { silence, .. }) = self
        {
            return Some(silence);
        }
        None
    }
}
