//! From the report of a violation to the hearing, or to the end of a case that comes to nothing.

use super::{Case, Event, State, Step, not_at_this_step, sanction, suspension};
use crate::actor::Role;
use crate::law::{OwnRule, OwnWords};
use crate::machines::{self, Context};
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;
use crate::text::{FreeText, Reason};

/// A report of a violation that the edition knows, where no case is open.
pub(super) fn report(
    dossier: &Dossier,
    violation: &str,
    facts: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let cases = context.knows(&context.edition.enforcement.cases, "enforcement.cases")?;
    if let Some(file) = dossier.enforcement.open_case() {
        let refusal = Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
            .because("violation", &file.violation)
            .because("stands_at", dossier.enforcement.name());
        return Err(match dossier.enforcement.objection_by() {
            Some(by) => {
                let by = context.edition.working_day(by);
                refusal.until(by.day_after().unwrap_or(by))
            }
            None => refusal,
        });
    }
    if !cases.violations.contains_key(violation) {
        return Err(
            Refusal::new(Code::ViolationUnknown, OwnRule::ViolationOfTheTable)
                .because("violation", violation),
        );
    }
    Ok(Event::Reported {
        violation: violation.into(),
        facts: FreeText::from(facts).into(),
        edition: context.edition.id.clone(),
    })
}

/// Nothing in it, or not proven. Who says so depends on how far the case has come.
pub(super) fn dismiss(
    dossier: &Dossier,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let refused = || Err(not_at_this_step("enforcement.dismiss", state));
    match state {
        State::OnFile(case) => match &case.step {
            Step::Reported => context.role(&[Role::Secretariat, Role::EnforcementCommittee])?,
            Step::NoticeServed { .. } | Step::Heard { .. } => {
                context.role(&[Role::EnforcementCommittee])?;
            }
            Step::RevocationProposed { proposer, .. } => {
                context.role(&[Role::Authority])?;
                sanction::another_decides(proposer, context.actor)?;
            }
            Step::Dismissed => return Ok(vec![]),
            Step::Sanctioned { .. } | Step::Revoked { .. } | Step::UnderReview | Step::Closed => {
                return refused();
            }
        },
        State::None => return refused(),
    }
    let reason = reason.into();
    let mut events = vec![Event::Dismissed { reason }.into()];
    events.extend(suspension::release(dossier, OwnWords::CaseDismissed));
    Ok(events)
}

/// From the day of service on the holder can be heard.
pub(super) fn serve_notice(state: &State, context: &Context<'_>) -> Result<Event, Refusal> {
    match state {
        State::OnFile(Case {
            step: Step::Reported,
            ..
        }) => {}
        State::OnFile(Case {
            step:
                Step::Dismissed
                | Step::NoticeServed { .. }
                | Step::Heard { .. }
                | Step::Sanctioned { .. }
                | Step::RevocationProposed { .. }
                | Step::Revoked { .. }
                | Step::UnderReview
                | Step::Closed,
            ..
        })
        | State::None => return Err(not_at_this_step("enforcement.serve_notice", state)),
    }
    let served_on = context.today;
    let hearing = sanction::hearing_rule(context)?.value;
    Ok(Event::NoticeServed {
        served_on,
        defend_by: context.edition.deadline(served_on, hearing),
    })
}

/// The holder is heard, within the time for it: after that the calendar has let it elapse.
pub(super) fn defend(state: &State) -> Result<Event, Refusal> {
    match state {
        State::OnFile(case) => match &case.step {
            Step::NoticeServed { .. } => Ok(Event::Defended),
            Step::Reported
            | Step::Dismissed
            | Step::Heard { .. }
            | Step::Sanctioned { .. }
            | Step::RevocationProposed { .. }
            | Step::Revoked { .. }
            | Step::UnderReview
            | Step::Closed => Err(not_at_this_step("enforcement.defend", state)),
        },
        State::None => Err(not_at_this_step("enforcement.defend", state)),
    }
}
