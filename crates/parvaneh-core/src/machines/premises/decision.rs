//! What each command about the premises leads to.

use super::{Event, Premises, days};
use crate::actor::Actor;
use crate::calendar::{Date, Term};
use crate::edition::{Editions, Means, PremisesRules};
use crate::law::OwnRule;
use crate::machines::{self, Context, coming, licence, silence};
use crate::paper::Paper;
use crate::party::normalise;
use crate::refusal::{Code, Refusal};
use crate::resolution::{Matter, Motion, Question, Resolution, SessionVote};
use crate::state::silence::Awaited;
use crate::state::{Defect, Dossier};
use crate::text::Reason;

/// Only while a relocation is asked for, or an heir may give notice.
pub(super) fn record(
    dossier: &Dossier,
    paper: &Paper,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if !dossier.licence.awaits_notice() {
        licence::in_force(dossier)?;
        if dossier.permits.relocation.is_none() {
            return Err(not_at_this_step("licence.record"));
        }
    }
    Ok(Event::Recorded {
        through: context.receive(paper)?,
        paper: paper.clone(),
    })
}

/// Where the office is, once; from there on it moves by a relocation. None: it is on record.
pub(super) fn record_premises(
    dossier: &Dossier,
    at: &Premises,
    context: &Context<'_>,
) -> Result<Option<Event>, Refusal> {
    rules(dossier, context)?;
    match &dossier.premises {
        None => Ok(Some(Event::PremisesRecorded { at: at.clone() })),
        Some(known) if known == at => Ok(None),
        Some(known) => Err(
            Refusal::new(Code::PremisesKnown, OwnRule::PremisesRecordedFirst)
                .because("town", &known.town)
                .because("address", &known.address),
        ),
    }
}

/// Within the town, which has to be known.
pub(super) fn request_relocation(
    dossier: &Dossier,
    to: &Premises,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let rules = rules(dossier, context)?;
    match &dossier.premises {
        Some(now) if normalise(&now.town) != normalise(&to.town) => {
            Err(Refusal::new(Code::OtherTown, &rules.relocation)
                .because("town", &now.town)
                .because("asked", &to.town))
        }
        None => Err(Refusal::new(
            Code::TownUnknown,
            OwnRule::PremisesRecordedFirst,
        )),
        Some(_) => Ok(Event::RelocationRequested {
            to: to.clone(),
            edition: context.edition.id.clone(),
        }),
    }
}

/// To the place that was asked for, once its papers are on file: at once, or from a later day on.
pub(super) fn relocate(
    dossier: &Dossier,
    resolution: &Resolution,
    from: Option<Date>,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    rules(dossier, context)?;
    match &dossier.permits.relocation {
        None => Err(not_at_this_step("licence.relocate")),
        Some(relocation) => {
            let to = relocation.to.clone();
            may_move(dossier, &to, context)?;
            let resolution =
                context.carried(dossier, resolution, Matter::Relocation, Motion::Permit)?;
            match coming::later(from, context)? {
                Some(from) => {
                    let act = coming::Act::Relocation { to, resolution };
                    coming::decided(dossier, act, from, context)
                }
                None => Ok(vec![Event::Relocated { to, resolution }.into()]),
            }
        }
    }
}

/// Refuses a place that was not asked for last, or whose papers do not suffice today.
pub(crate) fn may_move(
    dossier: &Dossier,
    to: &Premises,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let rules = rules(dossier, context)?;
    let permits = &dossier.permits;
    match &permits.relocation {
        Some(relocation) if relocation.to == *to => {
            permits
                .papers
                .satisfy(&rules.relocation, &context.edition.papers, context.today)
        }
        Some(_) | None => Err(not_at_this_step("licence.relocate")),
    }
}

/// What was asked for is turned down.
pub(super) fn refuse_relocation(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    rules(dossier, context)?;
    match &dossier.permits.relocation {
        None => Err(not_at_this_step("licence.refuse_relocation")),
        Some(_) => {
            let resolution =
                context.carried(dossier, resolution, Matter::Relocation, Motion::Refuse)?;
            Ok(Event::RelocationRefused {
                resolution,
                reason: reason.into(),
            })
        }
    }
}

/// The move that nobody has decided on in time: it may be made once its papers are on file, or may not, as
/// silence means.
pub(super) fn decided_by_silence(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<(Date, Event)>, Defect> {
    let passed = silence::passed(dossier, editions, &Awaited::Relocation)?;
    Ok(passed.and_then(|passed| {
        let silence = passed.silence;
        let event = match passed.means {
            Means::Granted => {
                let to = dossier.permits.relocation.as_ref()?.to.clone();
                may_move(dossier, &to, &passed.context(&Actor::calendar())).ok()?;
                Event::RelocatedBySilence { to, silence }
            }
            Means::Refused => Event::RelocationRefusedBySilence { silence },
            Means::None => return None,
        };
        Some((passed.on, event))
    }))
}

/// Closed from today on, for no longer than one permission allows.
pub(super) fn permit_closure(
    dossier: &Dossier,
    through: Date,
    resolution: &Resolution,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let rules = rules(dossier, context)?;
    match dossier.permits.closed {
        Some(closed) => Err(Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
            .because("closed_through", closed.through)),
        None => {
            let days = days::of_a_closure(through, rules, context)?;
            let resolution = permitted(dossier, resolution, Matter::Closure, context)?;
            Ok(Event::ClosurePermitted { days, resolution })
        }
    }
}

/// Before the days of the permission are over.
pub(super) fn reopen(dossier: &Dossier, context: &Context<'_>) -> Result<Event, Refusal> {
    rules(dossier, context)?;
    match dossier.permits.closed {
        None => Err(not_at_this_step("licence.reopen")),
        Some(_) => Ok(Event::Reopened),
    }
}

/// For days ahead, of an office that may be used.
pub(super) fn permit_counter(
    dossier: &Dossier,
    at: &Premises,
    days: Term,
    resolution: &Resolution,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let rules = rules(dossier, context)?;
    if dossier.licence.is_suspended() {
        return Err(Refusal::new(Code::Suspended, OwnRule::SuspendedNotUsed));
    }
    days::of_a_counter(days, &dossier.permits.counters, rules, context)?;
    let resolution = permitted(dossier, resolution, Matter::Counter, context)?;
    Ok(Event::CounterPermitted {
        at: at.clone(),
        days,
        resolution,
    })
}

/// By a vote of the time of the licence: nobody records when a permission was asked for.
fn permitted(
    dossier: &Dossier,
    resolution: &Resolution,
    matter: Matter,
    context: &Context<'_>,
) -> Result<SessionVote, Refusal> {
    let first = dossier.terms.first();
    let since = first.map(|first| Ord::min(first.term.from, context.today));
    let question = Question::new(matter, Motion::Permit);
    context.carried_since(dossier, resolution, &question, since)
}

/// The rules of the edition, where it knows premises and the licence is in force.
fn rules<'e>(dossier: &Dossier, context: &Context<'e>) -> Result<&'e PremisesRules, Refusal> {
    let rules = context.knows(&context.edition.premises, "premises")?;
    licence::in_force(dossier)?;
    Ok(rules)
}

fn not_at_this_step(asked: &str) -> Refusal {
    Refusal::new(Code::NotAtThisStep, OwnRule::ActsOnWhatWasAsked).because("asked", asked)
}
