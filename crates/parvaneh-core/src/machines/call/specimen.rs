//! One command of each kind to a call.

use super::{Command, Draft};
use crate::calendar::Span;
use crate::specimen::Specimen;

const MONTH: Span = Span {
    years: 0,
    months: 1,
    days: 0,
};

/// One command of each kind; see [`crate::specimen`].
pub(crate) fn specimens(specimen: &Specimen<'_>) -> Vec<Command> {
    let calendar = specimen.edition.calendar;
    let notice = specimen.edition.call.as_ref();
    let opens_on = match notice {
        Some(rules) => calendar.clamped(specimen.today, rules.notice.value),
        None => specimen.today,
    };
    let closes_on = specimen.dossier.call.call().map(|call| call.closes_on);
    let last = closes_on.unwrap_or(specimen.today);
    vec![
        Command::Draft(Box::new(Draft {
            number: "1".to_owned(),
            province: "تهران".to_owned(),
            district: "مرکز".to_owned(),
            seats: 1,
            opens_on,
            closes_on: calendar.clamped(opens_on, MONTH),
        })),
        Command::ApproveCapacity {
            resolution: specimen.resolution(),
            seats: 1,
            population: 20_000,
        },
        Command::Publish,
        Command::Extend {
            resolution: specimen.resolution(),
            closes_on: last.succ_opt().unwrap_or(last),
        },
        Command::Rank {
            resolution: specimen.resolution(),
        },
        Command::Conclude,
        Command::Cancel {
            resolution: specimen.resolution(),
            reason: specimen.reason(),
        },
    ]
}
