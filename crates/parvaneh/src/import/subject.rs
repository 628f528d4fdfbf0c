//! A licence that rows of a batch are about: what the register has of it, and what is added.

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Dossier, Editions, Event};
use parvaneh_core::timeline::{
    self, Because, Change, Done, Entered, Fault, Mark, Place, Row, Said,
};
use parvaneh_store::Snapshot;
use uuid::Uuid;

use crate::append::before_the_first_event;
use crate::commands::late::{Past, stands_against};
use crate::encoding;
use crate::profile::Profile;

/// A licence that rows of the batch are about.
pub(super) struct Subject {
    pub(super) key: Option<i64>,
    pub(super) id: Uuid,
    pub(super) snapshot: Snapshot,
    pub(super) dossier: Dossier,
    /// Its journal, and what is added to it.
    pub(super) past: Past,
    /// How many rows of the journal are in the register.
    recorded: usize,
    /// When the newest row was recorded, in milliseconds since 1970.
    pub(super) recorded_at: i64,
    pub(super) seen: bool,
}

pub(super) fn known(id: Uuid, snapshot: Snapshot, past: Past) -> Result<Subject, String> {
    let kept = encoding::kept_from_bytes(&snapshot.state)?;
    Ok(Subject {
        key: Some(snapshot.dossier),
        id,
        dossier: kept.dossier,
        recorded_at: kept.recorded_at,
        recorded: past.rows.len(),
        past,
        seen: false,
        snapshot,
    })
}

pub(super) fn unborn() -> Subject {
    let id = Uuid::now_v7();
    Subject {
        key: None,
        id,
        snapshot: before_the_first_event(0, id),
        dossier: Dossier::default(),
        past: Past::default(),
        recorded: 0,
        recorded_at: 0,
        seen: false,
    }
}

/// Whether a row is what another register stated, or follows from that.
pub(super) fn is_of_another_register(row: &Row) -> bool {
    row.is_consequence() || row.said.event().is_some_and(Event::is_imported)
}

impl Subject {
    /// What happened, as far as it stands.
    pub(super) fn history(&self) -> Vec<Dated> {
        timeline::dated(timeline::live(&self.past.rows))
    }

    /// The rows that are not in the register yet.
    pub(super) fn added(&self) -> &[Row] {
        self.past.rows.get(self.recorded..).unwrap_or_default()
    }

    /// Takes in what another register states of a term.
    ///
    /// Statements commute among themselves, and those of a dossier that has nothing else follow one
    /// another as they come. Where something happened here that lies after them, they are entered
    /// before it.
    pub(super) fn opens(
        &mut self,
        profile: &Profile,
        events: Vec<Dated>,
        editions: &Editions,
        today: Date,
    ) -> Result<(), String> {
        let actor = Actor {
            id: format!("import:{}", profile.name),
            role: Role::Secretariat,
            province: None,
            on_behalf_of: None,
        };
        let is_late = |dated: &Dated| Some(dated.effective_on) < self.dossier.as_of;
        let commute = self.past.rows.iter().all(is_of_another_register);
        if !commute && events.iter().any(is_late) {
            return self.opens_earlier(&actor, events, editions, today);
        }
        let mut after = self.dossier.clone();
        for dated in &events {
            dossier::evolve(&mut after, dated).map_err(|defect| defect.to_string())?;
        }
        self.dossier = after;
        let next = self.past.next();
        let rows = (next..).zip(events).map(|(sequence, dated)| Row {
            sequence,
            effective_on: dated.effective_on,
            actor: actor.clone(),
            said: Said::Event(dated.event),
            mark: Mark::of_act(sequence, None),
        });
        self.past.rows.extend(rows);
        Ok(())
    }

    /// The same before what is there already.
    fn opens_earlier(
        &mut self,
        actor: &Actor,
        events: Vec<Dated>,
        editions: &Editions,
        today: Date,
    ) -> Result<(), String> {
        let entered = events.into_iter().map(|dated| Entered {
            on: dated.effective_on,
            actor: actor.clone(),
            entered_by: None,
            done: Done::Stated(vec![dated.event]),
            place: Place::Last,
        });
        let change = Change {
            enter: entered.collect(),
            withdraw: [].into(),
            restore: [].into(),
            accept: [].into(),
            because: Because::EnteredLate,
            by: actor.clone(),
        };
        let Past { rows, kept } = &self.past;
        let rewritten = timeline::rewrite(rows, kept, &change, editions, today);
        let rewritten = rewritten.map_err(|fault| match fault {
            Fault::StandsAgainst(conflicts) => stands_against(&conflicts).to_string(),
            other => other.to_string(),
        })?;
        self.past.rows = self.past.rows_with(&rewritten.rows);
        self.dossier = rewritten.dossier;
        Ok(())
    }
}
