//! Parties are registered before a command names them, and corrected by whoever knows better.

use parvaneh_core::actor::Actor;
use parvaneh_core::party::history::Event;
use parvaneh_core::party::{LegalEntityId, Name, NationalId, PartyId, PartyKind};
use parvaneh_core::text::{FreeText, Reason};
use parvaneh_store::{Connection, PartyChange, PartyRow, Register};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::history::{By, KnownParty, Person, begun, registered};
use super::known::same_identifiers;
use super::person::{Change, registrar};
use crate::bounds;
#[cfg(feature = "schema")]
use crate::commands::written_actor;
use crate::{Engine, EngineError, encoding};

/// A person to be known to the register, or to be known otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// The id by which events will name it; one is made where none is given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "uuid")))]
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Whether it is a natural or a legal person.
    pub kind: PartyKind,
    /// The name.
    pub name: String,
    /// کد ملی or شناسه ملی, in whatever digits; its check digit must fit.
    #[serde(default)]
    pub identifier: Option<String>,
    /// Why it is known otherwise from now on; needed where the register has another name, kind or identifier
    /// of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Reason>,
    /// Who registers or corrects it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(transform = written_actor::in_schema))]
    pub actor: Option<Actor>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The register knows it from now on.
    Registered,
    /// The register knows it otherwise from now on.
    Corrected,
    /// The register knew it so already.
    AlreadySo,
}

/// A party that the register has now.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Registered {
    /// What came of it.
    pub outcome: Outcome,
    /// Its id, a UUID.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub party: PartyId,
}

fn wrong(problem: impl std::fmt::Display) -> EngineError {
    EngineError::Party(problem.to_string())
}

impl NewParty {
    /// A person of whom nothing is known but this.
    pub fn new(kind: PartyKind, name: impl Into<String>) -> Self {
        Self {
            id: None,
            kind,
            name: name.into(),
            identifier: None,
            because: None,
            actor: None,
        }
    }

    fn person(&self) -> Result<Person, EngineError> {
        let name = Name::parse(&self.name).map_err(wrong)?;
        let identifier = match (&self.identifier, self.kind) {
            (None, _) => None,
            (Some(text), PartyKind::Legal) => {
                let id = LegalEntityId::parse(text).map_err(wrong)?;
                Some(id.as_str().to_owned())
            }
            (Some(text), PartyKind::Natural | PartyKind::Unstated) => {
                let id = NationalId::parse(text).map_err(wrong)?;
                Some(id.as_str().to_owned())
            }
        };
        Ok(Person {
            kind: self.kind,
            name: Some(name.normalised),
            name_as_given: Some(name.as_given),
            identifier,
        })
    }
}

impl Engine {
    /// Makes a party known, or known otherwise. One that is known by its identifier keeps the id it has, and
    /// the same party again changes nothing: neither does another spelling of its name, nor one without
    /// its identifier.
    ///
    /// Refused where the name is empty, the identifier is none of its kind or belongs to another party, the
    /// party was merged into another one or erased; and where it would be known otherwise and nobody says why.
    pub async fn register_party(&self, party: &NewParty) -> Result<Registered, EngineError> {
        let (tx, joined) = match party.because {
            // The name that it had is not to be found in the file any more.
            Some(_) => self.store.begin_erasing().await?,
            None => self.store.begin_write_at().await?,
        };
        let registered = self.registered_in(&tx, joined, party, party).await?;
        tx.commit().await?;
        Ok(registered)
    }

    /// The same in a transaction, which the caller commits. What was said has bounds, and what is known has none.
    pub(crate) async fn registered_in<C: Connection>(
        &self,
        tx: &Register<C>,
        joined: Option<i64>,
        party: &NewParty,
        said: &impl Serialize,
    ) -> Result<Registered, EngineError> {
        let person = party.person()?;
        let actor = party.actor.clone().unwrap_or_else(|| registrar("register"));
        let by = By::new(&actor, self.instant(joined))?;
        let (id, outcome) = match known(tx, party.id, &person).await? {
            None => {
                bounds::within(said)?;
                let id = party.id.unwrap_or_else(Uuid::now_v7);
                let new = registered(id, person, &by)?;
                tx.create_parties(vec![new]).await?;
                (id, Outcome::Registered)
            }
            Some(row) => {
                let id = row.id;
                let known = with_history(tx, row, &by).await?;
                match correction(known, person, party.because.as_ref(), &by)? {
                    None => (id, Outcome::AlreadySo),
                    Some(change) => {
                        bounds::within(said)?;
                        tx.change_parties(vec![change]).await?;
                        (id, Outcome::Corrected)
                    }
                }
            }
        };
        Ok(Registered {
            outcome,
            party: encoding::party_id(id),
        })
    }
}

/// What is said of a party otherwise than the register has it; what is left out stays.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Correction {
    /// What kind of person it is.
    pub kind: Option<PartyKind>,
    /// The name.
    pub name: Option<String>,
    /// The identifier.
    pub identifier: Option<String>,
}

impl Engine {
    /// Corrects what the register knows of the party with an id or an identifier.
    ///
    /// Refused where there is no such party, it was merged or erased, or as a new party would be.
    pub async fn correct_party(
        &self,
        who: &str,
        correction: Correction,
        change: &Change,
    ) -> Result<Registered, EngineError> {
        let (tx, joined) = self.store.begin_erasing().await?;
        let by = By::new(&change.actor()?, self.instant(joined))?;
        let id = self.party_meant(&tx, who).await?;
        tx.hold_parties(&[id]).await?;
        let known = found(&tx, id, &by).await?.person()?;
        let party = NewParty {
            id: Some(id),
            kind: correction.kind.unwrap_or(known.kind),
            name: correction
                .name
                .clone()
                .or(known.name_as_given)
                .unwrap_or_default(),
            identifier: correction.identifier.clone().or(known.identifier),
            because: Some(change.because.clone()),
            actor: Some(change.actor()?),
        };
        let registered = self.registered_in(&tx, joined, &party, &correction);
        let registered = registered.await?;
        tx.commit().await?;
        Ok(registered)
    }
}

/// The party that is meant, if the register has it; refused where another one has its id or its identifier.
async fn known<C: Connection>(
    tx: &Register<C>,
    id: Option<Uuid>,
    person: &Person,
) -> Result<Option<PartyRow>, EngineError> {
    let mut known = Vec::new();
    if let Some(id) = id {
        known.extend(tx.parties_themselves(&[id]).await?);
    }
    for kind in same_identifiers(person.kind) {
        let identifiers: Vec<&str> = person.identifier.as_deref().into_iter().collect();
        known.extend(
            tx.parties_by_identifier(&[kind.word()], &identifiers)
                .await?,
        );
    }
    if let Some(other) = known.iter().find(|row| id.is_some_and(|id| id != row.id)) {
        return Err(wrong(format_args!(
            "its identifier is that of {}, which is another party; if both are one, merge them",
            other.id
        )));
    }
    // Of a person whom the register had twice, the one of the same kind is meant.
    let of_the_kind = known.iter().position(|row| row.kind == person.kind.word());
    Ok(match known.len() {
        0 => None,
        _ => Some(known.swap_remove(of_the_kind.unwrap_or(0))),
    })
}

/// The party with this id and its history; refused where there is none.
pub(crate) async fn found<C: Connection>(
    tx: &Register<C>,
    id: Uuid,
    by: &By,
) -> Result<KnownParty, EngineError> {
    let rows = tx.parties_themselves(&[id]).await?;
    let row = rows.into_iter().next();
    with_history(tx, row.ok_or(EngineError::NoSuchParty(id))?, by).await
}

/// A party with its history, which begins now where it has none.
async fn with_history<C: Connection>(
    tx: &Register<C>,
    row: PartyRow,
    by: &By,
) -> Result<KnownParty, EngineError> {
    let id = row.id;
    if row.last.is_none() {
        tx.change_parties(vec![begun(row, by)?]).await?;
    }
    KnownParty::read(tx, id).await
}

/// What it takes for the party to be that person; none where it is.
fn correction(
    known: KnownParty,
    person: Person,
    because: Option<&Reason>,
    by: &By,
) -> Result<Option<PartyChange>, EngineError> {
    let is = known.person()?;
    let person = Person {
        identifier: person.identifier.or_else(|| is.identifier.clone()),
        ..person
    };
    if (person.kind, &person.name, &person.identifier) == (is.kind, &is.name, &is.identifier) {
        return Ok(None);
    }
    let Some(because) = because else {
        return Err(wrong(format_args!(
            "the register has {} as {}, and not as {}: say `because` to correct it",
            known.row.id,
            described(&is),
            described(&person)
        )));
    };
    let because = FreeText::from(because);
    let renames = person.name != is.name;
    let says = |identity| Event::Corrected {
        identity,
        renames,
        because,
    };
    known.corrected(person, says, by).map(Some)
}

fn described(person: &Person) -> String {
    let name = person.name_as_given.as_deref().unwrap_or("nobody");
    let identifier = person.identifier.as_deref();
    format!(
        "{} {name:?} with {}",
        person.kind.word(),
        identifier.map_or_else(
            || "no identifier".to_owned(),
            |it| format!("identifier {it}")
        )
    )
}
