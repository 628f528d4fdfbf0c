//! Who the dossiers are, and by which numbers they are found.

use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use crate::{Register, StoreError};

/// Who a dossier is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DossierRow {
    /// The internal key.
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

const COLUMNS: &str = "seq, id, regime, number, file_number, province, office_kind";
const READING: &str = "reading dossiers";

impl<C: ConnectionTrait> Register<C> {
    /// The dossiers with a number, be it their licence's or their file's, of one regime or of all.
    pub async fn find(
        &self,
        regime: Option<&str>,
        number: &str,
    ) -> Result<Vec<DossierRow>, StoreError> {
        // The indexes are on regime and number, in this order, and regimes are few.
        let regimes = match regime {
            Some(regime) => vec![regime.to_owned()],
            None => self.regimes().await?,
        };
        let mut found = Vec::new();
        for regime in regimes {
            let condition = "regime = ? AND (number = ? OR file_number = ?)";
            let values = vec![regime.into(), number.into(), number.into()];
            found.extend(self.dossiers_where(condition, values).await?);
        }
        Ok(found)
    }

    /// Gives a dossier the number of its licence; the one that it had stays its file's.
    pub async fn number_licence(&self, seq: i64, number: &str) -> Result<(), StoreError> {
        let sql = "UPDATE dossier SET file_number = number, number = ? WHERE seq = ?";
        let values = vec![number.into(), seq.into()];
        self.execute(sql, values, "numbering a licence").await?;
        Ok(())
    }

    /// The dossiers of one regime with any of these licence numbers, at most a thousand.
    pub async fn find_many(
        &self,
        regime: &str,
        numbers: &[&str],
    ) -> Result<Vec<DossierRow>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let (among, mut values) = self.among("number", &owned(numbers));
        let sql =
            format!("SELECT {COLUMNS} FROM dossier WHERE {among} AND regime = ? ORDER BY seq");
        values.push(regime.into());
        self.all(&sql, values, READING)
            .await?
            .iter()
            .map(row)
            .collect()
    }

    /// The dossiers after a key, in the order of their keys.
    pub async fn dossiers_after(
        &self,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<DossierRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM dossier WHERE seq > ? ORDER BY seq LIMIT ?");
        let values = vec![
            after.unwrap_or(i64::MIN).into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        self.all(&sql, values, READING)
            .await?
            .iter()
            .map(row)
            .collect()
    }

    /// The dossier of an internal key.
    pub async fn dossier(&self, seq: i64) -> Result<Option<DossierRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM dossier WHERE seq = ?");
        self.one(&sql, vec![seq.into()], READING)
            .await?
            .as_ref()
            .map(row)
            .transpose()
    }

    /// The dossier that others know by this id.
    pub async fn dossier_by_id(&self, id: Uuid) -> Result<Option<DossierRow>, StoreError> {
        let found = self.dossiers_where("id = ?", vec![id.into()]).await?;
        Ok(found.into_iter().next())
    }

    pub(crate) async fn dossiers_where(
        &self,
        condition: &str,
        values: Vec<Value>,
    ) -> Result<Vec<DossierRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM dossier WHERE {condition}");
        let rows = self.all(&sql, values, READING).await?;
        rows.iter().map(row).collect()
    }

    /// How many dossiers there are.
    pub async fn count_dossiers(&self) -> Result<usize, StoreError> {
        self.count("SELECT count(*) FROM dossier", vec![]).await
    }

    /// Which regimes the register holds dossiers of.
    pub async fn regimes(&self) -> Result<Vec<String>, StoreError> {
        // One step along the index a regime: a plain DISTINCT reads every dossier.
        let mut regimes: Vec<String> = Vec::new();
        loop {
            let after = regimes.last().cloned().unwrap_or_default();
            let next = self
                .one(
                    "SELECT min(regime) FROM dossier WHERE regime > ?",
                    vec![after.into()],
                    READING,
                )
                .await?;
            let next: Option<String> = match next {
                Some(row) => row.try_get_by_index(0).map_err(StoreError::of(READING))?,
                None => None,
            };
            match next {
                Some(regime) => regimes.push(regime),
                None => return Ok(regimes),
            }
        }
    }
}

/// Texts as an array can hold them.
pub(crate) fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn row(row: &QueryResult) -> Result<DossierRow, StoreError> {
    let (seq, id, regime, number, file_number, province, office_kind) = row
        .try_get_many_by_index()
        .map_err(StoreError::of(READING))?;
    Ok(DossierRow {
        seq,
        id,
        regime,
        number,
        file_number,
        province,
        office_kind,
    })
}
