//! The nightly check: settle every dossier on which the calendar has fallen due.
//!
//! It holds no rule of law. The core says what has become true; the workers write it down, in
//! batches of one transaction each. At most one run goes on at a time, by a lease in the register;
//! other processes may join it.

use std::time::Instant;

use chrono::DateTime;
use parvaneh_core::calendar::Date;
use parvaneh_store::{LockedRows, StoreError};
use uuid::Uuid;

pub use super::answers::KeepAnswers;
use super::answers::clear_answers;
pub use super::brake::AtMost;
use super::dry_run::dry_run;
pub use super::error::SweepError;
pub use super::gap::MaxGap;
pub use super::order::{Part, Sweep};
use super::report::Report;
use super::settling::{BatchFailure, Settling};
use super::tally::Tally;
use super::worker::Worker;
use crate::workflows::Regime;
use crate::{Engine, EngineError};

impl Engine {
    /// Settles every dossier that is due on or before the sweep's day.
    ///
    /// One bad dossier never stops the rest: it is reported and stays due. Running again changes
    /// nothing. `progress` is called, after each batch, with how many of how many are done.
    pub async fn sweep(
        &self,
        sweep: &Sweep,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Report, SweepError> {
        let started = Instant::now();
        if sweep.part == Part::Joins {
            let open = self.run_to_join(sweep).await?;
            let mut report = self
                .report(sweep, open.id, Date::nearest_to(open.as_of))
                .await?;
            self.settle_all(sweep, &mut report, &mut progress).await?;
            return self.conclude(report, started).await;
        }
        let regimes = self.regimes().await?;
        let now = self.now(&self.store).await?;
        let (as_of, today) = resolve(sweep, &regimes, now)?;
        let mut is_first = false;
        if !sweep.dry_run
            && let Some(gap) = self.gap(as_of, &regimes).await?
        {
            sweep.max_gap.map_or(Ok(()), |most| gap.within(most))?;
            is_first = gap.is_open();
        }
        if !sweep.dry_run {
            self.find_decrees().await?;
        }
        if let Some(most) = sweep.max_expire {
            self.brake(as_of, sweep.batch, most).await?;
        }
        let mut report = self.report(sweep, Uuid::now_v7(), as_of).await?;
        let sound = self.sound_anchor(today).await?;
        let was_looked_for = sweep.dry_run || !sound.is_newest;
        if was_looked_for {
            report.dated_ahead = self.dated_ahead(&sound, today).await?;
        }
        // The first night of a day is noted though nothing is due: a register in which nothing falls
        // due for long has no gap while its nights run.
        let is_idle = report.due == 0 && self.new_decrees().is_empty();
        if is_idle && !is_first && (sweep.dry_run || !self.has_unanchored_events().await?) {
            return self.conclude(report, started).await;
        }
        if sweep.dry_run {
            dry_run(sweep.batch, Tally::of(self, &mut report, progress)).await?;
            clear_answers(&self.store, sweep.keep_answers, now, &mut report).await?;
            report.remaining = report.due.saturating_sub(report.settled);
            report.duration_ms = milliseconds(started);
            return Ok(report);
        }
        self.take_lease(sweep, &report).await?;
        let mut done = self.settle_all(sweep, &mut report, &mut progress).await;
        if done.is_ok() {
            done = match self.make_anchor(report.run, as_of).await {
                Ok(latest) if Some(today.into()) < latest && !was_looked_for => {
                    report.dated_ahead = self.dated_ahead(&sound, today).await?;
                    Ok(())
                }
                Ok(_) => Ok(()),
                Err(error) => Err(error.into()),
            };
        }
        if done.is_ok() {
            done = clear_answers(&self.store, sweep.keep_answers, now, &mut report).await;
        }
        // Also after an error the lease is given back, if the register can still be reached.
        let concluded = self.conclude(report, started).await;
        if let Ok(report) = &concluded {
            self.release_lease(report).await?;
        }
        done?;
        concluded
    }

    /// An empty report of a run, with what is due.
    async fn report(&self, sweep: &Sweep, run: Uuid, as_of: Date) -> Result<Report, SweepError> {
        let mut editions = Vec::new();
        for regime in self.regimes().await? {
            editions.push(regime.in_force_on(as_of).id.0.as_str());
        }
        let mut report = Report::new(run, as_of, editions.join(", "), sweep.dry_run);
        report.due = self.store.count_due(as_of.into()).await?;
        Ok(report)
    }

    /// What is still due when everything was tried: what failed, and what became due meanwhile.
    async fn conclude(&self, mut report: Report, started: Instant) -> Result<Report, SweepError> {
        report.remaining = self.store.count_due(report.as_of.into()).await?;
        report.duration_ms = milliseconds(started);
        Ok(report)
    }

    /// Sends the workers through everything that is due, and then a single one once more: what
    /// another process had locked and then released is still due.
    async fn settle_all(
        &self,
        sweep: &Sweep,
        report: &mut Report,
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), SweepError> {
        let leads = (sweep.part == Part::Leads).then_some(report.run);
        let settling = Settling::new(self, report.as_of)?;
        let mut tally = Tally::of(self, report, progress);
        let strange = self.of_no_regime(tally.report.as_of).await?;
        tally.add_failures(strange).await?;
        let most = match self.store.holds_rows() {
            true => sweep.workers.get(),
            false => 1,
        };
        for (workers, held) in [(most, LockedRows::Skip), (1, LockedRows::Wait)] {
            let (sender, mut outcomes) = tokio::sync::mpsc::channel(workers);
            let mut working = tokio::task::JoinSet::new();
            for _ in 0..workers {
                let worker = Worker {
                    store: self.store.clone(),
                    settling: settling.clone(),
                    leads,
                    size: sweep.batch.get(),
                    held,
                    failed: tally.failed.clone(),
                    outcomes: sender.clone(),
                };
                working.spawn(worker.work());
            }
            drop(sender);
            while let Some(outcome) = outcomes.recv().await {
                tally.add(outcome).await?;
            }
            while let Some(worked) = working.join_next().await {
                worked.map_err(EngineError::Worker)??;
            }
        }
        if leads.is_some() {
            self.still_due(sweep, &mut tally).await?;
        }
        Ok(())
    }

    /// What is due and was neither settled nor failed, when everything was tried: each is a failure with a
    /// number, so that nobody takes such a night for a whole one.
    async fn still_due(
        &self,
        sweep: &Sweep,
        tally: &mut Tally<'_, impl FnMut(usize, usize)>,
    ) -> Result<(), SweepError> {
        let as_of = tally.report.as_of.into();
        let mut last = i64::MIN;
        while tally.failed.len() < self.store.count_due(as_of).await? {
            let read = self
                .store
                .due_by_key(as_of, last, sweep.batch.get())
                .await?;
            let Some(end) = read.last() else { break };
            last = *end;
            let failures = read.iter().map(|dossier| BatchFailure {
                dossier: *dossier,
                code: "still_due",
                message: "it is still due now that everything was tried; run the night again"
                    .to_owned(),
            });
            tally.add_failures(failures.collect()).await?;
        }
        Ok(())
    }

    /// The regimes that the register holds dossiers of, as far as they are known; all that are known where it
    /// holds none of them.
    async fn regimes(&self) -> Result<Vec<&Regime>, SweepError> {
        let names = match self.store.regimes().await {
            // Which they are is told by those that can be read; those of no regime fail one by one.
            Err(StoreError::Unreadable { .. }) => Vec::new(),
            read => read?,
        };
        let known = |name: &str| self.workflows.regime(name);
        let regimes: Vec<&Regime> = names.iter().filter_map(|name| known(name)).collect();
        Ok(match regimes.is_empty() {
            true => self.workflows.regime_names().filter_map(known).collect(),
            false => regimes,
        })
    }
}

/// The night's day, which is resolved once a run, and the latest day that it is anywhere. What is recorded
/// is of the same clock.
fn resolve(sweep: &Sweep, regimes: &[&Regime], now: i64) -> Result<(Date, Date), SweepError> {
    let days = || regimes.iter().map(|regime| regime.day_of(now));
    let utc = || Date::at(DateTime::from_timestamp_millis(now).unwrap_or_default());
    // In a register of several zones a day has come only when it has come in all of them.
    let today = days().min().unwrap_or_else(utc);
    let as_of = sweep.as_of.unwrap_or(today);
    if today < as_of && !sweep.dry_run {
        return Err(SweepError::FutureNeedsDryRun { as_of, today });
    }
    Ok((as_of, days().max().unwrap_or_else(utc)))
}

fn milliseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
