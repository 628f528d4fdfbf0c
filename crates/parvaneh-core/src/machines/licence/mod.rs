//! The licence (پروانه), from its first term to its end.
//!
//! ```text
//!   NotIssued ── open, issue ──▶ Active ── suspend ──▶ Suspended ── lift, its days pass ──▶ Active
//!   Active, Suspended ── the term ends, a timely renewal is undecided ──▶ the same, continued
//!   Active, Suspended ── the term ends ─────▶ Expired
//!   Active, Suspended ── surrender ─────────▶ Surrendered
//!   Active, Suspended ── revoke ────────────▶ Revoked
//!   Active, Suspended ── the holder dies or is dissolved ──▶ Lapsed, open to an heir's notice
//!   Lapsed, open ── notice ──▶ Interim ── the transfer is registered ──▶ Active, Suspended
//!   Lapsed, open ── the time for it passes ──▶ Lapsed
//!   Interim ── suspend ──▶ Interim, suspended ── lift ──▶ Interim
//!   Interim ── the interim runs out ──▶ Lapsed
//!   Interim ── the term ends, surrender, revoke ──▶ Expired, Surrendered, Revoked
//!   Expired, Revoked, Lapsed, Interim ── reinstate ──▶ what it was before
//! ```
//!
//! Suspension and revocation are asked of [`enforcement`](crate::enforcement), and so is an end of
//! a suspension before its days are over.
//!
//! Invariants:
//! - Suspension does not stop the term from running, and death does not lift it.
//! - `Expired`, `Surrendered`, `Revoked` and a `Lapsed` that is open to no notice are final: only a
//!   register that states a later term of its own (an opening) leads out of them, and a correction
//!   out of all but `Surrendered`.
//! - Nothing outlives its term in the interim.
//! - What was permitted beside the licence ends with it.
//! - Terms do not overlap, and those that this engine grants leave no gap.

mod due;
mod grounds;
mod issue;
mod messages;
pub mod premises;
mod reinstatement;
mod specimen;
mod state;
pub mod succession;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::law::OwnRule;
use crate::machines::{self, Context, application, renewal};
use crate::refusal::{Citation, Code, Refusal};
use crate::state::{Defect, Dossier};

pub(crate) use crate::state::lead;
pub use crate::state::{TermRecord, renewal_due};
pub use due::due;
pub(crate) use issue::may_hold;
pub use issue::{Act, Issue};
pub use messages::{Command, Event, Hearing, Measure};
pub use premises::Permits;
pub use reinstatement::Correction;
pub(crate) use reinstatement::reinstated_on_review;
pub(crate) use specimen::specimens;
pub(crate) use state::{passed_on, renewed};
use succession::{Interim, Notice};

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
        /// The interim in which it ended, if it was in one: so it stands again.
        interim: Option<Interim>,
    },
    /// Taken away by the authority.
    Revoked {
        /// The first day on which it was no longer valid.
        #[serde(with = "crate::calendar::stored")]
        on: Date,
        /// Whether it was suspended when it ended: so it stands again if that was wrong.
        suspended: bool,
        /// The interim in which it ended, if it was in one: so it stands again.
        interim: Option<Interim>,
    },
    /// Given up by the holder.
    Surrendered {
        /// The first day on which it was no longer valid.
        #[serde(with = "crate::calendar::stored")]
        on: Date,
    },
    /// Ended by the death or dissolution of its holder, or with the interim after it.
    Lapsed {
        /// The first day on which it was no longer valid.
        #[serde(with = "crate::calendar::stored")]
        on: Date,
        /// Whether an heir may still give notice.
        notice: Notice,
        /// Whether it was suspended.
        suspended: bool,
    },
    /// In force for an heir, under a manager, until it passes to a new holder.
    Interim {
        /// Of whom, and until when.
        interim: Interim,
        /// Whether it is suspended.
        suspended: bool,
    },
}

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the state allows it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let already_so = match command {
        Command::Surrender => matches!(dossier.licence, State::Surrendered { .. }),
        Command::Lapse(_) => dossier.licence.is_without_holder(),
        Command::Issue(_)
        | Command::Correct(_)
        | Command::GiveNotice { .. }
        | Command::Record { .. }
        | Command::RequestRelocation { .. }
        | Command::Relocate { .. }
        | Command::RefuseRelocation { .. }
        | Command::PermitClosure { .. }
        | Command::Reopen
        | Command::PermitCounter { .. } => false,
    };
    if already_so {
        return Ok(vec![]);
    }
    context.role(command.by())?;
    let events = match command {
        Command::Issue(issue) => return issue::decide(dossier, issue, context),
        Command::Surrender => {
            in_force(dossier)?;
            no_open_case(dossier)?;
            vec![Event::Surrendered { imported: None }]
        }
        Command::Correct(correction) => {
            return reinstatement::correct(dossier, correction, context);
        }
        Command::Lapse(end) => vec![succession::lapse(dossier, end, context)?],
        Command::GiveNotice { heir, manager } => {
            succession::give_notice(dossier, *heir, *manager, context)?
        }
        Command::Record { .. }
        | Command::RequestRelocation { .. }
        | Command::Relocate { .. }
        | Command::RefuseRelocation { .. }
        | Command::PermitClosure { .. }
        | Command::Reopen
        | Command::PermitCounter { .. } => vec![premises::decide(dossier, command, context)?],
    };
    Ok(events.into_iter().map(Into::into).collect())
}

/// Nobody gives up, or gives away, a licence to escape a case (D).
pub(crate) fn no_open_case(dossier: &Dossier) -> Result<(), Refusal> {
    let Some(file) = dossier.enforcement.open_case() else {
        return Ok(());
    };
    let rule = OwnRule::StaysWhileCaseOpen;
    let refusal = Refusal::new(Code::CaseOpen, Citation::from(rule))
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
        State::Active { .. } | State::Suspended { .. } | State::Interim { .. } => Ok(()),
        State::NotIssued => Err(Refusal::new(Code::NotIssued, issued_once())),
        State::Expired { on, .. } => Err(ended("expired_on", *on)),
        State::Revoked { on, .. } => Err(ended("revoked_on", *on)),
        State::Surrendered { on } => Err(ended("surrendered_on", *on)),
        State::Lapsed { on, .. } => Err(ended("lapsed_on", *on)),
    }
}

pub(crate) fn issued_once() -> Citation {
    Citation::from(OwnRule::IssuedOnce)
}

fn ended(how: &str, on: Date) -> Refusal {
    let rule = OwnRule::EndedIsNotRevived;
    Refusal::new(Code::LicenceEnded, Citation::from(rule)).because(how, on)
}

/// What an event of another machine, which is about to change its own part, changes of the licence
/// and its terms.
pub fn follow(dossier: &mut Dossier, event: &machines::Event, on: Date) -> Result<(), Defect> {
    if let machines::Event::Application(application::Event::Filed { filing, .. }) = event {
        dossier.office = Some(filing.office.clone());
    }
    if let machines::Event::Renewal(renewal::Event::Granted {
        term,
        renewal_due,
        edition,
    }) = event
    {
        dossier.insert_term(TermRecord {
            term: *term,
            renewal_due: *renewal_due,
            edition: edition.clone(),
            runs_from: Ord::max(on, term.from),
        })?;
        dossier.licence = state::renewed(&dossier.licence);
    }
    Ok(())
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
        Event::Reinstated { .. } => reinstatement::evolve(dossier, event, on),
        Event::Recorded { .. }
        | Event::RelocationRequested { .. }
        | Event::Relocated { .. }
        | Event::RelocationRefused { .. }
        | Event::ClosurePermitted { .. }
        | Event::Reopened
        | Event::ClosureEnded { .. }
        | Event::CounterPermitted { .. } => premises::evolve(dossier, event)?,
        Event::SuspensionLifted { .. }
        | Event::Continued { .. }
        | Event::Expired { .. }
        | Event::Lapsed { .. }
        | Event::NoticeElapsed { .. }
        | Event::InterimBegun { .. }
        | Event::InterimEnded { .. } => {}
    }
    let after = next(&dossier.licence, event, on)
        .ok_or_else(|| Defect::out_of_order(dossier.licence.name(), event.name()))?;
    if dossier.licence.is_in_force() && !after.is_in_force() {
        dossier.permits = Permits::default();
    }
    dossier.licence = after;
    if !dossier.licence.has_ended_for_good() && !dossier.licence.carries_suspension() {
        dossier.enforcement.released();
    }
    Ok(())
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
        (in_force, Event::Expired { .. }) if in_force.is_in_force() => Some(S::Expired {
            on,
            suspended: in_force.is_suspended(),
            interim: in_force.interim(),
        }),
        (in_force, Event::Revoked { .. }) if in_force.is_in_force() => Some(S::Revoked {
            on,
            suspended: in_force.is_suspended(),
            interim: in_force.interim(),
        }),
        (in_force, Event::Surrendered { .. }) if in_force.is_in_force() => {
            Some(S::Surrendered { on })
        }
        (in_force, beside) if in_force.is_in_force() && beside.is_of_the_premises() => {
            Some(in_force.clone())
        }
        (ended, Event::Reinstated { .. }) => state::reinstated(ended),
        (state, event) => succession::next(state, event, on),
    }
}
