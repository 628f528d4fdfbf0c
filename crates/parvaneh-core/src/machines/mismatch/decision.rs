//! What each command to a mismatch leads to.

use super::{Event, Settlement, State};
use crate::actor::Role;
use crate::law::OwnRule;
use crate::machines::Context;
use crate::machines::context::not_at_this_step;
use crate::party::PartyId;
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;
use crate::state::appointment::Post;

/// Nothing is to be settled where the one who runs it is the holder, or has been approved as deputy.
/// None: it is on record already.
pub(super) fn record(
    dossier: &Dossier,
    facts: &str,
    operator: Option<PartyId>,
    context: &Context<'_>,
) -> Result<Option<Event>, Refusal> {
    let rules = context.knows(&context.edition.appointment, "appointment")?;
    match &dossier.mismatch {
        State::None => {}
        State::Open { .. } | State::Elapsed { .. } => return Ok(None),
    }
    if let Some(operator) = operator {
        let (deputy, _) = dossier.appointment.approved(Post::Deputy).unzip();
        let posts = [("holder", dossier.holder), ("deputy", deputy)];
        if let Some((post, _)) = posts.iter().find(|(_, known)| *known == Some(operator)) {
            return Err(Refusal::new(Code::NoMismatch, &rules.mismatch).because("operator", post));
        }
    }
    let time = rules.mismatch.value;
    Ok(Some(Event::Recorded {
        facts: facts.into(),
        operator,
        settle_by: context.edition.deadline(context.today, time),
        leads_to: rules.mismatch_leads_to.value.as_str().into(),
        edition: context.edition.id.clone(),
    }))
}

/// The holder's word alone does not settle that the holder has resumed.
pub(super) fn settle(
    dossier: &Dossier,
    how: Settlement,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let rules = context.knows(&context.edition.appointment, "appointment")?;
    let state = &dossier.mismatch;
    let (recorded_on, operator) = match state {
        State::Open {
            recorded_on,
            operator,
            ..
        } => (*recorded_on, *operator),
        State::None | State::Elapsed { .. } => {
            let rule = OwnRule::StepsOfAnAppointment;
            return Err(not_at_this_step(rule, "appointment.settle", state.name()));
        }
    };
    let settled = match how {
        Settlement::Resumed => {
            context.role(&[Role::Secretariat, Role::Inspector])?;
            true
        }
        Settlement::ApprovedAsDeputy => {
            let deputy = dossier.appointment.approved(Post::Deputy);
            deputy.is_some_and(|(deputy, approved_on)| {
                recorded_on <= approved_on && operator.is_none_or(|operator| operator == deputy)
            })
        }
        Settlement::TransferFiled => dossier.transfer.open_request().is_some(),
    };
    match settled {
        true => Ok(Event::Settled { how }),
        false => {
            Err(Refusal::new(Code::MismatchUnsettled, &rules.mismatch).because("how", how.word()))
        }
    }
}
