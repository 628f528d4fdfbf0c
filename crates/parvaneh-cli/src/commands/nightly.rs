//! `parvaneh nightly`: the report of a sweep.

use std::io::Write;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use parvaneh::core::calendar::Date;
use parvaneh::store::Lease;
use parvaneh::sweep::{AtMost, KeepAnswers, MaxGap, Part};
use parvaneh::{Engine, EngineError, Report, Sweep};
use tokio_util::sync::CancellationToken;

use crate::args::{Format, Global, date};
use crate::exit::FAILURES;
use crate::lock::Lock;
use crate::output::{self, both, line, table};
use crate::stop;

#[derive(clap::Args)]
pub(crate) struct NightlyArgs {
    /// Settle up to this day, inclusive [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    as_of: Option<Date>,
    /// Compute and report, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How many dossiers share a transaction
    #[arg(long, default_value = "500", value_parser = batch, value_name = "N")]
    batch: NonZeroUsize,
    /// Write nothing at all if more licences than this would expire
    #[arg(long, value_name = "N|P%")]
    max_expire: Option<AtMost>,
    /// Write nothing at all if the day lies more days than this after the newest record: the clock
    /// may be fast. After a long closure, look at the clock and then say more, once
    #[arg(long, default_value_t, value_name = "DAYS")]
    max_gap: MaxGap,
    /// For how many days it is kept what was answered to a command: its id again gets the same answer until
    /// then, and is the id of a new command afterwards
    #[arg(long, default_value_t, value_name = "DAYS")]
    keep_answers: KeepAnswers,
    /// How many workers settle at once; a register in SQLite has one
    #[arg(long, default_value = "1", value_parser = workers, value_name = "N")]
    workers: NonZeroUsize,
    /// Help the run that is going on, as of its day, and report this process's share
    #[arg(long, conflicts_with_all = ["as_of", "dry_run", "max_expire", "max_gap", "keep_answers"])]
    join: bool,
    /// Wait so many seconds for another run to end, or for one to join, instead of leaving with 75
    #[arg(long, value_parser = seconds, value_name = "SECONDS")]
    wait: Option<u64>,
}

/// How many workers there may be: each has a connection of its own, and a server has some hundred.
const WORKERS_MOST: usize = 256;

/// How many dossiers may share a transaction: they are in memory together.
const BATCH_MOST: usize = 100_000;

/// For how many seconds another run may be waited for: a week.
const WAIT_MOST: u64 = 7 * 24 * 60 * 60;

fn seconds(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number| *number <= WAIT_MOST);
    number.ok_or_else(|| format!("it is a number from 0 to {WAIT_MOST}"))
}

fn workers(text: &str) -> Result<NonZeroUsize, String> {
    up_to(WORKERS_MOST, text)
}

fn batch(text: &str) -> Result<NonZeroUsize, String> {
    up_to(BATCH_MOST, text)
}

fn up_to(most: usize, text: &str) -> Result<NonZeroUsize, String> {
    let number = text
        .parse()
        .ok()
        .filter(|number: &NonZeroUsize| number.get() <= most);
    number.ok_or_else(|| format!("it is a number from 1 to {most}"))
}

pub(crate) async fn run(global: &Global, args: &NightlyArgs) -> anyhow::Result<ExitCode> {
    let wait = args.wait.map(Duration::from_secs);
    let begun = Instant::now();
    let (engine, lock) = match args.dry_run {
        true => (output::open(global).await?, None),
        false => {
            let (engine, lock) = open(global, wait.unwrap_or_default()).await?;
            (engine, Some(lock))
        }
    };
    let bar = output::progress("dossiers");
    let sweep = Sweep {
        as_of: args.as_of,
        dry_run: args.dry_run,
        batch: args.batch,
        max_expire: args.max_expire,
        max_gap: Some(args.max_gap),
        keep_answers: args.keep_answers,
        workers: args.workers,
        part: if args.join { Part::Joins } else { Part::Leads },
        wait: wait.map(|wait| wait.saturating_sub(begun.elapsed())),
        others: lock.as_ref().map_or(Lease::Respect, Lock::others),
        // A dry run ends at once: it has nothing to bring to an end.
        stop: match args.dry_run {
            true => CancellationToken::new(),
            false => stop::on_signal()?,
        },
    };
    let report = engine
        .sweep(&sweep, |done, due| {
            bar.set_length(due as u64);
            bar.set_position(done as u64);
        })
        .await?;
    bar.finish_and_clear();
    engine.close().await?;
    drop(lock);
    print(&report, global.format)?;
    Ok(match report.failures.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(FAILURES),
    })
}

/// The register and its lock, each waited for: a register that is being made at this moment is there when that
/// has ended.
async fn open(global: &Global, wait: Duration) -> anyhow::Result<(Engine, Lock)> {
    let begun = Instant::now();
    loop {
        let left = wait.saturating_sub(begun.elapsed());
        let lock = || Lock::wait_for(&global.register, "nightly", left);
        let error = match output::open_to_write(global).await {
            Ok(engine) => return Ok((engine, lock().await?)),
            Err(error) => error,
        };
        match error.downcast_ref::<EngineError>() {
            // Whoever makes it holds the lock; once that is let go, it is whole or was cut off.
            Some(EngineError::Unfinished { .. }) => {
                let lock = lock().await?;
                return Ok((output::open_to_write(global).await?, lock));
            }
            Some(EngineError::BeingImported(..)) if !left.is_zero() => {
                tokio::time::sleep(POLL.min(left)).await;
            }
            Some(_) | None => return Err(error),
        }
    }
}

/// How often a night looks again whether a register is there by now.
const POLL: Duration = Duration::from_millis(500);

pub(crate) fn print(report: &Report, format: Format) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if format == Format::Json {
        return output::json(&mut out, report);
    }
    let what = if report.dry_run { "dry run" } else { "run" };
    line(
        &mut out,
        format!("{what} {} as of {}", report.run, both(report.as_of)),
    )?;
    line(&mut out, format!("edition {}", report.edition))?;
    let mut events = table(&["event", "count"]);
    for (name, count) in &report.events {
        events.add_row([(*name).to_owned(), count.to_string()]);
    }
    if !report.events.is_empty() {
        output::rows(&mut out, &events)?;
    }
    line(
        &mut out,
        format!(
            "{} dossiers due, {} settled, {} failed, {} remaining, in {} ms",
            report.due,
            report.settled,
            report.failed(),
            report.remaining,
            report.duration_ms
        ),
    )?;
    remarks(&mut out, report)?;
    failures(&mut out, report)
}

/// What a night has to say besides its counts.
fn remarks(out: &mut impl Write, report: &Report) -> anyhow::Result<()> {
    let mut line = |text| line(&mut *out, text);
    if 0 < report.restated {
        let text = format!(
            "of them stated anew, by a general act that the register has learnt of: {}",
            report.restated
        );
        line(text)?;
    }
    let reminders = report.reminders;
    if 0 < reminders.to_send + reminders.superseded {
        let text = format!(
            "reminders: {} to send, {} superseded by a later day",
            reminders.to_send, reminders.superseded
        );
        line(text)?;
    }
    let ahead = report.dated_ahead;
    if 0 < ahead.events {
        let text = format!(
            "dated after today, by a clock that was fast: {} events of {} dossiers",
            ahead.events, ahead.dossiers
        );
        line(text)?;
    }
    if let Some(behind) = &report.clock_behind {
        let text = format!(
            "the clock is behind the newest record by {} seconds: it shows {}, the record is of {}; look which \
             clock is or was wrong",
            behind.seconds, behind.clock, behind.newest_record
        );
        line(text)?;
    }
    if 0 < report.answers_cleared {
        let text = format!(
            "answers cleared, older than they are kept: {}",
            report.answers_cleared
        );
        line(text)?;
    }
    Ok(())
}

/// The dossiers that stay due.
fn failures(out: &mut impl Write, report: &Report) -> anyhow::Result<()> {
    if report.failures.is_empty() {
        return Ok(());
    }
    let mut failures = table(&["number", "id", "code", "what is wrong"]);
    for failure in &report.failures {
        failures.add_row([
            failure.number.clone(),
            failure.id.to_string(),
            failure.code.to_owned(),
            failure.message.clone(),
        ]);
    }
    output::rows(out, &failures)?;
    match report.more_failures {
        0 => Ok(()),
        more => line(out, format!("and {more} more; each of them stays due")),
    }
}
