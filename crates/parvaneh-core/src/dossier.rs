//! The dossier (پرونده): one office's machines together, and the rules between them.
//!
//! It is the unit of consistency: one history, one version, one transaction. A machine joins by
//! adding its state here and its arm to each `match` below; the compiler lists the places.

mod agenda;
mod known_party;
mod may_act;
mod open_matters;
mod recounted;
mod rejudged;
mod rest;
mod seat;
mod waits;
mod worklist;

use crate::calendar::Date;
use crate::machines::{
    application, appointment, call, coming, contract, enforcement, licence, mismatch, premises,
    principled_approval, renewal, transfer,
};
use crate::refusal::Refusal;

pub use crate::edition::Editions;
pub use crate::machines::{CallView, Command, Context, Dated, EVENT_VERSION, Event, Machine};
pub use crate::state::{Defect, Dossier};
pub use known_party::{KnownParties, KnownParty, may_be_named};
pub use may_act::may_enter_for_another;
pub(crate) use recounted::recounted;
pub use seat::Opens;
pub use worklist::Item;

/// What a command led to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The dossier after everything below.
    pub dossier: Dossier,
    /// What the calendar had already made true; it stands even where the command is refused.
    pub settled: Vec<Dated>,
    /// What the command led to. No events: it was already so.
    pub decided: Result<Vec<Dated>, Refusal>,
    /// What the calendar made of that on the same day.
    pub followed: Vec<Dated>,
}

/// Settles the dossier up to `context.today`, then decides the command.
///
/// `context.edition` is the edition in force on the day; a matter that is already open stays with
/// the edition that it was filed under, which takes its place.
pub fn answer(
    dossier: Dossier,
    command: &Command,
    context: &Context<'_>,
    editions: &Editions,
) -> Result<Answer, Defect> {
    let (mut dossier, settled) = settle(dossier, editions, context.today)?;
    let (decided, followed) = match judged(&dossier, command, context, editions)? {
        Err(refusal) => (Err(refusal), Vec::new()),
        Ok(events) => {
            let mut decided = Vec::new();
            for event in events {
                let dated = Dated {
                    effective_on: context.today,
                    event,
                };
                evolve(&mut dossier, &dated)?;
                decided.push(dated);
            }
            // An act of that day, also where nothing came of it.
            dossier.as_of = Ord::max(dossier.as_of, Some(context.today));
            let (after, followed) = settle_after_act(dossier, editions, context.today)?;
            dossier = after;
            (Ok(decided), followed)
        }
    };
    Ok(Answer {
        dossier,
        settled,
        decided,
        followed,
    })
}

/// What follows from `command` on a settled dossier, by the edition that judges it: the one that an
/// open matter has pinned, or `context.edition`.
pub fn judged(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
    editions: &Editions,
) -> Result<Result<Vec<Event>, Refusal>, Defect> {
    let edition = match dossier.pinned(command) {
        Some(id) => editions.get(id)?,
        None => context.edition,
    };
    let context = Context {
        edition,
        ..*context
    };
    Ok(decide(dossier, command, &context))
}

/// What follows from `command` on a settled dossier. No events: it is already so.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    may_act::may_act(dossier, command, context)?;
    seat::apart(dossier, command)?;
    match command {
        Command::Call(command) => call::decide(dossier, command, context),
        Command::Application(command) => application::decide(dossier, command, context),
        Command::PrincipledApproval(command) => {
            principled_approval::decide(dossier, command, context)
        }
        Command::Licence(command) => licence::decide(dossier, command, context),
        Command::Premises(command) => premises::decide(dossier, command, context),
        Command::Renewal(command) => renewal::decide(dossier, command, context),
        Command::Transfer(command) => transfer::decide(dossier, command, context),
        Command::Enforcement(command) => enforcement::decide(dossier, command, context),
        Command::Appointment(command) => appointment::decide(dossier, command, context),
        Command::Mismatch(command) => mismatch::decide(dossier, command, context),
        Command::Contract(command) => contract::decide(dossier, command, context),
        Command::Coming(command) => coming::decide(dossier, command, context),
    }
}

/// The first day on which the calendar alone changes the dossier, if there is one.
///
/// Never "today": what was missed stays due, on the day on which it fell due.
///
/// Where the history has gone on without a general act, it is the day from which that holds: what it makes
/// true is found by stating the history anew ([`missed`]).
pub fn due_on(dossier: &Dossier, editions: &Editions) -> Result<Option<Date>, Defect> {
    let due = due(dossier, editions, Follows::Nothing)?.map(|(day, _)| day);
    Ok(or_missed(dossier, editions, due))
}

/// The day on which a dossier falls due, of which `due` is what the calendar makes in time.
fn or_missed(dossier: &Dossier, editions: &Editions, due: Option<Date>) -> Option<Date> {
    due.into_iter().chain(missed(dossier, editions)).min()
}

/// The day from which a general act holds that has not been recorded yet, in time or not; none where none
/// touches the dossier.
pub fn touched_on(dossier: &Dossier, editions: &Editions) -> Option<Date> {
    let in_time = licence::extension(dossier, editions, false);
    let next = in_time.or_else(|| licence::missed(dossier, editions));
    next.map(|(day, _)| day)
}

/// The same as [`due_on`], as somebody has it who knows of no general act.
pub fn due_on_without_decrees(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<Date>, Defect> {
    Ok(due_after(dossier, editions, None)?.map(|(day, _)| day))
}

/// The day from which a general act holds that the history has gone on without; none where it has missed
/// none.
pub fn missed(dossier: &Dossier, editions: &Editions) -> Option<Date> {
    licence::missed(dossier, editions).map(|(day, _)| day)
}

/// What has just happened to the dossier of which it is asked what is due.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Follows {
    /// Something that may have changed the days of its latest term: a general act that finds them comes first.
    TheirChange,
    /// Nothing: such an act would have been recorded, had it been known.
    Nothing,
}

/// The first change that the calendar alone makes, and its day. Where several fall on one day they come
/// in the order below: a general act moves what would else fall due, a deadline precedes the end it guards,
/// and what hangs on the licence comes after it.
fn due(
    dossier: &Dossier,
    editions: &Editions,
    follows: Follows,
) -> Result<Option<(Date, Event)>, Defect> {
    let found = licence::extension(dossier, editions, follows == Follows::TheirChange);
    let first = found.map(|(day, event)| (day, event.into()));
    due_after(dossier, editions, first)
}

/// The same, where `first` comes before what falls due on its day.
fn due_after(
    dossier: &Dossier,
    editions: &Editions,
    mut first: Option<(Date, Event)>,
) -> Result<Option<(Date, Event)>, Defect> {
    earlier(&mut first, call::due(dossier, editions)?);
    earlier(&mut first, application::due(dossier, editions)?);
    earlier(&mut first, principled_approval::due(dossier, editions)?);
    earlier(&mut first, renewal::due(dossier, editions)?);
    earlier(&mut first, enforcement::due(dossier, editions)?);
    earlier(&mut first, premises::due(dossier, editions)?);
    earlier(&mut first, licence::due(dossier, editions)?);
    earlier(&mut first, coming::due(dossier, editions)?);
    earlier(&mut first, transfer::due(dossier, editions)?);
    earlier(&mut first, appointment::due(dossier, editions)?);
    earlier(&mut first, mismatch::due(dossier, editions)?);
    earlier(&mut first, contract::due(dossier, editions)?);
    Ok(first)
}

/// Takes a change that comes before the first one so far. Of several on one day the first stays.
fn earlier<E: Into<Event>>(first: &mut Option<(Date, Event)>, change: Option<(Date, E)>) {
    if let Some((day, event)) = change
        && first.as_ref().is_none_or(|(other, _)| day < *other)
    {
        *first = Some((day, event.into()));
    }
}

/// The first change that the calendar alone makes, as it is recorded after the last one.
///
/// Acts once had days in them that started a clock before the act's own. What follows from such a day
/// follows from the act: nothing is dated before what is there already.
pub fn next_due(dossier: &Dossier, editions: &Editions) -> Result<Option<Dated>, Defect> {
    let next = due(dossier, editions, Follows::TheirChange)?;
    Ok(next.map(|due| recorded(dossier, due)))
}

/// The same, of a history that knows of no general act.
pub(crate) fn next_due_without_decree(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<Dated>, Defect> {
    let next = due_after(dossier, editions, None)?;
    Ok(next.map(|due| recorded(dossier, due)))
}

fn recorded(dossier: &Dossier, (day, event): (Date, Event)) -> Dated {
    Dated {
        effective_on: Ord::max(Some(day), dossier.as_of).unwrap_or(day),
        event,
    }
}

/// What the calendar has made true on or before `today`, each event dated on its own day, and
/// the dossier after it. Nothing is due afterwards.
pub fn settle(
    dossier: Dossier,
    editions: &Editions,
    today: Date,
) -> Result<(Dossier, Vec<Dated>), Defect> {
    let (dossier, settled, _) = settle_and_due(dossier, editions, today)?;
    Ok((dossier, settled))
}

/// The same right after an act, which may have changed days that a general act moves.
pub(crate) fn settle_after_act(
    dossier: Dossier,
    editions: &Editions,
    today: Date,
) -> Result<(Dossier, Vec<Dated>), Defect> {
    let follows = Follows::TheirChange;
    let (dossier, settled, _) = settle_from(dossier, editions, today, follows)?;
    Ok((dossier, settled))
}

/// The same as [`settle`], and the day on which the dossier after it falls due ([`due_on`]).
pub fn settle_and_due(
    dossier: Dossier,
    editions: &Editions,
    today: Date,
) -> Result<(Dossier, Vec<Dated>, Option<Date>), Defect> {
    settle_from(dossier, editions, today, Follows::Nothing)
}

fn settle_from(
    mut dossier: Dossier,
    editions: &Editions,
    today: Date,
    mut follows: Follows,
) -> Result<(Dossier, Vec<Dated>, Option<Date>), Defect> {
    let mut settled = Vec::new();
    let mut next = None;
    let since = |dossier: &Dossier| dossier.terms.last().map(|last| last.since);
    while let Some((day, event)) = due(&dossier, editions, follows)? {
        let dated = recorded(&dossier, (day, event));
        if today < dated.effective_on {
            next = Some(day);
            break;
        }
        let before = since(&dossier);
        evolve(&mut dossier, &dated)?;
        if since(&dossier) != before {
            follows = Follows::TheirChange;
        }
        settled.push(dated);
    }
    let due_on = or_missed(&dossier, editions, next);
    Ok((dossier, settled, due_on))
}

/// The dossier after `dated`, which has already happened: nothing is decided here.
pub fn evolve(dossier: &mut Dossier, dated: &Dated) -> Result<(), Defect> {
    let on = dated.effective_on;
    let rest = rest::Rest::of(dossier);
    let completes = waits::completes_a_move(dossier, &dated.event, on);
    // What these change depends on what was before the event.
    principled_approval::follow(dossier, &dated.event);
    renewal::follow(dossier, &dated.event);
    enforcement::follow(dossier, &dated.event, on);
    mismatch::follow(dossier, &dated.event);
    premises::follow(dossier, &dated.event, on);
    // What these do with an act that comes they read from what was to come.
    coming::follow(dossier, &dated.event);
    match &dated.event {
        Event::Call(event) => call::evolve(dossier, event)?,
        Event::Application(event) => application::evolve(dossier, event, on)?,
        Event::PrincipledApproval(event) => principled_approval::evolve(dossier, event, on)?,
        Event::Licence(event) => licence::evolve(dossier, event, on)?,
        Event::Premises(event) => premises::evolve(dossier, event)?,
        Event::Renewal(event) => renewal::evolve(dossier, event, on)?,
        Event::Transfer(event) => transfer::evolve(dossier, event)?,
        Event::Enforcement(event) => enforcement::evolve(dossier, event, on)?,
        Event::Appointment(event) => appointment::evolve(dossier, event, on)?,
        Event::Mismatch(event) => mismatch::evolve(dossier, event, on)?,
        Event::Contract(event) => contract::evolve(dossier, event)?,
        Event::Coming(event) => coming::evolve(dossier, event, on)?,
    }
    // A term is granted and passed on once its renewal and its transfer have found that in order.
    licence::follow(dossier, &dated.event, on)?;
    if let Some(rest) = rest {
        rest.over(dossier, on);
    }
    agenda::follow(dossier, &dated.event, on);
    waits::follow(dossier, &dated.event, on, completes);
    dossier.as_of = Ord::max(dossier.as_of, Some(on));
    Ok(())
}

/// A call as it stands on a later day, if nobody does anything until then.
pub fn call_on(call: &CallView, editions: &Editions, today: Date) -> Result<CallView, Defect> {
    let alone = Dossier {
        call: call.call.clone(),
        ..Dossier::default()
    };
    let (later, _) = settle(alone, editions, today)?;
    Ok(CallView {
        call: later.call,
        ..call.clone()
    })
}

/// The dossier that `history` leads to, in the order in which it was recorded.
pub fn replay<'a>(history: impl IntoIterator<Item = &'a Dated>) -> Result<Dossier, Defect> {
    let mut dossier = Dossier::default();
    for dated in history {
        evolve(&mut dossier, dated)?;
    }
    Ok(dossier)
}
