//! What waits for whom: worklists.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use parvaneh_core::actor::Role;
use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::dossier::Item;
use parvaneh_store::{DossierRow, SoughtWork, WaitingPlace};
use serde::Serialize;

use super::horizon::Horizon;
use super::known_at::KnownAt;
use super::list::{Days, is_wanted};
use super::views::Viewed;
use crate::{Engine, EngineError};

/// How many dossiers are read at once.
const PAGE: usize = 1000;

/// Whose work is asked for, and which. Everything that is given must hold.
#[derive(Clone, Debug)]
pub struct WorkFilter {
    /// Whose it is.
    pub owed_by: Role,
    /// On which civil date; today in each regime's zone where none is given.
    pub on: Option<Date>,
    /// As it was known at that time; now where none is given.
    pub known_at: Option<KnownAt>,
    /// Only that of this regime.
    pub regime: Option<String>,
    /// Only that of this province, in the regime's spelling.
    pub province: Option<String>,
    /// Only what waits since one of these days.
    pub since: Days,
    /// Only what waits until one of these days; what has no last day is until none.
    pub until: Days,
}

impl WorkFilter {
    /// All that is somebody's today.
    pub fn of(owed_by: Role) -> Self {
        Self {
            owed_by,
            on: None,
            known_at: None,
            regime: None,
            province: None,
            since: Days::default(),
            until: Days::default(),
        }
    }
}

/// How far a worklist has come. It is of one register, and of one filter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WorkCursor(WaitingPlace);

impl fmt::Display for WorkCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.0;
        if let Some(until) = place.until {
            write!(f, "{until}_")?;
        }
        write!(f, "{}_{}_{}", place.since, place.dossier, place.place)
    }
}

impl FromStr for WorkCursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('_').collect();
        let (until, rest) = match parts.as_slice() {
            [until, rest @ ..] if rest.len() == 3 => (Some(until), rest),
            rest => (None, rest),
        };
        let place = || {
            let [since, dossier, place] = rest else {
                return None;
            };
            Some(WaitingPlace {
                until: until.map(|day| day.parse::<NaiveDate>()).transpose().ok()?,
                since: since.parse().ok()?,
                dossier: dossier.parse().ok()?,
                place: place.parse().ok()?,
            })
        };
        place()
            .map(Self)
            .ok_or_else(|| format!("{text:?} is not where a page of a worklist ended"))
    }
}

/// A page of a worklist.
#[derive(Debug)]
pub struct WorkPage {
    /// What waits, the earliest against its last day first; then what has none, the longest waiting first. Before it,
    /// on the first page, an error for each dossier of which nobody can say what waits in it.
    pub work: Vec<Result<Work, EngineError>>,
    /// After which the next page comes; none where there is nothing more.
    pub next: Option<WorkCursor>,
}

/// Something that waits for somebody to act. The field names are a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Work {
    /// The number of its dossier.
    pub number: String,
    /// The regime of its dossier.
    pub regime: String,
    /// In the regime's spelling.
    pub province: String,
    /// What is to be done.
    pub task: &'static str,
    /// For which post, or with which agency, where several may wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Whose it is.
    pub owed_by: Role,
    /// Since which day it waits for them.
    pub since: Date,
    /// The same in Solar Hijri.
    pub since_sh: String,
    /// The last day on which it can be done, or of the period that is stated for it, inclusive.
    pub until: Option<Date>,
    /// The same in Solar Hijri.
    pub until_sh: Option<String>,
    /// Whether that day has passed.
    pub is_overdue: bool,
}

/// Something that waits, and where it stands among what does.
type Placed = (WaitingPlace, Work);

/// In the order of a worklist.
fn order(place: &WaitingPlace) -> (bool, Option<NaiveDate>, NaiveDate, i64, i64) {
    let WaitingPlace {
        until,
        since,
        dossier,
        place,
    } = *place;
    (until.is_none(), until, since, dossier, place)
}

/// The first of what waits after a place, while it is gathered.
struct Gathered<'a> {
    filter: &'a WorkFilter,
    after: Option<WaitingPlace>,
    most: usize,
    work: Vec<Placed>,
    problems: Vec<EngineError>,
}

impl Gathered<'_> {
    /// Keeps the first of what there was and of this.
    fn add(&mut self, mut more: Vec<Placed>) {
        more.retain(|(place, work)| self.is_asked_for(place, work));
        self.work.append(&mut more);
        self.work.sort_by_key(|(place, _)| order(place));
        self.work.dedup_by_key(|(place, _)| *place);
        self.work.truncate(self.most);
    }

    /// Whether nothing that comes after a place is among the first.
    fn is_full_by(&self, last: &WaitingPlace) -> bool {
        let newest = self.work.last().filter(|_| self.most <= self.work.len());
        newest.is_some_and(|(place, _)| order(place) <= order(last))
    }

    fn is_asked_for(&self, place: &WaitingPlace, work: &Work) -> bool {
        let is_later = self.after.is_none_or(|after| order(&after) < order(place));
        is_later
            && work.owed_by == self.filter.owed_by
            && self.filter.since.contain(Some(work.since))
            && self.filter.until.contain(work.until)
    }
}

impl Engine {
    /// What waits for somebody to act: so much of it after a page's end, one thing at least.
    ///
    /// It is found by an index, and what has happened since the day is read. As of an earlier time, every dossier is
    /// read. It is exact on any day, whether nights have run or not.
    pub async fn worklist(
        &self,
        filter: &WorkFilter,
        after: Option<WorkCursor>,
        limit: usize,
    ) -> Result<WorkPage, EngineError> {
        let horizon = self.horizon_of_all(filter.known_at.as_ref()).await?;
        let limit = limit.max(1);
        // One more says whether there is more.
        let mut gathered = Gathered {
            filter,
            after: after.map(|WorkCursor(place)| place),
            most: limit.saturating_add(1),
            work: Vec::new(),
            problems: Vec::new(),
        };
        let day = match horizon {
            Horizon::Now => {
                self.day_found_by(filter.on, filter.regime.as_deref())
                    .await?
            }
            Horizon::Recorded(_) | Horizon::Position(_) => None,
        };
        match day {
            Some(day) => self.gather_found(&mut gathered, day).await?,
            None => self.gather_all(&mut gathered, &horizon).await?,
        }
        let Gathered {
            mut work, problems, ..
        } = gathered;
        let more = limit < work.len();
        work.truncate(limit);
        let next = work.last().filter(|_| more);
        let next = next.map(|(place, _)| WorkCursor(*place));
        let problems = problems.into_iter().filter(|_| after.is_none());
        let work = work.into_iter().map(|(_, work)| Ok(work));
        Ok(WorkPage {
            work: problems.map(Err).chain(work).collect(),
            next,
        })
    }

    /// By what is kept, and of those that have to be settled to be known by settling them. A row that the journal does
    /// not lead to is passed over: `verify` finds it.
    async fn gather_found(
        &self,
        gathered: &mut Gathered<'_>,
        day: Date,
    ) -> Result<(), EngineError> {
        let filter = gathered.filter;
        let unknown = self.store.waiting_unknown(day.into()).await?;
        for keys in unknown.chunks(PAGE) {
            self.gather(gathered, &Horizon::Now, keys, Some(day))
                .await?;
        }
        let sought = SoughtWork {
            on: day.into(),
            owed_by: filter.owed_by.word().to_owned(),
            regime: filter.regime.clone(),
            province: filter.province.clone(),
            since: filter.since.into(),
            until: filter.until.into(),
        };
        let mut after = gathered.after;
        loop {
            let most = gathered.most.min(PAGE);
            let found = self.store.waiting_after(&sought, after, most).await?;
            let mut keys: Vec<i64> = found.iter().map(|place| place.dossier).collect();
            keys.sort_unstable();
            keys.dedup();
            self.gather(gathered, &Horizon::Now, &keys, Some(day))
                .await?;
            let Some(last) = found.last().filter(|_| most <= found.len()) else {
                return Ok(());
            };
            if gathered.is_full_by(last) {
                return Ok(());
            }
            after = Some(*last);
        }
    }

    async fn gather_all(
        &self,
        gathered: &mut Gathered<'_>,
        horizon: &Horizon,
    ) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            let keys = self.store.keys_after(after, PAGE).await?;
            let Some(last) = keys.last() else {
                return Ok(());
            };
            after = Some(*last);
            let on = gathered.filter.on;
            self.gather(gathered, horizon, &keys, on).await?;
        }
    }

    async fn gather(
        &self,
        gathered: &mut Gathered<'_>,
        horizon: &Horizon,
        keys: &[i64],
        on: Option<Date>,
    ) -> Result<(), EngineError> {
        let filter = gathered.filter;
        let is_asked_for = |row: &DossierRow| {
            is_wanted(filter.regime.as_ref(), &row.regime)
                && is_wanted(filter.province.as_ref(), &row.province)
        };
        let mut all = Vec::new();
        for viewed in self.viewed(horizon, keys, on, is_asked_for).await? {
            match self.work_of(viewed) {
                Ok(work) => all.extend(work),
                Err(problem) => gathered.problems.push(problem),
            }
        }
        gathered.add(all);
        Ok(())
    }

    /// Everything that waits in a dossier.
    fn work_of(&self, (key, viewed): Viewed) -> Result<Vec<Placed>, EngineError> {
        let (row, view) = viewed?;
        let items = view.dossier.worklist(&self.editions, view.on);
        let items = items.map_err(EngineError::damaged(&row.number))?;
        let placed = (0..).zip(items).map(|(place, item)| {
            let place = WaitingPlace {
                until: item.until.map(Into::into),
                since: item.since.into(),
                dossier: key,
                place,
            };
            (place, Work::of(&row, item, view.on))
        });
        Ok(placed.collect())
    }
}

impl Work {
    fn of(row: &DossierRow, item: Item, on: Date) -> Self {
        Self {
            number: row.number.clone(),
            regime: row.regime.clone(),
            province: row.province.clone(),
            task: item.task.word(),
            about: item.task.about().map(str::to_owned),
            owed_by: item.owed_by,
            since: item.since,
            since_sh: solar_hijri(item.since),
            until: item.until,
            until_sh: item.until.map(solar_hijri),
            is_overdue: item.until.is_some_and(|until| until < on),
        }
    }
}
