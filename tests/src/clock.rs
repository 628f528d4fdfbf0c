//! The clock of tests. It begins at one moment when a program of tests does, and goes on from there, so
//! that what is tested on a day of 1405 is no later when it is tested in another year.

use std::sync::LazyLock;

use chrono::{DateTime, Days, FixedOffset, TimeDelta, Utc};

/// Tells the binary how many milliseconds its clock is ahead of the system's.
pub const VARIABLE: &str = "PARVANEH_TEST_CLOCK";

/// When it begins: 1405-09-07, at half past twelve in Tehran.
const BEGINS: &str = "2026-11-28T09:00:00Z";

/// How far it is ahead of the system's: the same in every process of a program of tests.
static AHEAD: LazyLock<TimeDelta> = LazyLock::new(|| {
    let begins: DateTime<Utc> = BEGINS.parse().expect("it is an instant");
    TimeDelta::milliseconds((begins - Utc::now()).num_milliseconds())
});

/// The time.
pub fn now() -> DateTime<Utc> {
    Utc::now() + *AHEAD
}

/// What the binary is told.
pub fn ahead() -> String {
    AHEAD.num_milliseconds().to_string()
}

/// So many days before today in Tehran.
pub fn ago(days: u64) -> String {
    let tehran = FixedOffset::east_opt(12_600).expect("there is such an offset");
    let today = now().with_timezone(&tehran).date_naive();
    let day = today.checked_sub_days(Days::new(days));
    day.expect("there is such a day").to_string()
}
