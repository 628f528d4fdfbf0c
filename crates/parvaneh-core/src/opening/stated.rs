//! What one register has stated of a licence, term by term.

use super::{Opened, Status, term_from};
use crate::calendar::{Date, Term};
use crate::machines::{Dated, Event, licence, renewal};

/// What one register said last of one term.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LastStated {
    /// The term.
    pub opened: Opened,
    /// What became of it.
    pub status: Status,
    /// Since when, where the register says it.
    pub status_on: Option<Date>,
    /// The day on which renewal was requested, where it is.
    pub renewal_filed_on: Option<Date>,
}

/// What `stated`, which is all that a register stated of a licence and that stands, says of the term that begins
/// on a day; of the latest one, where none is named.
pub fn last_stated(stated: &[Dated], from: Option<Date>) -> Option<LastStated> {
    let terms = terms(stated);
    let is_it = |term: &&StatedTerm| from.map_or(term.is_latest, |from| term.term.from == from);
    let term = terms.iter().find(is_it)?;
    let Event::Licence(licence::Event::Opened(opened)) = &stated[term.opened].event else {
        return None;
    };
    let last = term.statuses.last();
    let is_known = |last: &&StatedStatus| !stated[last.at].event.is_of_no_known_day();
    let filed = term.requests.last();
    let filed = filed.filter(|(_, asked, _)| *asked == Asked::Filed);
    Some(LastStated {
        opened: Opened::clone(opened),
        status: last.map_or(Status::InForce, |last| last.status),
        status_on: last.filter(is_known).map(|last| last.on),
        renewal_filed_on: filed.map(|(_, _, on)| *on),
    })
}

/// The terms that a register stated, by their first days, each with the places of everything that was stated of it.
pub fn stated_terms(stated: &[Dated]) -> Vec<(Date, Vec<usize>)> {
    let terms = terms(stated).into_iter();
    terms.map(|term| (term.term.from, term.all)).collect()
}

/// What one register stated of one term.
pub(super) struct StatedTerm {
    pub(super) term: Term,
    /// The places of everything that was stated of it.
    pub(super) all: Vec<usize>,
    pub(super) opened: usize,
    pub(super) is_latest: bool,
    pub(super) statuses: Vec<StatedStatus>,
    /// Requests, and that they were withdrawn.
    pub(super) requests: Vec<(usize, Asked, Date)>,
}

#[derive(Clone, Copy)]
pub(super) struct StatedStatus {
    pub(super) at: usize,
    pub(super) status: Status,
    pub(super) on: Date,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Asked {
    Filed,
    Withdrawn,
}

pub(super) fn terms(stated: &[Dated]) -> Vec<StatedTerm> {
    let mut terms: Vec<StatedTerm> = Vec::new();
    for (at, dated) in stated.iter().enumerate() {
        let on = dated.effective_on;
        if let Event::Licence(licence::Event::Opened(opened)) = &dated.event {
            terms.push(StatedTerm {
                term: opened.term,
                all: vec![at],
                opened: at,
                is_latest: false,
                statuses: Vec::new(),
                requests: Vec::new(),
            });
            continue;
        }
        let is_withdrawn = matches!(
            dated.event,
            Event::Renewal(renewal::Event::Withdrawn { .. })
        );
        let asked = match is_filed(dated) {
            true => Some(Asked::Filed),
            false => is_withdrawn.then_some(Asked::Withdrawn),
        };
        // A request is for the renewal of the term that was stated before it.
        let of = match term_from(&dated.event) {
            Some(from) => terms.iter_mut().rfind(|term| term.term.from == from),
            None => terms.last_mut(),
        };
        let Some(term) = of else { continue };
        term.all.push(at);
        if let Some(asked) = asked {
            term.requests.push((at, asked, on));
        }
        if let Some(status) = status_of(&dated.event) {
            term.statuses.push(StatedStatus { at, status, on });
        }
    }
    let latest = terms.iter().map(|term| term.term.from).max();
    for term in &mut terms {
        term.is_latest = Some(term.term.from) == latest;
    }
    terms
}

pub(super) fn is_filed(dated: &Dated) -> bool {
    matches!(dated.event, Event::Renewal(renewal::Event::Filed { .. }))
}

pub(super) fn status_of(event: &Event) -> Option<Status> {
    let Event::Licence(event) = event else {
        return None;
    };
    match event {
        licence::Event::Suspended { .. } => Some(Status::Suspended),
        licence::Event::SuspensionLifted { .. } => Some(Status::InForce),
        licence::Event::Revoked { .. } => Some(Status::Revoked),
        licence::Event::Surrendered { .. } => Some(Status::Surrendered),
        licence::Event::Opened(_)
        | licence::Event::Issued { .. }
        | licence::Event::Reinstated { .. }
        | licence::Event::Extended { .. }
        | licence::Event::Continued { .. }
        | licence::Event::Expired { .. }
        | licence::Event::Lapsed { .. }
        | licence::Event::NoticeElapsed { .. }
        | licence::Event::InterimBegun { .. }
        | licence::Event::InterimEnded { .. } => None,
    }
}

pub(super) fn opened_of(dated: &Dated) -> Option<&Opened> {
    let Event::Licence(licence::Event::Opened(opened)) = &dated.event else {
        return None;
    };
    Some(opened)
}

pub(super) fn term_of(dated: &Dated) -> Option<Term> {
    opened_of(dated).map(|opened| opened.term)
}
