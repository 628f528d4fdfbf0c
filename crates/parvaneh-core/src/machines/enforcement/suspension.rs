//! A suspension: before anybody is heard, until the case is decided, and its end.

use super::file::{File, Suspension};
use super::sanction::{self, cases};
use super::{Event, charge, not_at_this_step};
use crate::edition::Rung;
use crate::law::{OwnRule, OwnWords, Wording};
use crate::machines::{self, Context, licence};
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;
use crate::text::Reason;

/// Suspension before anybody is heard, in the case that is open and undecided or in one that it opens. Beside a
/// suspension that stands for something else it is one of its own: what was found is not lost, and the
/// licence stays suspended until the later of the two is over.
pub(super) fn order(
    dossier: &Dossier,
    violation: &str,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let rule = &cases(context)?.urgent_suspension;
    let mut events: Vec<machines::Event> = Vec::new();
    match state.undecided_case() {
        Some(file) if file.violation == *violation && waits(dossier, file, context) => {
            return Ok(vec![]);
        }
        Some(file) if file.violation != *violation => {
            return Err(Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
                .because("violation", &file.violation)
                .because("stands_at", state.name()));
        }
        Some(file) if file.urgent => {
            let refusal = Refusal::new(Code::UrgentOnce, rule);
            return Err(refusal.because("violation", &file.violation));
        }
        Some(_) => {}
        // Refused while a decision can still be objected to, or is under review.
        None => events.push(charge::report(dossier, violation, reason, context)?.into()),
    }
    let suspended = Event::UrgentlySuspended {
        reason: reason.into(),
        through: context.edition.calendar.clamped(context.today, rule.value),
    };
    events.push(suspended.into());
    if !dossier.licence.is_suspended() {
        let suspended = licence::Event::Suspended {
            measure: None,
            imported: None,
        };
        events.push(suspended.into());
    }
    Ok(events)
}

/// Whether the licence is suspended until the case of this file is decided. Beside a sanction such a
/// suspension may have lapsed, and nobody was told.
fn waits(dossier: &Dossier, file: &File, context: &Context<'_>) -> bool {
    let runs = |of: Suspension| of.through().is_none_or(|through| context.today <= through);
    dossier.licence.is_suspended() && file.waiting.is_some_and(runs)
}

/// The committee lets an urgent suspension stand until the case is decided, once the holder was heard
/// or let the time for it pass: longer than the days of an urgent one nobody is suspended unheard (D).
pub(super) fn confirm(
    dossier: &Dossier,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let case = state
        .undecided_case()
        .filter(|_| dossier.licence.is_suspended());
    // Beside a sanction it may have lapsed, and nobody was told.
    let waiting = case.and_then(|file| file.waiting);
    let runs = |of: &Suspension| of.through().is_none_or(|through| context.today <= through);
    let lapses_after = match waiting.filter(runs) {
        Some(Suspension::Urgent { through }) => through,
        Some(Suspension::Confirmed { .. }) => return Ok(vec![]),
        Some(Suspension::Punitive { .. }) | None => {
            return Err(not_at_this_step(
                "enforcement.confirm_urgent_suspension",
                state,
            ));
        }
    };
    sanction::was_heard("enforcement.confirm_urgent_suspension", state, context).map_err(
        |refusal| Refusal {
            // Where it will have lapsed by then, waiting does not help.
            earliest: refusal.earliest.filter(|day| *day <= lapses_after),
            ..refusal
        },
    )?;
    let longest = cases(context)?.suspension.value;
    let confirmed = Event::UrgentSuspensionConfirmed {
        reason: reason.into(),
        through: context.edition.calendar.clamped(context.today, longest),
    };
    Ok(vec![confirmed.into()])
}

/// The licence's release from a suspension that only waited for the case to be decided; a sanction goes on.
pub(super) fn release(dossier: &Dossier, reason: OwnWords) -> Option<machines::Event> {
    let file = dossier.enforcement.file()?;
    let only_waited = file.waiting.is_some() && file.punitive().is_none();
    let lifted = lifted(reason.into());
    (dossier.licence.is_suspended() && only_waited).then(|| lifted.into())
}

/// Lifts a suspension; one that is a sanction, once what it was imposed for is remedied.
pub(super) fn lift(dossier: &Dossier, reason: &Reason) -> Result<machines::Event, Refusal> {
    let rule = OwnRule::LiftsWhatStands;
    if !dossier.licence.is_suspended() {
        return Err(Refusal::new(Code::NotSuspended, rule));
    }
    if let Some(file) = dossier.enforcement.file()
        && file.punitive().is_some()
        && let Some(finding) = file.unremedied().find(|of| of.rung == Rung::Suspension)
    {
        let remedied = OwnRule::LiftedOnceRemedied;
        return Err(Refusal::new(Code::ViolationUnremedied, remedied)
            .because("violation", &finding.violation)
            .because("proven_on", finding.proven_on));
    }
    Ok(lifted(reason.into()).into())
}

pub(super) fn lifted(reason: Wording) -> licence::Event {
    licence::Event::SuspensionLifted {
        reason,
        imported: None,
    }
}
