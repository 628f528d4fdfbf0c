//! The gap: a night whose day lies far after everything that was recorded is stopped, because its clock
//! may be fast.
//!
//! A clock that is ten years fast would date ten years of consequences ahead, in every dossier, and what
//! the journal holds is never taken back.

use std::fmt;
use std::str::FromStr;

use chrono::DateTime;
use parvaneh_core::calendar::Date;
use uuid::Uuid;

use super::error::SweepError;
use crate::workflows::Regime;
use crate::{Engine, EngineError};

/// How many days a night may lie after the newest instant that is recorded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MaxGap(pub u32);

impl Default for MaxGap {
    /// A month: longer than a machine that is looked after stands still.
    fn default() -> Self {
        Self(31)
    }
}

impl fmt::Display for MaxGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}d", self.0)
    }
}

impl FromStr for MaxGap {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let days = text.strip_suffix('d').unwrap_or(text);
        let digits = !days.is_empty() && days.bytes().all(|byte| byte.is_ascii_digit());
        if !digits {
            return Err(format!("{text:?} is no number of days like 31d"));
        }
        let days = days.parse().map(Self);
        days.map_err(|_| format!("{text:?} is more days than can be counted"))
    }
}

/// A night, and when anything was recorded last before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    as_of: Date,
    newest: Date,
    /// In milliseconds since 1970.
    pub(super) newest_at: i64,
}

impl Gap {
    /// Negative where the night is of an earlier day.
    fn days(self) -> i64 {
        self.as_of.days_since(self.newest)
    }

    /// Whether nothing was recorded on the night's day so far.
    pub(super) fn is_open(self) -> bool {
        0 < self.days()
    }

    /// An error where more days lie between than may.
    pub(super) fn within(self, most: MaxGap) -> Result<(), SweepError> {
        let days = self.days();
        if days <= i64::from(most.0) {
            return Ok(());
        }
        Err(SweepError::Gap {
            as_of: self.as_of,
            newest: self.newest,
            days,
            allowed: most.0,
        })
    }
}

impl Engine {
    /// From the newest instant that the register has recorded to a night; none where it has recorded
    /// nothing.
    ///
    /// The newest instant is the later of two, each found at an end: when the last event of the journal
    /// was written, and when the run that began last began, other than the night's own. Both are stamps of the database's own clock,
    /// where it has one, and of this program's where not: between those the night's day is compared. A
    /// command that brought about no event counts for nothing: its answers are kept by id alone. What a
    /// fast clock has stamped counts until something newer is written, so that a command under that
    /// clock lets a night under it pass.
    pub(super) async fn gap(
        &self,
        as_of: Date,
        regimes: &[&Regime],
        night: Uuid,
    ) -> Result<Option<Gap>, EngineError> {
        let event = self.store.newest_recorded_at().await?;
        let run = self.store.newest_start(Some(night)).await?;
        let Some(newest) = event.max(run).and_then(DateTime::from_timestamp_millis) else {
            return Ok(None);
        };
        let newest_at = newest.timestamp_millis();
        // As for the night's own day: a day has come only when it has come in all zones.
        let days = regimes
            .iter()
            .map(|regime| Date::at(newest.with_timezone(&regime.time_zone())));
        let newest = days.min().unwrap_or_else(|| Date::at(newest));
        Ok(Some(Gap {
            as_of,
            newest,
            newest_at,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_days_is_written_with_its_letter_or_without() {
        for (text, days) in [("31d", 31), ("400", 400), ("0d", 0)] {
            assert_eq!(text.parse(), Ok(MaxGap(days)));
        }
        for text in ["", "d", "-1", "+1", "1.5", "1w", "31 d", "31dd", "many"] {
            let said = text.parse::<MaxGap>().expect_err(text);
            assert_eq!(said, format!("{text:?} is no number of days like 31d"));
        }
        let many = "99999999999d".parse::<MaxGap>();
        let said = "\"99999999999d\" is more days than can be counted";
        assert_eq!(many, Err(said.to_owned()));
    }
}
