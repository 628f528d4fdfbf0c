//! The nightly check: settle every dossier on which the calendar has fallen due.
//!
//! It holds no rule of law. The core says what has become true; this writes it down, in batches,
//! one transaction each, by due day and within a day in the order of the dossiers' keys, so that a
//! batch touches few pages. The next batch is read and settled while the last one is written; every
//! write is guarded by the version that was read, so a command that came between is seen and its
//! dossier read again.

use std::num::NonZeroUsize;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Instant;

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Event};
use parvaneh_core::renewal;
use parvaneh_store::{Append, Snapshot, StoreError};
use uuid::Uuid;

use crate::engine::{Engine, EngineError, append, entries};
use crate::report::{Failure, Report};
use crate::stored;

/// How often a dossier that changed under the sweep is read again.
const ATTEMPTS: usize = 5;

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
}

impl Default for Sweep {
    fn default() -> Self {
        Self {
            as_of: None,
            dry_run: false,
            batch: NonZeroUsize::new(500).unwrap_or(NonZeroUsize::MIN),
            max_expire: None,
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
struct Settled {
    append: Append,
    events: Vec<Dated>,
}

/// A dossier that could not be settled: its key, a stable word, and what is wrong.
type Unsettled = (i64, &'static str, String);

/// What was read at once, after its night.
#[derive(Default)]
struct Batch {
    settled: Vec<Settled>,
    unsettled: Vec<Unsettled>,
    /// The last one that was read, from which to read on; none at the end.
    last: Option<(Date, i64)>,
}

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
        let (as_of, edition) = self.resolve(sweep).await?;
        if let Some(most) = sweep.max_expire {
            self.brake(sweep, as_of, most).await?;
        }
        let mut report = Report::new(Uuid::now_v7(), as_of, edition, sweep.dry_run);
        report.due = self.store.count_due(as_of).await?;
        if !sweep.dry_run && report.due != 0 {
            self.store
                .start_run(report.run, "nightly", Some(as_of), self.recorded_at())
                .await?;
        }
        self.settle_due(sweep, &mut report, &mut progress).await?;
        // A command that came between may have made another dossier due.
        report.remaining = report.due.saturating_sub(report.settled);
        report.duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if !sweep.dry_run && report.due != 0 {
            let text = serde_json::to_string(&report).map_err(EngineError::Encode)?;
            self.store
                .finish_run(report.run, self.recorded_at(), &text)
                .await?;
        }
        Ok(report)
    }

    /// The day, which is resolved once a run, and the editions in force on it.
    async fn resolve(&self, sweep: &Sweep) -> Result<(Date, String), SweepError> {
        let mut names = self.store.regimes().await?;
        if names.is_empty() {
            names.extend(self.workflows.regime_names().map(str::to_owned));
        }
        let mut regimes = Vec::new();
        for name in &names {
            regimes.push(self.regime(name)?);
        }
        // In a register of several zones a day has come only when it has come in all of them.
        let today = regimes.iter().map(|regime| self.today(regime)).min();
        let today = today.unwrap_or_else(|| (self.clock)().date_naive());
        let as_of = sweep.as_of.unwrap_or(today);
        if today < as_of && !sweep.dry_run {
            return Err(SweepError::FutureNeedsDryRun { as_of, today });
        }
        let editions: Vec<&str> = regimes
            .iter()
            .map(|regime| regime.in_force_on(as_of).id.0.as_str())
            .collect();
        Ok((as_of, editions.join(", ")))
    }

    /// Counts what would expire, and refuses before anything is written.
    async fn brake(&self, sweep: &Sweep, as_of: Date, most: MaxExpire) -> Result<(), SweepError> {
        let mut planned = Report::new(Uuid::nil(), as_of, String::new(), true);
        let dry = Sweep {
            dry_run: true,
            ..sweep.clone()
        };
        self.settle_due(&dry, &mut planned, &mut |_, _| {}).await?;
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

    async fn settle_due(
        &self,
        sweep: &Sweep,
        report: &mut Report,
        progress: &mut impl FnMut(usize, usize),
    ) -> Result<(), SweepError> {
        let (as_of, size) = (report.as_of, sweep.batch.get());
        let mut batch = self.settle_next(as_of, None, size).await?;
        while batch.last.is_some() {
            let next = self.settle_next(as_of, batch.last, size);
            if sweep.dry_run {
                count(&batch.settled, report);
                self.fail(batch.unsettled, report).await?;
                batch = next.await?;
            } else {
                let (written, next) = tokio::join!(self.write(batch, report), next);
                written?;
                batch = next?;
            }
            progress(report.settled + report.failures.len(), report.due);
        }
        Ok(())
    }

    /// Reads the next dossiers that are due, and settles them.
    async fn settle_next(
        &self,
        as_of: Date,
        after: Option<(Date, i64)>,
        size: usize,
    ) -> Result<Batch, EngineError> {
        let read = self.store.due(as_of, after, size).await?;
        Ok(self.settle(&read, as_of))
    }

    /// Settles what was read; a dossier that cannot be is put aside, and its neighbours go on.
    fn settle(&self, read: &[Snapshot], as_of: Date) -> Batch {
        let recorded_at = self.recorded_at();
        let actor: Arc<str> = Arc::from(calendar_actor());
        let mut batch = Batch {
            last: read
                .last()
                .and_then(|last| Some((last.due_on?, last.dossier))),
            ..Batch::default()
        };
        for snapshot in read {
            match self.settle_one(snapshot, as_of, &actor, recorded_at) {
                Ok(one) => batch.settled.push(one),
                Err((code, message)) => batch.unsettled.push((snapshot.dossier, code, message)),
            }
        }
        batch
    }

    fn settle_one(
        &self,
        snapshot: &Snapshot,
        as_of: Date,
        actor: &Arc<str>,
        recorded_at: i64,
    ) -> Result<Settled, (&'static str, String)> {
        let encode = |error: EngineError| ("unwritable", error.to_string());
        let defect = |defect: dossier::Defect| (defect.code(), defect.to_string());
        let before = stored::snapshot_from_bytes(&snapshot.state)
            .map_err(|problem| ("unreadable", problem))?;
        let (after, events) = dossier::settle(before, &self.editions, as_of).map_err(defect)?;
        let due_on = dossier::due_on(&after, &self.editions).map_err(defect)?;
        let entries = entries(snapshot, actor, recorded_at, &events).map_err(encode)?;
        let append = append(snapshot, &after, due_on, entries).map_err(encode)?;
        Ok(Settled { append, events })
    }

    /// Writes a batch; where it does not go in as a whole, each dossier by itself.
    async fn write(&self, batch: Batch, report: &mut Report) -> Result<(), EngineError> {
        self.fail(batch.unsettled, report).await?;
        let appends: Vec<&Append> = batch.settled.iter().map(|one| &one.append).collect();
        match self.store.append_batch(&appends).await {
            Ok(()) => {
                count(&batch.settled, report);
                Ok(())
            }
            Err(error) if error.is_about_one_dossier() => {
                for one in &batch.settled {
                    self.write_alone(one.append.dossier, report).await?;
                }
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Reads the dossier again, settles it and writes it, as often as it changes underneath.
    async fn write_alone(&self, key: i64, report: &mut Report) -> Result<(), EngineError> {
        let mut problem = ("contended", "it kept changing under the run".to_owned());
        for _ in 0..ATTEMPTS {
            let read = self.store.load_snapshots(&[key]).await?;
            let batch = self.settle(&read, report.as_of);
            let Some(one) = batch.settled.first() else {
                return self.fail(batch.unsettled, report).await;
            };
            match self.store.append_batch(&[&one.append]).await {
                Ok(()) => {
                    count(&batch.settled, report);
                    return Ok(());
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) if error.is_about_one_dossier() => {
                    problem = ("unwritable", error.to_string());
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.fail(vec![(key, problem.0, problem.1)], report).await
    }

    /// Reports dossiers that could not be settled, under the names that others know them by.
    async fn fail(
        &self,
        unsettled: Vec<Unsettled>,
        report: &mut Report,
    ) -> Result<(), EngineError> {
        for (key, code, message) in unsettled {
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
}

fn count(settled: &[Settled], report: &mut Report) {
    for one in settled {
        for dated in &one.events {
            *report.events.entry(dated.event.name()).or_default() += 1;
            match &dated.event {
                Event::Renewal(renewal::Event::ReminderDue {
                    current_through, ..
                }) => {
                    if report.as_of <= *current_through {
                        report.reminders.to_send += 1;
                    } else {
                        report.reminders.superseded += 1;
                    }
                }
                Event::Renewal(_) | Event::Licence(_) => {}
            }
        }
    }
    report.settled += settled.len();
}

/// The calendar, as the journal names it.
fn calendar_actor() -> String {
    serde_json::to_string(&Actor::calendar()).unwrap_or_else(|_| "calendar".to_owned())
}
