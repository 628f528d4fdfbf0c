//! A night in memory: everything that is due is settled, and nothing is written.

use parvaneh_store::Snapshot;

use super::due::next_due;
use super::error::SweepError;
use super::order::Sweep;
use super::report::Report;
use super::settling::{BatchOutcome, Settling};
use super::tally::Tally;
use crate::EngineError;
use crate::lease::Renewal;

/// Settles everything that is due, batch by batch, and adds it up; under a lease, where it comes before a night.
pub(super) async fn dry_run(
    sweep: &Sweep,
    mut tally: Tally<'_, impl FnMut(usize, usize)>,
    mut lease: Option<&mut Renewal>,
) -> Result<(), SweepError> {
    let (engine, as_of) = (tally.engine, tally.report.as_of);
    let settling = Settling::new(engine, as_of)?;
    tally.add_those_of_no_regime().await?;
    let mut after = None;
    loop {
        let mut due = next_due(&engine.store, as_of.into(), after, sweep.batch.get()).await?;
        due.snapshots
            .retain(|snapshot| !tally.failed.contains(&snapshot.dossier));
        tally.add_failures(due.failures).await?;
        tally.add(settled(&settling, &due.snapshots).await?).await?;
        after = due.last;
        if after.is_none() {
            break;
        }
        goes_on(sweep, tally.report)?;
        if let Some(lease) = &mut lease {
            engine.keep_lease(lease).await?;
        }
    }
    if engine.new_decrees().is_empty() {
        return Ok(());
    }
    // What a general act touches that no night has gone through the register for.
    let mut after = None;
    while let Some((read, last)) = engine.touched_after(after, as_of).await? {
        after = Some(last);
        goes_on(sweep, tally.report)?;
        tally.report.due += read.len();
        tally.add(settled(&settling, &read).await?).await?;
    }
    Ok(())
}

/// Fails where it was told to stop.
fn goes_on(sweep: &Sweep, report: &Report) -> Result<(), SweepError> {
    match sweep.stop.is_cancelled() {
        true => Err(SweepError::Stopped {
            run: report.run,
            settled: 0,
            due: report.due,
        }),
        false => Ok(()),
    }
}

async fn settled(settling: &Settling, read: &[Snapshot]) -> Result<BatchOutcome, EngineError> {
    let mut outcome = settling.settle(read, None);
    let store = &settling.engine.store;
    settling.restate(store, None, &mut outcome).await?;
    Ok(outcome)
}
