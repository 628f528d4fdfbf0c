//! What a fast clock has left behind: consequences of the calendar on days that have not come.

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;

use super::report::DatedAhead;
use crate::{Engine, EngineError, encoding};

impl Engine {
    /// Counts what the calendar has brought about after `today`, the latest day of any regime in the
    /// register.
    ///
    /// Under a sound clock there is nothing of it: a night and a command settle up to their own day,
    /// and neither may lie in the future. What others date ahead, such as a term that begins later, is
    /// lawful and not counted.
    ///
    /// Only what was written after the newest sound anchor is read: one of a day that has come, made at
    /// an instant that is over. What a night under a fast clock has written is covered by an anchor of
    /// a day that has not come; what a command under one has written, or a night that was cut off, is
    /// covered by none until the next night. So all of it is found by each night, until one has made an
    /// anchor after it. In a register whose clocks are right the newest anchor is sound, and there is
    /// nothing to read but what the day since has brought.
    ///
    /// What a machine under a fast clock writes while the night itself runs is not seen: the anchor at
    /// the end of the night covers it.
    pub(super) async fn dated_ahead(&self, today: Date) -> Result<DatedAhead, EngineError> {
        let sound = self.store.anchored_by(today, self.recorded_at()).await?;
        let calendar = encoding::actor_to_json(&Actor::calendar())?;
        let ahead = self.store.count_ahead(sound, today, &calendar).await?;
        Ok(DatedAhead {
            dossiers: ahead.dossiers,
            events: ahead.events,
        })
    }
}
