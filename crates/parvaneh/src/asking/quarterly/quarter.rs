//! Three months of a calendar's year.

use std::fmt;
use std::str::FromStr;

use parvaneh_core::calendar::{self, Calendar, Date, DateOrder};

/// A quarter of a year, of three whole months; the first one begins with the year.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Quarter {
    /// Whose year.
    pub calendar: Calendar,
    /// The calendar's own year.
    pub year: i32,
    /// From 1 to 4.
    pub number: u8,
}

/// A text that is no quarter.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is no quarter; write year-quarter, as in 1405-2 or 2026-3")]
pub struct NoQuarter(String);

impl Quarter {
    /// The quarter in which `day` lies.
    pub fn of(calendar: Calendar, day: Date) -> Self {
        let day = calendar.year_month_day(day);
        Self {
            calendar,
            year: day.year,
            number: day.month.div_ceil(3),
        }
    }

    /// The last quarter that is over when `today` begins.
    pub fn last_before(calendar: Calendar, today: Date) -> Self {
        let first = Self::of(calendar, today).from();
        Self::of(calendar, first.day_before().unwrap_or(first))
    }

    /// Its first day.
    pub fn from(&self) -> Date {
        // A year that can be written has twelve months, and every month a first day.
        let first = self.calendar.date(self.year, 3 * self.number - 2, 1);
        first.unwrap_or(Date::MIN)
    }

    /// Its last day.
    pub fn through(&self) -> Date {
        let (year, number) = match self.number {
            4 => (self.year + 1, 1),
            number => (self.year, number + 1),
        };
        let next = Self {
            year,
            number,
            ..*self
        };
        next.from().day_before().unwrap_or(Date::MAX)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{}", self.year, self.number)
    }
}

/// Digits of any script; which calendar is meant is read from the year, as in dates.
impl FromStr for Quarter {
    type Err = NoQuarter;

    fn from_str(text: &str) -> Result<Self, NoQuarter> {
        let read = || {
            let plain = calendar::latin_digits(text.trim());
            let (year, number) = plain.split_once(['-', '/'])?;
            let number: u8 = number.parse().ok().filter(|it| (1..=4).contains(it))?;
            let first = format!("{year}-{}-1", 3 * number - 2);
            let first = calendar::parse(&first, DateOrder::YearMonthDay).ok()?;
            let year: i32 = year.parse().ok()?;
            [Calendar::SolarHijri, Calendar::Gregorian]
                .map(|calendar| Self::of(calendar, first))
                .into_iter()
                .find(|quarter| quarter.year == year)
        };
        read().ok_or_else(|| NoQuarter(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> String {
        let quarter: Quarter = text.parse().unwrap();
        format!("{quarter} {} {}", quarter.from(), quarter.through())
    }

    /// The first six months of a Solar Hijri year have 31 days, the next five 30, and Esfand 29 or,
    /// in a leap year such as 1403 and 1408, 30.
    #[test]
    fn a_quarter_has_three_whole_months() {
        assert_eq!(days("1405-1"), "1405-1 2026-03-21 2026-06-21");
        assert_eq!(days("1405-2"), "1405-2 2026-06-22 2026-09-22");
        assert_eq!(days("۱۴۰۵/۳"), "1405-3 2026-09-23 2026-12-21");
        assert_eq!(days("1403-4"), "1403-4 2024-12-21 2025-03-20");
        assert_eq!(days("1404-4"), "1404-4 2025-12-22 2026-03-20");
        assert_eq!(days("2024-1"), "2024-1 2024-01-01 2024-03-31");
        assert_eq!(days("2026-4"), "2026-4 2026-10-01 2026-12-31");
    }

    #[test]
    fn quarters_follow_one_another_without_gap() {
        for calendar in [Calendar::SolarHijri, Calendar::Gregorian] {
            let mut day: Date = "2020-01-15".parse().unwrap();
            for _ in 0..40 {
                let quarter = Quarter::of(calendar, day);
                assert!(quarter.from() <= day && day <= quarter.through());
                let next = quarter.through().day_after().unwrap();
                assert_eq!(Quarter::of(calendar, next).from(), next);
                assert_eq!(Quarter::last_before(calendar, next), quarter);
                day = next;
            }
        }
    }

    #[test]
    fn what_is_no_quarter_is_refused() {
        for text in [
            "",
            "1405",
            "1405-0",
            "1405-5",
            "1405-02-01",
            "405-1",
            "x-1",
            "1405-x",
        ] {
            text.parse::<Quarter>().unwrap_err();
        }
    }
}
