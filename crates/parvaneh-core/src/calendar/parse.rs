//! Dates as registers write them.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::{Calendar, Date, DateError};
use crate::unseen::is_unseen;

/// In which order the three numbers of a date stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Year, month, day; a year below 1700 is Solar Hijri, any other Gregorian.
    YearMonthDay,
    /// Month, day, year, in the Gregorian calendar.
    MonthDayYear,
}

/// The first year that is taken to be Gregorian where a date says no calendar.
const FIRST_GREGORIAN_YEAR: i32 = 1700;

/// The date that `text` writes, with Latin, Persian or Arabic digits, with `/`, `-` or `.`
/// between them, its month and day of one or two digits and its year of four.
pub fn parse(text: &str, order: DateOrder) -> Result<Date, DateError> {
    let forms = match order {
        DateOrder::YearMonthDay => "year-month-day, as in 1405-09-02 or 2026-11-23",
        DateOrder::MonthDayYear => "month/day/year, as in 11/23/2026",
    };
    let form = || DateError::Form {
        given: text.to_owned(),
        forms,
    };
    let plain = latin_digits(text);
    // A spreadsheet leaves marks beside a number.
    let is_beside =
        |letter: char| letter.is_whitespace() || letter == '\u{200c}' || is_unseen(letter);
    let plain = plain.trim_matches(is_beside);
    let mut parts = plain.split(['/', '-', '.']);
    let (Some(first), Some(second), Some(third), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(form());
    };
    let (year, month, day) = match order {
        DateOrder::YearMonthDay => (first, second, third),
        DateOrder::MonthDayYear => (third, first, second),
    };
    let number = |part: &str, digits: RangeInclusive<usize>| {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        let is_one = digits.contains(&part.len()) && is_number;
        is_one.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (
        number(year, 4..=4),
        number(month, 1..=2),
        number(day, 1..=2),
    ) else {
        return Err(form());
    };
    let year = i32::from(year);
    let calendar = match order {
        DateOrder::YearMonthDay if year < FIRST_GREGORIAN_YEAR => Calendar::SolarHijri,
        DateOrder::YearMonthDay | DateOrder::MonthDayYear => Calendar::Gregorian,
    };
    let (month, day) = (u8::try_from(month), u8::try_from(day));
    let (month, day) = (month.unwrap_or(u8::MAX), day.unwrap_or(u8::MAX));
    let outside = || DateError::Outside {
        given: text.to_owned(),
    };
    match calendar.date(year, month, day) {
        Err(DateError::Outside { .. }) => Err(outside()),
        date => date,
    }
}

/// `text` with Persian (۰–۹) and Arabic (٠–٩) digits as Latin ones, all else as it was.
pub fn latin_digits(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '۰'..='۹' => latin(letter, '۰'),
            '٠'..='٩' => latin(letter, '٠'),
            other => other,
        })
        .collect()
}

fn latin(digit: char, zero: char) -> char {
    u8::try_from(u32::from(digit) - u32::from(zero)).map_or(digit, |value| char::from(b'0' + value))
}
