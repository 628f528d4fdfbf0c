//! From when somebody waits for a decision, and when that time rests: the one place that says so for each
//! machine.

use super::Event;
use crate::calendar::Date;
use crate::machines::{licence, premises};
use crate::state::Dossier;
use crate::state::silence::Decision;

/// Sets the clocks by what the event has made of the dossier.
pub(super) fn follow(dossier: &mut Dossier, event: &Event, on: Date) {
    // A further request takes the place of the one before it.
    if let Event::Premises(premises::Event::RelocationRequested { .. }) = event {
        dossier.waits.stop(Decision::Relocation);
    }
    // So does one that is stated with a reinstatement.
    if let Event::Licence(licence::Event::Reinstated {
        request: Some(_), ..
    }) = event
    {
        dossier.waits.stop(Decision::Renewal);
    }
    for decision in Decision::ALL.iter().copied() {
        match dossier.rests(decision) {
            Some(rests) => dossier.waits.goes(decision, rests, on),
            None => dossier.waits.stop(decision),
        }
    }
}
