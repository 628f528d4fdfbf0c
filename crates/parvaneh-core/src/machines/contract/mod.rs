//! Contracts between the holder and service agencies (قرارداد): one that is open for each agency.
//!
//! ```text
//!   draft ──▶ Drafted ── the working group approves ──▶ Approved
//!   Drafted ── the working group is silent, and the edition lets that stand for it ──▶ Approved
//!   Approved ── the holder, or the agency, signs ──▶ SignedByHolder, SignedByAgency ── the other ──▶ Signed
//!   Signed ── the licence is suspended, or lapses until an heir gives notice ──▶ Suspended
//!   Suspended ── the licence may be used again ──▶ Signed
//!   Drafted to Signed, Suspended ── terminate, or the licence ends ──▶ Ended
//! ```
//!
//! Invariants:
//! - A contract stands when both have signed.
//! - No contract is served under a licence that must not be used.
//! - What follows from the licence is dated on the day on which the licence changed.
//! - Contracts hang on the licence and not on the holder: a transfer moves them.

mod arrows;
mod decision;
mod messages;

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Editions, Means};
use crate::law::OwnRule;
use crate::machines::{self, Context, licence, silence};
use crate::refusal::{Code, Refusal};
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};

pub use crate::state::contract::{Contract, Side, State, Step};
pub(crate) use arrows::{drawing, specimens};
pub use messages::{Command, Event, STEPS};

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the edition knows contracts and the licence is in
/// force, whether the contract stands at this step, whether votes and approval do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    let agency = command.agency();
    if context.actor.role == Role::ServiceAgency && context.actor.id != agency {
        return Err(
            Refusal::new(Code::NotTheParty, OwnRule::AgencysOwnContracts).because("agency", agency),
        );
    }
    let rules = context.knows(&context.edition.contract, "contract")?;
    licence::in_force(dossier)?;
    let event = match command {
        Command::Draft { .. } => decision::draft(dossier, agency, context)?,
        Command::Approve { resolution, .. } => {
            decision::approve(dossier, agency, resolution, context)?
        }
        Command::Sign { .. } => {
            let signed = decision::sign(dossier, agency, rules, context)?;
            return Ok(signed.into_iter().map(Into::into).collect());
        }
        Command::Terminate { reason, .. } => decision::terminate(dossier, agency, reason)?,
    };
    Ok(vec![event.into()])
}

/// The first day on which the calendar alone changes a contract: that of the licence's own change, or the one
/// after the working group's time to approve it.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match follows_the_licence(dossier) {
        Some(event) => Ok(dossier.as_of.map(|day| (day, event))),
        None => approved_by_silence(dossier, editions),
    }
}

/// The first contract that nobody has decided on in time, where silence grants it.
fn approved_by_silence(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let mut first: Option<(Date, Event)> = None;
    for (agency, _) in dossier.contract.all() {
        let awaited = Awaited::Contract(agency.into());
        let Some(passed) = silence::passed(dossier, editions, &awaited)? else {
            continue;
        };
        let is_granted = match passed.means {
            Means::Granted => true,
            Means::None | Means::Refused => false,
        };
        let is_first = first.as_ref().is_none_or(|(day, _)| passed.on < *day);
        if is_granted && is_first && licence::in_force(dossier).is_ok() {
            let event = Event::ApprovedBySilence {
                agency: agency.into(),
                silence: passed.silence,
            };
            first = Some((passed.on, event));
        }
    }
    Ok(first)
}

/// The first contract that does not yet stand as the licence does.
fn follows_the_licence(dossier: &Dossier) -> Option<Event> {
    let licence = &dossier.licence;
    let is_usable = licence.is_in_force() && !licence.is_suspended();
    let has_ended = !licence.is_in_force() && !licence.awaits_notice();
    dossier.contract.all().find_map(|(agency, contract)| {
        let agency = || agency.into();
        match contract.step {
            Step::Ended => None,
            Step::Drafted
            | Step::Approved
            | Step::SignedByHolder
            | Step::SignedByAgency
            | Step::Signed
            | Step::Suspended
                if has_ended =>
            {
                Some(Event::Ended { agency: agency() })
            }
            Step::Signed if !is_usable => Some(Event::Suspended { agency: agency() }),
            Step::Suspended if is_usable => Some(Event::Resumed { agency: agency() }),
            Step::Drafted
            | Step::Approved
            | Step::SignedByHolder
            | Step::SignedByAgency
            | Step::Signed
            | Step::Suspended => None,
        }
    })
}

/// The contracts after `event`, which has already happened.
pub fn evolve(dossier: &mut Dossier, event: &Event) -> Result<(), Defect> {
    let state = &mut dossier.contract;
    let before = state.newest(event.agency());
    let after = arrows::next(before, event).ok_or_else(|| {
        let stands_at = before.map_or("None", |contract| contract.step.name());
        Defect::out_of_order(stands_at, event.name())
    })?;
    state.put(event.agency(), after);
    Ok(())
}
