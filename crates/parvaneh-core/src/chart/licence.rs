//! The licence, drawn; with the renewal and the transfer that change it.

use super::Chart;
use crate::dossier::Event;
use crate::edition::{Edition, Needed, PendingAtExpiry};
use crate::licence::succession::{Cause, End};
use crate::licence::{Act, Event as Own, State, next, passed_on, renewed};
use crate::machines::Drawing;
use crate::machines::sample::{DAY, PARTY, TERM, edition, office, paper};
use crate::opening::{ImportedStatus, Opened};
use crate::party::PartyKind;
use crate::{renewal, transfer};

pub(super) fn licence(rules: &Edition) -> Option<Chart> {
    let mut events: Vec<Event> = own(rules).into_iter().map(Event::from).collect();
    events.extend(of_others(rules));
    let needs = rules.succession.iter().flat_map(|rules| &rules.needs.value);
    let mut papers = needs.map(|name| {
        Event::from(Own::Recorded {
            paper: paper(name),
            through: None,
        })
    });
    events.extend(papers.next());
    let machine = Drawing {
        name: "licence",
        start: State::default(),
        events,
        alike: papers.collect(),
        next: Box::new(move |state, event| follows(state, event, rules)),
        name_of: State::name,
        has_ended: State::has_ended_for_good,
    };
    Some(machine.draw(rules))
}

fn follows(state: &State, event: &Event, rules: &Edition) -> Option<State> {
    let unsuspended = rules
        .transfer
        .as_ref()
        .map(|rules| rules.not_suspended.value);
    match event {
        // What is put on file of the premises is drawn with them.
        Event::Licence(Own::Recorded { .. }) if state.is_in_force() => None,
        Event::Licence(event) => next(state, event, DAY),
        Event::Renewal(_) => match state {
            State::Active { .. } | State::Suspended { .. } => Some(renewed(state)),
            State::NotIssued
            | State::Expired { .. }
            | State::Revoked { .. }
            | State::Surrendered { .. }
            | State::Lapsed { .. }
            | State::Interim { .. } => None,
        },
        Event::Transfer(_) => {
            let barred = state.is_suspended() && unsuspended == Some(Needed::Needed);
            (state.is_in_force() && !barred).then(|| passed_on(state))
        }
        Event::Call(_)
        | Event::Application(_)
        | Event::PrincipledApproval(_)
        | Event::Enforcement(_)
        | Event::Appointment(_)
        | Event::Contract(_) => None,
    }
}

/// One event of each kind that the engine's own commands and calendar lead to, and the opening.
fn own(rules: &Edition) -> Vec<Own> {
    let mut events = vec![
        Own::Issued {
            act: Box::new(Act {
                number: String::new(),
                office: office(),
                holder: PARTY,
                holder_kind: PartyKind::Legal,
                from: DAY,
                qualification: None,
                principled_approval: None,
            }),
            term: TERM,
            renewal_due: None,
            edition: edition(),
        },
        Own::Opened(Box::new(Opened {
            number: String::new(),
            office: office(),
            holder: PARTY,
            term: TERM,
            renewal_due: None,
            edition: edition(),
            issued_on: None,
            imported: String::new(),
        })),
    ];
    if rules.licence.pending_at_expiry.value == PendingAtExpiry::Continue {
        events.push(Own::Continued { through: DAY });
    }
    events.push(Own::Expired { through: DAY });
    events.extend(of_enforcement(rules));
    events.push(Own::Surrendered { imported: None });
    events.extend(of_succession(rules));
    events.push(Own::Reinstated {
        decision: String::new(),
        reason: String::new(),
        term: TERM,
        renewal_due: None,
        request: None,
    });
    events
}

/// Without cases, only another register states that a licence is suspended or revoked.
fn of_enforcement(rules: &Edition) -> Vec<Own> {
    let knows_cases = rules.enforcement.cases.is_some();
    let imported = || {
        (!knows_cases).then_some(ImportedStatus {
            term_from: DAY,
            day_known: false,
        })
    };
    let mut events = vec![
        Own::Suspended {
            measure: None,
            imported: imported(),
        },
        Own::Revoked {
            measure: None,
            imported: imported(),
        },
    ];
    if knows_cases {
        events.push(Own::SuspensionLifted {
            reason: String::new(),
        });
    }
    events
}

fn of_succession(rules: &Edition) -> Vec<Own> {
    let lapsed = |notice_through| Own::Lapsed {
        end: End {
            cause: Cause::Death,
            occurred_on: DAY,
            proof: String::new(),
        },
        notice_through,
    };
    match rules.succession {
        None => vec![lapsed(None)],
        Some(_) => vec![
            lapsed(Some(DAY)),
            Own::NoticeElapsed { through: DAY },
            Own::InterimBegun {
                heir: PARTY,
                manager: PARTY,
                until: DAY,
            },
            Own::InterimEnded { until: DAY },
        ],
    }
}

/// What other machines make of the licence.
fn of_others(rules: &Edition) -> Vec<Event> {
    let mut events = vec![Event::from(renewal::Event::Granted {
        term: TERM,
        renewal_due: None,
        edition: edition(),
    })];
    if rules.transfer.is_some() {
        events.push(Event::from(transfer::Event::Registered {
            holder: PARTY,
            through: DAY,
        }));
    }
    events
}
