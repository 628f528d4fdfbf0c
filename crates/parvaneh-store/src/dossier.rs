//! Who the dossiers are, and by which numbers they are found.

use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use crate::statement::most;
use crate::{Register, StoreError};

/// Who a dossier is.
#[derive(Clone, Debug, Eq, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier")]
pub struct Model {
    /// The internal key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The id by which others know it.
    pub id: Uuid,
    /// Its regime.
    pub regime: String,
    /// The regime's own licence number; before there is a licence, the number of the file or of
    /// the call.
    pub number: String,
    /// The number of the file from before there was a licence, where there was such a time.
    pub file_number: Option<String>,
    /// In the regime's spelling.
    pub province: String,
    /// As the regime names kinds.
    pub office_kind: String,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

const READING: &str = "reading dossiers";

impl<C: ConnectionTrait> Register<C> {
    /// The dossiers with a number, be it their licence's or their file's, of one regime or of all.
    pub async fn find(&self, regime: Option<&str>, number: &str) -> Result<Vec<Model>, StoreError> {
        // The indexes are on regime and number, in this order, and regimes are few.
        let regimes = match regime {
            Some(regime) => vec![regime.to_owned()],
            None => self.regimes().await?,
        };
        let mut found = Vec::new();
        for regime in regimes {
            let either = Condition::any()
                .add(Column::Number.eq(number))
                .add(Column::FileNumber.eq(number));
            let rows = Entity::find()
                .filter(Column::Regime.eq(regime))
                .filter(either);
            found.extend(self.all(rows, READING).await?);
        }
        Ok(found)
    }

    /// Gives a dossier the number of its licence; the one that it had stays its file's.
    pub async fn number_licence(&self, seq: i64, number: &str) -> Result<(), StoreError> {
        let sql = "UPDATE dossier SET file_number = number, number = $1 WHERE seq = $2";
        let values = vec![number.into(), seq.into()];
        self.execute(sql, values, "numbering a licence").await?;
        Ok(())
    }

    /// The dossiers of one regime with any of these licence numbers, at most a thousand, in the order
    /// of their keys.
    pub async fn find_many(
        &self,
        regime: &str,
        numbers: &[&str],
    ) -> Result<Vec<Model>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Regime.eq(regime))
            .order_by_asc(Column::Seq);
        self.all_among(rows, Column::Number, numbers, READING).await
    }

    /// The dossiers after a key, in the order of their keys.
    pub async fn dossiers_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Model>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Seq.gt(after.unwrap_or(i64::MIN)))
            .order_by_asc(Column::Seq)
            .limit(most(limit));
        self.all(rows, READING).await
    }

    /// The dossiers of these keys, in no order.
    pub async fn dossiers(&self, keys: &[i64]) -> Result<Vec<Model>, StoreError> {
        self.all_among(Entity::find(), Column::Seq, keys, READING)
            .await
    }

    /// The dossier of an internal key.
    pub async fn dossier(&self, seq: i64) -> Result<Option<Model>, StoreError> {
        let found = Entity::find_by_id(seq).one(&self.0).await;
        found.map_err(StoreError::of(READING))
    }

    /// The dossier that others know by this id.
    pub async fn dossier_by_id(&self, id: Uuid) -> Result<Option<Model>, StoreError> {
        let found = Entity::find().filter(Column::Id.eq(id)).one(&self.0).await;
        found.map_err(StoreError::of(READING))
    }

    /// How many dossiers there are.
    pub async fn count_dossiers(&self) -> Result<usize, StoreError> {
        self.count(Entity::find()).await
    }

    /// Which regimes the register holds dossiers of.
    pub async fn regimes(&self) -> Result<Vec<String>, StoreError> {
        // One step along the index a regime: a plain DISTINCT reads every dossier.
        let sql = "SELECT min(regime) AS value FROM dossier WHERE regime > $1";
        let mut regimes: Vec<String> = Vec::new();
        loop {
            let after = regimes.last().cloned().unwrap_or_default();
            let next: Option<Option<String>> = self.value(sql, vec![after.into()], READING).await?;
            match next.flatten() {
                Some(regime) => regimes.push(regime),
                None => return Ok(regimes),
            }
        }
    }
}
