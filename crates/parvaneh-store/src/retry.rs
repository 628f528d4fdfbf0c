//! How long is waited before something is tried again: one policy for a command, a batch of a night
//! and a sink.
//!
//! What may be tried again is said by [`StoreError::is_passing`](crate::StoreError::is_passing).
//! Each pause is twice as long as the one before. A random part of up to as much again is added, so
//! that writers who were in each other's way do not meet again.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// The first pause.
const FIRST: Duration = Duration::from_millis(10);

/// How often is tried again at the most: after 5 to 10 seconds, so that a server that restarts is
/// waited for.
const TIMES: usize = 9;

/// The pauses before further attempts. They end where it is time to give up.
#[derive(Debug)]
pub struct Pauses(ExponentialBackoff);

impl Pauses {
    /// Of whoever waits for an answer: a command, or a batch of a night.
    pub fn few() -> Self {
        Self(growing().with_max_times(TIMES).build())
    }

    /// Of whoever goes on until it is stopped: they grow up to `longest`, and never end.
    pub fn without_end(longest: Duration) -> Self {
        let growing = growing().with_max_delay(longest).without_max_times();
        Self(growing.build())
    }
}

impl Iterator for Pauses {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.0.next()
    }
}

fn growing() -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(FIRST)
        .with_jitter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_for_an_answer_gives_up_within_seconds() {
        let pauses: Vec<Duration> = Pauses::few().collect();
        assert_eq!(pauses.len(), TIMES);
        let all: Duration = pauses.iter().sum();
        assert!(
            Duration::from_secs(5) < all && all < Duration::from_secs(11),
            "{all:?}"
        );
    }

    #[test]
    fn whoever_is_stopped_goes_on() {
        let longest = Duration::from_secs(1);
        let later = Pauses::without_end(longest).nth(1000).unwrap();
        assert!(longest <= later && later <= 2 * longest, "{later:?}");
    }
}
