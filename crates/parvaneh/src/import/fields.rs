//! The fields of one row, by what they hold.

use std::collections::{HashMap, HashSet};
use std::fmt;

use chrono_tz::Tz;
use csv::ByteRecord;
use parvaneh_core::calendar::Date;
use parvaneh_core::number;
use parvaneh_core::party::{LegalEntityId, NationalId, PartyKind, normalise};

use super::days::Days;
use super::records::Record;
use super::row::{Reader, Rejection};
use crate::bounds;
use crate::profile::{Column, Profile, StatusWord};
use crate::workflows::Regime;

/// The words of a profile in their normal form, in which those of a file are compared with them.
pub(super) struct Words {
    pub(super) status: HashMap<String, StatusWord>,
    pub(super) holder_kind: HashMap<String, PartyKind>,
    pub(super) no_end: HashSet<String>,
    office_kinds: HashMap<String, String>,
    days: Days,
}

impl Words {
    pub(super) fn of(profile: &Profile) -> Self {
        fn normal<T: Clone>((word, meaning): (&String, &T)) -> (String, T) {
            (normalise(word), meaning.clone())
        }
        Self {
            status: profile.status.iter().map(normal).collect(),
            holder_kind: profile.holder_kind.iter().map(normal).collect(),
            no_end: profile.no_end.iter().map(|word| normalise(word)).collect(),
            office_kinds: profile.office_kinds.iter().map(normal).collect(),
            days: Days::of(profile),
        }
    }
}

/// What a regime knows of the rows' fields.
pub(super) struct Known {
    /// Its own spelling of each province by the normal form of it; none where any name will do.
    provinces: Option<HashMap<String, String>>,
    zone: Tz,
}

impl Known {
    pub(super) fn of(regime: &Regime) -> Self {
        let spelt = |name: &String| (normalise(name), name.clone());
        let provinces: HashMap<String, String> = regime.provinces.iter().map(spelt).collect();
        Self {
            provinces: (!provinces.is_empty()).then_some(provinces),
            zone: regime.time_zone(),
        }
    }
}

/// The fields of one row.
pub(super) struct Fields<'a> {
    reader: &'a Reader,
    line: u64,
    record: &'a ByteRecord,
    known: &'a Known,
}

impl<'a> Fields<'a> {
    pub(super) fn of(reader: &'a Reader, record: &'a Record, known: &'a Known) -> Self {
        Self {
            reader,
            line: record.line,
            record: &record.fields,
            known,
        }
    }

    /// What stands in a column.
    fn value(&self, column: Column) -> String {
        let parts: Vec<_> = self.parts(column).map(String::from_utf8_lossy).collect();
        let joined = self.reader.profile.number_joined_with.as_deref();
        parts.join(joined.unwrap_or_default())
    }

    /// A row that is too short or too long has a separator too few or too many, and in one with a stray
    /// quotation mark any field may be wrong: no field of it is believed.
    pub(super) fn all_there(&self, fault: Option<&str>) -> Result<(), Rejection> {
        let (found, wanted) = (self.record.len(), self.reader.header.width);
        let reason = match fault {
            Some(fault) => fault.to_owned(),
            None if found == wanted => return Ok(()),
            None => format!("the row has {found} fields, the header {wanted}"),
        };
        Err(self.reject(Column::Number, reason))
    }

    fn parts(&self, column: Column) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let (reader, record) = (self.reader, self.record);
        let places = reader.header.places(column).iter();
        places.map(|at| record.get(*at).unwrap_or_default())
    }

    pub(super) fn reject(&self, column: Column, reason: impl fmt::Display) -> Rejection {
        Rejection {
            line: self.line,
            column: self.reader.profile.columns.called(column),
            value: self.value(column),
            reason: reason.to_string(),
        }
    }

    fn readable(&self, column: Column, bytes: &'a [u8]) -> Result<&'a str, Rejection> {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            let encoding = self.reader.encoding;
            self.reject(column, format!("it is not valid {encoding}"))
        })?;
        // A byte is the least that a character takes.
        if bounds::WORD_MOST < text.len() {
            let (found, most) = (text.chars().count(), bounds::WORD_MOST);
            if most < found {
                let reason = format!("it has {found} characters, and at most {most} are taken");
                return Err(self.reject(column, reason));
            }
        }
        // It stands for a letter that was lost.
        if text.contains(char::REPLACEMENT_CHARACTER) {
            return Err(self.reject(
                column,
                "a letter of it was lost, and \u{fffd} stands in its place",
            ));
        }
        // PostgreSQL cannot store one in a text.
        if text.contains('\0') {
            return Err(self.reject(column, "it has a NUL character in it"));
        }
        Ok(text)
    }

    /// What a field says; nothing where the file has no such column.
    pub(super) fn text(&self, column: Column) -> Result<&'a str, Rejection> {
        let bytes = self.parts(column).next().unwrap_or_default();
        self.readable(column, bytes)
    }

    /// The same in its normal form.
    pub(super) fn spelt(&self, column: Column) -> Result<String, Rejection> {
        self.text(column).map(normalise)
    }

    fn needed(&self, column: Column) -> Result<String, Rejection> {
        let text = self.spelt(column)?;
        if text.is_empty() {
            return Err(self.reject(column, "a value is needed"));
        }
        Ok(text)
    }

    /// The licence number as the file writes it. Of the parts of one none is empty, and none holds what stands between them, so that
    /// two licences do not have one number.
    pub(super) fn number(&self) -> Result<String, Rejection> {
        let Some(joined) = &self.reader.profile.number_joined_with else {
            return self.text(Column::Number).map(str::to_owned);
        };
        let mut parts = Vec::new();
        for part in self.parts(Column::Number) {
            let part = self.readable(Column::Number, part)?.trim();
            let plain = number::normalise(part);
            if plain.is_empty() {
                return Err(self.reject(Column::Number, "a value is needed in each of its columns"));
            }
            if plain.contains(joined.as_str()) {
                let reason = format!("a part has {joined:?} in it, which stands between the parts");
                return Err(self.reject(Column::Number, reason));
            }
            parts.push(part);
        }
        Ok(parts.join(joined))
    }

    pub(super) fn word<T: Copy>(
        &self,
        column: Column,
        words: &HashMap<String, T>,
    ) -> Result<T, Rejection> {
        let word = self.spelt(column)?;
        words
            .get(&word)
            .copied()
            .ok_or_else(|| self.none_of(column, words))
    }

    fn none_of<T>(&self, column: Column, words: &HashMap<String, T>) -> Rejection {
        let mut known: Vec<&str> = words.keys().map(String::as_str).collect();
        known.sort_unstable();
        self.reject(column, format!("it is none of {}", known.join(", ")))
    }

    pub(super) fn is_one_of(
        &self,
        column: Column,
        words: &HashSet<String>,
    ) -> Result<bool, Rejection> {
        Ok(!words.is_empty() && words.contains(&self.spelt(column)?))
    }

    pub(super) fn office_kind(&self) -> Result<String, Rejection> {
        if let Some(kind) = &self.reader.profile.office_kind {
            return Ok(kind.clone());
        }
        let kind = self.needed(Column::OfficeKind)?;
        let words = &self.reader.words.office_kinds;
        if words.is_empty() {
            return Ok(kind);
        }
        let meant = words.get(&kind).cloned();
        meant.ok_or_else(|| self.none_of(Column::OfficeKind, words))
    }

    pub(super) fn province(&self) -> Result<String, Rejection> {
        if let Some(province) = &self.reader.profile.province {
            return Ok(province.clone());
        }
        let province = self.needed(Column::Province)?;
        let Some(known) = &self.known.provinces else {
            return Ok(province);
        };
        let spelt = known.get(&province).cloned();
        spelt.ok_or_else(|| self.reject(Column::Province, "the regime knows no such province"))
    }

    pub(super) fn id(&self, kind: PartyKind) -> Result<Option<String>, Rejection> {
        if self.reader.header.places(Column::HolderId).is_empty() {
            return Ok(None);
        }
        let text = self.text(Column::HolderId)?;
        let parsed = match kind {
            PartyKind::Natural => NationalId::parse(text).map(|id| id.as_str().to_owned()),
            PartyKind::Legal => LegalEntityId::parse(text).map(|id| id.as_str().to_owned()),
            PartyKind::Unstated => return Ok(None),
        };
        let parsed = parsed.map(Some);
        parsed.map_err(|error| self.reject(Column::HolderId, error))
    }

    /// The day in a field; none where it is empty or the file has no such column.
    pub(super) fn date(&self, column: Column) -> Result<Option<Date>, Rejection> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        match self.reader.words.days.read(text, self.known.zone) {
            Ok(day) => Ok(Some(day)),
            Err(_) if normalise(text).is_empty() => Ok(None),
            Err(error) => Err(self.reject(column, error)),
        }
    }

    pub(super) fn needed_date(&self, column: Column) -> Result<Date, Rejection> {
        self.date(column)?
            .ok_or_else(|| self.reject(column, "a date is needed"))
    }
}
