//! What is true of a licence from the newest day of its history on, as long as nobody acts: so that it can be found
//! by that without being settled.

use crate::calendar::Date;
use crate::dossier::{self, Defect, Dossier, Editions, Event, Item};
use crate::party::PartyId;
use crate::standing::{self, Standing};
use crate::{licence, renewal};

/// So many days on which something may change are looked at, more than any lawful history has before it.
const DAYS_MOST: usize = 64;

/// What is true of a licence from the day of its newest event on. Days are civil, and bounds inclusive.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outlook {
    /// That day.
    pub from: Date,
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
    /// What waits for somebody.
    pub worklist: Vec<Item>,
    /// The last day on which that is so; none where it does not change by itself.
    pub waits_until: Option<Date>,
}

/// What is said of a licence on one day.
#[derive(Clone, Eq, PartialEq)]
struct Said {
    standing: Standing,
    holder: Option<PartyId>,
    ends_on: Option<Date>,
    renewal_due: Option<Date>,
}

impl Said {
    /// Of a dossier that is settled up to the day.
    fn of(settled: &Dossier, day: Date) -> Self {
        let term = settled.terms.last();
        Self {
            standing: standing::of_settled(settled, day),
            holder: settled.holder,
            ends_on: term.map(|record| record.term.through),
            renewal_due: term.and_then(|record| record.renewal_due),
        }
    }
}

/// What was said of the days so far.
struct Telling {
    from: Date,
    first: Said,
    /// The first change: the last day before it, and what is said after it.
    then: Option<(Date, Said)>,
    changes_again: bool,
    worklist: Vec<Item>,
    waits_until: Option<Date>,
}

impl Telling {
    fn goes_on(&mut self, day: Date, said: Said, worklist: &[Item]) {
        match &self.then {
            None if said != self.first => self.then = day.day_before().map(|until| (until, said)),
            Some((_, then)) if said != *then => self.changes_again = true,
            None | Some(_) => {}
        }
        if self.waits_until.is_none() && self.worklist != worklist {
            self.waits_until = day.day_before();
        }
    }

    /// Nothing is known of this day and the ones after it.
    fn breaks_off(&mut self, day: Date) {
        let until = day.day_before().unwrap_or(self.from);
        self.then.get_or_insert((until, self.first.clone()));
        self.changes_again = true;
        self.waits_until.get_or_insert(until);
    }

    fn outlook(self) -> Outlook {
        // For ever after, if it changes once, and nothing but what the licence is worth.
        let then = self.then.as_ref().filter(|_| !self.changes_again);
        let then = then.map(|(_, said)| said.standing).filter(|standing| {
            let alike = Said {
                standing: *standing,
                ..self.first.clone()
            };
            self.then.as_ref().is_some_and(|(_, said)| *said == alike)
        });
        Outlook {
            from: self.from,
            standing: self.first.standing,
            until: self.then.map(|(until, _)| until),
            then,
            holder: self.first.holder,
            ends_on: self.first.ends_on,
            renewal_due: self.first.renewal_due,
            worklist: self.worklist,
            waits_until: self.waits_until,
        }
    }
}

impl Outlook {
    /// The outlook of a dossier from the day of its newest event on. None where nothing has happened to it, and where
    /// its history has gone on without a general act: that has to be settled first.
    pub fn of(dossier: &Dossier, editions: &Editions) -> Result<Option<Self>, Defect> {
        let Some(mut day) = dossier.as_of else {
            return Ok(None);
        };
        if dossier::missed(dossier, editions).is_some() {
            return Ok(None);
        }
        let mut dossier = dossier.clone();
        let mut telling: Option<Telling> = None;
        for _ in 0..DAYS_MOST {
            let (settled, _, due) = dossier::settle_and_due(dossier, editions, day)?;
            let said = Said::of(&settled, day);
            let worklist = settled.worklist(editions, day)?;
            match &mut telling {
                Some(telling) => telling.goes_on(day, said, &worklist),
                None => {
                    telling = Some(Telling {
                        from: day,
                        first: said,
                        then: None,
                        changes_again: false,
                        worklist,
                        waits_until: None,
                    });
                }
            }
            let Some(next) = next_change(&settled, due, day) else {
                return Ok(telling.map(Telling::outlook));
            };
            (dossier, day) = (settled, next);
        }
        Ok(telling.map(|mut telling| {
            telling.breaks_off(day);
            telling.outlook()
        }))
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
    let others = [due, settled.worklist_changes_on()];
    let days = bounds.flatten().chain(others.into_iter().flatten());
    days.filter(|day| after < *day).min()
}
