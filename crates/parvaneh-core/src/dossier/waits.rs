//! From when somebody waits for a decision, and when that time rests: the one place that says so for each
//! machine.

use super::Event;
use crate::calendar::Date;
use crate::machines::{application, licence, premises};
use crate::state::Dossier;
use crate::state::silence::Awaited;

/// Whether a paper that a move lacks comes on file by an event that is about to happen: what was not complete
/// could not be granted before.
pub(super) fn completes_a_move(dossier: &Dossier, event: &Event, on: Date) -> bool {
    if let Event::Premises(premises::Event::Recorded { paper, .. }) = event {
        return paper.favourable && !dossier.permits.papers.is_in_order(&paper.name, on);
    }
    false
}

/// Sets the clocks by what the event has made of the dossier; `completes` is what [`completes_a_move`] said
/// before it.
pub(super) fn follow(dossier: &mut Dossier, event: &Event, on: Date, completes: bool) {
    // A further request takes the place of the one before it.
    if let Event::Premises(premises::Event::RelocationRequested { .. }) = event {
        dossier.waits.stop(&Awaited::Relocation);
    }
    // So does one that is stated with a reinstatement.
    if let Event::Licence(licence::Event::Reinstated {
        request: Some(_), ..
    }) = event
    {
        dossier.waits.stop(&Awaited::Renewal);
    }
    dossier.worklist.go(dossier.open_tasks(), on);
    let owed: Vec<_> = dossier.who_can().collect();
    dossier.waits.go(&owed, on);
    if completes {
        dossier.waits.begins(&Awaited::Relocation, on);
    }
    // Seats are given once the call has closed.
    if let Event::Application(application::Event::Filed {
        call_closes_by: Some(day),
        ..
    }) = event
        && let Some(day) = day.day_after()
    {
        dossier.waits.begins(&Awaited::Application, day);
    }
}
