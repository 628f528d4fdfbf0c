//! What the calendar makes of the licence: the end of a suspension, of a term, of an interim.

use super::{Event, Notice, State};
use crate::calendar::Date;
use crate::edition::{Editions, PendingAtExpiry};
use crate::law::OwnWords;
use crate::state::enforcement::file::Suspension;
use crate::state::renewal::Request;
use crate::state::{Defect, Dossier, GoesOn, TermRecord};

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
        return dossier.as_of.map(|day| (day, lifted(OwnWords::CaseOver)));
    }
    let day = suspension.through()?.day_after()?;
    Some((last.floor(day), lifted(end_of(suspension))))
}

fn lifted(reason: OwnWords) -> Event {
    Event::SuspensionLifted {
        reason: reason.into(),
        imported: None,
    }
}

/// What is true when the last day of a suspension has passed.
fn end_of(suspension: Suspension) -> OwnWords {
    match suspension {
        Suspension::Urgent { .. } => OwnWords::UrgentLapsed,
        Suspension::Confirmed { .. } => OwnWords::ConfirmedLapsed,
        Suspension::Punitive { .. } => OwnWords::SuspensionOver,
    }
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
    Ok(match &dossier.licence {
        State::Active { continued } | State::Suspended { continued } => {
            term_over(dossier, last, *continued, editions)?
        }
        State::Interim {
            interim, continued, ..
        } => {
            let until = interim.until;
            let interim_over = until.day_after().map(|day| last.floor(day));
            let interim_over = interim_over.map(|day| (day, Event::InterimEnded { until }));
            let term_over = term_over(dossier, last, *continued, editions)?;
            // An interim that ends with the term has ended with it.
            match (&interim_over, &term_over) {
                (Some((first, _)), Some((second, _))) if first < second => interim_over,
                (Some(_), None) => interim_over,
                (_, Some(_)) | (None, None) => term_over,
            }
        }
        State::Lapsed {
            notice: Notice::Open { through, .. },
            ..
        } => {
            let elapsed = Event::NoticeElapsed { through: *through };
            through.day_after().map(|day| (day, elapsed))
        }
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

/// The day after the term, or after what the licence has outlived it for, and what that day makes true.
fn term_over(
    dossier: &Dossier,
    last: &TermRecord,
    continued: bool,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let through = last.term.through;
    let expired = Event::Expired { through };
    let goes_on = dossier.goes_on();
    if continued {
        let request = dossier.renewal.open_request();
        if request.is_some_and(Request::counts_as_timely) {
            return Ok(None);
        }
        return Ok(match goes_on {
            Some(GoesOn::UntilFiled { by }) => by.day_after().map(|day| (last.floor(day), expired)),
            Some(GoesOn::UntilDecided) | None => dossier.as_of.map(|day| (day, expired)),
        });
    }
    let judged_by = match dossier.renewal.open_request() {
        Some(request) => editions.get(&request.edition)?,
        None => editions.get(&last.edition)?,
    };
    // What was given because nobody could ask before is given whatever else goes on.
    let may_go_on = judged_by.licence.pending_at_expiry.value == PendingAtExpiry::Continue
        || dossier.has_time_after_end();
    let until = match goes_on {
        Some(GoesOn::UntilFiled { by }) => Some(by),
        Some(GoesOn::UntilDecided) | None => None,
    };
    let event = match may_go_on && goes_on.is_some() {
        true => Event::Continued { through, until },
        false => expired,
    };
    Ok(Some((last.floor(last.term.next_from()), event)))
}
