//! Dates in commands, events and snapshots, for `#[serde(with = "…")]`.
//!
//! Where a person may read it, a date is written as ISO Gregorian text and read in either
//! calendar: a year below 1700 is Solar Hijri, here as everywhere. Where nobody does, as in a
//! snapshot, it is the number of its day: a snapshot has many, and a night rewrites many snapshots.

use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Date, DateOrder, parse};

/// A date that is there.
pub fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return day.serialize(serializer);
    }
    serializer.serialize_i32(day.num_days_from_ce())
}

/// A date that is there; refused where it is no date of either calendar.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    if deserializer.is_human_readable() {
        let text = String::deserialize(deserializer)?;
        return parse(&text, DateOrder::YearMonthDay).map_err(de::Error::custom);
    }
    let number = i32::deserialize(deserializer)?;
    Date::from_num_days_from_ce_opt(number)
        .ok_or_else(|| de::Error::custom(format_args!("no day has the number {number}")))
}

/// Dates that may be missing.
pub mod optional {
    use super::{Date, Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Day(#[serde(with = "super")] Date);

    /// A date or nothing.
    pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(Day).serialize(serializer)
    }

    /// A date or nothing; refused where it is no date of either calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        Ok(Option::<Day>::deserialize(deserializer)?.map(|Day(day)| day))
    }
}
