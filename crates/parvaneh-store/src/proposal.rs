//! Revisions that one person proposed, and what became of each.

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::statement::most;
use crate::{Register, StoreError};

/// A revision that was proposed.
#[derive(Clone, Debug, Eq, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_proposal")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What is to become of which dossiers, as JSON.
    pub revision: String,
    /// Who proposed it, as JSON.
    pub proposed_by: String,
    /// When, in milliseconds since 1970.
    pub proposed_at: i64,
    /// Who approved it, as JSON; none while nobody has.
    pub decided_by: Option<String>,
    /// When, in milliseconds since 1970.
    pub decided_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

const READING: &str = "reading proposals";

impl<C: ConnectionTrait> Register<C> {
    /// The proposal of that id.
    pub async fn proposal(&self, id: Uuid) -> Result<Option<Model>, StoreError> {
        let rows = self.all(Entity::find().filter(Column::Id.eq(id)), READING);
        Ok(rows.await?.pop())
    }

    /// The proposals after an id, in the order of their ids.
    pub async fn proposals_after(
        &self,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Model>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Id.gt(after.unwrap_or(Uuid::nil())))
            .order_by_asc(Column::Id)
            .limit(most(limit));
        self.all(rows, READING).await
    }

    /// Changes what was proposed.
    pub async fn rewrite_proposal(&self, id: Uuid, revision: &str) -> Result<(), StoreError> {
        let sql = "UPDATE parvaneh_proposal SET revision = $1 WHERE id = $2";
        let values = vec![revision.into(), id.into()];
        self.execute(sql, values, "blanking a proposal").await?;
        Ok(())
    }

    /// Keeps a proposal.
    pub async fn propose(&self, proposal: &Model) -> Result<(), StoreError> {
        let sql = "INSERT INTO parvaneh_proposal (id, revision, proposed_by, proposed_at, decided_by, \
                   decided_at) VALUES ($1, $2, $3, $4, $5, $6)";
        let values = vec![
            proposal.id.into(),
            proposal.revision.as_str().into(),
            proposal.proposed_by.as_str().into(),
            proposal.proposed_at.into(),
            proposal.decided_by.clone().into(),
            proposal.decided_at.into(),
        ];
        self.execute(sql, values, "keeping a proposal").await?;
        Ok(())
    }

    /// Notes who approved a proposal that nobody had approved; false where somebody had.
    pub async fn approve(&self, id: Uuid, by: &str, at: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE parvaneh_proposal SET decided_by = $1, decided_at = $2 \
                   WHERE id = $3 AND decided_by IS NULL";
        let values = vec![by.into(), at.into(), id.into()];
        let noted = self.execute(sql, values, "approving a proposal").await?;
        Ok(noted == 1)
    }
}
