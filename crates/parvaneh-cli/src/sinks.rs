//! `parvaneh sinks`: how far each sink has come.

use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, SecondsFormat, Utc};
use parvaneh::store::SinkRow;
use serde::Serialize;

use crate::args::{Format, Global, SinksArgs};
use crate::exit::FAILURES;
use crate::output::{self, line, table};

/// How far a sink has come.
#[derive(Serialize)]
struct Sink<'a> {
    sink: &'a str,
    served: bool,
    published: i64,
    /// RFC 3339, in UTC.
    last_success: Option<String>,
    lag_events: i64,
    lag_seconds: i64,
    dead_letters: i64,
}

pub(crate) async fn run(global: &Global, args: &SinksArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let rows = engine.store().sinks().await?;
    engine.close().await?;
    let now = Utc::now().timestamp_millis();
    let sinks: Vec<Sink<'_>> = rows.iter().map(|row| sink(row, now)).collect();
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => {
            for sink in &sinks {
                let text = serde_json::to_string(sink).context("encoding a sink failed")?;
                line(&mut out, text)?;
            }
        }
        Format::Table | Format::Csv => {
            let header = [
                "sink",
                "served",
                "published",
                "last success",
                "lag, events",
                "lag, seconds",
                "dead letters",
            ];
            let mut shown = table(&header);
            for sink in &sinks {
                shown.add_row([
                    sink.sink.to_owned(),
                    if sink.served { "yes" } else { "no" }.to_owned(),
                    sink.published.to_string(),
                    sink.last_success.clone().unwrap_or_default(),
                    sink.lag_events.to_string(),
                    sink.lag_seconds.to_string(),
                    sink.dead_letters.to_string(),
                ]);
            }
            line(&mut out, shown)?;
        }
    }
    let too_far = |sink: &Sink<'_>| {
        args.max_lag.is_some_and(|most| {
            most < u64::try_from(sink.lag_seconds).unwrap_or(0) || 0 < sink.dead_letters
        })
    };
    Ok(match sinks.iter().any(too_far) {
        true => ExitCode::from(FAILURES),
        false => ExitCode::SUCCESS,
    })
}

fn sink(row: &SinkRow, now: i64) -> Sink<'_> {
    let at = |instant| DateTime::from_timestamp_millis(instant).unwrap_or_default();
    let text = |instant| at(instant).to_rfc3339_opts(SecondsFormat::Millis, true);
    Sink {
        sink: &row.name,
        served: row.served,
        published: row.published,
        last_success: row.published_at.map(text),
        lag_events: row.lag,
        lag_seconds: row
            .lags_since
            .map_or(0, |since| (now - since).max(0) / 1000),
        dead_letters: row.dead_letters,
    }
}
