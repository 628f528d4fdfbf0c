//! Parties from before they had histories: each one's begins with who it is now.

use parvaneh_store::PartyRow;

use super::history::{By, begun};
use crate::{Engine, EngineError};

/// How many parties share a transaction.
const PAGE: usize = 1000;

impl Engine {
    /// Begins the history of every party that has none; how many there were.
    pub(crate) async fn begin_party_histories(&self) -> Result<usize, EngineError> {
        let mut count = 0;
        let mut after = None;
        loop {
            let (tx, joined) = self.store.begin_write_at().await?;
            let page = tx.parties_after(after, PAGE).await?;
            let Some((last, _)) = page.last() else {
                return Ok(count);
            };
            after = Some(*last);
            let rows = page.into_iter().map(|(_, row)| row);
            let without: Vec<PartyRow> = rows.filter(|row| row.last.is_none()).collect();
            count += without.len();
            let by = By::migration(self.instant(joined))?;
            let changes = without.into_iter().map(|row| begun(row, &by));
            tx.change_parties(changes.collect::<Result<_, _>>()?)
                .await?;
            tx.commit().await?;
        }
    }
}
