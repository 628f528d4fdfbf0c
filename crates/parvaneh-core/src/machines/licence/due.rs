//! What the calendar makes of the licence: the end of its term, of a permission, of an interim.

use super::succession::Notice;
use super::{Event, State};
use crate::calendar::Date;
use crate::edition::Editions;
use crate::edition::PendingAtExpiry;
use crate::state::{Defect, Dossier};

/// The first day on which the calendar alone changes the licence, if there is one.
fn due_on(dossier: &Dossier) -> Option<Date> {
    let reopens = dossier.permits.reopens_on();
    let days = [reopens, released_on(dossier), state_due_on(dossier)];
    days.into_iter().flatten().min()
}

/// The first day after a suspension that has a last one.
fn released_on(dossier: &Dossier) -> Option<Date> {
    if !dossier.licence.carries_suspension() {
        return None;
    }
    let through = dossier.enforcement.suspension()?.through()?;
    let last = dossier.terms.last()?;
    Some(last.floor(through.succ_opt()?))
}

fn state_due_on(dossier: &Dossier) -> Option<Date> {
    let last = dossier.terms.last()?;
    let term_over = last.floor(last.term.next_from());
    match dossier.licence {
        State::Active { continued: false } | State::Suspended { continued: false } => {
            Some(term_over)
        }
        State::Active { continued: true } | State::Suspended { continued: true } => {
            match dossier.renewal.open_request() {
                Some(_) => None,
                None => dossier.as_of,
            }
        }
        State::Interim { interim, .. } => {
            let over = last.floor(interim.until.succ_opt()?);
            Some(Ord::min(term_over, over))
        }
        State::Lapsed {
            notice: Notice::Open { through },
            ..
        } => through.succ_opt(),
        State::Lapsed {
            notice: Notice::Missed { .. } | Notice::None,
            ..
        }
        | State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. } => None,
    }
}

/// What that day makes true, once it has come. What was for a while ends before what ends the
/// licence on the same day.
fn settle(dossier: &Dossier, editions: &Editions) -> Result<Option<Event>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    let due = due_on(dossier);
    if let Some(closed) = dossier.permits.closed
        && dossier.permits.reopens_on() <= due
    {
        let through = closed.through;
        return Ok(Some(Event::ClosureEnded { through }));
    }
    if let Some(suspension) = dossier.enforcement.suspension()
        && released_on(dossier).is_some()
        && released_on(dossier) <= due
    {
        let reason = suspension.end().to_owned();
        return Ok(Some(Event::SuspensionLifted { reason }));
    }
    let through = last.term.through;
    let edition = match dossier.renewal.open_request() {
        Some(request) => editions.get(&request.edition)?,
        None => editions.get(&last.edition)?,
    };
    let stays = dossier.renewal.is_timely_and_complete()
        && edition.licence.pending_at_expiry.value == PendingAtExpiry::Continue;
    Ok(match dossier.licence {
        State::Active { continued: false } | State::Suspended { continued: false } if stays => {
            Some(Event::Continued { through })
        }
        State::Active { .. } | State::Suspended { .. } => Some(Event::Expired { through }),
        State::Interim { interim, .. } if interim.until < through => Some(Event::InterimEnded {
            until: interim.until,
        }),
        State::Interim { .. } => Some(Event::Expired { through }),
        State::Lapsed {
            notice: Notice::Open { through },
            ..
        } => Some(Event::NoticeElapsed { through }),
        State::Lapsed {
            notice: Notice::Missed { .. } | Notice::None,
            ..
        }
        | State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. } => None,
    })
}

/// The first day on which the calendar alone changes it, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match due_on(dossier) {
        Some(day) => Ok(settle(dossier, editions)?.map(|event| (day, event))),
        None => Ok(None),
    }
}
