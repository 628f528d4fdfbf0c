//! What holds from a later day: a surrender, a suspension, a revocation, the registration of a transfer,
//! a relocation. It is decided now, and the calendar asks the law once more on its day.
//!
//! ```text
//!   NothingToCome ── decide from a later day ──▶ ToCome
//!   ToCome ── its day comes, a measure's not before it is known whether a licence that has ended will
//!     stand again ──▶ the act itself
//!                           ──▶ it comes to nothing, where the law has none of it any more
//!   ToCome ── take back, or the decision falls ──▶ NothingToCome
//! ```
//!
//! Each act is asked of its own machine, with a day from which it is to hold; the machine asks
//! `later` and `decided` instead of making it happen.
//!
//! Invariants:
//! - Until its day everything stands as it stood, and the time to object runs from the decision.
//! - At most one act of each kind is to come.
//! - A measure that is to come bars surrender and transfer as an open case does.

mod again;
mod arrows;
mod decision;
mod messages;

use crate::actor::Actor;
use crate::calendar::Date;
use crate::edition::{Editions, Rung};
use crate::machines::{self, Context, Dated, enforcement};
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier};

pub use crate::state::coming::{Act, Coming, Kind, State};
pub(crate) use again::is_done_by;
pub(crate) use arrows::{drawing, specimens};
pub(crate) use decision::{decided, later};
pub use messages::{Command, Event, STEPS};

/// What follows from `command` on a settled dossier.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    let event = match command {
        Command::TakeBack {
            what,
            reason,
            resolution,
        } => decision::take_back(dossier, *what, reason, resolution.as_ref(), context)?,
    };
    Ok(vec![event.into()])
}

/// The day of the earliest act that is to come, and what becomes of it: the act, or nothing. One whose ground
/// has gone comes to nothing at once: a later request, also for the same, was never decided on. A measure
/// waits while it is not known whether the licence will stand again.
pub fn due(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, machines::Event)>, Defect> {
    let acts = dossier.coming.acts();
    let fallen = acts
        .iter()
        .find(|of| !again::has_its_ground(dossier, &of.act));
    let mut others = acts.iter().filter(|of| !again::waits(dossier, &of.act));
    let Some(next) = fallen.or_else(|| others.next()) else {
        return Ok(None);
    };
    let on = match (fallen, dossier.as_of) {
        (Some(_), Some(as_of)) => Ord::min(as_of, next.from),
        // It has waited where its day has passed.
        (None, Some(as_of)) => Ord::max(as_of, next.from),
        (Some(_) | None, None) => next.from,
    };
    let actor = Actor::calendar();
    let context = Context {
        edition: editions.get(&next.edition)?,
        editions,
        actor: &actor,
        today: on,
        call: None,
    };
    let event = again::asked_again(dossier, &next.act, &context).unwrap_or_else(|refusal| {
        let nothing = Event::CameToNothing {
            what: next.act.kind(),
            from: next.from,
            refusal: refusal.code.word().into(),
        };
        nothing.into()
    });
    Ok(Some((on, event)))
}

/// What is to come after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    let state = &dossier.coming;
    dossier.coming = arrows::next(state, event, on)
        .ok_or_else(|| Defect::out_of_order(state.name(), event.name()))?;
    Ok(())
}

/// What an event of another machine, which is about to change its own part, changes of what is to come:
/// what has come is not to come any more, and a measure falls with the decision that it rests on.
pub fn follow(dossier: &mut Dossier, event: &machines::Event) {
    if dossier.coming.is_empty() {
        return;
    }
    dossier
        .coming
        .drop_where(|coming| is_done_by(&coming.act, event));
    if let machines::Event::Enforcement(enforcement::Event::Overturned { proven_on, .. }) = event
        && let Some(finding) = dossier.enforcement.falling(*proven_on)
    {
        let measure = match finding.rung {
            Rung::Suspension => Kind::Suspension,
            Rung::Revocation => Kind::Revocation,
            Rung::Notice | Rung::WrittenWarning | Rung::ServiceCutoff => return,
        };
        let decided_on = finding.proven_on;
        dossier
            .coming
            .drop_where(|coming| coming.act.kind() == measure && coming.decided_on == decided_on);
    }
}

/// What is to come, each as the event by which it was decided.
pub fn announced(dossier: &Dossier) -> Vec<Dated> {
    let acts = dossier.coming.acts().iter().cloned();
    let announced = acts.map(|coming| Dated {
        effective_on: coming.decided_on,
        event: machines::Event::Coming(Event::Decided {
            act: coming.act,
            from: coming.from,
            by: coming.by,
            edition: coming.edition,
        }),
    });
    announced.collect()
}
