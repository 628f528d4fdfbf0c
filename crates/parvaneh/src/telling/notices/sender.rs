//! From whom a notice is.

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::edition::Edition;

use super::Draft;
use crate::encoding;
use crate::words::Words;

/// The authority sends what it, an appeal body or a court decided; the secretariat of the province's
/// working group sends the rest, where the edition knows one (law.md: it receives and registers).
pub(super) fn text(draft: &Draft<'_>, words: &Words) -> String {
    let Edition {
        authority,
        working_group,
        ..
    } = draft.edition;
    let authority = Some(authority.name());
    let actor: Option<Actor> = encoding::actor_from_json(&draft.recorded.actor).ok();
    let role = actor.map_or(Role::Calendar, |actor| actor.role);
    let decided = matches!(role, Role::Authority | Role::AppealBody | Role::Court);
    if decided || working_group.is_none() {
        return words.authority(authority);
    }
    let secretariat = words.role(Role::Secretariat, authority);
    let province = [
        ("secretariat", secretariat.as_str()),
        ("province", draft.recorded.province.as_str()),
    ];
    words.say("notice-from-working-group", &province)
}
