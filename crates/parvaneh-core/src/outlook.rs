//! What is true of a licence from the newest day of its history on, as long as nobody acts: so that it can be found
//! by that without being settled.

use crate::calendar::Date;
use crate::dossier::{self, Defect, Dossier, Editions, Event};
use crate::party::PartyId;
use crate::standing::{self, Standing};
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
        let Some(mut day) = dossier.as_of else {
            return Ok(None);
        };
        let mut dossier = dossier.clone();
        let mut first: Option<Self> = None;
        let mut changed: Option<(Date, Self)> = None;
        for _ in 0..DAYS_MOST {
            let (settled, _, due) = dossier::settle_and_due(dossier, editions, day)?;
            let now = Self::at(&settled, day);
            match (&first, &changed) {
                (None, _) => first = Some(now),
                (Some(first), None) if now == *first => {}
                (Some(_), None) => changed = day.day_before().map(|until| (until, now)),
                (Some(_), Some((_, later))) if *later == now => {}
                (Some(first), Some((until, _))) => return Ok(Some(first.ending(*until))),
            }
            let Some(next) = next_change(&settled, due, day) else {
                return Ok(first.map(|first| match changed {
                    None => first,
                    Some((until, later)) => first.followed_by(until, &later),
                }));
            };
            (dossier, day) = (settled, next);
        }
        let until = changed.map_or(day, |(until, _)| until);
        Ok(first.map(|first| first.ending(until)))
    }

    /// What is true of a dossier that is settled up to a day, as if it never ended.
    fn at(settled: &Dossier, day: Date) -> Self {
        let term = settled.terms.last();
        Self {
            standing: standing::of_settled(settled, day),
            until: None,
            then: None,
            holder: settled.holder,
            ends_on: term.map(|record| record.term.through),
            renewal_due: term.and_then(|record| record.renewal_due),
        }
    }

    fn ending(&self, until: Date) -> Self {
        Self {
            until: Some(until),
            ..self.clone()
        }
    }

    /// For ever after, if nothing but the standing is another one.
    fn followed_by(&self, until: Date, later: &Self) -> Self {
        let alike = Self {
            standing: self.standing,
            ..later.clone()
        };
        let then = (alike == *self).then_some(later.standing);
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

/// The next day after a day on which something may be otherwise: what falls due, and where a term begins or is over.
fn next_change(settled: &Dossier, due: Option<Date>, after: Date) -> Option<Date> {
    let terms = settled.terms.iter().map(|record| record.term);
    let bounds = terms.flat_map(|term| [Some(term.from), term.through.day_after()]);
    let days = bounds.flatten().chain(due);
    days.filter(|day| after < *day).min()
}
