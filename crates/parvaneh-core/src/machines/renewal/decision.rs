//! What is decided on a request: to excuse its lateness, to confirm, refuse or grant it.

use super::gates::Findings;
use super::{Event, State, gates, not_at_this_step};
use crate::actor::Role;
use crate::dossier::{Context, Dossier};
use crate::edition::{LatePolicy, Needed};
use crate::licence::renewal_due;
use crate::refusal::{Code, Refusal};
use crate::resolution::Resolution;

/// Before confirmation the working group refuses, by resolution; after it, or where the edition
/// knows no confirmation, the authority.
pub(super) fn refuse(
    dossier: &Dossier,
    resolution: Option<&Resolution>,
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    match (&dossier.renewal, resolution) {
        (State::UnderReview { .. }, None)
            if context.edition.renewal.confirmation.value == Needed::NotNeeded =>
        {
            context.role(&[Role::Authority])?;
        }
        (State::UnderReview { .. }, Some(resolution)) => {
            context.role(&[Role::WorkingGroup])?;
            context.carried(dossier, resolution)?;
        }
        (State::Confirmed { .. }, None) => context.role(&[Role::Authority])?,
        (state, None | Some(_)) => return Err(not_at_this_step("renewal.refuse", state)),
    }
    Ok(vec![Event::Refused {
        resolution: resolution.cloned(),
        reason: reason.to_owned(),
    }])
}

/// The working group confirms what the gates let through.
pub(super) fn confirm(
    dossier: &Dossier,
    findings: Findings,
    resolution: &Resolution,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    context.carried(dossier, resolution)?;
    gates::pass(dossier, findings, context)?;
    Ok(vec![Event::Confirmed {
        resolution: resolution.clone(),
    }])
}

pub(super) fn excuse(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let late = &context.edition.renewal.late;
    match late.value {
        LatePolicy::DeemedWithdrawal => Err(Refusal::new(Code::ExcuseNotKnown, late)),
        LatePolicy::RefuseOrExcuse => {
            context.carried(dossier, resolution)?;
            Ok(vec![Event::LatenessExcused {
                resolution: resolution.clone(),
                reason: reason.to_owned(),
            }])
        }
    }
}

/// Only after confirmation, where the edition knows it (R): never the other way round.
pub(super) fn grant(dossier: &Dossier, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let rules = &context.edition.renewal;
    match (&dossier.renewal, rules.confirmation.value) {
        (State::Confirmed { findings, .. }, Needed::Needed | Needed::NotNeeded)
        | (State::UnderReview { findings, .. }, Needed::NotNeeded) => {
            gates::pass(dossier, *findings, context)?;
        }
        (State::Filed { .. } | State::UnderReview { .. }, Needed::Needed) => {
            return Err(Refusal::new(Code::NotConfirmed, &rules.confirmation)
                .because("stands_at", dossier.renewal.name()));
        }
        (state, Needed::Needed | Needed::NotNeeded) => {
            return Err(not_at_this_step("renewal.grant", state));
        }
    }
    let Some(last) = dossier.terms.last() else {
        return Err(not_at_this_step("renewal.grant", &dossier.renewal));
    };
    let term = last.next(context.edition);
    Ok(vec![Event::Granted {
        term,
        renewal_due: renewal_due(context.edition, term),
        edition: context.edition.id.clone(),
    }])
}
