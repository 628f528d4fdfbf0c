//! A history as it would have come about had edition B judged what edition A did.
//!
//! What the calendar made true under A is left out, and made true anew under B. What another
//! register stated stands. An act is asked of the core again, with the facts that were recorded and
//! by whom, and what B makes of it takes the place of what A made of it; an act that B refuses did
//! not happen, and nothing that hangs on it did.

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Command, Context, Dated, Defect, Dossier, Editions, Event};
use parvaneh_core::edition::{Edition, EditionId};
use parvaneh_core::refusal::Refusal;
use parvaneh_core::specimen::{self, Specimen};
use parvaneh_core::timeline;
use parvaneh_store::JournalRow;
use serde_json::{Value, json};

use super::difference::Difference;
use crate::encoding;
use crate::workflows::Regime;

/// Compares two editions: both, and what is needed to judge by either.
pub(super) struct Comparer<'a> {
    /// The edition that judged.
    pub(super) a: &'a Edition,
    /// The one that is tried in its place.
    pub(super) b: &'a Edition,
    /// Theirs.
    pub(super) regime: &'a Regime,
    /// Every edition that a history may name.
    pub(super) editions: &'a Editions,
}

/// A dossier as it is, as it would be, and which acts B would not have let happen.
pub(super) struct Rejudged {
    pub(super) is: Dossier,
    pub(super) would_be: Dossier,
    pub(super) differences: Vec<Difference>,
    /// Whether A judged anything in it.
    pub(super) judged_by_a: bool,
}

/// Why a history cannot be judged again.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It contradicts itself.
    Defect(Defect),
    /// It cannot be read.
    Unreadable(String),
}

impl From<Defect> for Trouble {
    fn from(defect: Defect) -> Self {
        Self::Defect(defect)
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(format!("an event of it has no other edition: {error}"))
    }
}

/// What was recorded at once by one actor.
struct Act {
    actor: Actor,
    events: Vec<Dated>,
}

/// What B makes of an event.
enum Word {
    Is(Event),
    Refused(Refusal),
    /// A and B differ about such an event, and the one that was recorded is not what the core makes
    /// of the same facts under A: nobody can tell what it makes of them under B.
    Unknown(Event),
}

impl Comparer<'_> {
    /// The edition in force on a day, as it is or as it would be.
    pub(super) fn in_force(&self, on: Date) -> &Edition {
        self.regime.in_force_on(on)
    }

    /// The same with B in the place of A.
    pub(super) fn tried(&self, on: Date) -> &Edition {
        let edition = self.in_force(on);
        if edition.id == self.a.id {
            self.b
        } else {
            edition
        }
    }

    /// A journal up to the end of a day, judged both ways; none where nothing had happened by then.
    pub(super) fn judge(
        &self,
        journal: &[JournalRow],
        on: Date,
    ) -> Result<Option<Rejudged>, Trouble> {
        let acts = acts(journal, on)?;
        if acts.is_empty() {
            return Ok(None);
        }
        let mut is = Dossier::default();
        let mut would_be = Dossier::default();
        let mut settled: Option<Date> = None;
        let mut differences = Vec::new();
        let mut judged_by_a = false;
        for act in &acts {
            let mut falls = false;
            for dated in &act.events {
                let before = is.clone();
                dossier::evolve(&mut is, dated)?;
                if falls || is_the_calendars(&act.actor, &dated.event) {
                    continue;
                }
                let day = dated.effective_on;
                if !dated.event.is_imported() && settled < Some(day) {
                    (would_be, _) = dossier::settle(would_be, self.editions, day)?;
                    settled = Some(day);
                }
                let by_a = self.judged_by(&before, &is, dated)? == self.a.id;
                judged_by_a |= by_a;
                let event = match by_a {
                    false => dated.event.clone(),
                    true => match self.word(&before, &would_be, dated, &act.actor)? {
                        Word::Is(event) => event,
                        Word::Unknown(event) => {
                            let what = format!("{} on {day}", event.name());
                            differences.push(Difference::new(
                                "not_judged",
                                json!(what),
                                Value::Null,
                            ));
                            event
                        }
                        Word::Refused(refusal) => {
                            falls = true;
                            let why = format!("refused, {}: {refusal}", refusal.code.word());
                            let name = dated.event.name();
                            differences.push(Difference::new(name, json!(day), json!(why)));
                            continue;
                        }
                    },
                };
                let mut after = would_be.clone();
                let dated = Dated {
                    effective_on: day,
                    event,
                };
                match dossier::evolve(&mut after, &dated) {
                    Ok(()) => would_be = after,
                    Err(defect) => {
                        falls = true;
                        let (name, why) = (dated.event.name(), defect.to_string());
                        differences.push(Difference::new(name, json!(day), json!(why)));
                    }
                }
            }
        }
        (is, _) = dossier::settle(is, self.editions, on)?;
        (would_be, _) = dossier::settle(would_be, self.editions, on)?;
        Ok(Some(Rejudged {
            is,
            would_be,
            differences,
            judged_by_a,
        }))
    }

    /// The edition that judged an event: the one that it names, or that of the matter it belongs
    /// to, or the one that was in force.
    fn judged_by(
        &self,
        before: &Dossier,
        after: &Dossier,
        dated: &Dated,
    ) -> Result<EditionId, Trouble> {
        let event = serde_json::to_value(&dated.event)?;
        if let Some(named) = named(&event) {
            return Ok(EditionId(named.to_owned()));
        }
        let machine = dated.event.machine();
        let open = before.open_under(machine).or(after.open_under(machine));
        Ok(open
            .unwrap_or(&self.in_force(dated.effective_on).id)
            .clone())
    }

    fn word(
        &self,
        before: &Dossier,
        would_be: &Dossier,
        dated: &Dated,
        actor: &Actor,
    ) -> Result<Word, Trouble> {
        if let Some(event) = dated.event.rejudged(would_be, self.b) {
            return Ok(Word::Is(event));
        }
        let recorded = serde_json::to_value(&dated.event)?;
        let as_it_was = || -> Result<Event, Trouble> {
            let mut event = recorded.clone();
            rename(&mut event, &self.a.id.0, &self.b.id.0);
            Ok(serde_json::from_value(event)?)
        };
        let Some((command, under_a)) = self.leads_to(before, dated, &recorded, actor)? else {
            return Ok(Word::Is(as_it_was()?));
        };
        let mut under_b = match self.asked(would_be, self.b, &command, dated, &recorded, actor)? {
            Some(Ok(events)) => match found(&events, dated.event.name())? {
                Some(event) => event,
                None => return Ok(Word::Is(as_it_was()?)),
            },
            Some(Err(refusal)) => return Ok(Word::Refused(refusal)),
            None => return Ok(Word::Is(as_it_was()?)),
        };
        if facts(&under_a) != facts(&recorded) {
            let mut renamed = under_a;
            rename(&mut renamed, &self.a.id.0, &self.b.id.0);
            return Ok(match facts(&renamed) == facts(&under_b) {
                true => Word::Is(as_it_was()?),
                false => Word::Unknown(as_it_was()?),
            });
        }
        if let Some(resolution) = recorded.get(RESOLUTION) {
            under_b[RESOLUTION] = resolution.clone();
        }
        Ok(Word::Is(serde_json::from_value(under_b)?))
    }

    /// The name of the command that led to an event under A, and what the core makes of it there.
    fn leads_to(
        &self,
        before: &Dossier,
        dated: &Dated,
        recorded: &Value,
        actor: &Actor,
    ) -> Result<Option<(String, Value)>, Trouble> {
        let mut nearest = None;
        for command in commands(before, self.a, dated.effective_on) {
            let name = command.name();
            if !command.by().contains(&actor.role) {
                continue;
            }
            let asked = self.asked(before, self.a, name, dated, recorded, actor)?;
            let Some(Ok(events)) = asked else { continue };
            let Some(event) = found(&events, dated.event.name())? else {
                continue;
            };
            if facts(&event) == facts(recorded) {
                return Ok(Some((name.to_owned(), event)));
            }
            nearest = nearest.or(Some((name.to_owned(), event)));
        }
        Ok(nearest)
    }

    /// What comes of the command of that name, with the facts that were recorded, under an edition;
    /// none where there is no such command.
    fn asked(
        &self,
        dossier: &Dossier,
        edition: &Edition,
        name: &str,
        dated: &Dated,
        recorded: &Value,
        actor: &Actor,
    ) -> Result<Option<Result<Vec<Dated>, Refusal>>, Trouble> {
        let on = dated.effective_on;
        let mut named = commands(dossier, edition, on).into_iter();
        let Some(command) = named.find(|command| command.name() == name) else {
            return Ok(None);
        };
        let command = with_facts(command, recorded)?;
        let context = Context {
            edition,
            actor,
            today: on,
            call: None,
        };
        let answer = dossier::answer(dossier.clone(), &command, &context, self.editions)?;
        let followed = answer.followed;
        let decided = answer.decided.map(|events| [events, followed].concat());
        Ok(Some(decided))
    }
}

/// The field that says who voted how, which no edition judges again.
const RESOLUTION: &str = "resolution";

fn acts(journal: &[JournalRow], on: Date) -> Result<Vec<Act>, Trouble> {
    let rows = encoding::whole_journal(journal).map_err(Trouble::Unreadable)?;
    let live = timeline::live(&rows).into_iter();
    let recorded: Vec<(&JournalRow, Dated)> = live
        .filter(|row| row.effective_on <= on)
        .filter_map(|row| {
            let stored = journal.iter().find(|it| it.version == row.sequence)?;
            Some((stored, row.dated()?))
        })
        .collect();
    let at_once = recorded.chunk_by(|(one, _), (other, _)| {
        let act = |row: &JournalRow| (row.recorded_at, row.effective_on);
        act(one) == act(other) && one.actor == other.actor
    });
    at_once
        .map(|act| {
            let unreadable = |error| Trouble::Unreadable(format!("an actor of it: {error}"));
            let actor = act.first().map_or("", |(row, _)| &row.actor);
            let actor = serde_json::from_str(actor).map_err(unreadable)?;
            let events = act.iter().map(|(_, dated)| dated.clone()).collect();
            Ok(Act { actor, events })
        })
        .collect()
}

/// What followed by itself is recorded with the command that it followed.
fn is_the_calendars(actor: &Actor, event: &Event) -> bool {
    actor.role == Role::Calendar || event.by() == [Role::Calendar]
}

fn commands(dossier: &Dossier, edition: &Edition, today: Date) -> Vec<Command> {
    specimen::commands(&Specimen {
        edition,
        today,
        dossier,
        call: None,
    })
}

/// The command with what the event says instead of what a specimen does. Who voted is the
/// specimen's: the seats are the edition's.
fn with_facts(command: Command, recorded: &Value) -> Result<Command, Trouble> {
    let mut asked = serde_json::to_value(&command)?;
    if let (Some(asked), Some(recorded)) = (asked.as_object_mut(), recorded.as_object()) {
        for (field, value) in asked.iter_mut() {
            let is_fact = !["machine", "type", RESOLUTION].contains(&field.as_str());
            if let (true, Some(fact)) = (is_fact, recorded.get(field)) {
                *value = fact.clone();
            }
        }
    }
    // A field of the same name may mean something else.
    Ok(serde_json::from_value(asked).unwrap_or(command))
}

fn found(events: &[Dated], name: &str) -> Result<Option<Value>, Trouble> {
    let event = events.iter().find(|dated| dated.event.name() == name);
    let event = event.map(|dated| serde_json::to_value(&dated.event));
    Ok(event.transpose()?)
}

fn facts(event: &Value) -> Value {
    let mut event = event.clone();
    if let Some(fields) = event.as_object_mut() {
        fields.remove(RESOLUTION);
    }
    event
}

/// The edition that an event names, in itself or in what was filed with it.
fn named(event: &Value) -> Option<&str> {
    let fields = event.as_object()?;
    let own = fields.get("edition").and_then(Value::as_str);
    own.or_else(|| fields.values().find_map(named))
}

fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                if field == "edition" && value == from {
                    *value = json!(to);
                } else {
                    rename(value, from, to);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, from, to)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
