//! Until when a court can be asked about a decision: information, on which nothing waits.

use super::Event;
use super::sanction::cases;
use crate::calendar::Date;
use crate::machines::{self, Context, Dated};
use crate::refusal::Refusal;

/// The last day on which a court can be asked about a decision of today (F).
pub(super) fn last_day(context: &Context<'_>) -> Result<Date, Refusal> {
    let court = cases(context)?.court.value;
    Ok(context.edition.deadline(context.today, court))
}

/// The last day on which a court can be asked about the decision that stands on the day `on` (F); none
/// where no such decision stands, or the day has passed. `history` is in the order of its recording.
pub fn court_by<'a>(history: impl IntoIterator<Item = &'a Dated>, on: Date) -> Option<Date> {
    let known = history.into_iter().filter(|dated| dated.effective_on <= on);
    let events = known.filter_map(|dated| {
        let machines::Event::Enforcement(event) = &dated.event else {
            return None;
        };
        Some(event)
    });
    let stands = events.fold(None, |stands, event| match event {
        Event::Revoked { court_by, .. } => Some(*court_by),
        // A stored event may lack the day; then that of the decision itself goes on.
        Event::Upheld { court_by, .. } => court_by.or(stands),
        Event::Overturned { .. } => None,
        Event::Reported { .. }
        | Event::Dismissed { .. }
        | Event::NoticeServed { .. }
        | Event::Defended
        | Event::HearingElapsed { .. }
        | Event::Sanctioned { .. }
        | Event::RevocationProposed { .. }
        | Event::UrgentlySuspended { .. }
        | Event::UrgentSuspensionConfirmed { .. }
        | Event::RemedyVerified { .. }
        | Event::Objected { .. }
        | Event::Closed { .. } => stands,
    });
    stands.filter(|by| on <= *by)
}
