//! A history as it would have come about had edition B judged what edition A did.
//!
//! What the calendar made true under A is left out, and made true anew under B. What another
//! register stated stands, and is judged by its own rule. A command that was kept is decided again, with
//! the facts that were kept with it, and what B makes of it takes the place of what A made of it; an act
//! that B refuses did not happen, and nothing that hangs on it did. An act whose command was not kept
//! stands as it was recorded, and that is said.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Context, Dated, Defect, Dossier, Editions, Event};
use parvaneh_core::edition::{Edition, EditionId};
use parvaneh_core::refusal::Refusal;
use parvaneh_core::timeline::{self, Kept, Row};
use serde_json::{Value, json};

use super::difference::Difference;
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

/// A dossier's journal, and what was asked in its acts as far as it was kept.
pub(super) struct Past {
    pub(super) rows: Vec<Row>,
    pub(super) kept: Kept,
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

/// What was done at once: the rows of an act that another comes after.
struct Act<'r> {
    rows: Vec<&'r Row>,
    events: Vec<Dated>,
}

/// What B makes of an act.
enum Word {
    Is(Vec<Event>),
    Refused(Refusal),
    /// What was asked was not kept: nobody can tell what B makes of it.
    Unknown,
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
    pub(super) fn judge(&self, past: &Past, on: Date) -> Result<Option<Rejudged>, Trouble> {
        let live = timeline::live(&past.rows).into_iter();
        let live: Vec<&Row> = live.filter(|row| row.effective_on <= on).collect();
        if live.is_empty() {
            return Ok(None);
        }
        let mut rejudged = Rejudged {
            is: Dossier::default(),
            would_be: Dossier::default(),
            differences: Vec::new(),
            judged_by_a: false,
        };
        for rows in live.chunk_by(|one, other| one.is_of_one_act_with(other)) {
            let events = rows.iter().filter_map(|row| row.dated()).collect();
            let rows = rows.to_vec();
            self.again(&Act { rows, events }, &past.kept, &mut rejudged)?;
        }
        let settled = |dossier| dossier::settle(dossier, self.editions, on);
        (rejudged.is, _) = settled(rejudged.is)?;
        (rejudged.would_be, _) = settled(rejudged.would_be)?;
        Ok(Some(rejudged))
    }

    /// Takes an act as it was, and as it would be.
    fn again(&self, act: &Act<'_>, kept: &Kept, to: &mut Rejudged) -> Result<(), Trouble> {
        let Some(first) = act.rows.first() else {
            return Ok(());
        };
        let mut by_a = false;
        for dated in &act.events {
            let open = to.is.open_under(dated.event.machine()).cloned();
            dossier::evolve(&mut to.is, dated)?;
            by_a |= !first.is_consequence() && self.judged_by(open, &to.is, dated)? == self.a.id;
        }
        if first.is_consequence() {
            return Ok(());
        }
        to.judged_by_a |= by_a;
        let day = first.effective_on;
        let is_stated = act.events.iter().any(|dated| dated.event.is_imported());
        if !is_stated {
            let before = std::mem::take(&mut to.would_be);
            (to.would_be, _) = dossier::settle(before, self.editions, day)?;
        }
        let recorded = || act.events.iter().map(|dated| dated.event.clone());
        let name = act
            .events
            .first()
            .map_or("dossier.already_so", |it| it.event.name());
        let events = match by_a || act.events.is_empty() {
            false => recorded().collect(),
            true => match self.word(&to.would_be, act, first, kept)? {
                Word::Is(events) => events,
                Word::Unknown => {
                    let what = format!("{name} on {day}");
                    to.differs("not_judged", json!(what), Value::Null);
                    recorded().collect()
                }
                Word::Refused(refusal) => {
                    let why = format!("refused, {}: {refusal}", refusal.code.word());
                    to.differs(name, json!(day), json!(why));
                    return Ok(());
                }
            },
        };
        let mut after = to.would_be.clone();
        let mut follows = events.into_iter().map(|event| {
            let effective_on = day;
            dossier::evolve(
                &mut after,
                &Dated {
                    effective_on,
                    event,
                },
            )
        });
        match follows.try_for_each(|followed| followed) {
            Ok(()) => to.would_be = after,
            Err(defect) => to.differs(name, json!(day), json!(defect.to_string())),
        }
        Ok(())
    }

    /// What B makes of an act on what would be: openings by their own rule, commands decided again.
    fn word(
        &self,
        would_be: &Dossier,
        act: &Act<'_>,
        first: &Row,
        kept: &Kept,
    ) -> Result<Word, Trouble> {
        if !act.events.is_empty() && act.events.iter().all(|dated| dated.event.is_imported()) {
            return Ok(Word::Is(self.stated(would_be, act)));
        }
        let asked = first.mark.of_act.and_then(|name| kept.get(&name));
        let Some(asked) = asked else {
            return Ok(match act.events.is_empty() {
                true => Word::Is(Vec::new()),
                false => Word::Unknown,
            });
        };
        let edition = match asked.edition == self.a.id {
            true => self.b,
            false => self.editions.get(&asked.edition)?,
        };
        let context = Context {
            edition,
            editions: self.editions,
            actor: &first.actor,
            today: first.effective_on,
            call: asked.call.as_ref(),
        };
        let decided = dossier::judged(would_be, &asked.command, &context, self.editions)?;
        Ok(match decided {
            Ok(events) => Word::Is(events),
            Err(refusal) => Word::Refused(refusal),
        })
    }

    /// What another register states, with what B computes from it.
    fn stated(&self, would_be: &Dossier, act: &Act<'_>) -> Vec<Event> {
        let mut after = would_be.clone();
        let stated = act.events.iter().map(|dated| {
            let event = dated.event.rejudged(&after, self.b);
            let event = event.unwrap_or_else(|| dated.event.clone());
            let effective_on = dated.effective_on;
            let dated = Dated {
                effective_on,
                event: event.clone(),
            };
            // Where it cannot follow, that is found when the act is taken.
            let _ = dossier::evolve(&mut after, &dated);
            event
        });
        stated.collect()
    }

    /// The edition that judged an event: the one that it names, or that of the matter it belongs
    /// to, or the one that was in force.
    fn judged_by(
        &self,
        open: Option<EditionId>,
        after: &Dossier,
        dated: &Dated,
    ) -> Result<EditionId, Trouble> {
        let event = serde_json::to_value(&dated.event)?;
        if let Some(named) = named(&event) {
            return Ok(EditionId(named.to_owned()));
        }
        let open = open.or_else(|| after.open_under(dated.event.machine()).cloned());
        Ok(open.unwrap_or_else(|| self.in_force(dated.effective_on).id.clone()))
    }
}

impl Rejudged {
    fn differs(&mut self, kind: &str, a: Value, b: Value) {
        self.differences.push(Difference::new(kind, a, b));
    }
}

/// The edition that an event names, in itself or in what was filed with it.
fn named(event: &Value) -> Option<&str> {
    let fields = event.as_object()?;
    let own = fields.get("edition").and_then(Value::as_str);
    own.or_else(|| fields.values().find_map(named))
}
