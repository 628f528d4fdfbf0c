//! Where the office is, and what is permitted beside the licence's own state: to move, to close for
//! a while, to put up a counter elsewhere.
//!
//! ```text
//!   request ──▶ relocation requested ── relocate ──▶ moved
//!                                    ── refuse ────▶ as before
//!   permit ──▶ closed ── reopen, or the last day passes ──▶ open
//! ```
//!
//! Invariants:
//! - An office stays in the town where it is known to be.
//! - The papers of a relocation are on the place that was asked for, and on no other.
//! - One closure at a time. A counter needs no end: its days are in its permission.

use serde::{Deserialize, Serialize};

use super::{Command, Event, in_force};
use crate::calendar::{Calendar, Date, Term};
use crate::edition::{EditionId, PremisesRules};
use crate::law::OwnRule;
use crate::machines::Context;
use crate::paper::{Paper, Papers};
use crate::party::normalise;
use crate::refusal::{Citation, Code, Refusal};
use crate::state::{Defect, Dossier};

/// Where an office is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Premises {
    /// The town or village.
    #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
    pub town: String,
    /// Where in it.
    #[cfg_attr(feature = "schema", schemars(with = "crate::text::FreeText"))]
    pub address: String,
}

/// What is open or permitted beside the licence's own state.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Permits {
    /// The relocation that was asked for.
    pub relocation: Option<Box<Relocation>>,
    /// The days for which the office is closed, both inclusive.
    pub closed: Option<Term>,
    /// The days for which counters elsewhere were permitted.
    pub counters: Vec<Term>,
    /// The papers of the relocation that was asked for, or of an heir's notice: never of both, for
    /// what was asked for ends with the licence.
    pub papers: Papers,
}

/// A request to move.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Relocation {
    /// Where to.
    pub to: Premises,
    /// The edition in force on the day of the request, which judges it.
    pub edition: EditionId,
}

/// What follows from a command about the premises.
pub(super) fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let permits = &dossier.permits;
    if let Command::Record { paper } = command {
        return record(dossier, command, paper, context);
    }
    let rules = context.knows(&context.edition.premises, "premises")?;
    in_force(dossier)?;
    match command {
        Command::RequestRelocation { to } => {
            same_town(dossier, to, rules)?;
            let (to, edition) = (to.clone(), context.edition.id.clone());
            Ok(Event::RelocationRequested { to, edition })
        }
        Command::Relocate { resolution } => {
            let Some(relocation) = &permits.relocation else {
                return Err(not_at_this_step(command));
            };
            permits.papers.satisfy(&rules.relocation, context.today)?;
            context.carried(dossier, resolution)?;
            let (to, resolution) = (relocation.to.clone(), resolution.clone());
            Ok(Event::Relocated { to, resolution })
        }
        Command::RefuseRelocation { resolution, reason } => {
            if permits.relocation.is_none() {
                return Err(not_at_this_step(command));
            }
            context.carried(dossier, resolution)?;
            Ok(Event::RelocationRefused {
                resolution: resolution.clone(),
                reason: reason.clone(),
            })
        }
        Command::PermitClosure {
            through,
            resolution,
        } => {
            let days = closure(permits, *through, rules, context)?;
            context.carried(dossier, resolution)?;
            let resolution = resolution.clone();
            Ok(Event::ClosurePermitted { days, resolution })
        }
        Command::Reopen => match permits.closed {
            None => Err(not_at_this_step(command)),
            Some(_) => Ok(Event::Reopened),
        },
        Command::PermitCounter {
            at,
            days,
            resolution,
        } => {
            counter(dossier, *days, rules, context)?;
            context.carried(dossier, resolution)?;
            Ok(Event::CounterPermitted {
                at: at.clone(),
                days: *days,
                resolution: resolution.clone(),
            })
        }
        Command::Issue(_)
        | Command::Surrender
        | Command::Correct(_)
        | Command::Lapse(_)
        | Command::GiveNotice { .. }
        | Command::Record { .. } => Err(not_at_this_step(command)),
    }
}

/// Only while a relocation is asked for, or an heir may give notice.
fn record(
    dossier: &Dossier,
    command: &Command,
    paper: &Paper,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if !dossier.licence.awaits_notice() {
        in_force(dossier)?;
        if dossier.permits.relocation.is_none() {
            return Err(not_at_this_step(command));
        }
    }
    Ok(Event::Recorded {
        through: context.receive(paper)?,
        paper: paper.clone(),
    })
}

fn not_at_this_step(command: &Command) -> Refusal {
    let rule = Citation::from(OwnRule::ActsOnWhatWasAsked);
    Refusal::new(Code::NotAtThisStep, rule).because("asked", command.name())
}

fn same_town(dossier: &Dossier, to: &Premises, rules: &PremisesRules) -> Result<(), Refusal> {
    match &dossier.premises {
        Some(now) if normalise(&now.town) != normalise(&to.town) => {
            Err(Refusal::new(Code::OtherTown, &rules.relocation)
                .because("town", &now.town)
                .because("asked", &to.town))
        }
        Some(_) | None => Ok(()),
    }
}

/// Closed from today on, for no longer than one permission allows.
fn closure(
    permits: &Permits,
    through: Date,
    rules: &PremisesRules,
    context: &Context<'_>,
) -> Result<Term, Refusal> {
    if let Some(closed) = permits.closed {
        let rule = Citation::from(OwnRule::OneOpenMatter);
        return Err(Refusal::new(Code::MatterOpen, rule).because("closed_through", closed.through));
    }
    let longest = Term::starting(context.today, rules.closure.value, context.edition.calendar);
    match Term::new(context.today, through) {
        Ok(days) if through <= longest.through => Ok(days),
        Ok(_) => Err(Refusal::new(Code::ClosedTooLong, &rules.closure)
            .because("through", through)
            .because("latest", longest.through)),
        Err(_) => Err(in_the_past(through, context)),
    }
}

fn in_the_past(day: Date, context: &Context<'_>) -> Refusal {
    let rule = Citation::from(OwnRule::PastRecordedFuturePermitted);
    Refusal::new(Code::DayOutOfOrder, rule)
        .because("day", day)
        .because("today", context.today)
}

/// Days ahead, of which no year has more than a month, counted from the day on which they begin.
fn counter(
    dossier: &Dossier,
    days: Term,
    rules: &PremisesRules,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if dossier.licence.is_suspended() {
        let rule = Citation::from(OwnRule::SuspendedNotUsed);
        return Err(Refusal::new(Code::Suspended, rule));
    }
    if days.from < context.today || days.through < days.from {
        return Err(in_the_past(Ord::min(days.from, days.through), context));
    }
    let calendar = context.edition.calendar;
    let allowed = Term::starting(days.from, rules.counter.value, calendar).days();
    let mut year = year_of(days.from, calendar);
    while year.from <= days.through {
        let counters = dossier.permits.counters.iter().chain([&days]);
        let standing: i64 = counters.map(|counter| shared(counter, &year)).sum();
        if allowed < standing {
            return Err(Refusal::new(Code::CounterTooLong, &rules.counter)
                .because("year", calendar.year_month_day(year.from).year)
                .because("days", standing)
                .because("allowed", allowed));
        }
        year = year_of(year.next_from(), calendar);
    }
    Ok(())
}

/// The year of the calendar in which `day` falls.
fn year_of(day: Date, calendar: Calendar) -> Term {
    let year = calendar.year_month_day(day).year;
    let first = |year| calendar.date(year, 1, 1).unwrap_or(day);
    Term {
        from: first(year),
        through: first(year + 1).pred_opt().unwrap_or(day),
    }
}

/// How many days belong to both.
fn shared(one: &Term, other: &Term) -> i64 {
    let from = Ord::max(one.from, other.from);
    let through = Ord::min(one.through, other.through);
    Term::new(from, through).map_or(0, |days| days.days())
}

impl Permits {
    /// The day on which a closed office is open again, if nobody reopens it before.
    pub(super) fn reopens_on(&self) -> Option<Date> {
        self.closed.map(|days| days.next_from())
    }

    /// What is open, as charts give it.
    pub fn name(&self) -> &'static str {
        match (&self.relocation, self.closed) {
            (None, None) => "Open",
            (None, Some(_)) => "Closed",
            (Some(_), None) => "Open, relocating",
            (Some(_), Some(_)) => "Closed, relocating",
        }
    }
}

/// What may follow what beside the licence's own state. None: the event cannot follow.
pub fn next(permits: &Permits, event: &Event) -> Option<Permits> {
    let mut after = permits.clone();
    match event {
        Event::Recorded { paper, through } => after.papers.put(paper, *through),
        // A request takes the place of the one before it, and is on another place.
        Event::RelocationRequested { to, edition } => {
            after.papers = Papers::default();
            after.relocation = Some(Box::new(Relocation {
                to: to.clone(),
                edition: edition.clone(),
            }));
        }
        Event::Relocated { .. } | Event::RelocationRefused { .. } => {
            after.papers = Papers::default();
            after.relocation.take()?;
        }
        Event::ClosurePermitted { days, .. } => {
            if after.closed.replace(*days).is_some() {
                return None;
            }
        }
        Event::Reopened | Event::ClosureEnded { .. } => {
            after.closed.take()?;
        }
        Event::CounterPermitted { days, .. } => after.counters.push(*days),
        Event::Opened(_)
        | Event::Issued { .. }
        | Event::Suspended { .. }
        | Event::SuspensionLifted { .. }
        | Event::Revoked { .. }
        | Event::Surrendered { .. }
        | Event::Reinstated { .. }
        | Event::Continued { .. }
        | Event::Expired { .. }
        | Event::Lapsed { .. }
        | Event::NoticeElapsed { .. }
        | Event::InterimBegun { .. }
        | Event::InterimEnded { .. } => return None,
    }
    Some(after)
}

/// The dossier's premises and permits after `event`.
pub(super) fn evolve(dossier: &mut Dossier, event: &Event) -> Result<(), Defect> {
    dossier.permits = next(&dossier.permits, event)
        .ok_or_else(|| Defect::out_of_order(dossier.permits.name(), event.name()))?;
    if let Event::Relocated { to, .. } = event {
        dossier.premises = Some(to.clone());
    }
    Ok(())
}

impl Event {
    /// Whether it is about the premises and leaves the licence as it is.
    pub(super) fn is_of_the_premises(&self) -> bool {
        matches!(
            self,
            Self::Recorded { .. }
                | Self::RelocationRequested { .. }
                | Self::Relocated { .. }
                | Self::RelocationRefused { .. }
                | Self::ClosurePermitted { .. }
                | Self::Reopened
                | Self::ClosureEnded { .. }
                | Self::CounterPermitted { .. }
        )
    }
}
