//! Dates as they are stored: ISO text where a person may read it, and the number of the day where
//! nobody does. A snapshot has many dates, and a night rewrites many snapshots.
//!
//! For `#[serde(with = "…")]`; [`optional`] is for dates that may be missing.

use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Date;

pub(crate) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return day.serialize(serializer);
    }
    serializer.serialize_i32(day.num_days_from_ce())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    if deserializer.is_human_readable() {
        return Date::deserialize(deserializer);
    }
    let number = i32::deserialize(deserializer)?;
    Date::from_num_days_from_ce_opt(number)
        .ok_or_else(|| de::Error::custom(format_args!("no day has the number {number}")))
}

pub(crate) mod optional {
    use super::{Date, Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Day(#[serde(with = "super")] Date);

    pub(crate) fn serialize<S: Serializer>(
        day: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(Day).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        Ok(Option::<Day>::deserialize(deserializer)?.map(|Day(day)| day))
    }
}
