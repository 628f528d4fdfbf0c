//! One row of another register, read by a profile.

use std::fmt;

use parvaneh_core::calendar::Date;
use parvaneh_core::number::Number;
use parvaneh_core::opening::Status;
use parvaneh_core::party::{Name, PartyKind};

use super::fields::{Fields, Known, Words};
use super::header::Header;
use super::plausible::Doubt;
use super::records::Record;
use crate::profile::{Column, Profile, StatusWord, WhenEmpty};
use crate::text_file::Encoding;

/// Why a row was not believed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rejection {
    /// The line on which the row begins, the first line of the file being 1.
    pub line: u64,
    /// The column at fault, by the input's own name.
    pub column: String,
    /// What stands in it.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            value,
            reason,
        } = self;
        write!(f, "line {line}, {column} {value:?}: {reason}")
    }
}

/// A row whose own fields are sound; other rows may still contradict it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) number: Number,
    pub(crate) office_kind: String,
    pub(crate) province: String,
    pub(crate) holder_kind: PartyKind,
    pub(crate) holder_name: Name,
    pub(crate) holder_id: Option<String>,
    pub(crate) issued_on: Option<Date>,
    pub(crate) from: Date,
    pub(crate) through: Option<Date>,
    /// Whether the register says that day; it may also say that there is none.
    pub(crate) is_stated: bool,
    pub(crate) status: Status,
    pub(crate) status_on: Option<Date>,
    pub(crate) renewal_filed_on: Option<Date>,
}

/// What a row comes to.
pub(crate) enum Read {
    /// A term.
    Row(Box<Row>),
    /// Nothing, for its status is this word.
    Skipped(String),
}

/// Reads rows of one file by its profile.
pub(super) struct Reader {
    pub(super) profile: Profile,
    pub(super) header: Header,
    pub(super) encoding: Encoding,
    pub(super) words: Words,
}

impl Reader {
    /// A reader of the rows below a header, which has the profile's columns.
    pub(super) fn new(profile: Profile, header: Header, encoding: Encoding) -> Self {
        Self {
            words: Words::of(&profile),
            profile,
            header,
            encoding,
        }
    }

    pub(super) fn read(&self, record: &Record, known: &Known) -> Result<Read, Rejection> {
        let fields = Fields::of(self, record, known);
        fields.all_there(record.fault.as_deref())?;
        let status = match self.header.places(Column::Status) {
            [] => Ok(StatusWord::InForce),
            _ => fields.word(Column::Status, &self.words.status),
        };
        match status.map(StatusWord::status) {
            Ok(None) => fields.spelt(Column::Status).map(Read::Skipped),
            Ok(Some(status)) => self.row(&fields, Ok(status)),
            Err(rejection) => self.row(&fields, Err(rejection)),
        }
    }

    /// A row that is not believed though it can be read, by what stands in it.
    pub(super) fn rejected(&self, record: &Record, known: &Known, doubt: Doubt) -> Rejection {
        Fields::of(self, record, known).reject(doubt.column, doubt.reason)
    }

    /// The number of a row, in its normal form; none where it cannot be relied on.
    pub(super) fn normalised_number(&self, record: &Record, known: &Known) -> Option<String> {
        let fields = Fields::of(self, record, known);
        fields.all_there(record.fault.as_deref()).ok()?;
        let number = Number::parse(&fields.number().ok()?).ok()?;
        Some(number.normalised)
    }

    /// The row, or what is wrong in the first of its columns that is not believed.
    fn row(
        &self,
        fields: &Fields<'_>,
        status: Result<Status, Rejection>,
    ) -> Result<Read, Rejection> {
        let number = Number::parse(&fields.number()?)
            .map_err(|error| fields.reject(Column::Number, error))?;
        let office_kind = fields.office_kind()?;
        let province = fields.province()?;
        let holder_kind = match self.header.places(Column::HolderKind) {
            [] => PartyKind::Unstated,
            _ => fields.word(Column::HolderKind, &self.words.holder_kind)?,
        };
        let holder_name = Name::parse(fields.text(Column::HolderName)?)
            .map_err(|error| fields.reject(Column::HolderName, error))?;
        let holder_id = fields.id(holder_kind)?;
        let (status, status_on) = self.status(fields, status?)?;
        let (through, is_stated) = self.end(fields)?;
        Ok(Read::Row(Box::new(Row {
            number,
            office_kind,
            province,
            holder_kind,
            holder_name,
            holder_id,
            issued_on: fields.date(Column::IssuedOn)?,
            from: fields.needed_date(Column::ValidFrom)?,
            through,
            is_stated,
            status,
            status_on,
            renewal_filed_on: fields.date(Column::RenewalFiledOn)?,
        })))
    }

    /// What the register says of the term, and from which day on.
    fn status(
        &self,
        fields: &Fields<'_>,
        status: Status,
    ) -> Result<(Status, Option<Date>), Rejection> {
        if let Some(status) = self.profile.status_from_day {
            let day = fields.date(Column::StatusOn)?;
            return Ok(day.map_or((Status::InForce, None), |day| (status, Some(day))));
        }
        match (self.header.places(Column::StatusOn), status) {
            (_, Status::InForce) if fields.is_followed() => {
                Ok((status, fields.date(Column::StatusOn)?))
            }
            ([], _) | (_, Status::InForce) => Ok((status, None)),
            (_, Status::Suspended | Status::Revoked | Status::Surrendered) => {
                let day = fields.needed_date(Column::StatusOn)?;
                Ok((status, Some(day)))
            }
        }
    }

    /// The last day of the term, none where the edition is to compute it; and whether the register says that day.
    fn end(&self, fields: &Fields<'_>) -> Result<(Option<Date>, bool), Rejection> {
        if fields.is_one_of(Column::ValidThrough, &self.words.no_end)? {
            return Ok((Some(Date::MAX), false));
        }
        match (
            fields.date(Column::ValidThrough)?,
            self.profile.valid_through_empty,
        ) {
            (Some(through), _) => Ok((Some(through), true)),
            (None, WhenEmpty::Computed) => Ok((None, false)),
            (None, WhenEmpty::NoEnd) => Ok((Some(Date::MAX), false)),
            (None, WhenEmpty::Refused) => {
                Err(fields.reject(Column::ValidThrough, "a date is needed"))
            }
        }
    }
}

impl Row {
    /// The last day of the term, where the register says one.
    pub(crate) fn stated_end(&self) -> Option<Date> {
        self.through.filter(|_| self.is_stated)
    }
}
