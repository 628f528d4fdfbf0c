//! What a file and the register have otherwise.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Event;
use parvaneh_core::licence;
use parvaneh_core::opening::{self, LastStated, Opening};
use parvaneh_core::party::PartyId;
use parvaneh_core::timeline::{self, Row, Said};
use serde::Serialize;

use super::subject::Subject;
use crate::profile::{Column, Profile};

/// What a file and the register have otherwise of a licence. The field names are a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The line on which the row begins, the first line of the file being 1; none where the row is gone.
    pub line: Option<u64>,
    /// The licence's number, as the register has it.
    pub number: String,
    /// What it is.
    pub what: What,
    /// What the register has and what the file has, by columns. Of what is new, nothing.
    pub columns: Vec<Differing>,
    /// What is recorded by it.
    pub records: Vec<Recorded>,
    /// Why nothing is, where nothing is.
    pub because: Option<String>,
}

/// What a difference is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A term that is not in the register.
    New,
    /// What has become of a term that is.
    Act,
    /// Something else than the file stated before: it takes that one's place.
    Revised,
    /// Something else than was done or revised here: a person settles it.
    Conflict,
    /// A row that the file no longer has: a person settles it.
    Gone,
    /// The same, and what it stated is taken back.
    Withdrawn,
    /// The same, and what it stated stands.
    Kept,
    /// A row that says nothing of a licence that is there, as the profile has it: what was stated stands.
    Skipped,
}

impl What {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Act => "act",
            Self::Revised => "revised",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::Withdrawn => "withdrawn",
            Self::Kept => "kept",
            Self::Skipped => "skipped",
        }
    }

    /// Whether a person has to settle it.
    pub fn is_unsettled(self) -> bool {
        match self {
            Self::Conflict | Self::Gone => true,
            Self::New
            | Self::Act
            | Self::Revised
            | Self::Withdrawn
            | Self::Kept
            | Self::Skipped => false,
        }
    }
}

/// What one column says otherwise; days as ISO has them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Differing {
    /// The column, by the file's own name.
    pub column: String,
    /// What the register has; none where nothing.
    pub register: Option<String>,
    /// What the file has; none where nothing.
    pub file: Option<String>,
}

/// What is recorded.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recorded {
    /// `<machine>.<type>`.
    pub event: String,
    /// Its day.
    pub on: Date,
}

/// What a register has stated of the latest term, or of the one that a row is of, and what the row states, where
/// that is something else.
pub(super) fn differing(
    profile: &Profile,
    stated: Option<&LastStated>,
    row: &Opening,
    through: Date,
    called: impl Fn(PartyId) -> String,
) -> Vec<Differing> {
    let Some(last) = stated else {
        return Vec::new();
    };
    let opened = &last.opened;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let text = |text: &str| Some(text.to_owned());
    // A file that does not say since when does not say otherwise.
    let since = row.status_on.and(last.status_on).is_some();
    let columns = [
        (
            Column::ValidFrom,
            day(Some(opened.term.from)),
            day(Some(row.from)),
        ),
        (
            Column::ValidThrough,
            day(Some(opened.term.through)),
            day(Some(through)),
        ),
        (Column::IssuedOn, day(opened.issued_on), day(row.issued_on)),
        (
            Column::OfficeKind,
            text(&opened.office.kind),
            text(&row.office.kind),
        ),
        (
            Column::Province,
            text(&opened.office.province),
            text(&row.office.province),
        ),
        (
            Column::Status,
            text(last.status.word()),
            text(row.status.word()),
        ),
        (
            Column::StatusOn,
            day(last.status_on).filter(|_| since),
            day(row.status_on).filter(|_| since),
        ),
        (
            Column::RenewalFiledOn,
            day(last.renewal_filed_on),
            day(row.renewal_filed_on),
        ),
    ];
    let mut differing: Vec<Differing> = columns
        .into_iter()
        .filter(|(_, register, file)| register != file)
        .map(|(column, register, file)| Differing {
            column: profile.columns.called(column),
            register,
            file,
        })
        .collect();
    if opened.holder != row.holder {
        differing.push(Differing {
            column: profile.columns.called(Column::HolderName),
            register: Some(called(opened.holder)),
            file: Some(called(row.holder)),
        });
    }
    differing
}

impl Subject {
    /// What was stated through a profile, where the file has nothing any more: of a term, or of the latest one.
    pub(super) fn held(&self, profile: &Profile, term: Option<Date>) -> Vec<Differing> {
        let stated = timeline::dated(self.own(profile));
        let last = opening::last_stated(&stated, term);
        let columns = last.into_iter().flat_map(|last| {
            let term = last.opened.term;
            [
                (Column::ValidFrom, term.from.to_string()),
                (Column::ValidThrough, term.through.to_string()),
                (Column::Status, last.status.word().to_owned()),
            ]
        });
        let held = columns.map(|(column, register)| Differing {
            column: profile.columns.called(column),
            register: Some(register),
            file: None,
        });
        held.collect()
    }
}

/// What the rows that are added to a journal record, without what they state once more and what follows from it.
pub(super) fn recorded(added: &[Row]) -> Vec<Recorded> {
    let is_new = |row: &&Row| row.mark.restates.is_none() && !row.is_consequence();
    let recorded = added.iter().filter(is_new).map(|row| Recorded {
        event: row.said.name().to_owned(),
        on: row.effective_on,
    });
    recorded.collect()
}

/// What a difference is by the rows that it adds.
pub(super) fn kind(added: &[Row], is_revised: bool) -> What {
    let opens = |row: &Row| {
        let is_opening = matches!(
            row.said,
            Said::Event(Event::Licence(licence::Event::Opened(_)))
        );
        is_opening && row.mark.restates.is_none()
    };
    match is_revised {
        true => What::Revised,
        false if added.iter().any(opens) => What::New,
        false => What::Act,
    }
}
