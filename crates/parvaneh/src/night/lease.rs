//! The lease of a run: at most one run goes on at a time, and other processes may join it.

use std::time::{Duration, Instant};

use parvaneh_core::calendar::Date;
use parvaneh_store::{NewRun, OpenRun, Store};
use uuid::Uuid;

use super::error::SweepError;
use super::order::Sweep;
use super::report::Report;
use crate::{Engine, EngineError};

/// What a run is called.
pub(crate) const NIGHTLY: &str = "nightly";

/// How often a run that waits for another one, or for one to join, looks again.
const POLL: Duration = Duration::from_millis(200);

/// After how long the lease is renewed.
const RENEWAL: Duration = Duration::from_secs(5);

impl Engine {
    /// Takes the lease, or waits for it as long as the sweep says.
    pub(super) async fn take_lease(
        &self,
        sweep: &Sweep,
        report: &Report,
    ) -> Result<(), SweepError> {
        let run = NewRun {
            id: report.run,
            kind: NIGHTLY.to_owned(),
            as_of: report.as_of.into(),
            started_at: self.now(&self.store).await?,
        };
        let patience = Patience::of(sweep);
        loop {
            match self.store.start_run(&run, sweep.others).await? {
                None => return Ok(()),
                Some(OpenRun { id: run, as_of }) if patience.is_over() => {
                    let as_of = Date::nearest_to(as_of);
                    return Err(SweepError::Running { run, as_of });
                }
                Some(_) => tokio::time::sleep(POLL).await,
            }
        }
    }

    /// The run that goes on, or the next one to begin, waited for as long as the sweep says.
    pub(super) async fn run_to_join(&self, sweep: &Sweep) -> Result<OpenRun, SweepError> {
        let patience = Patience::of(sweep);
        loop {
            match self.store.open_run().await? {
                Some(open) => return Ok(open),
                None if patience.is_over() => return Err(SweepError::NothingToJoin),
                None => tokio::time::sleep(POLL).await,
            }
        }
    }

    /// Gives the lease back, with the report of the run.
    pub(super) async fn release_lease(&self, report: &Report) -> Result<(), SweepError> {
        let text = serde_json::to_string(report).map_err(EngineError::Encode)?;
        let at = self.now(&self.store).await?;
        self.store.finish_run(report.run, at, &text).await?;
        Ok(())
    }
}

/// A lease that a worker renews from time to time.
pub(super) struct Renewal {
    run: Uuid,
    renewed: Instant,
}

impl Renewal {
    /// Of the lease of that run, which was taken just now.
    pub(super) fn of(run: Uuid) -> Self {
        Self {
            run,
            renewed: Instant::now(),
        }
    }

    /// Renews the lease if it is time to.
    pub(super) async fn renew(&mut self, store: &Store) -> Result<(), SweepError> {
        if self.renewed.elapsed() < RENEWAL {
            return Ok(());
        }
        self.renewed = Instant::now();
        match store.renew_lease(self.run).await? {
            true => Ok(()),
            false => Err(SweepError::LeaseLost { run: self.run }),
        }
    }
}

/// Until when to wait for another run.
struct Patience(Option<Instant>);

impl Patience {
    fn of(sweep: &Sweep) -> Self {
        Self(sweep.wait.and_then(|wait| Instant::now().checked_add(wait)))
    }

    fn is_over(&self) -> bool {
        self.0.is_none_or(|until| until <= Instant::now())
    }
}
