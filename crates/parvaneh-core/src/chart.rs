//! The machines, drawn by asking [`next`](crate::licence::next) what may follow what.
//!
//! Nothing is drawn by hand, so the charts cannot say what the code does not.

mod appointment;
mod enforcement;

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::calendar::{Date, Term};
use crate::edition::{EditionId, LatePolicy};
use crate::opening::{ImportedStatus, Office, Opened};
use crate::party::PartyId;
use crate::renewal::gates::Findings;
use crate::renewal::request::{Request, Timeliness};
use crate::resolution::Resolution;
use crate::{licence, renewal};

pub use appointment::appointment;
pub use enforcement::enforcement;

/// The licence as a Mermaid state diagram.
pub fn licence() -> String {
    let states = [
        licence::State::NotIssued,
        licence::State::Active { continued: false },
        licence::State::Active { continued: true },
        licence::State::Suspended { continued: false },
        licence::State::Suspended { continued: true },
        licence::State::Expired {
            on: DAY,
            suspended: false,
        },
        licence::State::Expired {
            on: DAY,
            suspended: true,
        },
        licence::State::Revoked {
            on: DAY,
            suspended: false,
        },
        licence::State::Revoked {
            on: DAY,
            suspended: true,
        },
        licence::State::Surrendered { on: DAY },
    ];
    let events = licence_events();
    let arrows = states.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = licence::next(from, event, DAY)?;
            Some((from.name(), to.name(), event.name()))
        })
    });
    draw(licence::State::default().name(), arrows)
}

/// The renewal as a Mermaid state diagram.
pub fn renewal() -> String {
    let events = renewal_events();
    let states = renewal_states();
    let arrows = states.iter().flat_map(|from| {
        events.iter().filter_map(move |event| {
            let to = renewal::next(from, event)?;
            Some((from.name(), to.name(), event.name()))
        })
    });
    draw(renewal::State::default().name(), arrows)
}

fn draw(
    start: &str,
    arrows: impl Iterator<Item = (&'static str, &'static str, &'static str)>,
) -> String {
    let mut chart = String::from("stateDiagram-v2\n");
    let identifier = |name: &str| name.replace(", ", "_");
    let arrows: BTreeSet<_> = arrows.collect();
    let states: BTreeSet<&str> = arrows
        .iter()
        .flat_map(|(from, to, _)| [*from, *to])
        .collect();
    for state in states {
        let _ = writeln!(chart, "    state \"{state}\" as {}", identifier(state));
    }
    let _ = writeln!(chart, "    [*] --> {}", identifier(start));
    for (from, to, event) in arrows {
        let (_, word) = event.split_once('.').unwrap_or(("", event));
        let _ = writeln!(
            chart,
            "    {} --> {} : {word}",
            identifier(from),
            identifier(to)
        );
    }
    chart
}

/// Any day will do: the arrows do not depend on it.
const DAY: Date = Date::MIN;
const TERM: Term = Term {
    from: DAY,
    through: DAY,
};

fn edition() -> EditionId {
    EditionId(String::new())
}

fn resolution() -> Resolution {
    Resolution {
        session: String::new(),
        on: DAY,
        votes: Vec::new(),
    }
}

fn request(timeliness: Timeliness) -> Request {
    Request {
        filed_on: DAY,
        timeliness,
        excused: false,
        edition: edition(),
    }
}

const FINDINGS: Findings = Findings {
    office_active: true,
    unremedied_violations: 0,
};

/// One event of each kind that the engine's own commands and calendar lead to, and the opening.
fn licence_events() -> Vec<licence::Event> {
    use licence::Event;
    vec![
        Event::Opened(Box::new(Opened {
            number: String::new(),
            office: Office {
                kind: String::new(),
                province: String::new(),
            },
            holder: PartyId([0; 16]),
            term: TERM,
            renewal_due: None,
            edition: edition(),
            issued_on: None,
            imported: String::new(),
        })),
        Event::Issued {
            act: Box::new(crate::licence::Issue {
                number: String::new(),
                office: Office {
                    kind: String::new(),
                    province: String::new(),
                },
                holder: PartyId([0; 16]),
                holder_kind: crate::party::PartyKind::Legal,
                from: DAY,
                qualification: None,
                principled_approval: None,
            }),
            term: TERM,
            renewal_due: None,
            edition: edition(),
        },
        Event::Suspended {
            measure: None,
            imported: Some(STATED),
        },
        Event::SuspensionLifted {
            reason: String::new(),
        },
        Event::Revoked {
            measure: None,
            imported: Some(STATED),
        },
        Event::Surrendered {
            imported: Some(STATED),
        },
        Event::Reinstated {
            decision: String::new(),
            reason: String::new(),
            term: TERM,
            renewal_due: None,
            request: None,
        },
        Event::Continued { through: DAY },
        Event::Expired { through: DAY },
    ]
}

const STATED: ImportedStatus = ImportedStatus {
    term_from: DAY,
    day_known: false,
};

fn renewal_states() -> Vec<renewal::State> {
    use renewal::State;
    let request = request(Timeliness::Timely);
    vec![
        State::NotFiled { reminded: 0 },
        State::DeadlinePassed,
        State::Filed(request.clone()),
        State::Incomplete {
            request: request.clone(),
            cure_by: DAY,
        },
        State::UnderReview {
            request: request.clone(),
            findings: FINDINGS,
        },
        State::Confirmed {
            request: request.clone(),
            findings: FINDINGS,
        },
        State::Refused(request.clone()),
        State::Granted(request.clone()),
        State::OutOfTime(request.clone()),
        State::DeemedWithdrawn,
        State::Withdrawn(request),
    ]
}

fn renewal_events() -> Vec<renewal::Event> {
    use renewal::Event;
    vec![
        Event::ReminderDue {
            rung: 1,
            renewal_due: DAY,
            current_through: DAY,
        },
        Event::DeadlinePassed {
            renewal_due: DAY,
            policy: LatePolicy::RefuseOrExcuse,
        },
        Event::DeadlinePassed {
            renewal_due: DAY,
            policy: LatePolicy::DeemedWithdrawal,
        },
        Event::Filed {
            request: request(Timeliness::Timely),
            imported: None,
        },
        Event::Filed {
            request: request(Timeliness::Late),
            imported: None,
        },
        Event::DeficiencyNoted {
            missing: Vec::new(),
            cure_by: DAY,
        },
        Event::Cured,
        Event::CureElapsed { cure_by: DAY },
        Event::ReviewBegun { findings: FINDINGS },
        Event::LatenessExcused {
            resolution: resolution(),
            reason: String::new(),
        },
        Event::Confirmed {
            resolution: resolution(),
        },
        Event::Refused {
            resolution: None,
            reason: String::new(),
        },
        Event::Granted {
            term: TERM,
            renewal_due: None,
            edition: edition(),
        },
        Event::Withdrawn,
    ]
}
