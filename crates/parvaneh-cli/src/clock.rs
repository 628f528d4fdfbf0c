//! The program's clock, which everything in it reads: the system's. A test build's may be told to be
//! as far from it as a test says, so that a test is about the same days whenever it is run.

use std::time::SystemTime;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use parvaneh::Engine;

use crate::exit::Usage;

/// How many milliseconds the clock is ahead of the system's.
const VARIABLE: &str = "PARVANEH_TEST_CLOCK";

/// The years that a clock may show: what is recorded bears the milliseconds since 1970, and a date has four
/// digits.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;

/// Fails where the clock shows no time that can be recorded. Every command looks first.
pub(crate) fn shows_a_time() -> Result<(), Usage> {
    shown(SystemTime::now(), ahead()?).map(drop)
}

/// The time.
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now() + ahead().ok().flatten().unwrap_or_default()
}

/// The engine under this clock.
pub(crate) fn wound(engine: Engine) -> anyhow::Result<Engine> {
    Ok(match ahead()? {
        Some(ahead) => engine.with_clock(move || Utc::now() + ahead),
        None => engine,
    })
}

fn shown(system: SystemTime, ahead: Option<TimeDelta>) -> Result<DateTime<Utc>, Usage> {
    let since_1970 = system.duration_since(SystemTime::UNIX_EPOCH);
    let since_1970 = since_1970.ok().and_then(|it| TimeDelta::from_std(it).ok());
    let system = since_1970.and_then(|it| DateTime::UNIX_EPOCH.checked_add_signed(it));
    let shown = system.and_then(|it| it.checked_add_signed(ahead.unwrap_or_default()));
    let is_fit = |it: &DateTime<Utc>| YEARS.contains(&it.year());
    shown.filter(is_fit).ok_or_else(|| {
        let (first, last) = (YEARS.start(), YEARS.end());
        Usage(format!(
            "the clock shows no time from {first} to {last}; set the clock of this machine, and run it again"
        ))
    })
}

/// How far a test has put the clock ahead. The shipped program is not built with debug assertions, and
/// does not look.
fn ahead() -> Result<Option<TimeDelta>, Usage> {
    match std::env::var(VARIABLE) {
        Ok(said) if cfg!(debug_assertions) => {
            let ahead = said.parse().ok().and_then(TimeDelta::try_milliseconds);
            let wrong = || {
                Usage(format!(
                    "{VARIABLE} is {said:?}, and no number of milliseconds"
                ))
            };
            ahead.map(Some).ok_or_else(wrong)
        }
        Ok(_) | Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_shows_no_time_is_refused() {
        let epoch = SystemTime::UNIX_EPOCH;
        let hour = Duration::from_secs(3600);
        assert!(shown(epoch, None).is_ok());
        assert!(shown(epoch - hour, None).is_err());
        assert!(shown(epoch + hour, Some(TimeDelta::hours(-2))).is_err());
        assert!(shown(epoch + 24 * 365 * 8100 * hour, None).is_err());
        assert!(shown(epoch, Some(TimeDelta::MAX)).is_err());
    }
}
