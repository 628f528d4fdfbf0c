//! What may follow what in a case, and a sample of each message.

use super::file::{File, Sanction, Suspension};
use super::sanction::rung;
use super::{Case, Closing, Command, Event, State, Step};
use crate::calendar::Date;
use crate::edition::{Edition, Means, Rung};
use crate::machines::Drawing;
use crate::machines::sample::{DAY, edition, silence};
use crate::machines::specimen::Specimen;
use crate::state::enforcement::{Proposer, Unused};
use crate::state::silence::Decision;
use crate::text::FreeText;

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    follows(state, event, on).or_else(|| follows(&state.not_reopened()?, event, on))
}

fn follows(state: &State, event: &Event, on: Date) -> Option<State> {
    let case = match (event, state) {
        (
            Event::Reported {
                violation, edition, ..
            },
            state,
        ) if state.open_case().is_none() => Case {
            file: Box::new(File::open(violation, on, edition, state.file())),
            step: Step::Reported,
            before: None,
            unused: None,
            reopened: None,
        },
        (event, State::OnFile(case)) => Case {
            step: match falls_elsewhere(case, event) {
                true => case.step.clone(),
                false => step_after(&case.step, event, on)?,
            },
            file: Box::new(file_after(&case.file, event, on)),
            before: match matches!(event, Event::Sanctioned { .. } | Event::Revoked { .. }) {
                true => Some(case.step.clone()),
                false => case.before.clone(),
            },
            unused: unused(case, event, on),
            reopened: case.reopened.clone().filter(|_| !is_step(event)),
        },
        (_, State::None) => return None,
    };
    Some(State::OnFile(case))
}

/// The time that nobody has used, after `event`: it counts until the next thing is decided.
fn unused(case: &Case, event: &Event, on: Date) -> Option<Box<Unused>> {
    let has_elapsed = match event {
        Event::HearingElapsed { .. }
        | Event::Closed {
            because: Closing::ObjectionElapsed,
        } => true,
        Event::Reported { .. }
        | Event::Dismissed { .. }
        | Event::NoticeServed { .. }
        | Event::Defended
        | Event::Sanctioned { .. }
        | Event::RevocationProposed { .. }
        | Event::Revoked { .. }
        | Event::Objected { .. }
        | Event::Upheld { .. }
        | Event::UpheldBySilence { .. }
        | Event::Overturned { .. }
        | Event::UrgentlySuspended { .. }
        | Event::UrgentSuspensionConfirmed { .. }
        | Event::RemedyVerified { .. }
        | Event::Closed { .. } => false,
    };
    if has_elapsed {
        let (step, last) = (case.step.clone(), on.day_before()?);
        return Some(Box::new(Unused { step, last }));
    }
    let keeps = !is_step(event) || matches!(event, Event::RevocationProposed { .. });
    case.unused.clone().filter(|_| keeps)
}

/// Whether the case goes on by an event; other events are of a suspension beside it.
fn is_step(event: &Event) -> bool {
    !matches!(
        event,
        Event::UrgentlySuspended { .. }
            | Event::UrgentSuspensionConfirmed { .. }
            | Event::RemedyVerified { .. }
    )
}

/// Whether what falls was decided on another case: that is no step of this one.
fn falls_elsewhere(case: &Case, event: &Event) -> bool {
    let Event::Overturned {
        proven_on: Some(on),
        ..
    } = event
    else {
        return false;
    };
    case.step.is_undecided() || case.file.falling(Some(*on)) != case.file.own()
}

/// How far the case has come after `event`.
fn step_after(step: &Step, event: &Event, on: Date) -> Option<Step> {
    use Step as S;
    match (event, step) {
        (
            Event::Dismissed { .. },
            S::Reported | S::NoticeServed { .. } | S::Heard { .. } | S::RevocationProposed { .. },
        ) => Some(S::Dismissed),
        (
            Event::NoticeServed {
                served_on,
                defend_by,
            },
            S::Reported,
        ) => Some(S::NoticeServed {
            served_on: *served_on,
            defend_by: *defend_by,
        }),
        (Event::Defended | Event::HearingElapsed { .. }, S::NoticeServed { served_on, .. }) => {
            Some(S::Heard {
                served_on: *served_on,
                heard_on: (*event == Event::Defended).then_some(on),
            })
        }
        (
            Event::Sanctioned { objection_by, .. },
            S::Heard { .. } | S::RevocationProposed { .. },
        ) => Some(S::Sanctioned {
            objection_by: *objection_by,
        }),
        (
            Event::RevocationProposed {
                occurrence,
                proposed_by,
                proposed_for,
                ..
            },
            S::Heard {
                served_on,
                heard_on,
            },
        ) => Some(S::RevocationProposed {
            served_on: *served_on,
            heard_on: *heard_on,
            occurrence: *occurrence,
            proposer: Proposer::new(proposed_by, proposed_for.as_ref()),
        }),
        (Event::Revoked { objection_by, .. }, S::RevocationProposed { .. }) => Some(S::Revoked {
            objection_by: *objection_by,
        }),
        (Event::Objected { .. }, S::Sanctioned { .. } | S::Revoked { .. }) => Some(S::UnderReview),
        (Event::Upheld { .. } | Event::UpheldBySilence { .. }, S::UnderReview)
        | (Event::Overturned { .. }, S::UnderReview | S::Revoked { .. } | S::Closed)
        | (
            Event::Closed { .. },
            S::Reported
            | S::NoticeServed { .. }
            | S::Heard { .. }
            | S::Sanctioned { .. }
            | S::RevocationProposed { .. }
            | S::Revoked { .. },
        ) => Some(S::Closed),
        (Event::UrgentlySuspended { .. } | Event::UrgentSuspensionConfirmed { .. }, open)
            if open.is_open() =>
        {
            Some(open.clone())
        }
        (Event::RemedyVerified { .. }, any) => Some(any.clone()),
        (_, _) => None,
    }
}

/// The file after `event`.
fn file_after(before: &File, event: &Event, on: Date) -> File {
    let mut file = before.clone();
    match event {
        Event::Sanctioned {
            occurrence,
            sanction,
            ..
        } => file.sanction(*occurrence, on, sanction),
        // It has its effect with the licence's own event, today or on a later day.
        Event::Revoked { occurrence, .. } => file.prove(*occurrence, on, Rung::Revocation, None),
        Event::Overturned { proven_on, .. } => {
            if let Some(at) = file.falling(*proven_on) {
                file.record.remove(at);
            }
        }
        Event::UrgentlySuspended { through, .. } => {
            file.urgent = true;
            file.waiting = Some(Suspension::Urgent { through: *through });
        }
        Event::UrgentSuspensionConfirmed { through, .. } => {
            file.waiting = Some(Suspension::Confirmed { through: *through });
        }
        Event::RemedyVerified { violation } => file.remedy(violation),
        Event::Reported { .. }
        | Event::Dismissed { .. }
        | Event::NoticeServed { .. }
        | Event::Defended
        | Event::HearingElapsed { .. }
        | Event::RevocationProposed { .. }
        | Event::Objected { .. }
        | Event::Upheld { .. }
        | Event::UpheldBySilence { .. }
        | Event::Closed { .. } => {}
    }
    file
}

/// A case as an edition has it, none where it knows no cases.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, Event>> {
    let mut violations = rules.enforcement.cases.as_ref()?.violations.keys();
    let mut events = events(violations.next()?);
    match rules.silence.means(Decision::Review) {
        Means::Refused => events.push(Event::UpheldBySilence {
            silence: silence(),
            court_by: DAY,
        }),
        Means::None | Means::Granted => {}
    }
    let alike = violations.flat_map(|violation| self::events(violation));
    Some(Drawing {
        name: "enforcement",
        start: State::default(),
        events,
        alike: alike.collect(),
        next: Box::new(|state, event| match (event, state) {
            (
                Event::Closed {
                    because: Closing::ObjectionElapsed,
                },
                undecided,
            ) if undecided.objection_by().is_none() => None,
            (event, state) => next(state, event, DAY),
        }),
        name_of: State::name,
        has_ended: State::has_ended,
    })
}

fn events(violation: &str) -> Vec<Event> {
    vec![
        Event::Reported {
            violation: violation.into(),
            facts: FreeText::default().into(),
            edition: edition(),
        },
        Event::Dismissed {
            reason: FreeText::default(),
        },
        Event::NoticeServed {
            served_on: DAY,
            defend_by: DAY,
        },
        Event::Defended,
        Event::HearingElapsed { defend_by: DAY },
        Event::Sanctioned {
            violation: violation.into(),
            occurrence: 1,
            sanction: Sanction::Notice,
            reason: FreeText::default(),
            objection_by: DAY,
        },
        Event::RevocationProposed {
            violation: violation.into(),
            occurrence: 1,
            reason: FreeText::default(),
            proposed_by: FreeText::default(),
            proposed_for: None,
        },
        Event::Revoked {
            violation: violation.into(),
            occurrence: 1,
            reason: FreeText::default(),
            objection_by: DAY,
            court_by: DAY,
        },
        Event::UrgentlySuspended {
            reason: FreeText::default(),
            through: DAY,
        },
        Event::UrgentSuspensionConfirmed {
            reason: FreeText::default(),
            through: DAY,
        },
        Event::RemedyVerified {
            violation: violation.into(),
        },
        Event::Objected {
            reason: FreeText::default(),
        },
        Event::Upheld {
            reason: FreeText::default(),
            court_by: None,
        },
        Event::Overturned {
            decision: FreeText::default(),
            reason: FreeText::default(),
            proven_on: None,
        },
        Event::Closed {
            because: Closing::ObjectionElapsed,
        },
        Event::Closed {
            because: Closing::LicenceEnded,
        },
    ]
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let reason = || specimen.reason();
    let cases = specimen.edition.enforcement.cases.as_ref();
    let file = specimen.dossier.enforcement.file();
    let first = cases.and_then(|cases| cases.violations.keys().next());
    let violation = match file {
        Some(file) => file.violation.clone(),
        None => first.cloned().unwrap_or_default().into(),
    };
    let today = specimen.today;
    let due = cases.zip(file).and_then(|(cases, file)| {
        let occurrence = file.occurrence(specimen.edition.calendar, cases.ages_out.value);
        rung(
            &cases.violations.get(file.violation.as_str())?.value,
            occurrence,
        )
    });
    let sanction = match due {
        None | Some(Rung::Notice | Rung::Revocation) => Sanction::Notice,
        Some(Rung::WrittenWarning) => Sanction::WrittenWarning,
        Some(Rung::ServiceCutoff) => Sanction::ServiceCutoff { through: today },
        Some(Rung::Suspension) => Sanction::Suspension {
            through: None,
            from: None,
        },
    };
    vec![
        Command::Report {
            violation: violation.clone(),
            facts: "what was found".into(),
        },
        Command::Dismiss { reason: reason() },
        Command::ServeNotice,
        Command::Defend,
        Command::Sanction {
            sanction,
            reason: reason(),
        },
        Command::ProposeRevocation { reason: reason() },
        Command::Revoke {
            reason: reason(),
            from: None,
        },
        Command::UrgentlySuspend {
            violation: violation.clone(),
            reason: reason(),
        },
        Command::ConfirmUrgentSuspension { reason: reason() },
        Command::LiftSuspension { reason: reason() },
        Command::VerifyRemedy { violation },
        Command::Object { reason: reason() },
        Command::Uphold { reason: reason() },
        Command::Overturn {
            decision: "1".into(),
            reason: reason(),
        },
    ]
}
