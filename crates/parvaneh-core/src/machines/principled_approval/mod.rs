//! Principled approval (موافقت اصولی): the working group's word that a licence will follow once
//! the premises are ready.
//!
//! ```text
//!   None ── issue ──▶ Issued ── extend, once ──▶ Extended
//!   Issued, Extended ── stay, for force majeure ──▶ the same
//!   Issued, Extended ── confirm premises ──▶ PremisesReady ── present ──▶ Presented
//!   Presented ── the licence is issued ──▶ Fulfilled
//!   Presented ── return ──▶ Issued, Extended: where it stood
//!   Presented ── refuse, or nobody decides in time, where that means so ──▶ Cancelled
//!   Issued, Extended ── its period ends ──▶ Lapsed
//!   Issued, Extended, PremisesReady, Presented ── serve notice, be heard ──▶ the same
//!   Issued, Extended, PremisesReady, Presented ── cancel ──▶ Cancelled, withdraw ──▶ Withdrawn
//! ```
//!
//! Invariants:
//! - It stands only while its applicant is qualified, and cannot be passed on: no command does.
//! - It lapses by date only while the premises are not ready; a stay puts that day off.
//! - `Fulfilled` together with the issue of the licence, and not otherwise.
//! - It is cancelled only on a notice that was served after it was given, and a hearing that was used
//!   or has elapsed since.
//! - Where it ends without a licence the application ends with it, and the seat is free.

mod arrows;
mod decision;
mod messages;

use crate::calendar::Date;
use crate::edition::Editions;
use crate::law::OwnRule;
use crate::machines::{self, Context, application, silence};
use crate::refusal::Refusal;
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};

pub use crate::state::principled_approval::{Approval, Case, Notice, State, Step};
pub(crate) use arrows::{drawing, specimens};
pub use messages::{Command, Event, STEPS};

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the approval allows it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    let rules = context.knows(&context.edition.principled_approval, "principled_approval")?;
    let state = &dossier.principled_approval;
    let event = match command {
        Command::Issue { resolution } => {
            Some(decision::issue(dossier, resolution, rules, context)?)
        }
        Command::Extend { resolution } => {
            Some(decision::extend(dossier, resolution, rules, context)?)
        }
        Command::Stay {
            resolution,
            reason,
            through,
        } => Some(decision::stay(
            dossier, resolution, reason, *through, context,
        )?),
        Command::ConfirmPremises => Some(decision::confirm_premises(dossier, rules, context)?),
        Command::Present => Some(decision::present(dossier, rules, context)?),
        Command::Return { reason } => Some(decision::give_back(state, reason, rules, context)?),
        Command::Refuse { reason } => Some(decision::refuse(state, reason)?),
        Command::ServeNotice => Some(decision::serve_notice(state, context)?),
        Command::Defend => Some(decision::defend(state, context)?),
        Command::Cancel { resolution, reason } => {
            Some(decision::cancel(dossier, resolution, reason, context)?)
        }
        Command::Withdraw => decision::withdraw(state)?,
    };
    Ok(event.into_iter().map(Into::into).collect())
}

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    machines::not_at_this_step(OwnRule::StepsOfAnApproval, asked, state.name())
}

/// The first day on which the calendar alone changes the approval, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match &dossier.principled_approval {
        State::Given(case) => match case.step {
            Step::Issued | Step::Extended => {
                let through = case.approval.ends_on();
                let lapsed = Event::Lapsed { through };
                Ok(through.day_after().map(|day| (day, lapsed)))
            }
            Step::Presented => {
                let passed = silence::passed(dossier, editions, &Awaited::Issue)?;
                Ok(passed.and_then(|passed| {
                    passed.refuses(|passed| Event::RefusedBySilence {
                        silence: passed.silence,
                    })
                }))
            }
            Step::PremisesReady => Ok(None),
        },
        State::None | State::Fulfilled | State::Lapsed | State::Withdrawn | State::Cancelled => {
            Ok(None)
        }
    }
}

/// The approval after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    dossier.principled_approval = arrows::next(&dossier.principled_approval, event, on)
        .ok_or_else(|| Defect::out_of_order(dossier.principled_approval.name(), event.name()))?;
    Ok(())
}

/// What an event of another machine, which is about to change its own part, changes of the approval.
pub fn follow(dossier: &mut Dossier, event: &machines::Event) {
    if let machines::Event::Application(application::Event::Filed { .. }) = event {
        // What an earlier application was given ended with it.
        dossier.principled_approval = State::default();
    }
}
