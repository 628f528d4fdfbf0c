//! Answers already given.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::chain::Hash;
use crate::snapshot::hash;
use crate::{Register, StoreError};

impl<C: ConnectionTrait> Register<C> {
    /// The hash of the command's body and the answer it got, if it was answered before.
    pub async fn answered(&self, id: Uuid) -> Result<Option<(Hash, String)>, StoreError> {
        let what = "looking for an earlier answer";
        let sql = "SELECT body_hash, answer FROM command WHERE id = ?";
        let Some(row) = self.one(sql, vec![id.into()], what).await? else {
            return Ok(None);
        };
        let (body, answer): (Vec<u8>, String) =
            row.try_get_many_by_index().map_err(StoreError::of(what))?;
        Ok(Some((hash(&body), answer)))
    }

    /// Keeps an answer, to be given again.
    pub async fn remember(
        &self,
        id: Uuid,
        body_hash: &Hash,
        answer: &str,
        recorded_at: i64,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO command (id, body_hash, answer, recorded_at) VALUES (?, ?, ?, ?)";
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
