//! A night in memory: everything that is due is settled, and nothing is written.

use std::num::NonZeroUsize;

use super::settling::Settling;
use super::tally::Tally;
use crate::EngineError;

/// Settles everything that is due, batch by batch, and adds it up.
pub(super) async fn dry_run(
    batch: NonZeroUsize,
    mut tally: Tally<'_, impl FnMut(usize, usize)>,
) -> Result<(), EngineError> {
    let (engine, as_of) = (tally.engine, tally.report.as_of);
    let settling = Settling::new(engine, as_of)?;
    let mut after = None;
    loop {
        let read = engine.store.due(as_of, after, batch.get()).await?;
        let Some(last) = read.last() else {
            return Ok(());
        };
        after = last.due_on.map(|day| (day, last.dossier));
        tally.add(settling.settle(&read, None)).await?;
    }
}
