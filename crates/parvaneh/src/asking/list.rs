//! A list of licences, and what each is worth on a day.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::number;
use parvaneh_core::renewal::Timeliness;
use parvaneh_core::standing::{Standing, View};
use parvaneh_store::{Connection, DossierRow, Finding, Register, SoughtDays};
use serde::Serialize;
use uuid::Uuid;

use super::horizon::Horizon;
use super::known_at::KnownAt;
use super::sought::Holder;
use super::views::Viewed;
use crate::unreadable::unreadable;
use crate::{Engine, EngineError, encoding};

/// How many dossiers are read at once.
const PAGE: usize = 1000;

/// Which licences to list. Everything that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// On which civil date; today in each regime's zone where none is given.
    pub on: Option<Date>,
    /// As it was known at that time; now where none is given. A licence that came later is left out.
    pub known_at: Option<KnownAt>,
    /// Only those of this regime.
    pub regime: Option<String>,
    /// Only those that have this number, however it is written.
    pub number: Option<String>,
    /// Only those of this standing.
    pub standing: Option<Standing>,
    /// Only those of this province, in the regime's spelling.
    pub province: Option<String>,
    /// Only those of this kind, as the regime names kinds.
    pub office_kind: Option<String>,
    /// Only those of this holder: an identifier or an id, or how the name begins, in any of its spellings.
    pub holder: Option<String>,
    /// Only those whose last term ends between these days.
    pub ends: Days,
    /// Only those of whose last term the last day for a timely request for renewal is between these days.
    pub renewal_due: Days,
    /// Only those on which the calendar changes something within this many days after the date.
    pub due_within_days: Option<u32>,
}

/// From one civil date to another, both inclusive; either may be missing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Days {
    /// The first.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
}

impl From<Days> for SoughtDays {
    fn from(days: Days) -> Self {
        Self {
            from: days.from.map(Into::into),
            to: days.to.map(Into::into),
        }
    }
}

/// Whether what is asked for, if anything, is what it is.
pub(super) fn is_wanted(given: Option<&String>, own: &String) -> bool {
    given.is_none_or(|it| it == own)
}

impl Days {
    /// Whether a date is one of them; where any are named, none is not.
    pub(super) fn contain(self, day: Option<Date>) -> bool {
        match day {
            Some(day) => {
                self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
            }
            None => self == Self::default(),
        }
    }
}

/// How far a list has come. It is of one register, and of one filter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cursor(i64);

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Cursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let key = text.parse().ok().filter(|key| 0 < *key);
        key.map(Self)
            .ok_or_else(|| format!("{text:?} is not where a page of a list ended"))
    }
}

/// A page of a list.
#[derive(Debug)]
pub struct Found {
    /// The licences, in the order of the register, and an error in the place of each that cannot be listed.
    pub licences: Vec<Result<Listed, EngineError>>,
    /// After which the next page comes; none where there is nothing more.
    pub next: Option<Cursor>,
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

/// A dossier's key, and how it is listed, or why it cannot be.
type Line = (i64, Result<Listed, EngineError>);

/// Some of them, and the key of the last dossier that was looked at; none at the end.
type Page = (Option<i64>, Vec<Line>);

/// What is listed, and along which way.
struct Listing<'a> {
    filter: &'a Filter,
    horizon: Horizon,
    holder: Option<Holder>,
    way: Way,
}

/// Which dossiers are looked at.
enum Way {
    /// All.
    All,
    /// Those that are found by what is kept beside their snapshots.
    Found(Finding),
    /// These.
    Keys(Vec<i64>),
}

impl Engine {
    /// Calls `each` with every licence that passes `filter`, in the order of the register, and with an error
    /// in its place for each dossier that cannot be listed: there is none in a sound register. One bad
    /// dossier does not hide the others.
    ///
    /// A thousand dossiers are in memory at once, however many there are. What is asked is found by indexes, and what
    /// has happened since the day is read. As of an earlier time, every dossier is read. Of one that cannot be read it
    /// is told where what is kept of it may pass the filter: `verify` looks at all.
    pub async fn list<E: From<EngineError>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(Result<Listed, EngineError>) -> Result<(), E>,
    ) -> Result<(), E> {
        let listing = self.listing(filter).await?;
        let mut after = None;
        loop {
            let (last, lines) = self.page(&listing, after, PAGE).await?;
            if last.is_none() {
                return Ok(());
            }
            after = last;
            lines.into_iter().try_for_each(|(_, line)| each(line))?;
        }
    }

    /// The same, a page at a time: so many licences after a page's end, one at least.
    pub async fn find(
        &self,
        filter: &Filter,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Found, EngineError> {
        let listing = self.listing(filter).await?;
        let mut licences = Vec::new();
        let mut after = after.map(|Cursor(key)| key);
        let limit = limit.max(1);
        // One more says whether there is more. Where few pass, many are looked at.
        let mut most = limit.saturating_add(1).min(PAGE);
        loop {
            let (last, lines) = self.page(&listing, after, most).await?;
            most = PAGE;
            for (key, line) in lines {
                if licences.len() == limit {
                    let next = after.map(Cursor);
                    return Ok(Found { licences, next });
                }
                licences.push(line);
                after = Some(key);
            }
            match last {
                Some(last) => after = Some(last),
                None => {
                    return Ok(Found {
                        licences,
                        next: None,
                    });
                }
            }
        }
    }

    async fn listing<'a>(&self, filter: &'a Filter) -> Result<Listing<'a>, EngineError> {
        let horizon = self.horizon_of_all(filter.known_at.as_ref()).await?;
        let holder = match &filter.holder {
            Some(who) => Some(self.holder_meant(who).await?),
            None => None,
        };
        let way = match (&filter.number, &horizon) {
            (Some(number), _) => {
                let number = number::normalise(number);
                let found = self.store.find(filter.regime.as_deref(), &number).await?;
                let mut keys: Vec<i64> = found.into_iter().map(|row| row.seq).collect();
                keys.sort_unstable();
                Way::Keys(keys)
            }
            (None, Horizon::Now) => match self.sought(filter, holder.as_ref()).await? {
                Some(sought) => Way::Found(self.store.finding(sought).await?),
                None => Way::All,
            },
            (None, Horizon::Recorded(_) | Horizon::Position(_)) => Way::All,
        };
        Ok(Listing {
            filter,
            horizon,
            holder,
            way,
        })
    }

    /// The lines of the dossiers after a key, and the last one's key; none at the end.
    async fn page(
        &self,
        listing: &Listing<'_>,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Page, EngineError> {
        let keys = self.keys(listing, after, limit).await?;
        let lines = match self.seen(listing, &keys).await {
            Err(EngineError::Store(error)) if error.is_about_one_dossier() => {
                self.each_alone(listing, &keys).await?
            }
            lines => lines?,
        };
        Ok((keys.last().copied(), lines))
    }

    /// The lines of these dossiers, each by itself: of those that cannot be told it is said why.
    async fn each_alone(
        &self,
        listing: &Listing<'_>,
        keys: &[i64],
    ) -> Result<Vec<Line>, EngineError> {
        let mut lines = Vec::new();
        for key in keys {
            match self.seen(listing, &[*key]).await {
                Err(EngineError::Store(error)) if error.is_about_one_dossier() => {
                    lines.push((*key, Err(unreadable(&self.store, *key, &error).await)));
                }
                line => lines.extend(line?),
            }
        }
        Ok(lines)
    }

    /// The lines of those of these dossiers that are asked for.
    async fn seen(&self, listing: &Listing<'_>, keys: &[i64]) -> Result<Vec<Line>, EngineError> {
        let Listing {
            filter, horizon, ..
        } = listing;
        let is_asked_for = |row: &DossierRow| {
            is_wanted(filter.regime.as_ref(), &row.regime)
                && is_wanted(filter.province.as_ref(), &row.province)
                && is_wanted(filter.office_kind.as_ref(), &row.office_kind)
        };
        // What was looked for on one day is looked at on the same, also after midnight.
        let on = match &listing.way {
            Way::Found(finding) => Date::try_from(finding.on()).ok(),
            Way::All | Way::Keys(_) => None,
        };
        let on = filter.on.or(on);
        let viewed = self.viewed(horizon, keys, on, is_asked_for).await?;
        self.lines(listing, viewed).await
    }

    /// The keys of the next dossiers to be looked at.
    async fn keys(
        &self,
        listing: &Listing<'_>,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<i64>, EngineError> {
        Ok(match &listing.way {
            Way::All => self.store.keys_after(after, limit).await?,
            Way::Found(finding) => self.store.found_after(finding, after, limit).await?,
            Way::Keys(keys) => {
                let later = keys
                    .iter()
                    .filter(|key| after.is_none_or(|after| after < **key));
                later.take(limit).copied().collect()
            }
        })
    }

    /// The lines of those that pass.
    async fn lines(
        &self,
        listing: &Listing<'_>,
        viewed: Vec<Viewed>,
    ) -> Result<Vec<Line>, EngineError> {
        let mut kept = Vec::new();
        for (key, viewed) in viewed {
            match viewed.and_then(|(row, view)| {
                let passes = self.passes(listing.filter, &row, &view)?;
                Ok(passes.then_some((row, view)))
            }) {
                Ok(None) => {}
                Ok(Some(viewed)) => kept.push((key, Ok(viewed))),
                Err(problem) => kept.push((key, Err(problem))),
            }
        }
        let views = kept.iter().filter_map(|(_, kept)| kept.as_ref().ok());
        let views = views.map(|(_, view)| view);
        let names = self.holder_names(&self.store, views).await?;
        let is_held = |view: &View| {
            let holder = listing.holder.as_ref();
            holder.is_none_or(|wanted| wanted.is(holder_of(view), &names))
        };
        let lines = kept.into_iter().filter_map(|(key, kept)| match kept {
            Ok((row, view)) => is_held(&view).then(|| (key, Ok(Listed::of(&row, &view, &names)))),
            Err(problem) => Some((key, Err(problem))),
        });
        Ok(lines.collect())
    }

    /// Whether a dossier passes what is asked of its view.
    fn passes(&self, filter: &Filter, row: &DossierRow, view: &View) -> Result<bool, EngineError> {
        let last = view.dossier.terms.last();
        let is_of = |standing| standing == view.standing;
        let passes = filter.standing.is_none_or(is_of)
            && filter.ends.contain(last.map(|record| record.term.through))
            && filter
                .renewal_due
                .contain(last.and_then(|record| record.renewal_due));
        let Some(days) = filter.due_within_days.filter(|_| passes) else {
            return Ok(passes);
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
        let holders: Vec<Uuid> = views.into_iter().filter_map(holder_of).collect();
        let parties = register.parties(&holders).await?;
        let named = parties
            .into_iter()
            .filter_map(|party| Some((party.id, party.name?)));
        Ok(named.collect())
    }
}

/// The holder's id, as the store keeps it.
fn holder_of(view: &View) -> Option<Uuid> {
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
            holder: holder_of(view).and_then(|id| names.get(&id).cloned()),
        }
    }
}
