//! What may follow what in a renewal, and a sample of each message.

use super::{Case, Command, Event, Findings, Request, State, Step, Timeliness};
use crate::calendar::Date;
use crate::edition::{Edition, LatePolicy, Means, Needed};
use crate::machines::Drawing;
use crate::machines::sample::{DAY, TERM, edition, paper, resolution, silence};
use crate::machines::specimen::Specimen;
use crate::paper::Papers;
use crate::resolution::{Matter, Motion};
use crate::state::silence::Decision;
use crate::text::{Deficiencies, FreeText, Label};

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    match (event, state) {
        (Event::ReminderDue { rung, .. }, state) if state.awaits_filing() => {
            Some(State::NotFiled { reminded: *rung })
        }
        (Event::DeadlinePassed { policy, .. }, state) if state.awaits_filing() => {
            Some(match policy {
                LatePolicy::RefuseOrExcuse => State::DeadlinePassed,
                LatePolicy::DeemedWithdrawal => State::DeemedWithdrawn,
            })
        }
        (Event::Filed { request, .. }, state) if state.open_request().is_none() => {
            Some(state.stating(request))
        }
        (Event::TimeGiven { .. }, state) => Some(state.reopened()),
        (event, State::Requested(case)) => {
            let (step, excused) = step_after(&case.step, event, on)?;
            Some(State::Requested(Case {
                request: Request {
                    excused: case.request.excused || excused,
                    ..case.request.clone()
                },
                step,
                reminded: case.reminded,
                deficiency_listed: case.deficiency_listed
                    || matches!(event, Event::DeficiencyNoted { .. }),
            }))
        }
        (_, State::NotFiled { .. } | State::DeadlinePassed | State::DeemedWithdrawn) => None,
    }
}

/// How far the request has come after `event`, and whether its lateness is excused by it.
fn step_after(step: &Step, event: &Event, on: Date) -> Option<(Step, bool)> {
    let after = match (event, step) {
        (Event::DeficiencyNoted { cure_by, .. }, Step::Filed { papers }) => Step::Incomplete {
            papers: papers.clone(),
            noted_on: on,
            cure_by: *cure_by,
        },
        (Event::Cured, Step::Incomplete { papers, .. }) => Step::Filed {
            papers: papers.clone(),
        },
        (Event::Recorded { paper, through }, Step::Filed { .. } | Step::Incomplete { .. }) => {
            let mut after = step.clone();
            if let Step::Filed { papers } | Step::Incomplete { papers, .. } = &mut after {
                papers.put(paper, *through);
            }
            after
        }
        (Event::CureElapsed { .. }, Step::Incomplete { .. }) => Step::Withdrawn { on },
        (Event::ReviewBegun { findings }, Step::Filed { .. }) => Step::UnderReview {
            findings: *findings,
        },
        (Event::LatenessExcused { .. }, Step::OutOfTime) => {
            let papers = Papers::default();
            return Some((Step::Filed { papers }, true));
        }
        // By a general act that was not known then it had been in time.
        (Event::LatenessExcused { .. }, Step::Filed { .. }) => return Some((step.clone(), true)),
        (Event::Confirmed { .. }, Step::UnderReview { findings }) => Step::Confirmed {
            findings: *findings,
        },
        (Event::Refused { .. }, Step::UnderReview { .. } | Step::Confirmed { .. }) => Step::Refused,
        // Whoever owes it: what is missing is owed by the holder.
        (
            Event::RefusedBySilence { .. },
            Step::Filed { .. }
            | Step::UnderReview { .. }
            | Step::Confirmed { .. }
            | Step::OutOfTime,
        ) => Step::Refused,
        (Event::Granted { .. }, Step::UnderReview { .. } | Step::Confirmed { .. }) => Step::Granted,
        (Event::Withdrawn { .. }, step) if step.is_open() => Step::Withdrawn { on },
        (_, _) => return None,
    };
    Some((after, false))
}

/// The renewal as an edition has it.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, Event>> {
    let confirmed_first = rules.renewal.confirmation.value == Needed::Needed;
    let needs = rules.renewal.needs.iter().flat_map(|needs| &needs.value);
    let mut alike: Vec<Event> = needs
        .map(|name| Event::Recorded {
            paper: paper(name),
            through: None,
        })
        .collect();
    if confirmed_first {
        alike.push(Event::Refused {
            resolution: Some(resolution()),
            reason: FreeText::default(),
        });
    }
    Some(Drawing {
        name: "renewal",
        start: State::default(),
        events: events(rules),
        alike,
        next: Box::new(move |state, event| match (state.name(), event) {
            ("UnderReview", Event::Granted { .. }) if confirmed_first => None,
            // Only what was late is excused, as far as anybody knows.
            ("Filed", Event::LatenessExcused { .. }) => None,
            // Whoever files after the deadline files late, whatever was before.
            ("DeadlinePassed" | "DeemedWithdrawn", Event::Filed { request, .. })
                if request.timeliness == Timeliness::Timely =>
            {
                None
            }
            (_, event) => next(state, event, DAY),
        }),
        name_of: State::name,
        has_ended: State::has_ended,
    })
}

fn request(timeliness: Timeliness) -> Request {
    Request {
        filed_on: DAY,
        timeliness,
        excused: false,
        edition: edition(),
    }
}

fn events(rules: &Edition) -> Vec<Event> {
    let mut events = with_a_deadline(rules);
    events.extend([
        Event::Filed {
            request: request(Timeliness::Timely),
            imported: None,
        },
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
        Event::ReviewBegun {
            findings: Findings {
                office_active: true,
                unremedied_violations: 0,
            },
        },
        Event::Refused {
            resolution: None,
            reason: FreeText::default(),
        },
        Event::Granted {
            term: TERM,
            renewal_due: None,
            edition: edition(),
        },
        Event::Withdrawn { imported: None },
        Event::TimeGiven { until: DAY },
    ]);
    match rules.silence.means(Decision::Renewal) {
        Means::Refused => events.push(Event::RefusedBySilence { silence: silence() }),
        Means::None | Means::Granted => {}
    }
    if rules.renewal.confirmation.value == Needed::Needed {
        events.push(Event::Confirmed {
            resolution: resolution(),
        });
    }
    events
}

/// What comes of a deadline, where the edition has one.
fn with_a_deadline(rules: &Edition) -> Vec<Event> {
    let Some(policy) = rules.renewal.policy() else {
        return Vec::new();
    };
    let mut events = vec![
        Event::ReminderDue {
            rung: 1,
            renewal_due: DAY,
            current_through: DAY,
        },
        Event::DeadlinePassed {
            renewal_due: DAY,
            policy,
        },
    ];
    match policy {
        LatePolicy::RefuseOrExcuse => events.extend([
            Event::Filed {
                request: request(Timeliness::Late),
                imported: None,
            },
            Event::LatenessExcused {
                resolution: resolution(),
                reason: FreeText::default(),
                after: None,
            },
        ]),
        // Nobody can file late, and another register can state that somebody did.
        LatePolicy::DeemedWithdrawal => events.push(Event::Filed {
            request: request(Timeliness::Late),
            imported: Some(Label::default()),
        }),
    }
    events
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let step = specimen.dossier.renewal.case().map(|case| &case.step);
    let confirmed = matches!(step, Some(Step::Confirmed { .. }));
    let knows_group = specimen.edition.renewal.confirmation.value == Needed::Needed;
    let on_file = step.and_then(Step::papers);
    let needs = specimen.edition.renewal.needs.iter();
    let needs = needs.flat_map(|rule| &rule.value);
    vec![
        Command::File,
        Command::NoteDeficiency {
            missing: Deficiencies::sample(),
        },
        Command::Cure,
        Command::Record {
            paper: specimen.paper(needs, on_file),
        },
        Command::BeginReview {
            findings: Findings {
                office_active: true,
                unremedied_violations: 0,
            },
        },
        Command::ExcuseLateness {
            resolution: specimen.resolution(Matter::Renewal, Motion::ExcuseLateness),
            reason: specimen.reason(),
        },
        Command::Confirm {
            resolution: specimen.resolution(Matter::Renewal, Motion::Confirm),
        },
        Command::Refuse {
            resolution: (knows_group && !confirmed)
                .then(|| specimen.resolution(Matter::Renewal, Motion::Refuse)),
            reason: specimen.reason(),
        },
        Command::Grant,
        Command::Withdraw,
    ]
}
