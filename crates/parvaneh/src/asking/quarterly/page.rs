//! Some dossiers with their histories, as far as they can be read.

use parvaneh_store::{Connection, DossierRow, JournalRow, Register};

use crate::unreadable::unreadable;
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// Dossiers, each with its history.
pub(super) type Page = Vec<(DossierRow, Vec<JournalRow>)>;

impl Engine {
    /// Reads those of some dossiers, by their keys, that are of a regime. Of each that cannot be read, or is of a
    /// regime that nobody has described, an error is added to those of what is left out.
    pub(super) async fn readable<C: Connection>(
        &self,
        register: &Register<C>,
        keys: &[i64],
        regime: &Regime,
        left_out: &mut Vec<EngineError>,
    ) -> Result<Page, EngineError> {
        let mut rows = rows(register, keys, left_out).await?;
        rows.retain(|row| match self.regime(&row.regime) {
            Ok(known) => known.name == regime.name,
            Err(error) => {
                left_out.push(EngineError::unreadable(&row.number)(error.to_string()));
                false
            }
        });
        let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        match register.histories(&keys).await {
            Err(error) if error.is_about_one_dossier() => {
                one_by_one(register, rows, left_out).await
            }
            read => {
                let mut histories = encoding::by_dossier(read?);
                let with_history = |row: DossierRow| {
                    let history = histories.remove(&row.seq).unwrap_or_default();
                    (row, history)
                };
                Ok(rows.into_iter().map(with_history).collect())
            }
        }
    }
}

/// The rows of these dossiers, in the order of their keys.
async fn rows<C: Connection>(
    register: &Register<C>,
    keys: &[i64],
    left_out: &mut Vec<EngineError>,
) -> Result<Vec<DossierRow>, EngineError> {
    let mut rows = match register.dossiers(keys).await {
        Err(error) if error.is_about_one_dossier() => Vec::new(),
        read => {
            let mut rows = read?;
            rows.sort_by_key(|row| row.seq);
            return Ok(rows);
        }
    };
    for key in keys {
        match register.dossier(*key).await {
            Err(error) if error.is_about_one_dossier() => {
                left_out.push(unreadable(register, *key, &error).await);
            }
            read => rows.extend(read?),
        }
    }
    Ok(rows)
}

async fn one_by_one<C: Connection>(
    register: &Register<C>,
    rows: Vec<DossierRow>,
    left_out: &mut Vec<EngineError>,
) -> Result<Page, EngineError> {
    let mut page = Page::new();
    for row in rows {
        match register.histories(&[row.seq]).await {
            Err(error) if error.is_about_one_dossier() => {
                left_out.push(unreadable(register, row.seq, &error).await);
            }
            read => page.push((row, read?)),
        }
    }
    Ok(page)
}
