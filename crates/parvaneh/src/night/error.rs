//! Why a night did not run to its end.

use parvaneh_core::calendar::Date;
use parvaneh_store::StoreError;
use uuid::Uuid;

use crate::EngineError;
use crate::lease::GoingOn;

/// Why a night did not run to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
    #[error(
        "{other}; try again when it has ended, or wait for it with --wait{}",
        or_join(other)
    )]
    Running {
        /// Which.
        other: GoingOn,
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
    /// The register was lost in the midst of it.
    #[error(
        "run {run} broke off: {settled} of {due} dossiers are recorded as settled{}, and the others stay due; \
         run it again, which settles what is left", or_more(*.uncertain)
    )]
    BrokenOff {
        /// Its id.
        run: Uuid,
        /// How many are recorded.
        settled: usize,
        /// How many were due.
        due: usize,
        /// Of how many more nobody knows.
        uncertain: usize,
        /// What went wrong.
        #[source]
        source: StoreError,
    },
    /// It was told to stop.
    #[error(
        "stopped in the midst of run {run}: {settled} of {due} dossiers were settled here, and what is left stays due; \
         run it again"
    )]
    Stopped {
        /// Its id.
        run: Uuid,
        /// How many are recorded.
        settled: usize,
        /// How many were due.
        due: usize,
    },
    /// Anything else.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

fn or_join(other: &GoingOn) -> &'static str {
    match other.is_a_night() {
        true => ", or join it with --join",
        false => "",
    }
}

fn or_more(uncertain: usize) -> String {
    match uncertain {
        0 => String::new(),
        more => format!(", of {more} more nobody knows whether they are, because no answer came"),
    }
}

impl From<StoreError> for SweepError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}
