//! Who the dossiers are, and by which numbers they are found.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use crate::limits::whole;
use crate::statement::{ROWS_A_STATEMENT, most};
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

/// By hand, because it comes first in every command: SeaORM would build the same text each time.
pub(crate) const FIND: &str = "SELECT seq, id, regime, number, file_number, province, office_kind \
                    FROM dossier WHERE regime = $1 \
                    AND (number_normalised = $2 OR file_number_normalised = $2)";

/// One step along the index a regime: a plain DISTINCT reads every dossier.
pub(crate) const REGIMES: &str = "WITH RECURSIVE regimes (regime) AS (\
    SELECT min(regime) FROM dossier UNION ALL \
    SELECT (SELECT min(dossier.regime) FROM dossier WHERE dossier.regime > regimes.regime) \
    FROM regimes WHERE regimes.regime IS NOT NULL) \
    SELECT regime AS value FROM regimes WHERE regime IS NOT NULL ORDER BY regime";

/// The keys of the dossiers of none of these regimes.
pub(crate) fn of_other_regimes(regimes: &[&str]) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::Seq)
        .filter(Column::Regime.is_not_in(regimes.iter().copied()))
        .into_query()
}

impl<C: ConnectionTrait> Register<C> {
    /// The dossiers with a number, be it their licence's or their file's, of one regime or of all. The
    /// number is normalised. Of one regime there are several only where they share it.
    pub async fn find(
        &self,
        regime: Option<&str>,
        normalised: &str,
    ) -> Result<Vec<Model>, StoreError> {
        // The indexes are on regime and number, in this order, and regimes are few.
        let regimes = match regime {
            Some(regime) => vec![regime.to_owned()],
            None => self.regimes().await?,
        };
        let mut found = Vec::new();
        for regime in regimes {
            let values = vec![regime.as_str().into(), normalised.into()];
            let own = self.rows::<Model>(FIND, values, READING).await?;
            match own.is_empty() {
                true => found.extend(self.sharing(&regime, normalised).await?),
                false => found.extend(own),
            }
        }
        Ok(found)
    }

    /// Gives a dossier the number of its licence, as it is given and as it is normalised; the one that it
    /// had at first stays its file's.
    pub async fn number_licence(
        &self,
        seq: i64,
        as_given: &str,
        normalised: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE dossier SET file_number = coalesce(file_number, number), number = $1, \
                   file_number_normalised = CASE WHEN file_number IS NULL THEN number_normalised \
                   ELSE file_number_normalised END, number_normalised = $2 WHERE seq = $3";
        let values = vec![as_given.into(), normalised.into(), seq.into()];
        self.execute(sql, values, "numbering a licence").await?;
        Ok(())
    }

    /// The dossiers of one regime that have one of these numbers for their own, their licence's or their
    /// file's, at most a thousand, in the order of their keys. The numbers are normalised.
    pub async fn find_many(
        &self,
        regime: &str,
        numbers: &[&str],
    ) -> Result<Vec<Model>, StoreError> {
        let mut found: Vec<Model> = Vec::new();
        // Each is along an index of its own.
        let mut columns = vec!["number_normalised"];
        if self.has_files(regime).await? {
            columns.push("file_number_normalised");
        }
        for column in columns {
            for chunk in numbers.chunks(ROWS_A_STATEMENT) {
                let keys = chunk.iter().map(|number| (*number).into()).collect();
                let among = self.dialect().among(Expr::col(column), keys);
                let rows = Entity::find()
                    .filter(Column::Regime.eq(regime))
                    .filter(among);
                found.extend(self.all::<Entity, Model>(rows, READING).await?);
            }
        }
        found.sort_by_key(|row| row.seq);
        found.dedup_by_key(|row| row.seq);
        Ok(found)
    }

    /// Whether any dossier of a regime has the number of a file: none has that was imported.
    async fn has_files(&self, regime: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS value FROM dossier \
                   WHERE regime = $1 AND file_number_normalised IS NOT NULL LIMIT 1";
        let found: Option<i32> = self.value(sql, vec![regime.into()], READING).await?;
        Ok(found.is_some())
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

    /// The keys after one, in order.
    pub async fn keys_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT seq AS value FROM dossier WHERE seq > $1 ORDER BY seq LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = vec![after.unwrap_or(i64::MIN).into(), limit.into()];
        self.values(sql, values, READING).await
    }

    /// The keys of the dossiers to which something has happened after a position, in order.
    pub async fn changed_since(&self, position: i64) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT DISTINCT dossier AS value FROM journal WHERE position > $1 \
                   ORDER BY dossier";
        self.values(sql, vec![position.into()], whole(READING))
            .await
    }

    /// The number of a dossier alone, where nothing else of it can be read.
    pub async fn number_of(&self, seq: i64) -> Result<Option<String>, StoreError> {
        let sql = "SELECT number AS value FROM dossier WHERE seq = $1";
        self.value(sql, vec![seq.into()], READING).await
    }

    /// The dossiers of these keys, in no order.
    pub async fn dossiers(&self, keys: &[i64]) -> Result<Vec<Model>, StoreError> {
        self.all_among(Entity::find(), Column::Seq, keys, READING)
            .await
    }

    /// The dossier of an internal key.
    pub async fn dossier(&self, seq: i64) -> Result<Option<Model>, StoreError> {
        self.only(Entity::find_by_id(seq), READING).await
    }

    /// The dossier that others know by this id.
    pub async fn dossier_by_id(&self, id: Uuid) -> Result<Option<Model>, StoreError> {
        self.only(Entity::find().filter(Column::Id.eq(id)), READING)
            .await
    }

    /// Whether any dossier is of a province, as the regime spells it.
    pub async fn has_province(&self, province: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS value FROM dossier WHERE province = $1 LIMIT 1";
        let found: Option<i32> = self.value(sql, vec![province.into()], READING).await?;
        Ok(found.is_some())
    }

    /// How many dossiers there are.
    pub async fn count_dossiers(&self) -> Result<usize, StoreError> {
        self.count(Entity::find()).await
    }

    /// Which regimes the register holds dossiers of, in the order of their names.
    pub async fn regimes(&self) -> Result<Vec<String>, StoreError> {
        self.values(REGIMES, vec![], READING).await
    }
}
