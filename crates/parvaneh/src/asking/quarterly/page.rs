//! Some dossiers with their histories, as far as they can be read.

use parvaneh_store::{Connection, DossierRow, JournalRow, Register, StoreError};

use crate::error::in_full;
use crate::number::known_as;
use crate::{Engine, EngineError, encoding};

/// Dossiers, each with its history.
pub(super) type Page = Vec<(DossierRow, Vec<JournalRow>)>;

impl Engine {
    /// Reads some dossiers, by their keys. Of each that cannot be read, or is of a regime that nobody has
    /// described, an error is added to those of what is left out.
    pub(super) async fn readable<C: Connection>(
        &self,
        register: &Register<C>,
        keys: &[i64],
        left_out: &mut Vec<EngineError>,
    ) -> Result<Page, EngineError> {
        let mut page = match with_histories(register, keys).await {
            Err(error) if error.is_about_one_dossier() => {
                one_by_one(register, keys, left_out).await?
            }
            read => read?,
        };
        page.retain(|(row, _)| match self.regime(&row.regime) {
            Ok(_) => true,
            Err(error) => {
                left_out.push(EngineError::unreadable(&row.number)(error.to_string()));
                false
            }
        });
        Ok(page)
    }
}

async fn one_by_one<C: Connection>(
    register: &Register<C>,
    keys: &[i64],
    left_out: &mut Vec<EngineError>,
) -> Result<Page, EngineError> {
    let mut page = Page::new();
    for key in keys {
        match with_histories(register, &[*key]).await {
            Err(error) if error.is_about_one_dossier() => {
                let number = known_as(register, *key).await;
                left_out.push(EngineError::unreadable(&number)(in_full(&error)));
            }
            read => page.extend(read?),
        }
    }
    Ok(page)
}

async fn with_histories<C: Connection>(
    register: &Register<C>,
    keys: &[i64],
) -> Result<Page, StoreError> {
    let mut rows = register.dossiers(keys).await?;
    rows.sort_by_key(|row| row.seq);
    let mut histories = encoding::by_dossier(register.histories(keys).await?);
    let with_history = |row: DossierRow| {
        let history = histories.remove(&row.seq).unwrap_or_default();
        (row, history)
    };
    Ok(rows.into_iter().map(with_history).collect())
}
