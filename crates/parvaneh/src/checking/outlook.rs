//! What licences are found by, beside what the journal leads to.

use chrono::NaiveDate;
use parvaneh_core::dossier::Dossier;
use parvaneh_core::outlook;
use parvaneh_store::Outlook;

use crate::{Engine, encoding};

impl Engine {
    /// How what a licence is found by differs from what its journal leads to. It is foreseen from an act on, and nights
    /// leave it as it is: what it says of days before the newest event counts for nothing any more.
    pub(super) fn outlook_differs(
        &self,
        stored: &Outlook,
        rebuilt: &Dossier,
    ) -> Option<(&'static str, String)> {
        // Why there is none is found by itself.
        let expected = outlook::Outlook::of(rebuilt, &self.editions).ok().flatten();
        let expected = expected.map(encoding::outlook).unwrap_or_default();
        let newest = rebuilt.as_of.map(NaiveDate::from);
        let stored = newest.map_or_else(|| stored.clone(), |newest| from(stored, newest));
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
    format!(
        "{} until {}, then {}, of {holder}, ending on {}, to be renewed by {}",
        word(&outlook.standing),
        day(outlook.stands_until),
        word(&outlook.standing_then),
        day(outlook.ends_on),
        day(outlook.renewal_due)
    )
}
