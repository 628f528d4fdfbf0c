//! Who the parties are: the only personal data there is.

use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use crate::dossier::owned;
use crate::{ROWS_A_STATEMENT, Register, StoreError, placeholders};

/// A party. What could identify a person is optional, because it can be erased.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PartyRow {
    /// The id by which events name it.
    pub id: Uuid,
    /// Natural, legal, or not stated.
    pub kind: String,
    /// In one spelling.
    pub name: Option<String>,
    /// As it was given.
    pub name_as_given: Option<String>,
    /// National id or legal-entity id, in Latin digits.
    pub identifier: Option<String>,
}

const COLUMNS: &str = "id, kind, name, name_as_given, identifier";
const READING: &str = "reading parties";

impl<C: ConnectionTrait> Register<C> {
    /// The parties of these ids, in no order.
    pub async fn parties(&self, ids: &[Uuid]) -> Result<Vec<PartyRow>, StoreError> {
        let mut parties = Vec::new();
        for chunk in ids.chunks(ROWS_A_STATEMENT) {
            let (among, values) = self.among("id", chunk);
            let sql = format!("SELECT {COLUMNS} FROM party WHERE {among}");
            for row in self.all(&sql, values, READING).await? {
                parties.push(party(&row)?);
            }
        }
        Ok(parties)
    }

    /// The parties with these identifiers, of any kind, in no order.
    pub async fn parties_by_identifier(
        &self,
        kind: &str,
        identifiers: &[&str],
    ) -> Result<Vec<PartyRow>, StoreError> {
        let mut parties = Vec::new();
        for chunk in identifiers.chunks(ROWS_A_STATEMENT) {
            let (among, mut values) = self.among("identifier", &owned(chunk));
            let sql = format!("SELECT {COLUMNS} FROM party WHERE {among} AND kind = ?");
            values.push(kind.into());
            for row in self.all(&sql, values, READING).await? {
                parties.push(party(&row)?);
            }
        }
        Ok(parties)
    }

    /// Adds parties.
    pub async fn insert_parties(&self, parties: &[PartyRow]) -> Result<(), StoreError> {
        for chunk in parties.chunks(ROWS_A_STATEMENT) {
            let sql = format!(
                "INSERT INTO party ({COLUMNS}) VALUES {}",
                placeholders(chunk.len(), 5)
            );
            let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 5);
            for party in chunk {
                values.push(party.id.into());
                values.push(party.kind.as_str().into());
                values.push(party.name.clone().into());
                values.push(party.name_as_given.clone().into());
                values.push(party.identifier.clone().into());
            }
            self.execute(&sql, values, "adding parties").await?;
        }
        Ok(())
    }
}

fn party(row: &QueryResult) -> Result<PartyRow, StoreError> {
    let (id, kind, name, name_as_given, identifier) = row
        .try_get_many_by_index()
        .map_err(StoreError::of(READING))?;
    Ok(PartyRow {
        id,
        kind,
        name,
        name_as_given,
        identifier,
    })
}
