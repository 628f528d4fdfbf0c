//! Requests that wait for a decision: those that are overdue against a period that the edition states, and
//! those that have waited for longer than a licence runs.

use parvaneh_core::actor::Role;
use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::dossier::{Defect, Dossier, Editions};
use parvaneh_core::state::silence::Decision;
use parvaneh_store::DossierRow;
use serde::Serialize;

/// A request that waits for a decision. The field names are a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitingEntry {
    /// The number of the dossier.
    pub number: String,
    /// Its province.
    pub province: String,
    /// What was asked for.
    pub matter: Decision,
    /// For which post, or with which agency, where several may wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// From which day it waits.
    pub since: Date,
    /// The same in Solar Hijri.
    pub since_sh: String,
    /// Who has to do something next.
    pub owed_by: Role,
    /// The last day of the period that the edition states; none where it states none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<Date>,
    /// Whether it has waited for longer than a licence runs.
    pub longer_than_a_term: bool,
}

/// What waits too long in a dossier that is settled up to a day.
pub(super) fn too_long(
    row: &DossierRow,
    dossier: &Dossier,
    editions: &Editions,
    on: Date,
) -> Result<Vec<WaitingEntry>, Defect> {
    let mut entries = Vec::new();
    for waiting in dossier.waiting(editions)? {
        let edition = editions.get(&waiting.edition)?;
        let after = |span| edition.calendar.clamped(waiting.since, span);
        let clock = dossier.waits.of(&waiting.awaited);
        // While the time rests nobody is behind with anything.
        let running = clock.filter(|clock| !clock.rests(edition));
        let decide_by = running.and_then(|clock| clock.decide_by(edition));
        let overdue_since = decide_by.filter(|by| *by < on);
        let longer_than_a_term = after(edition.licence.term.value) < on;
        if overdue_since.is_none() && !longer_than_a_term {
            continue;
        }
        entries.push(WaitingEntry {
            number: row.number.clone(),
            province: row.province.clone(),
            matter: waiting.awaited.decision(),
            about: waiting.awaited.about().map(str::to_owned),
            since: waiting.since,
            since_sh: solar_hijri(waiting.since),
            owed_by: waiting.owed_by,
            overdue_since,
            longer_than_a_term,
        });
    }
    Ok(entries)
}
