//! What may follow what in a transfer, and a sample of each message.

use super::{Case, Command, Event, Filing, Stage, State, Step};
use crate::edition::{Edition, Means};
use crate::machines::Drawing;
use crate::machines::sample::{DAY, PARTY, edition, paper, resolution, silence};
use crate::machines::specimen::{NEWCOMER, Specimen};
use crate::paper::Paper;
use crate::party::PartyKind;
use crate::resolution::{Matter, Motion};
use crate::stage::{Procedure, Stage as _};
use crate::state::silence::Decision;
use crate::text::{Deficiencies, FreeText};

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event) -> Option<State> {
    let case = match (event, state) {
        (Event::Filed { request }, state) if state.open_request().is_none() => Case {
            request: request.clone().into(),
            step: Step::Filed,
        },
        (event, State::Requested(case)) => {
            let mut after = Case {
                step: step_after(case.step, event)?,
                ..case.clone()
            };
            if let Event::Recorded { paper, through } = event {
                after.request.papers.put(paper, *through);
            }
            if let Event::DeficiencyNoted { .. } = event {
                after.request.deficiency_listed = true;
            }
            after
        }
        (_, State::None) => return None,
    };
    Some(State::Requested(case))
}

/// How far the request has come after `event`.
fn step_after(step: Step, event: &Event) -> Option<Step> {
    use Step as S;
    let at_stage = |to: Option<Stage>| to.map_or(S::Confirmed, |stage| S::AtStage { stage });
    match (event, step) {
        (Event::DeficiencyNoted { cure_by, .. }, S::Filed) => {
            Some(S::Incomplete { cure_by: *cure_by })
        }
        (Event::Cured, S::Incomplete { .. }) => Some(S::Filed),
        (Event::ReviewBegun { stage }, S::Filed) => Some(S::AtStage { stage: *stage }),
        (Event::Recorded { .. }, S::Filed | S::Incomplete { .. } | S::AtStage { .. }) => Some(step),
        (Event::StagePassed { stage: passed, to }, S::AtStage { stage })
            if *passed == stage && stage != Stage::Session && *to != Some(stage) =>
        {
            Some(at_stage(*to))
        }
        (
            Event::Confirmed { to, .. },
            S::AtStage {
                stage: Stage::Session,
            },
        ) if *to != Some(Stage::Session) => Some(at_stage(*to)),
        (Event::Refused { .. }, S::AtStage { .. }) => Some(S::Refused),
        (Event::RefusedBySilence { .. }, S::Filed | S::AtStage { .. }) => Some(S::Refused),
        (Event::Registered { .. } | Event::RegisteredBySilence { .. }, S::Confirmed) => {
            Some(S::Registered)
        }
        (Event::CureElapsed { .. }, S::Incomplete { .. })
        | (Event::Abandoned { .. }, S::Filed | S::Incomplete { .. } | S::AtStage { .. }) => {
            Some(S::Abandoned)
        }
        (Event::Withdrawn, open) if open.is_open() => Some(S::Withdrawn),
        (Event::EndedWithLicence, open) if open.is_open() => Some(S::Abandoned),
        (_, _) => None,
    }
}

/// The transfer as an edition has it, its stages in the edition's order; none where it knows none.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, Event>> {
    let stages = &rules.transfer.as_ref()?.stages;
    let needs = stages.value.iter().flat_map(|stage| &stage.needs);
    let papers = needs.map(|name| Event::Recorded {
        paper: paper(name),
        through: None,
    });
    Some(Drawing {
        name: "transfer",
        start: State::default(),
        events: events(stages)
            .into_iter()
            .chain(by_silence(rules))
            .collect(),
        alike: papers.collect(),
        next: Box::new(next),
        name_of: State::name,
        has_ended: State::has_ended,
    })
}

/// What comes of silence, where it means something.
fn by_silence(rules: &Edition) -> Vec<Event> {
    let of_the_confirmation = match rules.silence.means(Decision::Transfer) {
        Means::Refused => Some(Event::RefusedBySilence { silence: silence() }),
        Means::None | Means::Granted => None,
    };
    let of_the_registration = match rules.silence.means(Decision::Registration) {
        Means::Granted => Some(Event::RegisteredBySilence {
            holder: PARTY,
            through: DAY,
            silence: silence(),
        }),
        Means::None | Means::Refused => None,
    };
    let both = [of_the_confirmation, of_the_registration];
    both.into_iter().flatten().collect()
}

fn filing() -> Filing {
    Filing {
        transferee: PARTY,
        transferee_kind: PartyKind::Legal,
        open_through: DAY,
        edition: edition(),
    }
}

fn events(stages: &Procedure<Stage>) -> Vec<Event> {
    let mut events = vec![
        Event::Filed { request: filing() },
        Event::DeficiencyNoted {
            missing: Vec::new(),
            cure_by: DAY,
        },
        Event::Cured,
        Event::CureElapsed { cure_by: DAY },
        Event::Recorded {
            paper: paper(""),
            through: None,
        },
        Event::Confirmed {
            resolution: resolution(),
            to: stages.after(Stage::Session),
        },
        Event::Refused {
            resolution: resolution(),
            unmet: FreeText::default(),
        },
        Event::Registered {
            holder: PARTY,
            through: DAY,
        },
        Event::Withdrawn,
        Event::Abandoned { open_through: DAY },
        Event::EndedWithLicence,
    ];
    events.extend(stages.first().map(|stage| Event::ReviewBegun { stage }));
    events.extend(Stage::ALL.iter().map(|stage| Event::StagePassed {
        stage: *stage,
        to: stages.after(*stage),
    }));
    events
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    vec![
        Command::File {
            transferee: NEWCOMER,
            transferee_kind: PartyKind::Legal,
        },
        Command::NoteDeficiency {
            missing: Deficiencies::sample(),
        },
        Command::Cure,
        Command::BeginReview,
        Command::Record {
            paper: paper_at_hand(specimen),
        },
        Command::Pass,
        Command::Confirm {
            resolution: specimen.resolution(Matter::Transfer, Motion::Confirm),
        },
        Command::Refuse {
            resolution: specimen.resolution(Matter::Transfer, Motion::Refuse),
            unmet: specimen.reason(),
        },
        Command::Register { from: None },
        Command::Withdraw,
    ]
}

/// What the stage at hand needs; of a matter at no stage, what any of them does.
fn paper_at_hand(specimen: &Specimen<'_>) -> Paper {
    let transfer = &specimen.dossier.transfer;
    let at = transfer.case().and_then(|case| case.step.stage());
    let stages = specimen.edition.transfer.iter();
    let stages = stages.flat_map(|rules| &rules.stages.value);
    let at_hand = stages.filter(|rule| at.is_none_or(|stage| rule.stage == stage));
    let on_file = transfer.open_request().map(|request| &request.papers);
    specimen.paper(at_hand.flat_map(|rule| &rule.needs), on_file)
}
