//! A worker of the nightly check: it claims a batch, settles it and writes it, until nothing is left.
//!
//! Batches go by due day and within a day in the order of the dossiers' keys, so that a batch
//! touches few pages. The next batch is claimed and settled while the last ones are written. Where
//! the database locks rows, nobody else changes a claimed dossier. On every database, each write is
//! guarded by the version that was read.

use std::collections::{HashSet, VecDeque};

use chrono::NaiveDate;
use parvaneh_store::{
    Append, LockedRows, Pauses, Register, Snapshot, Store, StoreError, Transaction,
};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::due::{Due, next_due};
use super::error::SweepError;
use super::settling::{BatchFailure, BatchOutcome, Settled, Settling};
use crate::EngineError;
use crate::lease::Renewal;

/// How many batches are written at the same time, where the database locks rows: while one waits for
/// the disk, the next one is sent.
const MAX_IN_FLIGHT: usize = 2;

/// One of the workers that settle at the same time.
pub(super) struct Worker {
    pub(super) store: Store,
    pub(super) settling: Settling,
    /// The run whose lease it renews; none where it has joined another process's run.
    pub(super) leads: Option<Uuid>,
    pub(super) size: usize,
    pub(super) held: LockedRows,
    /// Dossiers that are known to fail.
    pub(super) failed: HashSet<i64>,
    /// Cancelled, no further batch is claimed.
    pub(super) stop: CancellationToken,
    pub(super) outcomes: mpsc::Sender<BatchOutcome>,
}

/// Why a worker has left.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Left {
    /// Nothing more can be claimed.
    Through,
    /// It was told to stop, or nobody receives what it does.
    Stopped,
}

/// A batch that was claimed and settled, and is still to be written.
struct Claimed {
    /// The transaction that has locked its rows, where the database locks rows.
    tx: Option<Register<Transaction>>,
    outcome: BatchOutcome,
    /// The last dossier that was read, after which to go on; none at the end.
    last: Option<(NaiveDate, i64)>,
}

/// A batch, and whether it was written as a whole.
struct Written {
    outcome: BatchOutcome,
    done: Result<(), StoreError>,
}

impl Worker {
    /// Works until nothing more can be claimed, or it is told to stop.
    pub(super) async fn work(self) -> Result<Left, SweepError> {
        let mut in_flight = VecDeque::new();
        let mut worked = self.go_through(&mut in_flight).await;
        // Also after an error, the outcome of the last batches is reported.
        for writing in in_flight {
            match self.finish_writing(writing).await {
                Ok(outcome) => {
                    self.send(outcome).await;
                }
                Err(error) => worked = worked.and(Err(error.into())),
            }
        }
        worked
    }

    /// Claims batches and begins to write them, and leaves the last ones in flight.
    async fn go_through(
        &self,
        in_flight: &mut VecDeque<JoinHandle<Written>>,
    ) -> Result<Left, SweepError> {
        let most = match self.store.holds_rows() {
            true => MAX_IN_FLIGHT,
            false => 1,
        };
        let mut lease = self.leads.map(Renewal::of);
        let mut after = None;
        let mut held = self.held;
        while !self.stop.is_cancelled() {
            let claimed = self.claim(after, &mut held).await?;
            let Some(last) = claimed.last else {
                self.send(claimed.outcome).await;
                return Ok(Left::Through);
            };
            after = Some(last);
            if in_flight.len() == most
                && let Some(first) = in_flight.pop_front()
            {
                let outcome = self.finish_writing(first).await?;
                if !self.send(outcome).await {
                    return Ok(Left::Stopped);
                }
            }
            in_flight.push_back(self.start_writing(claimed));
            if let Some(lease) = &mut lease {
                self.settling.engine.keep_lease(lease).await?;
            }
        }
        Ok(Left::Stopped)
    }

    /// False where nobody receives the outcome, because the run was dropped.
    async fn send(&self, outcome: BatchOutcome) -> bool {
        self.outcomes.send(outcome).await.is_ok()
    }

    /// Claims the next dossiers that are due, and settles them. Rows that others hold are waited for once: where
    /// that was in vain, they are left to whoever holds them from now on, and those of others are not.
    async fn claim(
        &self,
        after: Option<(NaiveDate, i64)>,
        held: &mut LockedRows,
    ) -> Result<Claimed, EngineError> {
        let store = &self.store;
        let mut pauses = Pauses::few();
        loop {
            let claimed = match store.holds_rows() {
                false => {
                    let due = next_due(store, self.settling.as_of.into(), after, self.size);
                    due.await.map(|due| (None, None, due))
                }
                true => self
                    .claim_locked(after, *held)
                    .await
                    .map(|(tx, joined, due)| (Some(tx), joined, due)),
            };
            let failed = match claimed {
                Ok((tx, joined, due)) => {
                    let (mut read, last) = (due.snapshots, due.last);
                    read.retain(|snapshot| !self.failed.contains(&snapshot.dossier));
                    let mut outcome = self.settling.settle(&read, joined);
                    outcome.failures.extend(due.failures);
                    let settling = &self.settling;
                    let restated = match &tx {
                        Some(tx) => settling.restate(tx, joined, &mut outcome).await,
                        None => settling.restate(store, joined, &mut outcome).await,
                    };
                    match restated {
                        Ok(()) => return Ok(Claimed { tx, outcome, last }),
                        Err(EngineError::Store(failed)) => failed,
                        Err(failed) => return Err(failed),
                    }
                }
                Err(failed) => failed,
            };
            if failed.is_held() && *held == LockedRows::Wait {
                *held = LockedRows::Skip;
                continue;
            }
            match pauses.next().filter(|_| failed.is_passing()) {
                Some(pause) => sleep(pause).await,
                None => return Err(failed.into()),
            }
        }
    }

    async fn claim_locked(
        &self,
        after: Option<(NaiveDate, i64)>,
        held: LockedRows,
    ) -> Result<(Register<Transaction>, Option<i64>, Due), StoreError> {
        let (tx, joined) = self.store.begin_write_at().await?;
        let read = tx
            .claim_due(self.settling.as_of.into(), after, self.size, held)
            .await?;
        Ok((tx, joined, Due::of(read)))
    }

    /// Begins to write a batch and to make it durable. A task of its own goes on with it, so that
    /// its connection is free again even while the worker waits for one.
    fn start_writing(&self, claimed: Claimed) -> JoinHandle<Written> {
        let Claimed { tx, outcome, .. } = claimed;
        let store = self.store.clone();
        tokio::spawn(async move {
            let done = write(&store, tx, &outcome.settled).await;
            Written { outcome, done }
        })
    }

    /// Waits until a batch is durable. A batch that failed is written again, and then in halves, so
    /// that a bad dossier is found and its neighbours are not lost.
    async fn finish_writing(
        &self,
        writing: JoinHandle<Written>,
    ) -> Result<BatchOutcome, EngineError> {
        let Written { outcome, done } = writing.await.map_err(EngineError::Worker)?;
        let Err(error) = done else {
            return Ok(outcome);
        };
        let may_go_in =
            error.is_passing() || error.is_about_one_dossier() || self.waits_for_rows(&error);
        if !may_go_in {
            return Err(error.into());
        }
        tracing::debug!(%error, "a batch is written again");
        let mut done = BatchOutcome {
            failures: outcome.failures,
            ..BatchOutcome::default()
        };
        let piece = Piece {
            held: match self.waits_for_rows(&error) {
                true => LockedRows::Skip,
                false => LockedRows::Wait,
            },
            is_uncertain: is_uncertain(&error),
            ..Piece::of(outcome.settled)
        };
        let written = self.write_again(piece, &mut done).await;
        if written.is_err() {
            // What is known of it is told all the same.
            self.send(std::mem::take(&mut done)).await;
        }
        written.map(|()| done)
    }

    /// Whether the rows of some dossiers are held by others. In a file there is one writer, who holds all.
    fn waits_for_rows(&self, error: &StoreError) -> bool {
        self.store.holds_rows() && error.is_held()
    }

    /// Reads the dossiers again and settles what is left to settle, piece by piece.
    async fn write_again(&self, piece: Piece, done: &mut BatchOutcome) -> Result<(), EngineError> {
        let mut pieces = vec![piece];
        while let Some(mut piece) = pieces.pop() {
            let failed = match self.try_again(&mut piece, done).await {
                Ok(()) => continue,
                Err(failed) => failed,
            };
            let error = match failed {
                EngineError::Store(error) => error,
                other => {
                    done.uncertain += uncertain(&piece, &pieces);
                    return Err(other);
                }
            };
            piece.is_uncertain |= is_uncertain(&error);
            if self.waits_for_rows(&error) && piece.held == LockedRows::Wait {
                piece.held = LockedRows::Skip;
                pieces.push(piece);
            } else if error.is_about_one_dossier() && 1 < piece.settled.len() {
                let half = piece.settled.split_off(piece.settled.len() / 2);
                let of_half = |settled| Piece {
                    held: piece.held,
                    is_uncertain: piece.is_uncertain,
                    ..Piece::of(settled)
                };
                pieces.push(of_half(half));
                pieces.push(of_half(piece.settled));
            } else if error.is_passing()
                && let Some(pause) = piece.pauses.next()
            {
                sleep(pause).await;
                pieces.push(piece);
            } else if error.is_about_one_dossier() {
                let code = match error {
                    StoreError::Conflict { .. } => "contended",
                    _ => "unwritable",
                };
                done.failures
                    .extend(piece.settled.iter().map(|one| BatchFailure {
                        dossier: one.append.dossier,
                        code,
                        message: error.to_string(),
                    }));
            } else {
                done.uncertain += uncertain(&piece, &pieces);
                return Err(error.into());
            }
        }
        Ok(())
    }

    async fn try_again(
        &self,
        piece: &mut Piece,
        done: &mut BatchOutcome,
    ) -> Result<(), EngineError> {
        let settled = &piece.settled;
        let mut keys: Vec<i64> = settled.iter().map(|one| one.append.dossier).collect();
        let mut locked = Vec::new();
        let store = &self.store;
        let (tx, joined) = store.begin_write_at().await?;
        if piece.held == LockedRows::Skip {
            let free: HashSet<i64> = tx.free_dossiers(&keys).await?.into_iter().collect();
            locked.extend(keys.extract_if(.., |key| !free.contains(key)));
        }
        let read = tx.hold_snapshots(&keys).await?;
        // A commit whose confirmation was lost may have succeeded: then the heads are ours.
        let is_ours = |snapshot: &&Snapshot| {
            settled.iter().any(|one| {
                one.append.dossier == snapshot.dossier && *one.append.new_head() == snapshot.head
            })
        };
        let (ours, others): (Vec<&Snapshot>, Vec<&Snapshot>) = read.iter().partition(is_ours);
        let due: Vec<Snapshot> = others
            .into_iter()
            .filter(|snapshot| {
                snapshot
                    .due_on
                    .is_some_and(|day| day <= self.settling.as_of.into())
            })
            .cloned()
            .collect();
        let mut outcome = self.settling.settle(&due, joined);
        self.settling.restate(&tx, joined, &mut outcome).await?;
        let ours: HashSet<i64> = ours.iter().map(|snapshot| snapshot.dossier).collect();
        let written = write(store, Some(tx), &outcome.settled).await;
        if let Err(error @ StoreError::Uncertain { .. }) = written {
            // If it was written, then as it was settled now.
            let now: HashSet<i64> = outcome
                .settled
                .iter()
                .map(|one| one.append.dossier)
                .collect();
            piece
                .settled
                .retain(|one| !now.contains(&one.append.dossier));
            piece.settled.extend(outcome.settled);
            return Err(error.into());
        }
        written?;
        let is_ours = |one: &&Settled| ours.contains(&one.append.dossier);
        done.settled
            .extend(piece.settled.iter().filter(is_ours).cloned());
        done.settled.extend(outcome.settled);
        done.failures.extend(outcome.failures);
        let locked = locked.into_iter().map(BatchFailure::locked);
        done.failures.extend(locked);
        Ok(())
    }
}

/// A part of a batch that is to be written again.
struct Piece {
    settled: Vec<Settled>,
    pauses: Pauses,
    /// Whether rows that others hold are still waited for.
    held: LockedRows,
    /// Whether it may have been written.
    is_uncertain: bool,
}

impl Piece {
    fn of(settled: Vec<Settled>) -> Self {
        Self {
            settled,
            pauses: Pauses::few(),
            held: LockedRows::Wait,
            is_uncertain: false,
        }
    }
}

fn is_uncertain(error: &StoreError) -> bool {
    matches!(error, StoreError::Uncertain { .. })
}

/// Of how many dossiers nobody knows whether they were written, when the register is lost.
fn uncertain(piece: &Piece, others: &[Piece]) -> usize {
    let all = others.iter().chain([piece]);
    let uncertain = all.filter(|piece| piece.is_uncertain);
    uncertain.map(|piece| piece.settled.len()).sum()
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
