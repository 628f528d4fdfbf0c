//! How long it is kept what was answered to a command, so that the same command again gets the same answer.

use std::fmt;
use std::str::FromStr;

use super::error::SweepError;
use super::order::Sweep;
use super::report::Report;
use crate::again::again;
use crate::lease::Renewal;
use crate::{Engine, EngineError};

/// How many answers are cleared together.
const PAGE: usize = 1_000;

/// For how many days an answer is kept. After that its command's id is that of a new command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeepAnswers(u32);

/// The longest time that can be said, in days: a hundred years.
const DAYS_MOST: u32 = 36_525;

impl KeepAnswers {
    /// So many days, from 1 to 36,525; none otherwise.
    pub fn days(days: u32) -> Option<Self> {
        (1..=DAYS_MOST).contains(&days).then_some(Self(days))
    }

    /// What was answered before this instant is not kept any more. Both are in milliseconds since 1970.
    fn since(self, now: i64) -> i64 {
        now - i64::from(self.0) * 24 * 60 * 60 * 1000
    }
}

impl Default for KeepAnswers {
    /// More than a year: what a sender had put aside over a year's end is answered as it was.
    fn default() -> Self {
        Self(400)
    }
}

impl fmt::Display for KeepAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}d", self.0)
    }
}

impl FromStr for KeepAnswers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let days = text.strip_suffix('d').unwrap_or(text);
        let is_number = days.bytes().all(|byte| byte.is_ascii_digit());
        let days = days.parse().ok().filter(|_| is_number);
        let kept = days.and_then(Self::days);
        kept.ok_or_else(|| format!("it is a number of days from 1 to {DAYS_MOST}, such as 400d"))
    }
}

impl Engine {
    /// Clears the answers that are older than they are kept, a batch a transaction, and counts them. A night that is
    /// cut off leaves the rest to the next one.
    pub(super) async fn clear_answers(
        &self,
        sweep: &Sweep,
        now: i64,
        report: &mut Report,
    ) -> Result<(), SweepError> {
        let since = sweep.keep_answers.since(now);
        if report.dry_run {
            report.answers_cleared = self.store.count_answers_before(since).await?;
            return Ok(());
        }
        let mut lease = Renewal::of(report.run);
        loop {
            let cleared = match again(async || self.clear_some_answers(since).await).await {
                // Others write for longer than we wait: the next night clears the rest.
                Err(EngineError::Store(error)) if error.is_held() => return Ok(()),
                cleared => cleared?,
            };
            report.answers_cleared += cleared;
            if cleared < PAGE || sweep.stop.is_cancelled() {
                return Ok(());
            }
            self.keep_lease(&mut lease).await?;
        }
    }

    async fn clear_some_answers(&self, since: i64) -> Result<usize, EngineError> {
        let tx = self.store.begin_write().await?;
        let cleared = tx.clear_answers_before(since, PAGE).await?;
        tx.commit().await?;
        Ok(cleared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_days() {
        for (text, days) in [("400d", 400), ("1", 1), ("36525d", 36_525)] {
            assert_eq!(text.parse(), Ok(KeepAnswers(days)), "{text}");
        }
        for text in [
            "",
            "d",
            "0",
            "0d",
            "-1",
            "+1",
            "36526",
            "1y",
            "99999999999999",
        ] {
            assert!(text.parse::<KeepAnswers>().is_err(), "{text}");
        }
    }
}
