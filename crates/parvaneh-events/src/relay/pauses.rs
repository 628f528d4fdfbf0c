//! How long a relay waits before it tries again what may come back: a sink, or the register.
//!
//! Each pause is twice as long as the one before, up to a longest. A random part of up to as much
//! again is added, so that several relays do not meet again. What a receiver asks for (`Retry-After`)
//! makes a pause longer and never shorter.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

const FIRST: Duration = Duration::from_millis(100);

const LONGEST: Duration = Duration::from_secs(300);

/// The pauses before further attempts, since something last went well. They have no end.
pub(super) struct Pauses(ExponentialBackoff);

impl Pauses {
    pub(super) fn without_end() -> Self {
        let growing = ExponentialBuilder::default()
            .with_min_delay(FIRST)
            .with_max_delay(LONGEST)
            .with_jitter()
            .without_max_times();
        Self(growing.build())
    }

    pub(super) fn next(&mut self) -> Duration {
        self.0.next().unwrap_or(LONGEST)
    }
}
