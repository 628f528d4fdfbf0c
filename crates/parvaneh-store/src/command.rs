//! Answers already given.

use sea_orm::entity::prelude::*;

use crate::chain::{self, Hash};
use crate::{AnswerRow, Register, StoreError};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_command")]
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

impl From<Model> for AnswerRow {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            body_hash: chain::stored(&row.body_hash),
            answer: row.answer,
            recorded_at: row.recorded_at,
        }
    }
}

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
        let read = self.together.as_ref().and_then(|it| it.known_answer(id));
        if let Some(known) = read {
            return Ok(known);
        }
        let sql = "SELECT id, body_hash, answer, recorded_at FROM parvaneh_command WHERE id = $1";
        let what = "looking for an earlier answer";
        let found: Option<Model> = self.rows(sql, vec![id.into()], what).await?.pop();
        Ok(found.map(|row| EarlierAnswer {
            body_hash: chain::stored(&row.body_hash),
            answer: row.answer,
            recorded_at: row.recorded_at,
        }))
    }

    /// What was answered to those of these commands that were answered, in no order.
    pub(crate) async fn earlier_answers(&self, ids: &[Uuid]) -> Result<Vec<AnswerRow>, StoreError> {
        let what = "looking for earlier answers";
        let found = self.all_among(Entity::find(), Column::Id, ids, what);
        let found: Vec<Model> = found.await?;
        Ok(found.into_iter().map(AnswerRow::from).collect())
    }

    /// How many answers were given before an instant, in milliseconds since 1970.
    pub async fn count_answers_before(&self, instant: i64) -> Result<usize, StoreError> {
        self.count(Entity::find().filter(Column::RecordedAt.lt(instant)))
            .await
    }

    /// Keeps the oldest answers of before an instant no longer, at most so many; how many they were.
    pub async fn clear_answers_before(
        &self,
        instant: i64,
        limit: usize,
    ) -> Result<usize, StoreError> {
        let sql = "DELETE FROM parvaneh_command WHERE id IN (SELECT id FROM parvaneh_command \
                   WHERE recorded_at < $1 ORDER BY recorded_at LIMIT $2)";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let what = "clearing answers";
        let cleared = self.execute(sql, vec![instant.into(), limit.into()], what);
        Ok(usize::try_from(cleared.await?).unwrap_or(usize::MAX))
    }

    /// Keeps an answer, to be given again.
    pub async fn remember(
        &self,
        id: Uuid,
        body_hash: &Hash,
        answer: &str,
        recorded_at: i64,
    ) -> Result<(), StoreError> {
        if let Some(together) = &self.together {
            together.note_answer(AnswerRow {
                id,
                body_hash: *body_hash,
                answer: answer.to_owned(),
                recorded_at,
            });
            return Ok(());
        }
        let sql = "INSERT INTO parvaneh_command (id, body_hash, answer, recorded_at) VALUES ($1, $2, $3, $4)";
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
