//! The Ministry's three-monthly report (R): what came about in a quarter, from history alone.
//!
//! An event counts in the quarter in which it is true in law, whenever it was written down, and
//! whether or not a night has written down what the calendar had made true. A matter that crosses
//! quarters counts where it is decided. Nothing is taken from snapshots: the same journal gives the
//! same report on every later day, and as known at an earlier time the report of that time comes again.
//! What was entered in the quarter, and changes an earlier one, is listed.

mod counters;
mod page;
mod quarter;
mod steps;
mod waiting;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use parvaneh_core::calendar::{Calendar, Date, solar_hijri};
use parvaneh_core::call;
use parvaneh_core::dossier::{self, Dated, Editions};
use parvaneh_core::standing::{self, Standing};
use parvaneh_core::timeline;
use parvaneh_store::{Connection, DossierRow, JournalRow, Register, StoreError};
use serde::Serialize;

use super::horizon::Horizon;
use super::known_at::KnownAt;
use super::late::LateEntry;
use crate::encoding;
use crate::workflows::Regime;
use crate::{Engine, EngineError};

pub use counters::Count;
pub use quarter::{NoQuarter, Quarter};
pub use steps::StepDays;
pub use waiting::WaitingEntry;

use counters::Counts;
use steps::Steps;

/// How many dossiers are read at once.
const PAGE: usize = 1000;

/// What came about in a quarter. The field names are a contract.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quarterly {
    /// Of which regime.
    pub regime: String,
    /// The edition in force on the last day.
    pub edition: String,
    /// Year and quarter in the edition's calendar: `1405-2`.
    pub quarter: String,
    /// The first day.
    pub from: Date,
    /// The same in Solar Hijri.
    pub from_sh: String,
    /// The last day, inclusive; standings are those at its end.
    pub through: Date,
    /// The same in Solar Hijri.
    pub through_sh: String,
    /// What was recorded by this instant is in the report, and nothing later. As known at a position,
    /// the instant at which the newest event of the report was recorded.
    pub as_recorded_at: DateTime<Utc>,
    /// The position in the journal of the newest event of the report; 0 where there is none.
    pub position: i64,
    /// Dossiers that had begun by the last day, without calls.
    pub dossiers: usize,
    /// Dossiers that could not be read, and are in no number.
    pub left_out: usize,
    /// How many of them stood how on the last day, by province.
    pub standings: BTreeMap<String, BTreeMap<Standing, usize>>,
    /// How often each thing came about in the quarter.
    pub counts: Vec<Count>,
    /// How long the steps that ended in the quarter took.
    pub steps: Vec<StepDays>,
    /// What was entered late or revised in the quarter, by the day on which it was recorded, and changes
    /// an earlier quarter. The events in it are in no number of this report.
    pub earlier_quarters: Vec<LateEntry>,
    /// Requests that are overdue on the last day against a period that the edition states, or have waited for
    /// longer than a licence runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<WaitingEntry>,
}

/// Why a quarter cannot be reported on.
#[derive(Debug, thiserror::Error)]
pub enum QuarterlyError {
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Nobody said which regime, and the register leaves it open.
    #[error("the register holds dossiers of {held}; say with --regime which ones are meant")]
    WhichRegime {
        /// The regimes, with commas.
        held: String,
    },
    /// The quarter of another calendar.
    #[error("{quarter} is no quarter of the regime's calendar, in which the last was {instead}")]
    OtherCalendar {
        /// The quarter.
        quarter: Quarter,
        /// The last one that is over.
        instead: Quarter,
    },
    /// A quarter that is not over.
    #[error("{quarter} runs through {through} and is not over: in {zone} it is {today}")]
    NotOver {
        /// The quarter.
        quarter: Quarter,
        /// Its last day.
        through: Date,
        /// The legal today.
        today: Date,
        /// Where.
        zone: String,
    },
}

impl From<parvaneh_store::StoreError> for QuarterlyError {
    fn from(error: parvaneh_store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl Engine {
    /// The report of a quarter, or of the last one that is over, on one regime, which may be left
    /// out where the register holds one. As it was known at a time, where one is given.
    ///
    /// A thousand dossiers are in memory at once, however many there are. One bad dossier does not
    /// hide the others: the report comes with an error for each dossier that was left out.
    pub async fn quarterly(
        &self,
        regime: Option<&str>,
        quarter: Option<Quarter>,
        known_at: Option<&KnownAt>,
    ) -> Result<(Quarterly, Vec<EngineError>), QuarterlyError> {
        // Before the register is seen as it is at one moment: until then others may finish.
        let horizon = self.horizon_of_all(known_at).await?;
        let law = self.law_at(&horizon).await?;
        let register = self.store.begin_read().await?;
        let now = instant(Some(self.now(&register).await?));
        let regime = self.one_regime(&register, regime).await?;
        let quarter = self.whole_quarter(regime, quarter)?;
        let (from, through) = (quarter.from(), quarter.through());
        let mut tally = Tally::default();
        let mut left_out = Vec::new();
        let mut after = None;
        loop {
            let keys = register.keys_after(after, PAGE).await?;
            let Some(last) = keys.last() else { break };
            after = Some(*last);
            let page = self.readable(&register, &keys, regime, &mut left_out);
            for (row, history) in page.await? {
                match self.life(&row, &history, (&horizon, &law), quarter) {
                    Ok(Some(life)) => tally.add(row.province, life, from),
                    Ok(None) => {}
                    Err(problem) => left_out.push(problem),
                }
            }
        }
        let report = Quarterly {
            regime: regime.name.clone(),
            edition: regime.in_force_on(through).id.to_string(),
            quarter: quarter.to_string(),
            from,
            from_sh: solar_hijri(from),
            through,
            through_sh: solar_hijri(through),
            as_recorded_at: match &horizon {
                Horizon::Now => now,
                Horizon::Recorded(by) => instant(by.get(&regime.name).copied()),
                Horizon::Position(_) => instant(tally.newest.map(|(_, recorded_at)| recorded_at)),
            },
            position: tally.newest.map_or(0, |(position, _)| position),
            dossiers: tally.dossiers,
            left_out: left_out.len(),
            standings: tally.standings,
            counts: tally.counts.into_report(),
            steps: tally.steps.into_report(),
            earlier_quarters: tally.earlier_quarters,
            waiting: tally.waiting,
        };
        Ok((report, left_out))
    }

    /// The regime of that name, or the only one of which the register holds dossiers.
    async fn one_regime<C: Connection>(
        &self,
        register: &Register<C>,
        name: Option<&str>,
    ) -> Result<&Regime, QuarterlyError> {
        if let Some(name) = name {
            return Ok(self.regime(name)?);
        }
        let mut held: Vec<String> = match register.regimes().await {
            // Which one is meant cannot be told by what nobody can read.
            Err(StoreError::Unreadable { .. }) => {
                self.workflows.regime_names().map(str::to_owned).collect()
            }
            read => read?,
        };
        // A dossier of a regime that nobody has described is left out of each report.
        held.retain(|name| self.regime(name).is_ok());
        match held.as_slice() {
            [only] => Ok(self.regime(only)?),
            [] => Err(QuarterlyError::WhichRegime {
                held: "no regime".to_owned(),
            }),
            several => Err(QuarterlyError::WhichRegime {
                held: several.join(", "),
            }),
        }
    }

    /// That quarter, or the last one, which must be over: what has not come about is not reported.
    fn whole_quarter(
        &self,
        regime: &Regime,
        quarter: Option<Quarter>,
    ) -> Result<Quarter, QuarterlyError> {
        let today = self.today(regime);
        let calendar: Calendar = regime.in_force_on(today).calendar;
        let last = Quarter::last_before(calendar, today);
        let quarter = quarter.unwrap_or(last);
        if quarter.calendar != calendar {
            return Err(QuarterlyError::OtherCalendar {
                quarter,
                instead: last,
            });
        }
        if today <= quarter.through() {
            return Err(QuarterlyError::NotOver {
                quarter,
                through: quarter.through(),
                today,
                zone: regime.time_zone().to_string(),
            });
        }
        Ok(quarter)
    }

    /// What had come about by the end of a quarter, recorded or not, in the order of its days, with
    /// what changes earlier quarters; none of a dossier of which nothing was known.
    fn life(
        &self,
        row: &DossierRow,
        history: &[JournalRow],
        (horizon, law): (&Horizon, &Editions),
        quarter: Quarter,
    ) -> Result<Option<Life>, EngineError> {
        let through = quarter.through();
        let damaged = EngineError::damaged(&row.number);
        let unreadable = EngineError::unreadable(&row.number);
        let history = horizon.before(&row.regime, history).map_err(&unreadable)?;
        if history.is_empty() && !matches!(horizon, Horizon::Now) {
            return Ok(None);
        }
        let rows = encoding::whole_journal(history, self.zone_of(&row.regime));
        let rows = rows.map_err(&unreadable)?;
        let newest = history.iter().map(|row| (row.position, row.recorded_at));
        let mut life = Life {
            events: Vec::new(),
            standing: None,
            newest: newest.max(),
            earlier_quarters: self.earlier_quarters(row, history, quarter)?,
            waiting: Vec::new(),
        };
        let mut events = timeline::dated(timeline::live(&rows));
        events.retain(|dated| dated.effective_on <= through);
        if events.is_empty() {
            return Ok(Some(life));
        }
        let known = dossier::replay(&events).map_err(&damaged)?;
        let (known, settled) = dossier::settle(known, law, through).map_err(&damaged)?;
        events.extend(settled);
        // Another register's terms may have been recorded in any order.
        events.sort_by_key(|dated| dated.effective_on);
        life.waiting = waiting::too_long(row, &known, law, through).map_err(&damaged)?;
        life.standing = match known.call == call::State::default() {
            false => None,
            true => {
                let view = standing::of(known, &self.editions, through).map_err(&damaged)?;
                Some(view.standing)
            }
        };
        life.events = events;
        Ok(Some(life))
    }

    /// What was entered late or revised in a quarter and tells otherwise of days before it.
    fn earlier_quarters(
        &self,
        row: &DossierRow,
        history: &[JournalRow],
        quarter: Quarter,
    ) -> Result<Vec<LateEntry>, EngineError> {
        let (from, through) = (quarter.from(), quarter.through());
        let mut entries = self.late_of(row, history, Some(from))?;
        entries
            .retain(|entry| entry.recorded_on <= through && entry.on.is_some_and(|on| on < from));
        Ok(entries)
    }
}

/// One dossier up to the end of a quarter.
struct Life {
    events: Vec<Dated>,
    /// None for a call, and for a dossier that had not begun.
    standing: Option<Standing>,
    /// The position of its newest event, and when that was recorded.
    newest: Option<(i64, i64)>,
    earlier_quarters: Vec<LateEntry>,
    waiting: Vec<WaitingEntry>,
}

#[derive(Default)]
struct Tally {
    dossiers: usize,
    standings: BTreeMap<String, BTreeMap<Standing, usize>>,
    counts: Counts,
    steps: Steps,
    newest: Option<(i64, i64)>,
    earlier_quarters: Vec<LateEntry>,
    waiting: Vec<WaitingEntry>,
}

impl Tally {
    fn add(&mut self, province: String, life: Life, from: Date) {
        if let Some(standing) = life.standing {
            self.dossiers += 1;
            let none = || Standing::ALL.map(|standing| (standing, 0)).into();
            let standings = self.standings.entry(province).or_insert_with(none);
            *standings.entry(standing).or_default() += 1;
        }
        for dated in life
            .events
            .iter()
            .filter(|dated| from <= dated.effective_on)
        {
            self.counts.add(&dated.event);
        }
        self.steps.add(&life.events, from);
        self.newest = Ord::max(self.newest, life.newest);
        self.earlier_quarters.extend(life.earlier_quarters);
        self.waiting.extend(life.waiting);
    }
}

/// An instant in milliseconds since 1970; the first one where nothing is known.
fn instant(recorded_at: Option<i64>) -> DateTime<Utc> {
    let at = recorded_at.and_then(DateTime::from_timestamp_millis);
    at.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use parvaneh_core::machines;

    /// A name that no event has would count nothing for ever, and nobody would notice.
    #[test]
    fn every_step_is_from_one_event_to_another() {
        let known: BTreeSet<&str> = machines::kinds().iter().map(|kind| kind.name).collect();
        let names = machines::steps()
            .flat_map(|step| [step.opens].into_iter().chain(step.closes.iter().copied()));
        let unknown: BTreeSet<&str> = names.filter(|name| !known.contains(name)).collect();
        assert!(
            unknown.is_empty(),
            "no event is called {unknown:#?}; there are {known:#?}"
        );
    }

    /// A word that stood twice beside one event would be counted twice.
    #[test]
    fn every_number_is_counted_once() {
        for kind in machines::kinds() {
            let words: BTreeSet<&str> = kind.counted.iter().copied().collect();
            assert_eq!(words.len(), kind.counted.len(), "{}", kind.name);
        }
    }
}
