//! The nightly check: settle every dossier on which the calendar has fallen due.
//!
//! It holds no rule of law. The core says what has become true; the workers write it down, in
//! batches of one transaction each. At most one run goes on at a time, by a lease in the register;
//! other processes may join it.

use std::collections::HashSet;
use std::time::Instant;

use chrono::DateTime;
use parvaneh_core::calendar::Date;
use parvaneh_store::{Lease, LockedRows, StoreError};
use uuid::Uuid;

pub use super::answers::KeepAnswers;
pub use super::brake::AtMost;
use super::clock_behind::ClockBehind;
use super::dated_ahead::SoundAnchor;
use super::dry_run::dry_run;
pub use super::error::SweepError;
use super::gap::Gap;
pub use super::gap::MaxGap;
pub use super::order::{Part, Sweep};
use super::report::Report;
use super::settling::{BatchFailure, Settling};
use super::tally::Tally;
use super::worker::{Left, Worker};
use crate::again::again;
use crate::lease::{Renewal, Renewing};
use crate::workflows::Regime;
use crate::{Engine, EngineError};

/// A night that leads.
#[derive(Clone, Copy)]
struct Night {
    run: Uuid,
    /// Up to which day it settles.
    as_of: Date,
    /// The latest day that it is anywhere.
    today: Date,
    /// What its clock shows, in milliseconds since 1970.
    now: i64,
}

/// What a night finds before it begins.
struct Prepared {
    report: Report,
    sound: SoundAnchor,
    /// Whether there is nothing for it to do.
    is_idle: bool,
}

impl Engine {
    /// Settles every dossier that is due on or before the sweep's day.
    ///
    /// One bad dossier never stops the rest: it is reported and stays due. Running again changes
    /// nothing. `progress` is called, after each batch, with how many of how many are done.
    ///
    /// Where its future is dropped, it stops: batches that are being written come to their end, nothing is half
    /// written, and its lease is given back, so that it can be started again at once. To stop it in order, and be told
    /// how far it has come, cancel [`Sweep::stop`].
    #[tracing::instrument(skip_all, fields(run = tracing::field::Empty))]
    pub async fn sweep(
        &self,
        sweep: &Sweep,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Report, SweepError> {
        let started = Instant::now();
        if sweep.part == Part::Joins {
            let open = self.run_to_join(sweep).await?;
            let as_of = Date::nearest_to(open.as_of);
            let mut report = self.report_of(sweep, open.id, as_of).await?;
            self.settle_all(sweep, &mut report, &mut progress).await?;
            return self.conclude(report, started).await;
        }
        let regimes = self.regimes().await?;
        let now = self.now(&self.store).await?;
        let (as_of, today) = resolve(sweep, &regimes, now)?;
        let night = Night {
            run: Uuid::now_v7(),
            as_of,
            today,
            now,
        };
        tracing::Span::current().record("run", tracing::field::display(night.run));
        // Before the lease is noted: what a night under a fast clock notes would let the next one pass.
        let gap = self.gap(as_of, &regimes, night.run).await?;
        if sweep.dry_run {
            return self.dry_sweep(sweep, night, gap, progress, started).await;
        }
        if let (Some(gap), Some(most)) = (gap, sweep.max_gap) {
            gap.within(most)?;
        }
        let held = self.take_lease(sweep, night.run, as_of).await?;
        let mut lease = Renewal::of(night.run);
        // A first anchor, or a single batch, may take longer than a lease lasts. Whoever holds the lock of a file
        // needs none.
        let _renewing =
            (sweep.others == Lease::Respect).then(|| Renewing::of(&self.store, night.run));
        let prepared = self.prepare(sweep, night, &regimes, &mut lease).await;
        let Prepared {
            mut report,
            sound,
            is_idle,
        } = match prepared {
            Ok(prepared) => prepared,
            Err(error) => {
                // It says more than whatever may come of giving back the lease, which lapses by itself.
                drop(self.withdraw_lease(night.run).await);
                held.given_back();
                return Err(error);
            }
        };
        if is_idle {
            self.withdraw_lease(night.run).await?;
            held.given_back();
            return self.conclude(report, started).await;
        }
        let mut done = self.settle_all(sweep, &mut report, &mut progress).await;
        if done.is_ok() {
            done = self.anchor(night, &sound, &mut report).await;
        }
        if done.is_ok() {
            done = self.clear_answers(sweep, now, &mut report).await;
        }
        let ended = self.end(done, report, started).await;
        if ended.is_ok() {
            held.given_back();
        }
        ended
    }

    /// Ends a night under its lease, also after an error, if the register can still be reached.
    async fn end(
        &self,
        done: Result<(), SweepError>,
        report: Report,
        started: Instant,
    ) -> Result<Report, SweepError> {
        let (run, settled, due, uncertain) =
            (report.run, report.settled, report.due, report.uncertain);
        let concluded = self.conclude(report, started).await;
        let released = match &concluded {
            Ok(report) => self.release_lease(report).await,
            Err(_) => Ok(()),
        };
        match done {
            Ok(()) => released.and(concluded),
            Err(SweepError::Engine(EngineError::Store(source))) if source.is_passing() => {
                Err(SweepError::BrokenOff {
                    run,
                    settled,
                    due,
                    uncertain,
                    source,
                })
            }
            Err(error) => Err(error),
        }
    }

    /// Looks at what a night that holds the lease would do.
    async fn prepare(
        &self,
        sweep: &Sweep,
        night: Night,
        regimes: &[&Regime],
        lease: &mut Renewal,
    ) -> Result<Prepared, SweepError> {
        self.find_decrees(sweep, lease).await?;
        if let Some(most) = sweep.max_expire {
            self.brake(sweep, (night.run, night.as_of), most, Some(lease))
                .await?;
        }
        let mut report = self.report(sweep, night).await?;
        let sound = self.sound_anchor(night.today).await?;
        if !sound.is_newest {
            report.dated_ahead = self.dated_ahead(&sound, night.today).await?;
        }
        let gap = self.gap(night.as_of, regimes, night.run).await?;
        report.clock_behind = gap.and_then(|gap| ClockBehind::of(gap.newest_at, night.now));
        // The first night of a day is noted though nothing is due: a register in which nothing falls
        // due for long has no gap while its nights run.
        let is_first = gap.is_some_and(Gap::is_open);
        let nothing_due = report.due == 0 && self.new_decrees().is_empty();
        let is_idle = nothing_due && !is_first && !self.has_unanchored_events().await?;
        Ok(Prepared {
            report,
            sound,
            is_idle,
        })
    }

    /// A night that writes nothing, and needs no lease.
    async fn dry_sweep(
        &self,
        sweep: &Sweep,
        night: Night,
        gap: Option<Gap>,
        progress: impl FnMut(usize, usize),
        started: Instant,
    ) -> Result<Report, SweepError> {
        if let Some(most) = sweep.max_expire {
            self.brake(sweep, (night.run, night.as_of), most, None)
                .await?;
        }
        let mut report = self.report(sweep, night).await?;
        report.clock_behind = gap.and_then(|gap| ClockBehind::of(gap.newest_at, night.now));
        let sound = self.sound_anchor(night.today).await?;
        report.dated_ahead = self.dated_ahead(&sound, night.today).await?;
        self.clear_answers(sweep, night.now, &mut report).await?;
        if report.due == 0 && self.new_decrees().is_empty() {
            return self.conclude(report, started).await;
        }
        dry_run(sweep, Tally::of(self, &mut report, progress), None).await?;
        report.remaining = report.due.saturating_sub(report.settled);
        report.duration_ms = milliseconds(started);
        Ok(report)
    }

    /// Makes the night's anchor, which says in passing whether anything that it covers is dated ahead.
    async fn anchor(
        &self,
        night: Night,
        sound: &SoundAnchor,
        report: &mut Report,
    ) -> Result<(), SweepError> {
        let made = again(async || self.make_anchor(night.run, night.as_of).await);
        let latest = made.await?;
        // Where the newest anchor was not sound, it was looked for before. Where nothing was left to cover, it may
        // have been made although the answer to that was lost.
        let is_ahead = latest.is_none_or(|latest| latest > night.today.into());
        if is_ahead && sound.is_newest {
            let ahead = again(async || self.dated_ahead(sound, night.today).await);
            report.dated_ahead = ahead.await?;
        }
        Ok(())
    }

    /// An empty report of a night, with what is due.
    async fn report(&self, sweep: &Sweep, night: Night) -> Result<Report, SweepError> {
        self.report_of(sweep, night.run, night.as_of).await
    }

    async fn report_of(&self, sweep: &Sweep, run: Uuid, as_of: Date) -> Result<Report, SweepError> {
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
        report.remaining = self.count_due(report.as_of).await?;
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
        tally.add_those_of_no_regime().await?;
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
                    stop: sweep.stop.clone(),
                    outcomes: sender.clone(),
                };
                working.spawn(worker.work());
            }
            drop(sender);
            let mut added = Ok(());
            while let Some(outcome) = outcomes.recv().await {
                // What is written meanwhile is waited for all the same.
                added = added.and(tally.add(outcome).await);
            }
            let mut left = Left::Through;
            while let Some(worked) = working.join_next().await {
                left = left.max(worked.map_err(EngineError::Worker)??);
            }
            added?;
            if left == Left::Stopped {
                return Err(SweepError::Stopped {
                    run: tally.report.run,
                    settled: tally.report.settled,
                    due: tally.report.due,
                });
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
        let as_of = tally.report.as_of;
        let mut last = i64::MIN;
        while tally.failed.len() < self.count_due(as_of).await? {
            let size = sweep.batch.get();
            let read =
                again(async || Ok(self.store.due_by_key(as_of.into(), last, size).await?)).await?;
            let Some(end) = read.last() else { break };
            last = *end;
            let free = again(async || self.free_dossiers(&read).await).await?;
            let free: HashSet<i64> = free.into_iter().collect();
            let failure = |dossier: &i64| match free.contains(dossier) {
                true => BatchFailure {
                    dossier: *dossier,
                    code: "still_due",
                    message: "it is still due now that everything was tried; run the night again"
                        .to_owned(),
                },
                false => BatchFailure::locked(*dossier),
            };
            tally
                .add_failures(read.iter().map(failure).collect())
                .await?;
        }
        Ok(())
    }

    /// How many dossiers are due.
    async fn count_due(&self, as_of: Date) -> Result<usize, EngineError> {
        again(async || Ok(self.store.count_due(as_of.into()).await?)).await
    }

    /// Those of these dossiers which nobody holds at this moment.
    async fn free_dossiers(&self, keys: &[i64]) -> Result<Vec<i64>, EngineError> {
        if !self.store.holds_rows() {
            return Ok(keys.to_vec());
        }
        let tx = self.store.begin_write().await?;
        Ok(tx.free_dossiers(keys).await?)
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
