//! What licences are found by, beside what the journal leads to.

use chrono::NaiveDate;
use parvaneh_core::dossier::{Dated, Dossier};
use parvaneh_core::outlook;
use parvaneh_store::{Outlook, Waiting};

use crate::{Engine, encoding};

impl Engine {
    /// How what a licence is found by differs from what its journal leads to. It is foreseen from an act on, and nights
    /// leave it as it is: what it says of days before the newest event counts for nothing any more.
    pub(super) fn outlook_differs(
        &self,
        stored: &Outlook,
        rebuilt: &Dossier,
        history: &[Dated],
    ) -> Option<(&'static str, String)> {
        // Why there is none is found by itself.
        let expected = outlook::Outlook::of(rebuilt, &self.editions).ok().flatten();
        let expected = expected.map(|it| encoding::outlook(it, rebuilt));
        let expected = expected.unwrap_or_default();
        let has_run_out = stored.standing.is_some() && may_end(stored, rebuilt);
        let mut stored = match rebuilt.as_of {
            Some(newest) => from(stored, newest.into()),
            None => stored.clone(),
        };
        // A night leaves it also where it says no more than that the licence has to be settled to be known.
        if has_run_out && stored.standing.is_none() {
            stored.standing = expected.standing.clone();
            stored.stands_until = expected.stands_until;
            stored.standing_then = expected.standing_then.clone();
        }
        // It was written with an event that was not foreseen, or with a later one.
        let others = history.iter().filter(|it| !outlook::foresees(&it.event));
        let others = others.map(|it| NaiveDate::from(it.effective_on)).max();
        if others <= stored.stands_from && stored.stands_from <= expected.stands_from {
            stored.stands_from = expected.stands_from;
        }
        (stored != expected).then(|| {
            let message = format!(
                "it is found as {}, the journal leads to {}",
                told(&stored),
                told(&expected)
            );
            ("outlook_differs", message)
        })
    }
}

/// Whether what it says may end where it does: with a term, or before one begins.
fn may_end(outlook: &Outlook, dossier: &Dossier) -> bool {
    let terms = dossier.terms.iter().map(|record| record.term);
    let mut last_days = terms.flat_map(|term| [Some(term.through), term.from.day_before()]);
    last_days.any(|day| day.map(NaiveDate::from) == outlook.stands_until)
}

/// What an outlook says from a day on.
fn from(outlook: &Outlook, day: NaiveDate) -> Outlook {
    match outlook.stands_until {
        Some(until) if until < day => Outlook {
            standing: outlook.standing_then.clone(),
            stands_until: None,
            standing_then: None,
            ..outlook.clone()
        },
        Some(_) | None => outlook.clone(),
    }
}

fn told(outlook: &Outlook) -> String {
    let day =
        |day: Option<NaiveDate>| day.map_or_else(|| "no day".to_owned(), |day| day.to_string());
    let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "unknown".to_owned());
    let holder = outlook
        .holder
        .map_or_else(|| "nobody".to_owned(), |id| id.to_string());
    let waits: Vec<String> = outlook.worklist.iter().map(of_one).collect();
    format!(
        "{} from {} until {}, then {}, of {holder}, ending on {}, to be renewed by {}, until {} with what waits: [{}]",
        word(&outlook.standing),
        day(outlook.stands_from),
        day(outlook.stands_until),
        word(&outlook.standing_then),
        day(outlook.ends_on),
        day(outlook.renewal_due),
        day(outlook.waits_until),
        waits.join(", ")
    )
}

fn of_one(waiting: &Waiting) -> String {
    let Waiting {
        place,
        task,
        about,
        owed_by,
        since,
        until,
        province,
    } = waiting;
    let about = about.as_deref().unwrap_or_default();
    let until = until.map_or_else(|| "no day".to_owned(), |until| until.to_string());
    format!("{place} {task} {about} of {owed_by} in {province} since {since} until {until}")
}
