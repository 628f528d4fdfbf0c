//! Days in the forms that a profile allows. What each form leads to is read by `calendar::parse`.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use parvaneh_core::calendar::{self, Date, DateOrder, latin_digits};
use parvaneh_core::party::normalise;

use crate::profile::{DateForm, Profile};

/// The day before the day 1 of a spreadsheet, as far as it is counted after February 1900: a spreadsheet
/// believes that 1900 was a leap year.
const BEFORE_DAY_1: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();

/// The forms in which times are written.
const TIMES: [&str; 4] = ["%H:%M:%S%.f", "%H:%M", "%I:%M:%S %p", "%I:%M %p"];

/// Reads the days of a register.
pub(super) struct Days {
    forms: Vec<DateForm>,
    with_time: bool,
}

impl Days {
    pub(super) fn of(profile: &Profile) -> Self {
        Self {
            forms: profile.dates.clone(),
            with_time: profile.dates_with_time,
        }
    }

    /// The day that a text writes. An instant with an offset is on the day that it writes, and one of Greenwich on
    /// the day that it is in `zone`.
    pub(super) fn read(&self, text: &str, zone: Tz) -> Result<Date, String> {
        if !self.with_time
            && let [form] = self.forms.as_slice()
            && let Some(order) = order(*form)
        {
            return calendar::parse(text, order).map_err(|error| error.to_string());
        }
        let plain = normalise(&latin_digits(text));
        let (day, time) = match plain.split_once(['T', ' ']) {
            Some((day, time)) => (day, Some(time)),
            None => (plain.as_str(), None),
        };
        if time.is_some() && !self.with_time {
            return Err(self.is_none(text));
        }
        let date = self.day(day, text)?;
        match time.map(|time| offset(time, text)).transpose()? {
            Some((time, Some(offset))) => {
                let here = NaiveDate::from(date).and_time(time);
                let instant = here.and_local_timezone(offset).single();
                let instant: DateTime<FixedOffset> = instant.ok_or_else(|| self.is_none(text))?;
                // An instant of Greenwich says nothing of the day on which it was there.
                let day = match offset.local_minus_utc() {
                    0 => instant.with_timezone(&zone).date_naive(),
                    _ => instant.date_naive(),
                };
                Date::try_from(day).map_err(|error| error.to_string())
            }
            Some((_, None)) | None => Ok(date),
        }
    }

    fn day(&self, day: &str, text: &str) -> Result<Date, String> {
        let form = self.form_of(day).ok_or_else(|| self.is_none(text))?;
        let written = match form {
            DateForm::YearMonthDay | DateForm::MonthDayYear => day.to_owned(),
            DateForm::DayMonthYear => {
                let mut parts: Vec<&str> = day.split(['/', '-', '.']).collect();
                parts.reverse();
                parts.join("-")
            }
            DateForm::Compact => format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
            DateForm::ExcelDay => return self.excel(day, text),
        };
        let order = order(form).unwrap_or(DateOrder::YearMonthDay);
        calendar::parse(&written, order).map_err(|error| error.to_string().replace(&written, text))
    }

    /// The form that a text has among those that are allowed: their lengths tell them apart.
    fn form_of(&self, day: &str) -> Option<DateForm> {
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
        let has = |form: &DateForm| match (form, parts.as_slice()) {
            (DateForm::YearMonthDay, [year, _, _]) => year.len() == 4,
            (DateForm::DayMonthYear | DateForm::MonthDayYear, [_, _, year]) => year.len() == 4,
            (DateForm::Compact, [number]) => number.len() == 8 && is_number(number),
            (DateForm::ExcelDay, [number]) => number.len() < 7 && is_number(number),
            // A part of a day is a time.
            (DateForm::ExcelDay, [number, _]) => {
                number.len() < 7 && is_number(number) && day.contains('.')
            }
            (
                DateForm::YearMonthDay
                | DateForm::DayMonthYear
                | DateForm::MonthDayYear
                | DateForm::Compact
                | DateForm::ExcelDay,
                _,
            ) => false,
        };
        self.forms.iter().copied().find(|form| has(form))
    }

    fn excel(&self, day: &str, text: &str) -> Result<Date, String> {
        let (whole, part) = day.split_once('.').unwrap_or((day, ""));
        let is_midnight = part.bytes().all(|byte| byte == b'0');
        if !part.bytes().all(|byte| byte.is_ascii_digit()) || !(is_midnight || self.with_time) {
            return Err(self.is_none(text));
        }
        let days: i64 = whole.parse().map_err(|_| self.is_none(text))?;
        let date = BEFORE_DAY_1.checked_add_signed(TimeDelta::days(days));
        let date = date.ok_or_else(|| self.is_none(text))?;
        Date::try_from(date).map_err(|error| error.to_string())
    }

    fn is_none(&self, text: &str) -> String {
        let forms: Vec<&str> = self.forms.iter().map(|form| told(*form)).collect();
        let forms = forms.join(", or ");
        let time = match self.with_time {
            true => ", and a time behind it where there is one",
            false => "",
        };
        format!("{text:?} is no date; write {forms}{time}")
    }
}

/// The order in which the three numbers stand, of a form that `calendar::parse` reads as it is.
fn order(form: DateForm) -> Option<DateOrder> {
    match form {
        DateForm::YearMonthDay => Some(DateOrder::YearMonthDay),
        DateForm::MonthDayYear => Some(DateOrder::MonthDayYear),
        DateForm::DayMonthYear | DateForm::Compact | DateForm::ExcelDay => None,
    }
}

fn told(form: DateForm) -> &'static str {
    match form {
        DateForm::YearMonthDay => "year-month-day, as in 1405-09-02 or 2026-11-23",
        DateForm::DayMonthYear => "day/month/year, as in 02/09/1405 or 23/11/2026",
        DateForm::MonthDayYear => "month/day/year, as in 11/23/2026",
        DateForm::Compact => "eight digits, as in 14050902 or 20261123",
        DateForm::ExcelDay => "the number of a day, as in 46349",
    }
}

/// A time, and how far it is from that of Greenwich where it says so.
fn offset(time: &str, text: &str) -> Result<(NaiveTime, Option<FixedOffset>), String> {
    let wrong = || format!("what stands behind the day in {text:?} is no time");
    let (time, offset) = match time.strip_suffix('Z') {
        Some(time) => (time, Some("+00:00".to_owned())),
        None => match time.find(['+', '-']) {
            Some(at) => (&time[..at], Some(with_minutes(&time[at..]))),
            None => (time, None),
        },
    };
    let mut read = TIMES
        .iter()
        .map(|form| NaiveTime::parse_from_str(time.trim(), form));
    let time = read.find_map(Result::ok).ok_or_else(wrong)?;
    let offset = offset
        .map(|offset| offset.parse::<FixedOffset>())
        .transpose();
    Ok((time, offset.map_err(|_| wrong())?))
}

/// `+03` as `+03:00`, the others as they are.
fn with_minutes(offset: &str) -> String {
    match offset.len() {
        3 => format!("{offset}:00"),
        _ => offset.to_owned(),
    }
}
