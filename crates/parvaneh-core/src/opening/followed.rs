//! A register that is followed: what it states of a licence by now, beside what it stated before.
//!
//! What it states otherwise is one of two things. A status that changed and a request that was withdrawn are
//! acts of their own day: what was before them was so. A term with other days, a day that is corrected and an end
//! that is taken back are corrections: what was stated before never was.
//!
//! An act has the day that the register says. Where it says none, what it stated before was true until it was
//! found to state something else: the act has the day on which that was found out, or the last one on which the
//! licence was in force.

use super::stated::{Asked, StatedTerm, is_filed, opened_of, status_of, term_of, terms};
use super::{ImportedStatus, Opened, Opening, Status, already_recorded, same};
use crate::calendar::{Date, Term, both};
use crate::machines::{Dated, Event, licence, renewal};
use crate::state::Dossier;
use crate::state::renewal::Timeliness;

/// What a statement speaks of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum States {
    /// The licence: it gives the latest term, and those that ended before are as they were stated.
    LatestTerm,
    /// One of its terms, known by the first day.
    OneTerm,
}

/// The day on which a register is followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Today {
    /// The day itself.
    pub today: Date,
    /// The last day, by today, on which the licence was in force.
    pub last_in_force: Date,
}

impl Today {
    /// Of a licence of which the register states `term`, and stated `before`, by the dossier as it is once it is
    /// settled up to the day. Where the register states other days than before, only those of the term count; a
    /// general act may have moved the end of what it states as before.
    pub fn of(settled: &Dossier, term: Term, before: Term, today: Date) -> Self {
        let last = settled.terms.last();
        let is_latest = term == before && last.is_some_and(|last| last.term.from == term.from);
        let last_in_force = match settled.licence.ended_on() {
            None if is_latest => today,
            Some(on) if is_latest && settled.licence.is_expired() => on.day_before().unwrap_or(on),
            // It had outlived its term, for a request that was waiting.
            Some(on) if is_latest && term.through < on => today,
            None | Some(_) => term.through,
        };
        Self {
            today,
            last_in_force: Ord::min(last_in_force, today),
        }
    }
}

/// How what was stated before becomes what is stated now; nothing where that is the same.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Followed {
    /// What is taken back, by its place among what was stated.
    pub withdraw: Vec<usize>,
    /// What is stated beside the rest, in the order of days.
    pub enter: Vec<Dated>,
}

impl Followed {
    /// Whether nothing is stated otherwise.
    pub fn is_nothing(&self) -> bool {
        self.withdraw.is_empty() && self.enter.is_empty()
    }
}

/// A term that is neither the last one with its days corrected nor the next one.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the term from {} through {} begins within the one that was stated before, from {} through {}, and ends after it: \
     it may be the next term, or that one with other days; mend the row, or revise the term that was stated before",
    both(.term.from), both(.term.through), both(.before.from), both(.before.through)
)]
pub struct Overlap {
    /// The term.
    pub term: Term,
    /// The one that was stated before.
    pub before: Term,
}

/// What becomes of `stated`, which is all that the register stated of a licence and that stands, now that it
/// states `opening`. `events` are those of the opening by itself.
pub fn followed(
    stated: &[Dated],
    opening: &Opening,
    events: Vec<Dated>,
    states: States,
    day: Today,
) -> Result<Followed, Overlap> {
    let mut terms = terms(stated);
    let begins = |term: &StatedTerm| term.term.from == opening.from;
    let mut withdraw = Vec::new();
    let found = match states {
        States::OneTerm => terms.iter().position(begins),
        States::LatestTerm => {
            let stays = |term: &StatedTerm| begins(term) || comes_before(term.term, opening.from);
            let others = terms.iter().filter(|term| !stays(term));
            let others: Vec<usize> = others.flat_map(|term| term.all.iter().copied()).collect();
            let own = terms.iter().position(begins);
            if own.is_none()
                && let Some(overlap) = overlap(&terms, &events)
            {
                return Err(overlap);
            }
            // A term in the place of one that it overlaps is that term, with its days corrected.
            let corrected = || terms.iter().position(|term| !stays(term));
            let found = own.or_else(corrected);
            let kept = found.map(|at| terms[at].all.clone()).unwrap_or_default();
            withdraw.extend(others.into_iter().filter(|at| !kept.contains(at)));
            found
        }
    };
    let Some(found) = found else {
        let enter = match states {
            States::LatestTerm => as_the_licence_stands(events, opening, day.today),
            States::OneTerm => events,
        };
        withdraw.extend(answered(&terms, &enter));
        withdraw.sort_unstable();
        withdraw.dedup();
        return Ok(Followed { withdraw, enter });
    };
    let term = terms.swap_remove(found);
    let own = of_the_term(stated, (term, states), opening, &events, day);
    withdraw.extend(own.withdraw);
    withdraw.sort_unstable();
    Ok(Followed {
        withdraw,
        enter: own.enter,
    })
}

/// The withdrawals, by their places, of requests that a further term answers: the register had no request any more
/// because there was a next term already.
fn answered(terms: &[StatedTerm], enter: &[Dated]) -> Vec<usize> {
    let opened = enter.iter().find(|dated| term_of(dated).is_some());
    let is_answered = |on: Date| opened.is_some_and(|opened| opened.effective_on < on);
    let requests = terms.iter().flat_map(|term| &term.requests);
    let withdrawn =
        requests.filter(|(_, asked, on)| *asked == Asked::Withdrawn && is_answered(*on));
    withdrawn.map(|(at, ..)| *at).collect()
}

/// The term that a further one begins within and ends after.
fn overlap(terms: &[StatedTerm], events: &[Dated]) -> Option<Overlap> {
    let term = events.iter().find_map(term_of)?;
    let is_overlapped = |before: &Term| {
        let is_left = comes_before(*before, term.from) || term.through <= before.through;
        before.from < term.from && !is_left
    };
    let before = terms.iter().map(|term| term.term).find(is_overlapped)?;
    Some(Overlap { term, before })
}

/// The events of a further term, of a register that states how its licence stands: it stands so from the day on which
/// the term is known, also before it begins.
fn as_the_licence_stands(mut events: Vec<Dated>, opening: &Opening, today: Date) -> Vec<Dated> {
    let known_from = Ord::min(opening.from, today);
    let statuses = events.iter_mut();
    for status in statuses.filter(|dated| status_of(&dated.event).is_some()) {
        let on = opening.status_on.unwrap_or(known_from);
        status.effective_on = Ord::max(on, known_from);
    }
    events.sort_by_key(|dated| dated.effective_on);
    events
}

/// Whether a term was over before a day, or has no end and gives way to the next one.
fn comes_before(term: Term, from: Date) -> bool {
    term.from < from && (term.through < from || term.through == Date::MAX)
}

/// The same of one term that was stated before.
fn of_the_term(
    stated: &[Dated],
    (mut term, states): (StatedTerm, States),
    opening: &Opening,
    events: &[Dated],
    day: Today,
) -> Followed {
    let opens = |dated: &&Dated| matches!(dated.event, Event::Licence(licence::Event::Opened(_)));
    let opened = events.iter().find(opens);
    let is_the_same = opened.is_none_or(|opened| same(&stated[term.opened], opened));
    let mut withdraw = Vec::new();
    let mut enter = Vec::new();
    let to = opened.and_then(opened_of);
    // A term that was known before it began is known from that day on.
    let was = &stated[term.opened];
    let begins_on = match (opened, was.effective_on < term.term.from) {
        (Some(opened), false) if !is_the_same => opened.effective_on,
        (Some(_) | None, _) => Ord::min(was.effective_on, opening.from),
    };
    // Of a licence it is stated how it stands, also before its latest term has begun.
    let known_from = match states {
        States::LatestTerm => begins_on,
        States::OneTerm => opening.from,
    };
    if let Some(to) = to.filter(|_| !is_the_same) {
        for status in &mut term.statuses {
            let moved = moved(&stated[status.at], (term.term, to), known_from);
            status.on = moved.map_or(status.on, |dated| dated.effective_on);
        }
    }
    enter.extend(status(&mut term, opening, (day, known_from), &mut withdraw));
    enter.extend(request(
        &mut term,
        stated,
        opening,
        events,
        day,
        &mut withdraw,
    ));
    if is_the_same {
        return Followed { withdraw, enter };
    }
    // What was stated beside a term follows it: of a term that is corrected, all is stated anew.
    let kept = term.statuses.iter().map(|status| status.at);
    let kept = kept.chain(term.requests.iter().map(|(at, ..)| *at));
    let kept = kept.filter_map(|at| moved(&stated[at], (term.term, to?), known_from));
    let opened = opened.cloned().map(|opened| Dated {
        effective_on: begins_on,
        ..opened
    });
    let mut anew: Vec<Dated> = opened.into_iter().chain(kept).chain(enter).collect();
    anew.sort_by_key(|dated| dated.effective_on);
    Followed {
        withdraw: term.all,
        enter: anew,
    }
}

/// What was stated of a term that has other days by now; none where it lies before them. What has no day of its own
/// came about while the term ran. A
/// request is in time or late by the days that the term has by now.
fn moved(dated: &Dated, (was, to): (Term, &Opened), known_from: Date) -> Option<Dated> {
    let (is, on) = (to.term, dated.effective_on);
    let Some(status) = status_of(&dated.event) else {
        let mut dated = dated.clone();
        if let Event::Renewal(renewal::Event::Filed { request, .. }) = &mut dated.event {
            request.timeliness = Timeliness::of(request.filed_on, to.renewal_due);
            request.edition = to.edition.clone();
        }
        return (is.from <= on).then_some(dated);
    };
    let day_known = !dated.event.is_of_no_known_day();
    let is_within = |term: Term| on <= term.through;
    let on = match !day_known && is_within(was) && !is_within(is) {
        true => is.through,
        false => on,
    };
    Some(Dated {
        effective_on: Ord::max(on, known_from),
        event: status.stated(ImportedStatus {
            term_from: is.from,
            day_known,
        }),
    })
}

/// The status that is stated beside those that stand, if it is another one. Those that it contradicts are taken
/// back: an end that no longer is one, and what is said to have come about on its day or after it.
fn status(
    term: &mut StatedTerm,
    opening: &Opening,
    (day, known_from): (Today, Date),
    withdraw: &mut Vec<usize>,
) -> Option<Dated> {
    let from = opening.from;
    let stated_on = opening.status_on.map(|on| Ord::max(on, known_from));
    let mut ended_on = None;
    while let Some(last) = term.statuses.last().copied() {
        let is_contradicted = match (last.status == opening.status, stated_on) {
            (true, Some(on)) => on != last.on,
            (true, None) => false,
            (false, Some(on)) => last.status.is_an_end() || on <= last.on,
            (false, None) => last.status.is_an_end(),
        };
        if !is_contradicted {
            break;
        }
        if last.status.is_an_end() {
            ended_on = Some(last.on);
        }
        withdraw.push(last.at);
        term.statuses.pop();
    }
    let last = term.statuses.last();
    if last.map_or(Status::InForce, |last| last.status) == opening.status {
        return None;
    }
    let earliest = last.map_or(known_from, |last| last.on);
    // The licence was not to be used since the end that is taken back.
    let since = ended_on.filter(|_| opening.status != Status::InForce);
    let since = since.map(|since| match term.requests.last() {
        // It would have ended by then with the request for which it outlived its term.
        Some((_, Asked::Withdrawn, on)) if term.term.through < *on && *on <= since => {
            on.day_before().unwrap_or(since)
        }
        Some(_) | None => since,
    });
    let unstated = || since.unwrap_or(day.last_in_force);
    Some(Dated {
        effective_on: Ord::max(stated_on.unwrap_or_else(unstated), earliest),
        event: opening.status.stated(ImportedStatus {
            term_from: from,
            day_known: stated_on.is_some(),
        }),
    })
}

/// The request that is stated beside those that stand, if it is another one, or that there is none any more.
fn request(
    term: &mut StatedTerm,
    stated: &[Dated],
    opening: &Opening,
    events: &[Dated],
    day: Today,
    withdraw: &mut Vec<usize>,
) -> Option<Dated> {
    let filed = events.iter().find(|dated| is_filed(dated));
    // A request that another term was stated after stands there.
    if filed.is_some_and(|filed| already_recorded(stated, std::slice::from_ref(filed)))
        && term.requests.is_empty()
    {
        return None;
    }
    while let Some((at, asked, on)) = term.requests.last().copied() {
        match (asked, opening.renewal_filed_on) {
            (Asked::Filed, Some(filed_on)) if filed_on == on => return None,
            (Asked::Filed, None) if term.is_latest => {
                return Some(Dated {
                    effective_on: Ord::max(day.today, on),
                    event: Event::Renewal(renewal::Event::Withdrawn {
                        imported: Some(opening.profile.as_str().into()),
                    }),
                });
            }
            (Asked::Withdrawn, None) => return None,
            (Asked::Withdrawn, Some(filed_on)) if on < filed_on => return filed.cloned(),
            (Asked::Filed, Some(_) | None) | (Asked::Withdrawn, Some(_)) => {
                withdraw.push(at);
                term.requests.pop();
            }
        }
    }
    filed.cloned()
}
