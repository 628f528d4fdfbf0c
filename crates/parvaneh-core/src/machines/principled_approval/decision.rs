//! What it takes to give an approval, to put off its end, and to end it.

use super::{Approval, Event, FORCE_MAJEURE, State};
use crate::application;
use crate::calendar::Date;
use crate::edition::{PrincipledApprovalRules, Rule};
use crate::law::OwnRule;
use crate::licence::{Hearing, Measure};
use crate::machines::Context;
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::Resolution;
use crate::state::Dossier;

pub(super) fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    let rule = Citation::from(OwnRule::StepsOfAnApproval);
    Refusal::new(Code::NotAtThisStep, rule)
        .because("asked", asked)
        .because("stands_at", state.name())
}

/// After qualification (R).
pub(super) fn issue(
    dossier: &Dossier,
    resolution: &Resolution,
    rules: &PrincipledApprovalRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.principled_approval;
    match state {
        State::None => {}
        State::Issued(_)
        | State::Extended(_)
        | State::PremisesReady(_)
        | State::Presented(_)
        | State::Fulfilled
        | State::Lapsed
        | State::Withdrawn
        | State::Cancelled => {
            return Err(not_at_this_step("principled_approval.issue", state));
        }
    }
    let application::State::Qualified(_) = &dossier.application else {
        let rule = &context.edition.licence.principled_approval;
        return Err(
            Refusal::new(Code::NotQualified, rule).because("stands_at", dossier.application.name())
        );
    };
    context.carried(dossier, resolution)?;
    let calendar = context.edition.calendar;
    Ok(Event::Issued {
        resolution: resolution.clone(),
        through: calendar.clamped(context.today, rules.term.value),
    })
}

/// The papers of an approval lie on the file of the application that it follows.
pub(super) fn papers_satisfy(
    dossier: &Dossier,
    needs: &Rule<Vec<String>>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    match dossier.application.open_matter() {
        Some(matter) => matter.papers.satisfy(needs, context.today),
        None => Err(Refusal::new(Code::PaperMissing, needs)),
    }
}

/// The approval whose period still runs.
fn running<'a>(asked: &str, state: &'a State) -> Result<&'a Approval, Refusal> {
    match state {
        State::Issued(approval) | State::Extended(approval) => Ok(approval),
        State::None
        | State::PremisesReady(_)
        | State::Presented(_)
        | State::Fulfilled
        | State::Lapsed
        | State::Withdrawn
        | State::Cancelled => Err(not_at_this_step(asked, state)),
    }
}

/// Once, and before its end (D).
pub(super) fn extend(
    dossier: &Dossier,
    resolution: &Resolution,
    rules: &PrincipledApprovalRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let approval = running("principled_approval.extend", &dossier.principled_approval)?;
    context.carried(dossier, resolution)?;
    if approval.extended {
        return Err(Refusal::new(Code::ExtendedBefore, &rules.extension));
    }
    let calendar = context.edition.calendar;
    Ok(Event::Extended {
        resolution: resolution.clone(),
        through: calendar.clamped(approval.through, rules.extension.value),
    })
}

/// A stay has a last day, so that every approval has an end.
pub(super) fn stay(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &str,
    through: Date,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let approval = running("principled_approval.stay", &dossier.principled_approval)?;
    context.carried(dossier, resolution)?;
    context.reasoned(reason)?;
    if through <= approval.ends_on() {
        let rule = Citation::from(FORCE_MAJEURE);
        return Err(Refusal::new(Code::ExtensionUnfit, rule)
            .because("through", through)
            .because("ends_on", approval.ends_on()));
    }
    Ok(Event::Stayed {
        resolution: resolution.clone(),
        reason: reason.to_owned(),
        through,
    })
}

/// Back to where it stood. An approval whose period ended while the file lay before the authority
/// does not lapse at once: what is to be mended can be mended.
pub(super) fn give_back(
    state: &State,
    reason: &str,
    rules: &PrincipledApprovalRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let State::Presented(approval) = state else {
        return Err(not_at_this_step("principled_approval.return", state));
    };
    context.reasoned(reason)?;
    let calendar = context.edition.calendar;
    let at_least = calendar.clamped(context.today, rules.returned.value);
    Ok(Event::Returned {
        reason: reason.to_owned(),
        through: Ord::max(approval.through, at_least),
    })
}

/// By the working group, after the applicant was heard or let the time pass.
pub(super) fn cancel(
    dossier: &Dossier,
    resolution: &Resolution,
    measure: &Measure,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.principled_approval;
    if !state.is_open() {
        return Err(not_at_this_step("principled_approval.cancel", state));
    }
    context.carried(dossier, resolution)?;
    context.reasoned(&measure.reason)?;
    heard(&measure.hearing, context)?;
    Ok(Event::Cancelled {
        resolution: resolution.clone(),
        measure: measure.clone(),
    })
}

/// Notice was served, and the opportunity to be heard was used or has elapsed (D).
fn heard(hearing: &Hearing, context: &Context<'_>) -> Result<(), Refusal> {
    let rule = &context.edition.enforcement.hearing;
    let calendar = context.edition.calendar;
    let closes = calendar.clamped(hearing.notice_served_on, rule.value);
    let used = hearing
        .heard_on
        .is_some_and(|on| hearing.notice_served_on <= on && on <= context.today);
    if used || closes < context.today {
        return Ok(());
    }
    Err(Refusal::new(Code::HearingOpen, rule)
        .because("notice_served_on", hearing.notice_served_on)
        .because("open_through", closes)
        .until(closes.succ_opt().unwrap_or(closes)))
}
