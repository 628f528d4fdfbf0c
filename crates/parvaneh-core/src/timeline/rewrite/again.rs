//! Going through acts once more, settling in between.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::places::Item;
use super::{Entered, Fault, Kept, NewRow};
use crate::actor::Actor;
use crate::calendar::Date;
use crate::dossier::{self, CallView, Context, Dated, Defect, Dossier, Editions};
use crate::machines::Event;
use crate::refusal::Refusal;
use crate::state::TermRecord;
use crate::timeline::row::says;
use crate::timeline::{Act, Asked, ComesOut, Conflict, Done, Mark, Record, Said, Sequence};

/// A history that is being stated anew.
pub(super) struct Again<'a> {
    kept: &'a Kept,
    /// What acts are told now, where that is not what was kept.
    pub(super) told: Option<&'a BTreeMap<Sequence, CallView>>,
    /// The latest term before each act, of a history that goes on as it was recorded, and in which a general
    /// act has moved days since.
    pub(super) was: Option<&'a BTreeMap<Sequence, TermRecord>>,
    editions: &'a Editions,
    today: Date,
    /// The sequence of the first row that is stated.
    from: Sequence,
    pub(super) dossier: Dossier,
    pub(super) rows: Vec<NewRow>,
    /// The names of the new acts, by which of the change they are.
    pub(super) entered: BTreeMap<usize, Sequence>,
    /// What comes out otherwise.
    pub(super) conflicts: Vec<Conflict>,
    /// Of them, what stands no longer.
    pub(super) dropped: Vec<Sequence>,
}

impl<'a> Again<'a> {
    /// Nothing yet, after what `dossier` is.
    pub(super) fn new(
        dossier: Dossier,
        kept: &'a Kept,
        editions: &'a Editions,
        today: Date,
        from: Sequence,
    ) -> Self {
        Self {
            kept,
            told: None,
            was: None,
            editions,
            today,
            from,
            dossier,
            rows: Vec::new(),
            entered: BTreeMap::new(),
            conflicts: Vec::new(),
            dropped: Vec::new(),
        }
    }

    /// Goes through acts, which are in the order of their days, and settles up to today. Those of
    /// `as_recorded` are not decided again.
    pub(super) fn go_through(
        &mut self,
        queue: &[Item<'_>],
        as_recorded: &BTreeSet<Sequence>,
    ) -> Result<(), Fault> {
        // What another register dated ahead is known, and makes nothing due before its day.
        let ahead = queue.partition_point(|item| item.on() <= self.today);
        let (by_today, ahead) = queue.split_at(ahead);
        for item in by_today {
            self.settle(item.on())?;
            match item {
                Item::Recorded(act) => self.stand(act, as_recorded)?,
                Item::New(number, entered) => self.enter(*number, entered)?,
            }
            let dossier = std::mem::take(&mut self.dossier);
            self.settled(dossier::settle_after_act(
                dossier,
                self.editions,
                item.on(),
            )?);
        }
        self.settle(self.today)?;
        for item in ahead {
            match item {
                Item::Recorded(act) => self.as_recorded(act),
                Item::New(number, entered) => self.enter(*number, entered)?,
            }
        }
        Ok(())
    }

    fn settle(&mut self, day: Date) -> Result<(), Defect> {
        let dossier = std::mem::take(&mut self.dossier);
        self.settled(dossier::settle(dossier, self.editions, day)?);
        Ok(())
    }

    fn settled(&mut self, (dossier, settled): (Dossier, Vec<Dated>)) {
        self.dossier = dossier;
        self.rows.extend(settled.into_iter().map(|dated| NewRow {
            effective_on: dated.effective_on,
            actor: Actor::calendar(),
            said: Said::Event(dated.event),
            mark: Mark::consequence(),
        }));
    }

    /// What was asked in an act, with what it is told now.
    fn asked(&self, act: Sequence) -> Option<Cow<'a, Asked>> {
        let asked = self.kept.get(&act)?;
        let told = self.told.and_then(|told| told.get(&act));
        Some(match told {
            Some(told) => Cow::Owned(Asked {
                call: Some(told.clone()),
                ..asked.clone()
            }),
            None => Cow::Borrowed(asked),
        })
    }

    /// What an act leads to here and now.
    fn decided(
        &self,
        on: Date,
        actor: &Actor,
        asked: &Asked,
    ) -> Result<Result<Vec<Event>, Refusal>, Defect> {
        let context = Context {
            edition: self.editions.get(&asked.edition)?,
            editions: self.editions,
            actor,
            today: on,
            call: asked.call.as_ref(),
        };
        dossier::judged(&self.dossier, &asked.command, &context, self.editions)
    }

    /// An act that was recorded stands if it leads to the same.
    fn stand(&mut self, act: &Act, as_recorded: &BTreeSet<Sequence>) -> Result<(), Fault> {
        let asked = self.asked(act.name);
        let is_decided = act.unreadable.is_none() && !as_recorded.contains(&act.name);
        let Some(asked) = asked.filter(|_| is_decided) else {
            self.as_recorded(act);
            return Ok(());
        };
        let comes_out = match self.decided(act.on, &act.actor, &asked)? {
            Ok(events) if events == act.led_to => {
                self.as_recorded(act);
                return Ok(());
            }
            Ok(events) => {
                // What is already so is an act too, of which nothing comes.
                let otherwise = Act {
                    led_to: events.clone(),
                    ..act.clone()
                };
                self.as_recorded(&otherwise);
                match events.is_empty() {
                    true => ComesOut::AlreadySo,
                    false => ComesOut::Otherwise(events),
                }
            }
            Err(refusal) => {
                self.dropped.push(act.name);
                ComesOut::Refused(refusal)
            }
        };
        self.conflict(act, comes_out);
        Ok(())
    }

    /// States an act as it was recorded, if it can follow.
    fn as_recorded(&mut self, act: &Act) {
        let before = self.dossier.clone();
        let mark = Mark::of_act(act.name, act.entered_by.clone());
        let was = self.was.and_then(|was| was.get(&act.name));
        let led_to = match was {
            Some(was) => {
                let on = (self.editions, act.on);
                Cow::Owned(dossier::recounted(&act.led_to, was, &before, on))
            }
            None => Cow::Borrowed(&act.led_to),
        };
        let stated = match &act.unreadable {
            Some(problem) => Err(Defect::Unreadable(problem.to_string())),
            None => self.state(act.on, &act.actor, &mark, &led_to),
        };
        if let Err(defect) = stated {
            self.dossier = before;
            self.dropped.push(act.name);
            self.conflict(act, ComesOut::CannotFollow(defect));
        }
    }

    fn conflict(&mut self, act: &Act, comes_out: ComesOut) {
        self.conflicts.push(Conflict {
            act: act.name,
            on: act.on,
            led_to: act.led_to.iter().map(Event::name).collect(),
            comes_out,
        });
    }

    fn enter(&mut self, number: usize, entered: &Entered) -> Result<(), Fault> {
        let Entered { on, actor, .. } = entered;
        let events = match &entered.done {
            Done::Stated(events) => events.clone(),
            Done::Asked(asked) => match self.decided(*on, actor, asked)? {
                Ok(events) => events,
                Err(refusal) => {
                    let entered = number;
                    return Err(Fault::Refused { entered, refusal });
                }
            },
        };
        let name = self.next();
        let mark = Mark::of_act(name, entered.entered_by.clone());
        let stated = self.state(*on, actor, &mark, &events);
        self.entered.insert(number, name);
        stated.map_err(Fault::CannotFollow)
    }

    /// The sequence of the next row.
    fn next(&self) -> Sequence {
        let stated = Sequence::try_from(self.rows.len()).unwrap_or(Sequence::MAX);
        self.from.saturating_add(stated)
    }

    /// States the rows of an act, or none of them.
    fn state(
        &mut self,
        on: Date,
        actor: &Actor,
        mark: &Mark,
        events: &[Event],
    ) -> Result<(), Defect> {
        let said: Vec<Said> = match events {
            [] => vec![Said::Record(Record::AlreadySo)],
            events => events.iter().cloned().map(Said::Event).collect(),
        };
        for said in &said {
            says(&mut self.dossier, on, said)?;
        }
        self.rows.extend(said.into_iter().map(|said| NewRow {
            effective_on: on,
            actor: actor.clone(),
            said,
            mark: mark.clone(),
        }));
        Ok(())
    }
}
