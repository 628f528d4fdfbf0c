//! What is due, as far as it can be read: a row that nobody can read is one failure, and the others go on.

use chrono::NaiveDate;
use parvaneh_store::{Connection, Register, Snapshot, StoreError};

use super::settling::BatchFailure;
use super::tally::Tally;
use crate::EngineError;
use parvaneh_store::in_full;

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
/// A page in which no row can be read has no place after which to go on, so that a larger one is read. Neither has
/// one whose last day is stored in another form than days are, such as 2026-11-2: it can be read, and comes after
/// itself in the order of the days.
pub(super) async fn next_due<C: Connection>(
    register: &Register<C>,
    as_of: NaiveDate,
    after: Option<(NaiveDate, i64)>,
    limit: usize,
) -> Result<Due, StoreError> {
    let mut limit = limit;
    loop {
        let (mut due, read) = page(register, as_of, after, limit).await?;
        let goes_on = due.last > after;
        if goes_on || read < limit {
            due.snapshots
                .retain(|snapshot| place_of(Some(snapshot)) > after);
            due.last = due.last.filter(|_| goes_on);
            return Ok(due);
        }
        limit = limit.saturating_mul(2);
    }
}

/// Some of what is due, and how many rows that were.
async fn page<C: Connection>(
    register: &Register<C>,
    as_of: NaiveDate,
    after: Option<(NaiveDate, i64)>,
    limit: usize,
) -> Result<(Due, usize), StoreError> {
    match register.due(as_of, after, limit).await {
        Err(StoreError::Unreadable { .. }) => {}
        read => {
            let snapshots = read?;
            let rows = snapshots.len();
            return Ok((Due::of(snapshots), rows));
        }
    }
    let keys = register.due_keys(as_of, after, limit).await?;
    let (mut snapshots, failures) = each_alone(register, &keys).await?;
    // What somebody has changed since its key was read may be due no longer.
    snapshots.retain(|snapshot| snapshot.due_on.is_some_and(|day| day <= as_of));
    let due = Due {
        failures,
        ..Due::of(snapshots)
    };
    Ok((due, keys.len()))
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

/// How many dossiers of no regime are named together.
const PAGE: usize = 1_000;

impl<P: FnMut(usize, usize)> Tally<'_, P> {
    /// Adds what is due and of a regime that nobody has described: none of it can be judged.
    pub(super) async fn add_those_of_no_regime(&mut self) -> Result<(), EngineError> {
        let store = &self.engine.store;
        let known: Vec<&str> = self.engine.workflows.regime_names().collect();
        let is_strange = match store.regimes().await {
            Ok(held) => held.iter().any(|name| !known.contains(&name.as_str())),
            Err(StoreError::Unreadable { .. }) => true,
            Err(error) => return Err(error.into()),
        };
        let as_of = self.report.as_of.into();
        let mut after = is_strange.then_some(i64::MIN);
        while let Some(from) = after {
            let keys = store.due_of_others(as_of, &known, from, PAGE).await?;
            after = keys.last().copied();
            let failure = |key: i64| BatchFailure {
                dossier: key,
                code: "no_such_regime",
                message: format!("its regime is none of {}", known.join(", ")),
            };
            self.add_failures(keys.into_iter().map(failure).collect())
                .await?;
        }
        Ok(())
    }
}
