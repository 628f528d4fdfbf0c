//! What each command to an approval leads to: what it takes to give it, to put off its end, and to
//! end it.

use super::{Approval, Event, State, Step, not_at_this_step};
use crate::calendar::Date;
use crate::edition::{PrincipledApprovalRules, Rule};
use crate::law::OwnRule;
use crate::machines::Context;
use crate::machines::licence::{Hearing, Measure};
use crate::refusal::{Code, Refusal};
use crate::resolution::{Matter, Motion, Question, Resolution};
use crate::state::Dossier;
use crate::text::Reason;

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
        State::Given(_)
        | State::Fulfilled
        | State::Lapsed
        | State::Withdrawn
        | State::Cancelled => {
            return Err(not_at_this_step("principled_approval.issue", state));
        }
    }
    if dossier.application.qualified().is_none() {
        let rule = &context.edition.licence.principled_approval;
        return Err(
            Refusal::new(Code::NotQualified, rule).because("stands_at", dossier.application.name())
        );
    }
    let resolution = context.carried(
        dossier,
        resolution,
        Matter::PrincipledApproval,
        Motion::Issue,
    )?;
    Ok(Event::Issued {
        resolution,
        through: context.edition.deadline(context.today, rules.term.value),
    })
}

/// The approval whose period still runs.
fn running<'a>(asked: &str, state: &'a State) -> Result<&'a Approval, Refusal> {
    match state {
        State::Given(case) => match case.step {
            Step::Issued | Step::Extended => Ok(&case.approval),
            Step::PremisesReady | Step::Presented => Err(not_at_this_step(asked, state)),
        },
        State::None | State::Fulfilled | State::Lapsed | State::Withdrawn | State::Cancelled => {
            Err(not_at_this_step(asked, state))
        }
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
    let resolution = context.carried(
        dossier,
        resolution,
        Matter::PrincipledApproval,
        Motion::Extend,
    )?;
    if approval.extended {
        return Err(Refusal::new(Code::ExtendedBefore, &rules.extension));
    }
    Ok(Event::Extended {
        resolution,
        through: context
            .edition
            .deadline(approval.through, rules.extension.value),
    })
}

/// A stay has a last day, so that every approval has an end.
pub(super) fn stay(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &Reason,
    through: Date,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let approval = running("principled_approval.stay", &dossier.principled_approval)?;
    let resolution = context.carried(
        dossier,
        resolution,
        Matter::PrincipledApproval,
        Motion::Stay,
    )?;
    if through <= approval.ends_on() {
        return Err(Refusal::new(Code::ExtensionUnfit, OwnRule::ForceMajeure)
            .because("through", through)
            .because("ends_on", approval.ends_on()));
    }
    Ok(Event::Stayed {
        resolution,
        reason: reason.into(),
        through,
    })
}

/// While the period runs, on the papers that the edition names.
pub(super) fn confirm_premises(
    dossier: &Dossier,
    rules: &PrincipledApprovalRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let asked = "principled_approval.confirm_premises";
    running(asked, &dossier.principled_approval)?;
    papers_satisfy(dossier, &rules.premises, context)?;
    Ok(Event::PremisesConfirmed)
}

/// Once the premises are ready, with the papers that the edition names still in date.
pub(super) fn present(
    dossier: &Dossier,
    rules: &PrincipledApprovalRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.principled_approval;
    let refused = || Err(not_at_this_step("principled_approval.present", state));
    match state {
        State::Given(case) => match case.step {
            Step::PremisesReady => {}
            Step::Issued | Step::Extended | Step::Presented => return refused(),
        },
        State::None | State::Fulfilled | State::Lapsed | State::Withdrawn | State::Cancelled => {
            return refused();
        }
    }
    papers_satisfy(dossier, &rules.presentation, context)?;
    Ok(Event::Presented)
}

/// The papers of an approval lie on the file of the application that it follows.
fn papers_satisfy(
    dossier: &Dossier,
    needs: &Rule<Vec<String>>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    match dossier.application.open_matter() {
        Some(matter) => matter
            .papers
            .satisfy(needs, &context.edition.papers, context.today),
        None => Err(Refusal::new(Code::PaperMissing, needs)),
    }
}

/// The approval whose file lies before the authority.
fn presented<'a>(asked: &str, state: &'a State) -> Result<&'a Approval, Refusal> {
    match state {
        State::Given(case) => match case.step {
            Step::Presented => Ok(&case.approval),
            Step::Issued | Step::Extended | Step::PremisesReady => {
                Err(not_at_this_step(asked, state))
            }
        },
        State::None | State::Fulfilled | State::Lapsed | State::Withdrawn | State::Cancelled => {
            Err(not_at_this_step(asked, state))
        }
    }
}

/// Back to where it stood. An approval whose period ended while the file lay before the authority
/// does not lapse at once: what is to be mended can be mended.
pub(super) fn give_back(
    state: &State,
    reason: &Reason,
    rules: &PrincipledApprovalRules,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let approval = presented("principled_approval.return", state)?;
    let at_least = context
        .edition
        .deadline(context.today, rules.returned.value);
    Ok(Event::Returned {
        reason: reason.into(),
        through: Ord::max(approval.through, at_least),
    })
}

/// The authority issues no licence.
pub(super) fn refuse(state: &State, reason: &Reason) -> Result<Event, Refusal> {
    presented("principled_approval.refuse", state)?;
    Ok(Event::Refused {
        reason: reason.into(),
    })
}

/// The approval in hand, at whatever step.
fn in_hand<'a>(asked: &str, state: &'a State) -> Result<&'a Approval, Refusal> {
    match state {
        State::Given(case) => match case.step {
            Step::Issued | Step::Extended | Step::PremisesReady | Step::Presented => {
                Ok(&case.approval)
            }
        },
        State::None | State::Fulfilled | State::Lapsed | State::Withdrawn | State::Cancelled => {
            Err(not_at_this_step(asked, state))
        }
    }
}

/// From the day of service on the applicant can be heard. A further notice is served where the
/// opportunity that an earlier one gave was used or has elapsed.
pub(super) fn serve_notice(state: &State, context: &Context<'_>) -> Result<Event, Refusal> {
    let asked = "principled_approval.serve_notice";
    let approval = in_hand(asked, state)?;
    let served_on = context.today;
    if let Some(notice) = approval.notice.as_ref().filter(|of| of.is_open(served_on)) {
        let next = notice.defend_by.day_after().unwrap_or(notice.defend_by);
        return Err(not_at_this_step(asked, state)
            .because("notice_served_on", notice.served_on)
            .because("open_through", notice.defend_by)
            .until(next));
    }
    let hearing = &context.edition.enforcement.hearing;
    let hearing = context.knows(hearing, "enforcement.hearing")?.value;
    Ok(Event::NoticeServed {
        served_on,
        defend_by: context.edition.deadline(served_on, hearing),
    })
}

/// The applicant is heard, within the time for it.
pub(super) fn defend(state: &State, context: &Context<'_>) -> Result<Event, Refusal> {
    let asked = "principled_approval.defend";
    let notice = in_hand(asked, state)?.notice.as_ref();
    match notice.filter(|notice| notice.is_open(context.today)) {
        Some(_) => Ok(Event::Defended),
        None => Err(not_at_this_step(asked, state)),
    }
}

/// By the working group, after the applicant was heard or let the time pass.
pub(super) fn cancel(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let state = &dossier.principled_approval;
    let approval = in_hand("principled_approval.cancel", state)?;
    let (hearing, since) = heard(approval, context)?;
    let question = Question::new(Matter::PrincipledApproval, Motion::Cancel);
    let resolution = context.carried_since(dossier, resolution, &question, since)?;
    Ok(Event::Cancelled {
        resolution,
        measure: Measure {
            reason: reason.into(),
            hearing,
        },
    })
}

/// Notice of this was served since the approval was given, and the opportunity to be heard was used or
/// has elapsed (D). The first day on which that was so: no session decides before it.
fn heard(approval: &Approval, context: &Context<'_>) -> Result<(Hearing, Option<Date>), Refusal> {
    let Some(notice) = &approval.notice else {
        return Err(
            Refusal::new(Code::NoticeNotServed, OwnRule::NoticeInThisMatter)
                .because("issued_on", approval.issued_on),
        );
    };
    let after = notice.defend_by.day_after().unwrap_or(notice.defend_by);
    if notice.is_open(context.today) {
        let rule = &context.edition.enforcement.hearing;
        return Err(Refusal::new(Code::HearingOpen, rule)
            .because("notice_served_on", notice.served_on)
            .because("open_through", notice.defend_by)
            .until(after));
    }
    let hearing = Hearing {
        notice_served_on: notice.served_on,
        heard_on: notice.heard_on,
    };
    Ok((hearing, notice.heard_on.or(Some(after))))
}

/// The applicant gives it back; none: it has been.
pub(super) fn withdraw(state: &State) -> Result<Option<Event>, Refusal> {
    match state {
        State::Given(case) => match case.step {
            Step::Issued | Step::Extended | Step::PremisesReady | Step::Presented => {
                Ok(Some(Event::Withdrawn))
            }
        },
        State::Withdrawn => Ok(None),
        State::None | State::Fulfilled | State::Lapsed | State::Cancelled => {
            Err(not_at_this_step("principled_approval.withdraw", state))
        }
    }
}
