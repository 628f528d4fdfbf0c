//! Days in what people send, for `#[serde(with = "calendar::written")]`: read in either calendar, as
//! [`parse`](super::parse()) reads them, and written as ISO Gregorian.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Date, DateOrder, Term, parse};

/// ISO Gregorian.
pub fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    day.serialize(serializer)
}

/// A day of either calendar; refused where it is none, or where no register has it.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    if deserializer.is_human_readable() {
        let text = String::deserialize(deserializer)?;
        return parse(&text, DateOrder::YearMonthDay).map_err(de::Error::custom);
    }
    Date::deserialize(deserializer)
}

/// Days that may be missing.
pub mod optional {
    use super::{Date, Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Day(#[serde(with = "super")] Date);

    /// ISO Gregorian, or nothing.
    pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(Day).serialize(serializer)
    }

    /// A day of either calendar, or nothing.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        Ok(Option::<Day>::deserialize(deserializer)?.map(|Day(day)| day))
    }
}

/// Terms of which people write both days.
pub mod term {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Date, Term};

    #[derive(Deserialize)]
    struct Days {
        #[serde(with = "super")]
        from: Date,
        #[serde(with = "super")]
        through: Date,
    }

    /// ISO Gregorian.
    pub fn serialize<S: Serializer>(term: &Term, serializer: S) -> Result<S::Ok, S::Error> {
        term.serialize(serializer)
    }

    /// Days of either calendar; which of them comes first is judged where the term is used.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Term, D::Error> {
        Days::deserialize(deserializer).map(|Days { from, through }| Term { from, through })
    }
}
