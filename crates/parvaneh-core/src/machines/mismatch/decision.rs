//! What each command to a mismatch leads to.

use super::capacity::Capacity;
use super::{Event, Settlement, State};
use crate::law::OwnRule;
use crate::machines::Context;
use crate::machines::context::not_at_this_step;
use crate::party::PartyId;
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;
use crate::state::appointment::Post;

/// Nothing is to be settled where the one who runs it may. None: it is on record already.
pub(super) fn record(
    dossier: &Dossier,
    facts: &str,
    operator: Option<PartyId>,
    context: &Context<'_>,
) -> Result<Option<Event>, Refusal> {
    let rules = context.knows(&context.edition.appointment, "appointment")?;
    match &dossier.mismatch {
        State::None => {}
        State::Open { .. } | State::Held { .. } | State::Elapsed { .. } => return Ok(None),
    }
    let capacity = operator.and_then(|operator| Capacity::of(dossier, operator, rules));
    if let Some(capacity) = capacity {
        return Err(
            Refusal::new(Code::NoMismatch, &rules.mismatch).because("operator", capacity.word())
        );
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

/// That the holder has resumed somebody has to see; also that whoever was approved since is the one who
/// runs it, where nobody has said who does. All else settles it by itself.
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
        }
        | State::Held {
            recorded_on,
            operator,
            ..
        } => (*recorded_on, *operator),
        State::None | State::Elapsed { .. } => {
            let rule = OwnRule::StepsOfAnAppointment;
            return Err(not_at_this_step(rule, "appointment.settle", state.name()));
        }
    };
    let approved = |post: &Post| {
        let runs_office = rules.runs_office.value.contains(post);
        let approved = dossier.appointment.approved(*post);
        operator.is_none() && runs_office && approved.is_some_and(|(_, on)| recorded_on <= on)
    };
    let settled = match how {
        Settlement::Resumed => true,
        Settlement::Approved => Post::ALL.iter().any(approved),
        Settlement::ApprovedAsDeputy => approved(&Post::Deputy),
        Settlement::TransferFiled | Settlement::PassedOn | Settlement::Interim => false,
    };
    match settled {
        true => Ok(Event::Settled { how }),
        false => {
            Err(Refusal::new(Code::MismatchUnsettled, &rules.mismatch).because("how", how.word()))
        }
    }
}
