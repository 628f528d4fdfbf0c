//! What may follow what in the appointment to one post, and a sample of each message.

use super::{Case, Command, Ending, Event, Post, Step, missing_for_issue};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Edition, Means};
use crate::machines::Drawing;
use crate::machines::sample::{DAY, PARTY, edition, silence};
use crate::machines::specimen::{NEWCOMER, Specimen};
use crate::party::PartyId;
use crate::resolution::Motion;
use crate::state::appointment::Vacancy;
use crate::state::silence::Decision;
use crate::text::FreeText;

/// What may follow what in one post. None: the event cannot follow the step.
pub(super) fn next(case: Option<&Case>, event: &Event, on: Date) -> Option<Case> {
    if let Event::Proposed {
        person, edition, ..
    } = event
    {
        let step = Step::Proposed {
            edition: edition.clone(),
        };
        let person = *person;
        let stands = case.is_some_and(|case| case.step.stands());
        return (!stands).then_some(Case { person, step });
    }
    let Case { person, step } = case?;
    let after = match (event, step) {
        (Event::Approved { .. } | Event::ApprovedBySilence { .. }, Step::Proposed { .. }) => {
            Step::Approved { approved_on: on }
        }
        (
            Event::Rejected { propose_by, .. } | Event::RejectedBySilence { propose_by, .. },
            Step::Proposed { .. },
        ) => Step::Rejected {
            vacancy: propose_by.map(|by| Vacancy::new(on, by)),
        },
        (Event::Begun { .. }, Step::Approved { approved_on }) => Step::Active {
            approved_on: *approved_on,
        },
        (Event::Ended { propose_by, .. }, Step::Approved { .. } | Step::Active { .. }) => {
            Step::Ended {
                vacancy: propose_by.map(|by| Vacancy::new(on, by)),
            }
        }
        (
            Event::Lapsed { .. },
            Step::Proposed { .. } | Step::Approved { .. } | Step::Active { .. },
        ) => Step::Ended {
            vacancy: Some(Vacancy::fallen(on)),
        },
        (Event::VacancyElapsed { .. }, Step::Ended { .. }) => Step::Ended { vacancy: None },
        (Event::VacancyElapsed { .. }, Step::Rejected { .. }) => Step::Rejected { vacancy: None },
        (_, _) => return None,
    };
    Some(Case {
        person: *person,
        step: after,
    })
}

/// The appointment to a post as an edition has it; none where it knows no posts.
pub(crate) fn drawing(edition: &Edition) -> Option<Drawing<'_, Option<Case>, Event>> {
    let rules = edition.appointment.as_ref()?;
    let means = edition.silence.means(Decision::Appointment);
    // Where no post must be filled, none is vacant for too long.
    let happens = |event: &Event| match event {
        Event::VacancyElapsed { .. } => rules.vacancy.is_some(),
        Event::ApprovedBySilence { .. } => means == Means::Granted,
        Event::RejectedBySilence { .. } => means == Means::Refused,
        Event::Proposed { .. }
        | Event::Approved { .. }
        | Event::Begun { .. }
        | Event::Rejected { .. }
        | Event::Ended { .. }
        | Event::Lapsed { .. } => true,
    };
    let mut posts = rules.posts.keys();
    let events = events(*posts.next()?).into_iter().filter(happens).collect();
    let alike = posts
        .flat_map(|post| self::events(*post))
        .filter(happens)
        .collect();
    Some(Drawing {
        name: "appointment",
        start: None,
        events,
        alike,
        next: Box::new(|case, event| next(case.as_ref(), event, DAY).map(Some)),
        name_of: |case| case.as_ref().map_or("Vacant", |case| case.step.name()),
        has_ended: |case| case.as_ref().is_some_and(|case| !case.step.stands()),
    })
}

fn events(post: Post) -> Vec<Event> {
    vec![
        Event::Proposed {
            post,
            person: PARTY,
            edition: edition(),
        },
        Event::Approved {
            post,
            resolution: None,
        },
        Event::Rejected {
            post,
            resolution: None,
            reason: FreeText::default(),
            propose_by: None,
        },
        Event::ApprovedBySilence {
            post,
            silence: silence(),
        },
        Event::RejectedBySilence {
            post,
            silence: silence(),
            propose_by: None,
        },
        Event::Begun { post },
        Event::Ended {
            post,
            how: Ending::Resigned,
            acting: None,
            propose_by: None,
        },
        Event::Lapsed { post },
        Event::VacancyElapsed {
            post,
            propose_by: DAY,
        },
    ]
}

/// One command of each kind; see [`crate::machines::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let (post, person) = post(specimen);
    let rules = specimen.edition.appointment.as_ref();
    let rule = rules.and_then(|rules| rules.posts.get(&post));
    let votes = rule.is_some_and(|rule| rule.value.approved_by == Role::WorkingGroup);
    let resolution = |motion| votes.then(|| specimen.resolution(post.into(), motion));
    vec![
        Command::Propose { post, person },
        Command::Approve {
            post,
            resolution: resolution(Motion::Approve),
        },
        Command::Reject {
            post,
            resolution: resolution(Motion::Reject),
            reason: specimen.reason(),
        },
        Command::Consent { post, person },
        Command::End {
            post,
            person,
            how: Ending::Resigned,
        },
    ]
}

/// The post at which something stands, or else one for which issue waits, or else the first.
fn post(specimen: &Specimen<'_>) -> (Post, PartyId) {
    let dossier = specimen.dossier;
    let posts = &dossier.appointment.posts;
    let open = posts
        .iter()
        .find(|(_, case)| matches!(case.step, Step::Proposed { .. } | Step::Approved { .. }));
    let awaits = dossier.pending_application().and_then(|matter| {
        let mut missing = missing_for_issue(dossier, &matter.office, specimen.edition);
        missing.next().map(|(post, _)| post)
    });
    match (open, awaits, posts.iter().next()) {
        (Some((post, case)), _, _) | (None, None, Some((post, case))) => (*post, case.person),
        (None, Some(post), _) => (post, NEWCOMER),
        (None, None, None) => (Post::Operator, NEWCOMER),
    }
}
