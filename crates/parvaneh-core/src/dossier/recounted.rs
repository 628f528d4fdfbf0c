//! What an act states of days that a general act has moved, which was not known then.
//!
//! What somebody did stands, and the day on which they did it. Whether that was in time, and which last day a
//! licence had, was never theirs to decide: the calendar says so, and says it anew.

use super::{Dossier, Editions, Event};
use crate::calendar::Date;
use crate::machines::{licence, renewal, transfer};
use crate::state::TermRecord;
use crate::state::renewal::Timeliness;

/// The events of an act of the day `on` as they are now, where the latest term was `was` before the act. `now` is
/// what they happen to.
///
/// A term that was granted stays as it was granted.
pub(crate) fn recounted(
    led_to: &[Event],
    was: &TermRecord,
    now: &Dossier,
    (editions, on): (&Editions, Date),
) -> Vec<Event> {
    let is_moved = |last: &&TermRecord| {
        last.term.from == was.term.from
            && (last.term, last.renewal_due) != (was.term, was.renewal_due)
    };
    let Some(last) = now.terms.last().filter(is_moved) else {
        return led_to.to_vec();
    };
    let (mut term, mut due) = (last.term, last.renewal_due);
    let mut events = led_to.to_vec();
    let is_alone = events.len() == 1;
    let heir_follows = led_to.iter().any(is_notice);
    events.retain_mut(|event| match event {
        Event::Renewal(renewal::Event::Filed { request, imported }) => {
            let is_over = imported.is_none() && now.licence.is_expired();
            request.timeliness = Timeliness::of(request.filed_on, due).or_late(is_over);
            true
        }
        Event::Licence(licence::Event::Reinstated {
            term: stated,
            renewal_due,
            request,
            ..
        }) => {
            if *stated == was.term {
                *stated = last.term;
            }
            *renewal_due = Ord::max(*renewal_due, last.renewal_due);
            (term, due) = (*stated, *renewal_due);
            if let Some(request) = request {
                request.timeliness = Timeliness::of(request.filed_on, due);
            }
            true
        }
        Event::Renewal(renewal::Event::Granted {
            term: granted,
            renewal_due,
            ..
        }) => {
            (term, due) = (*granted, *renewal_due);
            true
        }
        // Whoever is not late any more needs no time; what was granted for a mistake is no less than that.
        Event::Renewal(renewal::Event::TimeGiven { until }) => match is_alone {
            true => due.is_none_or(|due| due < *until),
            false if heir_follows => false,
            false => renewal::is_missed(term, due, on),
        },
        Event::Transfer(transfer::Event::Registered { through, .. }) => {
            if *through == was.term.through {
                *through = last.term.through;
            }
            true
        }
        Event::Call(_)
        | Event::Application(_)
        | Event::PrincipledApproval(_)
        | Event::Licence(_)
        | Event::Premises(_)
        | Event::Renewal(_)
        | Event::Transfer(_)
        | Event::Enforcement(_)
        | Event::Appointment(_)
        | Event::Mismatch(_)
        | Event::Contract(_)
        | Event::Coming(_) => true,
    });
    if heir_follows {
        let time = licence::succession::time_given(now, editions, on);
        events.extend(time.map(Event::from));
    }
    events
}

fn is_notice(event: &Event) -> bool {
    matches!(event, Event::Licence(licence::Event::InterimBegun { .. }))
}
