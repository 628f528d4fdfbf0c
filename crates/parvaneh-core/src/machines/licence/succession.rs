//! The death or dissolution of the holder, an heir's notice, and the interim that it begins.
//!
//! All of it is ours (D): no text says what becomes of a licence whose holder is gone. It lapses on
//! the day on which that is recorded, for nobody can be told to have known before. Whatever an
//! open renewal has reached stays, for it is the licence's, and it is acted on again in the interim: the
//! time to cure it rests from the day on which the holder was gone, and for a deadline that passed since time
//! is given. A transfer that the dead holder filed ends; the heir files another.

use serde::{Deserialize, Serialize};

use super::{Event, Interim, Notice, State, ended, in_force};
use crate::calendar::Date;
use crate::edition::{Editions, PendingAtExpiry};
use crate::law::OwnRule;
use crate::machines::{self, Context, renewal};
use crate::party::PartyId;
use crate::refusal::{Code, Refusal};
use crate::state::{Dossier, GoesOn};
use crate::text::FreeText;

pub use crate::state::licence::Cause;

/// How and when a holder ceased to be, as it is proven.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct End {
    /// What happened to the holder.
    pub cause: Cause,
    /// The civil date on which it did: a fact, from which on nobody could act, and on which no deadline is
    /// counted.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::written")]
    pub occurred_on: Date,
    /// The number of the certificate or judgment that proves it.
    pub proof: FreeText,
}

/// The secretariat records that the holder is gone.
///
/// Also where the licence has expired since, if an heir could still go on with it: what expired because nobody
/// could ask for a renewal any more was not given up (D).
pub(super) fn lapse(dossier: &Dossier, end: &End, context: &Context<'_>) -> Result<Event, Refusal> {
    if !expired_with_nobody_there(dossier, end, context) {
        in_force(dossier)?;
    }
    if context.today < end.occurred_on {
        return Err(
            Refusal::new(Code::DayOutOfOrder, OwnRule::PastRecordedFuturePermitted)
                .because("occurred_on", end.occurred_on)
                .until(end.occurred_on),
        );
    }
    let rules = context.edition.succession.as_ref();
    Ok(Event::Lapsed {
        end: end.clone(),
        notice_through: rules
            .map(|rules| context.edition.deadline(context.today, rules.notice.value)),
    })
}

/// Whether the licence has expired after its holder was gone, and time would be given to an heir: for no longer
/// than an interim takes.
fn expired_with_nobody_there(dossier: &Dossier, end: &End, context: &Context<'_>) -> bool {
    let on = match &dossier.licence {
        State::Expired {
            on, interim: None, ..
        } => on,
        State::Expired {
            interim: Some(_), ..
        }
        | State::NotIssued
        | State::Active { .. }
        | State::Suspended { .. }
        | State::Interim { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. }
        | State::Lapsed { .. } => return false,
    };
    let Some(rules) = &context.edition.succession else {
        return false;
    };
    let until = context.edition.calendar.clamped(*on, rules.interim.value);
    end.occurred_on < *on
        && context.today <= until
        && time_given_since(dossier, end.occurred_on, context.editions, context.today).is_some()
}

/// An heir, or a liquidator, shows to be one, asks in time to go on, and names a manager who may run the
/// office; no events: the heir has. Several heirs give one notice.
pub(super) fn give_notice(
    dossier: &Dossier,
    heir: PartyId,
    manager: PartyId,
    with: &[PartyId],
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let rules = context.knows(&context.edition.succession, "succession")?;
    let cause = match &dossier.licence {
        State::Lapsed {
            notice: Notice::Open { cause, .. },
            ..
        } => *cause,
        State::Lapsed {
            on,
            notice: Notice::Missed { through },
            ..
        } => {
            return Err(Refusal::new(Code::NoticeLate, &rules.notice)
                .because("lapsed_on", on)
                .because("last_day", through));
        }
        State::Interim {
            interim:
                Interim {
                    heir: known,
                    until,
                    with,
                    ..
                },
            ..
        } => {
            if *known == heir || with.contains(&heir) {
                return Ok(vec![]);
            }
            return Err(Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
                .because("interim_until", until));
        }
        State::Active { .. } | State::Suspended { .. } => {
            return Err(
                Refusal::new(Code::NotAtThisStep, OwnRule::HeirFollowsRecordedEnd)
                    .because("stands_at", dossier.licence.name()),
            );
        }
        State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. }
        | State::Lapsed {
            notice: Notice::None,
            ..
        } => return in_force(dossier).map(|()| vec![]),
    };
    is_not_over(dossier, context)?;
    are_not_the_deceased(dossier, [heir, manager].iter().chain(with))?;
    let (papers, known) = (&dossier.permits.papers, &context.edition.papers);
    let shown_by = match cause {
        Cause::Death => &rules.heir,
        Cause::Dissolution => &rules.liquidator,
    };
    papers.satisfy(shown_by, known, context.today)?;
    let heirs: Vec<PartyId> = with.iter().copied().chain([heir]).collect();
    papers.are_for(&shown_by.value, known, dossier.holder, &heirs)?;
    papers.satisfy(&rules.needs, known, context.today)?;
    papers.are_for(&rules.needs.value, known, None, &[manager])?;
    let begun = Event::InterimBegun {
        heir,
        manager,
        until: context
            .edition
            .calendar
            .clamped(context.today, rules.interim.value),
        with: with.to_vec(),
    };
    let time = time_given(dossier, context.editions, context.today).map(Into::into);
    Ok([begun.into()].into_iter().chain(time).collect())
}

/// The time that is given where the last timely day passed while nobody could file, or the time to cure a
/// request while nobody could cure it (D); none where neither did, or a request stands that was in time and
/// is complete. Nobody could from the day on which the holder was gone: what passed before that was recorded
/// was lost before anyone could act.
pub(crate) fn time_given(
    dossier: &Dossier,
    editions: &Editions,
    today: Date,
) -> Option<renewal::Event> {
    time_given_since(dossier, dossier.licence.gone_on()?, editions, today)
}

/// The same, where the holder was gone on a day.
fn time_given_since(
    dossier: &Dossier,
    gone_on: Date,
    editions: &Editions,
    today: Date,
) -> Option<renewal::Event> {
    let last = dossier.terms.last()?;
    let due = last.renewal_due?;
    let was_lost = gone_on <= due || dossier.renewal.was_lost_after(gone_on);
    if !was_lost || today <= due || dossier.renewal.is_timely_and_complete() {
        return None;
    }
    let edition = editions.get(&last.edition).ok()?;
    renewal::time_given(edition, last.term, Some(due), today)
}

/// Refuses where the term is over, unless the licence would go on beyond it or time is given.
fn is_not_over(dossier: &Dossier, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(last) = dossier.terms.last() else {
        return Ok(());
    };
    let goes_on = match dossier.goes_on() {
        Some(GoesOn::UntilDecided) => {
            let request = dossier.renewal.open_request();
            let edition = request.map_or(context.edition, |it| context.edition_of(&it.edition));
            edition.licence.pending_at_expiry.value == PendingAtExpiry::Continue
                || dossier.has_time_after_end()
        }
        Some(GoesOn::UntilFiled { by }) => context.today <= by,
        None => false,
    };
    let time = time_given(dossier, context.editions, context.today);
    if context.today <= last.term.through || goes_on || time.is_some() {
        return Ok(());
    }
    Err(ended("term_through", last.term.through))
}

/// Refuses whoever would follow themselves.
fn are_not_the_deceased<'p>(
    dossier: &Dossier,
    mut people: impl Iterator<Item = &'p PartyId>,
) -> Result<(), Refusal> {
    match people.find(|person| dossier.holder == Some(**person)) {
        None => Ok(()),
        Some(holder) => Err(
            Refusal::new(Code::HeirIsTheHolder, OwnRule::HeirIsSomebodyElse)
                .because("holder", holder),
        ),
    }
}

/// A licence that was in force, or that had expired before anybody knew, once its holder has died or been
/// dissolved; until when the heirs may give notice.
pub(super) fn lapses(state: &State, event: &Event, on: Date) -> Option<State> {
    let Event::Lapsed {
        end,
        notice_through,
    } = event
    else {
        return None;
    };
    let suspended = match state {
        State::Active { .. } => false,
        State::Suspended { .. } => true,
        State::Expired {
            suspended,
            interim: None,
            ..
        } if notice_through.is_some() => *suspended,
        State::NotIssued
        | State::Expired { .. }
        | State::Interim { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. }
        | State::Lapsed { .. } => return None,
    };
    let cause = end.cause;
    let open = notice_through.map(|through| Notice::Open { through, cause });
    Some(State::Lapsed {
        on,
        gone_on: Ord::min(end.occurred_on, on),
        notice: open.unwrap_or(Notice::None),
        suspended,
    })
}
