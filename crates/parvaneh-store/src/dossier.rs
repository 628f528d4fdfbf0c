//! Who the dossiers are.

use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use crate::{Register, StoreError};

/// What never changes about a dossier.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DossierRow {
    /// The internal key.
    pub seq: i64,
    /// The id by which others know it.
    pub id: Uuid,
    /// Its regime.
    pub regime: String,
    /// The regime's own licence number.
    pub number: String,
    /// In the regime's spelling.
    pub province: String,
    /// As the regime names kinds.
    pub office_kind: String,
}

const COLUMNS: &str = "seq, id, regime, number, province, office_kind";
const READING: &str = "reading dossiers";

impl<C: ConnectionTrait> Register<C> {
    /// The dossiers with a licence number, of one regime or of all.
    pub async fn find(
        &self,
        regime: Option<&str>,
        number: &str,
    ) -> Result<Vec<DossierRow>, StoreError> {
        if let Some(regime) = regime {
            return self.find_many(regime, &[number]).await;
        }
        // The index is on regime and number, in this order, and regimes are few.
        let mut found = Vec::new();
        for regime in self.regimes().await? {
            found.extend(self.find_many(&regime, &[number]).await?);
        }
        Ok(found)
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
    let (seq, id, regime, number, province, office_kind) = row
        .try_get_many_by_index()
        .map_err(StoreError::of(READING))?;
    Ok(DossierRow {
        seq,
        id,
        regime,
        number,
        province,
        office_kind,
    })
}
