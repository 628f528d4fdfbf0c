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
//!   UnderReview ── nobody decides in time, where that means so ──▶ Closed
//!   Reported, NoticeServed, Heard, RevocationProposed ── the licence ends ──▶ Closed
//! ```
//!
//! An urgent suspension stands beside whatever step the case is at, and the licence lifts it when
//! its days are over ([`licence::due`]).
//!
//! Invariants:
//! - No revocation and no punitive suspension without a served notice and a hearing that was used
//!   or has elapsed.
//! - Who proposed a revocation does not decide it, nor whoever is one with them ([`crate::actor::Actor::is_one_with`]).
//! - The time to be heard and the time to object rest while an heir may give notice.
//! - The committee imposes what the table says for the violation and its occurrence.

mod arrows;
mod charge;
mod court;
mod grounds;
mod messages;
mod review;
mod sanction;
mod suspension;

use crate::calendar::Date;
use crate::edition::{Editions, Rung};
use crate::law::{OwnRule, OwnWords};
use crate::machines::{self, Context, coming, context, licence};
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier};

pub use crate::state::enforcement::{Case, Proposer, State, Step, file};
pub(crate) use arrows::{drawing, specimens};
pub use court::court_by;
use file::Effect;
pub use messages::{Closing, Command, Event, STEPS};
pub(crate) use review::fallen;
pub use sanction::{another_decides, proposer_of};

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
        (_, Some(_) | None) => context.role_as(command.by(), command.power())?,
    }
    let state = &dossier.enforcement;
    let event = match command {
        Command::Report { violation, facts } => {
            licence::in_force(dossier)?;
            charge::report(dossier, violation, facts, context)?
        }
        Command::Dismiss { reason } => return charge::dismiss(dossier, reason, context),
        Command::ServeNotice => charge::serve_notice(state, context)?,
        Command::Defend => charge::defend(state)?,
        Command::Sanction { sanction, reason } => {
            licence::in_force(dossier)?;
            return sanction::impose(dossier, sanction, reason, context);
        }
        Command::ProposeRevocation { reason } => {
            licence::in_force(dossier)?;
            sanction::propose(state, reason, context)?
        }
        Command::Revoke { reason, from } => {
            return sanction::revoke(dossier, reason, *from, context);
        }
        Command::UrgentlySuspend { violation, reason } => {
            licence::in_force(dossier)?;
            return suspension::order(dossier, violation, reason, context);
        }
        Command::ConfirmUrgentSuspension { reason } => {
            return suspension::confirm(dossier, reason, context);
        }
        Command::LiftSuspension { reason } => {
            licence::in_force(dossier)?;
            return Ok(vec![suspension::lift(dossier, reason)?]);
        }
        Command::VerifyRemedy { violation } => return sanction::remedy(state, violation),
        Command::Object { reason } => review::object(state, reason)?,
        Command::Uphold { reason } => review::uphold(state, reason, context)?,
        Command::Overturn { decision, reason } => {
            return review::overturn(dossier, decision, reason, context);
        }
    };
    Ok(vec![event.into()])
}

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    context::not_at_this_step(OwnRule::StepsOfACase, asked, state.name())
}

/// The first day on which the calendar alone changes the case, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let ended = dossier.licence.has_ended_for_good();
    let closed = |because| Event::Closed { because };
    Ok(match &dossier.enforcement {
        State::None
        | State::OnFile(Case {
            step: Step::Dismissed | Step::Closed,
            ..
        }) => match ended {
            true => None,
            false => dossier.as_of.zip(unsettled(dossier)),
        },
        State::OnFile(case) => match &case.step {
            Step::Reported
            | Step::NoticeServed { .. }
            | Step::Heard { .. }
            | Step::RevocationProposed { .. }
                if ended =>
            {
                let day = dossier.as_of;
                day.map(|day| (day, closed(Closing::LicenceEnded)))
            }
            // Nobody can be heard, or object, before an heir gives notice.
            Step::NoticeServed { .. } | Step::Sanctioned { .. } | Step::Revoked { .. }
                if dossier.licence.awaits_notice() =>
            {
                None
            }
            Step::NoticeServed { defend_by, .. } => {
                let defend_by = editions.working_day(&case.file.edition, *defend_by)?;
                let elapsed = Event::HearingElapsed { defend_by };
                defend_by.day_after().map(|day| (day, elapsed))
            }
            Step::Sanctioned { objection_by } | Step::Revoked { objection_by } => {
                let objection_by = editions.working_day(&case.file.edition, *objection_by)?;
                let day = objection_by.day_after();
                day.map(|day| (day, closed(Closing::ObjectionElapsed)))
            }
            Step::Reported
            | Step::Dismissed
            | Step::Heard { .. }
            | Step::RevocationProposed { .. }
            | Step::Closed => None,
            Step::UnderReview => review::upheld_by_silence(dossier, editions)?,
        },
    })
}

/// The report of a mismatch that was not settled in time.
fn unsettled(dossier: &Dossier) -> Option<Event> {
    let (violation, edition) = dossier.mismatch.unsettled()?;
    Some(Event::Reported {
        violation: violation.into(),
        facts: OwnWords::MismatchUnsettled.into(),
        edition: edition.clone(),
    })
}

/// The case after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    let state = &dossier.enforcement;
    let mut after = arrows::next(state, event, on)
        .ok_or_else(|| Defect::out_of_order(state.name(), event.name()))?;
    if let Event::Reported { .. } = event
        && dossier.licence.is_suspended()
        && let Some(file) = after.file_mut()
    {
        // Another register's suspension has no end that anybody knows.
        file.stated |= file.waiting.is_none() && file.punitive().is_none();
    }
    dossier.enforcement = after;
    Ok(())
}

/// What an event of another machine, which is about to change its own part, changes of the case: what was
/// decided has its effect, or is taken back before; and once the licence neither carries a suspension nor has ended for
/// good, none is left on file.
pub fn follow(dossier: &mut Dossier, event: &machines::Event, on: Date) {
    has_its_effect(dossier, event);
    is_taken_back(dossier, event);
    let machines::Event::Licence(event) = event else {
        return;
    };
    let is_released =
        |after: licence::State| !after.has_ended_for_good() && !after.carries_suspension();
    let is_on_file = dossier.enforcement.suspension().is_some();
    if is_on_file && licence::after(dossier, event, on).is_some_and(is_released) {
        dossier.enforcement.released();
    }
}

/// A suspension that was to come begins, and a revocation takes the licence away, at once or on its day.
fn has_its_effect(dossier: &mut Dossier, event: &machines::Event) {
    let is_revoked = matches!(
        event,
        machines::Event::Licence(licence::Event::Revoked {
            measure: Some(_),
            ..
        })
    );
    let mut acts = dossier.coming.acts().iter();
    let comes = acts.find(|coming| coming::is_done_by(&coming.act, event));
    let begins = comes.and_then(|coming| {
        let rung = measure(coming.act.kind())?;
        Some((rung, coming.decided_on, coming.act.through()))
    });
    let Some(file) = dossier.enforcement.file_mut() else {
        return;
    };
    match begins {
        Some((rung, decided_on, through)) => {
            file.begin(file.proven(rung, decided_on), Effect { through });
        }
        None if is_revoked => file.begin(file.own(), Effect { through: None }),
        None => {}
    }
}

fn is_taken_back(dossier: &mut Dossier, event: &machines::Event) {
    if let machines::Event::Coming(coming::Event::TakenBack { what, .. }) = event
        && let Some(rung) = measure(*what)
        && let Some(coming) = dossier.coming.of(*what)
    {
        dossier.enforcement.taken_back(rung, coming.decided_on);
    }
}

/// The measure that an act of a kind carries out; none where it is no measure.
fn measure(kind: coming::Kind) -> Option<Rung> {
    match kind {
        coming::Kind::Suspension => Some(Rung::Suspension),
        coming::Kind::Revocation => Some(Rung::Revocation),
        coming::Kind::Surrender | coming::Kind::Registration | coming::Kind::Relocation => None,
    }
}
