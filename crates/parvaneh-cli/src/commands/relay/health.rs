//! What a relay serves over HTTP: `GET /metrics` for Prometheus, and `GET /healthz` for a check
//! whether it works. Both cover the sinks that this relay was given.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use parvaneh::store::Store;
use prometheus::{IntCounterVec, IntGaugeVec, Opts, Registry, TEXT_FORMAT, TextEncoder};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::commands::sinks::{self, Sink};
use crate::output;

/// How long the register may take to say how far the sinks have come.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) struct Health {
    store: Store,
    sinks: BTreeSet<String>,
    /// In seconds.
    max_lag: Option<u64>,
}

impl Health {
    pub(crate) fn new(store: Store, sinks: BTreeSet<String>, max_lag: Option<u64>) -> Self {
        Self {
            store,
            sinks,
            max_lag,
        }
    }

    /// Answers at an address until it is stopped; where, it says on standard error.
    pub(crate) async fn serve(
        self,
        address: SocketAddr,
        stop: CancellationToken,
    ) -> anyhow::Result<JoinHandle<()>> {
        let listening = || format!("listening at {address} failed");
        let listener = TcpListener::bind(address).await.with_context(listening)?;
        let bound = listener.local_addr().with_context(listening)?;
        output::remark(format!("metrics and health: http://{bound}"));
        let router = Router::new()
            .route("/metrics", get(metrics))
            .route("/healthz", get(healthz))
            .with_state(Arc::new(self));
        Ok(tokio::spawn(async move {
            // An open connection must not keep the relay from ending.
            tokio::select! {
                served = axum::serve(listener, router).into_future() => drop(served),
                () = stop.cancelled() => (),
            }
        }))
    }

    /// How far this relay's sinks have come. One that it could not take yet is not there.
    async fn read(&self) -> Result<Vec<Sink>, String> {
        let read = timeout(PATIENCE, sinks::read(&self.store)).await;
        let all = read
            .map_err(|_| format!("the register did not answer within {PATIENCE:?}"))?
            .map_err(|error| format!("the register cannot be read: {error}"))?;
        let ours = all.into_iter().filter(|it| self.sinks.contains(&it.sink));
        Ok(ours.collect())
    }
}

async fn healthz(State(health): State<Arc<Health>>) -> Response {
    let sinks = match health.read().await {
        Ok(sinks) => sinks,
        Err(why) => return unavailable(&why),
    };
    let too_far = sinks
        .iter()
        .find(|sink| health.max_lag.is_some_and(|most| sink.lags_more_than(most)));
    match too_far {
        Some(sink) => unavailable(&format!("{} is {} s behind", sink.sink, sink.lag_seconds)),
        None => "ok\n".into_response(),
    }
}

async fn metrics(State(health): State<Arc<Health>>) -> Response {
    let sinks = match health.read().await {
        Ok(sinks) => sinks,
        Err(why) => return unavailable(&why),
    };
    match encoded(&sinks) {
        Ok(text) => ([(CONTENT_TYPE, TEXT_FORMAT)], text).into_response(),
        Err(error) => unavailable(&error.to_string()),
    }
}

fn unavailable(why: &str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")).into_response()
}

fn encoded(sinks: &[Sink]) -> Result<String, prometheus::Error> {
    let registry = Registry::new();
    let gauge = |name: &str, help: &str, value: fn(&Sink) -> Option<i64>| {
        let gauge = IntGaugeVec::new(Opts::new(name, help), &["sink"])?;
        for sink in sinks {
            if let Some(value) = value(sink) {
                gauge.with_label_values(&[&sink.sink]).set(value);
            }
        }
        registry.register(Box::new(gauge))
    };
    gauge(
        "parvaneh_sink_lag_events",
        "Events that the sink has not been given yet.",
        |sink| Some(sink.lag_events),
    )?;
    gauge(
        "parvaneh_sink_lag_seconds",
        "Seconds since the first of them was recorded.",
        |sink| Some(sink.lag_seconds),
    )?;
    gauge(
        "parvaneh_sink_dead_letters",
        "Events that the sink would not take or that wait behind one, and were not dropped.",
        |sink| Some(sink.dead_letters),
    )?;
    gauge(
        "parvaneh_sink_served",
        "Whether a relay serves the sink now.",
        |sink| Some(i64::from(sink.served)),
    )?;
    gauge(
        "parvaneh_sink_last_success_timestamp_seconds",
        "When the sink last took an event, since 1970; not there where it never took any.",
        |sink| sink.last_success.map(|instant| instant.timestamp()),
    )?;
    let help = "Events that the sink has taken.";
    let published = IntCounterVec::new(
        Opts::new("parvaneh_sink_published_events_total", help),
        &["sink"],
    )?;
    for sink in sinks {
        let count = u64::try_from(sink.published).unwrap_or(0);
        published.with_label_values(&[&sink.sink]).inc_by(count);
    }
    registry.register(Box::new(published))?;
    TextEncoder::new().encode_to_string(&registry.gather())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_within_its_quotes() {
        let sink = Sink {
            sink: "jsonl:a \"b\" \\c\nd".to_owned(),
            served: true,
            published: 3,
            last_success: None,
            lag_events: 2,
            lag_seconds: 1,
            dead_letters: 0,
        };
        insta::assert_snapshot!(encoded(&[sink]).expect("it can be told"), @r#"
        # HELP parvaneh_sink_dead_letters Events that the sink would not take or that wait behind one, and were not dropped.
        # TYPE parvaneh_sink_dead_letters gauge
        parvaneh_sink_dead_letters{sink="jsonl:a \"b\" \\c\nd"} 0
        # HELP parvaneh_sink_lag_events Events that the sink has not been given yet.
        # TYPE parvaneh_sink_lag_events gauge
        parvaneh_sink_lag_events{sink="jsonl:a \"b\" \\c\nd"} 2
        # HELP parvaneh_sink_lag_seconds Seconds since the first of them was recorded.
        # TYPE parvaneh_sink_lag_seconds gauge
        parvaneh_sink_lag_seconds{sink="jsonl:a \"b\" \\c\nd"} 1
        # HELP parvaneh_sink_published_events_total Events that the sink has taken.
        # TYPE parvaneh_sink_published_events_total counter
        parvaneh_sink_published_events_total{sink="jsonl:a \"b\" \\c\nd"} 3
        # HELP parvaneh_sink_served Whether a relay serves the sink now.
        # TYPE parvaneh_sink_served gauge
        parvaneh_sink_served{sink="jsonl:a \"b\" \\c\nd"} 1
        "#);
    }
}
