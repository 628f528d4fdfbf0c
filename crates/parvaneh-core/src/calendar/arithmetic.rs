//! Years, months and days of two calendars, and dates a span away.

use chrono::{Datelike, Days, NaiveDate};
use icu_calendar::cal::Persian;
use icu_calendar::types::RataDie;
use serde::{Deserialize, Serialize};

use super::{Date, Span};

/// The calendar in which a regime counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// The official calendar of Iran.
    SolarHijri,
    /// The proleptic Gregorian calendar.
    Gregorian,
}

/// A day as a calendar names it: month and day from 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct YearMonthDay {
    /// The calendar's own year.
    pub year: i32,
    /// From 1 to 12.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

/// A text or a number that is no date.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DateError {
    /// It has not the form of a date.
    #[error("{given:?} is no date; write {forms}")]
    Form {
        /// What was given.
        given: String,
        /// What can be read.
        forms: &'static str,
    },
    /// No register has such a day.
    #[error(
        "{given:?} is outside what a register can have: its days are from {min} through {max}, which is from \
         {first} through {last} AP",
        min = Date::MIN, max = Date::MAX, first = solar_hijri(Date::MIN), last = solar_hijri(Date::MAX)
    )]
    Outside {
        /// What was given.
        given: String,
    },
    /// There are twelve months.
    #[error("{year} has no month {month}")]
    NoSuchMonth {
        /// The calendar's own year.
        year: i32,
        /// The month.
        month: u8,
    },
    /// The month is shorter.
    #[error("month {month} of {year} has {days} days, there is no day {day}")]
    NoSuchDay {
        /// The calendar's own year.
        year: i32,
        /// The month.
        month: u8,
        /// The day.
        day: u8,
        /// How many days the month has.
        days: u8,
    },
}

impl Calendar {
    /// The day `date` as this calendar names it.
    pub fn year_month_day(self, date: Date) -> YearMonthDay {
        self.named(date.into())
    }

    /// The day that this calendar names so; refused where it has no such month or day, and where no
    /// register has the day.
    pub fn date(self, year: i32, month: u8, day: u8) -> Result<Date, DateError> {
        if !(1..=12).contains(&month) {
            return Err(DateError::NoSuchMonth { year, month });
        }
        let days = self.days_in_month(year, month);
        if !(1..=days).contains(&day) {
            return Err(DateError::NoSuchDay {
                year,
                month,
                day,
                days,
            });
        }
        Date::try_from(self.known(year, month, day)).map_err(|_| DateError::Outside {
            given: format!("{year:04}-{month:02}-{day:02}"),
        })
    }

    /// `date` and then `span`, counted in this calendar: the day of the month is kept, and clamped
    /// to the month's last day where the month is shorter; then the days are added.
    pub fn clamped(self, date: Date, span: Span) -> Date {
        Date::nearest_to(self.clamped_after(date.into(), span))
    }

    /// `date` and then `span`, counted in this calendar: a day that the month lacks rolls forward
    /// to the first of the next month; then the days are added.
    pub fn anniversary(self, date: Date, span: Span) -> Date {
        let days = i64::from(span.days);
        Date::nearest_to(self.moved(date.into(), months(span), Clamp::ToNextMonth, days))
    }

    /// The day `span` before `date`, counted in this calendar: the day of the month is kept, and
    /// clamped to the month's last day where the month is shorter; then the days are taken away.
    pub fn clamped_before(self, date: Date, span: Span) -> Date {
        let days = -i64::from(span.days);
        Date::nearest_to(self.moved(date.into(), -months(span), Clamp::ToLastDay, days))
    }

    /// As [`Self::clamped`], also past the last day of a register.
    pub(super) fn clamped_after(self, day: NaiveDate, span: Span) -> NaiveDate {
        self.moved(day, months(span), Clamp::ToLastDay, i64::from(span.days))
    }

    fn named(self, day: NaiveDate) -> YearMonthDay {
        match self {
            Self::SolarHijri => {
                let persian = persian(day);
                YearMonthDay {
                    year: persian.year().extended_year(),
                    month: persian.month().ordinal,
                    day: persian.day_of_month().0,
                }
            }
            Self::Gregorian => YearMonthDay {
                year: day.year(),
                month: u8::try_from(day.month()).unwrap_or(12),
                day: u8::try_from(day.day()).unwrap_or(31),
            },
        }
    }

    fn moved(self, day: NaiveDate, months: i64, clamp: Clamp, days: i64) -> NaiveDate {
        let moved = if months == 0 {
            day
        } else {
            let from = self.named(day);
            let index = i64::from(from.year) * 12 + i64::from(from.month) - 1 + months;
            let year = i32::try_from(index.div_euclid(12)).unwrap_or(i32::MAX / 16);
            let month = u8::try_from(index.rem_euclid(12) + 1).unwrap_or(12);
            let last = self.days_in_month(year, month);
            match clamp {
                _ if from.day <= last => self.known(year, month, from.day),
                Clamp::ToLastDay => self.known(year, month, last),
                Clamp::ToNextMonth => days_after(self.known(year, month, last), 1),
            }
        };
        days_after(moved, days)
    }

    /// The day of a month and day that are known to exist.
    fn known(self, year: i32, month: u8, day: u8) -> NaiveDate {
        match self {
            Self::SolarHijri => icu_calendar::Date::try_new_persian(year, month, day)
                .ok()
                .and_then(|persian| i32::try_from(persian.to_rata_die().to_i64_date()).ok())
                .and_then(NaiveDate::from_num_days_from_ce_opt)
                .unwrap_or(NaiveDate::MAX),
            Self::Gregorian => NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day))
                .unwrap_or(NaiveDate::MAX),
        }
    }

    fn days_in_month(self, year: i32, month: u8) -> u8 {
        match (self, month) {
            (Self::SolarHijri, 1..=6) => 31,
            (Self::SolarHijri, 7..=11) => 30,
            (Self::SolarHijri, _) => icu_calendar::Date::try_new_persian(year, 12, 1)
                .map_or(29, |first| first.days_in_month()),
            (Self::Gregorian, _) => NaiveDate::from_ymd_opt(year, u32::from(month), 1)
                .map_or(28, |first| first.num_days_in_month()),
        }
    }
}

#[derive(Clone, Copy)]
enum Clamp {
    ToLastDay,
    ToNextMonth,
}

fn persian(day: NaiveDate) -> icu_calendar::Date<Persian> {
    icu_calendar::Date::from_rata_die(RataDie::new(i64::from(day.num_days_from_ce())), Persian)
}

fn months(span: Span) -> i64 {
    i64::from(span.years) * 12 + i64::from(span.months)
}

/// The day so many days later, or earlier; the end of what can be named where there is none.
pub(super) fn days_after(day: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    if 0 <= days {
        day.checked_add_days(distance).unwrap_or(NaiveDate::MAX)
    } else {
        day.checked_sub_days(distance).unwrap_or(NaiveDate::MIN)
    }
}

/// `date` in Solar Hijri, with Latin digits: `1405-09-02`.
pub fn solar_hijri(date: Date) -> String {
    let YearMonthDay { year, month, day } = Calendar::SolarHijri.year_month_day(date);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A day in both calendars, as people are told of it.
pub fn both(date: Date) -> String {
    format!("{} ({date})", solar_hijri(date))
}
