//! The death or dissolution of the holder, an heir's notice, and the interim that it begins.
//!
//! All of it is ours (D): no text says what becomes of a licence whose holder is gone. It lapses on
//! the day on which that is recorded, for nobody can be told to have known before. Whatever an
//! open renewal has reached stays, for it is the licence's: its deadlines run on, and it is acted on
//! again in the interim. A transfer that the dead holder filed ends; the heir files another.

use serde::{Deserialize, Serialize};

use super::{Event, Interim, Notice, State, ended, in_force};
use crate::calendar::Date;
use crate::law::OwnRule;
use crate::machines::Context;
use crate::party::PartyId;
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;
use crate::text::FreeText;

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
    pub proof: FreeText,
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

/// The secretariat records that the holder is gone.
pub(super) fn lapse(dossier: &Dossier, end: &End, context: &Context<'_>) -> Result<Event, Refusal> {
    in_force(dossier)?;
    if context.today < end.occurred_on {
        return Err(
            Refusal::new(Code::DayOutOfOrder, OwnRule::PastRecordedFuturePermitted)
                .because("occurred_on", end.occurred_on)
                .until(end.occurred_on),
        );
    }
    let rules = context.edition.succession.as_ref();
    let calendar = context.edition.calendar;
    Ok(Event::Lapsed {
        end: end.clone(),
        notice_through: rules.map(|rules| calendar.clamped(context.today, rules.notice.value)),
    })
}

/// An heir, or a liquidator, asks in time to go on, and names a manager who may run the office; none: the
/// heir has.
pub(super) fn give_notice(
    dossier: &Dossier,
    heir: PartyId,
    manager: PartyId,
    context: &Context<'_>,
) -> Result<Option<Event>, Refusal> {
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
                return Ok(None);
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
        .satisfy(&rules.needs, &context.edition.papers, context.today)?;
    Ok(Some(Event::InterimBegun {
        heir,
        manager,
        until: context
            .edition
            .calendar
            .clamped(context.today, rules.interim.value),
    }))
}
