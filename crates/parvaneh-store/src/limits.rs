//! How long anything of a server is waited for.
//!
//! A server ends a statement that takes too long, and says so. That is of no use where the network falls
//! silent: then nothing is said at all, and no error comes either. So the answer to every statement is waited
//! for here as well, somewhat longer than the server takes at the most.
//!
//! A register in a file has no limits of this kind: there is no network between.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use sea_orm::{DbBackend, DbErr};

use crate::StoreError;

/// What is waited for, and for how long at the most.
#[derive(Debug)]
pub(crate) struct Limits {
    /// A connection, be it a free one or a new one; and how long an answer may be on its way.
    pub(crate) connect: Duration,
    /// One statement at the server.
    pub(crate) statement: Duration,
    /// One statement that reads or changes a table as a whole.
    pub(crate) whole: Duration,
    /// Whether an answer was ever waited for in vain. From then on each connection is tried before it is used
    /// by others.
    silence: AtomicBool,
}

/// What is attempted by a statement, and how much it has to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    pub(crate) what: &'static str,
    reach: Reach,
}

#[derive(Clone, Copy, Debug)]
enum Reach {
    /// Some rows.
    Some,
    /// All rows of a table.
    Whole,
}

/// One that reads or changes a table as a whole, which takes as long as the table is.
pub(crate) fn whole(what: &'static str) -> Task {
    let reach = Reach::Whole;
    Task { what, reach }
}

impl From<&'static str> for Task {
    fn from(what: &'static str) -> Self {
        let reach = Reach::Some;
        Self { what, reach }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            statement: Duration::from_secs(60),
            whole: Duration::from_secs(60 * 60),
            silence: AtomicBool::new(false),
        }
    }
}

impl Limits {
    /// Of a connection that a host has made itself.
    pub(crate) fn of(backend: DbBackend) -> Option<Arc<Self>> {
        static DEFAULT: LazyLock<Arc<Limits>> = LazyLock::new(Arc::default);
        match backend {
            DbBackend::Postgres => Some(Arc::clone(&DEFAULT)),
            _ => None,
        }
    }

    /// How long an answer is waited for: as long as the server may take for it, and as long again as a
    /// connection may take.
    fn answer(&self, reach: Reach) -> Duration {
        let at_the_server = match reach {
            Reach::Some => self.statement,
            Reach::Whole => self.whole,
        };
        at_the_server.saturating_add(self.connect)
    }

    /// Whether an answer was ever waited for in vain.
    #[cfg(feature = "postgres")]
    pub(crate) fn were_reached(&self) -> bool {
        self.silence.load(Ordering::Relaxed)
    }

    fn are_reached(&self) {
        self.silence.store(true, Ordering::Relaxed);
    }
}

/// Waits for the answer to what is asked, as long as the limits say; without limits, until it comes.
pub(crate) async fn in_time<T>(
    limits: Option<&Limits>,
    Task { what, reach }: Task,
    asked: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, StoreError> {
    let answered = match limits {
        None => asked.await,
        Some(limits) => {
            let limit = limits.answer(reach);
            match tokio::time::timeout(limit, asked).await {
                Ok(answered) => answered,
                Err(_) => {
                    limits.are_reached();
                    let seconds = limit.as_secs();
                    return Err(StoreError::Unanswered { what, seconds });
                }
            }
        }
    };
    answered.map_err(StoreError::of(what))
}
