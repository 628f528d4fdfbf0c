//! The holders that rows of a batch name: those that the register has, those to be added, and those whose
//! names are to be corrected.

use std::collections::{HashMap, HashSet};

use parvaneh_core::party::history::Event;
use parvaneh_core::party::{PartyId, PartyKind, normalise};
use parvaneh_core::text::FreeText;
use parvaneh_store::{Connection, PartyChange, PartyRow, Register};
use tokio::task::{JoinHandle, spawn_blocking};
use uuid::Uuid;

use super::difference::Differing;
use super::row::Row;
use super::seen::Seen;
use super::subject::Subject;
use crate::parties::history::{By, MIGRATION, Person, event, registered};
use crate::parties::{found, same_identifiers};
use crate::profile::{Column, OtherName, Profile};
use crate::{EngineError, encoding};

/// Holders that are being registered.
pub(super) type Registering = JoinHandle<Result<Vec<PartyChange>, EngineError>>;

/// The holders of a batch.
#[derive(Default)]
pub(super) struct Holders {
    by_identifier: HashMap<(PartyKind, String), PartyId>,
    known: HashMap<PartyId, Known>,
    new: Vec<(Uuid, Person)>,
    corrected: Vec<PartyId>,
}

/// What is known of a holder.
struct Known {
    identifier: Option<String>,
    name: Option<String>,
    name_as_given: Option<String>,
    /// The place of its newest event; none where it is not in the register yet.
    last: Option<i64>,
    /// Whether this file has stated its name before.
    is_named: bool,
    /// Whether somebody here has corrected it, or another register.
    is_of_another: bool,
}

impl Known {
    fn new(row: PartyRow, seen: &Seen) -> Self {
        Self {
            is_named: row.last.is_some_and(|last| seen.has_named(last)),
            is_of_another: false,
            identifier: row.identifier,
            // An earlier program may have left marks in it that nobody sees.
            name: row.name.as_deref().map(normalise),
            name_as_given: row.name_as_given,
            last: row.last,
        }
    }
}

/// A holder that the register may not know yet.
pub(super) enum Holder {
    Known(PartyId),
    New(PartyId),
}

impl Holder {
    pub(super) fn id(&self) -> PartyId {
        match self {
            Self::Known(id) | Self::New(id) => *id,
        }
    }
}

/// How a row names a holder whom the register knows by an identifier.
#[derive(Clone, Copy)]
pub(super) enum Named {
    /// As the register does, or it knows no such holder.
    AsKnown,
    /// Otherwise, which is a correction.
    Corrected(PartyId),
    /// Otherwise than an earlier row of this file, whose name stands: a person settles it.
    Otherwise(PartyId),
    /// Otherwise than somebody here or another source has named it, whose name stands: a person settles it.
    Settled(PartyId),
}

impl Holders {
    /// The parties that the register has of those that rows of a batch name, and of those that hold the
    /// licences.
    pub(super) async fn of<C: Connection>(
        tx: &Register<C>,
        good: &[(usize, Row)],
        subjects: &HashMap<String, Subject>,
        seen: &Seen,
        importer: &str,
    ) -> Result<Self, EngineError> {
        let mut holders = Self::default();
        for kind in [PartyKind::Natural, PartyKind::Legal] {
            let wanted: Vec<&str> = good
                .iter()
                .filter(|(_, row)| row.holder_kind == kind)
                .filter_map(|(_, row)| row.holder_id.as_deref())
                .collect();
            let same = same_identifiers(kind).iter().map(|kind| kind.word());
            let same: Vec<&str> = same.collect();
            let mut parties = tx.parties_by_identifier(&same, &wanted).await?;
            // The party of the row's own kind is known first.
            parties.sort_by_key(|party| party.kind != kind.word());
            for party in parties {
                let id = encoding::party_id(party.id);
                if let Some(identifier) = &party.identifier {
                    let key = (kind, identifier.clone());
                    holders.by_identifier.entry(key).or_insert(id);
                }
                holders.known.insert(id, Known::new(party, seen));
            }
        }
        let of_subjects: Vec<Uuid> = subjects
            .values()
            .flat_map(Subject::holders)
            .map(encoding::party_key)
            .collect();
        for party in tx.parties(&of_subjects).await? {
            let id = encoding::party_id(party.id);
            holders.known.insert(id, Known::new(party, seen));
        }
        holders.note_corrections(tx, good, importer).await?;
        Ok(holders)
    }

    /// Of those whom rows name otherwise: whose names are of another source.
    async fn note_corrections<C: Connection>(
        &mut self,
        tx: &Register<C>,
        good: &[(usize, Row)],
        importer: &str,
    ) -> Result<(), EngineError> {
        let otherwise = good.iter().filter_map(|(_, row)| {
            let party = self.identified(row)?;
            let known = self.known.get(&party)?;
            let is_otherwise = known.name.as_ref() != Some(&row.holder_name.normalised);
            Some((known.last.filter(|_| is_otherwise)?, party))
        });
        let otherwise: HashMap<i64, PartyId> = otherwise.collect();
        let newest: Vec<i64> = otherwise.keys().copied().collect();
        for (id, history) in tx.party_histories(&newest).await? {
            let mut last = None;
            for row in &history {
                let says_the_name = match event(row).map_err(EngineError::Party)? {
                    Event::Registered(_) => true,
                    Event::Corrected { renames, .. } => renames,
                    Event::Merged { .. } | Event::Erased { .. } => false,
                };
                last = says_the_name.then_some(row).or(last);
            }
            let by = last.map(|row| encoding::actor_from_json(&row.actor));
            let by = by.transpose().map_err(EngineError::Encode)?;
            if let Some(known) = self.known.get_mut(&encoding::party_id(id)) {
                known.is_of_another = by.is_some_and(|by| by.id != importer && by.id != MIGRATION);
            }
        }
        Ok(())
    }

    /// The party that a row names: by its identifier, or, where the register states none, the
    /// holder of the licence's other terms if the name is the same.
    pub(super) fn holder(&self, row: &Row, earlier: Option<PartyId>) -> Holder {
        let known = match &row.holder_id {
            // Of a person whom the register had twice a licence names the one that it named.
            Some(id) => earlier
                .filter(|it| self.known.get(it).and_then(|it| it.identifier.as_ref()) == Some(id))
                .or_else(|| self.identified(row)),
            None => earlier.filter(|id| {
                let name = self.known.get(id).and_then(|it| it.name.as_deref());
                name.is_none_or(|name| name == row.holder_name.normalised)
            }),
        };
        known.map_or_else(
            || Holder::New(encoding::party_id(Uuid::now_v7())),
            Holder::Known,
        )
    }

    fn identified(&self, row: &Row) -> Option<PartyId> {
        let identifier = row.holder_id.clone()?;
        let party = self.by_identifier.get(&(row.holder_kind, identifier));
        party.copied()
    }

    /// How a row names its holder; why that is not believed.
    pub(super) fn named(&self, row: &Row, other_name: OtherName) -> Result<Named, String> {
        let party = self.identified(row);
        let Some((party, known)) = party.and_then(|id| Some((id, self.known.get(&id)?))) else {
            return Ok(Named::AsKnown);
        };
        let Some(name) = known.name.as_deref() else {
            return Ok(Named::AsKnown);
        };
        if name == row.holder_name.normalised {
            return Ok(Named::AsKnown);
        }
        match (other_name, known.is_named) {
            (OtherName::Rejected, true) => Err(format!(
                "another row of this file has the name {name:?} for the same identifier"
            )),
            (OtherName::Rejected, false) => Err(format!(
                "the register has the name {name:?} for the same identifier"
            )),
            (OtherName::Corrected, true) => Ok(Named::Otherwise(party)),
            (OtherName::Corrected, false) if known.is_of_another => Ok(Named::Settled(party)),
            (OtherName::Corrected, false) => Ok(Named::Corrected(party)),
        }
    }

    /// Both names, where a row has another one for its holder than the register.
    pub(super) fn otherwise(
        &self,
        named: &Named,
        row: &Row,
        profile: &Profile,
    ) -> Option<Differing> {
        let (Named::Corrected(party) | Named::Otherwise(party) | Named::Settled(party)) = named
        else {
            return None;
        };
        let known = self.known.get(party);
        Some(Differing {
            column: profile.columns.called(Column::HolderName),
            register: known.and_then(|it| it.name_as_given.clone()),
            file: Some(row.holder_name.as_given.clone()),
        })
    }

    /// What a party is called in a message; `holder` is the one that a row names.
    pub(super) fn called(&self, party: PartyId, holder: &Holder, row: &Row) -> String {
        let known = self.known.get(&party).and_then(|it| it.name.as_deref());
        match (known, holder.id() == party) {
            (Some(name), _) => name.to_owned(),
            (None, true) => row.holder_name.normalised.clone(),
            (None, false) => format!("the party {}", encoding::party_key(party)),
        }
    }

    /// Takes over what a row says of its holder, once it is believed.
    pub(super) fn keep(&mut self, holder: &Holder, named: Named, row: Row) {
        let id = match named {
            Named::Corrected(party) => party,
            Named::AsKnown | Named::Otherwise(_) | Named::Settled(_) => holder.id(),
        };
        let Row {
            holder_kind: kind,
            holder_name: name,
            holder_id: identifier,
            ..
        } = row;
        match (holder, named) {
            (Holder::New(_), _) => {
                if let Some(identifier) = &identifier {
                    self.by_identifier.insert((kind, identifier.clone()), id);
                }
                self.new.push((
                    encoding::party_key(id),
                    Person {
                        kind,
                        name: Some(name.normalised.clone()),
                        name_as_given: Some(name.as_given.clone()),
                        identifier: identifier.clone(),
                    },
                ));
            }
            (Holder::Known(_), Named::Corrected(party)) => self.corrected.push(party),
            (Holder::Known(_), Named::AsKnown | Named::Otherwise(_) | Named::Settled(_)) => {
                if let Some(known) = self.known.get_mut(&id) {
                    known.is_named |= identifier.is_some();
                }
                return;
            }
        }
        let known = self.known.get(&id);
        let last = known.and_then(|it| it.last);
        let is_of_another = known.is_some_and(|it| it.is_of_another);
        self.known.insert(
            id,
            Known {
                is_of_another,
                is_named: identifier.is_some(),
                identifier,
                name: Some(name.normalised),
                name_as_given: Some(name.as_given),
                last,
            },
        );
    }

    /// Begins to register the holders that are new, on a thread of its own: their names and identifiers are hashed,
    /// which takes as long as it takes to state their licences.
    pub(super) fn registering(&mut self, by: &By) -> Registering {
        let (new, by) = (std::mem::take(&mut self.new), by.clone());
        spawn_blocking(move || {
            let new = new.into_iter();
            new.map(|(id, person)| registered(id, person, &by))
                .collect()
        })
    }

    /// Writes the holders that are new, and the names that are corrected.
    pub(super) async fn write<C: Connection>(
        &mut self,
        tx: &Register<C>,
        registering: Registering,
        by: &By,
        profile: &str,
    ) -> Result<(), EngineError> {
        let new = registering.await.map_err(EngineError::Worker)??;
        tx.create_parties(new).await?;
        let mut changes = Vec::with_capacity(self.corrected.len());
        for party in &self.corrected {
            let known = found(tx, encoding::party_key(*party), by).await?;
            let said = self.known.get(party);
            let person = Person {
                name: said.and_then(|it| it.name.clone()),
                name_as_given: said.and_then(|it| it.name_as_given.clone()),
                ..known.person()?
            };
            let because = FreeText::from(format!("{profile} has another name for it"));
            let says = |identity| Event::Corrected {
                identity,
                renames: true,
                because,
            };
            changes.push(known.corrected(person, says, by)?);
        }
        tx.change_parties(changes).await?;
        Ok(())
    }

    /// The places of the newest events of those whom the file has named as the register does.
    pub(super) fn confirmed(&self) -> HashSet<i64> {
        let corrected: HashSet<&PartyId> = self.corrected.iter().collect();
        let named = self.known.iter().filter(|(_, it)| it.is_named);
        let named = named.filter(|(id, _)| !corrected.contains(id));
        named.filter_map(|(_, it)| it.last).collect()
    }
}
