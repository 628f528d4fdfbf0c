//! The reminder ladder and the filing deadline at its foot.
//!
//! Reminders fall before the *filing deadline*, which is what holders miss, and not before the
//! end of the term (D). Each is recorded once a term, dated on its own day. Whether it is also
//! sent is a question of when it was recorded: after missed nights only the nearest one is still
//! current, and the others are seen to be superseded from their own dates.

use super::Event;
use crate::calendar::Date;
use crate::edition::{Edition, Editions};
use crate::state::{Defect, TermRecord};

/// The day on which the next rung falls due, or the deadline has passed, after `reminded` rungs, and
/// what that day makes true; none where the term has no deadline. A rung whose place another has taken
/// by the day after `from`, on which somebody began to be reminded, is left out: nobody is reminded on two
/// days running.
pub(super) fn due(
    last: &TermRecord,
    editions: &Editions,
    mut reminded: u8,
    from: Date,
) -> Result<Option<(Date, Event)>, Defect> {
    let Some(renewal_due) = last.renewal_due else {
        return Ok(None);
    };
    let edition = editions.get(&last.edition)?;
    // Without a deadline of the edition's own there is none to miss: what was given ends with the licence.
    let Some(policy) = edition.renewal.policy() else {
        return Ok(None);
    };
    let day_after = from.day_after().unwrap_or(from);
    while rung_day(edition, renewal_due, reminded.saturating_add(1))
        .is_some_and(|next| next <= day_after)
    {
        reminded += 1;
    }
    let Some(day) = rung_day(edition, renewal_due, reminded) else {
        let passed = Event::DeadlinePassed {
            renewal_due,
            policy,
        };
        return Ok(renewal_due
            .day_after()
            .map(|day| (Ord::max(from, day), passed)));
    };
    let rung = reminded + 1;
    let current_through = rung_day(edition, renewal_due, rung)
        .and_then(|next| next.day_before())
        .unwrap_or(renewal_due);
    let reminder = Event::ReminderDue {
        rung,
        renewal_due,
        current_through,
    };
    Ok(Some((Ord::max(from, day), reminder)))
}

/// The day of the rung after `reminded` ones; none when the ladder is climbed.
fn rung_day(edition: &Edition, renewal_due: Date, reminded: u8) -> Option<Date> {
    let before = edition.renewal.ladder().get(usize::from(reminded))?;
    Some(edition.calendar.clamped_before(renewal_due, *before))
}
