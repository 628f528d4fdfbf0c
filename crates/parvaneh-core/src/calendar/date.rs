//! The civil day of a register.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::DateError;
use super::arithmetic::days_after;

/// A civil day without a zone; which zone it is a day of, the edition says. It lies between
/// [`Date::MIN`] and [`Date::MAX`], both inclusive: no other day can be in a register (law.md, §2.13).
///
/// Its text is ISO Gregorian, `2026-11-23`, and is read as nothing else. What people write is read by
/// [`parse`](super::parse()).
#[derive(Clone, Copy, Eq, PartialEq, Ord, PartialOrd, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String", extend("format" = "date"), inline))]
pub struct Date(NaiveDate);

impl Date {
    /// 1300-01-01 AP, 1921-03-21.
    pub const MIN: Self = Self(NaiveDate::from_ymd_opt(1921, 3, 21).unwrap());
    /// 1500-12-29 AP, 2122-03-20.
    pub const MAX: Self = Self(NaiveDate::from_ymd_opt(2122, 3, 20).unwrap());

    /// The day after; none after the last one.
    pub fn day_after(self) -> Option<Self> {
        self.0.succ_opt().and_then(within)
    }

    /// The day before; none before the first one.
    pub fn day_before(self) -> Option<Self> {
        self.0.pred_opt().and_then(within)
    }

    /// The day so many days later, or earlier where they are negative; the first or the last day of
    /// all where there is none.
    #[must_use]
    pub fn moved_by(self, days: i64) -> Self {
        Self::nearest_to(days_after(self.0, days))
    }

    /// Every day from this one on, this one included.
    pub fn and_after(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |day| day.day_after())
    }

    /// How many days it is after `earlier`; negative where it is before.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The civil date at an instant, in the instant's own zone; a clock may be set to anything, see
    /// [`Self::nearest_to`].
    pub fn at<Z: TimeZone>(instant: DateTime<Z>) -> Self {
        Self::nearest_to(instant.date_naive())
    }

    /// The day itself, or the first or the last day of all where it is before or after them: for the day of
    /// a clock and of a run, which is no fact of a register.
    pub fn nearest_to(day: NaiveDate) -> Self {
        Self(day.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Its day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The number of the day, 0001-01-01 being day 1: how a day is stored where nobody reads it.
    fn number(self) -> i32 {
        self.0.num_days_from_ce()
    }
}

fn within(day: NaiveDate) -> Option<Date> {
    (Date::MIN.0..=Date::MAX.0)
        .contains(&day)
        .then_some(Date(day))
}

impl TryFrom<NaiveDate> for Date {
    type Error = DateError;

    /// Refused where no register has such a day.
    fn try_from(day: NaiveDate) -> Result<Self, DateError> {
        within(day).ok_or_else(|| DateError::Outside {
            given: day.to_string(),
        })
    }
}

impl From<Date> for NaiveDate {
    fn from(Date(day): Date) -> Self {
        day
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads ISO Gregorian alone, with four digits of the year and two of month and day.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let is_iso = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let day = Some(text)
            .filter(|_| is_iso)
            .and_then(|text| text.parse::<NaiveDate>().ok());
        let day = day.ok_or_else(|| DateError::Form {
            given: text.to_owned(),
            forms: "ISO Gregorian, as in 2026-11-23",
        })?;
        Self::try_from(day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// As text where a person may read it. In a snapshot it is a number: a snapshot has many days, and a
/// night rewrites many snapshots.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            // In one piece: given to a serialiser letter by letter, it costs twice as much.
            true => serializer.serialize_str(&self.to_string()),
            false => serializer.serialize_i32(self.number()),
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(de::Error::custom);
        }
        let number = i32::deserialize(deserializer)?;
        NaiveDate::from_num_days_from_ce_opt(number)
            .and_then(within)
            .ok_or_else(|| {
                de::Error::custom(format_args!("no day of a register has the number {number}"))
            })
    }
}
