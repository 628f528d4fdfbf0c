//! A span of years, months and days, written as ISO 8601 writes it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// So many years, months and days; never negative. Which calendar they are counted in is said
/// where the span is used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub struct Span {
    /// Years.
    pub years: u32,
    /// Months, besides the years.
    pub months: u32,
    /// Days, besides years and months.
    pub days: u32,
}

/// A text that is no span.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SpanError {
    /// A span is a length.
    #[error("a period cannot be negative: {0:?}")]
    Negative(String),
    /// It has not the form of a span.
    #[error("{0:?} is no period; write it like P3Y, P3M, P10D or P1Y6M")]
    Form(String),
}

impl Span {
    /// Whether it is no time at all.
    pub fn is_zero(&self) -> bool {
        self.years == 0 && self.months == 0 && self.days == 0
    }

    /// This span and then another one.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            years: self.years + other.years,
            months: self.months + other.months,
            days: self.days + other.days,
        }
    }

    /// Whether it is longer in whatever months it is counted: P1M and P20D are, P1M and P30D are
    /// not, for a month may have twenty-eight days.
    pub fn is_surely_longer_than(&self, other: &Self) -> bool {
        let months = |span: &Self| i64::from(span.years) * 12 + i64::from(span.months);
        let more_months = months(self) - months(other);
        let more_days = i64::from(self.days) - i64::from(other.days);
        // No year is shorter than 365 days or longer than 366, no month than 28 or 31.
        let (years, rest) = (more_months.abs() / 12, more_months.abs() % 12);
        if 0 <= more_months {
            0 < years * 365 + rest * 28 + more_days
        } else {
            years * 366 + rest * 31 < more_days
        }
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let form = || SpanError::Form(text.to_owned());
        if text.contains('-') {
            return Err(SpanError::Negative(text.to_owned()));
        }
        let mut rest = text.strip_prefix('P').ok_or_else(form)?;
        let mut span = Self {
            years: 0,
            months: 0,
            days: 0,
        };
        let mut allowed = "YMWD";
        while !rest.is_empty() {
            let digits = rest
                .find(|letter: char| !letter.is_ascii_digit())
                .ok_or_else(form)?;
            let number: u32 = rest[..digits].parse().map_err(|_| form())?;
            let unit = rest[digits..].chars().next().ok_or_else(form)?;
            let at = allowed.find(unit).ok_or_else(form)?;
            allowed = &allowed[at + 1..];
            match unit {
                'Y' => span.years = number,
                'M' => span.months = number,
                'W' => span.days = number.checked_mul(7).ok_or_else(form)?,
                _ => span.days = span.days.checked_add(number).ok_or_else(form)?,
            }
            rest = &rest[digits + unit.len_utf8()..];
        }
        if text.len() == 1 || 1000 < span.years || 12_000 < span.months || 400_000 < span.days {
            return Err(form());
        }
        Ok(span)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        for (number, unit) in [(self.years, 'Y'), (self.months, 'M')] {
            if number != 0 {
                write!(f, "{number}{unit}")?;
            }
        }
        if self.days != 0 || self.is_zero() {
            write!(f, "{}D", self.days)?;
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
