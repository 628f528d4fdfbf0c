//! Why a licence stands as it does: its history step by step, with the rule that each step rests on.

use crate::actor::Actor;
use crate::calendar::Date;
use crate::dossier::{self, Dated, Defect, Dossier, Editions};
use crate::edition::{Edition, InForce};
use crate::law::OwnRule;
use crate::refusal::Citation;
use crate::standing::{self, Standing};
use crate::timeline::{self, Record, Row, Said};

pub use crate::machines::Recipient;

/// The derivation of a standing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// The day, inclusive: what is true until its end.
    pub on: Date,
    /// What leads there, in the order in which it was recorded, and what the calendar adds.
    pub steps: Vec<Step>,
    /// Where it leads.
    pub standing: Standing,
    /// What the calendar does next, if nobody does anything.
    pub next: Option<Step>,
}

/// One event and what it means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// What happened, and on which day it is true in law.
    pub dated: Dated,
    /// Where it stands in the history, from 0; none where the calendar has made it true and
    /// nothing has recorded it yet.
    pub recorded: Option<usize>,
    /// Who did it; the calendar where nobody did. None: another register states it.
    pub by: Option<Actor>,
    /// Who entered it, where that is not who did it.
    pub entered_by: Option<Actor>,
    /// The rule that it rests on.
    pub rests_on: Citation,
    /// The body that issues licences under the edition that judges it, as that edition calls it.
    pub authority: String,
    /// What the licence is worth once it has happened, at the end of its day.
    pub standing: Standing,
}

/// Explains what the live history `live` makes of the day `on`. The edition in force on a day judges what
/// no open matter has pinned.
pub fn explain(
    live: &[&Row],
    editions: &Editions,
    on: Date,
    in_force: &InForce,
) -> Result<Explanation, Defect> {
    let happened = live
        .iter()
        .filter_map(|row| Some((Done::of(row), row.dated()?)));
    let history: Vec<(Done, Dated)> = happened.collect();
    let known = history.iter().enumerate();
    let known = known.filter(|(_, (_, dated))| dated.effective_on <= on);
    let mut derivation = Derivation {
        dossier: Dossier::default(),
        editions,
        in_force,
    };
    let mut steps = Vec::new();
    for (at, (done, dated)) in known {
        let step = derivation.step(dated, done.clone())?;
        steps.push(Step {
            recorded: Some(at),
            ..step
        });
    }
    let (_, settled) = dossier::settle(derivation.dossier.clone(), editions, on)?;
    for dated in settled {
        steps.push(derivation.step(&dated, Done::by_the_calendar())?);
    }
    let history: Vec<Dated> = history.into_iter().map(|(_, dated)| dated).collect();
    let standing = standing::on(&history, editions, on)?.standing;
    let next = match dossier::due_on(&derivation.dossier, editions)? {
        Some(due) => {
            let (_, events) = dossier::settle(derivation.dossier.clone(), editions, due)?;
            let next = events.first();
            let next = next.map(|dated| derivation.step(dated, Done::by_the_calendar()));
            next.transpose()?
        }
        None => None,
    };
    Ok(Explanation {
        on,
        steps,
        standing,
        next,
    })
}

/// By which rule and which edition each row of a whole journal was judged, in their order: as it was when the
/// row was recorded, whatever a later one revised. `in_force` is as for [`explain`].
pub fn judgments<'e>(
    rows: &[Row],
    editions: &'e Editions,
    in_force: &'e InForce,
) -> Result<Vec<Judgment<'e>>, Defect> {
    let mut derivation = Derivation {
        dossier: Dossier::default(),
        editions,
        in_force,
    };
    let on_its_day = |row: &Row| editions.get(in_force.on(row.effective_on));
    let own_day = |row: &Row| {
        let rests_on = Citation::from(OwnRule::FactHasItsOwnDay);
        Ok(Judgment {
            rests_on,
            edition: on_its_day(row)?,
        })
    };
    // After a row that cannot be read, and until a revision withdraws it, nobody knows the dossier.
    let mut is_known = true;
    let judged = rows.iter().zip(1..).map(|(row, length)| match &row.said {
        Said::Event(event) if !is_known => {
            let edition = on_its_day(row)?;
            Ok(Judgment {
                rests_on: event.rests_on(edition),
                edition,
            })
        }
        Said::Event(event) => {
            let edition = derivation.happens(&Dated {
                effective_on: row.effective_on,
                event: event.clone(),
            })?;
            Ok(Judgment {
                rests_on: event.rests_on(edition),
                edition,
            })
        }
        Said::Unreadable(_) => {
            is_known = false;
            own_day(row)
        }
        Said::Record(Record::AlreadySo) if !is_known => own_day(row),
        Said::Record(Record::AlreadySo) => {
            timeline::happens(&mut derivation.dossier, row)?;
            own_day(row)
        }
        // It says nothing of what happened.
        Said::Record(Record::Blanked { .. }) => own_day(row),
        Said::Record(Record::Revised { .. }) => {
            let replayed = timeline::replay(timeline::live(&rows[..length]));
            is_known = !matches!(replayed, Err(Defect::Unreadable(_)));
            if is_known {
                derivation.dossier = replayed?;
            }
            own_day(row)
        }
    });
    judged.collect()
}

/// By what a row was judged.
#[derive(Clone, Debug)]
pub struct Judgment<'e> {
    /// The rule that it rests on.
    pub rests_on: Citation,
    /// The edition that has it.
    pub edition: &'e Edition,
}

/// By whom something was done.
#[derive(Clone)]
struct Done {
    by: Option<Actor>,
    entered_by: Option<Actor>,
}

impl Done {
    fn by_the_calendar() -> Self {
        Self {
            by: Some(Actor::calendar()),
            entered_by: None,
        }
    }

    fn of(row: &Row) -> Self {
        if row.said.event().is_some_and(|event| event.is_imported()) {
            return Self {
                by: None,
                entered_by: None,
            };
        }
        // What followed from an act on its own day once bore the name of who did that act.
        if row.is_consequence() {
            return Self::by_the_calendar();
        }
        Self {
            by: Some(row.actor.clone()),
            entered_by: row.mark.entered_by.clone(),
        }
    }
}

struct Derivation<'e> {
    dossier: Dossier,
    editions: &'e Editions,
    in_force: &'e InForce,
}

impl<'e> Derivation<'e> {
    /// A step that nothing has recorded.
    fn step(&mut self, dated: &Dated, done: Done) -> Result<Step, Defect> {
        let edition = self.happens(dated)?;
        let on = dated.effective_on;
        let view = standing::of(self.dossier.clone(), self.editions, on)?;
        Ok(Step {
            dated: dated.clone(),
            recorded: None,
            by: done.by,
            entered_by: done.entered_by,
            rests_on: dated.event.rests_on(edition),
            authority: edition.authority.name().to_owned(),
            standing: view.standing,
        })
    }

    fn happens(&mut self, dated: &Dated) -> Result<&'e Edition, Defect> {
        happens(&mut self.dossier, dated, self.editions, self.in_force)
    }
}

/// Adds an event to a dossier, and says which edition judges it.
pub fn happens<'e>(
    dossier: &mut Dossier,
    dated: &Dated,
    editions: &'e Editions,
    in_force: &InForce,
) -> Result<&'e Edition, Defect> {
    let machine = dated.event.machine();
    // A matter that the event ends was judged by the edition that it had pinned; one that it opens
    // pins its own.
    let before = dossier.open_under(machine).cloned();
    dossier::evolve(dossier, dated)?;
    let pinned = before.or_else(|| dossier.open_under(machine).cloned());
    let in_force = in_force.on(dated.effective_on);
    editions.get(pinned.as_ref().unwrap_or(in_force))
}
