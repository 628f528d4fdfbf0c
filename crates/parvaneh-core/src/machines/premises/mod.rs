//! Where the office is, and what is permitted beside the licence's own state: to move, to close for
//! a while, to put up a counter elsewhere.
//!
//! ```text
//!   record ──▶ the place is known
//!   request ──▶ relocation requested ── relocate ──▶ moved
//!                                    ── refuse ────▶ as before
//!                                    ── nobody decides in time ──▶ moved, or as before, where that means so
//!   permit ──▶ closed ── reopen, or the last day passes ──▶ open
//! ```
//!
//! Its commands and events are named, stored and published as the licence's.
//!
//! Invariants:
//! - An office stays in the town where it is known to be, and moves only from premises that are on record.
//! - The papers of a relocation are on the place that was asked for, and on no other.
//! - One closure at a time. A counter needs no end: its days are in its permission.
//! - What was permitted beside the licence ends with it; the days of counters count for their year all
//!   the same.

mod arrows;
mod days;
mod decision;
mod messages;

use crate::calendar::Date;
use crate::edition::Editions;
use crate::machines::{self, Context, licence};
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier};

pub use crate::state::premises::{Premises, Relocation, State};
pub(crate) use arrows::{drawing, specimens};
pub(crate) use decision::may_move;
pub use messages::{Command, Event, STEPS};

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the edition knows it, whether the licence and what is
/// open allow it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    let event = match command {
        Command::Record { paper } => decision::record(dossier, paper, context)?,
        Command::RecordPremises { at } => {
            let recorded = decision::record_premises(dossier, at, context)?;
            return Ok(recorded.into_iter().map(Into::into).collect());
        }
        Command::RequestRelocation { to } => decision::request_relocation(dossier, to, context)?,
        Command::Relocate { resolution, from } => {
            return decision::relocate(dossier, resolution, *from, context);
        }
        Command::RefuseRelocation { resolution, reason } => {
            decision::refuse_relocation(dossier, resolution, reason, context)?
        }
        Command::PermitClosure {
            through,
            resolution,
        } => decision::permit_closure(dossier, *through, resolution, context)?,
        Command::Reopen => decision::reopen(dossier, context)?,
        Command::PermitCounter {
            at,
            days,
            resolution,
        } => decision::permit_counter(dossier, at, *days, resolution, context)?,
    };
    Ok(vec![event.into()])
}

/// The first day on which the calendar alone changes the premises, and what it makes true: a closed office
/// opens again, if nobody reopens it before, and a move is decided by silence where that means so.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let opens = dossier.permits.closed.map(|days| {
        let through = days.through;
        (days.next_from(), Event::ClosureEnded { through })
    });
    let decided = decision::decided_by_silence(dossier, editions)?;
    let both = opens.into_iter().chain(decided);
    Ok(both.min_by_key(|(day, _)| *day))
}

/// The premises and what is permitted after `event`, which has already happened.
pub fn evolve(dossier: &mut Dossier, event: &Event) -> Result<(), Defect> {
    let cannot_follow = |state| Defect::out_of_order(state, event.name());
    let after = arrows::next(&dossier.permits, event);
    let after = after.ok_or_else(|| cannot_follow(dossier.permits.name()))?;
    if !arrows::may_follow(&dossier.licence, event) {
        return Err(cannot_follow(dossier.licence.name()));
    }
    dossier.permits = after;
    if let Event::Relocated { to, .. }
    | Event::RelocatedBySilence { to, .. }
    | Event::PremisesRecorded { at: to } = event
    {
        dossier.premises = Some(to.clone());
    }
    Ok(())
}

/// What an event of the licence, which is about to change the licence, changes of what was permitted
/// beside it.
pub fn follow(dossier: &mut Dossier, event: &machines::Event, on: Date) {
    let machines::Event::Licence(event) = event else {
        return;
    };
    let ends = |after: licence::State| !after.is_in_force();
    let is_any = dossier.permits != State::default() && dossier.licence.is_in_force();
    if is_any && licence::after(dossier, event, on).is_some_and(ends) {
        dossier.permits = State {
            counters: std::mem::take(&mut dossier.permits.counters),
            ..State::default()
        };
    }
}
