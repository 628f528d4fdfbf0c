//! The death or dissolution of the holder, an heir's notice, and the interim that it begins.
//!
//! All of it is ours (D): no text says what becomes of a licence whose holder is gone. It lapses on
//! the day on which that is recorded, for nobody can be told to have known before. Whatever an
//! open renewal has reached stays, for it is the licence's: its deadlines run on, and it is acted on
//! again in the interim. A transfer that the dead holder filed ends; the heir files another.

use serde::{Deserialize, Serialize};

use super::{Event, State, ended, in_force};
use crate::calendar::Date;
use crate::law::OwnRule;
use crate::machines::Context;
use crate::party::PartyId;
use crate::refusal::{Citation, Code, Refusal};
use crate::state::Dossier;

/// How and when a holder ceased to be, as it is proven.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct End {
    /// What happened to the holder.
    pub cause: Cause,
    /// The civil date on which it did: a fact, on which no deadline is counted.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::stored")]
    pub occurred_on: Date,
    /// The number of the certificate or judgment that proves it.
    #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
    pub proof: String,
}

/// What happens to a holder so that there is none.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Of a natural person.
    Death,
    /// Of a legal person.
    Dissolution,
}

/// An office that goes on for an heir.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Interim {
    /// The last day of it, unless the term ends before.
    #[serde(with = "crate::calendar::stored")]
    pub until: Date,
    /// Who gave notice.
    pub heir: PartyId,
    /// Who runs the office.
    pub manager: PartyId,
}

/// Whether an heir may give notice.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    /// Through this day.
    Open {
        /// Its last day.
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// Nobody did in time.
    Missed {
        /// The last day on which somebody could.
        #[serde(with = "crate::calendar::stored")]
        through: Date,
    },
    /// There is nothing to give notice for: the interim is over, or the edition knows none.
    None,
}

/// The secretariat records that the holder is gone.
pub(super) fn lapse(dossier: &Dossier, end: &End, context: &Context<'_>) -> Result<Event, Refusal> {
    in_force(dossier)?;
    if context.today < end.occurred_on {
        let rule = Citation::from(OwnRule::PastRecordedFuturePermitted);
        return Err(Refusal::new(Code::DayOutOfOrder, rule)
            .because("occurred_on", end.occurred_on)
            .until(end.occurred_on));
    }
    let rules = context.edition.succession.as_ref();
    let calendar = context.edition.calendar;
    Ok(Event::Lapsed {
        end: end.clone(),
        notice_through: rules.map(|rules| calendar.clamped(context.today, rules.notice.value)),
    })
}

/// An heir, or a liquidator, asks in time to go on, and names a manager who may run the office.
pub(super) fn give_notice(
    dossier: &Dossier,
    heir: PartyId,
    manager: PartyId,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let rules = context.knows(&context.edition.succession, "succession")?;
    match dossier.licence {
        State::Lapsed {
            notice: Notice::Open { .. },
            ..
        } => {}
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
            interim: Interim {
                heir: known, until, ..
            },
            ..
        } => {
            if known == heir {
                return Ok(vec![]);
            }
            let rule = Citation::from(OwnRule::OneOpenMatter);
            return Err(Refusal::new(Code::MatterOpen, rule).because("interim_until", until));
        }
        State::Active { .. } | State::Suspended { .. } => {
            let rule = OwnRule::HeirFollowsRecordedEnd;
            return Err(Refusal::new(Code::NotAtThisStep, Citation::from(rule))
                .because("stands_at", dossier.licence.name()));
        }
        State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. }
        | State::Lapsed {
            notice: Notice::None,
            ..
        } => in_force(dossier)?,
    }
    if let Some(last) = dossier.terms.last()
        && last.term.through < context.today
    {
        return Err(ended("term_through", last.term.through));
    }
    dossier
        .permits
        .papers
        .satisfy(&rules.needs, context.today)?;
    Ok(vec![Event::InterimBegun {
        heir,
        manager,
        until: context
            .edition
            .calendar
            .clamped(context.today, rules.interim.value),
    }])
}

/// What may follow what, of the death of a holder and of the interim.
pub(super) fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    use State as S;
    match (state, event) {
        (S::Active { .. } | S::Suspended { .. }, Event::Lapsed { notice_through, .. }) => {
            Some(S::Lapsed {
                on,
                notice: match notice_through {
                    Some(through) => Notice::Open { through: *through },
                    None => Notice::None,
                },
                suspended: state.is_suspended(),
            })
        }
        (S::Lapsed { .. }, Event::Recorded { .. }) if state.awaits_notice() => Some(state.clone()),
        (S::Lapsed { on, suspended, .. }, Event::NoticeElapsed { through })
            if state.awaits_notice() =>
        {
            Some(S::Lapsed {
                on: *on,
                notice: Notice::Missed { through: *through },
                suspended: *suspended,
            })
        }
        (
            S::Lapsed { suspended, .. },
            Event::InterimBegun {
                heir,
                manager,
                until,
            },
        ) if state.awaits_notice() => Some(S::Interim {
            interim: Interim {
                until: *until,
                heir: *heir,
                manager: *manager,
            },
            suspended: *suspended,
        }),
        (S::Interim { suspended, .. }, Event::InterimEnded { .. }) => Some(S::Lapsed {
            on,
            notice: Notice::None,
            suspended: *suspended,
        }),
        (S::Interim { .. }, Event::Suspended { .. }) if !state.is_suspended() => {
            suspended_or_not(state, true)
        }
        // Its days run out though nobody uses the licence while it is lapsed.
        (S::Interim { .. } | S::Lapsed { .. }, Event::SuspensionLifted { .. })
            if state.carries_suspension() =>
        {
            suspended_or_not(state, false)
        }
        (_, _) => None,
    }
}

fn suspended_or_not(state: &State, is_suspended: bool) -> Option<State> {
    let mut after = state.clone();
    if let State::Interim { suspended, .. } | State::Lapsed { suspended, .. } = &mut after {
        *suspended = is_suspended;
    }
    Some(after)
}
