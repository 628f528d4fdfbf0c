//! Rows that are not as this program would have them, in words.

use parvaneh_core::dossier::{Dated, Editions};
use parvaneh_core::timeline::{self, How, Odd, Row};

/// What is said of a dossier: a code, and what differs from what.
pub(crate) type Said = (&'static str, String);

/// Adds what is odd in a dossier's rows: to the contradictions where this program's rules derived a row
/// that they derive otherwise, and to the notes where earlier ones did. Of each kind the first.
pub(super) fn odd_rows(
    rows: &[Row],
    editions: &Editions,
    contradictions: &mut Vec<Said>,
    notes: &mut Vec<Said>,
) {
    // A history that cannot be followed is told by another finding.
    let Ok(odd) = timeline::check(rows, editions) else {
        return;
    };
    for odd in odd {
        let (code, message) = told(&odd);
        let among = match odd.is_of_these_rules() {
            true => &mut *contradictions,
            false => &mut *notes,
        };
        if among.iter().all(|(known, _)| *known != code) {
            among.push((code, message));
        }
    }
}

/// What is odd about a row: its code, and the days and events in question.
pub(crate) fn told(odd: &Odd) -> Said {
    let at = odd.at;
    match &odd.how {
        How::Consequence { recorded, settled } => {
            let code = match odd.is_of_these_rules() {
                true => "consequences_differ",
                false => "derived_otherwise",
            };
            let (recorded, settled) = (named(recorded.as_deref()), named(settled.as_deref()));
            let message =
                format!("at event {at}: {recorded} is recorded, settling gives {settled}");
            (code, message)
        }
        How::OutOfOrder { on, after } => {
            let message = format!("event {at} is of {on} and stands after one of {after}");
            ("out_of_order", message)
        }
    }
}

fn named(dated: Option<&Dated>) -> String {
    dated.map_or_else(
        || "nothing".to_owned(),
        |dated| format!("{} of {}", dated.event.name(), dated.effective_on),
    )
}
