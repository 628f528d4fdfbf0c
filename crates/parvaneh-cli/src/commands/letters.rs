//! `parvaneh letters`: what the sinks would not take, and what becomes of it.

use std::process::ExitCode;

use anyhow::bail;
use chrono::{DateTime, SecondsFormat};
use clap::Subcommand;
use parvaneh::store::DeadLetter;
use serde::Serialize;

use crate::args::{Format, Global};
use crate::output::{self, line, table};

#[derive(Subcommand)]
pub(crate) enum LettersCommand {
    /// What the sinks have not taken and why, oldest first
    List(LettersArgs),
    /// Try a dead letter again, and then those of its dossier that wait behind it
    Retry(RetryArgs),
    /// Give a dead letter up, which frees those of its dossier that wait behind it
    Drop(DropArgs),
}

#[derive(clap::Args)]
pub(crate) struct LettersArgs {
    /// Only those of this sink, by its name in `parvaneh sinks`
    #[arg(long, value_name = "SINK")]
    sink: Option<String>,
    /// Also those that were dropped
    #[arg(long)]
    dropped: bool,
}

#[derive(clap::Args)]
pub(crate) struct RetryArgs {
    /// The letter's number in `parvaneh letters list`
    seq: i64,
}

#[derive(clap::Args)]
pub(crate) struct DropArgs {
    /// The letter's number in `parvaneh letters list`
    seq: i64,
    /// Why, for whoever asks later
    #[arg(long, value_parser = reason, value_name = "TEXT")]
    because: String,
}

/// An event that a sink has not taken.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Letter<'a> {
    /// Its number, by which it is tried again or dropped.
    seq: i64,
    /// The sink's name.
    sink: &'a str,
    /// The event's id, as the sink would have had it; where that cannot be read, its place in the journal.
    event: String,
    /// How often it was tried.
    attempts: i32,
    /// Why the sink did not take it, or that it waits behind another one.
    reason: &'a str,
    /// `waits`, `to be tried` or `dropped`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["waits", "to be tried", "dropped"])))]
    state: &'static str,
    /// Since when; RFC 3339 in UTC, as are the others.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    parked_at: String,
    /// When somebody wanted it to be tried again.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    retry_at: Option<String>,
    /// When somebody dropped it.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    dropped_at: Option<String>,
    /// Why.
    dropped_because: Option<&'a str>,
}

pub(crate) async fn run(global: &Global, command: &LettersCommand) -> anyhow::Result<ExitCode> {
    match command {
        LettersCommand::List(args) => list(global, args).await?,
        LettersCommand::Retry(args) => retry(global, args).await?,
        LettersCommand::Drop(args) => drop(global, args).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A letter that is to be tried again.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Retried {
    /// Its number.
    seq: i64,
    /// How many are to be tried, with those that wait behind it.
    to_be_tried: u64,
}

/// A letter that was dropped.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Dropped {
    /// Its number.
    seq: i64,
    /// That it was.
    dropped: bool,
}

async fn list(global: &Global, args: &LettersArgs) -> anyhow::Result<()> {
    let engine = output::open(global).await?;
    let letters = engine
        .store()
        .dead_letters(args.sink.as_deref(), args.dropped)
        .await?;
    engine.close().await?;
    let letters = letters.iter().map(letter);
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => {
            for letter in letters {
                output::json(&mut out, &letter)?;
            }
        }
        Format::Table | Format::Csv => {
            let header = [
                "seq", "sink", "event", "since", "attempts", "state", "reason",
            ];
            let mut shown = table(&header);
            for letter in letters {
                let reason = match letter.dropped_because {
                    Some(because) => format!("{}; dropped: {because}", letter.reason),
                    None => letter.reason.to_owned(),
                };
                shown.add_row([
                    letter.seq.to_string(),
                    letter.sink.to_owned(),
                    letter.event,
                    letter.parked_at,
                    letter.attempts.to_string(),
                    letter.state.to_owned(),
                    reason,
                ]);
            }
            output::rows(&mut out, &shown)?;
        }
    }
    Ok(())
}

async fn retry(global: &Global, args: &RetryArgs) -> anyhow::Result<()> {
    let engine = output::open_to_write(global).await?;
    let count = engine.store().retry_letter(args.seq).await?;
    engine.close().await?;
    if count == 0 {
        bail!("no dead letter {} waits to be tried again", args.seq);
    }
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => {
            let seq = args.seq;
            let answer = Retried {
                seq,
                to_be_tried: count,
            };
            output::sorted_json(&mut out, &answer)
        }
        Format::Table | Format::Csv => line(
            &mut out,
            format!("to be tried again: {count}, in their order, by the relay of the sink"),
        ),
    }
}

async fn drop(global: &Global, args: &DropArgs) -> anyhow::Result<()> {
    let engine = output::open_to_write(global).await?;
    let dropped = engine.store().drop_letter(args.seq, &args.because).await?;
    engine.close().await?;
    if !dropped {
        bail!("no dead letter {} is there to be dropped", args.seq);
    }
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => {
            let seq = args.seq;
            output::sorted_json(&mut out, &Dropped { seq, dropped })
        }
        Format::Table | Format::Csv => line(
            &mut out,
            format!("dropped: {}; what waited behind it is tried", args.seq),
        ),
    }
}

fn letter(letter: &DeadLetter) -> Letter<'_> {
    let at = |instant| {
        let instant = DateTime::from_timestamp_millis(instant).unwrap_or_default();
        instant.to_rfc3339_opts(SecondsFormat::Millis, true)
    };
    let dropped = letter.dropped.as_ref();
    Letter {
        seq: letter.seq,
        sink: &letter.sink,
        event: match (letter.dossier, letter.version) {
            (Some(dossier), Some(version)) => format!("{dossier}/{version}"),
            (Some(_) | None, Some(_) | None) => format!("at position {}", letter.position),
        },
        attempts: letter.attempts,
        reason: &letter.reason,
        state: match (dropped, letter.retry_at) {
            (Some(_), _) => "dropped",
            (None, Some(_)) => "to be tried",
            (None, None) => "waits",
        },
        parked_at: at(letter.parked_at),
        retry_at: letter.retry_at.map(at),
        dropped_at: dropped.map(|(instant, _)| at(*instant)),
        dropped_because: dropped.map(|(_, because)| because.as_str()),
    }
}

fn reason(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("somebody will want to know why".to_owned()),
        reason => Ok(reason.to_owned()),
    }
}
