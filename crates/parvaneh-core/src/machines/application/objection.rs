//! The objection to a rejection, and what the appeal body makes of it.

use super::{Event, Objection, State, Step, not_at_this_step};
use crate::calendar::Date;
use crate::edition::{Editions, Means};
use crate::machines::silence;
use crate::refusal::Refusal;
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};
use crate::text::Reason;

/// While the calendar has not closed the way.
pub(super) fn object(state: &State, grounds: &Reason) -> Result<Event, Refusal> {
    let refused = || Err(not_at_this_step("application.object", state));
    match state {
        State::Filed(case) => match case.step {
            Step::Rejected {
                objection: Objection::Open { .. },
            } => Ok(Event::Objected {
                grounds: grounds.into(),
            }),
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected {
                objection: Objection::Pending | Objection::Over,
            } => refused(),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => refused(),
    }
}

/// The working group has to decide again.
pub(super) fn uphold(state: &State, reason: &Reason) -> Result<Event, Refusal> {
    pends(state, "application.uphold_objection")?;
    Ok(Event::ObjectionUpheld {
        reason: reason.into(),
    })
}

/// The rejection stands.
pub(super) fn dismiss(state: &State, reason: &Reason) -> Result<Event, Refusal> {
    pends(state, "application.dismiss_objection")?;
    Ok(Event::ObjectionDismissed {
        reason: reason.into(),
    })
}

/// Only an objection that was made and not decided can be decided.
fn pends(state: &State, asked: &str) -> Result<(), Refusal> {
    match state {
        State::Filed(case) => match case.step {
            Step::Rejected {
                objection: Objection::Pending,
            } => Ok(()),
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected {
                objection: Objection::Open { .. } | Objection::Over,
            } => Err(not_at_this_step(asked, state)),
        },
        State::None | State::Withdrawn { .. } | State::Lapsed { .. } => {
            Err(not_at_this_step(asked, state))
        }
    }
}

/// A rejection by silence can be objected to as any other.
pub(super) fn rejected_by_silence(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let passed = silence::passed(dossier, editions, &Awaited::Application)?;
    Ok(passed.and_then(|passed| {
        let objection = passed.edition.application.as_ref()?.objection.value;
        let objection_by = passed.edition.deadline(passed.on, objection);
        passed.refuses(|passed| Event::RejectedBySilence {
            silence: passed.silence,
            objection_by,
        })
    }))
}

/// The rejection stands, or the working group has to decide again.
pub(super) fn decided_by_silence(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let passed = silence::passed(dossier, editions, &Awaited::Objection)?;
    Ok(passed.and_then(|passed| {
        let silence = passed.silence;
        let event = match passed.means {
            Means::Granted => Event::ObjectionUpheldBySilence { silence },
            Means::Refused => Event::ObjectionDismissedBySilence { silence },
            Means::None => return None,
        };
        Some((passed.on, event))
    }))
}
