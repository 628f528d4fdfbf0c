//! Until when a court can be asked about a decision: information, on which nothing waits.

use super::sanction::cases;
use super::{Event, measure};
use crate::calendar::Date;
use crate::machines::{self, Context, Dated, coming};
use crate::refusal::Refusal;

/// The last day on which a court can be asked about a decision of today (F).
pub(super) fn last_day(context: &Context<'_>) -> Result<Date, Refusal> {
    let court = cases(context)?.court.value;
    Ok(context.edition.deadline(context.today, court))
}

/// The last day on which a court can be asked about a decision that stands on the day `on` (F), of several
/// the latest; none where no such decision stands, or the day has passed. `history` is in the order of its
/// recording.
pub fn court_by<'a>(history: impl IntoIterator<Item = &'a Dated>, on: Date) -> Option<Date> {
    let mut decisions = Decisions::default();
    for dated in history.into_iter().filter(|of| of.effective_on <= on) {
        if let machines::Event::Enforcement(event) = &dated.event {
            decisions.take(event, dated.effective_on);
        }
        if let machines::Event::Coming(event) = &dated.event {
            decisions.take_of_coming(event, dated.effective_on);
        }
    }
    let days = decisions.stand.into_iter().filter_map(|(_, by)| by);
    days.max().filter(|by| on <= *by)
}

/// The decisions that stand.
#[derive(Default)]
struct Decisions {
    /// Each by its day, with the last day for a court.
    stand: Vec<(Date, Option<Date>)>,
    /// The day of the decision of what is to come, or was.
    coming: Vec<(coming::Kind, Date)>,
}

impl Decisions {
    fn take(&mut self, event: &Event, on: Date) {
        match event {
            Event::Sanctioned { .. } => self.stand.push((on, None)),
            Event::Revoked { court_by, .. } => self.stand.push((on, Some(*court_by))),
            Event::UpheldBySilence { court_by, .. } => {
                if let Some((_, by)) = self.stand.last_mut() {
                    *by = Some(*court_by);
                }
            }
            // A stored event may lack the day; then that of the decision itself goes on.
            Event::Upheld { court_by, .. } => {
                if let Some((_, by)) = self.stand.last_mut() {
                    *by = court_by.or(*by);
                }
            }
            Event::Overturned { proven_on, .. } => self.fall(*proven_on),
            Event::Reported { .. }
            | Event::Dismissed { .. }
            | Event::NoticeServed { .. }
            | Event::Defended
            | Event::HearingElapsed { .. }
            | Event::RevocationProposed { .. }
            | Event::UrgentlySuspended { .. }
            | Event::UrgentSuspensionConfirmed { .. }
            | Event::RemedyVerified { .. }
            | Event::Objected { .. }
            | Event::Closed { .. } => {}
        }
    }

    fn take_of_coming(&mut self, event: &coming::Event, on: Date) {
        match event {
            coming::Event::Decided { act, .. } => self.coming.push((act.kind(), on)),
            coming::Event::TakenBack { what, .. } => {
                let mut newest = self.coming.iter().rev();
                let decided = newest.find(|(kind, _)| kind == what);
                if let (Some((_, day)), Some(_)) = (decided, measure(*what)) {
                    self.fall(Some(*day));
                }
            }
            coming::Event::CameToNothing { .. } => {}
        }
    }

    /// The decision of a day falls; where nobody says which, the last one.
    fn fall(&mut self, decided_on: Option<Date>) {
        let of_that_day = |(day, _): &(Date, Option<Date>)| decided_on == Some(*day);
        let at = match decided_on {
            Some(_) => self.stand.iter().rposition(of_that_day),
            None => self.stand.len().checked_sub(1),
        };
        if let Some(at) = at {
            self.stand.remove(at);
        }
    }
}
