//! Answers already given.

use sea_orm::FromQueryResult;
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

/// What a command that comes again is compared with and answered.
#[derive(FromQueryResult)]
struct EarlierAnswer {
    body_hash: Vec<u8>,
    answer: String,
}

impl<C: ConnectionTrait> Register<C> {
    /// The hash of the command's body and the answer it got, if it was answered before.
    pub async fn earlier_answer(&self, id: Uuid) -> Result<Option<(Hash, String)>, StoreError> {
        let sql = "SELECT body_hash, answer FROM command WHERE id = $1";
        let what = "looking for an earlier answer";
        let found: Option<EarlierAnswer> = self.rows(sql, vec![id.into()], what).await?.pop();
        Ok(found.map(|row| (chain::stored(&row.body_hash), row.answer)))
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
