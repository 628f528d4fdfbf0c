//! To whom a notice goes besides: the working group is sent the result of what another body has decided.

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::edition::Edition;

use super::Draft;
use crate::encoding;
use crate::words::Words;

/// The line that names it, and on what that rests; none where it is sent none.
pub(super) fn text(draft: &Draft<'_>, words: &Words) -> Option<String> {
    let Edition {
        authority,
        working_group,
        ..
    } = draft.edition;
    let results = working_group.as_ref()?.results.as_ref()?;
    let decided = draft.dated.event.decides()?;
    let actor: Option<Actor> = encoding::actor_from_json(&draft.recorded.actor).ok();
    // Nobody is sent the result of their own decision, nor of a case that never came to the authority.
    let is_of_another =
        actor.is_some_and(|actor| matches!(actor.role, Role::Authority | Role::Calendar));
    if !is_of_another || !results.value.contains(&decided) {
        return None;
    }
    let group = words.role(Role::WorkingGroup, Some(authority.name()));
    let basis = words.basis(results.basis);
    Some(words.say(
        "notice-copy",
        &[
            ("value", &group),
            ("province", &draft.recorded.province),
            ("article", words.article(&results.article)),
            ("basis", &basis),
        ],
    ))
}
