//! Appointments: operator, manager, deputy (مجری، مدیر، جانشین). One person a post.
//!
//! ```text
//!   none, Ended, Rejected ── propose ──▶ Proposed ── approve ──▶ Approved ── consent ──▶ Active
//!   Proposed ── reject ──▶ Rejected
//!   Proposed ── nobody decides in time, and silence means something ──▶ Approved, Rejected
//!   Approved, Active ── resign, dismiss, die, lose a condition ──▶ Ended
//!   Proposed, Approved, Active ── the licence ends, or the application for it ──▶ Ended
//!   Ended, Rejected ── nobody is proposed in time for a post that must be filled ──▶ the same
//! ```
//!
//! Beside them stands the office's [mismatch]: somebody else runs it than its
//! holder.
//!
//! Invariants:
//! - Nobody holds a post without approval, or the silence that an edition lets stand for it, and their own
//!   consent.
//! - No licence is issued to an office while a post that it must have has nobody approved.
//! - The time to fill a post rests while the licence has ended.
//! - No appointment outlives the licence; each ends on the day on which the licence did, and a licence
//!   that is reinstated finds its posts vacant: for those that must be filled it has the whole time.
//! - The holder answers for what an operator, manager or deputy does: nothing here changes who holds
//!   the licence.

mod arrows;
mod decision;
mod messages;
mod vacancy;

use crate::actor::Actor;
use crate::calendar::Date;
use crate::edition::{Editions, Means};
use crate::machines::{self, Context, mismatch, silence};
use crate::refusal::Refusal;
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};

pub use crate::state::appointment::{Case, Ending, Post, State, Step, Vacancy};
pub(crate) use arrows::{drawing, specimens};
pub use messages::{Command, Event, STEPS};
pub(crate) use vacancy::missing_for_issue;

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether there is an office, whether the appointment allows it,
/// whether the votes do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    context.role_as(command.by(), command.power())?;
    vacancy::has_an_office(dossier, context)?;
    let event = match command {
        Command::Propose { post, person } => {
            Some(decision::propose(dossier, *post, *person, context)?)
        }
        Command::Approve { post, resolution } => {
            let resolution = resolution.as_ref();
            Some(decision::approve(dossier, *post, resolution, context)?)
        }
        Command::Reject {
            post,
            resolution,
            reason,
        } => {
            let resolution = resolution.as_ref();
            let rejected = decision::reject(dossier, *post, resolution, reason, context)?;
            Some(rejected)
        }
        Command::Consent { post, person } => decision::consent(dossier, *post, *person, context)?,
        Command::End { post, person, how } => {
            Some(decision::end(dossier, *post, *person, *how, context)?)
        }
    };
    Ok(event.into_iter().map(Into::into).collect())
}

/// The first day on which the calendar alone changes the appointments, and what it makes true. Nothing
/// but their end falls due in an office whose licence has ended.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    if let Some(event) = vacancy::lapsed(dossier) {
        return Ok(dossier.as_of.map(|day| (day, event)));
    }
    let silent = decided_by_silence(dossier, editions)?;
    let elapsed = vacancy_elapsed(dossier, editions)?;
    let both = silent.into_iter().chain(elapsed);
    Ok(both.min_by_key(|(day, _)| *day))
}

/// The first proposal that nobody has decided on in time: the person counts as approved, or as rejected, as
/// silence means.
fn decided_by_silence(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let mut first: Option<(Date, Event)> = None;
    for post in dossier.appointment.posts.keys().copied() {
        let awaited = Awaited::Appointment(post);
        let Some(passed) = silence::passed(dossier, editions, &awaited)? else {
            continue;
        };
        let calendar = Actor::calendar();
        let context = passed.context(&calendar);
        if vacancy::has_an_office(dossier, &context).is_err() {
            continue;
        }
        let silence = passed.silence;
        let event = match passed.means {
            Means::Granted => Event::ApprovedBySilence { post, silence },
            Means::Refused => Event::RejectedBySilence {
                post,
                silence,
                propose_by: vacancy::propose_by(dossier, post, &context).unwrap_or_default(),
            },
            Means::None => continue,
        };
        if first.as_ref().is_none_or(|(day, _)| passed.on < *day) {
            first = Some((passed.on, event));
        }
    }
    Ok(first)
}

/// The first post that must be filled, and for which nobody was proposed in time.
fn vacancy_elapsed(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    // Nobody can propose anybody where there is no licence, or before an heir gives notice.
    if dossier.licence.ended_on().is_some() {
        return Ok(None);
    }
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    let mut first = None;
    for post in dossier.appointment.posts.keys() {
        if let Some(propose_by) = fill_by(dossier, *post, editions)? {
            first = Some(first.map_or((propose_by, *post), |first| {
                Ord::min(first, (propose_by, *post))
            }));
        }
    }
    let Some((propose_by, post)) = first else {
        return Ok(None);
    };
    // Both may fall on the first day of a term: then what had the earlier deadline comes first.
    let settle_by = mismatch::settle_by(dossier, editions)?;
    if settle_by.is_some_and(|settle_by| settle_by < propose_by) {
        return Ok(None);
    }
    let day = propose_by.day_after().map(|day| last.floor(day));
    Ok(day.map(|day| (day, Event::VacancyElapsed { post, propose_by })))
}

/// The last day on which somebody can be proposed for a post; none where nobody has to be.
pub(crate) fn fill_by(
    dossier: &Dossier,
    post: Post,
    editions: &Editions,
) -> Result<Option<Date>, Defect> {
    let case = dossier.appointment.case(post);
    let vacancy = case.and_then(|case| case.step.vacancy());
    match vacancy.zip(dossier.terms.last()) {
        Some((vacancy, last)) => vacancy::last_day((post, vacancy), dossier, last, editions),
        None => Ok(None),
    }
}

/// The appointments after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    let post = event.post();
    let state = &mut dossier.appointment;
    let after = arrows::next(state.case(post), event, on)
        .ok_or_else(|| Defect::out_of_order(state.stands_at(post), event.name()))?;
    state.posts.insert(post, after);
    Ok(())
}
