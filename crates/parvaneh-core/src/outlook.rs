//! What is true of a licence from the newest day of its history on, as long as nobody acts: so that it can be found
//! by that without being settled.

use crate::calendar::Date;
use crate::dossier::{self, Defect, Dossier, Editions, Event};
use crate::party::PartyId;
use crate::standing::{self, Standing, View};
use crate::{licence, renewal};

/// So many days on which something may change are looked at, more than any lawful history has before it.
const DAYS_MOST: usize = 64;

/// What is true of a licence from the day of its newest event on. Days are civil, and bounds inclusive.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outlook {
    /// What it is worth.
    pub standing: Standing,
    /// The last day of that; none where it does not end by itself.
    pub until: Option<Date>,
    /// What it is worth from the day after on, for ever. None where `until` is none, and where more changes than what
    /// it is worth, or more than once: then it has to be settled to be known.
    pub then: Option<Standing>,
    /// Who holds it.
    pub holder: Option<PartyId>,
    /// The last day of its last term, also of one that has not begun.
    pub ends_on: Option<Date>,
    /// The last day on which a request for the renewal of that term is timely.
    pub renewal_due: Option<Date>,
}

impl Outlook {
    /// The outlook of a dossier from the day of its newest event on; none where nothing has happened to it.
    pub fn of(dossier: &Dossier, editions: &Editions) -> Result<Option<Self>, Defect> {
        let Some(newest) = dossier.as_of else {
            return Ok(None);
        };
        let mut view = standing::of(dossier.clone(), editions, newest)?;
        let first = Self::at(&view);
        let mut changed: Option<(Date, Self)> = None;
        for _ in 0..DAYS_MOST {
            let Some(day) = next_change(&view, editions)? else {
                return Ok(Some(match changed {
                    None => first,
                    Some((until, later)) => first.followed_by(until, &later),
                }));
            };
            view = standing::of(view.dossier, editions, day)?;
            let now = Self::at(&view);
            match &changed {
                None if now == first => {}
                None => changed = day.day_before().map(|until| (until, now)),
                Some((_, later)) if *later == now => {}
                Some((until, _)) => return Ok(Some(first.ending(*until))),
            }
        }
        let until = changed.map_or(view.on, |(until, _)| until);
        Ok(Some(first.ending(until)))
    }

    /// What a view shows, as if it never ended.
    fn at(view: &View) -> Self {
        let term = view.dossier.terms.last();
        Self {
            standing: view.standing,
            until: None,
            then: None,
            holder: view.holder(),
            ends_on: term.map(|record| record.term.through),
            renewal_due: term.and_then(|record| record.renewal_due),
        }
    }

    fn ending(self, until: Date) -> Self {
        Self {
            until: Some(until),
            ..self
        }
    }

    /// For ever after, if nothing but the standing is another one.
    fn followed_by(self, until: Date, later: &Self) -> Self {
        let alike = Self {
            standing: self.standing,
            ..later.clone()
        };
        let then = (alike == self).then_some(later.standing);
        Self {
            then,
            ..self.ending(until)
        }
    }
}

/// Whether the outlook from before an event that the calendar makes true says all that comes of it.
pub fn foresees(event: &Event) -> bool {
    matches!(
        event,
        Event::Licence(licence::Event::Expired { .. })
            | Event::Renewal(
                renewal::Event::ReminderDue { .. } | renewal::Event::DeadlinePassed { .. }
            )
    )
}

/// The next day after a view's on which something may be otherwise: what the calendar makes true, and where a term
/// begins or is over.
fn next_change(view: &View, editions: &Editions) -> Result<Option<Date>, Defect> {
    let terms = view.dossier.terms.iter().map(|record| record.term);
    let bounds = terms.flat_map(|term| [Some(term.from), term.through.day_after()]);
    let due = dossier::due_on(&view.dossier, editions)?;
    let days = bounds.flatten().chain(due);
    Ok(days.filter(|day| view.on < *day).min())
}
