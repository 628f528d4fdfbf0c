//! What the working group of the province is sent: the result of what the authority has decided, in a notice of
//! its own.

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::refusal::Citation;

use super::Draft;
use crate::encoding;
use crate::words::Words;

/// By which rule it is sent what happened by that row; none where it is sent nothing.
pub(super) fn sent(draft: &Draft<'_>) -> Option<Citation> {
    let row = draft.withdraws.unwrap_or(draft.recorded);
    let actor: Actor = encoding::actor_from_json(&row.actor).ok()?;
    draft.dated.event.result_sent(actor.role, draft.edition)
}

/// The group, with its province.
pub(super) fn addressee(draft: &Draft<'_>, words: &Words) -> String {
    let group = words.role(Role::WorkingGroup, Some(draft.edition.authority.name()));
    let province = [
        ("value", group.as_str()),
        ("province", draft.recorded.province.as_str()),
    ];
    words.say("notice-to-province", &province)
}

/// On what it rests that the group is sent it.
pub(super) fn because(sent_by: &Citation, words: &Words) -> String {
    let basis = words.basis(sent_by.basis);
    let cited = [
        ("article", words.article(&sent_by.article)),
        ("basis", basis.as_str()),
    ];
    words.say("notice-result", &cited)
}
