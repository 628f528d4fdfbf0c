//! The call for applicants (فراخوان): a history of its own, beside the dossiers that answer to it.
//!
//! ```text
//!   None ── draft ──▶ Draft ── approve capacity ──▶ CapacityApproved ── publish ──▶ Published
//!   Published ── the day of opening ──▶ Open ── extend, once ──▶ Open
//!   Open ── the last day passes ──▶ Closed ── rank ──▶ Ranked
//!   Ranked ── conclude, the seats are filled ──▶ Concluded
//!   Closed, Ranked ── the reserve list ends ──▶ Concluded
//!   Draft, CapacityApproved, Published, Open, Closed ── cancel ──▶ Cancelled
//! ```
//!
//! Invariants:
//! - Nobody is ranked before each application that answered it is decided.
//! - Who holds a seat is written in the dossiers; a call's history does not change with it.
//! - It opens and closes on its days, and its reserve list ends on its day, whatever anybody does.
//! - Seats are given to those who answered from its closing until it is concluded, and to those on
//!   the reserve list until the list ends.
//! - `Concluded` and `Cancelled` are final.

mod messages;
mod specimen;
mod states;

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Term};
use crate::edition::Editions;
use crate::edition::{CallRules, EditionId};
use crate::law::OwnRule;
use crate::machines::{self, Context};
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::Resolution;
use crate::state::{Defect, Dossier};

pub use messages::{Command, Draft, Event};
pub(crate) use specimen::specimens;
pub use states::next;

/// What stands for the kind of office where a call is filed among the dossiers.
pub const OFFICE_KIND: &str = "call";

/// What a call says.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Its number in the secretariat's books.
    pub number: String,
    /// In the regime's spelling.
    pub province: String,
    /// Which part of the province.
    pub district: String,
    /// How many offices it is for.
    pub seats: u32,
    /// The first day on which it can be answered.
    #[serde(with = "crate::calendar::stored")]
    pub opens_on: Date,
    /// The last one.
    #[serde(with = "crate::calendar::stored")]
    pub closes_on: Date,
    /// Whether it was extended.
    pub extended: bool,
    /// The edition in force on the day of the draft, which judges the call.
    pub edition: EditionId,
}

/// Where a call stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is none.
    #[default]
    None,
    /// Prepared by the secretariat.
    Draft(Box<Call>),
    /// The working group has said how many seats.
    CapacityApproved(Box<Call>),
    /// Made public, and not open yet.
    Published(Box<Call>),
    /// It can be answered.
    Open(Box<Call>),
    /// It can no longer be answered; applications are decided.
    Closed {
        /// The call.
        call: Box<Call>,
        /// The last day of its reserve list.
        #[serde(with = "crate::calendar::stored")]
        reserve_through: Date,
    },
    /// The working group has ranked those who answered.
    Ranked {
        /// The call.
        call: Box<Call>,
        /// The last day of its reserve list.
        #[serde(with = "crate::calendar::stored")]
        reserve_through: Date,
    },
    /// Its seats were filled, or its reserve list has ended. A seat that is freed before that goes
    /// to the list.
    Concluded {
        /// The call.
        call: Box<Call>,
        /// The last day of its reserve list.
        #[serde(with = "crate::calendar::stored")]
        reserve_through: Date,
    },
    /// Called off.
    Cancelled(Box<Call>),
}

/// What follows from `command` on a settled history.
///
/// Refusals come in this order: who may, whether the call allows it, whether the figures do.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    Ok(vec![
        decided(&dossier.call, command, dossier, context)?.into(),
    ])
}

fn decided(
    state: &State,
    command: &Command,
    dossier: &Dossier,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    context.role(command.by())?;
    let rules = context.knows(&context.edition.call, "call")?;
    let refused = || Err(not_at_this_step(command.name(), state));
    match command {
        Command::Draft(draft) => {
            let State::None = state else {
                return refused();
            };
            has_seats(draft.seats, rules)?;
            opens_before_it_closes(draft)?;
            Ok(Event::Drafted {
                draft: draft.clone(),
                edition: context.edition.id.clone(),
            })
        }
        Command::ApproveCapacity {
            resolution,
            seats,
            population,
        } => {
            let State::Draft(_) = state else {
                return refused();
            };
            context.carried(dossier, resolution)?;
            has_seats(*seats, rules)?;
            Ok(Event::CapacityApproved {
                resolution: resolution.clone(),
                seats: *seats,
                population: *population,
                guide: population / rules.people_per_office.value,
            })
        }
        Command::Publish => {
            let State::CapacityApproved(call) = state else {
                return refused();
            };
            publish(call, rules, context)
        }
        Command::Extend {
            resolution,
            closes_on,
        } => {
            let State::Open(call) = state else {
                return refused();
            };
            context.carried(dossier, resolution)?;
            extend(call, *closes_on, resolution)
        }
        Command::Rank { resolution } => {
            let State::Closed { call, .. } = state else {
                return refused();
            };
            context.carried(dossier, resolution)?;
            answers_are_decided(call, context)?;
            Ok(Event::Ranked {
                resolution: resolution.clone(),
            })
        }
        Command::Conclude => {
            let State::Ranked { call, .. } = state else {
                return refused();
            };
            seats_are_filled(call, rules, context)?;
            Ok(Event::Concluded)
        }
        Command::Cancel { resolution, reason } => cancel(dossier, resolution, reason, context),
    }
}

const IN_ORDER: OwnRule = OwnRule::StepsOfACall;

/// Cited wherever a call is answered on another day.
pub(crate) const ITS_DAYS: OwnRule = OwnRule::DaysOfACall;

fn not_at_this_step(asked: &str, state: &State) -> Refusal {
    Refusal::new(Code::NotAtThisStep, Citation::from(IN_ORDER))
        .because("asked", asked)
        .because("stands_at", state.name())
}

/// The guide to how many offices a district needs is recorded and binds nobody; that a call is
/// for somebody follows from what it is.
fn has_seats(seats: u32, rules: &CallRules) -> Result<(), Refusal> {
    match seats {
        0 => Err(Refusal::new(Code::NoSeats, &rules.people_per_office)),
        1.. => Ok(()),
    }
}

fn opens_before_it_closes(draft: &Draft) -> Result<(), Refusal> {
    if draft.opens_on <= draft.closes_on {
        return Ok(());
    }
    let rule = Citation::from(IN_ORDER);
    Err(Refusal::new(Code::CallReversed, rule)
        .because("opens_on", draft.opens_on)
        .because("closes_on", draft.closes_on))
}

fn seats_are_filled(call: &Call, rules: &CallRules, context: &Context<'_>) -> Result<(), Refusal> {
    let answered = context.call.filter(|of| of.number == call.number);
    let taken = answered.map_or(0, |of| of.seats_taken);
    if call.seats <= taken {
        return Ok(());
    }
    Err(Refusal::new(Code::SeatsLeft, &rules.reserve_list)
        .because("seats", call.seats)
        .because("seats_taken", taken))
}

/// Who is still waited for has no rank (D).
fn answers_are_decided(call: &Call, context: &Context<'_>) -> Result<(), Refusal> {
    let answered = context.call.filter(|of| of.number == call.number);
    match answered.map_or(0, |of| of.undecided) {
        0 => Ok(()),
        undecided => {
            let rule = OwnRule::RankedOnceDecided;
            Err(Refusal::new(Code::AnswersUndecided, Citation::from(rule))
                .because("undecided", undecided))
        }
    }
}

fn publish(call: &Call, rules: &CallRules, context: &Context<'_>) -> Result<Event, Refusal> {
    let publisher = rules.publisher.value;
    if context.actor.role != publisher {
        return Err(Refusal::new(Code::RoleMayNot, &rules.publisher)
            .because("role", context.actor.role.word())
            .because("may", publisher.word()));
    }
    let calendar = context.edition.calendar;
    let earliest = calendar.clamped(context.today, rules.notice.value);
    if call.opens_on < earliest {
        return Err(Refusal::new(Code::NoticeTooShort, &rules.notice)
            .because("opens_on", call.opens_on)
            .because("could_open_on", earliest));
    }
    Ok(Event::Published)
}

/// Once, before the call closes, and by no more than its own length (D).
fn extend(call: &Call, closes_on: Date, resolution: &Resolution) -> Result<Event, Refusal> {
    let rule = || Citation::from(OwnRule::CallExtendedOnce);
    if call.extended {
        return Err(Refusal::new(Code::ExtendedBefore, rule()));
    }
    let open = Term {
        from: call.opens_on,
        through: call.closes_on,
    };
    let longer = (closes_on - call.closes_on).num_days();
    if longer < 1 || open.days() < longer {
        return Err(Refusal::new(Code::ExtensionUnfit, rule())
            .because("closes_on", call.closes_on)
            .because("days_more", longer)
            .because("days_more_at_most", open.days()));
    }
    Ok(Event::Extended {
        resolution: resolution.clone(),
        closes_on,
    })
}

/// Before the ranking; who answered may answer another call.
fn cancel(
    dossier: &Dossier,
    resolution: &Resolution,
    reason: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    if !dossier.call.can_be_cancelled() {
        return Err(not_at_this_step("call.cancel", &dossier.call));
    }
    context.carried(dossier, resolution)?;
    context.reasoned(reason)?;
    Ok(Event::Cancelled {
        resolution: resolution.clone(),
        reason: reason.to_owned(),
    })
}

/// The first day on which the calendar alone changes the call, if there is one.
pub fn due_on(dossier: &Dossier, _editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(match &dossier.call {
        State::Published(call) => Some(call.opens_on),
        State::Open(call) => call.closes_on.succ_opt(),
        State::Closed {
            reserve_through, ..
        }
        | State::Ranked {
            reserve_through, ..
        } => reserve_through.succ_opt(),
        State::None
        | State::Draft(_)
        | State::CapacityApproved(_)
        | State::Concluded { .. }
        | State::Cancelled(_) => None,
    })
}

/// What that day makes true, once it has come.
pub fn settle(dossier: &Dossier, editions: &Editions) -> Result<Option<Event>, Defect> {
    Ok(match &dossier.call {
        State::Published(_) => Some(Event::Opened),
        State::Open(call) => {
            let edition = editions.get(&call.edition)?;
            let list = edition.call.as_ref().map(|rules| rules.reserve_list.value);
            let reserve_through = match list {
                Some(list) => edition.calendar.clamped(call.closes_on, list),
                None => call.closes_on,
            };
            Some(Event::Closed { reserve_through })
        }
        State::Closed { .. } | State::Ranked { .. } => Some(Event::ReserveListEnded),
        State::None
        | State::Draft(_)
        | State::CapacityApproved(_)
        | State::Concluded { .. }
        | State::Cancelled(_) => None,
    })
}

/// The call after `event`, which has already happened.
pub fn evolve(dossier: &mut Dossier, event: &Event, _on: Date) -> Result<(), Defect> {
    dossier.call = next(&dossier.call, event)
        .ok_or_else(|| Defect::out_of_order(dossier.call.name(), event.name()))?;
    Ok(())
}

/// The first day on which the calendar alone changes it, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match due_on(dossier, editions)? {
        Some(day) => Ok(settle(dossier, editions)?.map(|event| (day, event))),
        None => Ok(None),
    }
}
