//! What rests while the licence has ended and may stand again (D): nobody could do anything meanwhile, and what
//! was left of a time is there once somebody can. The days of an interim rest with the licence's own state.

use super::Dossier;
use crate::calendar::Date;
use crate::state::silence::Awaited;

/// Since when the licence has ended.
pub(super) struct Rest {
    ended_on: Date,
    /// The day on which the holder ceased to be, where it ended with its holder.
    gone_on: Option<Date>,
}

impl Rest {
    /// None where the licence has not ended.
    pub(super) fn of(dossier: &Dossier) -> Option<Self> {
        Some(Self {
            ended_on: dossier.licence.ended_on()?,
            gone_on: dossier.licence.gone_on(),
        })
    }

    /// Everything that rested runs on, where the licence stands again on the day `to`. For an heir it rested
    /// from the day on which the holder was gone, though nobody knew it then.
    pub(super) fn over(self, dossier: &mut Dossier, to: Date) {
        if !dossier.licence.is_in_force() {
            return;
        }
        let heir_follows = dossier.licence.interim().is_some();
        let from = self.gone_on.filter(|_| heir_follows);
        let from = from.unwrap_or(self.ended_on);
        dossier.renewal.rested(from, to);
        dossier.waits.rested(&Awaited::Renewal, from, to);
        dossier.appointment.rested(from, to);
        dossier.mismatch.rested(from, to);
        // Whoever lost a licence can be heard and can object.
        if self.gone_on.is_some() {
            dossier.enforcement.rested(from, to);
        }
    }
}
