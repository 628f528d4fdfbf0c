//! What may follow what in a principled approval, and a sample of each message.

use super::{Approval, Case, Command, Event, Notice, State, Step};
use crate::calendar::Date;
use crate::edition::{Edition, Means};
use crate::machines::Drawing;
use crate::machines::licence::{Hearing, Measure};
use crate::machines::sample::{DAY, resolution, silence};
use crate::machines::specimen::Specimen;
use crate::resolution::{Matter, Motion};
use crate::state::silence::Decision;
use crate::text::FreeText;

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    let case = match (event, state) {
        (
            Event::Issued {
                resolution,
                through,
            },
            State::None,
        ) => Case {
            approval: Approval {
                resolution: resolution.clone(),
                issued_on: on,
                through: *through,
                extended: false,
                stayed_through: None,
                notice: None,
            },
            step: Step::Issued,
        },
        (Event::Cancelled { .. }, State::Given(_)) => return Some(State::Cancelled),
        (Event::Withdrawn, State::Given(_)) => return Some(State::Withdrawn),
        (event, State::Given(case)) => match end(case.step, event) {
            Some(end) => return Some(end),
            None => Case {
                approval: changed(&case.approval, event, on),
                step: step(case, event)?,
            },
        },
        (_, _) => return None,
    };
    Some(State::Given(Box::new(case)))
}

/// What ends an approval at one step alone.
fn end(step: Step, event: &Event) -> Option<State> {
    match (event, step) {
        (Event::Fulfilled, Step::Presented) => Some(State::Fulfilled),
        (Event::Refused { .. } | Event::RefusedBySilence { .. }, Step::Presented) => {
            Some(State::Cancelled)
        }
        (Event::Lapsed { .. }, Step::Issued | Step::Extended) => Some(State::Lapsed),
        (_, _) => None,
    }
}

/// How far the approval has come after `event`.
fn step(case: &Case, event: &Event) -> Option<Step> {
    match (event, case.step) {
        (Event::Extended { .. }, Step::Issued) => Some(Step::Extended),
        (Event::Stayed { .. }, step @ (Step::Issued | Step::Extended)) => Some(step),
        (Event::PremisesConfirmed, Step::Issued | Step::Extended) => Some(Step::PremisesReady),
        (Event::Presented, Step::PremisesReady) => Some(Step::Presented),
        (Event::NoticeServed { .. }, any) => Some(any),
        (Event::Defended, any) => case.approval.notice.as_ref().map(|_| any),
        // Back to where it stood.
        (Event::Returned { .. }, Step::Presented) => Some(match case.approval.extended {
            true => Step::Extended,
            false => Step::Issued,
        }),
        (_, _) => None,
    }
}

/// The approval after `event`.
fn changed(approval: &Approval, event: &Event, on: Date) -> Approval {
    let mut after = approval.clone();
    match event {
        Event::Extended { through, .. } => {
            after.through = *through;
            after.extended = true;
        }
        Event::Stayed { through, .. } => after.stayed_through = Some(*through),
        Event::Returned { through, .. } => after.through = *through,
        Event::NoticeServed {
            served_on,
            defend_by,
        } => {
            after.notice = Some(Notice {
                served_on: *served_on,
                defend_by: *defend_by,
                heard_on: None,
            });
        }
        Event::Defended => {
            if let Some(notice) = &mut after.notice {
                notice.heard_on = Some(on);
            }
        }
        Event::Issued { .. }
        | Event::PremisesConfirmed
        | Event::Presented
        | Event::Refused { .. }
        | Event::RefusedBySilence { .. }
        | Event::Cancelled { .. }
        | Event::Lapsed { .. }
        | Event::Withdrawn
        | Event::Fulfilled => {}
    }
    after
}

/// Principled approval as an edition has it; none where it knows none.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, Event>> {
    rules.principled_approval.as_ref()?;
    Some(Drawing {
        name: "principled_approval",
        start: State::default(),
        events: events().into_iter().chain(by_silence(rules)).collect(),
        alike: Vec::new(),
        next: Box::new(|state, event| next(state, event, DAY)),
        name_of: State::name,
        has_ended: |state| state.has_ended() || *state == State::Fulfilled,
    })
}

/// What comes of silence, where it means something.
fn by_silence(rules: &Edition) -> Option<Event> {
    match rules.silence.means(Decision::Issue) {
        Means::Refused => Some(Event::RefusedBySilence { silence: silence() }),
        Means::None | Means::Granted => None,
    }
}

fn events() -> Vec<Event> {
    let (reason, through) = (FreeText::default, DAY);
    vec![
        Event::Issued {
            resolution: resolution(),
            through,
        },
        Event::Extended {
            resolution: resolution(),
            through,
        },
        Event::Stayed {
            resolution: resolution(),
            reason: reason(),
            through,
        },
        Event::PremisesConfirmed,
        Event::Presented,
        Event::Returned {
            reason: reason(),
            through,
        },
        Event::Refused { reason: reason() },
        Event::NoticeServed {
            served_on: DAY,
            defend_by: DAY,
        },
        Event::Defended,
        Event::Cancelled {
            resolution: resolution(),
            measure: Measure {
                reason: reason(),
                hearing: Hearing {
                    notice_served_on: DAY,
                    heard_on: None,
                },
            },
        },
        Event::Lapsed { through },
        Event::Withdrawn,
        Event::Fulfilled,
    ]
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let case = specimen.dossier.principled_approval.case();
    let ends_on = match case.map(|case| (case.step, &case.approval)) {
        Some((Step::Issued | Step::Extended, approval)) => approval.ends_on(),
        Some((Step::PremisesReady | Step::Presented, _)) | None => specimen.today,
    };
    vec![
        Command::Issue {
            resolution: specimen.resolution(Matter::PrincipledApproval, Motion::Issue),
        },
        Command::Extend {
            resolution: specimen.resolution(Matter::PrincipledApproval, Motion::Extend),
        },
        Command::Stay {
            resolution: specimen.resolution(Matter::PrincipledApproval, Motion::Stay),
            reason: specimen.reason(),
            through: ends_on.day_after().unwrap_or(ends_on),
        },
        Command::ConfirmPremises,
        Command::Present,
        Command::Return {
            reason: specimen.reason(),
        },
        Command::Refuse {
            reason: specimen.reason(),
        },
        Command::ServeNotice,
        Command::Defend,
        Command::Cancel {
            resolution: specimen.resolution(Matter::PrincipledApproval, Motion::Cancel),
            reason: specimen.reason(),
        },
        Command::Withdraw,
    ]
}
