//! How long is waited before something is tried again: one policy for a command, a batch of a night,
//! a sink, and a register that is away.
//!
//! Each pause is twice as long as the one before. A random part of up to as much again is added, so
//! that writers who were in each other's way do not meet again. What may be tried again at all is said
//! by [`StoreError::is_passing`](crate::StoreError::is_passing).
//!
//! An attempt takes time itself where the network is silent, so that a bound on the pauses alone would be none.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// The first pause of whoever waits for another writer, and how many there are: 5 to 10 seconds, in
/// which a server can restart.
const WRITER: (Duration, usize) = (Duration::from_millis(10), 9);

/// For how long that writer goes on in all, since it first had to pause.
const WRITER_LONGEST: Duration = Duration::from_secs(15);

/// The first pause of whoever waits for another system, and the longest.
const SYSTEM: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(300));

/// The pauses before further attempts, since something last went well. They end where it is time to
/// give up.
#[derive(Debug)]
pub struct Pauses {
    next: ExponentialBackoff,
    /// For how long there are any, since the first one; none where that has no end.
    longest: Option<Duration>,
    since: Option<Instant>,
}

impl Pauses {
    /// Of a command or a batch that another writer was in the way of.
    pub fn few() -> Self {
        let (first, times) = WRITER;
        Self {
            next: growing(first).with_max_times(times).build(),
            longest: Some(WRITER_LONGEST),
            since: None,
        }
    }

    /// Of a relay, which goes on until it is stopped.
    pub fn without_end() -> Self {
        let (first, longest) = SYSTEM;
        let growing = growing(first).with_max_delay(longest);
        Self {
            next: growing.without_max_times().build(),
            longest: None,
            since: None,
        }
    }

    /// The next pause; the longest there is where they have come to their end.
    pub fn next_or_longest(&mut self) -> Duration {
        let (_, longest) = SYSTEM;
        self.next().unwrap_or(longest)
    }
}

impl Iterator for Pauses {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let since = *self.since.get_or_insert_with(Instant::now);
        let is_over = self.longest.is_some_and(|most| most < since.elapsed());
        self.next.next().filter(|_| !is_over)
    }
}

fn growing(first: Duration) -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(first)
        .with_jitter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_gives_up_within_seconds() {
        let all: Duration = Pauses::few().sum();
        assert!((5..11).contains(&all.as_secs()), "{all:?}");
    }

    #[test]
    fn a_relay_goes_on() {
        let (first, longest) = SYSTEM;
        let mut pauses = Pauses::without_end();
        assert!(first <= pauses.next().unwrap());
        let later = pauses.nth(1000).unwrap();
        assert!(longest <= later && later <= 2 * longest, "{later:?}");
    }
}
