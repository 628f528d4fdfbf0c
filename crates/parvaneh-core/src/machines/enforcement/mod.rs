//! Enforcement: violations and what follows from them (تخلف، تعلیق، لغو). One case at a time.
//!
//! ```text
//!   None, Dismissed, Closed ── report ──▶ Reported ── serve notice ──▶ NoticeServed
//!   NoticeServed ── the holder is heard, or lets the time pass ──▶ Heard
//!   Heard ── sanction ──▶ Sanctioned        Heard ── propose ──▶ RevocationProposed
//!   RevocationProposed ── revoke ──▶ Revoked        RevocationProposed ── lesser ──▶ Sanctioned
//!   Reported, NoticeServed, Heard, RevocationProposed ── dismiss ──▶ Dismissed
//!   Sanctioned, Revoked ── object ──▶ UnderReview ── uphold, overturn ──▶ Closed
//!   Sanctioned, Revoked ── the time to object passes ──▶ Closed
//!   Reported, NoticeServed, Heard, RevocationProposed ── the licence ends ──▶ Closed
//! ```
//!
//! An urgent suspension stands beside whatever step the case is at, and the licence lifts it when
//! its days are over ([`licence::due_on`]).
//!
//! Invariants:
//! - No revocation and no punitive suspension without a served notice and a hearing that was used
//!   or has elapsed.
//! - Who proposed a revocation does not decide it.
//! - The committee imposes what the table says for the violation and its occurrence.

mod court;
pub mod file;
mod messages;
mod review;
mod sanction;
mod specimen;
mod state;

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::Editions;
use crate::law::OwnRule;
use crate::licence;
use crate::machines::{self, Context};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::{Defect, Dossier};

pub use court::court_by;
use file::Suspension;
pub use messages::{Closing, Command, Event};
pub(crate) use review::fallen;
pub(crate) use specimen::specimens;
pub use state::{State, next};

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the licence and then the case allow it, whether
/// the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    match (command, &context.edition.enforcement.cases) {
        // That it is the authority who does is ours, and not the regulation's.
        (Command::UrgentlySuspend { .. }, Some(cases)) => {
            context.role_under(command.by(), (&cases.urgent_suspension).into())?;
        }
        (_, Some(_) | None) => context.role(command.by())?,
    }
    let state = &dossier.enforcement;
    let refused = || Err(not_at_this_step(command.name(), state));
    match command {
        Command::Report { violation, facts } => {
            licence::in_force(dossier)?;
            Ok(vec![report(dossier, violation, facts, context)?.into()])
        }
        Command::Dismiss { reason } => dismiss(dossier, reason, context),
        Command::ServeNotice { served_on } => Ok(vec![serve(state, *served_on, context)?.into()]),
        Command::Defend => {
            let State::NoticeServed { .. } = state else {
                return refused();
            };
            Ok(vec![Event::Defended.into()])
        }
        Command::Sanction { sanction, reason } => {
            licence::in_force(dossier)?;
            sanction::impose(dossier, sanction, reason, context)
        }
        Command::ProposeRevocation { reason } => {
            licence::in_force(dossier)?;
            Ok(vec![sanction::propose(state, reason, context)?.into()])
        }
        Command::Revoke { reason } => sanction::revoke(dossier, reason, context),
        Command::UrgentlySuspend { violation, reason } => {
            licence::in_force(dossier)?;
            sanction::suspend_urgently(dossier, violation, reason, context)
        }
        Command::ConfirmUrgentSuspension { reason } => {
            sanction::confirm_urgent(dossier, reason, context)
        }
        Command::LiftSuspension { reason } => {
            licence::in_force(dossier)?;
            Ok(vec![sanction::lift(dossier, reason, context)?])
        }
        Command::VerifyRemedy { violation } => remedy(state, violation),
        Command::Object { reason } => {
            let (State::Sanctioned { .. } | State::Revoked { .. }) = state else {
                return refused();
            };
            let reason = reason.clone();
            Ok(vec![Event::Objected { reason }.into()])
        }
        Command::Uphold { reason } => {
            let State::UnderReview(_) = state else {
                return refused();
            };
            Ok(vec![sanction::uphold(reason, context)?.into()])
        }
        Command::Overturn { decision, reason } => {
            let State::UnderReview(file) = state else {
                return refused();
            };
            Ok(review::overturn(
                dossier,
                file,
                decision,
                reason,
                context.today,
            ))
        }
    }
}

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    let rule = Citation::from(OwnRule::StepsOfACase);
    Refusal::new(Code::NotAtThisStep, rule)
        .because("asked", asked)
        .because("stands_at", state.name())
}

fn is_suspended(dossier: &Dossier) -> bool {
    dossier.licence.is_suspended()
}

fn remedy(state: &State, violation: &str) -> Result<Vec<machines::Event>, Refusal> {
    let record = state.file().into_iter().flat_map(|file| &file.record);
    let mut of_it = record.filter(|finding| finding.violation == violation);
    if of_it.clone().any(|finding| !finding.remedied) {
        let violation = violation.to_owned();
        return Ok(vec![Event::RemedyVerified { violation }.into()]);
    }
    match of_it.next() {
        Some(_) => Ok(vec![]),
        None => {
            let rule = Citation::from(OwnRule::RemediesWhatWasProven);
            Err(Refusal::new(Code::NotAtThisStep, rule)
                .because("asked", "enforcement.verify_remedy")
                .because("violation", violation))
        }
    }
}

/// Nothing in it, or not proven. Who says so depends on how far the case has come.
fn dismiss(
    dossier: &Dossier,
    reason: &str,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let state = &dossier.enforcement;
    match state {
        State::Reported(_) => context.role(&[Role::Secretariat, Role::EnforcementCommittee])?,
        State::NoticeServed { .. } | State::Heard { .. } => {
            context.role(&[Role::EnforcementCommittee])?;
        }
        State::RevocationProposed { proposed_by, .. } => {
            context.role(&[Role::Authority])?;
            sanction::another_decides(proposed_by, context)?;
        }
        State::Dismissed(_) => return Ok(vec![]),
        State::None
        | State::Sanctioned { .. }
        | State::Revoked { .. }
        | State::UnderReview(_)
        | State::Closed(_) => return Err(not_at_this_step("enforcement.dismiss", state)),
    }
    let reason = reason.to_owned();
    let mut events = vec![Event::Dismissed { reason }.into()];
    events.extend(sanction::release(dossier, "the case was dismissed"));
    Ok(events)
}

/// From the day of service on the holder can be heard.
fn serve(state: &State, served_on: Date, context: &Context<'_>) -> Result<Event, Refusal> {
    let State::Reported(file) = state else {
        return Err(not_at_this_step("enforcement.serve_notice", state));
    };
    if served_on < file.reported_on || context.today < served_on {
        let rule = Citation::from(OwnRule::StepsOfACase);
        return Err(Refusal::new(Code::DayOutOfOrder, rule)
            .because("served_on", served_on)
            .because("not_before", file.reported_on)
            .because("not_after", context.today));
    }
    let hearing = context.edition.enforcement.hearing.value;
    Ok(Event::NoticeServed {
        served_on,
        defend_by: context.edition.calendar.clamped(served_on, hearing),
    })
}

/// A report of a violation that the edition knows, where no case is open.
fn report(
    dossier: &Dossier,
    violation: &str,
    facts: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let cases = context.knows(&context.edition.enforcement.cases, "enforcement.cases")?;
    if let Some(file) = dossier.enforcement.open_case() {
        let rule = Citation::from(OwnRule::OneOpenMatter);
        let refusal = Refusal::new(Code::MatterOpen, rule)
            .because("violation", &file.violation)
            .because("stands_at", dossier.enforcement.name());
        return Err(match dossier.enforcement.objection_by() {
            Some(by) => refusal.until(by.succ_opt().unwrap_or(by)),
            None => refusal,
        });
    }
    if !cases.violations.contains_key(violation) {
        let rule = Citation::from(OwnRule::ViolationOfTheTable);
        return Err(Refusal::new(Code::ViolationUnknown, rule).because("violation", violation));
    }
    Ok(Event::Reported {
        violation: violation.to_owned(),
        facts: facts.to_owned(),
        edition: context.edition.id.clone(),
    })
}

/// The first day on which the calendar alone changes the case, if there is one.
pub fn due_on(dossier: &Dossier, _editions: &Editions) -> Result<Option<Date>, Defect> {
    let ended = dossier.licence.has_ended_for_good();
    Ok(match &dossier.enforcement {
        State::None | State::Dismissed(_) | State::Closed(_) => {
            let unsettled = dossier.appointment.unsettled().is_some();
            dossier.as_of.filter(|_| unsettled && !ended)
        }
        State::Reported(_)
        | State::NoticeServed { .. }
        | State::Heard { .. }
        | State::RevocationProposed { .. }
            if ended =>
        {
            dossier.as_of
        }
        State::NoticeServed { defend_by, .. } => defend_by.succ_opt(),
        State::Sanctioned { objection_by, .. } | State::Revoked { objection_by, .. } => {
            objection_by.succ_opt()
        }
        State::Reported(_)
        | State::Heard { .. }
        | State::RevocationProposed { .. }
        | State::UnderReview(_) => None,
    })
}

/// What that day makes true, once it has come.
pub fn settle(dossier: &Dossier, _editions: &Editions) -> Result<Option<Event>, Defect> {
    let ended = dossier.licence.has_ended_for_good();
    Ok(match &dossier.enforcement {
        State::None | State::Dismissed(_) | State::Closed(_) => {
            let unsettled = dossier.appointment.unsettled();
            unsettled.map(|(violation, edition)| Event::Reported {
                violation: violation.to_owned(),
                facts: "who runs the office was not settled in time".to_owned(),
                edition: edition.clone(),
            })
        }
        State::Reported(_)
        | State::NoticeServed { .. }
        | State::Heard { .. }
        | State::RevocationProposed { .. }
            if ended =>
        {
            let because = Closing::LicenceEnded;
            Some(Event::Closed { because })
        }
        State::NoticeServed { defend_by, .. } => Some(Event::HearingElapsed {
            defend_by: *defend_by,
        }),
        State::Sanctioned { .. } | State::Revoked { .. } => Some(Event::Closed {
            because: Closing::ObjectionElapsed,
        }),
        State::Reported(_)
        | State::Heard { .. }
        | State::RevocationProposed { .. }
        | State::UnderReview(_) => None,
    })
}

/// The case after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    let state = &dossier.enforcement;
    let mut after =
        next(state, event, on).ok_or_else(|| Defect::out_of_order(state.name(), event.name()))?;
    if let Event::Reported { violation, .. } = event {
        dossier.appointment.case_opened(violation);
        if let (true, Some(file)) = (is_suspended(dossier), after.file_mut()) {
            // Another register's suspension has no end that anybody knows.
            file.suspension
                .get_or_insert(Suspension::Punitive { through: None });
        }
    }
    dossier.enforcement = after;
    Ok(())
}

/// The first day on which the calendar alone changes it, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match due_on(dossier, editions)? {
        Some(day) => Ok(settle(dossier, editions)?.map(|event| (day, event))),
        None => Ok(None),
    }
}
