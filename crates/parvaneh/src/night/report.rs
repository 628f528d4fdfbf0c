//! What a night did, as a value: printed, stored with the run, and compared.

use std::collections::BTreeMap;

use parvaneh_core::calendar::{Date, solar_hijri};
use serde::Serialize;
use uuid::Uuid;

use super::clock_behind::ClockBehind;

/// The report of one sweep. A dry run's differs from the real one's in `dry_run` alone, besides
/// the run's own id and duration.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The run's id.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub run: Uuid,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The civil date up to which dossiers were settled, inclusive; ISO Gregorian.
    pub as_of: Date,
    /// The same day in Solar Hijri.
    pub as_of_sh: String,
    /// The editions in force on that day, one a regime in the register.
    pub edition: String,
    /// Dossiers that were due.
    pub due: usize,
    /// Dossiers that were settled.
    pub settled: usize,
    /// Of them, those whose histories were stated anew, because the register has learnt of a general act.
    #[serde(default, skip_serializing_if = "is_none")]
    pub restated: usize,
    /// Dossiers of which nobody knows whether they were recorded as settled, because no answer came.
    #[serde(skip)]
    pub(crate) uncertain: usize,
    /// Licences among these that had expired, and expire on another day.
    #[serde(skip)]
    pub(crate) expired_before: usize,
    /// Events by name.
    pub events: BTreeMap<&'static str, usize>,
    /// Of the reminders: how many are still to be sent, and how many a later day has overtaken.
    pub reminders: Reminders,
    /// Consequences of the calendar that are dated after today, as a fast clock leaves them behind.
    pub dated_ahead: DatedAhead,
    /// How far the clock is behind the newest record, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_behind: Option<ClockBehind>,
    /// Dossiers that could not be settled; they stay due. The first thousand.
    pub failures: Vec<Failure>,
    /// How many more there are.
    #[serde(default, skip_serializing_if = "is_none")]
    pub more_failures: usize,
    /// Dossiers that are still due after the run.
    pub remaining: usize,
    /// Answers to commands that were cleared, because they are older than they are kept.
    #[serde(default, skip_serializing_if = "is_none")]
    pub answers_cleared: usize,
    /// How long it took.
    pub duration_ms: u64,
}

/// Reminders that fell due, by whether a notice is still worth sending.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reminders {
    /// Current on the day of the run.
    pub to_send: usize,
    /// Recorded late, when the next rung or the deadline had already come.
    pub superseded: usize,
}

/// What the calendar has brought about on days that have not come.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DatedAhead {
    /// Dossiers that hold such events.
    pub dossiers: usize,
    /// Such events.
    pub events: usize,
}

/// A dossier that could not be settled.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// The dossier's id.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub id: Uuid,
    /// Its licence number.
    pub number: String,
    /// A stable word for the kind of failure.
    pub code: &'static str,
    /// What is wrong with it.
    pub message: String,
}

/// How many failures a report keeps: it is kept with its run, and printed.
pub(super) const KEPT: usize = 1000;

fn is_none(number: &usize) -> bool {
    *number == 0
}

impl Report {
    /// How many dossiers could not be settled.
    pub fn failed(&self) -> usize {
        self.failures.len() + self.more_failures
    }

    /// Takes a failure, or counts it where there are many.
    pub(crate) fn fails(&mut self, failure: Failure) {
        match self.failures.len() < KEPT {
            true => self.failures.push(failure),
            false => self.more_failures += 1,
        }
    }

    /// An empty report of the run `run` as of `as_of`.
    pub(crate) fn new(run: Uuid, as_of: Date, edition: String, dry_run: bool) -> Self {
        Self {
            run,
            dry_run,
            as_of,
            as_of_sh: solar_hijri(as_of),
            edition,
            due: 0,
            settled: 0,
            restated: 0,
            uncertain: 0,
            expired_before: 0,
            events: BTreeMap::new(),
            reminders: Reminders::default(),
            dated_ahead: DatedAhead::default(),
            clock_behind: None,
            failures: Vec::new(),
            more_failures: 0,
            remaining: 0,
            answers_cleared: 0,
            duration_ms: 0,
        }
    }
}
