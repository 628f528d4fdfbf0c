//! Answers already given.

use sea_orm::entity::prelude::*;

use crate::chain::{self, Hash};
use crate::{Register, StoreError};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "command")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) body_hash: Vec<u8>,
    pub(crate) answer: String,
    pub(crate) recorded_at: i64,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What was answered to a command before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EarlierAnswer {
    /// The hash of the command's body.
    pub body_hash: Hash,
    /// The answer, as JSON.
    pub answer: String,
    /// When it was given, in milliseconds since 1970.
    pub recorded_at: i64,
}

impl<C: ConnectionTrait> Register<C> {
    /// What was answered to a command before, if it was.
    pub async fn earlier_answer(&self, id: Uuid) -> Result<Option<EarlierAnswer>, StoreError> {
        let sql = "SELECT id, body_hash, answer, recorded_at FROM command WHERE id = $1";
        let what = "looking for an earlier answer";
        let found: Option<Model> = self.rows(sql, vec![id.into()], what).await?.pop();
        Ok(found.map(|row| EarlierAnswer {
            body_hash: chain::stored(&row.body_hash),
            answer: row.answer,
            recorded_at: row.recorded_at,
        }))
    }

    /// Keeps an answer, to be given again.
    pub async fn remember(
        &self,
        id: Uuid,
        body_hash: &Hash,
        answer: &str,
        recorded_at: i64,
    ) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO command (id, body_hash, answer, recorded_at) VALUES ($1, $2, $3, $4)";
        let values = vec![
            id.into(),
            body_hash.to_vec().into(),
            answer.into(),
            recorded_at.into(),
        ];
        self.execute(sql, values, "keeping the answer").await?;
        Ok(())
    }
}
