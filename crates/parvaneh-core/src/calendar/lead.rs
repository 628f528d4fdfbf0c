//! How long before an end something must be done.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::arithmetic::days_after;
use super::{Calendar, Date, Span};

/// How the months of a lead are counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthCounting {
    /// As months of the calendar.
    CalendarMonths,
    /// As thirty days each, and a year as twelve of them (Civil Procedure Act, Art. 443).
    ThirtyDayMonths,
}

/// A span before an end, in a calendar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Lead {
    /// How long.
    pub span: Span,
    /// How its months are counted.
    pub counting: MonthCounting,
    /// In which calendar.
    pub calendar: Calendar,
}

impl Lead {
    /// The day that the lead reaches from `filed`. In calendar months the day of the month is
    /// kept, and clamped to the month's last day: from 31 Shahrivar three months reach 30 Azar.
    pub fn reaches(&self, filed: Date) -> Date {
        Date::nearest_to(self.reaches_from(filed.into()))
    }

    /// The last day from which the lead still reaches no further than `through`, both inclusive:
    /// the last timely day. The first day of all where no day of a register reaches no further.
    pub fn last_timely_day(&self, through: Date) -> Date {
        match self.counting {
            MonthCounting::ThirtyDayMonths => through.moved_by(-self.days()),
            MonthCounting::CalendarMonths => {
                let mut day = self.calendar.clamped_before(through, self.span);
                let is_timely = |day: Date| self.reaches_from(day.into()) <= through.into();
                // Clamping maps the last days of a long month to one day, so that the day found
                // by counting back need not be the last one, nor even a timely one.
                while let Some(before) = day.day_before().filter(|_| !is_timely(day)) {
                    day = before;
                }
                while let Some(next) = day.day_after().filter(|next| is_timely(*next)) {
                    day = next;
                }
                day
            }
        }
    }

    fn reaches_from(&self, filed: NaiveDate) -> NaiveDate {
        match self.counting {
            MonthCounting::CalendarMonths => self.calendar.clamped_after(filed, self.span),
            MonthCounting::ThirtyDayMonths => days_after(filed, self.days()),
        }
    }

    fn days(&self) -> i64 {
        let months = i64::from(self.span.years) * 12 + i64::from(self.span.months);
        months * 30 + i64::from(self.span.days)
    }
}
