//! What may follow what in an application, and a sample of each message.

use super::{Case, Command, Event, Filing, Lapse, Matter, Objection, Stage, State, Step};
use crate::calendar::Date;
use crate::edition::{Edition, EditionId, Means};
use crate::machines::Drawing;
use crate::machines::sample::{self, DAY, PARTY, edition};
use crate::machines::specimen::{NEWCOMER, Specimen};
use crate::paper::Papers;
use crate::party::PartyKind;
use crate::resolution::{self, Motion};
use crate::stage::{Procedure, Stage as _};
use crate::state::Office;
use crate::state::silence::Decision;
use crate::text::{Deficiencies, FreeText};

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    let case = match (event, state) {
        (
            Event::Filed {
                filing, edition, ..
            },
            state,
        ) if state.open_matter().is_none() => Case {
            matter: filed(filing, edition, on),
            step: Step::Submitted,
        },
        (Event::Recorded { paper, through }, State::Filed(case)) if case.step.is_open() => {
            let mut after = (**case).clone();
            after.matter.papers.put(paper, *through);
            after
        }
        (Event::Withdrawn, State::Filed(case)) if case.step.is_open() => {
            let applicant = case.matter.applicant;
            return Some(State::Withdrawn { applicant });
        }
        (Event::Lapsed { because }, State::Filed(case)) if may_lapse(case.step) => {
            return Some(State::Lapsed {
                applicant: case.matter.applicant,
                because: *because,
            });
        }
        (event, State::Filed(case)) => Case {
            step: step(case.step, event)?,
            matter: changed(&case.matter, event),
        },
        (_, _) => return None,
    };
    Some(State::Filed(Box::new(case)))
}

fn filed(filing: &Filing, edition: &EditionId, on: Date) -> Matter {
    Matter {
        call: filing.call.clone(),
        applicant: filing.applicant,
        applicant_kind: filing.applicant_kind,
        office: filing.office.clone(),
        filed_on: on,
        edition: edition.clone(),
        deficiency_listed: false,
        papers: Papers::default(),
        qualification: None,
    }
}

fn may_lapse(step: Step) -> bool {
    matches!(
        step,
        Step::Incomplete { .. } | Step::Reserve { .. } | Step::Qualified
    )
}

/// How far the application has come after `event`.
fn step(step: Step, event: &Event) -> Option<Step> {
    match (event, step) {
        (Event::DeficiencyNoted { cure_by, .. }, Step::Submitted) => {
            Some(Step::Incomplete { cure_by: *cure_by })
        }
        (Event::Cured, Step::Incomplete { .. }) => Some(Step::Submitted),
        (
            Event::Advanced {
                to: Stage::Clearance,
                ..
            },
            Step::Submitted | Step::ForSession | Step::Reserve { .. },
        ) => Some(Step::UnderClearance),
        (
            Event::Advanced {
                to: Stage::Session, ..
            },
            Step::Submitted | Step::UnderClearance,
        ) => Some(Step::ForSession),
        (
            Event::Qualified { .. },
            Step::UnderClearance | Step::ForSession | Step::Reserve { .. },
        ) => Some(Step::Qualified),
        (Event::Reserved { at, through, .. }, Step::UnderClearance | Step::ForSession) => {
            Some(Step::Reserve {
                at: *at,
                through: *through,
            })
        }
        (Event::Rejected { objection_by, .. }, Step::UnderClearance | Step::ForSession)
        | (
            Event::RejectedBySilence { objection_by, .. },
            Step::Submitted | Step::UnderClearance | Step::ForSession,
        ) => Some(Step::Rejected {
            objection: Objection::Open { by: *objection_by },
        }),
        (event, Step::Rejected { objection }) => objected(objection, event),
        (_, _) => None,
    }
}

/// Where an objection, or the time for it, leads.
fn objected(objection: Objection, event: &Event) -> Option<Step> {
    let objection = match (event, objection) {
        (Event::Objected { .. }, Objection::Open { .. }) => Objection::Pending,
        (
            Event::ObjectionDismissed { .. } | Event::ObjectionDismissedBySilence { .. },
            Objection::Pending,
        )
        | (Event::ObjectionElapsed, Objection::Open { .. }) => Objection::Over,
        (
            Event::ObjectionUpheld { .. } | Event::ObjectionUpheldBySilence { .. },
            Objection::Pending,
        ) => return Some(Step::ForSession),
        (_, _) => return None,
    };
    Some(Step::Rejected { objection })
}

/// What is kept of the application after `event`.
fn changed(matter: &Matter, event: &Event) -> Matter {
    let mut after = matter.clone();
    if let Event::DeficiencyNoted { .. } = event {
        after.deficiency_listed = true;
    }
    if let Event::Qualified { resolution }
    | Event::Advanced {
        to: Stage::Clearance,
        resolution,
    } = event
    {
        after.voted(resolution.as_ref());
    }
    after
}

/// The application as an edition has it, its stages in the order of the edition; none where it knows no
/// applications.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, Event>> {
    let stages = &rules.application.as_ref()?.stages;
    let mut papers = stages
        .value
        .iter()
        .flat_map(|stage| &stage.needs)
        .map(|name| Event::Recorded {
            paper: sample::paper(name),
            through: None,
        });
    let mut events = events(stages);
    events.extend(by_silence(rules));
    events.extend(papers.next());
    let alike = papers.collect();
    Some(Drawing {
        name: "application",
        start: State::default(),
        events,
        alike,
        next: Box::new(
            |state: &State, event: &Event| match is_in_order(state, event, stages) {
                true => {
                    next(state, event, DAY).filter(|_| rules.call.is_some() || !is_reserve(event))
                }
                false => None,
            },
        ),
        name_of: State::name,
        // What is qualified has come to what it was for, and stays so once the licence is issued.
        has_ended: |state| {
            let has_begun = *state != State::None;
            has_begun && (state.open_matter().is_none() || state.qualified().is_some())
        },
    })
}

fn is_reserve(event: &Event) -> bool {
    matches!(event, Event::Reserved { .. })
}

/// Whether the event goes on from a stage to the one that the edition has after it, and a matter
/// lapses for what it waits for.
fn is_in_order(state: &State, event: &Event, stages: &Procedure<Stage>) -> bool {
    let case = state.case();
    let at = case.and_then(|case| match case.step {
        Step::UnderClearance => Some(Stage::Clearance),
        Step::ForSession => Some(Stage::Session),
        Step::Reserve { at, .. } => Some(at),
        Step::Submitted | Step::Incomplete { .. } | Step::Qualified | Step::Rejected { .. } => None,
    });
    let onwards = match at {
        Some(stage) => stages.after(stage),
        None => stages.first(),
    };
    match (event, case.map(|case| case.step)) {
        (Event::Advanced { to, .. }, _) => onwards == Some(*to),
        (Event::Qualified { .. }, _) => onwards.is_none(),
        // Nobody is put on the reserve list whom the working group has not voted on.
        (
            Event::Reserved {
                at: Stage::Clearance,
                ..
            },
            Some(Step::UnderClearance),
        ) => case.is_some_and(|case| case.matter.qualification.is_some()),
        (Event::Reserved { at: of, .. }, _) => at == Some(*of),
        (Event::Lapsed { because }, Some(Step::Incomplete { .. })) => *because == Lapse::NotCured,
        (Event::Lapsed { because }, Some(Step::Reserve { .. })) => {
            *because == Lapse::ReserveListEnded
        }
        (Event::Lapsed { because }, _) => *because == Lapse::ApprovalEnded,
        (_, _) => true,
    }
}

/// What comes of silence, where it means something.
fn by_silence(rules: &Edition) -> Vec<Event> {
    let silence = sample::silence;
    let of_the_application = match rules.silence.means(Decision::Application) {
        Means::Refused => Some(Event::RejectedBySilence {
            silence: silence(),
            objection_by: DAY,
        }),
        Means::None | Means::Granted => None,
    };
    let of_the_objection = match rules.silence.means(Decision::Objection) {
        Means::Granted => Some(Event::ObjectionUpheldBySilence { silence: silence() }),
        Means::Refused => Some(Event::ObjectionDismissedBySilence { silence: silence() }),
        Means::None => None,
    };
    let both = [of_the_application, of_the_objection];
    both.into_iter().flatten().collect()
}

fn events(stages: &Procedure<Stage>) -> Vec<Event> {
    let reason = FreeText::default;
    let mut events = vec![
        Event::Filed {
            filing: Box::new(Filing {
                call: None,
                office: sample::office(),
                applicant: PARTY,
                applicant_kind: PartyKind::Legal,
            }),
            edition: edition(),
            call_closes_by: None,
        },
        Event::DeficiencyNoted {
            missing: Vec::new(),
            cure_by: DAY,
        },
        Event::Cured,
        Event::Qualified { resolution: None },
        Event::Rejected {
            resolution: sample::resolution(),
            unmet: FreeText::default(),
            objection_by: DAY,
        },
        Event::Objected {
            grounds: FreeText::default(),
        },
        Event::ObjectionUpheld { reason: reason() },
        Event::ObjectionDismissed { reason: reason() },
        Event::ObjectionElapsed,
        Event::Withdrawn,
        Event::Lapsed {
            because: Lapse::NotCured,
        },
        Event::Lapsed {
            because: Lapse::ReserveListEnded,
        },
        Event::Lapsed {
            because: Lapse::ApprovalEnded,
        },
    ];
    for stage in Stage::ALL.iter().copied() {
        let voted_on = stages.after(Stage::Session) == Some(stage);
        events.push(Event::Advanced {
            to: stage,
            resolution: voted_on.then(sample::resolution),
        });
        events.push(Event::Reserved {
            resolution: sample::resolution(),
            at: stage,
            through: DAY,
        });
    }
    events
}

/// One command of each kind, and of each paper that the edition names; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let filing = Filing {
        call: specimen
            .call
            .map(|answered| answered.number.as_str().into()),
        office: Office {
            kind: "urban".into(),
            province: "تهران".into(),
        },
        applicant: NEWCOMER,
        applicant_kind: PartyKind::Legal,
    };
    let mut commands = vec![
        Command::File(Box::new(filing)),
        Command::NoteDeficiency {
            missing: Deficiencies::sample(),
        },
        Command::Cure,
    ];
    commands.extend(specimen.edition.papers.keys().map(|name| Command::Record {
        paper: specimen.paper_named(name),
    }));
    commands.extend([
        Command::BeginReview,
        Command::ConcludeClearance,
        Command::Qualify {
            resolution: specimen.resolution(resolution::Matter::Application, Motion::Qualify),
        },
        Command::Reserve {
            resolution: specimen.resolution(resolution::Matter::Application, Motion::Reserve),
        },
        Command::Reject {
            resolution: specimen.resolution(resolution::Matter::Application, Motion::Reject),
            unmet: specimen.reason(),
        },
        Command::Object {
            grounds: specimen.reason(),
        },
        Command::UpholdObjection {
            reason: specimen.reason(),
        },
        Command::DismissObjection {
            reason: specimen.reason(),
        },
        Command::Withdraw,
    ]);
    commands
}
