//! One command of each kind to an appointment.

use super::mismatch::Settlement;
use super::{Command, Ending, Post, Step, missing_for_issue};
use crate::actor::Role;
use crate::party::PartyId;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let (post, person) = post(specimen);
    let rules = specimen.edition.appointment.as_ref();
    let rule = rules.and_then(|rules| rules.posts.get(&post));
    let votes = rule.is_some_and(|rule| rule.value.approved_by == Role::WorkingGroup);
    let resolution = || votes.then(|| specimen.resolution());
    vec![
        Command::Propose { post, person },
        Command::Approve {
            post,
            resolution: resolution(),
        },
        Command::Reject {
            post,
            resolution: resolution(),
            reason: specimen.reason(),
        },
        Command::Consent { post, person },
        Command::End {
            post,
            person,
            how: Ending::Resigned,
        },
        Command::RecordMismatch {
            facts: "what was found".to_owned(),
            operator: Some(NEWCOMER).filter(|one| specimen.dossier.holder != Some(*one)),
        },
        Command::Settle {
            how: Settlement::Resumed,
        },
    ]
}

/// The post at which something stands, or else one for which issue waits, or else the first.
fn post(specimen: &Specimen<'_>) -> (Post, PartyId) {
    let dossier = specimen.dossier;
    let posts = &dossier.appointment.posts;
    let open = posts
        .iter()
        .find(|(_, step)| matches!(step, Step::Proposed { .. } | Step::Approved { .. }));
    let awaits = dossier.pending_application().and_then(|matter| {
        let mut missing = missing_for_issue(dossier, &matter.office, specimen.edition);
        missing.next().map(|(post, _)| post)
    });
    match (open, awaits, posts.iter().next()) {
        (Some((post, step)), _, _) | (None, None, Some((post, step))) => (*post, step.person()),
        (None, Some(post), _) => (post, NEWCOMER),
        (None, None, None) => (Post::Operator, NEWCOMER),
    }
}
