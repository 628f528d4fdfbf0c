//! The lease of a night: it waits for other runs as long as it is told, or joins one.

use std::time::{Duration, Instant};

use parvaneh_core::calendar::Date;
use parvaneh_store::OpenRun;
use uuid::Uuid;

use super::error::SweepError;
use super::order::Sweep;
use super::report::Report;
use crate::again::again;
use crate::lease::{LeaseGuard, NIGHTLY, Renewal};
use crate::{Engine, EngineError};

/// How often a run that waits for another one, or for one to join, looks again.
const POLL: Duration = Duration::from_millis(200);

impl Engine {
    /// Takes the lease for a run, or waits for it as long as the sweep says.
    pub(super) async fn take_lease(
        &self,
        sweep: &Sweep,
        run: Uuid,
        as_of: Date,
    ) -> Result<LeaseGuard, SweepError> {
        let patience = Patience::of(sweep);
        loop {
            let begun = again(async || self.begin_run(run, NIGHTLY, as_of, sweep.others).await);
            match begun.await? {
                Ok(lease) => return Ok(lease),
                Err(other) if patience.is_over() || sweep.stop.is_cancelled() => {
                    return Err(SweepError::Running { other });
                }
                Err(_) => tokio::time::sleep(POLL).await,
            }
        }
    }

    /// The night that goes on, or the next one to begin, waited for as long as the sweep says.
    pub(super) async fn run_to_join(&self, sweep: &Sweep) -> Result<OpenRun, SweepError> {
        let patience = Patience::of(sweep);
        loop {
            match self.store.open_run().await? {
                Some(open) if open.kind == NIGHTLY => return Ok(open),
                Some(_) | None if patience.is_over() || sweep.stop.is_cancelled() => {
                    return Err(SweepError::NothingToJoin);
                }
                Some(_) | None => tokio::time::sleep(POLL).await,
            }
        }
    }

    /// Gives the lease back, with the report of the run.
    pub(super) async fn release_lease(&self, report: &Report) -> Result<(), SweepError> {
        let text = serde_json::to_string(report).map_err(EngineError::Encode)?;
        let released = again(async || {
            let at = self.now(&self.store).await?;
            Ok(self.store.finish_run(report.run, at, &text).await?)
        });
        Ok(released.await?)
    }

    /// Gives the lease of a run back that has written nothing.
    pub(super) async fn withdraw_lease(&self, run: Uuid) -> Result<(), SweepError> {
        let withdrawn = again(async || Ok(self.store.withdraw_run(run).await?));
        Ok(withdrawn.await?)
    }

    /// Renews the lease if it is time to; an error where it is lost.
    pub(super) async fn keep_lease(&self, lease: &mut Renewal) -> Result<(), SweepError> {
        match lease.renew(&self.store).await? {
            true => Ok(()),
            false => Err(SweepError::LeaseLost { run: lease.run() }),
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
