//! What a dossier that answers to a call has to know of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, CallView, Dated, Dossier};
use parvaneh_core::timeline::{self, Row};
use parvaneh_store::{Connection, JournalRow, Register, Snapshot};

use crate::parties::ids_of;
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

/// The journals of dossiers that one revision states anew, by their keys, as they will be.
pub(crate) type Anew = BTreeMap<i64, Vec<Row>>;

/// Which call is asked for, and from where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallQuestion<'a> {
    pub(crate) regime: &'a str,
    pub(crate) number: &'a str,
    /// The dossier that asks, where it is in the register.
    pub(crate) asking: Option<i64>,
    /// The day on which it asks.
    pub(crate) on: Date,
    pub(crate) today: Date,
}

impl Engine {
    /// The call as it stands on the day of the question, with how many dossiers other than
    /// `asking` hold a seat of it, and how many wait for a decision; none where there is no such call.
    ///
    /// Nothing is written to the call: the night records what the calendar did to it. A seat does
    /// not count as held once the calendar has freed it, even if no night has recorded that yet. A
    /// seat of an earlier day must be free on every day from then to today: who was recorded first
    /// keeps it.
    pub(crate) async fn call_view<C: Connection>(
        &self,
        tx: &Register<C>,
        question: CallQuestion<'_>,
        row: CallRow,
    ) -> Result<Option<CallView>, EngineError> {
        self.call_view_beside(tx, question, row, &Anew::new()).await
    }

    /// The same beside dossiers that the same revision states anew. They count on the day of the
    /// question alone: for later days they are held against one another when all of them are stated.
    pub(crate) async fn call_view_beside<C: Connection>(
        &self,
        tx: &Register<C>,
        question: CallQuestion<'_>,
        row: CallRow,
        anew: &Anew,
    ) -> Result<Option<CallView>, EngineError> {
        let CallQuestion {
            regime,
            number,
            asking,
            on,
            today,
        } = question;
        let found = self.call_rows(tx, regime, number).await?;
        let keys: Vec<i64> = found.iter().map(|row| row.seq).collect();
        let calls = match row {
            CallRow::Read => tx.load_snapshots(&keys).await?,
            CallRow::Locked => tx.hold_snapshots(&keys).await?,
        };
        if calls.is_empty() {
            return Ok(None);
        }
        let of_call = match keys.iter().find(|key| Some(**key) != asking) {
            Some(key) if anew.contains_key(key) => vec![Life::of(&anew[key])],
            Some(_) | None => self.lives(tx, regime, number, calls, on).await?,
        };
        let Some(call) = of_call.first() else {
            return Ok(None);
        };
        let call = self.at(call, number, on)?.call;
        // Who holds no seat any more may have held one on an earlier day.
        let mut others = match on < today {
            true => tx.answered(regime, number).await?,
            false => tx.in_call(regime, number).await?,
        };
        others.retain(|other| Some(*other) != asking && !anew.contains_key(other));
        let others = tx.load_snapshots(&others).await?;
        let others = self.lives(tx, regime, number, others, on).await?;
        let mut days = BTreeSet::new();
        for other in &others {
            days.extend(other.days_after(on, today));
        }
        let beside = anew.iter().filter(|(key, _)| Some(**key) != asking);
        let beside: Vec<Life> = beside.map(|(_, rows)| Life::of(rows)).collect();
        let (mut seats_taken, mut undecided) = (0, 0);
        let mut parties = BTreeSet::new();
        for other in others.iter().chain(&beside) {
            let other = self.at(other, number, on)?;
            seats_taken += u32::from(other.seat() == Some(number));
            let answers = other.seat_claim() == Some(number);
            undecided += u32::from(answers && other.awaits_decision());
            if answers {
                parties.extend(other.interested());
            }
        }
        for day in days {
            let mut taken = 0;
            for other in &others {
                taken += u32::from(self.at(other, number, day)?.seat() == Some(number));
            }
            seats_taken = Ord::max(seats_taken, taken);
        }
        // Under whichever id a person asks for a seat, it is their matter.
        let parties = ids_of(tx, &parties).await?;
        Ok(Some(CallView {
            number: number.to_owned(),
            call,
            seats_taken,
            undecided,
            parties: parties.into_iter().collect(),
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
            lives.push(Life::of(&rows));
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
    /// What stands of a journal.
    fn of(rows: &[Row]) -> Self {
        Self::History(timeline::dated(timeline::live(rows)))
    }

    /// The days after one and up to another on which something happened to it.
    fn days_after(&self, on: Date, today: Date) -> Vec<Date> {
        match self {
            Self::Known(_) => Vec::new(),
            Self::History(history) => {
                let days = history.iter().map(|dated| dated.effective_on);
                days.filter(|day| on < *day && *day <= today).collect()
            }
        }
    }
}
