//! A suspension: before anybody is heard, until the case is decided, and its end.

use super::file::Suspension;
use super::sanction::cases;
use super::{Event, charge, not_at_this_step};
use crate::edition::Rung;
use crate::law::OwnRule;
use crate::machines::{self, Context, licence};
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;
use crate::text::Reason;

/// Suspension before anybody is heard, in the case that is open or in one that it opens.
pub(super) fn order(
    dossier: &Dossier,
    violation: &str,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let rule = &cases(context)?.urgent_suspension;
    if dossier.licence.is_suspended() {
        return Ok(vec![]);
    }
    let mut events: Vec<machines::Event> = Vec::new();
    match state.open_case() {
        Some(file) if file.urgent => {
            let refusal = Refusal::new(Code::UrgentOnce, rule);
            return Err(refusal.because("violation", &file.violation));
        }
        Some(_) => {}
        None => events.push(charge::report(dossier, violation, reason, context)?.into()),
    }
    let suspended = Event::UrgentlySuspended {
        reason: reason.into(),
        through: context.edition.calendar.clamped(context.today, rule.value),
    };
    events.push(suspended.into());
    let suspended = licence::Event::Suspended {
        measure: None,
        imported: None,
    };
    events.push(suspended.into());
    Ok(events)
}

/// The committee lets an urgent suspension stand until the case is decided.
pub(super) fn confirm(
    dossier: &Dossier,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let case = state.open_case().filter(|_| dossier.licence.is_suspended());
    match case.and_then(|file| file.suspension.as_ref()) {
        Some(Suspension::Urgent { .. }) => {}
        Some(Suspension::Confirmed { .. }) => return Ok(vec![]),
        Some(Suspension::Punitive { .. }) | None => {
            return Err(not_at_this_step(
                "enforcement.confirm_urgent_suspension",
                state,
            ));
        }
    }
    let longest = cases(context)?.suspension.value;
    let confirmed = Event::UrgentSuspensionConfirmed {
        reason: reason.into(),
        through: context.edition.calendar.clamped(context.today, longest),
    };
    Ok(vec![confirmed.into()])
}

/// The licence's release from a suspension that only waited for the case to be decided.
pub(super) fn release(dossier: &Dossier, reason: &str) -> Option<machines::Event> {
    let suspension = dossier.enforcement.suspension()?;
    let reason = reason.into();
    let lifted = licence::Event::SuspensionLifted { reason };
    (dossier.licence.is_suspended() && suspension.awaits_decision()).then(|| lifted.into())
}

/// Lifts a suspension; one that is a sanction, once what it was imposed for is remedied.
pub(super) fn lift(dossier: &Dossier, reason: &Reason) -> Result<machines::Event, Refusal> {
    let rule = OwnRule::LiftsWhatStands;
    if !dossier.licence.is_suspended() {
        return Err(Refusal::new(Code::NotSuspended, rule));
    }
    if let Some(file) = dossier.enforcement.file()
        && let Some(Suspension::Punitive { .. }) = file.suspension
        && let Some(finding) = file.unremedied().find(|of| of.rung == Rung::Suspension)
    {
        let remedied = OwnRule::LiftedOnceRemedied;
        return Err(Refusal::new(Code::ViolationUnremedied, remedied)
            .because("violation", &finding.violation)
            .because("proven_on", finding.proven_on));
    }
    let reason = reason.into();
    Ok(licence::Event::SuspensionLifted { reason }.into())
}
