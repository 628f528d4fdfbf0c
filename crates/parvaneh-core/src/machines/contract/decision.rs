//! What each command to a contract leads to.

use super::{Event, Side, State, Step};
use crate::actor::Role;
use crate::edition::{ContractRules, Needed};
use crate::law::OwnRule;
use crate::machines::{Context, context};
use crate::refusal::{Code, Refusal};
use crate::resolution::{Matter, Motion, Resolution};
use crate::state::Dossier;
use crate::text::Reason;

/// One contract with an agency is open at a time.
pub(super) fn draft(
    dossier: &Dossier,
    agency: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    match dossier.contract.open(agency) {
        None => Ok(Event::Drafted {
            agency: agency.into(),
            edition: context.edition.id.clone(),
        }),
        Some(open) => Err(Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
            .because("agency", agency)
            .because("stands_at", open.step.name())),
    }
}

/// The working group approves what was laid before it.
pub(super) fn approve(
    dossier: &Dossier,
    agency: &str,
    resolution: &Resolution,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.contract;
    match state.open_step(agency) {
        Some(Step::Drafted) => {}
        Some(
            Step::Approved
            | Step::SignedByHolder
            | Step::SignedByAgency
            | Step::Signed
            | Step::Suspended
            | Step::Ended,
        )
        | None => return Err(not_at_this_step("contract.approve", agency, state)),
    }
    let resolution = context.carried(
        dossier,
        resolution,
        Matter::Contract(agency.into()),
        Motion::Approve,
    )?;
    Ok(Event::Approved {
        agency: agency.into(),
        resolution,
    })
}

/// Only after approval, where the edition knows it, and under a licence that may be used; each for their
/// own side. None: they have signed.
pub(super) fn sign(
    dossier: &Dossier,
    agency: &str,
    rules: &ContractRules,
    context: &Context<'_>,
) -> Result<Option<Event>, Refusal> {
    let state = &dossier.contract;
    let side = match context.actor.role == Role::ServiceAgency {
        true => Side::Agency,
        false => Side::Holder,
    };
    let is_the_second = match (state.open_step(agency), rules.approval.value) {
        (Some(Step::Approved), Needed::Needed | Needed::NotNeeded)
        | (Some(Step::Drafted), Needed::NotNeeded) => false,
        (Some(Step::SignedByHolder), Needed::Needed | Needed::NotNeeded) => {
            if side == Side::Holder {
                return Ok(None);
            }
            true
        }
        (Some(Step::SignedByAgency), Needed::Needed | Needed::NotNeeded) => {
            if side == Side::Agency {
                return Ok(None);
            }
            true
        }
        (Some(Step::Drafted), Needed::Needed) => {
            return Err(
                Refusal::new(Code::ContractNotApproved, &rules.approval).because("agency", agency)
            );
        }
        (
            Some(Step::Signed | Step::Suspended | Step::Ended) | None,
            Needed::Needed | Needed::NotNeeded,
        ) => return Err(not_at_this_step("contract.sign", agency, state)),
    };
    if dossier.licence.is_suspended() {
        return Err(Refusal::new(Code::Suspended, OwnRule::SuspendedNotUsed));
    }
    let agency = agency.into();
    Ok(Some(match is_the_second {
        true => Event::Signed { agency },
        false => Event::OneSigned { agency, by: side },
    }))
}

/// A contract that is open is ended, and its party says why.
pub(super) fn terminate(
    dossier: &Dossier,
    agency: &str,
    reason: &Reason,
) -> Result<Event, Refusal> {
    let state = &dossier.contract;
    match state.open_step(agency) {
        Some(
            Step::Drafted
            | Step::Approved
            | Step::SignedByHolder
            | Step::SignedByAgency
            | Step::Signed
            | Step::Suspended,
        ) => Ok(Event::Terminated {
            agency: agency.into(),
            reason: reason.into(),
        }),
        Some(Step::Ended) | None => Err(not_at_this_step("contract.terminate", agency, state)),
    }
}

fn not_at_this_step(asked: &str, agency: &str, state: &State) -> Refusal {
    let stands_at = state.open_step(agency).map_or("None", Step::name);
    context::not_at_this_step(OwnRule::StepsOfAContract, asked, stands_at)
}
