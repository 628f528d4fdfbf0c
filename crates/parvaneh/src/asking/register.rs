//! Reading the register: what each licence is worth on a day, and why.

use std::collections::HashMap;

use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::dossier::{self, Dated};
use parvaneh_core::enforcement;
use parvaneh_core::party::PartyId;
use parvaneh_core::renewal::request::Timeliness;
use parvaneh_core::standing::{self, Standing, View};
use parvaneh_store::{DossierRow, JournalRow, Snapshot};
use serde::Serialize;
use uuid::Uuid;

use crate::encoding;
use crate::{Engine, EngineError};

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
    /// Only those on which the calendar changes something within so many days after the date.
    pub due_within_days: Option<u64>,
}

/// A licence on a day. The field names are a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
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

/// One licence, with its reasons.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The dossier's id.
    pub id: Uuid,
    /// Its regime.
    pub regime: String,
    /// The line that `list` would print.
    pub listed: Listed,
    /// The view it comes from.
    pub view: View,
    /// The whole history, as recorded.
    pub history: Vec<(JournalRow, Dated)>,
    /// The last day on which a court can be asked about the decision that stands on the view's day.
    pub court_by: Option<Date>,
    /// The first day after the view's on which the calendar changes anything, and what happens.
    pub next: Option<Dated>,
}

impl Engine {
    /// Calls `each` with every licence that `filter` lets through, in the order of the register.
    ///
    /// One bad dossier does not hide the others: what is wrong with those that cannot be listed is
    /// the answer, and it is empty in a sound register.
    pub async fn list<E: From<EngineError>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(Listed) -> Result<(), E>,
    ) -> Result<Vec<EngineError>, E> {
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
            for listed in self.page(filter, rows, &mut unlisted).await? {
                each(listed)?;
            }
        }
    }

    async fn page(
        &self,
        filter: &Filter,
        mut rows: Vec<DossierRow>,
        unlisted: &mut Vec<EngineError>,
    ) -> Result<Vec<Listed>, EngineError> {
        if let Some(province) = &filter.province {
            rows.retain(|row| row.province == *province);
        }
        let mut kept = Vec::new();
        for (row, view) in self.views(rows, filter.on).await? {
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
                let next = self.next_after(&row, &view)?;
                let by = view
                    .on
                    .checked_add_days(chrono::Days::new(days))
                    .unwrap_or(Date::MAX);
                if next.is_none_or(|dated| by < dated.effective_on) {
                    continue;
                }
            }
            kept.push((row, view));
        }
        let holders: Vec<Uuid> = kept.iter().filter_map(|(_, view)| holder(view)).collect();
        let names = self.names(&holders).await?;
        Ok(kept
            .iter()
            .map(|(row, view)| listed(row, view, &names))
            .collect())
    }

    /// The view of each dossier on the day: from its snapshot where the whole history lies on or
    /// before it, from the history where not.
    async fn views(
        &self,
        rows: Vec<DossierRow>,
        on: Option<Date>,
    ) -> Result<Vec<(DossierRow, Result<View, EngineError>)>, EngineError> {
        let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let snapshots: HashMap<i64, Snapshot> = self
            .store
            .load_snapshots(&keys)
            .await?
            .into_iter()
            .map(|snapshot| (snapshot.dossier, snapshot))
            .collect();
        let mut days = Vec::with_capacity(rows.len());
        for row in &rows {
            days.push(match on {
                Some(on) => on,
                None => self.today(self.regime(&row.regime)?),
            });
        }
        let mut known = HashMap::new();
        for row in &rows {
            if let Some(snapshot) = snapshots.get(&row.seq) {
                let unreadable = |problem| unreadable(row, problem);
                let dossier = encoding::snapshot_from_bytes(&snapshot.state).map_err(unreadable);
                known.insert(row.seq, dossier);
            }
        }
        let early: Vec<i64> = rows
            .iter()
            .zip(&days)
            .filter(|(row, day)| match known.get(&row.seq) {
                Some(Ok(dossier)) => Some(**day) < dossier.as_of,
                Some(Err(_)) => false,
                None => true,
            })
            .map(|(row, _)| row.seq)
            .collect();
        let mut histories: HashMap<i64, Vec<JournalRow>> = HashMap::new();
        for journal in self.store.histories(&early).await? {
            histories.entry(journal.dossier).or_default().push(journal);
        }
        let mut views = Vec::with_capacity(rows.len());
        for (row, day) in rows.into_iter().zip(days) {
            let view = match (histories.remove(&row.seq), known.remove(&row.seq)) {
                (None, Some(Ok(dossier))) => Ok(standing::of(dossier, &self.editions, day)),
                (None, Some(Err(problem))) => Err(problem),
                (history, _) => encoding::history(&history.unwrap_or_default())
                    .map(|history| standing::on(&history, &self.editions, day))
                    .map_err(|problem| unreadable(&row, problem)),
            };
            let view = view.and_then(|view| {
                view.map_err(|defect| EngineError::Damaged {
                    number: row.number.clone(),
                    defect,
                })
            });
            views.push((row, view));
        }
        Ok(views)
    }

    /// Everything about the licence of that number on a day.
    pub async fn show(&self, number: &str, on: Option<Date>) -> Result<Shown, EngineError> {
        let found = self.store.find(None, number).await?;
        if 1 < found.len() {
            let regimes: Vec<&str> = found.iter().map(|row| row.regime.as_str()).collect();
            return Err(EngineError::Ambiguous {
                number: number.to_owned(),
                regimes: regimes.join(", "),
            });
        }
        let Some(row) = found.into_iter().next() else {
            return Err(EngineError::NoSuchLicence(number.to_owned()));
        };
        let mut history = Vec::new();
        for journal in self.store.histories(&[row.seq]).await? {
            let dated =
                encoding::event_from_row(&journal).map_err(|problem| EngineError::Unreadable {
                    number: number.to_owned(),
                    problem,
                })?;
            history.push((journal, dated));
        }
        let mut views = self.views(vec![row], on).await?;
        let Some((row, view)) = views.pop() else {
            return Err(EngineError::NoSuchLicence(number.to_owned()));
        };
        let view = view?;
        let holders: Vec<Uuid> = holder(&view).into_iter().collect();
        let names = self.names(&holders).await?;
        let next = self.next_after(&row, &view)?;
        let court_by = enforcement::court_by(history.iter().map(|(_, dated)| dated), view.on);
        Ok(Shown {
            id: row.id,
            listed: listed(&row, &view, &names),
            regime: row.regime,
            view,
            history,
            court_by,
            next,
        })
    }

    /// What the calendar does next to a dossier that is settled up to the view's day.
    fn next_after(&self, row: &DossierRow, view: &View) -> Result<Option<Dated>, EngineError> {
        let damaged = |defect| EngineError::Damaged {
            number: row.number.clone(),
            defect,
        };
        let due = dossier::due_on(&view.dossier, &self.editions).map_err(damaged)?;
        let Some(due) = due else { return Ok(None) };
        let (_, events) =
            dossier::settle(view.dossier.clone(), &self.editions, due).map_err(damaged)?;
        Ok(events.into_iter().next())
    }

    async fn names(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, EngineError> {
        let parties = self.store.parties(ids).await?;
        Ok(parties
            .into_iter()
            .filter_map(|party| Some((party.id, party.name?)))
            .collect())
    }
}

fn unreadable(row: &DossierRow, problem: String) -> EngineError {
    EngineError::Unreadable {
        number: row.number.clone(),
        problem,
    }
}

/// The holder's id, as the store keeps it.
fn holder(view: &View) -> Option<Uuid> {
    view.holder().map(|PartyId(bytes)| Uuid::from_bytes(bytes))
}

fn listed(row: &DossierRow, view: &View, names: &HashMap<Uuid, String>) -> Listed {
    let from = view.term.as_ref().map(|record| record.term.from);
    let through = view.term.as_ref().map(|record| record.term.through);
    let renewal_due = view.term.as_ref().and_then(|record| record.renewal_due);
    Listed {
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
