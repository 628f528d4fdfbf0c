//! What a dossier that answers to a call has to know of it.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, CallView, Dossier};
use parvaneh_store::{Connection, Register, Snapshot};

use crate::{Engine, EngineError, encoding};

/// Whether others may change the call before the transaction ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum CallRow {
    /// They may: it is only looked at.
    Read,
    /// They wait, so that two dossiers cannot take its last seat, and none is ranked before another
    /// that answered is decided.
    Locked,
}

impl Engine {
    /// The call of that number as it stands on the day `on`, with how many dossiers other than
    /// `asking` hold a seat of it on that day, and how many wait for a decision; none where there is
    /// no such call.
    ///
    /// Nothing is written to the call: the night records what the calendar did to it. A seat does
    /// not count as held once the calendar has freed it, even if no night has recorded that yet.
    pub(crate) async fn call_view<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &str,
        number: &str,
        asking: Option<i64>,
        on: Date,
        row: CallRow,
    ) -> Result<Option<CallView>, EngineError> {
        let found = tx.find(Some(regime), number).await?;
        let keys: Vec<i64> = found.iter().map(|row| row.seq).collect();
        let calls = match row {
            CallRow::Read => tx.load_snapshots(&keys).await?,
            CallRow::Locked => tx.hold_snapshots(&keys).await?,
        };
        let Some(snapshot) = calls.into_iter().next() else {
            return Ok(None);
        };
        let call = self.as_of(number, &snapshot, on)?.call;
        let mut others = tx.in_call(regime, number).await?;
        others.retain(|other| Some(*other) != asking);
        let (mut seats_taken, mut undecided) = (0, 0);
        for snapshot in tx.load_snapshots(&others).await? {
            let other = self.as_of(number, &snapshot, on)?;
            seats_taken += u32::from(other.seat() == Some(number));
            let answers = other.seat_claim() == Some(number);
            undecided += u32::from(answers && other.awaits_decision());
        }
        Ok(Some(CallView {
            number: number.to_owned(),
            call,
            seats_taken,
            undecided,
        }))
    }

    /// A dossier with everything that the calendar has made true by a day. What is wrong with it is
    /// said of the call of that number.
    fn as_of(&self, number: &str, snapshot: &Snapshot, on: Date) -> Result<Dossier, EngineError> {
        let dossier = encoding::snapshot_from_bytes(&snapshot.state)
            .map_err(EngineError::unreadable(number))?;
        let (dossier, _) =
            dossier::settle(dossier, &self.editions, on).map_err(EngineError::damaged(number))?;
        Ok(dossier)
    }
}
