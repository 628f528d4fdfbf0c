//! `parvaneh relay`: one relay a sink, until there is no more to do or somebody stops it.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use parvaneh::Engine;
use parvaneh::core::refusal::Citation;
use parvaneh::store::Recorded;
use parvaneh_events::{Ended, Law, ReadError, Reader, Relay, Sink, Until};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::args::{Global, RelayArgs};
use crate::exit::{self, LOCKED};
use crate::output;

pub(crate) async fn run(global: &Global, args: &RelayArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open_to_write(global).await?;
    let stop = on_signal()?;
    let until = match args.once {
        true => Until::Through,
        false => Until::Stopped,
    };
    let mut relays = JoinSet::new();
    for address in &args.to {
        let relay = Relay {
            reader: Reader::new(engine.store().clone(), EnginesLaw(engine.clone())),
            name: Sink::name(address),
            sink: Sink::at(address)?,
            start: args.from,
            patience: Duration::from_secs(args.patience * 60 * 60),
        };
        let (name, stop) = (relay.name.clone(), stop.clone());
        relays.spawn(async move { (name, relay.run(until, &stop).await) });
    }
    let mut code = ExitCode::SUCCESS;
    while let Some(relay) = relays.join_next().await {
        let (name, ended) = relay.context("a relay broke off")?;
        match ended {
            Ok(Ended::Stopped(count) | Ended::Through(count)) => {
                output::remark(format!("{name}: {count} events"));
            }
            Ok(Ended::HeldByAnother) => {
                output::remark(format!("{name}: another relay serves this sink"));
                code = ExitCode::from(LOCKED);
            }
            // The other sinks go on.
            Err(error) => code = failed(&name, error),
        }
    }
    engine.close().await?;
    Ok(code)
}

/// What stops when the process is asked to.
pub(crate) fn on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM failed")?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => (),
            _ = tokio::signal::ctrl_c() => (),
        }
        stopped.cancel();
    });
    Ok(stop)
}

fn failed(name: &str, error: ReadError) -> ExitCode {
    let error = anyhow::Error::from(error).context(format!("relaying to {name} failed"));
    exit::report(&error)
}

/// The law as the engine knows it.
pub(crate) struct EnginesLaw(pub(crate) Engine);

impl Law for EnginesLaw {
    async fn citations(&self, events: &[Recorded]) -> Result<Vec<Citation>, String> {
        let cited = self.0.citations(events).await;
        cited.map_err(|error| error.to_string())
    }
}
