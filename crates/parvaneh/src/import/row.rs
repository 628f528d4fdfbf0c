//! One row of another register, read by a profile.

use std::collections::HashMap;
use std::fmt;

use csv::ByteRecord;
use parvaneh_core::calendar::{self, Date, DateOrder};
use parvaneh_core::number::Number;
use parvaneh_core::opening::Status;
use parvaneh_core::party::{LegalEntityId, Name, NationalId, PartyKind, normalise};

use super::records::Record;
use crate::profile::{Columns, Profile, WhenEmpty};
use crate::workflows::Regime;

/// Why a row was not believed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rejection {
    /// The line on which the row begins, the header being line 1.
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
    pub(crate) line: u64,
    pub(crate) number: Number,
    pub(crate) office_kind: String,
    pub(crate) province: String,
    pub(crate) holder_kind: PartyKind,
    pub(crate) holder_name: Name,
    pub(crate) holder_id: Option<String>,
    pub(crate) issued_on: Option<Date>,
    pub(crate) from: Date,
    pub(crate) through: Option<Date>,
    pub(crate) status: Status,
    pub(crate) status_on: Option<Date>,
    pub(crate) renewal_filed_on: Option<Date>,
}

/// Reads rows of one file by its profile.
pub(crate) struct Reader {
    columns: Columns,
    places: HashMap<String, usize>,
    width: usize,
    dates: DateOrder,
    through_empty: WhenEmpty,
    province: Option<String>,
    status: HashMap<String, Status>,
    holder_kind: HashMap<String, PartyKind>,
}

impl Reader {
    /// A reader for a file with this header; the columns that are missing, if any are.
    pub(crate) fn new(profile: &Profile, header: &ByteRecord) -> Result<Self, Vec<String>> {
        let mut places = HashMap::new();
        for (at, name) in header.iter().enumerate() {
            let name = String::from_utf8_lossy(name).trim().to_owned();
            places.entry(name).or_insert(at);
        }
        let columns = profile.columns.clone();
        let missing: Vec<String> = columns
            .names()
            .filter(|name| !places.contains_key(*name))
            .map(|name| format!("{name:?}"))
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        Ok(Self {
            columns,
            places,
            width: header.len(),
            dates: profile.dates,
            through_empty: profile.valid_through_empty,
            province: profile.province.clone(),
            status: profile.status.clone().into_iter().collect(),
            holder_kind: profile.holder_kind.clone().into_iter().collect(),
        })
    }

    pub(crate) fn read(&self, record: &Record, regime: &Regime) -> Result<Row, Rejection> {
        let line = record.line;
        let fields = Fields {
            reader: self,
            line,
            record: &record.fields,
        };
        let columns = &self.columns;
        fields.all_there(record.fault.as_deref())?;
        let number = Number::parse(fields.text(&columns.number)?)
            .map_err(|error| fields.reject(&columns.number, error))?;
        let office_kind = normalise(fields.needed(&columns.office_kind)?);
        let province = match (&columns.province, &self.province) {
            (Some(column), _) => fields.province(column, regime)?,
            (None, Some(province)) => province.clone(),
            (None, None) => String::new(),
        };
        let holder_kind = match &columns.holder_kind {
            Some(column) => fields.word(column, &self.holder_kind)?,
            None => PartyKind::Unstated,
        };
        let holder_name = Name::parse(fields.text(&columns.holder_name)?)
            .map_err(|error| fields.reject(&columns.holder_name, error))?;
        let holder_id = match &columns.holder_id {
            Some(column) => fields.id(column, holder_kind)?,
            None => None,
        };
        let status = fields.word(&columns.status, &self.status)?;
        let status_on = match (&columns.status_on, status) {
            (None, _) | (Some(_), Status::InForce) => None,
            (Some(column), Status::Suspended | Status::Revoked | Status::Surrendered) => {
                Some(fields.needed_date(column)?)
            }
        };
        let through = fields.date(&columns.valid_through)?;
        if through.is_none() && self.through_empty == WhenEmpty::Refused {
            return Err(fields.reject(&columns.valid_through, "a date is needed"));
        }
        Ok(Row {
            line,
            number,
            office_kind,
            province,
            holder_kind,
            holder_name,
            holder_id,
            issued_on: fields.optional_date(columns.issued_on.as_deref())?,
            from: fields.needed_date(&columns.valid_from)?,
            through,
            status,
            status_on,
            renewal_filed_on: fields.optional_date(columns.renewal_filed_on.as_deref())?,
        })
    }

    /// A rejection for what only shows beside other rows.
    pub(crate) fn rejection(
        column: &str,
        value: impl fmt::Display,
        line: u64,
        reason: impl fmt::Display,
    ) -> Rejection {
        Rejection {
            line,
            column: column.to_owned(),
            value: value.to_string(),
            reason: reason.to_string(),
        }
    }
}

impl Columns {
    fn names(&self) -> impl Iterator<Item = &str> {
        let always = [
            &self.number,
            &self.office_kind,
            &self.holder_name,
            &self.valid_from,
            &self.valid_through,
            &self.status,
        ];
        let sometimes = [
            &self.province,
            &self.holder_kind,
            &self.holder_id,
            &self.issued_on,
            &self.status_on,
            &self.renewal_filed_on,
        ];
        let sometimes = sometimes.into_iter().flatten();
        always.into_iter().chain(sometimes).map(String::as_str)
    }
}

/// The fields of one row, by the names of their columns.
struct Fields<'a> {
    reader: &'a Reader,
    line: u64,
    record: &'a ByteRecord,
}

impl<'a> Fields<'a> {
    /// A row that is too short or too long has a comma too few or too many, and in one with a stray
    /// quotation mark any field may be wrong: no field of it is believed.
    fn all_there(&self, fault: Option<&str>) -> Result<(), Rejection> {
        let (found, wanted) = (self.record.len(), self.reader.width);
        let reason = match fault {
            Some(fault) => fault.to_owned(),
            None if found == wanted => return Ok(()),
            None => format!("the row has {found} fields, the header {wanted}"),
        };
        Err(self.reject(&self.reader.columns.number, reason))
    }

    fn bytes(&self, column: &str) -> &'a [u8] {
        let at = self.reader.places.get(column);
        at.and_then(|at| self.record.get(*at)).unwrap_or_default()
    }

    fn reject(&self, column: &str, reason: impl fmt::Display) -> Rejection {
        Rejection {
            line: self.line,
            column: column.to_owned(),
            value: String::from_utf8_lossy(self.bytes(column)).into_owned(),
            reason: reason.to_string(),
        }
    }

    fn text(&self, column: &str) -> Result<&'a str, Rejection> {
        let text = std::str::from_utf8(self.bytes(column))
            .map_err(|_| self.reject(column, "it is not valid UTF-8"))?;
        // PostgreSQL cannot store one in a text.
        if text.contains('\0') {
            return Err(self.reject(column, "it has a NUL character in it"));
        }
        Ok(text)
    }

    fn needed(&self, column: &str) -> Result<&'a str, Rejection> {
        let text = self.text(column)?;
        if normalise(text).is_empty() {
            return Err(self.reject(column, "a value is needed"));
        }
        Ok(text)
    }

    fn word<T: Copy>(&self, column: &str, words: &HashMap<String, T>) -> Result<T, Rejection> {
        let text = self.text(column)?;
        words.get(text.trim()).copied().ok_or_else(|| {
            let mut known: Vec<&str> = words.keys().map(String::as_str).collect();
            known.sort_unstable();
            self.reject(column, format!("it is none of {}", known.join(", ")))
        })
    }

    fn province(&self, column: &str, regime: &Regime) -> Result<String, Rejection> {
        let province = normalise(self.needed(column)?);
        if regime.knows_province(&province) {
            return Ok(province);
        }
        Err(self.reject(column, "the regime knows no such province"))
    }

    fn id(&self, column: &str, kind: PartyKind) -> Result<Option<String>, Rejection> {
        let text = self.text(column)?;
        let parsed = match kind {
            PartyKind::Natural => NationalId::parse(text).map(|id| id.as_str().to_owned()),
            PartyKind::Legal => LegalEntityId::parse(text).map(|id| id.as_str().to_owned()),
            PartyKind::Unstated => return Ok(None),
        };
        parsed.map(Some).map_err(|error| self.reject(column, error))
    }

    fn date(&self, column: &str) -> Result<Option<Date>, Rejection> {
        let text = self.text(column)?;
        if normalise(text).is_empty() {
            return Ok(None);
        }
        calendar::parse(text, self.reader.dates)
            .map(Some)
            .map_err(|error| self.reject(column, error))
    }

    fn needed_date(&self, column: &str) -> Result<Date, Rejection> {
        self.date(column)?
            .ok_or_else(|| self.reject(column, "a date is needed"))
    }

    fn optional_date(&self, column: Option<&str>) -> Result<Option<Date>, Rejection> {
        column.map_or(Ok(None), |column| self.date(column))
    }
}
