//! A list of licences, and what each is worth on a day.

use std::collections::HashMap;

use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::renewal::Timeliness;
use parvaneh_core::standing::{Standing, View};
use parvaneh_store::DossierRow;
use serde::Serialize;
use uuid::Uuid;

use super::horizon::Horizon;
use super::known_at::KnownAt;
use crate::{Engine, EngineError, encoding};

/// How many dossiers are read at once.
const PAGE: usize = 1000;

/// Which licences to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// On which civil date; today in each regime's zone where none is given.
    pub on: Option<Date>,
    /// Only those of this standing.
    pub standing: Option<Standing>,
    /// Only those of this province, in the regime's spelling.
    pub province: Option<String>,
    /// Only those on which the calendar changes something within this many days after the date.
    pub due_within_days: Option<u32>,
    /// As it was known at that time; now where none is given. A licence that came later is left out.
    pub known_at: Option<KnownAt>,
}

/// A licence on a day. The field names are a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listed {
    /// The regime's own licence number.
    pub number: String,
    /// As the regime names kinds.
    pub office_kind: String,
    /// In the regime's spelling.
    pub province: String,
    /// What the licence is worth.
    pub standing: Standing,
    /// First day of the latest term that has begun, or of the first one where none has.
    pub valid_from: Option<Date>,
    /// The same in Solar Hijri.
    pub valid_from_sh: Option<String>,
    /// Last valid day of that term, inclusive.
    pub through: Option<Date>,
    /// The same in Solar Hijri.
    pub through_sh: Option<String>,
    /// Last day on which a request for its renewal is timely, inclusive.
    pub renewal_due: Option<Date>,
    /// The same in Solar Hijri.
    pub renewal_due_sh: Option<String>,
    /// Whether a request has been filed, and in time.
    pub renewal: Option<Timeliness>,
    /// The holder's name; none where it was erased.
    pub holder: Option<String>,
}

impl Engine {
    /// Calls `each` with every licence that passes `filter`, in the order of the register.
    ///
    /// One bad dossier does not hide the others. What is returned is an error for each dossier that
    /// cannot be listed: none in a sound register.
    pub async fn list<E: From<EngineError>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(Listed) -> Result<(), E>,
    ) -> Result<Vec<EngineError>, E> {
        let horizon = self.horizon_of_all(filter.known_at.as_ref()).await?;
        let mut unlisted = Vec::new();
        let mut after = None;
        loop {
            let rows = self
                .store
                .dossiers_after(after, PAGE)
                .await
                .map_err(EngineError::from)?;
            let Some(last) = rows.last() else {
                return Ok(unlisted);
            };
            after = Some(last.seq);
            for listed in self.page(filter, &horizon, rows, &mut unlisted).await? {
                each(listed)?;
            }
        }
    }

    async fn page(
        &self,
        filter: &Filter,
        horizon: &Horizon,
        mut rows: Vec<DossierRow>,
        unlisted: &mut Vec<EngineError>,
    ) -> Result<Vec<Listed>, EngineError> {
        if let Some(province) = &filter.province {
            rows.retain(|row| row.province == *province);
        }
        let mut kept = Vec::new();
        for (row, view) in self.views_before(horizon, rows, filter.on).await? {
            let view = match view {
                Ok(view) => view,
                Err(problem) => {
                    unlisted.push(problem);
                    continue;
                }
            };
            if filter
                .standing
                .is_some_and(|standing| standing != view.standing)
            {
                continue;
            }
            if let Some(days) = filter.due_within_days {
                let next = self.next_by(&row, &view)?;
                let by = view.on.moved_by(days.into());
                if next.is_none_or(|dated| by < dated.effective_on) {
                    continue;
                }
            }
            kept.push((row, view));
        }
        let names = self.holder_names(kept.iter().map(|(_, view)| view)).await?;
        let lines = kept.iter().map(|(row, view)| Listed::of(row, view, &names));
        Ok(lines.collect())
    }

    /// The holders' names, by their ids; a name that was erased is not among them.
    pub(super) async fn holder_names(
        &self,
        views: impl IntoIterator<Item = &View>,
    ) -> Result<HashMap<Uuid, String>, EngineError> {
        let holders: Vec<Uuid> = views.into_iter().filter_map(holder).collect();
        let parties = self.store.parties(&holders).await?;
        let named = parties
            .into_iter()
            .filter_map(|party| Some((party.id, party.name?)));
        Ok(named.collect())
    }
}

/// The holder's id, as the store keeps it.
fn holder(view: &View) -> Option<Uuid> {
    view.holder().map(encoding::party_key)
}

impl Listed {
    /// The line of a dossier.
    pub(super) fn of(row: &DossierRow, view: &View, names: &HashMap<Uuid, String>) -> Self {
        let from = view.term.as_ref().map(|record| record.term.from);
        let through = view.term.as_ref().map(|record| record.term.through);
        let renewal_due = view.term.as_ref().and_then(|record| record.renewal_due);
        Self {
            number: row.number.clone(),
            office_kind: row.office_kind.clone(),
            province: row.province.clone(),
            standing: view.standing,
            valid_from: from,
            valid_from_sh: from.map(solar_hijri),
            through,
            through_sh: through.map(solar_hijri),
            renewal_due,
            renewal_due_sh: renewal_due.map(solar_hijri),
            renewal: view.renewal,
            holder: holder(view).and_then(|id| names.get(&id).cloned()),
        }
    }
}
