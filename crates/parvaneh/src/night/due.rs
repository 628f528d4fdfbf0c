//! What is due, as far as it can be read: a row that nobody can read is one failure, and the others go on.

use chrono::NaiveDate;
use parvaneh_core::calendar::Date;
use parvaneh_store::{Connection, Register, Snapshot, StoreError};

use super::settling::BatchFailure;
use crate::unreadable::in_full;
use crate::{Engine, EngineError};

/// The next of what is due.
pub(super) struct Due {
    pub(super) snapshots: Vec<Snapshot>,
    /// Those of which nothing can be read.
    pub(super) failures: Vec<BatchFailure>,
    /// The last that was read, after which to go on; none at the end.
    pub(super) last: Option<(NaiveDate, i64)>,
}

impl Due {
    /// All of which can be read.
    pub(super) fn of(snapshots: Vec<Snapshot>) -> Self {
        Self {
            last: place_of(snapshots.last()),
            snapshots,
            failures: Vec::new(),
        }
    }
}

/// The next of what is due by a day, after a day and a dossier.
///
/// A day that is stored in another form than days are, such as 2026-11-2, may be read and comes after itself all the
/// same: what came before is left out, so that a night has an end.
pub(super) async fn next_due<C: Connection>(
    register: &Register<C>,
    as_of: NaiveDate,
    after: Option<(NaiveDate, i64)>,
    limit: usize,
) -> Result<Due, StoreError> {
    let mut limit = limit;
    loop {
        let mut due = page(register, as_of, after, limit).await?;
        let goes_on = due.last.is_none_or(|last| Some(last) > after);
        let is_last = due.snapshots.len() + due.failures.len() < limit;
        if goes_on || is_last {
            due.snapshots
                .retain(|snapshot| place_of(Some(snapshot)) > after);
            due.last = due.last.filter(|_| goes_on);
            return Ok(due);
        }
        limit = limit.saturating_mul(2);
    }
}

async fn page<C: Connection>(
    register: &Register<C>,
    as_of: NaiveDate,
    after: Option<(NaiveDate, i64)>,
    limit: usize,
) -> Result<Due, StoreError> {
    match register.due(as_of, after, limit).await {
        Ok(snapshots) => Ok(Due::of(snapshots)),
        Err(StoreError::Unreadable { .. }) => one_by_one(register, as_of, after, limit).await,
        Err(error) => Err(error),
    }
}

/// The same where a row of the next ones cannot be read. What is read has one that can be, where there is one:
/// after it the next page begins.
async fn one_by_one<C: Connection>(
    register: &Register<C>,
    as_of: NaiveDate,
    after: Option<(NaiveDate, i64)>,
    limit: usize,
) -> Result<Due, StoreError> {
    let mut limit = limit;
    loop {
        let keys = register.due_keys(as_of, after, limit).await?;
        let (snapshots, failures) = each_alone(register, &keys).await?;
        let last = place_of(snapshots.last());
        if last.is_some() || keys.len() < limit {
            return Ok(Due {
                snapshots,
                failures,
                last,
            });
        }
        limit = limit.saturating_mul(2);
    }
}

/// The snapshots after a key, in the order of their keys and as far as they can be read, and the last key.
pub(super) async fn snapshots_after<C: Connection>(
    register: &Register<C>,
    after: Option<i64>,
    limit: usize,
) -> Result<(Vec<Snapshot>, Option<i64>), StoreError> {
    match register.snapshots_after(after, limit).await {
        Ok(snapshots) => {
            let last = snapshots.last().map(|last| last.dossier);
            Ok((snapshots, last))
        }
        Err(StoreError::Unreadable { .. }) => {
            let keys = register.keys_after(after, limit).await?;
            let (snapshots, _) = each_alone(register, &keys).await?;
            Ok((snapshots, keys.last().copied()))
        }
        Err(error) => Err(error),
    }
}

async fn each_alone<C: Connection>(
    register: &Register<C>,
    keys: &[i64],
) -> Result<(Vec<Snapshot>, Vec<BatchFailure>), StoreError> {
    let (mut snapshots, mut failures) = (Vec::new(), Vec::new());
    for key in keys {
        match register.load_snapshots(&[*key]).await {
            Ok(read) => snapshots.extend(read),
            Err(error @ StoreError::Unreadable { .. }) => {
                failures.push(BatchFailure::unreadable(*key, in_full(&error)));
            }
            Err(error) => return Err(error),
        }
    }
    Ok((snapshots, failures))
}

fn place_of(snapshot: Option<&Snapshot>) -> Option<(NaiveDate, i64)> {
    snapshot.and_then(|last| Some((last.due_on?, last.dossier)))
}

impl Engine {
    /// What is due by a day, and is of a regime that nobody has described: none of it can be judged.
    pub(super) async fn of_no_regime(&self, as_of: Date) -> Result<Vec<BatchFailure>, EngineError> {
        let known: Vec<&str> = self.workflows.regime_names().collect();
        let is_strange = match self.store.regimes().await {
            Ok(held) => held.iter().any(|name| !known.contains(&name.as_str())),
            Err(StoreError::Unreadable { .. }) => true,
            Err(error) => return Err(error.into()),
        };
        if !is_strange {
            return Ok(Vec::new());
        }
        let keys = self.store.due_of_others(as_of.into(), &known).await?;
        let failure = |key: i64| BatchFailure {
            dossier: key,
            code: "no_such_regime",
            message: format!("its regime is none of {}", known.join(", ")),
        };
        Ok(keys.into_iter().map(failure).collect())
    }
}
