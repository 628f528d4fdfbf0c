//! How another register's rows are to be read: data, not code.

use std::collections::BTreeMap;

use parvaneh_core::calendar::DateOrder;
use parvaneh_core::opening::Status;
use parvaneh_core::party::PartyKind;
use serde::Deserialize;

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
    /// In which order dates are written.
    pub dates: DateOrder,
    /// What an empty end of a term means.
    pub valid_through_empty: WhenEmpty,
    /// The province of every row, where the register has no column for it.
    #[serde(default)]
    pub province: Option<String>,
    /// Which column holds what.
    pub columns: Columns,
    /// What its status words mean.
    pub status: BTreeMap<String, Status>,
    /// What its words for kinds of holders mean.
    #[serde(default)]
    pub holder_kind: BTreeMap<String, PartyKind>,
}

impl Profile {
    /// Refuses a profile that could read no row, or says a thing twice: the key, and what is wrong.
    pub(crate) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        match (&self.province, &self.columns.province) {
            (None, None) => {
                return Err(("province", "name the province, or the column it stands in"));
            }
            (Some(_), Some(_)) => {
                return Err((
                    "province",
                    "the province is named, and so is a column for it",
                ));
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
        match (&self.columns.holder_kind, self.holder_kind.is_empty()) {
            (Some(_), true) => Err(("holder_kind", "say what the words of its column mean")),
            (None, false) => Err(("holder_kind", "there is no column for these words")),
            (Some(_), false) | (None, true) if self.status.is_empty() => {
                Err(("status", "say what the words of its column mean"))
            }
            (Some(_), false) | (None, true) => Ok(()),
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

/// What an empty field means.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenEmpty {
    /// The edition computes it.
    Computed,
    /// The row is rejected.
    Refused,
}

/// The columns, by the names in the file's first line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The licence number.
    pub number: String,
    /// The kind of office.
    pub office_kind: String,
    /// The province.
    #[serde(default)]
    pub province: Option<String>,
    /// Whether the holder is a natural or a legal person.
    #[serde(default)]
    pub holder_kind: Option<String>,
    /// The holder's name.
    pub holder_name: String,
    /// The holder's national id or legal-entity id.
    #[serde(default)]
    pub holder_id: Option<String>,
    /// The day of issue.
    #[serde(default)]
    pub issued_on: Option<String>,
    /// The first valid day.
    pub valid_from: String,
    /// The last valid day.
    pub valid_through: String,
    /// What the register says of the term.
    pub status: String,
    /// The day on which that became so; a register without the column does not say.
    #[serde(default)]
    pub status_on: Option<String>,
    /// The day on which renewal was requested.
    #[serde(default)]
    pub renewal_filed_on: Option<String>,
}
