//! Why a night did not run to its end.

use parvaneh_core::calendar::Date;
use parvaneh_store::StoreError;
use uuid::Uuid;

use crate::EngineError;

/// Why a night did not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The brake.
    #[error(
        "the brake stopped the run before anything was written: {expiring} of {dossiers} licences \
         would expire, {allowed} may; look at `nightly --dry-run`, then raise --max-expire"
    )]
    Brake {
        /// How many would expire.
        expiring: usize,
        /// How many dossiers there are.
        dossiers: usize,
        /// What was allowed, as it was given.
        allowed: String,
    },
    /// The gap.
    #[error(
        "{as_of} is {days} days after the newest record, which is of {newest}, and {allowed} may lie \
         between: the run stopped before anything was written; look whether the clock is right, then \
         say --max-gap {days}d"
    )]
    Gap {
        /// The night's day.
        as_of: Date,
        /// The day of the newest instant recorded.
        newest: Date,
        /// How many days lie between.
        days: i64,
        /// How many may.
        allowed: u32,
    },
    /// A day that has not come, without `--dry-run`.
    #[error("{as_of} is in the future (today is {today}): a future day needs --dry-run")]
    FutureNeedsDryRun {
        /// The day asked for.
        as_of: Date,
        /// The legal today.
        today: Date,
    },
    /// Another run holds the lease.
    #[error("run {run} is going on, as of {as_of}; wait for it, or join it with --join")]
    Running {
        /// Its id.
        run: Uuid,
        /// The day it settles up to.
        as_of: Date,
    },
    /// No run to join.
    #[error("no run is going on that could be joined; begin one without --join")]
    NothingToJoin,
    /// The lease ran out under the run, and another one may have taken it.
    #[error("run {run} has lost its lease, because it was not renewed in time; run it again")]
    LeaseLost {
        /// Its id.
        run: Uuid,
    },
    /// Anything else.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for SweepError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}
