//! What a revision may be at all, and who may make it.

use parvaneh_core::actor::Actor;
use parvaneh_core::dossier::{Dossier, Event};
use parvaneh_core::edition::Edition;
use parvaneh_core::law::OwnRule;
use parvaneh_core::licence;
use parvaneh_core::refusal::{Code, Refusal};
use parvaneh_core::timeline::{self, Row, Said};
use parvaneh_store::DossierRow;

use super::refused::ReviseError;
use super::revision::{DossierChange, Revision};
use crate::commands::late::Past;

/// A revision that changes nothing, or does not say why, is none.
pub(super) fn has_a_meaning(revision: &Revision) -> Result<(), ReviseError> {
    let meaningless = |problem: &str| Err(ReviseError::Meaningless(problem.to_owned()));
    let texts = [&revision.reason, &revision.rests_on];
    if texts
        .iter()
        .any(|text| text.is_blank() || text.is_blanked())
    {
        return meaningless("a revision says why, and names the document that it rests on");
    }
    if revision.dossiers.is_empty() {
        return meaningless("the revision names no dossier");
    }
    for change in &revision.dossiers {
        let nothing = change.withdraw.is_empty() && change.restore.is_empty();
        let nothing = nothing && change.grant_time.is_none();
        if nothing && change.enter.is_empty() && change.open.is_empty() {
            let number = &change.number;
            return meaningless(&format!(
                "{number}: nothing is withdrawn, restored or entered"
            ));
        }
    }
    Ok(())
}

/// Refuses another number for a licence that was numbered before: a dossier is found by its file's number
/// and by one of its licence, and nobody would find it by a second one.
pub(super) fn keeps_its_numbers(row: &DossierRow, issued: Option<&str>) -> Result<(), ReviseError> {
    let is_another = issued.is_some_and(|issued| issued != row.number);
    match is_another && row.file_number.is_some() {
        true => Err(ReviseError::Meaningless(format!(
            "{}: its licence has a number, and a number once given stays; issue it under the same",
            row.number
        ))),
        false => Ok(()),
    }
}

/// Refuses a term of another register where no term that it stated is withdrawn for it: a revision grants
/// none.
pub(super) fn states_in_its_place(past: &Past, change: &DossierChange) -> Result<(), ReviseError> {
    let live = timeline::live(&past.rows);
    let withdrawn = live.iter().filter(|row| {
        let is_withdrawn = row.act().is_some_and(|act| change.withdraw.contains(&act));
        let is_a_term = matches!(
            row.said,
            Said::Event(Event::Licence(licence::Event::Opened(_))) | Said::Unreadable(_)
        );
        is_withdrawn && is_a_term
    });
    if change.open.len() <= withdrawn.count() {
        return Ok(());
    }
    Err(ReviseError::Meaningless(format!(
        "{}: a term is stated only in the place of one that another register stated and that is \
         withdrawn",
        change.number
    )))
}

/// Refuses whoever was a party of the dossier at any time, also before its opening was withdrawn.
pub(super) fn ever_interested(actor: &Actor, rows: &[Row]) -> Result<(), Refusal> {
    let mut dossier = Dossier::default();
    for row in rows {
        // What a revision cut was followed once, and what follows it may not follow the whole.
        if timeline::happens(&mut dossier, row).is_err() {
            continue;
        }
        let interested = dossier.interested();
        if interested.into_iter().any(|party| actor.speaks_for(party)) {
            return Err(Refusal::new(Code::OwnMatter, OwnRule::WhoMayAct));
        }
    }
    Ok(())
}

/// Refuses whoever may not revise a dossier.
pub(super) fn may_revise(
    actor: &Actor,
    edition: &Edition,
    row: &DossierRow,
    dossier: &Dossier,
) -> Result<(), Refusal> {
    let interested = dossier.interested();
    if interested.into_iter().any(|party| actor.speaks_for(party)) {
        return Err(Refusal::new(Code::OwnMatter, OwnRule::WhoMayAct));
    }
    let rule = &edition.entry.revised_by;
    if !rule.value.contains(&actor.role) {
        let may: Vec<&str> = rule.value.iter().map(|role| role.word()).collect();
        return Err(Refusal::new(Code::RoleMayNot, rule)
            .because("role", actor.role.word())
            .because("may", may.join(" or ")));
    }
    match &actor.province {
        Some(scope) if *scope != row.province => {
            Err(Refusal::new(Code::OtherProvince, OwnRule::WhoMayAct)
                .because("actor_province", scope)
                .because("dossier_province", &row.province))
        }
        Some(_) | None => Ok(()),
    }
}
