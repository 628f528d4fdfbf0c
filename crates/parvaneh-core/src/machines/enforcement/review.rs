//! An objection to a decision, and a decision that falls, on review or by a reinstatement: what it
//! led to falls with it.

use super::{Case, Event, State, Step, court, not_at_this_step};
use crate::edition::Rung;
use crate::machines::{self, Context, licence};
use crate::refusal::Refusal;
use crate::state::Dossier;
use crate::text::Reason;

/// The holder objects, within the time for it: after that the calendar has closed the case.
pub(super) fn object(state: &State, reason: &Reason) -> Result<Event, Refusal> {
    match state {
        State::OnFile(case) => match &case.step {
            Step::Sanctioned { .. } | Step::Revoked { .. } => Ok(Event::Objected {
                reason: reason.into(),
            }),
            Step::Reported
            | Step::Dismissed
            | Step::NoticeServed { .. }
            | Step::Heard { .. }
            | Step::RevocationProposed { .. }
            | Step::UnderReview
            | Step::Closed => Err(not_at_this_step("enforcement.object", state)),
        },
        State::None => Err(not_at_this_step("enforcement.object", state)),
    }
}

/// The decision stands after review.
pub(super) fn uphold(
    state: &State,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    match state {
        State::OnFile(case) => match &case.step {
            Step::UnderReview => Ok(Event::Upheld {
                reason: reason.into(),
                court_by: Some(court::last_day(context)?),
            }),
            Step::Reported
            | Step::Dismissed
            | Step::NoticeServed { .. }
            | Step::Heard { .. }
            | Step::Sanctioned { .. }
            | Step::RevocationProposed { .. }
            | Step::Revoked { .. }
            | Step::Closed => Err(not_at_this_step("enforcement.uphold", state)),
        },
        State::None => Err(not_at_this_step("enforcement.uphold", state)),
    }
}

/// The decision on the last finding of the file falls on review.
pub(super) fn overturn(
    dossier: &Dossier,
    decision: &str,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let file = match state {
        State::OnFile(Case {
            file,
            step: Step::UnderReview,
        }) => file,
        State::OnFile(Case {
            step:
                Step::Reported
                | Step::Dismissed
                | Step::NoticeServed { .. }
                | Step::Heard { .. }
                | Step::Sanctioned { .. }
                | Step::RevocationProposed { .. }
                | Step::Revoked { .. }
                | Step::Closed,
            ..
        })
        | State::None => return Err(not_at_this_step("enforcement.overturn", state)),
    };
    let today = context.today;
    Ok(match file.record.last().map(|finding| finding.rung) {
        Some(Rung::Revocation) => licence::reinstated_on_review(dossier, decision, reason, today),
        Some(Rung::Suspension) if dossier.licence.is_suspended() => {
            let lifted = licence::Event::SuspensionLifted {
                reason: reason.into(),
            };
            vec![overturned(decision, reason).into(), lifted.into()]
        }
        Some(Rung::Notice | Rung::WrittenWarning | Rung::ServiceCutoff | Rung::Suspension)
        | None => vec![overturned(decision, reason).into()],
    })
}

fn overturned(decision: &str, reason: &Reason) -> Event {
    Event::Overturned {
        decision: decision.into(),
        reason: reason.into(),
    }
}

/// The case's part in the reinstatement of a licence that it led to the revocation of; none where
/// another register revoked.
pub(crate) fn fallen(dossier: &Dossier, decision: &str, reason: &Reason) -> Option<Event> {
    let file = match &dossier.enforcement {
        State::OnFile(Case {
            file,
            step: Step::Revoked { .. } | Step::UnderReview | Step::Closed,
        }) => file,
        State::OnFile(Case {
            step:
                Step::Reported
                | Step::Dismissed
                | Step::NoticeServed { .. }
                | Step::Heard { .. }
                | Step::Sanctioned { .. }
                | Step::RevocationProposed { .. },
            ..
        })
        | State::None => return None,
    };
    let last = file.record.last()?;
    (last.rung == Rung::Revocation).then(|| overturned(decision, reason))
}
