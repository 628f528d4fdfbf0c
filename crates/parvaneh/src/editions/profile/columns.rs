//! Which column holds what.

use serde::Deserialize;

use super::one_or_more;

/// The columns, by the names in a file's first line that has any.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The licence number, or its parts.
    #[serde(deserialize_with = "one_or_more::read")]
    pub number: Vec<String>,
    /// The kind of office.
    #[serde(default)]
    pub office_kind: Option<String>,
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
    /// The last valid day; a register without the column does not say.
    #[serde(default)]
    pub valid_through: Option<String>,
    /// What the register says of the term; without the column every row is in force.
    #[serde(default)]
    pub status: Option<String>,
    /// The day on which that became so; a register without the column does not say.
    #[serde(default)]
    pub status_on: Option<String>,
    /// The day on which renewal was requested.
    #[serde(default)]
    pub renewal_filed_on: Option<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`Columns` says what each of them holds")]
pub enum Column {
    Number,
    OfficeKind,
    Province,
    HolderKind,
    HolderName,
    HolderId,
    IssuedOn,
    ValidFrom,
    ValidThrough,
    Status,
    StatusOn,
    RenewalFiledOn,
}

impl Column {
    /// Every one, in the order in which they are looked for.
    pub const ALL: [Self; 12] = [
        Self::Number,
        Self::OfficeKind,
        Self::HolderName,
        Self::ValidFrom,
        Self::ValidThrough,
        Self::Status,
        Self::Province,
        Self::HolderKind,
        Self::HolderId,
        Self::IssuedOn,
        Self::StatusOn,
        Self::RenewalFiledOn,
    ];

    /// Its key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::OfficeKind => "office_kind",
            Self::Province => "province",
            Self::HolderKind => "holder_kind",
            Self::HolderName => "holder_name",
            Self::HolderId => "holder_id",
            Self::IssuedOn => "issued_on",
            Self::ValidFrom => "valid_from",
            Self::ValidThrough => "valid_through",
            Self::Status => "status",
            Self::StatusOn => "status_on",
            Self::RenewalFiledOn => "renewal_filed_on",
        }
    }
}

impl Columns {
    /// The names of the columns that hold this, in the register's own words: several for the parts of a
    /// number, none where the register has no such column.
    pub fn names(&self, column: Column) -> &[String] {
        let optional = Option::<String>::as_slice;
        match column {
            Column::Number => &self.number,
            Column::HolderName => std::slice::from_ref(&self.holder_name),
            Column::ValidFrom => std::slice::from_ref(&self.valid_from),
            Column::OfficeKind => optional(&self.office_kind),
            Column::Province => optional(&self.province),
            Column::HolderKind => optional(&self.holder_kind),
            Column::HolderId => optional(&self.holder_id),
            Column::IssuedOn => optional(&self.issued_on),
            Column::ValidThrough => optional(&self.valid_through),
            Column::Status => optional(&self.status),
            Column::StatusOn => optional(&self.status_on),
            Column::RenewalFiledOn => optional(&self.renewal_filed_on),
        }
    }

    /// What people call the column in a message: its name in the register, or the key where it has none.
    pub fn called(&self, column: Column) -> String {
        match self.names(column) {
            [] => column.key().to_owned(),
            names => names.join(" + "),
        }
    }
}
