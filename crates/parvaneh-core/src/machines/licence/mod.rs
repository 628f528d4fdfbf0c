//! The licence (پروانه), from its first term to its end.
//!
//! ```text
//!   NotIssued ── open, issue ──▶ Active ── suspend ──▶ Suspended ── lift, its days pass ──▶ Active
//!   Active, Suspended, Interim ── the term ends, a timely renewal is undecided or may still be asked
//!     for ──▶ the same, continued
//!   Active, Suspended, Interim, Lapsed and open ── a general act moves the end or the deadline ──▶ the
//!     same, within its term
//!   Active, Suspended ── the term ends ─────▶ Expired
//!   Active, Suspended ── surrender ─────────▶ Surrendered
//!   Active, Suspended ── revoke ────────────▶ Revoked
//!   Active, Suspended ── the holder dies or is dissolved ──▶ Lapsed, open to an heir's notice
//!   Expired ── its holder is found to have died before, and nobody could ask for a renewal ──▶ Lapsed, open
//!   Lapsed, open ── notice ──▶ Interim ── the transfer is registered ──▶ Active, Suspended
//!   Lapsed, open ── the time for it passes ──▶ Lapsed
//!   Interim ── suspend ──▶ Interim, suspended ── lift ──▶ Interim
//!   Interim ── the interim runs out ──▶ Lapsed
//!   Interim ── the term ends, surrender, revoke ──▶ Expired, Surrendered, Revoked
//!   Expired, Revoked, Lapsed, Interim ── reinstate ──▶ what it was before
//! ```
//!
//! Suspension and revocation are asked of [`enforcement`](crate::machines::enforcement), and so is an end of
//! a suspension before its days are over.
//!
//! Invariants:
//! - Suspension does not stop the term from running, and death does not lift it.
//! - The days of an interim rest while the licence has ended.
//! - `Expired`, `Surrendered`, `Revoked` and a `Lapsed` that is open to no notice are final: only a
//!   register that states a later term of its own (an opening) leads out of them, and a reinstatement
//!   out of all but `Surrendered`.
//! - Terms do not overlap, and those that this engine grants leave no gap.

mod arrows;
mod due;
mod extension;
mod issue;
mod messages;
mod reinstatement;
pub mod succession;

use crate::calendar::Date;
use crate::law::OwnRule;
use crate::machines::{self, Context, application, coming, renewal, transfer};
use crate::party::PartyId;
use crate::refusal::{Code, Refusal};
use crate::state::{Defect, Dossier};

pub use crate::state::licence::{Interim, Notice, State};
pub use crate::state::{TermRecord, renewal_due};
pub(crate) use arrows::{drawing, specimens};
pub use due::due;
pub(crate) use extension::{extension, missed};
pub(crate) use issue::may_hold;
pub use issue::{Act, Issue};
pub use messages::{Command, Event, Hearing, Measure, STEPS};
pub use reinstatement::Reinstatement;
pub(crate) use reinstatement::reinstated_on_review;
pub use succession::{Cause, End};

/// What follows from `command` on a settled dossier. No events: it is already so.
///
/// Refusals come in this order: who may, whether the state allows it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    if is_already_so(&dossier.licence, command) {
        return Ok(vec![]);
    }
    context.role_as(command.by(), command.power())?;
    match command {
        Command::Issue(issue) => issue::issue(dossier, issue, context),
        Command::Surrender { from } => surrender(dossier, *from, context),
        Command::Reinstate(asked) => reinstatement::reinstate(dossier, asked, context),
        Command::Lapse(end) => Ok(vec![succession::lapse(dossier, end, context)?.into()]),
        Command::GiveNotice {
            heir,
            manager,
            with,
        } => succession::give_notice(dossier, *heir, *manager, with, context),
    }
}

/// What is already so is answered before it is asked who may.
fn is_already_so(state: &State, command: &Command) -> bool {
    match command {
        Command::Surrender { .. } => match state {
            State::Surrendered { .. } => true,
            State::NotIssued
            | State::Active { .. }
            | State::Suspended { .. }
            | State::Expired { .. }
            | State::Revoked { .. }
            | State::Lapsed { .. }
            | State::Interim { .. } => false,
        },
        Command::Lapse(_) => state.is_without_holder(),
        Command::Issue(_) | Command::Reinstate(_) | Command::GiveNotice { .. } => false,
    }
}

/// On receipt, or from a later day on.
fn surrender(
    dossier: &Dossier,
    from: Option<Date>,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    in_force(dossier)?;
    no_open_case(dossier, context)?;
    match (coming::later(from, context)?, gives_up(dossier)) {
        (Some(from), Some(holder)) => {
            coming::decided(dossier, coming::Act::Surrender { holder }, from, context)
        }
        (Some(_), None) | (None, _) => Ok(vec![Event::Surrendered { imported: None }.into()]),
    }
}

/// Who may give the licence up: its holder, in the interim the heir.
pub(crate) fn gives_up(dossier: &Dossier) -> Option<PartyId> {
    dossier.licence.heir().or(dossier.holder)
}

/// Nobody gives up, or gives away, a licence to escape a case, or a measure that is to come (D).
pub(crate) fn no_open_case(dossier: &Dossier, context: &Context<'_>) -> Result<(), Refusal> {
    let rule = OwnRule::StaysWhileCaseOpen;
    let Some(file) = dossier.enforcement.open_case() else {
        return match dossier.coming.measure() {
            None => Ok(()),
            Some(coming) => Err(Refusal::new(Code::CaseOpen, rule)
                .because("to_come", coming.act.kind().word())
                .because("from", coming.from)),
        };
    };
    let refusal = Refusal::new(Code::CaseOpen, rule)
        .because("violation", &file.violation)
        .because("stands_at", dossier.enforcement.name());
    Err(match dossier.enforcement.objection_by() {
        // What is to come bars it after the case as well.
        Some(by) if dossier.coming.measure().is_none() => {
            let by = context.edition_of(&file.edition).working_day(by);
            refusal.until(by.day_after().unwrap_or(by))
        }
        Some(_) | None => refusal,
    })
}

/// Refuses unless the licence has been issued and has not ended.
pub(crate) fn in_force(dossier: &Dossier) -> Result<(), Refusal> {
    match &dossier.licence {
        State::Active { .. } | State::Suspended { .. } | State::Interim { .. } => Ok(()),
        State::NotIssued => Err(Refusal::new(Code::NotIssued, OwnRule::IssuedOnce)),
        State::Expired { on, .. } => Err(ended("expired_on", *on)),
        State::Revoked { on, .. } => Err(ended("revoked_on", *on)),
        State::Surrendered { on } => Err(ended("surrendered_on", *on)),
        State::Lapsed { on, .. } => Err(ended("lapsed_on", *on)),
    }
}

fn ended(how: &str, on: Date) -> Refusal {
    Refusal::new(Code::LicenceEnded, OwnRule::EndedIsNotRevived).because(how, on)
}

/// The licence after `event`, which is about to happen on the day `on`; none where it cannot follow.
pub(crate) fn after(dossier: &Dossier, event: &Event, on: Date) -> Option<State> {
    match speaks_of_an_earlier_term(dossier, event) {
        true => Some(dossier.licence.clone()),
        false => arrows::next(&dossier.licence, event, on),
    }
}

/// What another register states of an earlier term than the one in hand is kept, and changes nothing.
fn speaks_of_an_earlier_term(dossier: &Dossier, event: &Event) -> bool {
    let latest = dossier.terms.last().map(|last| last.term.from);
    match event {
        Event::Opened(opened) => latest.is_some_and(|latest| opened.term.from < latest),
        Event::Suspended { imported, .. }
        | Event::SuspensionLifted { imported, .. }
        | Event::Revoked { imported, .. }
        | Event::Surrendered { imported } => imported
            .as_ref()
            .is_some_and(|of| Some(of.term_from) != latest),
        Event::Issued { .. }
        | Event::Reinstated { .. }
        | Event::Extended { .. }
        | Event::Continued { .. }
        | Event::Expired { .. }
        | Event::Lapsed { .. }
        | Event::NoticeElapsed { .. }
        | Event::InterimBegun { .. }
        | Event::InterimEnded { .. } => false,
    }
}

/// The licence after `event`, which has already happened on the day `on`, with its holder and its terms.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    match event {
        Event::Opened(opened) => {
            dossier.office = Some(opened.office.clone());
            let days = (opened.term, opened.renewal_due);
            let stated = TermRecord::granted(days, opened.edition.clone(), on, on);
            let latest = dossier.insert_term(stated)?;
            if latest {
                dossier.holder = Some(opened.holder);
            }
        }
        Event::Issued {
            act,
            term,
            renewal_due,
            edition,
        } => {
            dossier.office = Some(act.office.clone());
            dossier.holder = Some(act.holder);
            let (days, runs_from) = ((*term, *renewal_due), Ord::max(on, term.from));
            dossier.insert_term(TermRecord::granted(days, edition.clone(), on, runs_from))?;
        }
        Event::Reinstated {
            term, renewal_due, ..
        } => {
            let until = extension::ended_by(&dossier.licence).unwrap_or(on);
            if let Some(last) = dossier.terms.last_mut() {
                last.is_changed(on, until);
                last.term = *term;
                last.runs_from = Ord::max(last.runs_from, on);
                last.renewal_due = *renewal_due;
            }
        }
        Event::Extended { .. } => extension::evolve(dossier, event, on),
        Event::Suspended { .. }
        | Event::Revoked { .. }
        | Event::Surrendered { .. }
        | Event::SuspensionLifted { .. }
        | Event::Continued { .. }
        | Event::Expired { .. }
        | Event::Lapsed { .. }
        | Event::NoticeElapsed { .. }
        | Event::InterimBegun { .. }
        | Event::InterimEnded { .. } => {}
    }
    dossier.licence = after(dossier, event, on)
        .ok_or_else(|| Defect::out_of_order(dossier.licence.name(), event.name()))?;
    Ok(())
}

/// What an event of another machine, which has changed its own part, changes of the licence, its holder
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
        let (days, runs_from) = ((*term, *renewal_due), Ord::max(on, term.from));
        dossier.insert_term(TermRecord::granted(days, edition.clone(), on, runs_from))?;
        dossier.licence = dossier.licence.renewed(on);
    }
    if let machines::Event::Renewal(renewal::Event::TimeGiven { until }) = event
        && let Some(last) = dossier.terms.last_mut()
    {
        last.is_changed(on, on);
        last.renewal_due = Some(*until);
        last.runs_from = Ord::max(last.runs_from, on);
    }
    if let machines::Event::Transfer(
        transfer::Event::Registered { holder, .. }
        | transfer::Event::RegisteredBySilence { holder, .. },
    ) = event
    {
        dossier.holder = Some(*holder);
        dossier.passed_on = Some(on);
        dossier.licence = dossier.licence.passed_on();
    }
    Ok(())
}
