//! Nobody is late for what could not be done: the time that is given for the next request.

use super::Event;
use crate::calendar::{Date, Term};
use crate::edition::Edition;
use crate::refusal::{Code, Refusal};
use crate::state::TermRecord;

/// The time that is given where a term is granted, or a licence stands again, after the last timely day
/// for its renewal or after its end; none where nobody has come too late. `edition` is the term's.
///
/// Where the term is over the licence goes on until then, also where the edition lets none go on for a
/// request: otherwise it would be given for no day.
pub(crate) fn time_given(
    edition: &Edition,
    term: Term,
    due: Option<Date>,
    today: Date,
) -> Option<Event> {
    let time = edition.renewal.late_decision.value;
    is_missed(term, due, today).then(|| Event::TimeGiven {
        until: edition.calendar.clamped(today, time),
    })
}

/// Whether the last timely day for the renewal of a term has passed, or the term has.
pub(crate) fn is_missed(term: Term, due: Option<Date>, today: Date) -> bool {
    term.through < today || due.is_some_and(|due| due < today)
}

/// The time that an authority gives until a day because the register said wrongly, from `ended_on` until
/// `today`, that the licence had ended: nobody could file meanwhile.
///
/// The day lies neither before today nor before the last timely day that it takes the place of. Nobody is
/// given more time than the mistake has cost, or than a late decision gives where that is more. A deadline
/// that had passed before the end is nothing that the mistake has cost.
pub fn time_for_a_mistake(
    edition: &Edition,
    last: &TermRecord,
    ended_on: Date,
    until: Date,
    today: Date,
) -> Result<Event, Refusal> {
    let rule = &edition.renewal.late_decision;
    if let Some(due) = last.renewal_due.filter(|due| *due < ended_on) {
        return Err(Refusal::new(Code::DayOutOfOrder, rule)
            .because("renewal_due", due)
            .because("ended_on", ended_on));
    }
    let due = last.renewal_due.unwrap_or(last.term.through);
    let cost = today.days_since(ended_on);
    let as_much = today.moved_by(cost);
    let longest = Ord::max(as_much, edition.calendar.clamped(today, rule.value));
    let earliest = Ord::max(today, due.day_after().unwrap_or(due));
    if until < earliest || longest < until {
        return Err(Refusal::new(Code::DayOutOfOrder, rule)
            .because("until", until)
            .because("not_before", earliest)
            .because("not_after", longest));
    }
    Ok(Event::TimeGiven { until })
}
