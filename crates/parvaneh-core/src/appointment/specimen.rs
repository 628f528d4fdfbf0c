//! One command of each kind to an appointment.

use super::mismatch::Settlement;
use super::{Command, Ending, Post, Step};
use crate::actor::Role;
use crate::specimen::{NEWCOMER, Specimen};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    // The post at which something stands, or else the first.
    let posts = &specimen.dossier.appointment.posts;
    let stands = |step: &Step| step.person();
    let open = posts
        .iter()
        .find(|(_, step)| matches!(step, Step::Proposed { .. } | Step::Approved { .. }))
        .or(posts.iter().next());
    let (post, person) = match open {
        Some((post, step)) => (*post, stands(step)),
        None => (Post::Operator, NEWCOMER),
    };
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
        },
        Command::Settle {
            how: Settlement::Resumed,
        },
    ]
}
