//! A time at which the register was asked, or might have been: what it knew then.
//!
//! What was known at a time is the longest prefix of a dossier's journal up to it: within a dossier
//! nothing is recorded before what was recorded earlier. Rows are only ever added, so that the answer
//! stays for ever, once nothing can be recorded before that time any more.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use parvaneh_core::calendar::{self, Date, DateError, DateOrder, latin_digits, solar_hijri};
use uuid::Uuid;

/// A time at which the register knew something.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KnownAt {
    /// The end of a civil day in the regime's zone.
    Day(Date),
    /// A moment as clocks in the regime's zone show it.
    Local(NaiveDateTime),
    /// A moment.
    Instant(DateTime<Utc>),
    /// The journal up to a position, inclusive.
    Position(i64),
    /// The journal as far as the anchor of a run covers it.
    AnchorOfRun(Uuid),
    /// The journal as far as the anchor with that root covers it.
    AnchorOfRoot([u8; 32]),
}

/// Of which day, and as known when. Both questions always have an answer: what was true on a day, and
/// what was known of it at a time.
#[derive(Clone, Debug, Default)]
pub struct AsOf {
    /// The civil date; today in the regime's zone where none is given.
    pub on: Option<Date>,
    /// The time at which it is asked; now where none is given.
    pub known_at: Option<KnownAt>,
}

impl From<Option<Date>> for AsOf {
    fn from(on: Option<Date>) -> Self {
        Self { on, known_at: None }
    }
}

/// A text that is no time at which something was known.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoKnownAt {
    /// Nothing of all that.
    #[error(
        "{0:?} is no time; write a day, as in 1405-07-02, whose end is meant, an instant, as in \
         1405-07-03T12:00 or 2026-09-25T08:30:00Z, position:1234, or anchor: with a run's id or a root"
    )]
    Form(String),
    /// A day that there is not.
    #[error(transparent)]
    Day(DateError),
    /// A day with something after it that is no time.
    #[error(
        "{0:?} is no time of day; write 12:00, 12:00:30, or one with a zone, as 12:00:00+03:30"
    )]
    Time(String),
    /// A position that there cannot be.
    #[error("{0:?} is no position in the journal; write a number from 1 on")]
    Position(String),
    /// Nothing by which an anchor is known.
    #[error(
        "{0:?} names no anchor; write the id of its run, or its root with 64 hexadecimal digits"
    )]
    Anchor(String),
}

/// A day alone is its end; a year below 1700 is Solar Hijri, also before a time of day.
impl FromStr for KnownAt {
    type Err = NoKnownAt;

    fn from_str(text: &str) -> Result<Self, NoKnownAt> {
        let plain = latin_digits(text.trim());
        if let Some(position) = plain.strip_prefix("position:") {
            let number = position.parse().ok().filter(|number| 0 < *number);
            let none = || NoKnownAt::Position(position.to_owned());
            return number.map(Self::Position).ok_or_else(none);
        }
        if let Some(name) = plain.strip_prefix("anchor:") {
            return anchor(name).ok_or_else(|| NoKnownAt::Anchor(name.to_owned()));
        }
        let (day, time) = match plain.split_once(['T', 't', ' ']) {
            Some((day, time)) => (day, Some(time)),
            None => (plain.as_str(), None),
        };
        let day = calendar::parse(day, DateOrder::YearMonthDay).map_err(|error| match error {
            DateError::Form { .. } => NoKnownAt::Form(text.to_owned()),
            other => NoKnownAt::Day(other),
        })?;
        match time {
            None => Ok(Self::Day(day)),
            Some(time) => moment(day, time).ok_or_else(|| NoKnownAt::Time(time.to_owned())),
        }
    }
}

fn anchor(name: &str) -> Option<KnownAt> {
    if let Ok(run) = Uuid::try_parse(name) {
        return Some(KnownAt::AnchorOfRun(run));
    }
    let mut root = [0; 32];
    let is_hex = name.len() == 64 && name.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_hex {
        return None;
    }
    for (byte, at) in root.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(name.get(at..at + 2)?, 16).ok()?;
    }
    Some(KnownAt::AnchorOfRoot(root))
}

fn moment(day: Date, time: &str) -> Option<KnownAt> {
    let text = format!("{day}T{time}");
    if let Ok(instant) = DateTime::parse_from_rfc3339(&text) {
        return Some(KnownAt::Instant(instant.to_utc()));
    }
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f"];
    let mut read = forms
        .iter()
        .filter_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    read.next().map(KnownAt::Local)
}

impl fmt::Display for KnownAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "the end of {} ({day})", solar_hijri(*day)),
            Self::Local(moment) => {
                let (day, time) = (moment.date(), moment.time());
                write!(
                    f,
                    "{} ({day}) {time}",
                    solar_hijri(Date::at(moment.and_utc()))
                )
            }
            Self::Instant(at) => {
                write!(f, "{}", at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            Self::Position(position) => write!(f, "position {position}"),
            Self::AnchorOfRun(run) => write!(f, "the anchor of run {run}"),
            Self::AnchorOfRoot(root) => {
                f.write_str("the anchor of root ")?;
                root.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }
    }
}

/// Why nothing can be said of what was known then.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotKnown {
    /// A time that has not passed.
    #[error(
        "what is known at {at} cannot be told yet: in {zone} it is {now}, and more may be recorded"
    )]
    NotPassed {
        /// The time.
        at: String,
        /// The legal now.
        now: String,
        /// Where.
        zone: String,
    },
    /// A moment that clocks in the zone have skipped.
    #[error("{at} is no time in {zone}: clocks were put forward over it")]
    NoSuchMoment {
        /// The moment.
        at: String,
        /// Where.
        zone: String,
    },
    /// A position after the newest one.
    #[error("the journal ends at position {newest}; {position} is not reached yet")]
    BeyondTheEnd {
        /// The position.
        position: i64,
        /// The newest one.
        newest: i64,
    },
    /// No anchor is known so.
    #[error("the register has no anchor of that name: {0}; `parvaneh anchor export` lists them")]
    NoSuchAnchor(String),
    /// Somebody writes what may come before that time.
    #[error(
        "what is known at {0} cannot be told yet: somebody is writing what may come before it; ask \
         again when that is over"
    )]
    MayBePreceded(String),
    /// The dossier came later.
    #[error("the register did not have {number} yet at {at}")]
    NotThere {
        /// Whose number.
        number: String,
        /// The time.
        at: String,
    },
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    #[test]
    fn a_time_is_read_in_many_forms() {
        let read = [
            "1405-07-02",
            "۱۴۰۵/۰۷/۰۲",
            "2026-09-24",
            "1405-07-03T12:00",
            "1405-07-03 12:00:30",
            "1405-07-03T12:00:00+03:30",
            "2026-09-25T08:30:00.125Z",
            "position:1234",
            "anchor:0199a3f0-0000-7000-8000-000000000001",
            "anchor:00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff",
        ];
        let read = read.map(|text| text.parse::<KnownAt>().expect(text).to_string());
        assert_snapshot!(read.join("\n"), @r"
        the end of 1405-07-02 (2026-09-24)
        the end of 1405-07-02 (2026-09-24)
        the end of 1405-07-02 (2026-09-24)
        1405-07-03 (2026-09-25) 12:00:00
        1405-07-03 (2026-09-25) 12:00:30
        2026-09-25T08:30:00Z
        2026-09-25T08:30:00.125Z
        position 1234
        the anchor of run 0199a3f0-0000-7000-8000-000000000001
        the anchor of root 00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff
        ");
    }

    #[test]
    fn what_is_wrong_with_a_time_is_named() {
        let wrong = [
            "yesterday",
            "1405-13-01",
            "1405-07-03T25:00",
            "1405-07-03T",
            "position:0",
            "position:first",
            "anchor:the last one",
        ];
        let wrong = wrong.map(|text| text.parse::<KnownAt>().expect_err(text).to_string());
        assert_snapshot!(wrong.join("\n"), @r#"
        "yesterday" is no time; write a day, as in 1405-07-02, whose end is meant, an instant, as in 1405-07-03T12:00 or 2026-09-25T08:30:00Z, position:1234, or anchor: with a run's id or a root
        1405 has no month 13
        "25:00" is no time of day; write 12:00, 12:00:30, or one with a zone, as 12:00:00+03:30
        "" is no time of day; write 12:00, 12:00:30, or one with a zone, as 12:00:00+03:30
        "0" is no position in the journal; write a number from 1 on
        "first" is no position in the journal; write a number from 1 on
        "the last one" names no anchor; write the id of its run, or its root with 64 hexadecimal digits
        "#);
    }
}
