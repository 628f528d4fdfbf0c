//! General acts that the register has not gone through: which dossiers they touch.
//!
//! A night before the act has let each dossier fall due without it. So the first night that knows of an act
//! goes once through where the dossiers stand, has those fall due that it touches, and notes that it has.
//! Nothing of a history changes by that: the night then finds them as it finds all that is due, under the
//! brake and batch by batch. A night that is cut off before it has noted the act goes through them again.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier;
use parvaneh_store::Snapshot;

use super::due::snapshots_after;
use super::error::SweepError;
use super::order::Sweep;
use crate::lease::Renewal;
use crate::{Engine, EngineError, encoding};

/// How many dossiers are looked at together.
const PAGE: usize = 2_000;

impl Engine {
    /// Has the dossiers fall due that a general act touches which the register has not gone through.
    pub(super) async fn find_decrees(
        &self,
        sweep: &Sweep,
        lease: &mut Renewal,
    ) -> Result<(), SweepError> {
        let new = self.new_decrees();
        if new.is_empty() {
            return Ok(());
        }
        let mut after = None;
        loop {
            let (read, last) = snapshots_after(&self.store, after, PAGE).await?;
            if last.is_none() {
                break;
            }
            after = last;
            self.keep_lease(lease).await?;
            if sweep.stop.is_cancelled() {
                // It is not noted, so that the next night goes through the register again.
                return Ok(());
            }
            let touched = read.iter().filter_map(|snapshot| {
                // Also of one that falls due before the act holds: what was foreseen of it is wrong by now.
                let day = self.touched_on(snapshot)?.into();
                let first = snapshot.due_on.map_or(day, |due| due.min(day));
                Some((snapshot.dossier, snapshot.version, first))
            });
            let touched: Vec<_> = touched.collect();
            if touched.is_empty() {
                continue;
            }
            let tx = self.store.begin_write().await?;
            tx.fall_due(&touched).await?;
            tx.commit().await?;
        }
        for (id, _) in new {
            self.note_decree(&id).await?;
        }
        Ok(())
    }

    /// The dossiers after a key that such an act has fall due by a day and that are not due yet, of those
    /// that are looked at together, and the last key; none at the end.
    pub(super) async fn touched_after(
        &self,
        after: Option<i64>,
        as_of: Date,
    ) -> Result<Option<(Vec<Snapshot>, i64)>, EngineError> {
        let (mut read, last) = snapshots_after(&self.store, after, PAGE).await?;
        let Some(last) = last else {
            return Ok(None);
        };
        read.retain(|snapshot| {
            let is_due = snapshot.due_on.is_some_and(|day| day <= as_of.into());
            let touched_on = self.touched_on(snapshot);
            !is_due && touched_on.is_some_and(|day| day <= as_of)
        });
        Ok(Some((read, last)))
    }

    /// The day from which a general act holds in a dossier. One that cannot be read is left to the night in which
    /// it falls due.
    fn touched_on(&self, snapshot: &Snapshot) -> Option<Date> {
        let dossier = encoding::snapshot_from_bytes(&snapshot.state).ok()?;
        dossier::touched_on(&dossier, &self.editions)
    }
}
