//! A decision that falls, on review or by correction: what it led to falls with it.

use super::file::File;
use super::{Event, State, is_suspended};
use crate::calendar::Date;
use crate::edition::Rung;
use crate::licence;
use crate::machines;
use crate::state::Dossier;

/// What follows when the decision on the last finding of `file` falls on review.
pub(super) fn overturn(
    dossier: &Dossier,
    file: &File,
    decision: &str,
    reason: &str,
    today: Date,
) -> Vec<machines::Event> {
    match file.record.last().map(|finding| finding.rung) {
        Some(Rung::Revocation) => licence::reinstated_on_review(dossier, decision, reason, today),
        Some(Rung::Suspension) if is_suspended(dossier) => {
            let lifted = licence::Event::SuspensionLifted {
                reason: reason.to_owned(),
            };
            vec![overturned(decision, reason).into(), lifted.into()]
        }
        Some(Rung::Notice | Rung::WrittenWarning | Rung::ServiceCutoff | Rung::Suspension)
        | None => vec![overturned(decision, reason).into()],
    }
}

fn overturned(decision: &str, reason: &str) -> Event {
    Event::Overturned {
        decision: decision.to_owned(),
        reason: reason.to_owned(),
    }
}

/// The case's part in the reinstatement of a licence that it led to the revocation of; none where
/// another register revoked.
pub(crate) fn fallen(dossier: &Dossier, decision: &str, reason: &str) -> Option<Event> {
    let (State::Revoked { file, .. } | State::UnderReview(file) | State::Closed(file)) =
        &dossier.enforcement
    else {
        return None;
    };
    let last = file.record.last()?;
    (last.rung == Rung::Revocation).then(|| overturned(decision, reason))
}
