//! How far a journal is read, so that an answer is what was known at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Editions;
use parvaneh_core::edition::EditionId;
use parvaneh_store::{JournalRow, Pauses, StoreError};

use super::known_at::{KnownAt, NotKnown};
use crate::lease::NIGHTLY;
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// How often writers are waited for: 1.3 to 2.6 seconds in all, in which most are done.
const PATIENCE: usize = 7;

/// Where the journals of dossiers are cut.
pub(super) enum Horizon {
    /// Nowhere.
    Now,
    /// After what was recorded by an instant, in milliseconds since 1970, which each regime has its
    /// own of.
    Recorded(BTreeMap<String, i64>),
    /// After a position.
    Position(i64),
}

impl Horizon {
    /// What of a dossier's journal lies before it, which is all up to the first row that does not.
    pub(super) fn before<'r>(
        &self,
        regime: &str,
        journal: &'r [JournalRow],
    ) -> Result<&'r [JournalRow], String> {
        let lies_beyond = |row: &JournalRow| match self {
            Self::Now => false,
            Self::Recorded(by) => by.get(regime).is_none_or(|by| *by < row.recorded_at),
            Self::Position(position) => *position < row.position,
        };
        let is_cut = !matches!(self, Self::Now);
        if is_cut && journal.first().is_none_or(|first| first.version != 1) {
            return Err(encoding::INCOMPLETE.to_owned());
        }
        let end = journal.iter().position(lies_beyond);
        Ok(&journal[..end.unwrap_or(journal.len())])
    }
}

impl Engine {
    /// How far the journals of these regimes are read. Refused where something may still be recorded
    /// before that.
    pub(super) async fn horizon(
        &self,
        known_at: Option<&KnownAt>,
        regimes: &[String],
    ) -> Result<Horizon, EngineError> {
        let regimes = regimes
            .iter()
            .filter_map(|name| self.workflows.regime(name));
        match known_at {
            None => Ok(Horizon::Now),
            Some(KnownAt::Position(position)) => {
                self.is_reached(*position).await?;
                Ok(Horizon::Position(*position))
            }
            Some(at @ (KnownAt::AnchorOfRun(_) | KnownAt::AnchorOfRoot(_))) => {
                Ok(Horizon::Position(self.anchored(at).await?))
            }
            Some(at @ (KnownAt::Day(_) | KnownAt::Local(_) | KnownAt::Instant(_))) => {
                let now = self.now(&self.store).await?;
                let mut by = BTreeMap::new();
                for regime in regimes {
                    by.insert(regime.name.clone(), has_passed(at, regime, now)?);
                }
                if let Some(last) = by.values().max() {
                    self.is_settled(at, *last, now).await?;
                }
                Ok(Horizon::Recorded(by))
            }
        }
    }

    /// The same of every regime that the register holds.
    pub(super) async fn horizon_of_all(
        &self,
        known_at: Option<&KnownAt>,
    ) -> Result<Horizon, EngineError> {
        let regimes = match known_at {
            Some(_) => self.store.regimes().await?,
            None => Vec::new(),
        };
        self.horizon(known_at, &regimes).await
    }

    /// The law as it was known there: without the general acts that the register had not gone through for.
    pub(super) async fn law_at(&self, horizon: &Horizon) -> Result<Arc<Editions>, EngineError> {
        let instant = match horizon {
            Horizon::Now => return Ok(self.editions.clone()),
            Horizon::Recorded(by) => by.values().copied().max(),
            Horizon::Position(position) => self.store.recorded_by(*position).await?,
        };
        let mut noted = self.store.editions().await?;
        noted.retain(|row| instant.is_some_and(|instant| row.judged_at <= instant));
        let is_known = |id: &EditionId| noted.iter().any(|row| row.id == id.0);
        Ok(
            match self.workflows.decrees().all(|(id, _)| is_known(&id)) {
                true => self.editions.clone(),
                false => Arc::new(self.workflows.law_with(is_known)),
            },
        )
    }

    /// The position up to which an anchor covers the journal. Nobody else wrote when it was made.
    async fn anchored(&self, at: &KnownAt) -> Result<i64, EngineError> {
        let anchors = self.store.anchors().await?;
        let found = anchors.iter().rev().find(|anchor| match at {
            KnownAt::AnchorOfRun(run) => anchor.run == *run,
            KnownAt::AnchorOfRoot(root) => anchor.root == *root,
            KnownAt::Day(_) | KnownAt::Local(_) | KnownAt::Instant(_) | KnownAt::Position(_) => {
                false
            }
        });
        match found {
            Some(anchor) => Ok(anchor.position),
            None => Err(NotKnown::NoSuchAnchor(at.to_string()).into()),
        }
    }

    /// Refused where the journal is not whole up to a position.
    async fn is_reached(&self, position: i64) -> Result<(), EngineError> {
        let anchor = self.store.last_anchor().await?;
        if anchor.is_some_and(|anchor| position <= anchor.position) {
            return Ok(());
        }
        let newest = self.store.newest_position().await?;
        if newest < position {
            return Err(NotKnown::BeyondTheEnd { position, newest }.into());
        }
        match self.writers_are_over().await? {
            true => Ok(()),
            false => Err(NotKnown::MayBePreceded(format!("position {position}")).into()),
        }
    }

    /// Refused where something may still be recorded up to an instant that has passed.
    async fn is_settled(&self, at: &KnownAt, instant: i64, now: i64) -> Result<(), EngineError> {
        // Nobody else wrote when an anchor was made, and what was written since was recorded since.
        let anchor = self.store.last_anchor().await?;
        let covers = |made: i64| instant < made && made <= now;
        if anchor.is_some_and(|anchor| covers(anchor.recorded_at)) {
            return Ok(());
        }
        match self.writers_are_over().await? && self.no_night_precedes(instant).await? {
            true => Ok(()),
            false => Err(NotKnown::MayBePreceded(at.to_string()).into()),
        }
    }

    /// In a file a night settles what it is going to write beside others who write, so that its rows may
    /// be of any instant since it began.
    async fn no_night_precedes(&self, instant: i64) -> Result<bool, EngineError> {
        if self.store.holds_rows() {
            return Ok(true);
        }
        let began = self.store.newest_start(None).await?;
        let is_before = began.is_none_or(|began| instant < began);
        let open = self.store.open_run().await?;
        Ok(is_before || open.is_none_or(|open| open.kind != NIGHTLY))
    }

    /// Waits until everybody who writes to the journal now is done; false where that takes too long.
    async fn writers_are_over(&self) -> Result<bool, EngineError> {
        if !self.store.holds_rows() {
            return self.only_writer_is_over().await;
        }
        let mut writers = self.store.writers().await?;
        let mut pauses = Pauses::few().take(PATIENCE);
        loop {
            if writers.is_empty() {
                return Ok(true);
            }
            let Some(pause) = pauses.next() else {
                return Ok(false);
            };
            tokio::time::sleep(pause).await;
            let still = self.store.writers().await?;
            writers.retain(|writer| still.contains(writer));
        }
    }

    /// In a file there is one writer: whoever may write next comes after it.
    async fn only_writer_is_over(&self) -> Result<bool, EngineError> {
        if self.store.may_write().is_err() {
            return Ok(true);
        }
        match self.store.begin_write().await {
            Ok(_nothing_is_written) => Ok(true),
            Err(StoreError::Busy { .. } | StoreError::Contended { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// The last millisecond of a time, which must have passed.
fn has_passed(at: &KnownAt, regime: &Regime, now: i64) -> Result<i64, NotKnown> {
    let zone = regime.time_zone();
    let no_such_moment = || NotKnown::NoSuchMoment {
        at: at.to_string(),
        zone: zone.to_string(),
    };
    let instant = match at {
        KnownAt::Day(day) => end_of(*day, zone),
        KnownAt::Local(moment) => zone.from_local_datetime(moment).latest(),
        KnownAt::Instant(instant) => Some(instant.with_timezone(&zone)),
        KnownAt::Position(_) | KnownAt::AnchorOfRun(_) | KnownAt::AnchorOfRoot(_) => None,
    };
    let instant = instant.ok_or_else(no_such_moment)?.timestamp_millis();
    if now <= instant {
        let now = DateTime::<Utc>::from_timestamp_millis(now).unwrap_or_default();
        return Err(NotKnown::NotPassed {
            at: at.to_string(),
            now: now
                .with_timezone(&zone)
                .format("%Y-%m-%d %H:%M")
                .to_string(),
            zone: zone.to_string(),
        });
    }
    Ok(instant)
}

/// The last millisecond of a day: where clocks are put forward at midnight, the next day begins later.
fn end_of(day: Date, zone: Tz) -> Option<DateTime<Tz>> {
    let midnight = NaiveDate::from(day).succ_opt()?.and_time(NaiveTime::MIN);
    let mut begins = (0..=8).filter_map(|quarters| {
        let moment = midnight + TimeDelta::minutes(15 * quarters);
        zone.from_local_datetime(&moment).earliest()
    });
    Some(begins.next()? - TimeDelta::milliseconds(1))
}

/// The civil date, in a zone, of an instant in milliseconds since 1970.
pub(super) fn day_of(recorded_at: i64, zone: Tz) -> Option<Date> {
    let at = DateTime::<Utc>::from_timestamp_millis(recorded_at)?;
    Some(Date::at(at.with_timezone(&zone)))
}
