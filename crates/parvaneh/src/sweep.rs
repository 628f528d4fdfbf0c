//! The nightly check: settle every dossier on which the calendar has fallen due.
//!
//! It holds no rule of law. The core says what has become true; the workers write it down, in
//! batches of one transaction each. At most one run goes on at a time, by a lease in the register;
//! other processes may join it.

mod worker;

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::str::FromStr;
use std::time::{Duration, Instant};

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Event};
use parvaneh_core::renewal;
use parvaneh_store::{Append, Lease, LockedRows, NewRun, OpenRun, StoreError};
use uuid::Uuid;

use crate::engine::{Engine, EngineError};
use crate::report::{Failure, Report};
use crate::workflows::Regime;

/// How often a run that waits for another one, or for one to join, looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// What the operator asks of a night.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The civil date up to which to settle, inclusive; today where none is given.
    pub as_of: Option<Date>,
    /// Compute and report, and write nothing.
    pub dry_run: bool,
    /// How many dossiers share a transaction.
    pub batch: NonZeroUsize,
    /// The brake: write nothing at all if more licences than this would expire.
    pub max_expire: Option<MaxExpire>,
    /// How many workers settle at once; SQLite has one writer, and one worker.
    pub workers: NonZeroUsize,
    /// Whether this is a run of its own, or joins one that goes on.
    pub part: Part,
    /// How long to wait for another run to end, or for one to join; none leaves at once.
    pub wait: Option<Duration>,
    /// Whether another process could be running; see [`Lease`].
    pub others: Lease,
}

/// A run of its own, or a part in another one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// It takes the lease, and reports the whole.
    Leads,
    /// It helps the run that holds the lease, as of that run's day, and reports its own share.
    Joins,
}

impl Default for Sweep {
    fn default() -> Self {
        Self {
            as_of: None,
            dry_run: false,
            batch: NonZeroUsize::new(500).unwrap_or(NonZeroUsize::MIN),
            max_expire: None,
            workers: NonZeroUsize::MIN,
            part: Part::Leads,
            wait: None,
            others: Lease::Respect,
        }
    }
}

/// How many licences may expire in one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MaxExpire {
    /// So many.
    Count(usize),
    /// So many in a hundred of the dossiers in the register.
    Percent(f64),
}

impl FromStr for MaxExpire {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is neither a number of licences nor a percentage like 2%");
        match text.strip_suffix('%') {
            Some(number) => match number.trim().parse::<f64>() {
                Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(Self::Percent(percent)),
                Ok(_) | Err(_) => Err(wrong()),
            },
            None => text.trim().parse().map(Self::Count).map_err(|_| wrong()),
        }
    }
}

impl MaxExpire {
    fn allows(self, expiring: usize, dossiers: usize) -> bool {
        match self {
            Self::Count(most) => expiring <= most,
            #[expect(
                clippy::cast_precision_loss,
                reason = "registers hold fewer than 2^53 dossiers"
            )]
            // Few percentages are exact as binary fractions: 0.57% of 10,000 is to allow 57, so
            // that a millionth of a licence is not counted.
            Self::Percent(most) => expiring as f64 <= most / 100.0 * dossiers as f64 + 1e-6,
        }
    }
}

/// Why a night did not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The brake.
    #[error(
        "the brake stopped the run before anything was written: {expiring} of {dossiers} licences \
         would expire, {allowed} may; look at `nightly --dry-run`, then raise --max-expire"
    )]
    Brake {
        /// How many would expire.
        expiring: usize,
        /// How many dossiers there are.
        dossiers: usize,
        /// What was allowed, as it was given.
        allowed: String,
    },
    /// A day that has not come, without `--dry-run`.
    #[error("{as_of} is in the future (today is {today}): a future day needs --dry-run")]
    FutureNeedsDryRun {
        /// The day asked for.
        as_of: Date,
        /// The legal today.
        today: Date,
    },
    /// Another run holds the lease.
    #[error("run {run} is going on, as of {as_of}; wait for it, or join it with --join")]
    Running {
        /// Its id.
        run: Uuid,
        /// The day it settles up to.
        as_of: Date,
    },
    /// No run to join.
    #[error("no run is going on that could be joined; begin one without --join")]
    NothingToJoin,
    /// The lease ran out under the run, and another one may have taken it.
    #[error("run {run} has lost its lease, because it was not renewed in time; run it again")]
    LeaseLost {
        /// Its id.
        run: Uuid,
    },
    /// Anything else.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for SweepError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// A dossier after its night, ready to be written.
#[derive(Clone)]
struct Settled {
    append: Append,
    events: Vec<Dated>,
}

/// A dossier that could not be settled: its key, a stable word, and what is wrong.
type Unsettled = (i64, &'static str, String);

impl Engine {
    /// Settles every dossier that is due on or before the sweep's day.
    ///
    /// One bad dossier never stops the rest: it is reported and stays due. Running again changes
    /// nothing. `progress` is told, after each batch, how many of how many are done.
    pub async fn sweep(
        &self,
        sweep: &Sweep,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Report, SweepError> {
        let started = Instant::now();
        if sweep.part == Part::Joins {
            let open = self.run_to_join(sweep).await?;
            let mut report = self.report(sweep, open.id, open.as_of).await?;
            self.settle_all(sweep, &mut report, &mut progress).await?;
            return self.conclude(report, started).await;
        }
        let as_of = self.resolve(sweep).await?;
        if let Some(most) = sweep.max_expire {
            self.brake(sweep, as_of, most).await?;
        }
        let mut report = self.report(sweep, Uuid::now_v7(), as_of).await?;
        if report.due == 0 && (sweep.dry_run || !self.is_adrift().await?) {
            return self.conclude(report, started).await;
        }
        if sweep.dry_run {
            self.rehearse(sweep, &mut report, &mut progress).await?;
            report.remaining = report.due.saturating_sub(report.settled);
            report.duration_ms = milliseconds(started);
            return Ok(report);
        }
        self.begin(sweep, &report).await?;
        let mut done = self.settle_all(sweep, &mut report, &mut progress).await;
        if done.is_ok() {
            done = self
                .drop_anchor(report.run, as_of)
                .await
                .map_err(SweepError::from);
        }
        // The lease is given back whatever happened, as far as the register can still be reached.
        let concluded = self.conclude(report, started).await;
        if let Ok(report) = &concluded {
            let text = serde_json::to_string(report).map_err(EngineError::Encode)?;
            self.store
                .finish_run(report.run, self.recorded_at(), &text)
                .await?;
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
        report.due = self.store.count_due(as_of).await?;
        Ok(report)
    }

    /// What is still due when everything was tried: what failed, and what became due meanwhile.
    async fn conclude(&self, mut report: Report, started: Instant) -> Result<Report, SweepError> {
        report.remaining = self.store.count_due(report.as_of).await?;
        report.duration_ms = milliseconds(started);
        Ok(report)
    }

    /// Takes the lease, or waits for it as long as the sweep says.
    async fn begin(&self, sweep: &Sweep, report: &Report) -> Result<(), SweepError> {
        let run = NewRun {
            id: report.run,
            kind: "nightly".to_owned(),
            as_of: report.as_of,
            started_at: self.recorded_at(),
        };
        let patience = Patience::of(sweep);
        loop {
            match self.store.start_run(&run, sweep.others).await? {
                None => return Ok(()),
                Some(OpenRun { id: run, as_of }) if patience.is_over() => {
                    return Err(SweepError::Running { run, as_of });
                }
                Some(_) => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
    }

    async fn run_to_join(&self, sweep: &Sweep) -> Result<OpenRun, SweepError> {
        let patience = Patience::of(sweep);
        loop {
            match self.store.open_run().await? {
                Some(open) => return Ok(open),
                None if patience.is_over() => return Err(SweepError::NothingToJoin),
                None => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
    }

    /// Sends the workers through everything that is due, and goes through it once more by itself:
    /// what another process held and then gave up is still due.
    async fn settle_all(
        &self,
        sweep: &Sweep,
        report: &mut Report,
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), SweepError> {
        let mut failed = HashSet::new();
        let most = match self.store.holds_rows() {
            true => sweep.workers.get(),
            false => 1,
        };
        for (workers, held) in [(most, LockedRows::Skip), (1, LockedRows::Wait)] {
            let (sender, mut shares) = tokio::sync::mpsc::channel(workers);
            let mut working = tokio::task::JoinSet::new();
            for _ in 0..workers {
                let worker = worker::Worker {
                    engine: self.clone(),
                    run: report.run,
                    leads: sweep.part == Part::Leads,
                    as_of: report.as_of,
                    size: sweep.batch.get(),
                    held,
                    failed: failed.clone(),
                    shares: sender.clone(),
                };
                working.spawn(worker.work());
            }
            drop(sender);
            while let Some(share) = shares.recv().await {
                self.add(share, &mut failed, report).await?;
                progress(report.settled + report.failures.len(), report.due);
            }
            while let Some(worked) = working.join_next().await {
                worked.map_err(EngineError::Worker)??;
            }
        }
        Ok(())
    }

    /// Adds what a worker did to the report. A dossier fails but once, however often it is tried.
    async fn add(
        &self,
        share: worker::Share,
        failed: &mut HashSet<i64>,
        report: &mut Report,
    ) -> Result<(), EngineError> {
        count(&share.settled, report);
        for (key, code, message) in share.unsettled {
            if !failed.insert(key) {
                continue;
            }
            let row = self.store.dossier(key).await?;
            let (id, number) = row.map_or((Uuid::nil(), String::new()), |row| (row.id, row.number));
            tracing::warn!(%id, number, code, message, "dossier not settled");
            report.failures.push(Failure {
                id,
                number,
                code,
                message,
            });
        }
        Ok(())
    }

    /// Settles everything that is due in memory, and writes nothing.
    async fn rehearse(
        &self,
        sweep: &Sweep,
        report: &mut Report,
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), SweepError> {
        let mut failed = HashSet::new();
        let mut after = None;
        loop {
            let read = self
                .store
                .due(report.as_of, after, sweep.batch.get())
                .await?;
            let Some(last) = read.last() else {
                return Ok(());
            };
            after = last.due_on.map(|day| (day, last.dossier));
            let share = self.settle(&read, report.as_of);
            self.add(share, &mut failed, report).await?;
            progress(report.settled + report.failures.len(), report.due);
        }
    }

    /// The regimes that the register holds dossiers of; all that are known where it holds none.
    async fn regimes(&self) -> Result<Vec<&Regime>, SweepError> {
        let mut names = self.store.regimes().await?;
        if names.is_empty() {
            names.extend(self.workflows.regime_names().map(str::to_owned));
        }
        let regimes = names.iter().map(|name| self.regime(name));
        Ok(regimes.collect::<Result<_, _>>()?)
    }

    /// The day, which is resolved once a run.
    async fn resolve(&self, sweep: &Sweep) -> Result<Date, SweepError> {
        let regimes = self.regimes().await?;
        // In a register of several zones a day has come only when it has come in all of them.
        let today = regimes.iter().map(|regime| self.today(regime)).min();
        let today = today.unwrap_or_else(|| (self.clock)().date_naive());
        let as_of = sweep.as_of.unwrap_or(today);
        if today < as_of && !sweep.dry_run {
            return Err(SweepError::FutureNeedsDryRun { as_of, today });
        }
        Ok(as_of)
    }

    /// Counts what would expire, and refuses before anything is written.
    async fn brake(&self, sweep: &Sweep, as_of: Date, most: MaxExpire) -> Result<(), SweepError> {
        let mut planned = Report::new(Uuid::nil(), as_of, String::new(), true);
        self.rehearse(sweep, &mut planned, &mut |_, _| {}).await?;
        let expiring = planned.events.get("licence.expired").copied().unwrap_or(0);
        let dossiers = self.store.count_dossiers().await?;
        if most.allows(expiring, dossiers) {
            return Ok(());
        }
        let allowed = match most {
            MaxExpire::Count(most) => most.to_string(),
            MaxExpire::Percent(most) => format!("{most}%"),
        };
        Err(SweepError::Brake {
            expiring,
            dossiers,
            allowed,
        })
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

fn milliseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn count(settled: &[Settled], report: &mut Report) {
    for one in settled {
        for dated in &one.events {
            *report.events.entry(dated.event.name()).or_default() += 1;
            if let Event::Renewal(renewal::Event::ReminderDue {
                current_through, ..
            }) = &dated.event
            {
                if report.as_of <= *current_through {
                    report.reminders.to_send += 1;
                } else {
                    report.reminders.superseded += 1;
                }
            }
        }
    }
    report.settled += settled.len();
}
