//! The licence (پروانه), from its first term to its end.
//!
//! ```text
//!   NotIssued ── open, issue ──▶ Active ── suspend ──▶ Suspended ── lift ──▶ Active
//!   Active, Suspended ── the term ends, a timely renewal is undecided ──▶ the same, continued
//!   Active, Suspended ── the term ends ─────▶ Expired
//!   Active, Suspended ── surrender ─────────▶ Surrendered
//!   Active, Suspended ── revoke ────────────▶ Revoked
//! ```
//!
//! Invariants:
//! - Suspension does not stop the term from running.
//! - `Expired`, `Surrendered` and `Revoked` are final: only a register that states a later term
//!   of its own (an opening) leads out of them.
//! - Terms do not overlap, and those that this engine grants leave no gap.

mod issue;
mod message;
mod specimen;
mod term_record;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::dossier::{self, Context, Defect, Dossier, Editions};
use crate::edition::PendingAtExpiry;
use crate::refusal::{Citation, Code, Refusal};

pub(crate) use issue::may_hold;
pub use issue::{Act, Issue};
pub use message::{Command, Event, Hearing, Measure};
pub(crate) use specimen::specimens;
pub use term_record::{TermRecord, renewal_due};

/// Where the licence stands once everything up to a day has been settled.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is no licence yet.
    #[default]
    NotIssued,
    /// Issued, and neither suspended nor ended. `continued`: its last term is over and it stays
    /// in force until the renewal is decided.
    Active {
        /// Whether it outlives its last term.
        continued: bool,
    },
    /// Issued, and not to be used for now.
    Suspended {
        /// Whether it outlives its last term.
        continued: bool,
    },
    /// Its last term ended.
    Expired {
        /// The first day on which it was no longer valid.
        #[serde(with = "crate::calendar::stored")]
        on: Date,
    },
    /// Taken away by the authority.
    Revoked {
        /// The first day on which it was no longer valid.
        #[serde(with = "crate::calendar::stored")]
        on: Date,
    },
    /// Given up by the holder.
    Surrendered {
        /// The first day on which it was no longer valid.
        #[serde(with = "crate::calendar::stored")]
        on: Date,
    },
}

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the state allows it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<dossier::Event>, Refusal> {
    match (command, &dossier.licence) {
        (Command::Suspend(_), State::Suspended { .. })
        | (Command::Revoke(_), State::Revoked { .. })
        | (Command::Surrender, State::Surrendered { .. }) => return Ok(vec![]),
        (
            Command::Issue(_)
            | Command::Suspend(_)
            | Command::LiftSuspension { .. }
            | Command::Revoke(_)
            | Command::Surrender,
            _,
        ) => {}
    }
    context.role(command.by())?;
    match command {
        Command::Issue(_) => {}
        Command::Suspend(_)
        | Command::LiftSuspension { .. }
        | Command::Revoke(_)
        | Command::Surrender => in_force(dossier)?,
    }
    let event = match command {
        Command::Issue(issue) => return issue::decide(dossier, issue, context),
        Command::Suspend(measure) => {
            heard(&measure.hearing, context)?;
            Event::Suspended {
                measure: Some(measure.clone()),
                imported: None,
            }
        }
        Command::LiftSuspension { reason } => {
            let State::Suspended { .. } = &dossier.licence else {
                let rule = Citation::default_of_ours("only a suspension that stands can be lifted");
                return Err(Refusal::new(Code::NotSuspended, rule));
            };
            Event::SuspensionLifted {
                reason: reason.clone(),
            }
        }
        Command::Revoke(measure) => {
            heard(&measure.hearing, context)?;
            Event::Revoked {
                measure: Some(measure.clone()),
                imported: None,
            }
        }
        Command::Surrender => Event::Surrendered { imported: None },
    };
    Ok(vec![event.into()])
}

/// No revocation or punitive suspension without served notice and a hearing used or elapsed (D).
pub(crate) fn heard(hearing: &Hearing, context: &Context<'_>) -> Result<(), Refusal> {
    let rule = &context.edition.enforcement.hearing;
    let closes = context
        .edition
        .calendar
        .clamped(hearing.notice_served_on, rule.value);
    let used = hearing
        .heard_on
        .is_some_and(|on| hearing.notice_served_on <= on && on <= context.today);
    if used || closes < context.today {
        return Ok(());
    }
    Err(Refusal::new(Code::HearingOpen, rule)
        .because("notice_served_on", hearing.notice_served_on)
        .because("open_through", closes)
        .until(closes.succ_opt().unwrap_or(closes)))
}

/// Refuses unless the licence has been issued and has not ended.
pub(crate) fn in_force(dossier: &Dossier) -> Result<(), Refusal> {
    match &dossier.licence {
        State::Active { .. } | State::Suspended { .. } => Ok(()),
        State::NotIssued => Err(Refusal::new(Code::NotIssued, issued_once())),
        State::Expired { on } => Err(ended("expired_on", *on)),
        State::Revoked { on } => Err(ended("revoked_on", *on)),
        State::Surrendered { on } => Err(ended("surrendered_on", *on)),
    }
}

pub(crate) fn issued_once() -> Citation {
    Citation::default_of_ours("a dossier has one licence, which is issued once and before all else")
}

fn ended(how: &str, on: Date) -> Refusal {
    let rule = "what has ended is not revived; a correction needs its own authority";
    Refusal::new(Code::LicenceEnded, Citation::default_of_ours(rule)).because(how, on)
}

/// The first day on which the calendar alone changes the licence, if there is one.
pub fn due_on(dossier: &Dossier) -> Option<Date> {
    let last = dossier.terms.last()?;
    match dossier.licence {
        State::Active { continued: false } | State::Suspended { continued: false } => {
            Some(last.floor(last.term.next_from()))
        }
        State::Active { continued: true } | State::Suspended { continued: true } => {
            match dossier.renewal.open_request() {
                Some(_) => None,
                None => dossier.as_of,
            }
        }
        State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. } => None,
    }
}

/// What the end of the term leads to, once it has come.
pub fn settle(dossier: &Dossier, editions: &Editions) -> Result<Option<Event>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    let through = last.term.through;
    let edition = match dossier.renewal.open_request() {
        Some(request) => editions.get(&request.edition)?,
        None => editions.get(&last.edition)?,
    };
    let stays = dossier.renewal.is_timely_and_complete()
        && edition.licence.pending_at_expiry.value == PendingAtExpiry::Continue;
    Ok(Some(match dossier.licence {
        State::Active { continued: false } | State::Suspended { continued: false } if stays => {
            Event::Continued { through }
        }
        State::Active { .. } | State::Suspended { .. } => Event::Expired { through },
        State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. } => return Ok(None),
    }))
}

/// The licence after `event`, which has already happened on the day `on`.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    match event {
        Event::Opened(opened) => {
            dossier.office = Some(opened.office.clone());
            let latest = dossier.insert_term(TermRecord {
                term: opened.term,
                renewal_due: opened.renewal_due,
                edition: opened.edition.clone(),
                runs_from: on,
            })?;
            if latest {
                dossier.holder = Some(opened.holder);
                dossier.licence = State::Active { continued: false };
            }
            return Ok(());
        }
        Event::Issued {
            act,
            term,
            renewal_due,
            edition,
        } => {
            dossier.office = Some(act.office.clone());
            dossier.holder = Some(act.holder);
            dossier.insert_term(TermRecord {
                term: *term,
                renewal_due: *renewal_due,
                edition: edition.clone(),
                runs_from: Ord::max(on, term.from),
            })?;
        }
        Event::Suspended { imported, .. }
        | Event::Revoked { imported, .. }
        | Event::Surrendered { imported } => {
            let latest = dossier.terms.last().map(|last| last.term.from);
            if imported
                .as_ref()
                .is_some_and(|of| Some(of.term_from) != latest)
            {
                // It speaks of an earlier term than the one in hand; history keeps it.
                return Ok(());
            }
        }
        Event::SuspensionLifted { .. } | Event::Continued { .. } | Event::Expired { .. } => {}
    }
    dossier.licence = next(&dossier.licence, event, on).ok_or_else(|| Defect::OutOfOrder {
        state: format!("{:?}", dossier.licence),
        event: format!("{event:?}"),
    })?;
    Ok(())
}

/// The licence once a next term was granted: what it outlived its last term for has come.
pub(crate) fn renewed(state: &State) -> State {
    match state {
        State::Active { .. } => State::Active { continued: false },
        State::Suspended { .. } => State::Suspended { continued: false },
        State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. } => state.clone(),
    }
}

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    use State as S;
    match (state, event) {
        (_, Event::Opened(_)) | (S::NotIssued, Event::Issued { .. }) => {
            Some(S::Active { continued: false })
        }
        (S::Active { continued }, Event::Suspended { .. }) => Some(S::Suspended {
            continued: *continued,
        }),
        (S::Suspended { continued }, Event::SuspensionLifted { .. }) => Some(S::Active {
            continued: *continued,
        }),
        (S::Active { continued: false }, Event::Continued { .. }) => {
            Some(S::Active { continued: true })
        }
        (S::Suspended { continued: false }, Event::Continued { .. }) => {
            Some(S::Suspended { continued: true })
        }
        (S::Active { .. } | S::Suspended { .. }, Event::Expired { .. }) => Some(S::Expired { on }),
        (S::Active { .. } | S::Suspended { .. }, Event::Revoked { .. }) => Some(S::Revoked { on }),
        (S::Active { .. } | S::Suspended { .. }, Event::Surrendered { .. }) => {
            Some(S::Surrendered { on })
        }
        (_, _) => None,
    }
}

impl State {
    /// The first day on which it was no longer valid, if it has ended.
    pub fn ended_on(&self) -> Option<Date> {
        match self {
            Self::Expired { on } | Self::Revoked { on } | Self::Surrendered { on } => Some(*on),
            Self::NotIssued | Self::Active { .. } | Self::Suspended { .. } => None,
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotIssued => "NotIssued",
            Self::Active { continued: false } => "Active",
            Self::Active { continued: true } => "Active, continued",
            Self::Suspended { continued: false } => "Suspended",
            Self::Suspended { continued: true } => "Suspended, continued",
            Self::Expired { .. } => "Expired",
            Self::Revoked { .. } => "Revoked",
            Self::Surrendered { .. } => "Surrendered",
        }
    }
}
