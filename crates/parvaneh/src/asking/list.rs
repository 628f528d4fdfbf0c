//! A list of licences, and what each is worth on a day.

use std::collections::HashMap;

use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::renewal::Timeliness;
use parvaneh_core::standing::{Standing, View};
use parvaneh_store::{Connection, DossierRow, Register};
use serde::Serialize;
use uuid::Uuid;

use super::horizon::Horizon;
use super::known_at::KnownAt;
use crate::unreadable::unreadable;
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

/// A dossier as it is listed, or why it cannot be.
type Line = Result<Listed, EngineError>;

/// Some of them, and the key of the last dossier that was looked at; none at the end.
type Page = (Option<i64>, Vec<Line>);

impl Engine {
    /// Calls `each` with every licence that passes `filter`, in the order of the register, and with an error
    /// in its place for each dossier that cannot be listed: there is none in a sound register. One bad
    /// dossier does not hide the others.
    ///
    /// A thousand dossiers are in memory at once, however many there are.
    pub async fn list<E: From<EngineError>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(Result<Listed, EngineError>) -> Result<(), E>,
    ) -> Result<(), E> {
        let horizon = self.horizon_of_all(filter.known_at.as_ref()).await?;
        let mut after = None;
        loop {
            let (last, lines) = match self.page(filter, &horizon, after).await {
                Err(EngineError::Store(error)) if error.is_about_one_dossier() => {
                    self.each_alone(filter, &horizon, after).await?
                }
                page => page?,
            };
            if last.is_none() {
                return Ok(());
            }
            after = last;
            lines.into_iter().try_for_each(&mut each)?;
        }
    }

    /// The lines of the dossiers after a key, and the last one's key; none at the end.
    async fn page(
        &self,
        filter: &Filter,
        horizon: &Horizon,
        after: Option<i64>,
    ) -> Result<Page, EngineError> {
        let rows = self.store.dossiers_after(after, PAGE).await?;
        let last = rows.last().map(|row| row.seq);
        Ok((last, self.lines(filter, horizon, rows).await?))
    }

    /// The same, each read by itself: of those that cannot be read it is said why.
    async fn each_alone(
        &self,
        filter: &Filter,
        horizon: &Horizon,
        after: Option<i64>,
    ) -> Result<Page, EngineError> {
        let keys = self.store.keys_after(after, PAGE).await?;
        let mut lines = Vec::new();
        for key in &keys {
            match self.alone(filter, horizon, *key).await {
                Err(EngineError::Store(error)) if error.is_about_one_dossier() => {
                    lines.push(Err(unreadable(&self.store, *key, &error).await));
                }
                line => lines.extend(line?),
            }
        }
        Ok((keys.last().copied(), lines))
    }

    async fn alone(
        &self,
        filter: &Filter,
        horizon: &Horizon,
        key: i64,
    ) -> Result<Vec<Line>, EngineError> {
        let rows = self.store.dossiers(&[key]).await?;
        self.lines(filter, horizon, rows).await
    }

    /// The lines of these dossiers, of those that pass.
    async fn lines(
        &self,
        filter: &Filter,
        horizon: &Horizon,
        mut rows: Vec<DossierRow>,
    ) -> Result<Vec<Line>, EngineError> {
        if let Some(province) = &filter.province {
            rows.retain(|row| row.province == *province);
        }
        let mut kept = Vec::new();
        for (row, view) in self
            .views_before(&self.store, horizon, rows, filter.on)
            .await?
        {
            match view.and_then(|view| Ok(self.passes(filter, &row, &view)?.then_some(view))) {
                Ok(None) => {}
                Ok(Some(view)) => kept.push(Ok((row, view))),
                Err(problem) => kept.push(Err(problem)),
            }
        }
        let views = kept.iter().flatten().map(|(_, view)| view);
        let names = self.holder_names(&self.store, views).await?;
        let lines = kept.into_iter();
        let lines = lines.map(|it| it.map(|(row, view)| Listed::of(&row, &view, &names)));
        Ok(lines.collect())
    }

    /// Whether a dossier passes what is asked of its view.
    fn passes(&self, filter: &Filter, row: &DossierRow, view: &View) -> Result<bool, EngineError> {
        if filter
            .standing
            .is_some_and(|standing| standing != view.standing)
        {
            return Ok(false);
        }
        let Some(days) = filter.due_within_days else {
            return Ok(true);
        };
        let by = view.on.moved_by(days.into());
        let next = self.next_by(row, view)?;
        Ok(next.is_some_and(|dated| dated.effective_on <= by))
    }

    /// The holders' names, by their ids; a name that was erased is not among them.
    pub(super) async fn holder_names<C: Connection>(
        &self,
        register: &Register<C>,
        views: impl IntoIterator<Item = &View>,
    ) -> Result<HashMap<Uuid, String>, EngineError> {
        let holders: Vec<Uuid> = views.into_iter().filter_map(holder).collect();
        let parties = register.parties(&holders).await?;
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
