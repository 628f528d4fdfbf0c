//! Sanctions, revocation and suspensions: what the table has for a violation, and who decides.

use super::file::{File, Sanction, Suspension};
use super::{Event, State, is_suspended, not_at_this_step, report};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{CaseRules, Rung};
use crate::law::OwnRule;
use crate::licence::{self, Hearing, Measure};
use crate::machines::{self, Context};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::Dossier;

fn cases<'c>(context: &Context<'c>) -> Result<&'c CaseRules, Refusal> {
    context.knows(&context.edition.enforcement.cases, "enforcement.cases")
}

/// The file and the hearing of a case in which the opportunity to be heard was used or has
/// elapsed (D), and nothing was decided since.
pub(super) fn heard<'s>(
    asked: &str,
    state: &'s State,
    context: &Context<'_>,
) -> Result<(&'s File, Hearing), Refusal> {
    let rule = &context.edition.enforcement.hearing;
    match state {
        State::Heard {
            file,
            served_on,
            heard_on,
        } => Ok((file, hearing(*served_on, *heard_on))),
        State::Reported(_) => Err(Refusal::new(Code::NoticeNotServed, rule)),
        State::NoticeServed {
            served_on,
            defend_by,
            ..
        } => Err(Refusal::new(Code::HearingOpen, rule)
            .because("notice_served_on", served_on)
            .because("open_through", defend_by)
            .until(defend_by.succ_opt().unwrap_or(*defend_by))),
        State::None
        | State::Dismissed(_)
        | State::Sanctioned { .. }
        | State::RevocationProposed { .. }
        | State::Revoked { .. }
        | State::UnderReview(_)
        | State::Closed(_) => Err(not_at_this_step(asked, state)),
    }
}

fn hearing(notice_served_on: Date, heard_on: Option<Date>) -> Hearing {
    Hearing {
        notice_served_on,
        heard_on,
    }
}

/// Which occurrence the case in hand is; refused where the table has another sanction for it.
pub(super) fn by_the_table(
    file: &File,
    asked: Rung,
    context: &Context<'_>,
) -> Result<u32, Refusal> {
    let cases = cases(context)?;
    let occurrence = file.occurrence(context.edition.calendar, cases.ages_out.value);
    let row = cases.violations.get(&file.violation);
    let Some((row, rung)) = row.and_then(|row| Some((row, rung(&row.value, occurrence)?))) else {
        let rule = Citation::from(OwnRule::ViolationOfTheTable);
        let refusal = Refusal::new(Code::ViolationUnknown, rule);
        return Err(refusal.because("violation", &file.violation));
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
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let (file, hearing, occurrence) = if let State::RevocationProposed {
        file,
        served_on,
        heard_on,
        occurrence,
        proposed_by,
    } = state
    {
        context.role(&[Role::Authority])?;
        another_decides(proposed_by, context)?;
        (&**file, hearing(*served_on, *heard_on), *occurrence)
    } else {
        context.role(&[Role::EnforcementCommittee])?;
        let (file, hearing) = heard("enforcement.sanction", state, context)?;
        let occurrence = by_the_table(file, sanction.rung(), context)?;
        (file, hearing, occurrence)
    };
    within(sanction, context)?;
    let imposed = Event::Sanctioned {
        violation: file.violation.clone(),
        occurrence,
        sanction: sanction.clone(),
        reason: reason.to_owned(),
        objection_by: objection_by(context)?,
    };
    let mut events = vec![imposed.into()];
    match sanction {
        Sanction::Suspension { .. } if is_suspended(dossier) => {}
        Sanction::Suspension { .. } => {
            let measure = Measure {
                reason: reason.to_owned(),
                hearing,
            };
            let suspended = licence::Event::Suspended {
                measure: Some(measure),
                imported: None,
            };
            events.push(suspended.into());
        }
        Sanction::Notice | Sanction::WrittenWarning | Sanction::ServiceCutoff { .. } => {
            events.extend(release(dossier, "the case was decided"));
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
    let last = calendar.clamped(context.today, longest.value);
    let code = if through < context.today {
        Code::DayOutOfOrder
    } else if last < through {
        Code::MeasureTooLong
    } else {
        return Ok(());
    };
    Err(Refusal::new(code, longest)
        .because("through", through)
        .because("not_before", context.today)
        .because("not_after", last))
}

/// The decision stands after review.
pub(super) fn uphold(reason: &str, context: &Context<'_>) -> Result<Event, Refusal> {
    Ok(Event::Upheld {
        reason: reason.to_owned(),
        court_by: Some(court_by(context)?),
    })
}

/// The last day on which a court can be asked about a decision of today (F): information, on which
/// nothing here waits.
fn court_by(context: &Context<'_>) -> Result<Date, Refusal> {
    let court = cases(context)?.court.value;
    Ok(context.edition.calendar.clamped(context.today, court))
}

fn objection_by(context: &Context<'_>) -> Result<Date, Refusal> {
    let span = cases(context)?.objection.value;
    Ok(context.edition.calendar.clamped(context.today, span))
}

/// Who proposed a revocation does not decide it.
pub(super) fn another_decides(proposed_by: &str, context: &Context<'_>) -> Result<(), Refusal> {
    if context.actor.id != proposed_by {
        return Ok(());
    }
    let rule = Citation::from(OwnRule::ProposerDoesNotDecide);
    Err(Refusal::new(Code::OwnProposal, rule).because("proposed_by", proposed_by))
}

/// The committee proposes what the table has for the authority to decide.
pub(super) fn propose(
    state: &State,
    reason: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let (file, _) = heard("enforcement.propose_revocation", state, context)?;
    let occurrence = by_the_table(file, Rung::Revocation, context)?;
    Ok(Event::RevocationProposed {
        violation: file.violation.clone(),
        occurrence,
        reason: reason.to_owned(),
        proposed_by: context.actor.id.clone(),
    })
}

/// The authority's revocation of what the committee has proposed (R).
pub(super) fn revoke(
    dossier: &Dossier,
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    if let licence::State::Revoked { .. } = dossier.licence {
        return Ok(vec![]);
    }
    licence::in_force(dossier)?;
    let State::RevocationProposed {
        file,
        served_on,
        heard_on,
        occurrence,
        proposed_by,
    } = state
    else {
        let asked = "enforcement.revoke";
        let heard = heard(asked, state, context);
        // Waiting does not help: the committee must have proposed it first.
        return Err(match heard {
            Ok(_) => not_at_this_step(asked, state),
            Err(refusal) => Refusal {
                earliest: None,
                ..refusal
            },
        });
    };
    another_decides(proposed_by, context)?;
    let revoked = Event::Revoked {
        violation: file.violation.clone(),
        occurrence: *occurrence,
        reason: reason.to_owned(),
        objection_by: objection_by(context)?,
        court_by: court_by(context)?,
    };
    let measure = Measure {
        reason: reason.to_owned(),
        hearing: hearing(*served_on, *heard_on),
    };
    let taken = licence::Event::Revoked {
        measure: Some(measure),
        imported: None,
    };
    Ok(vec![revoked.into(), taken.into()])
}

/// Suspension before anybody is heard, in the case that is open or in one that it opens.
pub(super) fn suspend_urgently(
    dossier: &Dossier,
    violation: &str,
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let rule = &cases(context)?.urgent_suspension;
    if is_suspended(dossier) {
        return Ok(vec![]);
    }
    let mut events: Vec<machines::Event> = Vec::new();
    match state.open_case() {
        Some(file) if file.urgent => {
            let refusal = Refusal::new(Code::UrgentOnce, rule);
            return Err(refusal.because("violation", &file.violation));
        }
        Some(_) => {}
        None => events.push(report(dossier, violation, reason, context)?.into()),
    }
    let suspended = Event::UrgentlySuspended {
        reason: reason.to_owned(),
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
pub(super) fn confirm_urgent(
    dossier: &Dossier,
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    let case = state.open_case().filter(|_| is_suspended(dossier));
    if let Some(Suspension::Confirmed { .. }) = case.and_then(|file| file.suspension.as_ref()) {
        return Ok(vec![]);
    }
    let Some(Suspension::Urgent { .. }) = case.and_then(|file| file.suspension.as_ref()) else {
        return Err(not_at_this_step(
            "enforcement.confirm_urgent_suspension",
            state,
        ));
    };
    let longest = cases(context)?.suspension.value;
    let confirmed = Event::UrgentSuspensionConfirmed {
        reason: reason.to_owned(),
        through: context.edition.calendar.clamped(context.today, longest),
    };
    Ok(vec![confirmed.into()])
}

/// The licence's release from a suspension that only waited for the case to be decided.
pub(super) fn release(dossier: &Dossier, reason: &str) -> Option<machines::Event> {
    let suspension = dossier.enforcement.suspension()?;
    let reason = reason.to_owned();
    let lifted = licence::Event::SuspensionLifted { reason };
    (is_suspended(dossier) && suspension.awaits_decision()).then(|| lifted.into())
}

/// Lifts a suspension; one that is a sanction, once what it was imposed for is remedied.
pub(super) fn lift(
    dossier: &Dossier,
    reason: &str,
    context: &Context<'_>,
) -> Result<machines::Event, Refusal> {
    let rule = || Citation::from(OwnRule::LiftsWhatStands);
    if !is_suspended(dossier) {
        return Err(Refusal::new(Code::NotSuspended, rule()));
    }
    if let Some(file) = dossier.enforcement.file()
        && let Some(Suspension::Punitive { .. }) = file.suspension
        && let Some(finding) = file.unremedied().find(|of| of.rung == Rung::Suspension)
    {
        let row = cases(context)?.violations.get(&finding.violation);
        let rule = row.map_or_else(rule, Citation::from);
        return Err(Refusal::new(Code::ViolationUnremedied, rule)
            .because("violation", &finding.violation)
            .because("proven_on", finding.proven_on));
    }
    let reason = reason.to_owned();
    Ok(licence::Event::SuspensionLifted { reason }.into())
}
