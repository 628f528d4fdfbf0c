//! The editions that have judged anything here, and the content that each had.

use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use crate::chain::{self, Hash};
use crate::{Register, StoreError};

/// An edition that has judged.
#[derive(Clone, Debug, Eq, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_edition")]
pub struct Model {
    /// Its id, as in `pishkhan/1389`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The SHA-256 of its content.
    pub sha256: Vec<u8>,
    /// When it first judged, as far as that was noted, in milliseconds since 1970.
    pub judged_at: i64,
    /// When other content was last taken in its place, in milliseconds since 1970; none where it
    /// never was.
    pub accepted_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The SHA-256 of its content.
    pub fn content(&self) -> Hash {
        chain::stored(&self.sha256)
    }
}

const READING: &str = "reading which editions have judged";
const NOTING: &str = "noting which edition has judged";

impl<C: ConnectionTrait> Register<C> {
    /// The editions that have judged, in the order of their ids.
    pub async fn editions(&self) -> Result<Vec<Model>, StoreError> {
        self.all(Entity::find().order_by_asc(Column::Id), READING)
            .await
    }

    /// What is noted of an edition; none where it has not judged.
    pub async fn edition(&self, id: &str) -> Result<Option<Model>, StoreError> {
        let noted = Entity::find().filter(Column::Id.eq(id));
        self.only(noted, READING).await
    }

    /// Notes that an edition has judged, unless that is noted; what is noted.
    pub async fn note_edition(&self, edition: &Model) -> Result<Option<Model>, StoreError> {
        let sql = "INSERT INTO parvaneh_edition (id, sha256, judged_at, accepted_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
        let values = vec![
            edition.id.as_str().into(),
            edition.sha256.clone().into(),
            edition.judged_at.into(),
            edition.accepted_at.into(),
        ];
        self.execute_beside(sql, values, NOTING).await?;
        self.edition(&edition.id).await
    }

    /// Takes other content in the place of that which an edition had.
    pub async fn accept_edition(&self, id: &str, sha256: Hash, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE parvaneh_edition SET sha256 = $1, accepted_at = $2 WHERE id = $3";
        let values = vec![sha256.to_vec().into(), at.into(), id.into()];
        self.execute(sql, values, "taking an edition's other content")
            .await?;
        Ok(())
    }

    /// Whether the journal, or what was asked in its acts, names an edition. The journal may be read
    /// to its end.
    pub async fn names_edition(&self, id: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS value WHERE EXISTS (SELECT 1 FROM parvaneh_journal WHERE event LIKE $1) \
                   OR EXISTS (SELECT 1 FROM parvaneh_asked WHERE text LIKE $1)";
        let named = format!("%\"edition\":\"{id}\"%");
        let found: Option<i32> = self.value(sql, vec![named.into()], READING).await?;
        Ok(found.is_some())
    }
}
