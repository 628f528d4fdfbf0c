//! An objection to a decision, and a decision that falls, on review or by a reinstatement: what it
//! led to falls with it.

use super::file::Finding;
use super::suspension::lifted;
use super::{Case, Event, State, Step, arrows, court, not_at_this_step};
use crate::calendar::Date;
use crate::edition::{Editions, Rung};
use crate::machines::{self, Context, licence, silence};
use crate::refusal::Refusal;
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};
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

/// The decision on the case falls on review, and what it led to; what another one led to stands.
pub(super) fn overturn(
    dossier: &Dossier,
    decision: &str,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    match state {
        State::OnFile(Case {
            step: Step::UnderReview,
            ..
        }) => {}
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
    }
    let own = state.own_finding();
    let overturned = overturned(decision, reason, own);
    Ok(match own {
        // One that is to come, or came to nothing, has led to nothing.
        None | Some(Finding { effect: None, .. }) => vec![overturned.into()],
        Some(Finding {
            rung: Rung::Revocation,
            ..
        }) => licence::reinstated_on_review(dossier, decision, reason, context),
        Some(Finding {
            rung: Rung::Suspension,
            ..
        }) if dossier.licence.was_suspended() => {
            let left = arrows::next(state, &overturned, context.today);
            let stays = left.is_some_and(|left| left.suspends(context.today));
            let lifted = lifted(reason.into());
            let lifted = (!stays).then(|| lifted.into());
            [overturned.into()].into_iter().chain(lifted).collect()
        }
        Some(Finding {
            rung: Rung::Notice | Rung::WrittenWarning | Rung::ServiceCutoff | Rung::Suspension,
            ..
        }) => vec![overturned.into()],
    })
}

fn overturned(decision: &str, reason: &Reason, finding: Option<&Finding>) -> Event {
    Event::Overturned {
        decision: decision.into(),
        reason: reason.into(),
        proven_on: finding.map(|of| of.proven_on),
    }
}

/// The fall of the decision by which the licence was taken away; none where another register revoked.
pub(crate) fn fallen(dossier: &Dossier, decision: &str, reason: &Reason) -> Option<Event> {
    let revocation = dossier.enforcement.revocation()?;
    Some(overturned(decision, reason, Some(revocation)))
}

/// What nobody has decided on in time stands, where silence means so; from that day a court can be asked.
pub(super) fn upheld_by_silence(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let passed = silence::passed(dossier, editions, &Awaited::Review)?;
    Ok(passed.and_then(|passed| {
        let court = passed.edition.enforcement.cases.as_ref()?.court.value;
        let court_by = passed.edition.deadline(passed.on, court);
        passed.refuses(|passed| Event::UpheldBySilence {
            silence: passed.silence,
            court_by,
        })
    }))
}
