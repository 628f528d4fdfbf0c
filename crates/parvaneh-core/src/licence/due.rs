//! What the calendar makes of the licence: the end of its term, of a permission, of an interim.

use super::succession::Notice;
use super::{Event, State};
use crate::calendar::Date;
use crate::dossier::{Defect, Dossier, Editions};
use crate::edition::PendingAtExpiry;

/// The first day on which the calendar alone changes the licence, if there is one.
pub fn due_on(dossier: &Dossier) -> Option<Date> {
    let reopens = dossier.permits.reopens_on();
    let days = [reopens, state_due_on(dossier)];
    days.into_iter().flatten().min()
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
        State::Interim { until, .. } => Some(Ord::min(term_over, until.succ_opt()?)),
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

/// What that day makes true, once it has come.
pub fn settle(dossier: &Dossier, editions: &Editions) -> Result<Option<Event>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    if let Some(closed) = dossier.permits.closed
        && dossier.permits.reopens_on() <= state_due_on(dossier).or(Some(Date::MAX))
    {
        let through = closed.through;
        return Ok(Some(Event::ClosureEnded { through }));
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
        State::Interim { until, .. } if until < through => Some(Event::InterimEnded { until }),
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
