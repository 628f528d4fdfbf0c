//! A clock that shows less than the newest record: it is behind, or the one of whoever wrote that was fast.
//!
//! It stops nobody: what a dossier has recorded is never followed by an earlier instant, and a night that settles
//! up to an earlier day leaves the rest to a later one. But somebody has to look at the clocks.

use std::time::Duration;

use serde::Serialize;

use crate::lease::instant;

/// How far a clock may be behind without a word: clocks of several machines are never quite the same.
const TOLERATED: Duration = Duration::from_secs(2);

/// How far the clock is behind the newest record.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockBehind {
    /// When the newest record was made, by the clock that it was made by; an instant in UTC.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub newest_record: String,
    /// What the clock shows.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub clock: String,
    /// By how many seconds that is less.
    pub seconds: u64,
}

impl ClockBehind {
    /// None where the clock is not behind, or hardly. Both are in milliseconds since 1970.
    pub(super) fn of(newest: i64, now: i64) -> Option<Self> {
        let behind = u64::try_from(newest.saturating_sub(now)).ok()?;
        let behind = Duration::from_millis(behind);
        (TOLERATED < behind).then(|| Self {
            newest_record: instant(newest),
            clock: instant(now),
            seconds: behind.as_secs(),
        })
    }
}
