//! Rows that can be read and are not believed, as the profile says.

use parvaneh_core::calendar::{Date, Span, Term, both};
use parvaneh_core::edition::Edition;

use super::row::Row;
use crate::profile::{Column, Plausible};

/// What is not believed of a row that can be read: the column, and why.
pub(super) struct Doubt {
    pub(super) column: Column,
    pub(super) reason: String,
}

impl Doubt {
    pub(super) fn of(column: Column, reason: impl ToString) -> Self {
        Self {
            column,
            reason: reason.to_string(),
        }
    }
}

/// What is not believed of a row first; `today` is the day of the import.
pub(super) fn doubt(
    plausible: &Plausible,
    row: &Row,
    edition: &Edition,
    today: Date,
) -> Option<Doubt> {
    near(plausible, row, edition, today)
        .or_else(|| term(plausible, row, edition))
        .or_else(|| issue(plausible, row))
        .or_else(|| filing(plausible, row, edition))
}

/// The last day of the term that the edition gives.
fn ends_on(edition: &Edition, from: Date) -> Date {
    Term::starting(from, edition.licence.term.value, edition.calendar).through
}

fn near(plausible: &Plausible, row: &Row, edition: &Edition, today: Date) -> Option<Doubt> {
    if !plausible.near_days {
        return None;
    }
    let length = edition.licence.term.value;
    let last = edition.calendar.anniversary(today, length);
    let last_end = edition
        .calendar
        .anniversary(Ord::max(today, row.from), length);
    let days = [
        (Column::ValidFrom, Some(row.from), last),
        (Column::IssuedOn, row.issued_on, last),
        (Column::StatusOn, row.status_on, last),
        (Column::RenewalFiledOn, row.renewal_filed_on, last),
        (Column::ValidThrough, row.stated_end(), last_end),
    ];
    let far = |(column, day, last): (Column, Option<Date>, Date)| {
        day.filter(|day| last < *day)?;
        let reason = format!(
            "the day is further ahead than a term of {length}: {} is the last one believed",
            both(last)
        );
        Some(Doubt { column, reason })
    };
    days.into_iter().find_map(far)
}

fn term(plausible: &Plausible, row: &Row, edition: &Edition) -> Option<Doubt> {
    let through = row.stated_end()?;
    let length = edition.licence.term.value;
    let end = ends_on(edition, row.from);
    let calendar = edition.calendar;
    let latest = |by: Span| calendar.anniversary(end, by);
    let earliest = |by: Span| calendar.clamped_before(end, by);
    let (compared, by) = match (plausible.term_longer_by, plausible.term_shorter_by) {
        (Some(by), _) if latest(by) < through => ("longer", by),
        (_, Some(by)) if through < earliest(by) => ("shorter", by),
        (_, _) => return None,
    };
    let reason = format!(
        "the term is {compared} than {} gives by more than {by}: {length} from {} would end on {}",
        edition.id,
        both(row.from),
        both(end)
    );
    Some(Doubt::of(Column::ValidThrough, reason))
}

fn issue(plausible: &Plausible, row: &Row) -> Option<Doubt> {
    let day = row.issued_on.filter(|_| plausible.issued_by_start)?;
    let reason = || format!("it was issued after its term began on {}", both(row.from));
    (row.from < day).then(|| Doubt::of(Column::IssuedOn, reason()))
}

fn filing(plausible: &Plausible, row: &Row, edition: &Edition) -> Option<Doubt> {
    let day = row.renewal_filed_on.filter(|_| plausible.filed_by_end)?;
    let end = row.through.unwrap_or_else(|| ends_on(edition, row.from));
    let reason = || {
        format!(
            "the renewal was asked for after the term had ended on {}",
            both(end)
        )
    };
    (end < day).then(|| Doubt::of(Column::RenewalFiledOn, reason()))
}
