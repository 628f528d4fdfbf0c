//! Who the parties are. Names and identifiers stand here alone; what happened to them is beside it, in hashes.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, Value};

use crate::dialect::Cells;
use crate::free_text::Salt;
use crate::limits::whole;
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
    /// With what name and identifier are hashed in its newest event that has them.
    pub salt: Option<Salt>,
    /// The party that it turned out to be.
    pub merged_into: Option<Uuid>,
    /// The place of its newest event; none where it has no history yet.
    pub last: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_party")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    seq: i64,
    id: Uuid,
    kind: String,
    name: Option<String>,
    name_as_given: Option<String>,
    identifier: Option<String>,
    salt: Option<Vec<u8>>,
    merged_into: Option<Uuid>,
    last: Option<i64>,
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
            salt: row.salt.map(|salt| salt.try_into().unwrap_or_default()),
            merged_into: row.merged_into,
            last: row.last,
        }
    }
}

impl PartyRow {
    /// As rows of a statement.
    pub(crate) fn columns(rows: &[Self]) -> Vec<(&'static str, Cells<'_>)> {
        let text = |of: fn(&Self) -> &Option<String>| {
            Cells::OptionalText(rows.iter().map(|party| of(party).as_deref()).collect())
        };
        let salts = rows.iter().map(|it| it.salt.as_ref().map(Salt::as_slice));
        let merged = rows.iter().map(|it| it.merged_into);
        let lasts = rows.iter().map(|it| it.last);
        vec![
            ("id", Cells::Id(rows.iter().map(|it| it.id).collect())),
            (
                "kind",
                Cells::Text(rows.iter().map(|it| it.kind.as_str()).collect()),
            ),
            ("name", text(|it| &it.name)),
            ("name_as_given", text(|it| &it.name_as_given)),
            ("identifier", text(|it| &it.identifier)),
            ("salt", Cells::OptionalBytes(salts.collect())),
            ("merged_into", Cells::OptionalId(merged.collect())),
            ("last", Cells::OptionalKey(lasts.collect())),
        ]
    }
}

const READING: &str = "reading parties";

/// How often one party is found to be another one, at most.
const MERGES_MOST: usize = 100;

impl<C: ConnectionTrait> Register<C> {
    /// Who the parties of these ids are, in no order: of one that turned out to be another, under its own id
    /// what the register knows of that one. Where nobody is at the end of the way, it has still `merged_into`.
    pub async fn parties(&self, ids: &[Uuid]) -> Result<Vec<PartyRow>, StoreError> {
        let mut rows = self.parties_themselves(ids).await?;
        for _ in 0..MERGES_MOST {
            let others: Vec<Uuid> = rows.iter().filter_map(|it| it.merged_into).collect();
            if others.is_empty() {
                break;
            }
            let others = self.parties_themselves(&others).await?;
            for row in &mut rows {
                let other = others.iter().find(|it| Some(it.id) == row.merged_into);
                if let Some(other) = other {
                    let id = row.id;
                    *row = PartyRow {
                        id,
                        ..other.clone()
                    };
                }
            }
        }
        Ok(rows)
    }

    /// Keeps others from changing these parties until the transaction ends.
    pub async fn hold_parties(&self, ids: &[Uuid]) -> Result<(), StoreError> {
        let rows = Entity::find().order_by_asc(Column::Id).lock_exclusive();
        let _: Vec<Model> = self.all_among(rows, Column::Id, ids, READING).await?;
        Ok(())
    }

    /// All ids of the persons who have one of these ids: those that turned out to be one party go together.
    pub async fn ids_of_persons(&self, ids: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
        let mut same = Vec::new();
        for chunk in ids.chunks(ROWS_A_STATEMENT) {
            let (sql, values) = self.same_persons(chunk);
            let found: Vec<Uuid> = self.values(sql, values, READING).await?;
            same.extend(found);
        }
        Ok(same)
    }

    /// The statement by which they are found.
    pub(crate) fn same_persons(&self, ids: &[Uuid]) -> (String, Vec<Value>) {
        let named = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(self.among(Column::Id, ids));
        let (named, values) = self.built(named);
        let sql = format!(
            "WITH RECURSIVE same (id) AS ({named} UNION \
             SELECT CASE WHEN party.id = same.id THEN party.merged_into ELSE party.id END \
             FROM same JOIN parvaneh_party AS party ON party.merged_into = same.id \
             OR (party.id = same.id AND party.merged_into IS NOT NULL)) \
             SELECT id AS value FROM same"
        );
        (sql, values)
    }

    /// The parties of these ids as they are, in no order.
    pub async fn parties_themselves(&self, ids: &[Uuid]) -> Result<Vec<PartyRow>, StoreError> {
        let rows: Vec<Model> = self
            .all_among(Entity::find(), Column::Id, ids, READING)
            .await?;
        Ok(rows.into_iter().map(PartyRow::from).collect())
    }

    /// The parties with these identifiers, of one of these kinds, in no order.
    pub async fn parties_by_identifier(
        &self,
        kinds: &[&str],
        identifiers: &[&str],
    ) -> Result<Vec<PartyRow>, StoreError> {
        let read = self.together.as_ref();
        if let Some(known) = read.and_then(|it| it.known_parties(kinds, identifiers)) {
            return Ok(known);
        }
        let rows = Entity::find().filter(Column::Kind.is_in(kinds.iter().copied()));
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
        let rows: Vec<Model> = self.all(rows, whole(READING)).await?;
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

    /// Adds parties as they are.
    pub async fn insert_parties(&self, parties: &[PartyRow]) -> Result<(), StoreError> {
        for chunk in parties.chunks(ROWS_A_STATEMENT) {
            let columns = PartyRow::columns(chunk);
            self.insert("party", columns, "adding parties").await?;
        }
        Ok(())
    }
}
