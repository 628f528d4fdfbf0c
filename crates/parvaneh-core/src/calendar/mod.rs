//! Civil dates, terms and durations in two calendars.
//!
//! A [`Date`] is a civil day without a zone; which zone it is a day of, the edition says. Storage
//! is ISO Gregorian; arithmetic is done in the regime's own calendar, because three years there
//! and three years elsewhere can differ by a day.

mod arithmetic;
mod lead;
mod parse;
mod span;
pub mod stored;
mod term;

pub use arithmetic::{Calendar, DateError, YearMonthDay, solar_hijri};
pub use lead::{Lead, MonthCounting};
pub use parse::{DateOrder, latin_digits, parse};
pub use span::{Span, SpanError};
pub(crate) use term::put_off;
pub use term::{Term, TermError};

/// A civil day. Its own calendar is ISO Gregorian; every function here says which one it counts in.
pub type Date = chrono::NaiveDate;
