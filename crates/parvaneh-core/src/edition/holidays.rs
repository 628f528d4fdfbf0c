//! Days on which nothing that is due can be done.

use std::collections::BTreeSet;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::Faults;
use crate::calendar::{Calendar, Date, Span};

/// The holidays of an edition: which file names them, and the days that stand in it. An edition names the
/// file, and whoever reads the edition reads it too.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Holidays {
    file: String,
    closed: Closed,
}

/// When offices are closed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Closed {
    /// On these days of every week.
    pub weekly: Vec<Weekday>,
    /// And on these.
    pub days: BTreeSet<Date>,
}

impl From<String> for Holidays {
    fn from(file: String) -> Self {
        let closed = Closed::default();
        Self { file, closed }
    }
}

impl From<Holidays> for String {
    fn from(holidays: Holidays) -> Self {
        holidays.file
    }
}

impl Holidays {
    /// The name of the file that has them.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// With what stands in the file.
    #[must_use]
    pub fn read(self, closed: Closed) -> Self {
        Self { closed, ..self }
    }

    /// Whether offices are closed on a day.
    pub fn has(&self, day: Date) -> bool {
        self.closed.weekly.contains(&day.weekday()) || self.closed.days.contains(&day)
    }

    /// A day, or the first working day after it.
    pub fn working_day(&self, day: Date) -> Date {
        let mut working = day;
        while self.has(working) {
            match working.day_after() {
                Some(next) => working = next,
                None => return day,
            }
        }
        working
    }

    /// `from` and then `span`, of which years and months are those of the calendar and days are working
    /// days.
    pub fn working_days_after(&self, calendar: Calendar, from: Date, span: Span) -> Date {
        let months = Span { days: 0, ..span };
        let mut day = calendar.clamped(from, months);
        for _ in 0..span.days {
            let Some(next) = day.day_after() else {
                return day;
            };
            day = self.working_day(next);
        }
        self.working_day(day)
    }

    /// Refuses a file that closes every day, or none.
    pub(super) fn check(&self, faults: &mut Faults) {
        let key = "holidays.value";
        let open = |day: &Weekday| !self.closed.weekly.contains(day);
        let mut week = std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ())).take(7);
        if !week.any(|day| open(&day)) {
            faults.add(key, format!("{:?} closes every day of the week", self.file));
        }
        if self.closed == Closed::default() {
            let problem = format!("{:?} closes no day, and decides nothing", self.file);
            faults.add(key, problem);
        }
    }
}
