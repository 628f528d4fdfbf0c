//! A worker of the nightly check: it claims a batch, settles it and writes it, until nothing is left.
//!
//! Batches go by due day and within a day in the order of the dossiers' keys, so that a batch
//! touches few pages. The next batch is claimed and settled while the last ones are written. Where
//! rows can be held, nobody else changes a claimed dossier; everywhere, each write is guarded by the
//! version that was read.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier;
use parvaneh_store::{Append, LockedRows, Register, Snapshot, Store, StoreError, Transaction};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::{Settled, SweepError, Unsettled};
use crate::engine::{Engine, EngineError, append, entries};
use crate::stored;

/// How often a batch is tried again after a fault that may pass.
const ATTEMPTS: u32 = 6;

/// How long to wait before the second attempt; twice as long before each one after it.
const PAUSE: Duration = Duration::from_millis(100);

/// How many batches are written at once, where their rows can be held: while one waits for the disk,
/// the next one is on its way.
const MAX_IN_FLIGHT: usize = 2;

/// After how long the lease is renewed.
const RENEWAL: Duration = Duration::from_secs(5);

/// One of those who settle at once.
pub(super) struct Worker {
    pub(super) engine: Engine,
    pub(super) run: Uuid,
    /// Whether the run is its own, and so the lease.
    pub(super) leads: bool,
    pub(super) as_of: Date,
    pub(super) size: usize,
    pub(super) held: LockedRows,
    /// Dossiers that are known to fail.
    pub(super) failed: HashSet<i64>,
    pub(super) shares: mpsc::Sender<Share>,
}

/// What became of a batch.
#[derive(Default)]
pub(super) struct Share {
    pub(super) settled: Vec<Settled>,
    pub(super) unsettled: Vec<Unsettled>,
}

/// A batch that was claimed and settled, and is still to be written.
struct Claimed {
    /// The transaction that holds its rows, where rows can be held.
    tx: Option<Register<Transaction>>,
    share: Share,
    /// The last dossier that was read, after which to go on; none at the end.
    last: Option<(Date, i64)>,
}

/// A batch, and whether it was written as a whole.
struct Written {
    share: Share,
    done: Result<(), StoreError>,
}

impl Worker {
    /// Works until nothing more can be claimed.
    pub(super) async fn work(self) -> Result<(), SweepError> {
        let mut under_way = VecDeque::new();
        let mut worked = self.go_through(&mut under_way).await;
        // Whatever happened, it is reported what became of the last batches.
        for writing in under_way {
            match self.keep(writing).await {
                Ok(share) => {
                    self.send(share).await;
                }
                Err(error) => worked = worked.and(Err(error.into())),
            }
        }
        worked
    }

    /// Claims batches and begins to write them, and leaves the last ones under way.
    async fn go_through(
        &self,
        under_way: &mut VecDeque<JoinHandle<Written>>,
    ) -> Result<(), SweepError> {
        let most = match self.engine.store.holds_rows() {
            true => MAX_IN_FLIGHT,
            false => 1,
        };
        let mut renewed = Instant::now();
        let mut after = None;
        loop {
            let claimed = self.claim(after).await?;
            let Some(last) = claimed.last else {
                return Ok(());
            };
            after = Some(last);
            if under_way.len() == most
                && let Some(first) = under_way.pop_front()
            {
                let share = self.keep(first).await?;
                if !self.send(share).await {
                    return Ok(());
                }
            }
            under_way.push_back(self.begin(claimed));
            if RENEWAL <= renewed.elapsed() {
                renewed = Instant::now();
                self.renew().await?;
            }
        }
    }

    /// False where nobody takes the share, because the run has gone away.
    async fn send(&self, share: Share) -> bool {
        self.shares.send(share).await.is_ok()
    }

    async fn renew(&self) -> Result<(), SweepError> {
        if self.leads && !self.engine.store.renew_lease(self.run).await? {
            return Err(SweepError::LeaseLost { run: self.run });
        }
        Ok(())
    }

    /// Claims the next dossiers that are due, and settles them.
    async fn claim(&self, after: Option<(Date, i64)>) -> Result<Claimed, EngineError> {
        let store = &self.engine.store;
        let mut attempt = 0;
        loop {
            let claimed = match store.holds_rows() {
                false => {
                    let read = store.due(self.as_of, after, self.size).await;
                    read.map(|read| (None, read))
                }
                true => self.hold(after).await.map(|(tx, read)| (Some(tx), read)),
            };
            match claimed {
                Ok((tx, mut read)) => {
                    let last = read.last();
                    let last = last.and_then(|last| Some((last.due_on?, last.dossier)));
                    read.retain(|snapshot| !self.failed.contains(&snapshot.dossier));
                    let share = self.engine.settle(&read, self.as_of);
                    return Ok(Claimed { tx, share, last });
                }
                Err(error) if error.is_passing() && attempt < ATTEMPTS => {
                    attempt += 1;
                    pause(attempt).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn hold(
        &self,
        after: Option<(Date, i64)>,
    ) -> Result<(Register<Transaction>, Vec<Snapshot>), StoreError> {
        let tx = self.engine.store.begin_write().await?;
        let read = tx
            .claim_due(self.as_of, after, self.size, self.held)
            .await?;
        Ok((tx, read))
    }

    /// Begins to write a batch and to make it durable. A task of its own goes on with it, so that
    /// its connection is free again even while the worker waits for one.
    fn begin(&self, claimed: Claimed) -> JoinHandle<Written> {
        let Claimed { tx, share, .. } = claimed;
        let store = self.engine.store.clone();
        tokio::spawn(async move {
            let done = write(&store, tx, &share.settled).await;
            Written { share, done }
        })
    }

    /// Waits until a batch is durable; where it did not go in as a whole, what is left of it is
    /// written once more, and in halves, so that a bad dossier is found and its neighbours are not
    /// lost.
    async fn keep(&self, writing: JoinHandle<Written>) -> Result<Share, EngineError> {
        let Written { share, done } = writing.await.map_err(EngineError::Worker)?;
        match done {
            Ok(()) => Ok(share),
            Err(error) if error.is_passing() || error.is_about_one_dossier() => {
                tracing::debug!(%error, "a batch is written again");
                let mut done = Share {
                    settled: Vec::with_capacity(share.settled.len()),
                    unsettled: share.unsettled,
                };
                self.write_again(share.settled, &mut done).await?;
                Ok(done)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Reads the dossiers again and settles what is left to settle, piece by piece.
    async fn write_again(
        &self,
        settled: Vec<Settled>,
        done: &mut Share,
    ) -> Result<(), EngineError> {
        let mut pieces = vec![(settled, 0)];
        while let Some((mut piece, attempt)) = pieces.pop() {
            pause(attempt).await;
            match self.try_again(&piece, done).await {
                Ok(()) => {}
                Err(error) if error.is_about_one_dossier() && 1 < piece.len() => {
                    let half = piece.split_off(piece.len() / 2);
                    pieces.push((half, 0));
                    pieces.push((piece, 0));
                }
                Err(error) if error.is_passing() && attempt < ATTEMPTS => {
                    pieces.push((piece, attempt + 1));
                }
                Err(error) if error.is_about_one_dossier() => {
                    let code = match error {
                        StoreError::Conflict { .. } => "contended",
                        _ => "unwritable",
                    };
                    let one = piece.iter().map(|one| one.append.dossier);
                    let failed = one.map(|key| (key, code, error.to_string()));
                    done.unsettled.extend(failed);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn try_again(&self, piece: &[Settled], done: &mut Share) -> Result<(), StoreError> {
        let keys: Vec<i64> = piece.iter().map(|one| one.append.dossier).collect();
        let store = &self.engine.store;
        let tx = store.begin_write().await?;
        let read = tx.hold_snapshots(&keys).await?;
        // A commit whose answer was lost may have been made: then the heads are ours.
        let is_ours = |snapshot: &&Snapshot| {
            piece.iter().any(|one| {
                one.append.dossier == snapshot.dossier && *one.append.new_head() == snapshot.head
            })
        };
        let (ours, others): (Vec<&Snapshot>, Vec<&Snapshot>) = read.iter().partition(is_ours);
        let due: Vec<Snapshot> = others
            .into_iter()
            .filter(|snapshot| snapshot.due_on.is_some_and(|day| day <= self.as_of))
            .cloned()
            .collect();
        let share = self.engine.settle(&due, self.as_of);
        write(store, Some(tx), &share.settled).await?;
        for snapshot in ours {
            let one = piece
                .iter()
                .find(|one| one.append.dossier == snapshot.dossier);
            done.settled.extend(one.cloned());
        }
        done.settled.extend(share.settled);
        done.unsettled.extend(share.unsettled);
        Ok(())
    }
}

/// Writes a batch and makes it durable, or nothing of it.
async fn write(
    store: &Store,
    tx: Option<Register<Transaction>>,
    settled: &[Settled],
) -> Result<(), StoreError> {
    let tx = match tx {
        Some(tx) => tx,
        None => store.begin_write().await?,
    };
    let appends: Vec<&Append> = settled.iter().map(|one| &one.append).collect();
    tx.append(&appends).await?;
    tx.commit().await
}

/// Longer before each attempt, so that a server that restarts is waited for.
async fn pause(attempt: u32) {
    if attempt != 0 {
        tokio::time::sleep(PAUSE * 2_u32.saturating_pow(attempt - 1)).await;
    }
}

impl Engine {
    /// Settles what was read; a dossier that cannot be is put aside, and its neighbours go on.
    pub(super) fn settle(&self, read: &[Snapshot], as_of: Date) -> Share {
        let recorded_at = self.recorded_at();
        let actor: Arc<str> = Arc::from(calendar_actor());
        let mut share = Share::default();
        for snapshot in read {
            match self.settle_one(snapshot, as_of, &actor, recorded_at) {
                Ok(one) => share.settled.push(one),
                Err((code, message)) => share.unsettled.push((snapshot.dossier, code, message)),
            }
        }
        share
    }

    fn settle_one(
        &self,
        snapshot: &Snapshot,
        as_of: Date,
        actor: &Arc<str>,
        recorded_at: i64,
    ) -> Result<Settled, (&'static str, String)> {
        let encode = |error: EngineError| ("unwritable", error.to_string());
        let defect = |defect: dossier::Defect| (defect.code(), defect.to_string());
        let before = stored::snapshot_from_bytes(&snapshot.state)
            .map_err(|problem| ("unreadable", problem))?;
        let held = before.asks_or_holds().map(str::to_owned);
        let (after, events) = dossier::settle(before, &self.editions, as_of).map_err(defect)?;
        let due_on = dossier::due_on(&after, &self.editions).map_err(defect)?;
        let entries = entries(snapshot, actor, recorded_at, &events).map_err(encode)?;
        let append = append(snapshot, held.as_deref(), &after, due_on, entries).map_err(encode)?;
        Ok(Settled { append, events })
    }
}

/// The calendar, as the journal names it.
fn calendar_actor() -> String {
    serde_json::to_string(&Actor::calendar()).unwrap_or_else(|_| "calendar".to_owned())
}
