//! The machines, drawn by asking [`next`](crate::licence::next) what may follow what.
//!
//! Nothing is drawn by hand, so the charts cannot say what the code does not.

mod application;
mod appointment;
mod call;
mod contract;
mod enforcement;
mod premises;
mod principled_approval;
mod transfer;

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::calendar::{Date, Term};
use crate::edition::{EditionId, LatePolicy};
use crate::licence::succession::{Cause, End, Interim, Notice};
use crate::opening::{ImportedStatus, Office, Opened};
use crate::paper::{Paper, Papers};
use crate::party::PartyId;
use crate::renewal::gates::Findings;
use crate::renewal::request::{Request, Timeliness};
use crate::resolution::Resolution;
use crate::{licence, renewal};

pub use application::application;
pub use appointment::appointment;
pub use call::call;
pub use contract::contract;
pub use enforcement::enforcement;
pub use premises::premises;
pub use principled_approval::principled_approval;
pub use transfer::transfer;

/// A machine's name, and what draws it as a Mermaid state diagram.
pub type Chart = (&'static str, fn() -> String);

/// Every chart there is, in the order of a life.
pub const ALL: &[Chart] = &[
    ("call", call),
    ("application", application),
    ("principled_approval", principled_approval),
    ("licence", licence),
    ("renewal", renewal),
    ("premises", premises),
    ("transfer", transfer),
    ("contract", contract),
    ("enforcement", enforcement),
    ("appointment", appointment),
];

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
            interim: None,
        },
        licence::State::Expired {
            on: DAY,
            suspended: true,
            interim: None,
        },
        licence::State::Revoked {
            on: DAY,
            suspended: false,
            interim: None,
        },
        licence::State::Revoked {
            on: DAY,
            suspended: true,
            interim: None,
        },
        licence::State::Surrendered { on: DAY },
        lapsed(Notice::Open { through: DAY }),
        lapsed(Notice::None),
        interim(false),
        interim(true),
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

fn paper() -> Paper {
    Paper {
        name: String::new(),
        favourable: true,
        reference: None,
    }
}

const FINDINGS: Findings = Findings {
    office_active: true,
    unremedied_violations: 0,
};

/// One event of each kind that the engine's own commands and calendar lead to, and the opening.
fn licence_events() -> Vec<licence::Event> {
    use licence::Event;
    let mut events = vec![
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
            act: Box::new(crate::licence::Act {
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
    ];
    events.extend(succession_events());
    events
}

fn succession_events() -> Vec<licence::Event> {
    use licence::Event;
    vec![
        Event::Lapsed {
            end: End {
                cause: Cause::Death,
                occurred_on: DAY,
                proof: String::new(),
            },
            notice_through: Some(DAY),
        },
        Event::NoticeElapsed { through: DAY },
        Event::InterimBegun {
            heir: PartyId([0; 16]),
            manager: PartyId([0; 16]),
            until: DAY,
        },
        Event::InterimEnded { until: DAY },
    ]
}

fn lapsed(notice: Notice) -> licence::State {
    licence::State::Lapsed {
        on: DAY,
        notice,
        suspended: false,
    }
}

fn interim(suspended: bool) -> licence::State {
    licence::State::Interim {
        interim: Interim {
            until: DAY,
            heir: PartyId([0; 16]),
            manager: PartyId([0; 16]),
        },
        suspended,
    }
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
        State::Filed {
            request: request.clone(),
            papers: Papers::default(),
        },
        State::Incomplete {
            request: request.clone(),
            papers: Papers::default(),
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
        Event::Recorded {
            paper: paper(),
            through: None,
        },
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
