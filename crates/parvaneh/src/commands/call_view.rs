//! What a dossier that answers to a call has to know of it.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, CallView, Dossier};
use parvaneh_store::{Connection, Register, Snapshot};

use crate::encoding;
use crate::engine::{Engine, EngineError};

impl Engine {
    /// The call of that number as it stands on the day `on`, with how many dossiers other than
    /// `asking` hold a seat of it on that day, and how many wait for a decision; none where there is
    /// no such call.
    ///
    /// Where `held`, the call is held until the transaction ends, so that two dossiers cannot take
    /// its last seat, and none is ranked before another that answered is decided. Nothing is written
    /// to it: the night records what the calendar did to it. Nor is a seat believed that the calendar
    /// has freed and no night has recorded yet.
    pub(crate) async fn answered<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &str,
        number: &str,
        asking: Option<i64>,
        on: Date,
        held: bool,
    ) -> Result<Option<CallView>, EngineError> {
        let found = tx.find(Some(regime), number).await?;
        let keys: Vec<i64> = found.iter().map(|row| row.seq).collect();
        let calls = match held {
            true => tx.hold_snapshots(&keys).await?,
            false => tx.load_snapshots(&keys).await?,
        };
        let Some(snapshot) = calls.into_iter().next() else {
            return Ok(None);
        };
        let call = self.settled(number, &snapshot, on)?.call;
        let mut others = tx.in_call(regime, number).await?;
        others.retain(|other| Some(*other) != asking);
        let (mut seats_taken, mut undecided) = (0, 0);
        for snapshot in tx.load_snapshots(&others).await? {
            let other = self.settled(number, &snapshot, on)?;
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

    fn settled(&self, number: &str, snapshot: &Snapshot, on: Date) -> Result<Dossier, EngineError> {
        let number = || number.to_owned();
        let dossier = encoding::snapshot_from_bytes(&snapshot.state).map_err(|problem| {
            EngineError::Unreadable {
                number: number(),
                problem,
            }
        })?;
        let settled = dossier::settle(dossier, &self.editions, on);
        let (dossier, _) = settled.map_err(|defect| EngineError::Damaged {
            number: number(),
            defect,
        })?;
        Ok(dossier)
    }
}
