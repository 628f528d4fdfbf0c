//! One run at a time: the lease of a night, or of an import.
//!
//! It is renewed while the run goes on, and whoever has it looks between two batches whether it is lost. A run that
//! was killed leaves it to lapse.

use std::fmt;
use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat};
use parvaneh_core::calendar::Date;
use parvaneh_store::{Lease, NewRun, OpenRun, Store, StoreError};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use uuid::Uuid;

use crate::{Engine, EngineError};

/// What a night is called among the runs.
pub(crate) const NIGHTLY: &str = "nightly";

/// What an import is called there.
pub(crate) const IMPORT: &str = "import";

/// After how long the lease is renewed.
const RENEWAL: Duration = Duration::from_secs(5);

/// How long is waited for runs that give their leases back.
pub(crate) const LEAVING: Duration = Duration::from_secs(5);

/// A run that has the lease: another one has to wait.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GoingOn {
    /// Its id.
    pub run: Uuid,
    /// What it does: `nightly` or `import`.
    pub kind: String,
    /// The day it settles up to.
    pub as_of: Date,
    /// When it began, in milliseconds since 1970.
    pub since: i64,
}

impl GoingOn {
    /// Whether it is a night, which others may join.
    pub fn is_a_night(&self) -> bool {
        self.kind == NIGHTLY
    }
}

impl From<OpenRun> for GoingOn {
    fn from(open: OpenRun) -> Self {
        Self {
            run: open.id,
            kind: open.kind,
            as_of: Date::nearest_to(open.as_of),
            since: open.started_at,
        }
    }
}

impl fmt::Display for GoingOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            run, kind, as_of, ..
        } = self;
        write!(f, "`{kind}` is going on since {}", instant(self.since))?;
        match self.is_a_night() {
            true => write!(f, ", as of {as_of} (run {run})"),
            false => write!(f, " (run {run})"),
        }
    }
}

/// An instant as it is told, to the second.
pub(crate) fn instant(milliseconds: i64) -> String {
    let at = DateTime::from_timestamp_millis(milliseconds).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Engine {
    /// Takes the lease for a run, unless another one has it: then the answer is that one.
    pub(crate) async fn begin_run(
        &self,
        id: Uuid,
        kind: &str,
        as_of: Date,
        others: Lease,
    ) -> Result<Result<LeaseGuard, GoingOn>, EngineError> {
        // A run of this engine that was dropped may be giving its lease back.
        self.leaving_is_over().await;
        let run = NewRun {
            id,
            kind: kind.to_owned(),
            as_of: as_of.into(),
            started_at: self.now(&self.store).await?,
        };
        // On a task of its own: whoever is dropped while the lease is being taken gives it back as well, by dropping
        // what the task has sent.
        let engine = self.clone();
        let (tell, told) = oneshot::channel();
        self.leaving.spawn(async move {
            let other = engine.store.start_run(&run, others).await;
            // The lease may have been given although the answer to that was lost.
            let other = other.map(|other| other.filter(|other| other.id != id));
            let begun = other.map(|other| match other {
                None => Ok(LeaseGuard::of(engine, id)),
                Some(other) => Err(GoingOn::from(other)),
            });
            drop(tell.send(begun));
        });
        // Where nothing is told the runtime ends, and nothing goes on.
        let ended = |_| StoreError::Uncertain { source: None };
        Ok(told.await.map_err(ended)??)
    }
}

/// A lease that is renewed from time to time by whoever works under it.
#[derive(Debug)]
pub(crate) struct Renewal {
    run: Uuid,
    renewed: Instant,
}

impl Renewal {
    /// Of the lease of that run, which was taken just now.
    pub(crate) fn of(run: Uuid) -> Self {
        Self {
            run,
            renewed: Instant::now(),
        }
    }

    /// The run whose lease it is.
    pub(crate) fn run(&self) -> Uuid {
        self.run
    }

    /// Renews the lease if it is time to; false where it is lost. Where the register cannot be reached for a
    /// moment, or others write to it, nobody knows, and the next time will tell.
    pub(crate) async fn renew(&mut self, store: &Store) -> Result<bool, EngineError> {
        if self.renewed.elapsed() < RENEWAL {
            return Ok(true);
        }
        self.renewed = Instant::now();
        match store.renew_lease(self.run).await {
            Err(error) if error.is_passing() || error.is_held() => Ok(true),
            renewed => Ok(renewed?),
        }
    }
}

/// A lease that is given back where whoever works under it is dropped.
#[derive(Debug)]
pub(crate) struct LeaseGuard {
    engine: Engine,
    /// None once it was given back in order.
    run: Option<Uuid>,
}

impl LeaseGuard {
    /// Of the lease of that run, which was taken just now.
    pub(crate) fn of(engine: Engine, run: Uuid) -> Self {
        let run = Some(run);
        Self { engine, run }
    }

    /// It was given back in order, or lapses by itself.
    pub(crate) fn given_back(mut self) {
        self.run = None;
    }
}

impl Drop for LeaseGuard {
    fn drop(&mut self) {
        let Some(run) = self.run else { return };
        // Outside of a runtime nothing can be asked of the register, and the lease lapses.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let store = self.engine.store.clone();
        // Where it cannot be given back it lapses.
        let given_back = async move { drop(store.cut_off_run(run).await) };
        self.engine.leaving.spawn_on(given_back, &runtime);
    }
}

/// A lease that is renewed by itself while something long goes on, until this is dropped.
pub(crate) struct Renewing(JoinHandle<()>);

impl Renewing {
    /// Of the lease of that run, which was taken just now.
    pub(crate) fn of(store: &Store, run: Uuid) -> Self {
        let store = store.clone();
        Self(tokio::spawn(async move {
            loop {
                sleep(RENEWAL).await;
                // Who has lost it is told so by what it writes.
                if let Ok(false) = store.renew_lease(run).await {
                    break;
                }
            }
        }))
    }
}

impl Drop for Renewing {
    fn drop(&mut self) {
        self.0.abort();
    }
}
