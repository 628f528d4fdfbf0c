//! A party's history as it is read and written: events in hashes, names and identifiers beside them.

use std::sync::Arc;

use parvaneh_core::actor::Actor;
use parvaneh_core::party::PartyKind;
use parvaneh_core::party::history::{Event, Hashed, Identity, NotDone, Party, Stored, VERSION};
use parvaneh_store::{Connection, PartyChange, PartyEventRow, PartyRow, Register, Salt, chain};
use uuid::Uuid;

use super::person::{Step, registrar};
use crate::{EngineError, encoding};

/// Who a party is, in clear.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Person {
    pub(crate) kind: PartyKind,
    /// In one spelling.
    pub(crate) name: Option<String>,
    pub(crate) name_as_given: Option<String>,
    pub(crate) identifier: Option<String>,
}

impl Person {
    /// The same in hashes.
    pub(crate) fn hashed(&self, salt: &Salt) -> Identity {
        let (name, as_given) = (self.name.as_deref(), self.name_as_given.as_deref());
        let name = chain::of_name(salt, name.unwrap_or_default(), as_given.unwrap_or_default());
        let identifier = self.identifier.as_deref();
        Identity {
            kind: self.kind,
            name: in_hexadecimal(&name),
            identifier: identifier.map(|it| in_hexadecimal(&chain::of_identifier(salt, it))),
        }
    }
}

fn in_hexadecimal(hash: &chain::Hash) -> Hashed {
    Hashed(encoding::in_hexadecimal(hash))
}

/// Nobody else has it.
fn new_salt() -> Salt {
    Uuid::new_v4().into_bytes()
}

/// A party of the register with its history.
#[derive(Clone, Debug)]
pub(crate) struct KnownParty {
    pub(crate) row: PartyRow,
    pub(crate) events: Vec<PartyEventRow>,
    pub(crate) party: Party,
}

impl KnownParty {
    /// The party with this id; refused where there is none, or its history cannot be read.
    pub(crate) async fn read<C: Connection>(
        tx: &Register<C>,
        id: Uuid,
    ) -> Result<Self, EngineError> {
        let rows = tx.parties_themselves(&[id]).await?;
        let row = rows
            .into_iter()
            .next()
            .ok_or(EngineError::NoSuchParty(id))?;
        let newest: Vec<i64> = row.last.into_iter().collect();
        let mut histories = tx.party_histories(&newest).await?;
        let events = histories.remove(&id).unwrap_or_default();
        let party = leads_to(&events)
            .map_err(|problem| EngineError::Party(format!("the history of {id}: {problem}")))?;
        Ok(Self { row, events, party })
    }

    pub(super) fn state(&self) -> &'static str {
        match self.party {
            Party::Unknown | Party::Known(_) => "known",
            Party::Merged(_) => "merged",
            Party::Erased => "erased",
        }
    }

    /// What happened, oldest first.
    pub(super) fn steps(&self) -> Result<Vec<Step>, EngineError> {
        let steps = self.events.iter().map(|row| {
            let actor = encoding::actor_from_json(&row.actor).map_err(EngineError::Encode)?;
            let event = event(row).map_err(EngineError::Party)?;
            let (what, because) = match event {
                Event::Registered(_) => ("registered", None),
                Event::Corrected { because, .. } => ("corrected", Some(because)),
                Event::Merged { because, .. } => ("merged", Some(because)),
                Event::Erased { because } => ("erased", Some(because)),
            };
            Ok(Step {
                recorded_at: row.recorded_at,
                what,
                by: actor.id,
                because: because.map(|it| it.to_string()),
            })
        });
        steps.collect()
    }

    /// Who it is, in clear.
    pub(crate) fn person(&self) -> Result<Person, EngineError> {
        self.party.known().map_err(|why| self.refused(&why))?;
        Ok(Person {
            kind: super::kind_of(&self.row).unwrap_or(PartyKind::Unstated),
            name: self.row.name.clone(),
            name_as_given: self.row.name_as_given.clone(),
            identifier: self.row.identifier.clone(),
        })
    }

    /// Why something cannot be done to it.
    pub(super) fn refused(&self, why: &NotDone) -> EngineError {
        EngineError::Party(format!("{}: {why}", self.row.id))
    }

    /// It is another person, or has another name, from now on.
    pub(crate) fn corrected(
        self,
        person: Person,
        says: impl FnOnce(Identity) -> Event,
        by: &By,
    ) -> Result<PartyChange, EngineError> {
        let salt = new_salt();
        let event = says(person.hashed(&salt));
        let row = PartyRow {
            kind: person.kind.word().to_owned(),
            name: person.name,
            name_as_given: person.name_as_given,
            identifier: person.identifier,
            salt: Some(salt),
            ..self.row.clone()
        };
        self.changed(row, event, by)
    }

    /// Nothing is known of it any more, under its own id.
    pub(super) fn emptied(
        self,
        merged_into: Option<Uuid>,
        event: Event,
        by: &By,
    ) -> Result<PartyChange, EngineError> {
        let row = PartyRow {
            name: None,
            name_as_given: None,
            identifier: None,
            salt: None,
            merged_into,
            ..self.row.clone()
        };
        self.changed(row, event, by)
    }

    fn changed(self, row: PartyRow, event: Event, by: &By) -> Result<PartyChange, EngineError> {
        let newest = self.events.last();
        let head = newest.map_or_else(|| chain::party_genesis(row.id), |it| it.hash);
        let version = newest.map_or(0, |it| it.version) + 1;
        let event = linked(row.id, &head, version, event, by)?;
        Ok(PartyChange { party: row, event })
    }
}

/// By whom the histories of parties begin that were there before.
pub(crate) const MIGRATION: &str = "migration";

/// Who records something, and when.
#[derive(Clone, Debug)]
pub(crate) struct By {
    pub(crate) actor: Arc<str>,
    pub(crate) recorded_at: i64,
}

impl By {
    pub(crate) fn new(actor: &Actor, recorded_at: i64) -> Result<Self, EngineError> {
        Ok(Self {
            actor: encoding::actor_to_json(actor)?,
            recorded_at,
        })
    }

    /// The program, for parties from before they had histories.
    pub(crate) fn migration(recorded_at: i64) -> Result<Self, EngineError> {
        Self::new(&registrar(MIGRATION), recorded_at)
    }
}

/// A party that the register knows from now on.
pub(crate) fn registered(id: Uuid, person: Person, by: &By) -> Result<PartyChange, EngineError> {
    let unknown = KnownParty {
        row: PartyRow {
            id,
            kind: String::new(),
            name: None,
            name_as_given: None,
            identifier: None,
            salt: None,
            merged_into: None,
            last: None,
        },
        events: Vec::new(),
        party: Party::Unknown,
    };
    unknown.corrected(person, Event::Registered, by)
}

/// The same of one that the register has without a history.
pub(crate) fn begun(row: PartyRow, by: &By) -> Result<PartyChange, EngineError> {
    let person = Person {
        kind: super::kind_of(&row).unwrap_or(PartyKind::Unstated),
        name: row.name.clone(),
        name_as_given: row.name_as_given.clone(),
        identifier: row.identifier.clone(),
    };
    let without = KnownParty {
        row,
        events: Vec::new(),
        party: Party::Unknown,
    };
    without.corrected(person, Event::Registered, by)
}

fn linked(
    party: Uuid,
    head: &chain::Hash,
    version: i64,
    event: Event,
    by: &By,
) -> Result<PartyEventRow, EngineError> {
    let (event, texts) = encoding::sealed(&Stored::from(event))?;
    Ok(PartyEventRow {
        position: 0,
        party,
        version,
        previous: None,
        recorded_at: by.recorded_at,
        actor: Arc::clone(&by.actor),
        hash: chain::party_link(head, version, by.recorded_at, &by.actor, &event),
        event,
        texts,
    })
}

/// What a row says happened; refused where this program does not know its form.
pub(crate) fn event(row: &PartyEventRow) -> Result<Event, String> {
    let text = encoding::opened(&row.event, &row.texts);
    let stored: Stored = serde_json::from_str(&text)
        .map_err(|error| format!("event {} cannot be read: {error}", row.version))?;
    match stored.v {
        VERSION => Ok(stored.event),
        v => Err(format!(
            "event {} has version {v}, which this program does not know; use the parvaneh that wrote it",
            row.version
        )),
    }
}

/// Where a party's rows lead.
pub(crate) fn leads_to(rows: &[PartyEventRow]) -> Result<Party, String> {
    rows.iter().try_fold(Party::Unknown, |party, row| {
        let at = |problem| format!("event {}: {problem}", row.version);
        party.after(&event(row)?).map_err(at)
    })
}
