//! Civil dates, terms and durations in two calendars.
//!
//! Storage is ISO Gregorian; arithmetic is done in the regime's own calendar, because three years there
//! and three years elsewhere can differ by a day. What people write is read by [`parse`] alone, in either
//! calendar; what is stored is read as a [`Date`], which is ISO Gregorian and nothing else.

mod arithmetic;
mod date;
mod lead;
mod parse;
mod span;
mod term;
pub mod written;

pub use arithmetic::{Calendar, DateError, YearMonthDay, both, solar_hijri};
pub use date::Date;
pub use lead::{Lead, MonthCounting};
pub use parse::{DateOrder, latin_digits, parse};
pub use span::{Span, SpanError};
pub(crate) use term::put_off;
pub use term::{Term, TermError};
