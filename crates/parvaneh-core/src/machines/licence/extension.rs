//! What a general act makes of the licence: the end of its term is another, or its last timely day.
//!
//! The act is a fact of the calendar: it holds from its day on in every licence that has not ended by then.
//! A register that learns of it later finds histories that went on without it. There it has been *missed*:
//! nothing is recorded behind what is there, and the history is stated anew from that day.

use super::{Event, Notice, State};
use crate::calendar::Date;
use crate::edition::{Basis, Decree, Editions, NextTerm};
use crate::machines::sample::DAY;
use crate::state::{Dossier, Extension, Former};
use crate::text::Label;

/// The first general act that is to move the latest term, with the day from which it holds there. Days that
/// were over by then are moved by none; on that day itself the act comes first. Days that came to stand later
/// are moved on the day on which they did.
fn of_the_latest_term(dossier: &Dossier, editions: &Editions) -> Option<(Date, Event)> {
    let last = dossier.terms.last()?;
    let last_moved = editions.last_moved()?;
    let now = Former {
        since: last.since,
        until: Date::MAX,
        through: last.term.through,
        renewal_due: last.renewal_due,
    };
    // A night asks this of every dossier, and most terms came long after the last act.
    let is_early = |days: &Former| {
        days.through <= last_moved || days.renewal_due.is_some_and(|due| due <= last_moved)
    };
    if !last.former.iter().chain([&now]).any(is_early) {
        return None;
    }
    let decrees = editions.decrees(last.edition.regime());
    let kind = &dossier.office.as_ref()?.kind;
    let moving = decrees.iter().filter(|decree| decree.is_for(kind));
    let moved = moving.filter_map(|decree| {
        let mut days = last.former.iter().chain([&now]);
        days.find_map(|days| moved(decree, days))
    });
    moved.min_by_key(|(day, _)| *day)
}

/// What a general act makes of the days that a term had for a while, and from which day on; none where it
/// finds them over, or does not move them.
fn moved(decree: &Decree, days: &Former) -> Option<(Date, Event)> {
    let day = Ord::max(decree.holds_from.value.0, days.since);
    if days.until <= day || Ord::max(days.through, days.since) < day {
        return None;
    }
    let ends = decree.ends.as_ref().map(|rule| rule.value);
    let deadlines = decree.filing_deadlines.as_ref().map(|rule| rule.value);
    let through = ends.and_then(|ends| ends.of(days.through));
    let renewal_due = deadlines.and_then(|deadlines| deadlines.of(days.renewal_due?));
    if through.is_none() && renewal_due.is_none() {
        return None;
    }
    let (source, basis) = decree.source();
    let event = Event::Extended {
        decree: decree.id.as_str().into(),
        made_on: decree.made_on.value.0,
        through,
        renewal_due,
        next_term: decree.next_term.value,
        source: source.into(),
        basis,
    };
    Some((day, event))
}

/// What the first general act makes true of the licence, and from which day on, where it comes in time: nothing
/// has happened on its day or after it. What it finds on the day on which the days came to stand that it moves
/// `follows` their change at once, before anything else of that day.
pub(crate) fn extension(
    dossier: &Dossier,
    editions: &Editions,
    follows: bool,
) -> Option<(Date, Event)> {
    let (day, event) = of_the_latest_term(dossier, editions)?;
    let since = dossier.terms.last().map(|last| last.since);
    let at_once = follows && dossier.as_of == Some(day) && since == Some(day);
    let in_time = at_once || dossier.as_of < Some(day);
    (in_time && !dossier.licence.has_ended_for_good()).then_some((day, event))
}

/// The day from which a general act holds that the history has gone on without, and what it makes true.
pub(crate) fn missed(dossier: &Dossier, editions: &Editions) -> Option<(Date, Event)> {
    let (day, event) = of_the_latest_term(dossier, editions)?;
    let is_missed = Some(day) <= dossier.as_of && !had_ended_before(&dossier.licence, day);
    is_missed.then_some((day, event))
}

/// Whether it had ended before a day, for good as far as anybody knew then.
fn had_ended_before(state: &State, day: Date) -> bool {
    ended_by(state).is_some_and(|ended_by| ended_by <= day)
}

/// The first day by which it had ended for good, as far as anybody knew then: the day after it did.
pub(super) fn ended_by(state: &State) -> Option<Date> {
    let ended_on = match state {
        State::Expired { on, .. } | State::Revoked { on, .. } | State::Surrendered { on } => *on,
        State::Lapsed { on, notice, .. } => match notice {
            Notice::Open { .. } => return None,
            Notice::Missed { through } => through.day_after()?,
            Notice::None => *on,
        },
        State::NotIssued
        | State::Active { .. }
        | State::Suspended { .. }
        | State::Interim { .. } => return None,
    };
    ended_on.day_after()
}

/// The licence's latest term as the act has it.
pub(super) fn evolve(dossier: &mut Dossier, event: &Event, on: Date) {
    let Event::Extended {
        made_on,
        through,
        renewal_due,
        next_term,
        ..
    } = event
    else {
        return;
    };
    let Some(last) = dossier.terms.last_mut() else {
        return;
    };
    last.is_changed(on, on);
    if let Some(through) = through {
        last.extension = Some(Extension {
            former: last.extension.map_or(last.term.through, |it| it.former),
            made_on: *made_on,
            next_term: *next_term,
        });
        last.term.through = *through;
    }
    if let Some(renewal_due) = renewal_due {
        last.renewal_due = Some(*renewal_due);
        last.runs_from = Ord::max(last.runs_from, on);
    }
}

/// A licence that a general act found: with another end it is within its term.
pub(super) fn next(state: &State, has_another_end: bool, on: Date) -> Option<State> {
    match state {
        State::Active { .. } | State::Suspended { .. } | State::Interim { .. } => {
            Some(match has_another_end {
                true => state.renewed(on),
                false => state.clone(),
            })
        }
        State::Lapsed { .. } => state.awaits_notice().then(|| state.clone()),
        State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. } => None,
    }
}

/// One such event, where any will do.
pub(super) fn sample() -> Event {
    Event::Extended {
        decree: Label::default(),
        made_on: DAY,
        through: Some(DAY),
        renewal_due: None,
        next_term: NextTerm::default(),
        source: Label::default(),
        basis: Basis::D,
    }
}
