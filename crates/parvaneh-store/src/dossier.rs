//! Who the dossiers are, and by which numbers they are found.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{FromQueryResult, QueryOrder, QueryResult, QuerySelect, QueryTrait};

use crate::statement::{ROWS_A_STATEMENT, most};
use crate::{Register, StoreError};

/// Who a dossier is.
#[derive(Clone, Debug, Eq, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_dossier")]
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

/// A dossier, and the number by which it was found.
struct Found {
    row: Model,
    normalised: String,
}

const NORMALISED: &str = "normalised";

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: Model::from_query_result(row, prefix)?,
            normalised: row.try_get_by(NORMALISED)?,
        })
    }
}

const READING: &str = "reading dossiers";

/// How many events are read at once where their dossiers are asked for.
const WINDOW: i64 = 10_000;

/// By hand, because it comes first in every command: SeaORM would build the same text each time.
pub(crate) const FIND: &str = "SELECT seq, id, regime, number, file_number, province, office_kind \
                    FROM parvaneh_dossier WHERE regime = $1 \
                    AND (number_normalised = $2 OR file_number_normalised = $2)";

/// The regimes as a table, by one step along the index for each: a plain DISTINCT reads every dossier.
macro_rules! regimes {
    () => {
        "WITH RECURSIVE regimes (name) AS (\
         SELECT min(regime) FROM parvaneh_dossier AS dossier UNION ALL \
         SELECT (SELECT min(dossier.regime) FROM parvaneh_dossier AS dossier WHERE dossier.regime > regimes.name) \
         FROM regimes WHERE regimes.name IS NOT NULL)"
    };
}

pub(crate) const REGIMES: &str = concat!(
    regimes!(),
    " SELECT name AS value FROM regimes WHERE name IS NOT NULL ORDER BY name"
);

/// The same as [`FIND`] in every regime of the register: a row for each that has none. PostgreSQL would read the whole
/// table for an OR of two columns in a join.
pub(crate) const FIND_ANYWHERE: &str = concat!(
    regimes!(),
    ", found AS (\
     SELECT dossier.* FROM regimes JOIN parvaneh_dossier AS dossier ON regime = name AND number_normalised = $1 UNION \
     SELECT dossier.* FROM regimes JOIN parvaneh_dossier AS dossier ON regime = name AND file_number_normalised = $1) \
     SELECT name, seq, id, regime, number, file_number, province, office_kind \
     FROM regimes LEFT JOIN found ON regime = name WHERE name IS NOT NULL ORDER BY name, seq"
);

/// A regime, and a dossier of it that has a number; none where none has.
struct FoundAnywhere {
    regime: String,
    row: Option<Model>,
}

impl FromQueryResult for FoundAnywhere {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let found: Option<i64> = row.try_get_by("seq")?;
        let row_of = |_| Model::from_query_result(row, prefix);
        Ok(Self {
            regime: row.try_get_by("name")?,
            row: found.map(row_of).transpose()?,
        })
    }
}

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
        let read = self.together.as_ref();
        if let Some(known) = read.and_then(|it| it.known_dossier(regime, normalised)) {
            return Ok(vec![known]);
        }
        // The indexes are on regime and number, in this order, and regimes are few.
        if let Some(regime) = regime {
            let values = vec![regime.into(), normalised.into()];
            let own: Vec<Model> = self.rows(FIND, values, READING).await?;
            return match own.is_empty() {
                true => self.sharing(regime, normalised).await,
                false => Ok(own),
            };
        }
        let values = vec![normalised.into()];
        let own = self.rows::<FoundAnywhere>(FIND_ANYWHERE, values, READING);
        let mut found = Vec::new();
        for FoundAnywhere { regime, row } in own.await? {
            match row {
                Some(row) => found.push(row),
                None => found.extend(self.sharing(&regime, normalised).await?),
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
        let sql = "UPDATE parvaneh_dossier SET file_number = coalesce(file_number, number), number = $1, \
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
        let found = self.with_their_numbers(regime, numbers).await?;
        let mut found: Vec<Model> = found.into_iter().map(|found| found.row).collect();
        found.sort_by_key(|row| row.seq);
        found.dedup_by_key(|row| row.seq);
        Ok(found)
    }

    /// The same by those of the numbers that are one dossier's alone.
    pub(crate) async fn found_by_number(
        &self,
        regime: &str,
        numbers: &[&str],
    ) -> Result<HashMap<String, Model>, StoreError> {
        let mut owners: HashMap<String, Vec<Model>> = HashMap::new();
        for Found { row, normalised } in self.with_their_numbers(regime, numbers).await? {
            let owners = owners.entry(normalised).or_default();
            if owners.iter().all(|owner| owner.seq != row.seq) {
                owners.push(row);
            }
        }
        let one = |(number, mut owners): (String, Vec<Model>)| {
            let owner = owners.pop().filter(|_| owners.is_empty());
            owner.map(|owner| (number, owner))
        };
        Ok(owners.into_iter().filter_map(one).collect())
    }

    /// The dossiers that have one of these numbers, each with the number by which it was found: twice, where it has
    /// two of them.
    async fn with_their_numbers(
        &self,
        regime: &str,
        numbers: &[&str],
    ) -> Result<Vec<Found>, StoreError> {
        let mut found = Vec::new();
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
                    .column_as(Expr::col(column), NORMALISED)
                    .filter(Column::Regime.eq(regime))
                    .filter(among);
                found.extend(self.all::<Entity, Found>(rows, READING).await?);
            }
        }
        Ok(found)
    }

    /// Whether any dossier of a regime has the number of a file: none has that was imported.
    async fn has_files(&self, regime: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS value FROM parvaneh_dossier \
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
        let sql = "SELECT seq AS value FROM parvaneh_dossier WHERE seq > $1 ORDER BY seq LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = vec![after.unwrap_or(i64::MIN).into(), limit.into()];
        self.values(sql, values, READING).await
    }

    /// The keys of the dossiers to which something has happened after a position, in order.
    pub async fn changed_since(&self, position: i64) -> Result<Vec<i64>, StoreError> {
        let end = "SELECT position AS value FROM parvaneh_journal WHERE position > $1 \
                   ORDER BY position LIMIT 1 OFFSET $2";
        let keys = "SELECT DISTINCT dossier AS value FROM parvaneh_journal WHERE position > $1 AND position <= $2";
        let (mut changed, mut sorted) = (Vec::new(), 0);
        let mut after = Some(position);
        while let Some(from) = after {
            after = self
                .value(end, vec![from.into(), WINDOW.into()], READING)
                .await?;
            let values = vec![from.into(), after.unwrap_or(i64::MAX).into()];
            changed.extend(self.values::<i64>(keys, values, READING).await?);
            // However often something happens to a dossier, its key is kept once.
            if after.is_none() || 2 * sorted + ROWS_A_STATEMENT < changed.len() {
                changed.sort_unstable();
                changed.dedup();
                sorted = changed.len();
            }
        }
        Ok(changed)
    }

    /// The number of a dossier alone, where nothing else of it can be read.
    pub async fn number_of(&self, seq: i64) -> Result<Option<String>, StoreError> {
        let sql = "SELECT number AS value FROM parvaneh_dossier WHERE seq = $1";
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
        let sql = "SELECT 1 AS value FROM parvaneh_dossier WHERE province = $1 LIMIT 1";
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
