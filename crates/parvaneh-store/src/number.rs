//! Numbers in one spelling: whose they are, and which dossiers share one.
//!
//! How a number is spelled is not for the store to know: whoever asks says it. A register from before
//! numbers had one spelling may hold several dossiers under one. Each of these is among the sharers of the
//! number, and the number is in no dossier's own column until all but one have given it up.

use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder};

use crate::append::Normalised;
use crate::batch::with_rows;
use crate::dialect::Cells;
use crate::dossier::Model as DossierRow;
use crate::limits::whole;
use crate::{Register, StoreError};

/// How a number is spelled in one way; empty where nothing can be seen of it.
pub type Normalise = fn(&str) -> String;

/// A dossier whose number another one has as well.
#[derive(Clone, Debug, Eq, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parvaneh_shared_number")]
pub struct Model {
    /// The regime of both.
    #[sea_orm(primary_key, auto_increment = false)]
    pub regime: String,
    /// The number, as it is normalised.
    #[sea_orm(primary_key, auto_increment = false)]
    pub normalised: String,
    /// The dossier's key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier: i64,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Which of its numbers a dossier has for its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Of {
    /// Its licence's; before there is a licence, that of its file or call.
    Licence,
    /// Its file's, from before there was a licence.
    File,
}

impl Of {
    fn column(self) -> &'static str {
        match self {
            Self::Licence => "number_normalised",
            Self::File => "file_number_normalised",
        }
    }
}

/// The numbers that a dossier has for its own, as they are normalised.
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
pub struct OwnNumbers {
    /// The dossier's key.
    pub dossier: i64,
    /// Its licence's, or before there is one that of its file or call.
    pub licence: Option<String>,
    /// Its file's, from before there was a licence.
    pub file: Option<String>,
}

/// The dossiers that share a number.
pub(crate) const SHARING: &str = "SELECT dossier.seq, dossier.id, dossier.regime, dossier.number, \
    dossier.file_number, dossier.province, dossier.office_kind \
    FROM parvaneh_shared_number AS shared_number JOIN parvaneh_dossier AS dossier ON dossier.seq = shared_number.dossier \
    WHERE shared_number.regime = $1 AND shared_number.normalised = $2 ORDER BY dossier.seq";

const SHARE: &str = "INSERT INTO parvaneh_shared_number (regime, normalised, dossier) \
    WITH held AS (\
    SELECT regime, number_normalised AS normalised, seq FROM parvaneh_dossier \
    WHERE number_normalised IS NOT NULL UNION \
    SELECT regime, file_number_normalised, seq FROM parvaneh_dossier \
    WHERE file_number_normalised IS NOT NULL) \
    SELECT regime, normalised, seq FROM held WHERE (regime, normalised) IN (\
    SELECT regime, normalised FROM held GROUP BY regime, normalised HAVING 1 < count(*))";

const UNIQUE: [&str; 2] = [
    "CREATE UNIQUE INDEX parvaneh_dossier_number_normalised \
     ON \"parvaneh_dossier\" (regime, number_normalised)",
    "CREATE UNIQUE INDEX parvaneh_dossier_file_normalised \
     ON \"parvaneh_dossier\" (regime, file_number_normalised)",
];

const MANY: [&str; 2] = [
    "DROP INDEX IF EXISTS parvaneh_dossier_number_normalised",
    "DROP INDEX IF EXISTS parvaneh_dossier_file_normalised",
];

const READING: &str = "reading shared numbers";
const WRITING: &str = "writing numbers in one spelling";

/// How many dossiers are read at once.
const PAGE: usize = 1000;

impl<C: ConnectionTrait> Register<C> {
    /// The dossiers that share a number of a regime; none where it is one dossier's, or nobody's.
    pub async fn sharing(
        &self,
        regime: &str,
        normalised: &str,
    ) -> Result<Vec<DossierRow>, StoreError> {
        let values = vec![regime.into(), normalised.into()];
        self.rows(SHARING, values, READING).await
    }

    /// The numbers that these dossiers have for their own.
    pub async fn own_numbers(&self, dossiers: &[i64]) -> Result<Vec<OwnNumbers>, StoreError> {
        let keys = vec![("key", Cells::Key(dossiers.to_vec()))];
        let sql = "SELECT seq AS dossier, number_normalised AS licence, \
                   file_number_normalised AS file FROM parvaneh_dossier AS dossier JOIN new ON new.key = dossier.seq";
        let (sql, values) = with_rows(self.dialect(), keys, sql);
        self.rows(sql, values, READING).await
    }

    /// All dossiers that share a number, those of one number beside each other.
    pub async fn sharers(&self) -> Result<Vec<Model>, StoreError> {
        let rows = Entity::find()
            .order_by_asc(Column::Regime)
            .order_by_asc(Column::Normalised)
            .order_by_asc(Column::Dossier);
        self.all(rows, READING).await
    }

    /// The numbers that these dossiers share with others.
    pub async fn shared_by(&self, dossiers: &[i64]) -> Result<Vec<Model>, StoreError> {
        self.all_among(Entity::find(), Column::Dossier, dossiers, READING)
            .await
    }

    /// Those of these numbers that dossiers of a regime share.
    pub async fn shared_among(
        &self,
        regime: &str,
        numbers: &[&str],
    ) -> Result<Vec<Model>, StoreError> {
        let sql = "SELECT 1 AS value FROM parvaneh_shared_number WHERE regime = $1 LIMIT 1";
        let any: Option<i32> = self.value(sql, vec![regime.into()], READING).await?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        let rows = Entity::find().filter(Column::Regime.eq(regime));
        self.all_among(rows, Column::Normalised, numbers, READING)
            .await
    }

    /// Gives a number that was shared to one dossier, as these of its numbers.
    pub async fn own_number(&self, sharer: &Model, of: &[Of]) -> Result<(), StoreError> {
        for of in of {
            let sql = format!(
                "UPDATE parvaneh_dossier SET {} = $1 WHERE seq = $2",
                of.column()
            );
            let values = vec![sharer.normalised.as_str().into(), sharer.dossier.into()];
            self.execute(sql, values, WRITING).await?;
        }
        let sql = "DELETE FROM parvaneh_shared_number WHERE regime = $1 AND normalised = $2 AND dossier = $3";
        let values = vec![
            sharer.regime.as_str().into(),
            sharer.normalised.as_str().into(),
            sharer.dossier.into(),
        ];
        self.execute(sql, values, WRITING).await?;
        Ok(())
    }

    /// Takes a number from the dossier that has it, as these of its numbers: it is one of those that share it again.
    pub async fn give_up_number(&self, sharer: &Model, of: &[Of]) -> Result<(), StoreError> {
        for of in of {
            let sql = format!(
                "UPDATE parvaneh_dossier SET {} = NULL WHERE seq = $1",
                of.column()
            );
            self.execute(sql, vec![sharer.dossier.into()], WRITING)
                .await?;
        }
        let sql =
            "INSERT INTO parvaneh_shared_number (regime, normalised, dossier) VALUES ($1, $2, $3)";
        let values = vec![
            sharer.regime.as_str().into(),
            sharer.normalised.as_str().into(),
            sharer.dossier.into(),
        ];
        self.execute(sql, values, WRITING).await?;
        Ok(())
    }

    /// Notes which dossiers share a number, and makes every other number unique.
    pub(crate) async fn make_numbers_unique(&self) -> Result<(), StoreError> {
        self.execute(SHARE, vec![], whole(WRITING)).await?;
        for of in [Of::Licence, Of::File] {
            let column = of.column();
            let sql = format!(
                "UPDATE parvaneh_dossier AS dossier SET {column} = NULL \
                 WHERE seq IN (SELECT dossier FROM parvaneh_shared_number AS shared_number) AND EXISTS (\
                 SELECT 1 FROM parvaneh_shared_number AS shared_number WHERE shared_number.dossier = dossier.seq \
                 AND shared_number.normalised = dossier.{column})"
            );
            self.execute(sql, vec![], whole(WRITING)).await?;
        }
        for sql in UNIQUE {
            self.execute(sql, vec![], whole(WRITING)).await?;
        }
        Ok(())
    }

    /// Lets several dossiers have one number, while nobody uses the register.
    pub(crate) async fn let_numbers_be_shared(&self) -> Result<(), StoreError> {
        for sql in MANY {
            self.execute(sql, vec![], WRITING).await?;
        }
        Ok(())
    }

    /// Spells the numbers of dossiers from before there was one spelling, and makes them unique.
    pub(crate) async fn spell_numbers(&self, normalise: Normalise) -> Result<(), StoreError> {
        // Most are spelled so already.
        let sql = "UPDATE parvaneh_dossier SET number_normalised = number, file_number_normalised = file_number";
        self.execute(sql, vec![], whole(WRITING)).await?;
        let mut after = None;
        loop {
            let page = self.dossiers_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.seq);
            for row in &page {
                let Normalised {
                    number,
                    file_number,
                } = Normalised::of(row, normalise);
                if number.as_ref() == Some(&row.number) && file_number == row.file_number {
                    continue;
                }
                let sql = "UPDATE parvaneh_dossier SET number_normalised = $1, file_number_normalised = $2 \
                           WHERE seq = $3";
                let values = vec![number.into(), file_number.into(), row.seq.into()];
                self.execute(sql, values, WRITING).await?;
            }
        }
        self.make_numbers_unique().await
    }
}
