//! What a dossier that answers to a call has to know of it.

use std::collections::{BTreeSet, HashMap};

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, CallView, Dated, Dossier};
use parvaneh_core::timeline;
use parvaneh_store::{Connection, JournalRow, Register, Snapshot};

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
    /// `asking` hold a seat of it, and how many wait for a decision; none where there is no such call.
    ///
    /// Nothing is written to the call: the night records what the calendar did to it. A seat does
    /// not count as held once the calendar has freed it, even if no night has recorded that yet. A
    /// seat of an earlier day must be free on every day from then to `today`: who was recorded first
    /// keeps it.
    #[expect(
        clippy::too_many_arguments,
        reason = "they say which call, for whom, and when"
    )]
    pub(crate) async fn call_view<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &str,
        number: &str,
        asking: Option<i64>,
        on: Date,
        today: Date,
        row: CallRow,
    ) -> Result<Option<CallView>, EngineError> {
        let found = tx.find(Some(regime), number).await?;
        let keys: Vec<i64> = found.iter().map(|row| row.seq).collect();
        let calls = match row {
            CallRow::Read => tx.load_snapshots(&keys).await?,
            CallRow::Locked => tx.hold_snapshots(&keys).await?,
        };
        if calls.is_empty() {
            return Ok(None);
        }
        let of_call = self.lives(tx, regime, number, calls, on).await?;
        let Some(call) = of_call.first() else {
            return Ok(None);
        };
        let call = self.at(call, number, on)?.call;
        let mut others = tx.in_call(regime, number).await?;
        others.retain(|other| Some(*other) != asking);
        let others = tx.load_snapshots(&others).await?;
        let others = self.lives(tx, regime, number, others, on).await?;
        let mut days = BTreeSet::from([on]);
        for other in &others {
            days.extend(other.days_between(on, today));
        }
        let (mut seats_taken, mut undecided) = (0, 0);
        for day in days {
            let mut taken = 0;
            for other in &others {
                let other = self.at(other, number, day)?;
                taken += u32::from(other.seat() == Some(number));
                let answers = other.seat_claim() == Some(number);
                undecided += u32::from(day == on && answers && other.awaits_decision());
            }
            seats_taken = Ord::max(seats_taken, taken);
        }
        Ok(Some(CallView {
            number: number.to_owned(),
            call,
            seats_taken,
            undecided,
        }))
    }

    /// Dossiers as far as they are known: by their snapshots where these lie on or before a day, by
    /// their histories where not.
    async fn lives<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &str,
        number: &str,
        snapshots: Vec<Snapshot>,
        on: Date,
    ) -> Result<Vec<Life>, EngineError> {
        let unreadable = EngineError::unreadable(number);
        let mut lives = Vec::with_capacity(snapshots.len());
        let mut ahead = Vec::new();
        for snapshot in snapshots {
            let dossier = encoding::snapshot_from_bytes(&snapshot.state).map_err(&unreadable)?;
            match Some(on) < dossier.as_of {
                true => ahead.push(snapshot.dossier),
                false => lives.push(Life::Known(Box::new(dossier))),
            }
        }
        let histories: HashMap<i64, Vec<JournalRow>> =
            encoding::by_dossier(tx.histories(&ahead).await?);
        for journal in histories.values() {
            let rows =
                encoding::whole_journal(journal, self.zone_of(regime)).map_err(&unreadable)?;
            lives.push(Life::History(timeline::dated(timeline::live(&rows))));
        }
        Ok(lives)
    }

    /// A dossier with everything that the calendar has made true by a day. What is wrong with it is
    /// said of the call of that number.
    fn at(&self, life: &Life, number: &str, on: Date) -> Result<Dossier, EngineError> {
        let damaged = EngineError::damaged(number);
        let known = match life {
            Life::Known(dossier) => Dossier::clone(dossier),
            Life::History(history) => {
                let by_then = history.iter().filter(|dated| dated.effective_on <= on);
                dossier::replay(by_then).map_err(&damaged)?
            }
        };
        let (dossier, _) = dossier::settle(known, &self.editions, on).map_err(&damaged)?;
        Ok(dossier)
    }
}

/// A dossier of another history.
enum Life {
    /// All of it lies on or before the day that matters.
    Known(Box<Dossier>),
    /// Some of it lies after that day.
    History(Vec<Dated>),
}

impl Life {
    /// The days after one and up to another on which something happened to it.
    fn days_between(&self, on: Date, today: Date) -> Vec<Date> {
        match self {
            Self::Known(_) => Vec::new(),
            Self::History(history) => {
                let days = history.iter().map(|dated| dated.effective_on);
                days.filter(|day| on < *day && *day <= today).collect()
            }
        }
    }
}
