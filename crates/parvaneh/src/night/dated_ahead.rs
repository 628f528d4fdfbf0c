//! What a fast clock has left behind: consequences of the calendar on days that have not come.

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;

use super::report::DatedAhead;
use crate::{Engine, EngineError, encoding};

/// Where the newest sound anchor ends: one of a day that has come, made at an instant that is over.
pub(super) struct SoundAnchor {
    position: i64,
    /// Whether it is the newest of all.
    pub(super) is_newest: bool,
}

impl Engine {
    /// The newest sound anchor on the day `today`; before the first event where there is none.
    pub(super) async fn sound_anchor(&self, today: Date) -> Result<SoundAnchor, EngineError> {
        let now = self.now(&self.store).await?;
        let position = self.store.anchored_by(today.into(), now).await?;
        let newest = self.store.last_anchor().await?;
        Ok(SoundAnchor {
            position,
            is_newest: newest.is_none_or(|anchor| anchor.position == position),
        })
    }

    /// Counts what the calendar has brought about after `today`, the latest day of any regime in the
    /// register.
    ///
    /// Under a sound clock there is nothing of it: a night and a command settle up to their own day,
    /// and neither may lie in the future. What others date ahead, such as a term that begins later, is
    /// lawful and not counted.
    ///
    /// Only what was written after the newest sound anchor is read. What a night under a fast clock has
    /// written is covered by an anchor of a day that has not come; what a command under one has written,
    /// or a night that was cut off, is covered by none until the next night. So all of it is found by
    /// each night, until one has made an anchor after it. Where the newest anchor is sound, the night's
    /// own anchor says in passing whether anything that it covers is dated ahead, and only then is it
    /// counted.
    pub(super) async fn dated_ahead(
        &self,
        sound: &SoundAnchor,
        today: Date,
    ) -> Result<DatedAhead, EngineError> {
        let calendar = encoding::actor_to_json(&Actor::calendar())?;
        let position = sound.position;
        // As it is at one moment, which may be read for as long as that takes.
        let register = self.store.begin_read().await?;
        let ahead = register
            .count_ahead(position, today.into(), &calendar)
            .await?;
        Ok(DatedAhead {
            dossiers: ahead.dossiers,
            events: ahead.events,
        })
    }
}
