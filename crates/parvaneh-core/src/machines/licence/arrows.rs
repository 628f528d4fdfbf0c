//! What may follow what in a licence, and a sample of each message.

use super::{
    Act, Cause, Command, End, Event, Interim, Issue, Notice, Reinstatement, State, extension,
    succession,
};
use crate::calendar::Date;
use crate::edition::{AfterEnd, Edition, Needed, SuccessionRules};
use crate::machines::sample::{DAY, PARTY, TERM, edition, measure, office, paper};
use crate::machines::specimen::{NEWCOMER, Specimen};
use crate::machines::{self, Drawing, premises, renewal, transfer};
use crate::party::PartyKind;
use crate::state::opening::{ImportedStatus, Opened};
use crate::state::{Dossier, Office};
use crate::text::{FreeText, Label};

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub(super) fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    use State as S;
    let suspended = state.is_suspended();
    let interim = || state.interim().cloned();
    match (state, event) {
        (_, Event::Opened(_)) | (S::NotIssued, Event::Issued { .. }) => {
            Some(S::Active { continued: false })
        }
        (_, Event::Reinstated { .. }) => state.reinstated(on),
        (S::Active { continued }, Event::Suspended { .. }) => Some(S::Suspended {
            continued: *continued,
        }),
        // A sanction takes the place of what it was suspended for.
        (
            S::Suspended { .. }
            | S::Interim {
                suspended: true, ..
            },
            Event::Suspended {
                measure: Some(_), ..
            },
        ) => Some(state.clone()),
        (S::Suspended { continued }, Event::SuspensionLifted { .. }) => Some(S::Active {
            continued: *continued,
        }),
        (S::Active { continued: false }, Event::Continued { .. }) => {
            Some(S::Active { continued: true })
        }
        (
            S::Interim {
                interim,
                suspended,
                continued: false,
            },
            Event::Continued { .. },
        ) => Some(S::Interim {
            interim: interim.clone(),
            suspended: *suspended,
            continued: true,
        }),
        (S::Suspended { continued: false }, Event::Continued { .. }) => {
            Some(S::Suspended { continued: true })
        }
        (_, Event::Extended { through, .. }) => extension::next(state, through.is_some(), on),
        (_, Event::Expired { .. }) if state.is_in_force() => Some(S::Expired {
            on,
            suspended,
            interim: interim(),
        }),
        (_, Event::Revoked { .. }) if state.is_in_force() => Some(S::Revoked {
            on,
            suspended,
            interim: interim(),
        }),
        (_, Event::Surrendered { .. }) if state.is_in_force() => Some(S::Surrendered { on }),
        (_, event) => {
            succession::lapses(state, event, on).or_else(|| without_holder(state, event, on))
        }
    }
}

/// What may follow what once the holder has died or been dissolved, up to the end of the interim.
fn without_holder(state: &State, event: &Event, on: Date) -> Option<State> {
    use State as S;
    match (state, event) {
        (
            S::Lapsed {
                on,
                gone_on,
                suspended,
                ..
            },
            Event::NoticeElapsed { through },
        ) if state.awaits_notice() => Some(S::Lapsed {
            on: *on,
            gone_on: *gone_on,
            notice: Notice::Missed { through: *through },
            suspended: *suspended,
        }),
        (
            S::Lapsed { suspended, .. },
            Event::InterimBegun {
                heir,
                manager,
                until,
                with,
            },
        ) if state.awaits_notice() => Some(S::Interim {
            interim: Interim {
                until: *until,
                heir: *heir,
                manager: *manager,
                with: with.clone(),
            },
            suspended: *suspended,
            continued: false,
        }),
        (S::Interim { suspended, .. }, Event::InterimEnded { .. }) => Some(S::Lapsed {
            on,
            gone_on: on,
            notice: Notice::None,
            suspended: *suspended,
        }),
        (
            S::Interim {
                interim,
                suspended: false,
                continued,
            },
            Event::Suspended { .. },
        ) => Some(S::Interim {
            interim: interim.clone(),
            suspended: true,
            continued: *continued,
        }),
        (
            S::Interim {
                interim,
                suspended: true,
                continued,
            },
            Event::SuspensionLifted { .. },
        ) => Some(S::Interim {
            interim: interim.clone(),
            suspended: false,
            continued: *continued,
        }),
        (ended, Event::SuspensionLifted { .. }) if ended.was_suspended() => ended.lifted(),
        (_, _) => None,
    }
}

/// The licence as an edition has it, with what other machines make of it.
pub(crate) fn drawing(rules: &Edition) -> Option<Drawing<'_, State, machines::Event>> {
    let mut events: Vec<machines::Event> = own(rules).into_iter().map(Into::into).collect();
    events.extend(of_others(rules));
    let needs = rules.succession.iter().flat_map(SuccessionRules::papers);
    let mut papers = needs.map(|name| {
        machines::Event::from(premises::Event::Recorded {
            paper: paper(name),
            through: None,
        })
    });
    events.extend(papers.next());
    let mut alike: Vec<machines::Event> = papers.collect();
    if rules.enforcement.cases.is_some() {
        let sanctioned = Event::Suspended {
            measure: Some(measure()),
            imported: None,
        };
        alike.push(sanctioned.into());
    }
    Some(Drawing {
        name: "licence",
        start: State::default(),
        events,
        alike,
        next: Box::new(move |state, event| follows(state, event, rules)),
        name_of: State::name,
        has_ended: State::has_ended_for_good,
    })
}

fn follows(state: &State, event: &machines::Event, rules: &Edition) -> Option<State> {
    let unsuspended = rules
        .transfer
        .as_ref()
        .map(|rules| rules.not_suspended.value);
    match event {
        machines::Event::Licence(event) => next(state, event, DAY),
        // What is put on file of the premises is drawn with them.
        machines::Event::Premises(_) => state.awaits_notice().then(|| state.clone()),
        machines::Event::Renewal(_) => match state {
            State::Active { .. } | State::Suspended { .. } | State::Interim { .. } => {
                Some(state.renewed(DAY))
            }
            State::Expired { .. } => match rules.renewal.after_end.value {
                AfterEnd::ByResolution => Some(state.renewed(DAY)),
                AfterEnd::Refused => None,
            },
            State::NotIssued
            | State::Revoked { .. }
            | State::Surrendered { .. }
            | State::Lapsed { .. } => None,
        },
        machines::Event::Transfer(_) => {
            let barred = state.is_suspended() && unsuspended == Some(Needed::Needed);
            (state.is_in_force() && !barred).then(|| state.passed_on())
        }
        machines::Event::Call(_)
        | machines::Event::Application(_)
        | machines::Event::PrincipledApproval(_)
        | machines::Event::Enforcement(_)
        | machines::Event::Appointment(_)
        | machines::Event::Mismatch(_)
        | machines::Event::Contract(_)
        | machines::Event::Coming(_) => None,
    }
}

/// One event of each kind that the engine's own commands and calendar lead to, and the opening.
fn own(rules: &Edition) -> Vec<Event> {
    let mut events = vec![
        Event::Issued {
            act: Box::new(Act {
                number: Label::default(),
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
        Event::Opened(Box::new(Opened {
            number: Label::default(),
            office: office(),
            holder: PARTY,
            term: TERM,
            renewal_due: None,
            edition: edition(),
            issued_on: None,
            imported: Label::default(),
        })),
    ];
    events.push(Event::Continued {
        through: DAY,
        until: None,
    });
    events.push(extension::sample());
    events.push(Event::Expired { through: DAY });
    events.extend(of_enforcement(rules));
    events.push(Event::Surrendered { imported: None });
    events.extend(of_succession(rules));
    events.push(Event::Reinstated {
        decision: FreeText::default(),
        reason: FreeText::default(),
        term: TERM,
        renewal_due: None,
        request: None,
    });
    events
}

/// Without cases, only another register states that a licence is suspended or revoked, or suspended no longer.
fn of_enforcement(rules: &Edition) -> Vec<Event> {
    let knows_cases = rules.enforcement.cases.is_some();
    let imported = || {
        (!knows_cases).then_some(ImportedStatus {
            term_from: DAY,
            day_known: false,
        })
    };
    let mut events = vec![
        Event::Suspended {
            measure: None,
            imported: imported(),
        },
        Event::Revoked {
            measure: None,
            imported: imported(),
        },
    ];
    events.push(Event::SuspensionLifted {
        reason: FreeText::default().into(),
        imported: imported(),
    });
    events
}

fn of_succession(rules: &Edition) -> Vec<Event> {
    let lapsed = |notice_through| Event::Lapsed {
        end: End {
            cause: Cause::Death,
            occurred_on: DAY,
            proof: FreeText::default(),
        },
        notice_through,
    };
    match rules.succession {
        None => vec![lapsed(None)],
        Some(_) => vec![
            lapsed(Some(DAY)),
            Event::NoticeElapsed { through: DAY },
            Event::InterimBegun {
                heir: PARTY,
                manager: PARTY,
                until: DAY,
                with: Vec::new(),
            },
            Event::InterimEnded { until: DAY },
        ],
    }
}

/// What other machines make of the licence.
fn of_others(rules: &Edition) -> Vec<machines::Event> {
    let mut events = vec![machines::Event::from(renewal::Event::Granted {
        term: TERM,
        renewal_due: None,
        edition: edition(),
    })];
    if rules.transfer.is_some() {
        events.push(machines::Event::from(transfer::Event::Registered {
            holder: PARTY,
            through: DAY,
        }));
    }
    events
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let by_act = specimen.edition.application.is_none();
    vec![
        Command::Issue(Box::new(Issue {
            number: "1".into(),
            from: specimen.today,
            office: by_act.then(|| Office {
                kind: "urban".into(),
                province: "تهران".into(),
            }),
            holder: by_act.then_some(NEWCOMER),
            holder_kind: by_act.then_some(PartyKind::Legal),
        })),
        Command::Surrender { from: None },
        Command::Reinstate(Reinstatement {
            decision: "1".into(),
            reason: specimen.reason(),
            through: None,
            renewal_filed_on: in_time(specimen.dossier),
        }),
        Command::Lapse(End {
            cause: Cause::Death,
            occurred_on: specimen.today,
            proof: "1".into(),
        }),
        Command::GiveNotice {
            heir: NEWCOMER,
            manager: NEWCOMER,
            with: Vec::new(),
        },
    ]
}

/// The day of a request with which an expired licence would have gone on.
fn in_time(dossier: &Dossier) -> Option<Date> {
    let last = dossier.terms.last()?;
    let is_over = matches!(dossier.licence, State::Expired { .. });
    is_over.then_some(last.term.from)
}
