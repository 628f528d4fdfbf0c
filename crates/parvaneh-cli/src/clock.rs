//! The program's clock, which everything in it reads: the system's. A test build's may be told to be
//! as far from it as a test says, so that a test is about the same days whenever it is run.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use parvaneh::Engine;

/// How many milliseconds the clock is ahead of the system's.
const VARIABLE: &str = "PARVANEH_TEST_CLOCK";

/// The time. What a test said wrongly was refused when the register was opened.
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

/// How far a test has put the clock ahead. The shipped program is not built with debug assertions, and
/// does not look.
fn ahead() -> anyhow::Result<Option<TimeDelta>> {
    match std::env::var(VARIABLE) {
        Ok(said) if cfg!(debug_assertions) => {
            let ahead = said.parse().ok().and_then(TimeDelta::try_milliseconds);
            let wrong = || format!("{VARIABLE} is {said:?}, and no number of milliseconds");
            ahead.map(Some).with_context(wrong)
        }
        Ok(_) | Err(_) => Ok(None),
    }
}
