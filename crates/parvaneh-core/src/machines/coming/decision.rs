//! An act that is to hold from a later day, and its end before that.

use super::{Act, Event, Kind};
use crate::actor::Role;
use crate::calendar::Date;
use crate::law::OwnRule;
use crate::machines::{self, Context, not_at_this_step};
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::{Matter, Motion, Question, Resolution};
use crate::state::Dossier;
use crate::text::Reason;

/// The day from which an act is to hold, where it is a later one than that of the act; refused where
/// it lies behind, or further ahead than the edition allows (D).
pub(crate) fn later(from: Option<Date>, context: &Context<'_>) -> Result<Option<Date>, Refusal> {
    let today = context.today;
    let Some(from) = from.filter(|from| *from != today) else {
        return Ok(None);
    };
    let ahead = &context.edition.licence.ahead;
    let last = context.edition.calendar.clamped(today, ahead.value);
    let rule = if from < today {
        Citation::from(OwnRule::PastRecordedFuturePermitted)
    } else if last < from {
        Citation::from(ahead)
    } else {
        return Ok(Some(from));
    };
    Err(Refusal::new(Code::DayOutOfOrder, rule)
        .because("from", from)
        .because("not_before", today)
        .because("not_after", last))
}

/// What is decided now and holds from then on. Nothing where the very same is to come already.
pub(crate) fn decided(
    dossier: &Dossier,
    act: Act,
    from: Date,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    match dossier.coming.of(act.kind()) {
        Some(other) if other.act == act && other.from == from => return Ok(vec![]),
        Some(other) => {
            return Err(Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
                .because("to_come", act.kind().word())
                .because("from", other.from));
        }
        None => {}
    }
    // In the interim an heir stands where the holder would.
    let by = match context.actor.role == Role::Heir {
        true => Role::Holder,
        false => context.actor.role,
    };
    let decided = Event::Decided {
        act,
        from,
        by,
        edition: context.edition.id.clone(),
    };
    Ok(vec![decided.into()])
}

/// By whoever decided it: where that is the working group, by resolution.
pub(super) fn take_back(
    dossier: &Dossier,
    what: Kind,
    reason: &Reason,
    resolution: Option<&Resolution>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let rule = OwnRule::DeciderTakesBack;
    let Some(coming) = dossier.coming.of(what) else {
        let refusal = not_at_this_step(rule, "coming.take_back", dossier.coming.name());
        return Err(refusal.because("what", what.word()));
    };
    context.role_under(&[coming.by], Citation::from(rule))?;
    let resolution = match coming.by == Role::WorkingGroup {
        true => {
            let missing = || Refusal::new(Code::ResolutionMissing, rule);
            let question = Question::new(Matter::Relocation, Motion::Cancel);
            let since = Some(coming.decided_on);
            let resolution = resolution.ok_or_else(missing)?;
            Some(context.carried_since(dossier, resolution, &question, since)?)
        }
        false => None,
    };
    Ok(Event::TakenBack {
        what,
        from: coming.from,
        reason: reason.into(),
        resolution,
    })
}
