//! What is written for a dossier: its new events, linked to the chain, and where they lead.

use std::sync::Arc;

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Defect, Dossier, Event};
use parvaneh_core::outlook::Outlook;
use parvaneh_core::timeline::{Mark, NewRow, Record, Said, Sequence};
use parvaneh_store::{Append, ClearText, Entry, Seat, Snapshot, chain};
use uuid::Uuid;

use crate::{Engine, EngineError, encoding};

/// New rows of a dossier's journal, each linked to the one before it.
pub(crate) struct Links {
    head: chain::Hash,
    version: i64,
    recorded_at: i64,
    /// The number that the next row opens a dossier under.
    opened_as: Option<String>,
    entries: Vec<Entry>,
}

impl Links {
    /// None yet, after those that lead to `snapshot`.
    pub(crate) fn after(snapshot: &Snapshot, recorded_at: i64) -> Self {
        Self {
            head: snapshot.head,
            version: snapshot.version,
            recorded_at,
            opened_as: None,
            entries: Vec::new(),
        }
    }

    /// The first of them opens a dossier under this number.
    pub(crate) fn opening(self, number: &str) -> Self {
        Self {
            opened_as: Some(number.to_owned()),
            ..self
        }
    }

    /// Adds what the calendar has made true. `actor` is encoded as the journal has it.
    pub(crate) fn settled(
        &mut self,
        calendar: &Arc<str>,
        events: &[Dated],
    ) -> Result<(), EngineError> {
        self.entries.reserve(events.len());
        let mark = Mark::consequence();
        for dated in events {
            let row = encoding::sealed_event(&dated.event, &mark)?;
            self.add(dated.effective_on, calendar, row, Beside::default());
        }
        Ok(())
    }

    /// Adds an act, with what it led to and what was asked; its name.
    pub(crate) fn act(&mut self, act: NewAct<'_>) -> Result<Sequence, EngineError> {
        let name = self.version + 1;
        let actor = encoding::actor_to_json(act.actor)?;
        let mark = Mark::of_act(name, act.entered_by.cloned());
        let mut asked = act.asked;
        if act.led_to.is_empty() {
            let said = Said::Record(Record::AlreadySo);
            let seal = |mark: &Mark| encoding::sealed_row(&said, mark);
            self.marked((act.on, &actor), None, (&mark, asked.take()), seal)?;
            return Ok(name);
        }
        for dated in act.led_to {
            let seal = |mark: &Mark| encoding::sealed_event(&dated.event, mark);
            let (day, event) = (dated.effective_on, Some(&dated.event));
            self.marked((day, &actor), event, (&mark, asked.take()), seal)?;
        }
        Ok(name)
    }

    /// Adds rows as they are. What was asked is known of those that begin a new act.
    pub(crate) fn rows(
        &mut self,
        rows: impl IntoIterator<Item = NewRow>,
        mut asked: impl FnMut(Sequence) -> Option<String>,
    ) -> Result<(), EngineError> {
        for row in rows {
            let begins = row.mark.of_act == Some(self.version + 1);
            let asked = begins.then(|| asked(self.version + 1)).flatten();
            self.row(row.effective_on, &row.actor, &row.said, &row.mark, asked)?;
        }
        Ok(())
    }

    /// Adds one row as it is.
    pub(crate) fn row(
        &mut self,
        on: Date,
        actor: &Actor,
        said: &Said,
        mark: &Mark,
        asked: Option<String>,
    ) -> Result<(), EngineError> {
        let actor = encoding::actor_to_json(actor)?;
        let seal = |mark: &Mark| encoding::sealed_row(said, mark);
        self.marked((on, &actor), said.event(), (mark, asked), seal)
    }

    /// Adds a row that has the hash of what was asked, and of a new dossier the number.
    fn marked(
        &mut self,
        (on, actor): (Date, &Arc<str>),
        event: Option<&Event>,
        (mark, asked): (&Mark, Option<String>),
        seal: impl FnOnce(&Mark) -> Result<(String, Vec<ClearText>), EngineError>,
    ) -> Result<(), EngineError> {
        let asked = asked.map(encoding::with_a_salt);
        let opened_as = self.opened_as.take();
        let row = match (&asked, &opened_as, &mark.asked) {
            (None, None, None) => seal(mark)?,
            (Some(_), _, _) | (_, Some(_), _) | (_, _, Some(_)) => {
                let hashed = asked.as_ref().map(|it| encoding::in_hexadecimal(&it.hash));
                seal(&Mark {
                    opened_as: opened_as.or_else(|| mark.opened_as.clone()),
                    asked: hashed,
                    ..mark.clone()
                })?
            }
        };
        let answers = event.and_then(Event::answers_to).map(str::to_owned);
        self.add(on, actor, row, Beside { asked, answers });
        Ok(())
    }

    fn add(
        &mut self,
        on: Date,
        actor: &Arc<str>,
        (event, texts): (String, Vec<ClearText>),
        beside: Beside,
    ) {
        self.version += 1;
        self.head = chain::link(
            &self.head,
            self.version,
            on.into(),
            self.recorded_at,
            actor,
            &event,
        );
        let Beside { asked, answers } = beside;
        self.entries.push(Entry {
            effective_on: on.into(),
            recorded_at: self.recorded_at,
            actor: Arc::clone(actor),
            event,
            texts,
            hash: self.head,
            asked,
            answers,
        });
    }

    /// As the store takes them.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

/// What the register keeps beside a row of the journal.
#[derive(Default)]
struct Beside {
    asked: Option<ClearText>,
    answers: Option<String>,
}

/// An act to be added to a journal.
pub(crate) struct NewAct<'a> {
    pub(crate) on: Date,
    pub(crate) actor: &'a Actor,
    /// Who enters it, where that is not who did it.
    pub(crate) entered_by: Option<&'a Actor>,
    pub(crate) led_to: &'a [Dated],
    /// What was asked, as it is kept.
    pub(crate) asked: Option<String>,
}

/// What the calendar brings a dossier, if nobody acts.
pub(crate) struct ToCome {
    /// The first day on which it changes something.
    pub(crate) due_on: Option<Date>,
    /// What the licence is found by; none where that stays as it was foreseen.
    pub(crate) outlook: Option<Box<parvaneh_store::Outlook>>,
}

impl Engine {
    /// What the calendar brings a dossier that its newest events have led to.
    pub(crate) fn to_come(&self, dossier: &Dossier) -> Result<ToCome, Defect> {
        let due_on = dossier::due_on(dossier, &self.editions)?;
        let outlook = Outlook::of(dossier, &self.editions)?;
        let outlook = outlook.map(|outlook| encoding::outlook(outlook, dossier));
        Ok(ToCome {
            due_on,
            outlook: Some(Box::new(outlook.unwrap_or_default())),
        })
    }
}

/// What to write for a dossier that `entries` led to, the newest of which was recorded at
/// `recorded_at`, after `snapshot`, when its seat claim was `claimed`.
pub(crate) fn append(
    snapshot: &Snapshot,
    claimed: Option<&str>,
    dossier: &Dossier,
    to_come: ToCome,
    recorded_at: i64,
    entries: Vec<Entry>,
) -> Result<Append, EngineError> {
    Ok(Append {
        dossier: snapshot.dossier,
        expected_version: snapshot.version,
        last: snapshot.last,
        head: snapshot.head,
        due_on: to_come.due_on.map(Into::into),
        outlook: to_come.outlook,
        state: encoding::snapshot_to_bytes(recorded_at, dossier)?,
        seat: match dossier.seat_claim() {
            claim if claim == claimed => Seat::Stays,
            Some(call) => Seat::Taken(call.to_owned()),
            None => Seat::Freed,
        },
        entries,
    })
}

/// The snapshot of a dossier that has no events yet; `key` is 0 where it is not in the register.
pub(crate) fn before_the_first_event(key: i64, id: Uuid) -> Snapshot {
    Snapshot {
        dossier: key,
        version: 0,
        last: None,
        due_on: None,
        head: chain::genesis(id),
        state: Vec::new(),
    }
}
