//! What the table has for a violation, who decides on it, and that it was remedied.

use super::file::{File, Sanction};
use super::{Case, Command, Event, State, Step, court, not_at_this_step, suspension};
use crate::actor::{Actor, Role};
use crate::calendar::{Date, Span};
use crate::edition::{CaseRules, Rule, Rung};
use crate::law::{OwnRule, OwnWords};
use crate::machines::licence::{self, Hearing, Measure};
use crate::machines::{self, Context, coming};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::Dossier;
use crate::state::enforcement::Proposer;
use crate::text::Reason;

pub(super) fn cases<'c>(context: &Context<'c>) -> Result<&'c CaseRules, Refusal> {
    context.knows(&context.edition.enforcement.cases, "enforcement.cases")
}

/// How long somebody can be heard.
pub(super) fn hearing_rule<'c>(context: &Context<'c>) -> Result<&'c Rule<Span>, Refusal> {
    context.knows(&context.edition.enforcement.hearing, "enforcement.hearing")
}

/// The file and the hearing of a case in which the opportunity to be heard was used or has
/// elapsed (D), and nothing was decided since.
fn heard<'s>(
    asked: &str,
    state: &'s State,
    context: &Context<'_>,
) -> Result<(&'s File, Hearing), Refusal> {
    let rule = hearing_rule(context)?;
    match state {
        State::OnFile(Case { file, step, .. }) => match step {
            Step::Heard {
                served_on,
                heard_on,
            } => Ok((file, hearing(*served_on, *heard_on))),
            Step::Reported => Err(Refusal::new(Code::NoticeNotServed, rule)),
            Step::NoticeServed {
                served_on,
                defend_by,
            } => {
                let defend_by = context.edition.working_day(*defend_by);
                Err(Refusal::new(Code::HearingOpen, rule)
                    .because("notice_served_on", served_on)
                    .because("open_through", defend_by)
                    .until(defend_by.day_after().unwrap_or(defend_by)))
            }
            Step::Dismissed
            | Step::Sanctioned { .. }
            | Step::RevocationProposed { .. }
            | Step::Revoked { .. }
            | Step::UnderReview
            | Step::Closed => Err(not_at_this_step(asked, state)),
        },
        State::None => Err(not_at_this_step(asked, state)),
    }
}

/// A revocation that is proposed to the authority.
struct Proposal<'s> {
    file: &'s File,
    hearing: Hearing,
    occurrence: u32,
    proposer: &'s Proposer,
}

/// The revocation that is proposed, where the case stands there.
fn proposal(state: &State) -> Option<Proposal<'_>> {
    match state {
        State::OnFile(Case { file, step, .. }) => match step {
            Step::RevocationProposed {
                served_on,
                heard_on,
                occurrence,
                proposer,
            } => Some(Proposal {
                file,
                hearing: hearing(*served_on, *heard_on),
                occurrence: *occurrence,
                proposer,
            }),
            Step::Reported
            | Step::Dismissed
            | Step::NoticeServed { .. }
            | Step::Heard { .. }
            | Step::Sanctioned { .. }
            | Step::Revoked { .. }
            | Step::UnderReview
            | Step::Closed => None,
        },
        State::None => None,
    }
}

/// Refuses a case in which the opportunity to be heard was not used and has not elapsed, or in which
/// something was decided.
pub(super) fn was_heard(asked: &str, state: &State, context: &Context<'_>) -> Result<(), Refusal> {
    match proposal(state) {
        Some(_) => Ok(()),
        None => heard(asked, state, context).map(|_| ()),
    }
}

fn hearing(notice_served_on: Date, heard_on: Option<Date>) -> Hearing {
    Hearing {
        notice_served_on,
        heard_on,
    }
}

/// Which occurrence the case in hand is; refused where the table has another sanction for it.
fn by_the_table(file: &File, asked: Rung, context: &Context<'_>) -> Result<u32, Refusal> {
    let cases = cases(context)?;
    let occurrence = file.occurrence(context.edition.calendar, cases.ages_out.value);
    let row = cases.violations.get(file.violation.as_str());
    let Some((row, rung)) = row.and_then(|row| Some((row, rung(&row.value, occurrence)?))) else {
        return Err(
            Refusal::new(Code::ViolationUnknown, OwnRule::ViolationOfTheTable)
                .because("violation", &file.violation),
        );
    };
    if rung == asked {
        return Ok(occurrence);
    }
    Err(Refusal::new(Code::SanctionNotInTable, row)
        .because("violation", &file.violation)
        .because("occurrence", occurrence)
        .because("table", rung.word())
        .because("asked", asked.word()))
}

/// The rung for an occurrence, from 1: the last one serves for all that follow.
pub(super) fn rung(ladder: &[Rung], occurrence: u32) -> Option<Rung> {
    let at = usize::try_from(occurrence).unwrap_or(usize::MAX);
    ladder.get(at.saturating_sub(1)).or(ladder.last()).copied()
}

/// The committee imposes what the table has; the authority, where revocation is proposed to it,
/// any lesser sanction.
pub(super) fn impose(
    dossier: &Dossier,
    sanction: &Sanction,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let (file, hearing, occurrence) = match proposal(state) {
        Some(proposal) => {
            context.role(&[Role::Authority])?;
            another_decides(proposal.proposer, context.actor)?;
            (proposal.file, proposal.hearing, proposal.occurrence)
        }
        None => {
            context.role(&[Role::EnforcementCommittee])?;
            let (file, hearing) = heard("enforcement.sanction", state, context)?;
            let occurrence = by_the_table(file, sanction.rung(), context)?;
            (file, hearing, occurrence)
        }
    };
    let later = coming::later(sanction.from(), context)?;
    let sanction = sanction.beginning(later);
    within(&sanction, context)?;
    let imposed = Event::Sanctioned {
        violation: file.violation.clone(),
        occurrence,
        sanction: sanction.clone(),
        reason: reason.into(),
        objection_by: objection_by(context)?,
    };
    let mut events = vec![imposed.into()];
    events.extend(carried_out(dossier, sanction, reason, hearing, context)?);
    Ok(events)
}

/// What a sanction that was imposed makes of the licence, today or from a later day.
fn carried_out(
    dossier: &Dossier,
    sanction: Sanction,
    reason: &Reason,
    hearing: Hearing,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let mut events = Vec::new();
    match sanction {
        Sanction::Suspension {
            from: Some(from),
            through,
        } => {
            let act = coming::Act::Suspension {
                reason: reason.into(),
                notice_served_on: hearing.notice_served_on,
                heard_on: hearing.heard_on,
                through,
            };
            events.extend(coming::decided(dossier, act, from, context)?);
            events.extend(suspension::release(dossier, OwnWords::CaseDecided));
        }
        Sanction::Suspension { from: None, .. } if dossier.licence.is_suspended() => {}
        Sanction::Suspension { from: None, .. } => {
            let measure = Measure {
                reason: reason.into(),
                hearing,
            };
            let suspended = licence::Event::Suspended {
                measure: Some(measure),
                imported: None,
            };
            events.push(suspended.into());
        }
        Sanction::Notice | Sanction::WrittenWarning | Sanction::ServiceCutoff { .. } => {
            events.extend(suspension::release(dossier, OwnWords::CaseDecided));
        }
    }
    Ok(events)
}

/// Refuses a measure that ends before it begins, or lasts longer than the edition allows.
fn within(sanction: &Sanction, context: &Context<'_>) -> Result<(), Refusal> {
    let cases = cases(context)?;
    let longest = match sanction {
        Sanction::Notice | Sanction::WrittenWarning => return Ok(()),
        Sanction::ServiceCutoff { .. } => &cases.service_cutoff,
        Sanction::Suspension { .. } => &cases.suspension,
    };
    let Some(through) = sanction.through() else {
        return Ok(());
    };
    let calendar = context.edition.calendar;
    let first = sanction.from().unwrap_or(context.today);
    let last = calendar.clamped(first, longest.value);
    let (code, rule) = if through < first {
        let rule = OwnRule::PastRecordedFuturePermitted.into();
        (Code::DayOutOfOrder, rule)
    } else if last < through {
        (Code::MeasureTooLong, Citation::from(longest))
    } else {
        return Ok(());
    };
    Err(Refusal::new(code, rule)
        .because("through", through)
        .because("not_before", first)
        .because("not_after", last))
}

fn objection_by(context: &Context<'_>) -> Result<Date, Refusal> {
    let span = cases(context)?.objection.value;
    Ok(context.edition.deadline(context.today, span))
}

/// Who proposed the revocation that `command` decides; none where it decides none.
pub fn proposer_of<'d>(dossier: &'d Dossier, command: &machines::Command) -> Option<&'d Proposer> {
    let machines::Command::Enforcement(command) = command else {
        return None;
    };
    match command {
        Command::Dismiss { .. } | Command::Sanction { .. } | Command::Revoke { .. } => {
            dossier.enforcement.proposer()
        }
        Command::Report { .. }
        | Command::ServeNotice
        | Command::Defend
        | Command::ProposeRevocation { .. }
        | Command::UrgentlySuspend { .. }
        | Command::ConfirmUrgentSuspension { .. }
        | Command::LiftSuspension { .. }
        | Command::VerifyRemedy { .. }
        | Command::Object { .. }
        | Command::Uphold { .. }
        | Command::Overturn { .. } => None,
    }
}

/// Who proposed a revocation does not decide it.
pub fn another_decides(proposer: &Proposer, actor: &Actor) -> Result<(), Refusal> {
    match actor.is_one_with(&proposer.id, proposer.on_behalf_of.as_deref()) {
        false => Ok(()),
        true => Err(
            Refusal::new(Code::OwnProposal, OwnRule::ProposerDoesNotDecide)
                .because("proposed_by", &proposer.id),
        ),
    }
}

/// The committee proposes what the table has for the authority to decide.
pub(super) fn propose(
    state: &State,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let (file, _) = heard("enforcement.propose_revocation", state, context)?;
    let occurrence = by_the_table(file, Rung::Revocation, context)?;
    Ok(Event::RevocationProposed {
        violation: file.violation.clone(),
        occurrence,
        reason: reason.into(),
        proposed_by: context.actor.id.as_str().into(),
        proposed_for: context.actor.on_behalf_of.as_deref().map(Into::into),
    })
}

/// The authority's revocation of what the committee has proposed (R).
pub(super) fn revoke(
    dossier: &Dossier,
    reason: &Reason,
    from: Option<Date>,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    if dossier.licence.is_revoked() {
        return Ok(vec![]);
    }
    licence::in_force(dossier)?;
    let Some(proposal) = proposal(state) else {
        let asked = "enforcement.revoke";
        // Waiting does not help: the committee must have proposed it first.
        return Err(match heard(asked, state, context) {
            Ok(_) => not_at_this_step(asked, state),
            Err(refusal) => Refusal {
                earliest: None,
                ..refusal
            },
        });
    };
    another_decides(proposal.proposer, context.actor)?;
    let later = coming::later(from, context)?;
    let revoked = Event::Revoked {
        violation: proposal.file.violation.clone(),
        occurrence: proposal.occurrence,
        reason: reason.into(),
        objection_by: objection_by(context)?,
        court_by: court::last_day(context)?,
    };
    let mut events = vec![revoked.into()];
    events.extend(taken_away(
        dossier,
        reason,
        proposal.hearing,
        later,
        context,
    )?);
    Ok(events)
}

/// What a revocation makes of the licence, today or from a later day.
fn taken_away(
    dossier: &Dossier,
    reason: &Reason,
    hearing: Hearing,
    later: Option<Date>,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let Some(from) = later else {
        let measure = Measure {
            reason: reason.into(),
            hearing,
        };
        let taken = licence::Event::Revoked {
            measure: Some(measure),
            imported: None,
        };
        return Ok(vec![taken.into()]);
    };
    let act = coming::Act::Revocation {
        reason: reason.into(),
        notice_served_on: hearing.notice_served_on,
        heard_on: hearing.heard_on,
    };
    let mut events = coming::decided(dossier, act, from, context)?;
    events.extend(suspension::release(dossier, OwnWords::CaseDecided));
    Ok(events)
}

/// What was proven is seen to be remedied, at whatever step the case in hand is.
pub(super) fn remedy(state: &State, violation: &str) -> Result<Vec<machines::Event>, Refusal> {
    let record = state.file().into_iter().flat_map(|file| &file.record);
    let mut of_it = record.filter(|finding| finding.violation == *violation);
    if of_it.clone().any(|finding| !finding.remedied) {
        let violation = violation.into();
        return Ok(vec![Event::RemedyVerified { violation }.into()]);
    }
    match of_it.next() {
        Some(_) => Ok(vec![]),
        None => Err(
            Refusal::new(Code::NotAtThisStep, OwnRule::RemediesWhatWasProven)
                .because("asked", "enforcement.verify_remedy")
                .because("violation", violation),
        ),
    }
}
