//! `parvaneh sinks`: how far each sink has come.

use std::process::ExitCode;

use chrono::{DateTime, SecondsFormat, Utc};
use parvaneh::store::{SinkRow, Store, StoreError};
use serde::{Serialize, Serializer};

use crate::args::{Format, Global};
use crate::clock;
use crate::exit::FAILURES;
use crate::output::{self, table};

#[derive(clap::Args)]
pub(crate) struct SinksArgs {
    /// Fail where a sink is further behind than so many seconds, or has dead letters
    #[arg(long, value_name = "SECONDS")]
    max_lag: Option<u64>,
}

/// How far a sink has come.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Sink {
    /// Its name: where it sends to.
    pub(crate) sink: String,
    /// Whether a relay serves it now.
    pub(crate) served: bool,
    /// How many events it has taken.
    pub(crate) published: i64,
    /// When it took one last; RFC 3339, in UTC.
    #[serde(serialize_with = "in_utc")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub(crate) last_success: Option<DateTime<Utc>>,
    /// How many events it has not taken yet.
    pub(crate) lag_events: i64,
    /// For how many seconds the oldest of them has been there.
    pub(crate) lag_seconds: i64,
    /// How many events it would not take, and wait behind those.
    pub(crate) dead_letters: i64,
}

pub(crate) async fn run(global: &Global, args: &SinksArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let sinks = read(engine.store()).await?;
    engine.close().await?;
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => {
            for sink in &sinks {
                output::json(&mut out, sink)?;
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
                    sink.sink.clone(),
                    if sink.served { "yes" } else { "no" }.to_owned(),
                    sink.published.to_string(),
                    sink.last_success.map(written).unwrap_or_default(),
                    sink.lag_events.to_string(),
                    sink.lag_seconds.to_string(),
                    sink.dead_letters.to_string(),
                ]);
            }
            output::rows(&mut out, &shown)?;
        }
    }
    let too_far = |sink: &Sink| {
        args.max_lag
            .is_some_and(|most| sink.lags_more_than(most) || 0 < sink.dead_letters)
    };
    Ok(match sinks.iter().any(too_far) {
        true => ExitCode::from(FAILURES),
        false => ExitCode::SUCCESS,
    })
}

/// Every sink that a relay has ever served, by name.
pub(crate) async fn read(store: &Store) -> Result<Vec<Sink>, StoreError> {
    let rows = store.sinks().await?;
    let now = clock::now().timestamp_millis();
    Ok(rows.into_iter().map(|row| sink(row, now)).collect())
}

impl Sink {
    pub(crate) fn lags_more_than(&self, seconds: u64) -> bool {
        seconds < u64::try_from(self.lag_seconds).unwrap_or(0)
    }
}

fn sink(row: SinkRow, now: i64) -> Sink {
    let at = |instant| DateTime::from_timestamp_millis(instant).unwrap_or_default();
    Sink {
        sink: row.name,
        served: row.served,
        published: row.published,
        last_success: row.published_at.map(at),
        lag_events: row.lag,
        lag_seconds: row
            .lags_since
            .map_or(0, |since| (now - since).max(0) / 1000),
        dead_letters: row.dead_letters,
    }
}

fn written(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn in_utc<S: Serializer>(instant: &Option<DateTime<Utc>>, out: S) -> Result<S::Ok, S::Error> {
    instant.map(written).serialize(out)
}
