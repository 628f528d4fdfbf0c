//! What is wrong with a profile that is well written, so that it can be put right at once.

use std::collections::BTreeMap;

use parvaneh_core::number;
use parvaneh_core::party::normalise;

use super::{Column, DateForm, Profile, WhenEmpty};

/// A key, and what is wrong with it.
pub(crate) type Fault = (String, String);

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn refuse(&mut self, is_wrong: bool, key: &str, problem: &str) {
        if is_wrong {
            self.0.push((key.to_owned(), problem.to_owned()));
        }
    }
}

impl Profile {
    /// Everything for which a profile could read no row, or says a thing twice.
    pub(crate) fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        self.check_constants(&mut faults);
        self.check_words(&mut faults);
        self.check_dates(&mut faults);
        self.check_number(&mut faults);
        self.check_columns(&mut faults);
        match faults.0.is_empty() {
            true => Ok(()),
            false => Err(faults.0),
        }
    }

    /// What is one for all rows, or in a column, and not in both.
    fn check_constants(&self, faults: &mut Faults) {
        let province = (&self.province, &self.columns.province);
        faults.refuse(
            matches!(province, (None, None)),
            "province",
            "name the province, or the column it stands in",
        );
        faults.refuse(
            matches!(province, (Some(_), Some(_))),
            "province",
            "the province is named, and so is a column for it",
        );
        let kind = (&self.office_kind, &self.columns.office_kind);
        faults.refuse(
            matches!(kind, (None, None)),
            "office_kind",
            "name the kind of office, or the column it stands in",
        );
        faults.refuse(
            matches!(kind, (Some(_), Some(_))),
            "office_kind",
            "the kind of office is named, and so is a column for it",
        );
    }

    /// Words belong to a column, and a column that is read by words has some.
    fn check_words(&self, faults: &mut Faults) {
        let needed = "say what the words of its column mean";
        let for_nothing = "there is no column for these words";
        let columns = &self.columns;
        for (key, has_column, has_words, needs_words) in [
            (
                "status",
                columns.status.is_some(),
                !self.status.is_empty(),
                true,
            ),
            (
                "holder_kind",
                columns.holder_kind.is_some(),
                !self.holder_kind.is_empty(),
                true,
            ),
            (
                "office_kinds",
                columns.office_kind.is_some(),
                !self.office_kinds.is_empty(),
                false,
            ),
        ] {
            faults.refuse(has_column && !has_words && needs_words, key, needed);
            faults.refuse(!has_column && has_words, key, for_nothing);
        }
        faults.refuse(
            columns.holder_id.is_some() && columns.holder_kind.is_none(),
            "columns.holder_id",
            "which kind of identifier it is, a column `holder_kind` says",
        );
        alike("status", &self.status, faults);
        alike("holder_kind", &self.holder_kind, faults);
        alike("office_kinds", &self.office_kinds, faults);
        let by_day = self.status_from_day.is_some();
        faults.refuse(
            by_day && columns.status.is_some(),
            "status_from_day",
            "the column for the status says what it is",
        );
        faults.refuse(
            by_day && columns.status_on.is_none(),
            "status_from_day",
            "there is no column `status_on` that it is read from",
        );
        faults.refuse(
            !by_day && columns.status.is_none() && columns.status_on.is_some(),
            "columns.status_on",
            "there is no column for the status of which it is the day; say in `status_from_day` what a day in it says",
        );
        let empty_is_refused = self.valid_through_empty == WhenEmpty::Refused;
        faults.refuse(
            columns.valid_through.is_none() && empty_is_refused,
            "valid_through_empty",
            "there is no column for the end of a term, so that every row would be refused",
        );
        faults.refuse(
            columns.valid_through.is_none() && !self.no_end.is_empty(),
            "no_end",
            for_nothing,
        );
        let is_empty = |word: &String| normalise(word).is_empty();
        faults.refuse(
            self.no_end.iter().any(is_empty),
            "no_end",
            "an empty end is said in `valid_through_empty`",
        );
    }

    fn check_dates(&self, faults: &mut Faults) {
        faults.refuse(self.dates.is_empty(), "dates", "say how days are written");
        let both = [DateForm::DayMonthYear, DateForm::MonthDayYear];
        faults.refuse(
            both.iter().all(|form| self.dates.contains(form)),
            "dates",
            "02/09/2026 would be two days; name one of day_month_year and month_day_year",
        );
    }

    fn check_number(&self, faults: &mut Faults) {
        let parts = self.columns.number.len();
        let joined = self.number_joined_with.as_deref();
        faults.refuse(
            parts == 0,
            "columns.number",
            "name the column of the licence number",
        );
        faults.refuse(
            1 < parts && joined.is_none_or(str::is_empty),
            "number_joined_with",
            "the number is in several columns; say what stands between its parts",
        );
        faults.refuse(
            parts < 2 && joined.is_some(),
            "number_joined_with",
            "the number is in one column, so that nothing is joined",
        );
        let parts_nothing = |text: &str| {
            let is_part_of_words =
                |letter: char| letter.is_alphanumeric() || letter.is_whitespace();
            text.contains(is_part_of_words) || number::normalise(text) != text
        };
        faults.refuse(
            joined.is_some_and(parts_nothing),
            "number_joined_with",
            "no letter, digit or space parts a number, nor a sign that is written in another way as well",
        );
    }

    /// A column that may be missing can be done without, and no column holds two things.
    fn check_columns(&self, faults: &mut Faults) {
        for column in &self.may_be_missing {
            let key = column.key();
            let can_be = match column {
                Column::HolderId | Column::IssuedOn | Column::StatusOn | Column::RenewalFiledOn => {
                    true
                }
                Column::ValidThrough => self.valid_through_empty != WhenEmpty::Refused,
                Column::Number
                | Column::OfficeKind
                | Column::Province
                | Column::HolderKind
                | Column::HolderName
                | Column::ValidFrom
                | Column::Status => false,
            };
            let problem = format!("no row can be read without {key}");
            faults.refuse(!can_be, "may_be_missing", &problem);
            let problem = format!("there is no column for {key}");
            faults.refuse(
                self.columns.names(*column).is_empty(),
                "may_be_missing",
                &problem,
            );
        }
        let mut taken: BTreeMap<String, &str> = BTreeMap::new();
        for column in Column::ALL {
            for name in self.columns.names(column) {
                let key = format!("columns.{}", column.key());
                faults.refuse(normalise(name).is_empty(), &key, "a column has a name");
                if let Some(other) = taken.insert(normalise(name), column.key()) {
                    let problem = format!("the column {name:?} holds {other} already");
                    faults.refuse(true, &key, &problem);
                }
            }
        }
    }
}

/// Words that are one in the normal form, and would have two meanings or stand there twice.
fn alike<T>(key: &str, words: &BTreeMap<String, T>, faults: &mut Faults) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for word in words.keys() {
        if let Some(other) = seen.insert(normalise(word), word) {
            let problem = format!("{word:?} and {other:?} are one word");
            faults.refuse(true, key, &problem);
        }
    }
}
