//! Who the parties are: the only personal data there is.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use crate::dialect::Cells;
use crate::statement::{ROWS_A_STATEMENT, most};
use crate::{Register, StoreError};

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

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "party")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    seq: i64,
    id: Uuid,
    kind: String,
    name: Option<String>,
    name_as_given: Option<String>,
    identifier: Option<String>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for PartyRow {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            name_as_given: row.name_as_given,
            identifier: row.identifier,
        }
    }
}

const READING: &str = "reading parties";

impl<C: ConnectionTrait> Register<C> {
    /// The parties of these ids, in no order.
    pub async fn parties(&self, ids: &[Uuid]) -> Result<Vec<PartyRow>, StoreError> {
        let rows: Vec<Model> = self
            .all_among(Entity::find(), Column::Id, ids, READING)
            .await?;
        Ok(rows.into_iter().map(PartyRow::from).collect())
    }

    /// The parties with these identifiers, of one kind, in no order.
    pub async fn parties_by_identifier(
        &self,
        kind: &str,
        identifiers: &[&str],
    ) -> Result<Vec<PartyRow>, StoreError> {
        let rows = Entity::find().filter(Column::Kind.eq(kind));
        let rows: Vec<Model> = self
            .all_among(rows, Column::Identifier, identifiers, READING)
            .await?;
        Ok(rows.into_iter().map(PartyRow::from).collect())
    }

    /// The parties whose identifier another party has too, by identifier and then by key.
    pub async fn parties_of_one_identifier(&self) -> Result<Vec<PartyRow>, StoreError> {
        let several = Entity::find()
            .select_only()
            .column(Column::Identifier)
            .filter(Column::Identifier.is_not_null())
            .group_by(Column::Identifier)
            .having(Column::Seq.count().gt(1))
            .into_query();
        let rows = Entity::find()
            .filter(Column::Identifier.in_subquery(several))
            .order_by_asc(Column::Identifier)
            .order_by_asc(Column::Seq);
        let rows: Vec<Model> = self.all(rows, READING).await?;
        Ok(rows.into_iter().map(PartyRow::from).collect())
    }

    /// The parties after a key, in the order of their keys, each with its own.
    pub async fn parties_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<(i64, PartyRow)>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Seq.gt(after.unwrap_or(i64::MIN)))
            .order_by_asc(Column::Seq)
            .limit(most(limit));
        let rows: Vec<Model> = self.all(rows, READING).await?;
        Ok(rows.into_iter().map(|row| (row.seq, row.into())).collect())
    }

    /// How many parties there are.
    pub async fn count_parties(&self) -> Result<usize, StoreError> {
        self.count(Entity::find()).await
    }

    /// Adds parties.
    pub async fn insert_parties(&self, parties: &[PartyRow]) -> Result<(), StoreError> {
        for chunk in parties.chunks(ROWS_A_STATEMENT) {
            let text = |of: fn(&PartyRow) -> &Option<String>| {
                Cells::OptionalText(chunk.iter().map(|party| of(party).clone()).collect())
            };
            let kinds = chunk.iter().map(|party| party.kind.clone());
            let columns = vec![
                (
                    "id",
                    Cells::Id(chunk.iter().map(|party| party.id).collect()),
                ),
                ("kind", Cells::Text(kinds.collect())),
                ("name", text(|party| &party.name)),
                ("name_as_given", text(|party| &party.name_as_given)),
                ("identifier", text(|party| &party.identifier)),
            ];
            self.insert("party", columns, "adding parties").await?;
        }
        Ok(())
    }
}
