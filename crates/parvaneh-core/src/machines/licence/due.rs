//! What the calendar makes of the licence: the end of a suspension, of a term, of an interim.

use super::{Event, Notice, State};
use crate::calendar::Date;
use crate::edition::{Editions, PendingAtExpiry};
use crate::state::enforcement::file::Suspension;
use crate::state::{Defect, Dossier, TermRecord};

/// The first day on which the calendar alone changes the licence, and what it makes true. What was for a
/// while ends before what ends the licence on the same day.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    let over = state_over(dossier, last, editions)?;
    let Some(lifted) = suspension_over(dossier, last) else {
        return Ok(over);
    };
    Ok(match over {
        Some(over) if over.0 < lifted.0 => Some(over),
        Some(_) | None => Some(lifted),
    })
}

/// The first day after a suspension that has a last one; at once where it waited for a decision, and
/// nothing is left to decide.
fn suspension_over(dossier: &Dossier, last: &TermRecord) -> Option<(Date, Event)> {
    if !dossier.licence.carries_suspension() {
        return None;
    }
    let case = &dossier.enforcement;
    let suspension = case.suspension()?;
    if suspension.awaits_decision() && case.undecided_case().is_none() {
        let reason = Suspension::CASE_OVER.into();
        return dossier
            .as_of
            .map(|day| (day, Event::SuspensionLifted { reason }));
    }
    let day = suspension.through()?.succ_opt()?;
    let reason = suspension.end().into();
    Some((last.floor(day), Event::SuspensionLifted { reason }))
}

/// The first day on which the licence is no longer what it is.
fn state_over(
    dossier: &Dossier,
    last: &TermRecord,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    if dossier.licence.has_ended_for_good() {
        return Ok(None);
    }
    let judged_by = match dossier.renewal.open_request() {
        Some(request) => editions.get(&request.edition)?,
        None => editions.get(&last.edition)?,
    };
    let stays = dossier.renewal.is_timely_and_complete()
        && judged_by.licence.pending_at_expiry.value == PendingAtExpiry::Continue;
    let through = last.term.through;
    let expired = Event::Expired { through };
    let term_over = last.floor(last.term.next_from());
    Ok(match dossier.licence {
        State::Active { continued: false } | State::Suspended { continued: false } => {
            Some(match stays {
                true => (term_over, Event::Continued { through }),
                false => (term_over, expired),
            })
        }
        State::Active { continued: true } | State::Suspended { continued: true } => {
            match dossier.renewal.open_request() {
                Some(_) => None,
                None => dossier.as_of.map(|day| (day, expired)),
            }
        }
        State::Interim { interim, .. } if interim.until < through => {
            let until = interim.until;
            let over = until.succ_opt().map(|day| last.floor(day));
            over.map(|day| (day, Event::InterimEnded { until }))
        }
        State::Interim { .. } => Some((term_over, expired)),
        State::Lapsed {
            notice: Notice::Open { through },
            ..
        } => through
            .succ_opt()
            .map(|day| (day, Event::NoticeElapsed { through })),
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
