//! Civil dates, terms and durations in two calendars.
