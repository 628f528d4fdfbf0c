//! What the operator asks of a night.

use std::num::NonZeroUsize;
use std::time::Duration;

use parvaneh_core::calendar::Date;
use parvaneh_store::Lease;
use tokio_util::sync::CancellationToken;

use super::answers::KeepAnswers;
use super::brake::AtMost;
use super::gap::MaxGap;

/// What the operator asks of a night.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The civil date up to which to settle, inclusive; today where none is given.
    pub as_of: Option<Date>,
    /// Compute and report, and write nothing.
    pub dry_run: bool,
    /// How many dossiers share a transaction.
    pub batch: NonZeroUsize,
    /// The brake: write nothing at all if more licences than this would expire.
    pub max_expire: Option<AtMost>,
    /// Write nothing at all if the night's day lies more days than this after the newest instant
    /// recorded; none lets every gap pass. A dry run is not stopped by it.
    pub max_gap: Option<MaxGap>,
    /// For how long it is kept what was answered; a run that leads clears what is older.
    pub keep_answers: KeepAnswers,
    /// How many workers settle at once; SQLite has one writer, and one worker.
    pub workers: NonZeroUsize,
    /// Whether this is a run of its own, or joins one that goes on.
    pub part: Part,
    /// How long to wait for another run to end, or for one to join; none leaves at once.
    pub wait: Option<Duration>,
    /// Whether another process could be running; see [`Lease`].
    pub others: Lease,
    /// Cancelled, it stops the night after the batches that are being written; see [`SweepError::Stopped`]. A night
    /// that waits for another run leaves as if it had waited for long enough.
    ///
    /// [`SweepError::Stopped`]: super::error::SweepError::Stopped
    pub stop: CancellationToken,
}

/// A run of its own, or a part in another one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// It takes the lease, and reports the whole.
    Leads,
    /// It helps the run that holds the lease, as of that run's day, and reports its own share.
    Joins,
}

impl Default for Sweep {
    fn default() -> Self {
        Self {
            as_of: None,
            dry_run: false,
            batch: NonZeroUsize::new(500).unwrap_or(NonZeroUsize::MIN),
            max_expire: None,
            max_gap: Some(MaxGap::default()),
            keep_answers: KeepAnswers::default(),
            workers: NonZeroUsize::MIN,
            part: Part::Leads,
            wait: None,
            others: Lease::Respect,
            stop: CancellationToken::new(),
        }
    }
}
