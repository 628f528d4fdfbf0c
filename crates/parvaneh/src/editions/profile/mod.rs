//! How another register's rows are to be read: data, not code.

mod check;
mod columns;
mod one_or_more;

use std::collections::BTreeMap;
use std::fmt;

use parvaneh_core::calendar::Span;
use parvaneh_core::opening::Status;
use parvaneh_core::party::PartyKind;
use serde::Deserialize;

use crate::text_file::Encoding;
pub use columns::{Column, Columns};

/// A profile of another register.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name, which is the file's.
    #[serde(skip)]
    pub name: String,
    /// The regime whose licences it holds.
    pub regime: String,
    /// What a row is.
    pub row: RowIs,
    /// The encoding of its files; where it is left out, a file says it itself.
    #[serde(default)]
    pub encoding: Option<Encoding>,
    /// What stands between two fields; where it is left out, the first line of a file tells it.
    #[serde(default)]
    pub separator: Option<Separator>,
    /// The forms in which days are written.
    #[serde(deserialize_with = "one_or_more::read")]
    pub dates: Vec<DateForm>,
    /// Whether a time may stand behind a day.
    #[serde(default)]
    pub dates_with_time: bool,
    /// What an empty end of a term means.
    pub valid_through_empty: WhenEmpty,
    /// Words in the place of the end of a term that has none.
    #[serde(default)]
    pub no_end: Vec<String>,
    /// The province of every row, where the register has no column for it.
    #[serde(default)]
    pub province: Option<String>,
    /// The kind of office of every row, where the register has no column for it.
    #[serde(default)]
    pub office_kind: Option<String>,
    /// What stands between the parts of a number that is in several columns.
    #[serde(default)]
    pub number_joined_with: Option<String>,
    /// The columns that a file may come without, by their keys below `columns`.
    #[serde(default)]
    pub may_be_missing: Vec<Column>,
    /// What another name of a holder means than the register has for the same identifier.
    #[serde(default)]
    pub other_name: OtherName,
    /// What a day in the column `status_on` says, in a register that has no column for the status.
    #[serde(default)]
    pub status_from_day: Option<Status>,
    /// What becomes of what the register stated before and states no longer, where it is followed.
    #[serde(default)]
    pub gone: Gone,
    /// What is not believed though it can be read.
    #[serde(default)]
    pub plausible: Plausible,
    /// Which column holds what.
    pub columns: Columns,
    /// What its status words mean.
    #[serde(default)]
    pub status: BTreeMap<String, StatusWord>,
    /// What its words for kinds of holders mean.
    #[serde(default)]
    pub holder_kind: BTreeMap<String, PartyKind>,
    /// What its words for kinds of offices mean, where they are other ones than the edition's.
    #[serde(default)]
    pub office_kinds: BTreeMap<String, String>,
}

impl Profile {
    /// A profile of a regime that says no more than which column holds what: days are written year first, and
    /// the edition computes the end of a term that is empty.
    pub fn of(regime: &str, row: RowIs, columns: Columns) -> Self {
        Self {
            name: String::new(),
            regime: regime.to_owned(),
            row,
            encoding: None,
            separator: None,
            dates: vec![DateForm::YearMonthDay],
            dates_with_time: false,
            valid_through_empty: WhenEmpty::Computed,
            no_end: Vec::new(),
            province: None,
            office_kind: None,
            number_joined_with: None,
            may_be_missing: Vec::new(),
            status_from_day: None,
            other_name: OtherName::default(),
            gone: Gone::default(),
            plausible: Plausible::default(),
            columns,
            status: BTreeMap::new(),
            holder_kind: BTreeMap::new(),
            office_kinds: BTreeMap::new(),
        }
    }
}

/// What a row is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowIs {
    /// A licence: its number may come but once.
    Licence,
    /// One term of a licence: rows with one number are one licence's history.
    Term,
}

/// What becomes of a row that the register no longer has, where it is followed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gone {
    /// It stands, and a person is told of it, who settles what it means.
    #[default]
    Reported,
    /// The register takes back what it stated: a revision withdraws it, and a licence of which nothing is left is
    /// void.
    Withdrawn,
    /// It stands: the register leaves out what is over.
    Kept,
}

/// What an empty field means.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenEmpty {
    /// The edition computes it.
    Computed,
    /// The row is rejected.
    Refused,
    /// The term has no end.
    NoEnd,
}

/// A form in which a register writes its days.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateForm {
    /// `1405/09/02` or `2026-11-23`: a year below 1700 is Solar Hijri.
    YearMonthDay,
    /// `02/09/1405` or `23.11.2026`: a year below 1700 is Solar Hijri.
    DayMonthYear,
    /// `11/23/2026`, Gregorian.
    MonthDayYear,
    /// `14050902` or `20261123`: a year below 1700 is Solar Hijri.
    Compact,
    /// `46349`: the number that a spreadsheet has for a day, day 1 being 1900-01-01.
    ExcelDay,
}

/// What a status word means.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
    /// Nothing against it.
    InForce,
    /// Suspended.
    Suspended,
    /// Revoked.
    Revoked,
    /// Surrendered.
    Surrendered,
    /// The row states no licence, and is counted under its word.
    Skipped,
}

impl StatusWord {
    /// What it says of a term; none where the row is skipped.
    pub fn status(self) -> Option<Status> {
        match self {
            Self::InForce => Some(Status::InForce),
            Self::Suspended => Some(Status::Suspended),
            Self::Revoked => Some(Status::Revoked),
            Self::Surrendered => Some(Status::Surrendered),
            Self::Skipped => None,
        }
    }
}

/// What a name means that is another one than the register has for the same identifier.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherName {
    /// It is the holder's name from now on. Where an earlier row of the same file has another one, that one
    /// stands, and the report counts the row.
    #[default]
    Corrected,
    /// The row is rejected, with both names.
    Rejected,
}

/// Which rows are not believed though they can be read. Nothing of this is asked where it is left out.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plausible {
    /// By how much a stated term may be longer than the edition's.
    pub term_longer_by: Option<Span>,
    /// By how much a stated term may be shorter than the edition's.
    pub term_shorter_by: Option<Span>,
    /// Whether a licence must have been issued on the first day of its term or before it.
    pub issued_by_start: bool,
    /// Whether the renewal of a term must have been asked for on its last day or before it.
    pub filed_by_end: bool,
    /// Whether no day may be further ahead of today than a term of the edition; the end of a term, further
    /// ahead of its first day as well.
    pub near_days: bool,
}

/// What stands between two fields: one character of ASCII that is none of a field's own.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Separator(u8);

impl Separator {
    /// Those that files are found to have.
    pub const USUAL: [Self; 4] = [Self(b','), Self(b';'), Self(b'\t'), Self(b'|')];

    /// As a byte.
    pub fn byte(self) -> u8 {
        self.0
    }
}

impl Default for Separator {
    fn default() -> Self {
        Self(b',')
    }
}

impl TryFrom<String> for Separator {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_bytes() {
            [byte]
                if (byte.is_ascii_punctuation() || matches!(byte, b'\t' | b' '))
                    && *byte != b'"' =>
            {
                Ok(Self(*byte))
            }
            _ => Err(format!(
                "{text:?} cannot stand between two fields; write one character, as in \",\", \";\" or \"\\t\""
            )),
        }
    }
}

impl fmt::Display for Separator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", char::from(self.0))
    }
}
