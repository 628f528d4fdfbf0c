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
    /// The call of which it holds a seat, or asks for one, as the register has it.
    pub(super) claimed: Option<String>,
    /// When the newest row was recorded, in milliseconds since 1970.
    pub(super) recorded_at: i64,
    pub(super) seen: bool,
}

pub(super) fn known(id: Uuid, snapshot: Snapshot, past: Past) -> Result<Subject, String> {
    let kept = encoding::kept_from_bytes(&snapshot.state)?;
    Ok(Subject {
        key: Some(snapshot.dossier),
        id,
        claimed: kept.dossier.seat_claim().map(str::to_owned),
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
        claimed: None,
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

    /// Whether anything happened here, beside what another register states and what follows from that.
    pub(super) fn is_ours(&self) -> bool {
        !self.past.rows.iter().all(is_of_another_register)
    }

    /// What another register states of a term, taken in.
    ///
    /// Statements commute among themselves, and those of a dossier that has nothing else follow one
    /// another as they come. Where something happened here, each is entered on its own day, after what
    /// the calendar has made true by then.
    pub(super) fn opened(
        &self,
        profile: &Profile,
        events: Vec<Dated>,
        editions: &Editions,
        today: Date,
    ) -> Result<Opened, String> {
        let actor = Actor {
            id: format!("import:{}", profile.name),
            role: Role::Secretariat,
            province: None,
            on_behalf_of: None,
        };
        if self.is_ours() {
            return self.opened_on_its_day(&actor, events, editions, today);
        }
        let mut dossier = self.dossier.clone();
        for dated in &events {
            dossier::evolve(&mut dossier, dated).map_err(|defect| defect.to_string())?;
        }
        let next = self.past.next();
        let added = (next..).zip(events).map(|(sequence, dated)| Row {
            sequence,
            effective_on: dated.effective_on,
            actor: actor.clone(),
            said: Said::Event(dated.event),
            mark: Mark::of_act(sequence, None),
        });
        Ok(Opened {
            added: added.collect(),
            dossier,
        })
    }

    /// The same among what happened here.
    fn opened_on_its_day(
        &self,
        actor: &Actor,
        events: Vec<Dated>,
        editions: &Editions,
        today: Date,
    ) -> Result<Opened, String> {
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
            told: [].into(),
            because: Because::EnteredLate,
            by: actor.clone(),
        };
        let Past { rows, kept } = &self.past;
        let rewritten = timeline::rewrite(rows, kept, &change, editions, today);
        let rewritten = rewritten.map_err(|fault| match fault {
            Fault::StandsAgainst(conflicts) => stands_against(&conflicts).to_string(),
            other => other.to_string(),
        })?;
        Ok(Opened {
            added: self.past.rows_after(&rewritten.rows),
            dossier: rewritten.dossier,
        })
    }

    /// Its journal with what was taken in.
    pub(super) fn journal_with(&self, opened: &Opened) -> Vec<Row> {
        self.past
            .rows
            .iter()
            .chain(&opened.added)
            .cloned()
            .collect()
    }

    /// Takes it in.
    pub(super) fn keep(&mut self, opened: Opened) {
        self.past.rows.extend(opened.added);
        self.dossier = opened.dossier;
    }
}

/// What another register states of a term, taken into a dossier.
pub(super) struct Opened {
    /// The rows that are added to its journal.
    added: Vec<Row>,
    /// Where they lead.
    dossier: Dossier,
}
