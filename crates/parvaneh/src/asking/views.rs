//! How dossiers stand on a day, and what the calendar does to them next.

use std::collections::HashMap;

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Dossier, Editions};
use parvaneh_core::standing::{self, View};
use parvaneh_core::timeline::{self, Row};
use parvaneh_store::{Connection, DossierRow, Register, Snapshot};

use super::horizon::Horizon;
use crate::unreadable::unreadable;
use crate::{Engine, EngineError, encoding};

/// A dossier's key, and what is seen of it on a day, or why that cannot be said.
pub(super) type Viewed = (i64, Result<(DossierRow, View), EngineError>);

impl Engine {
    /// What is seen on a day of those of these dossiers that are asked for, in their order. One of which nothing lies
    /// before the horizon is left out. One that cannot be read does not hide the others.
    pub(super) async fn viewed(
        &self,
        horizon: &Horizon,
        keys: &[i64],
        on: Option<Date>,
        is_asked_for: impl Fn(&DossierRow) -> bool,
    ) -> Result<Vec<Viewed>, EngineError> {
        match self.viewed_at_once(horizon, keys, on, &is_asked_for).await {
            Err(EngineError::Store(error)) if error.is_about_one_dossier() => {}
            viewed => return viewed,
        }
        let mut viewed = Vec::new();
        for key in keys {
            match self
                .viewed_at_once(horizon, &[*key], on, &is_asked_for)
                .await
            {
                Err(EngineError::Store(error)) if error.is_about_one_dossier() => {
                    viewed.push((*key, Err(unreadable(&self.store, *key, &error).await)));
                }
                one => viewed.extend(one?),
            }
        }
        Ok(viewed)
    }

    async fn viewed_at_once(
        &self,
        horizon: &Horizon,
        keys: &[i64],
        on: Option<Date>,
        is_asked_for: &impl Fn(&DossierRow) -> bool,
    ) -> Result<Vec<Viewed>, EngineError> {
        let mut rows = self.store.dossiers(keys).await?;
        rows.retain(is_asked_for);
        rows.sort_unstable_by_key(|row| row.seq);
        let views = self.views_before(&self.store, horizon, rows, on).await?;
        let viewed = views.into_iter();
        let viewed = viewed.map(|(row, view)| (row.seq, view.map(|view| (row, view))));
        Ok(viewed.collect())
    }

    /// The view of each dossier on the day, of what lies before the horizon. One of which nothing does
    /// is left out.
    pub(super) async fn views_before<C: Connection>(
        &self,
        register: &Register<C>,
        horizon: &Horizon,
        rows: Vec<DossierRow>,
        on: Option<Date>,
    ) -> Result<Vec<(DossierRow, Result<View, EngineError>)>, EngineError> {
        if let Horizon::Now = horizon {
            return self.views(register, rows, on).await;
        }
        let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let mut journals = encoding::by_dossier(register.histories(&keys).await?);
        let law = self.law_at(horizon).await?;
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            let journal = journals.remove(&row.seq).unwrap_or_default();
            let view = match horizon.before(&row.regime, &journal) {
                Ok([]) => continue,
                Ok(known) => encoding::whole_journal(known, self.zone_of(&row.regime))
                    .map_err(EngineError::unreadable(&row.number))
                    .and_then(|known| self.view_of(&row, &known, &law, on)),
                Err(problem) => Err(EngineError::unreadable(&row.number)(problem)),
            };
            views.push((row, view));
        }
        Ok(views)
    }

    /// The view on the day of a dossier whose journal has these rows.
    pub(super) fn view_of(
        &self,
        dossier: &DossierRow,
        known: &[Row],
        law: &Editions,
        on: Option<Date>,
    ) -> Result<View, EngineError> {
        let on = match on {
            Some(on) => on,
            None => self.today_of(dossier)?,
        };
        let history = timeline::dated(timeline::live(known));
        standing::on(&history, law, on).map_err(EngineError::damaged(&dossier.number))
    }

    /// Today, where the regime of a dossier holds.
    fn today_of(&self, row: &DossierRow) -> Result<Date, EngineError> {
        let unreadable = EngineError::unreadable(&row.number);
        let regime = self.regime(&row.regime);
        let regime = regime.map_err(|problem| unreadable(problem.to_string()))?;
        Ok(self.today(regime))
    }

    /// The view of each dossier on the day: from its snapshot where the whole history lies on or
    /// before it, from the history where not.
    async fn views<C: Connection>(
        &self,
        register: &Register<C>,
        rows: Vec<DossierRow>,
        on: Option<Date>,
    ) -> Result<Vec<(DossierRow, Result<View, EngineError>)>, EngineError> {
        let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let snapshots: HashMap<i64, Snapshot> = register
            .load_snapshots(&keys)
            .await?
            .into_iter()
            .map(|snapshot| (snapshot.dossier, snapshot))
            .collect();
        let day = |row: &DossierRow| match on {
            Some(on) => Ok(on),
            None => self.today_of(row),
        };
        let days: Vec<Result<Date, EngineError>> = rows.iter().map(day).collect();
        let mut known = HashMap::new();
        for row in &rows {
            if let Some(snapshot) = snapshots.get(&row.seq) {
                let dossier = encoding::snapshot_from_bytes(&snapshot.state)
                    .map_err(EngineError::unreadable(&row.number));
                known.insert(row.seq, dossier);
            }
        }
        let early: Vec<i64> = rows
            .iter()
            .zip(&days)
            .filter(|(row, day)| match (known.get(&row.seq), day) {
                (Some(Ok(dossier)), Ok(day)) => Some(*day) < dossier.as_of,
                (None, Ok(_)) => true,
                (Some(Err(_)), _) | (_, Err(_)) => false,
            })
            .map(|(row, _)| row.seq)
            .collect();
        let mut histories = encoding::by_dossier(register.histories(&early).await?);
        let mut views = Vec::with_capacity(rows.len());
        for (row, day) in rows.into_iter().zip(days) {
            let day = match day {
                Ok(day) => day,
                Err(problem) => {
                    views.push((row, Err(problem)));
                    continue;
                }
            };
            let view = match (histories.remove(&row.seq), known.remove(&row.seq)) {
                (None, Some(Ok(dossier))) => Ok(standing::of(dossier, &self.editions, day)),
                (None, Some(Err(problem))) => Err(problem),
                (history, _) => {
                    encoding::history(&history.unwrap_or_default(), self.zone_of(&row.regime))
                        .map(|history| standing::on(&history, &self.editions, day))
                        .map_err(EngineError::unreadable(&row.number))
                }
            };
            let view = view.and_then(|view| view.map_err(EngineError::damaged(&row.number)));
            views.push((row, view));
        }
        Ok(views)
    }

    /// What the calendar does next to a dossier that is settled up to the view's day.
    pub(super) fn next_by(
        &self,
        row: &DossierRow,
        view: &View,
    ) -> Result<Option<Dated>, EngineError> {
        self.next_due(row, view.dossier.clone())
    }

    /// What the calendar changes next after a day: what it has recorded since, as far as that stands, and
    /// otherwise what follows from the whole history. A later act, such as a term that was stated or granted
    /// since, may have taken away what the day itself gave to expect.
    pub(super) fn next_after(
        &self,
        row: &DossierRow,
        rows: &[Row],
        on: Date,
    ) -> Result<Option<Dated>, EngineError> {
        let live = timeline::live(rows);
        if live.iter().all(|row| on < row.effective_on) {
            return Ok(None);
        }
        let later = live.iter().filter(|row| on < row.effective_on);
        let recorded = later.filter(|row| row.is_consequence());
        let first = recorded.min_by_key(|row| row.effective_on);
        if let Some(first) = first.and_then(|row| row.dated()) {
            return Ok(Some(first));
        }
        let damaged = EngineError::damaged(&row.number);
        let whole = encoding::replay(rows).map_err(&damaged)?;
        let (whole, _) = dossier::settle(whole, &self.editions, on).map_err(&damaged)?;
        self.next_due(row, whole)
    }

    fn next_due(&self, row: &DossierRow, dossier: Dossier) -> Result<Option<Dated>, EngineError> {
        let damaged = EngineError::damaged(&row.number);
        let due = dossier::due_on(&dossier, &self.editions).map_err(&damaged)?;
        let Some(due) = due else { return Ok(None) };
        let (_, events) = dossier::settle(dossier, &self.editions, due).map_err(&damaged)?;
        Ok(events.into_iter().next())
    }
}
