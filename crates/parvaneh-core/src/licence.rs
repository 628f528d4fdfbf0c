//! The licence (پروانه), from its first term to its end.
//!
//! ```text
//!   NotIssued ── open, issue ──▶ Active ── suspend ──▶ Suspended ── lift, its days pass ──▶ Active
//!   Active, Suspended ── the term ends, a timely renewal is undecided ──▶ the same, continued
//!   Active, Suspended ── the term ends ─────▶ Expired
//!   Active, Suspended ── surrender ─────────▶ Surrendered
//!   Active, Suspended ── revoke ────────────▶ Revoked
//!   Expired, Revoked ── reinstate ──▶ what it was before
//! ```
//!
//! Suspension and revocation are asked of [`enforcement`](crate::enforcement), and so is an end of
//! a suspension before its days are over.
//!
//! Invariants:
//! - Suspension does not stop the term from running.
//! - `Expired`, `Surrendered` and `Revoked` are final: only a register that states a later term
//!   of its own (an opening) leads out of them, and a correction out of the first and the last.
//! - Terms do not overlap, and those that this engine grants leave no gap.

mod issue;
mod message;
mod reinstatement;
mod specimen;
mod term_record;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::dossier::{self, Context, Defect, Dossier, Editions};
use crate::edition::PendingAtExpiry;
use crate::refusal::{Citation, Code, Refusal};
use crate::renewal;

pub use issue::Issue;
pub use message::{Command, Event, Hearing, Measure};
pub use reinstatement::Correction;
pub(crate) use reinstatement::reinstated_on_review;
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
        /// Whether it was suspended when it ended: so it stands again if that was wrong.
        suspended: bool,
    },
    /// Taken away by the authority.
    Revoked {
        /// The first day on which it was no longer valid.
        #[serde(with = "crate::calendar::stored")]
        on: Date,
        /// Whether it was suspended when it ended: so it stands again if that was wrong.
        suspended: bool,
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
    if let (Command::Surrender, State::Surrendered { .. }) = (command, &dossier.licence) {
        return Ok(vec![]);
    }
    context.role(command.by())?;
    match command {
        Command::Issue(act) => {
            let events = issue::decide(dossier, act, context)?;
            Ok(events.into_iter().map(Into::into).collect())
        }
        Command::Surrender => {
            in_force(dossier)?;
            no_open_case(dossier)?;
            Ok(vec![Event::Surrendered { imported: None }.into()])
        }
        Command::Correct(correction) => reinstatement::correct(dossier, correction, context),
    }
}

/// Nobody gives up, or gives away, a licence to escape a case (D).
pub(crate) fn no_open_case(dossier: &Dossier) -> Result<(), Refusal> {
    let Some(file) = dossier.enforcement.open_case() else {
        return Ok(());
    };
    let rule = "a licence is neither given up nor passed on while a case is open";
    let refusal = Refusal::new(Code::CaseOpen, Citation::default_of_ours(rule))
        .because("violation", &file.violation)
        .because("stands_at", dossier.enforcement.name());
    Err(match dossier.enforcement.objection_by() {
        Some(by) => refusal.until(by.succ_opt().unwrap_or(by)),
        None => refusal,
    })
}

/// Refuses unless the licence has been issued and has not ended.
pub(crate) fn in_force(dossier: &Dossier) -> Result<(), Refusal> {
    match &dossier.licence {
        State::Active { .. } | State::Suspended { .. } => Ok(()),
        State::NotIssued => Err(Refusal::new(Code::NotIssued, issued_once())),
        State::Expired { on, .. } => Err(ended("expired_on", *on)),
        State::Revoked { on, .. } => Err(ended("revoked_on", *on)),
        State::Surrendered { on } => Err(ended("surrendered_on", *on)),
    }
}

fn issued_once() -> Citation {
    Citation::default_of_ours("a dossier has one licence, which is issued once and before all else")
}

fn ended(how: &str, on: Date) -> Refusal {
    let rule = "what has ended is not revived; a correction needs its own authority";
    Refusal::new(Code::LicenceEnded, Citation::default_of_ours(rule)).because(how, on)
}

/// The first day on which the calendar alone changes the licence, if there is one.
pub fn due_on(dossier: &Dossier) -> Option<Date> {
    let days = [released_on(dossier), term_ends_on(dossier)];
    days.into_iter().flatten().min()
}

/// The first day after a suspension that has a last one.
fn released_on(dossier: &Dossier) -> Option<Date> {
    let State::Suspended { .. } = dossier.licence else {
        return None;
    };
    let through = dossier.enforcement.suspension()?.through()?;
    let last = dossier.terms.last()?;
    Some(last.floor(through.succ_opt()?))
}

fn term_ends_on(dossier: &Dossier) -> Option<Date> {
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

/// What that day makes true, once it has come: a suspension is over, or the term.
pub fn settle(dossier: &Dossier, editions: &Editions) -> Result<Option<Event>, Defect> {
    let Some(last) = dossier.terms.last() else {
        return Ok(None);
    };
    let term_ends_on = term_ends_on(dossier);
    let released = released_on(dossier)
        .filter(|day| term_ends_on.is_none_or(|term_ends_on| *day <= term_ends_on));
    if let (Some(_), Some(suspension)) = (released, dossier.enforcement.suspension()) {
        let reason = suspension.end().to_owned();
        return Ok(Some(Event::SuspensionLifted { reason }));
    }
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
                dossier.enforcement.released();
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
        Event::Reinstated {
            term,
            renewal_due,
            request,
            ..
        } => {
            if let Some(last) = dossier.terms.last_mut() {
                last.term = *term;
                last.runs_from = Ord::max(last.runs_from, on);
                if last.renewal_due != *renewal_due {
                    last.renewal_due = *renewal_due;
                    dossier.renewal.reopen();
                }
            }
            if let Some(request) = request {
                dossier.renewal = renewal::State::stating(request);
            }
        }
        Event::SuspensionLifted { .. } | Event::Continued { .. } | Event::Expired { .. } => {}
    }
    dossier.licence = next(&dossier.licence, event, on)
        .ok_or_else(|| Defect::out_of_order(dossier.licence.name(), event.name()))?;
    if let State::Active { .. } = dossier.licence {
        dossier.enforcement.released();
    }
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
        (S::Active { .. } | S::Suspended { .. }, Event::Expired { .. }) => {
            let suspended = matches!(state, S::Suspended { .. });
            Some(S::Expired { on, suspended })
        }
        (S::Active { .. } | S::Suspended { .. }, Event::Revoked { .. }) => {
            let suspended = matches!(state, S::Suspended { .. });
            Some(S::Revoked { on, suspended })
        }
        (S::Expired { suspended, .. } | S::Revoked { suspended, .. }, Event::Reinstated { .. }) => {
            Some(match suspended {
                true => S::Suspended { continued: false },
                false => S::Active { continued: false },
            })
        }
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
            Self::Expired { on, .. } | Self::Revoked { on, .. } | Self::Surrendered { on } => {
                Some(*on)
            }
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
