//! `parvaneh relay`: one relay a sink, until there is no more to do or somebody stops it.

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::Context;
use parvaneh::Engine;
use parvaneh::core::refusal::Citation;
use parvaneh::store::EventRow;
use parvaneh_events::{Ended, Law, Options, ReadError, Reader, Relay, Sink, Until};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::args::{Global, RelayArgs};
use crate::exit::{self, LOCKED, Usage};
use crate::health::Health;
use crate::output;

pub(crate) async fn run(global: &Global, args: &RelayArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open_to_write(global).await?;
    let stop = on_signal()?;
    let until = match args.once {
        true => Until::Through,
        false => Until::Stopped,
    };
    let options = Options {
        secrets: args.secrets.clone(),
        allow_private: args.allow_private,
    };
    let mut names = BTreeSet::new();
    let mut sinks = Vec::new();
    for address in &args.to {
        let sink = Sink::at(address, &options)?;
        let name = Sink::name(address);
        if !names.insert(name.clone()) {
            let text =
                format!("two sinks are called {name}; how far each has come is kept by name");
            return Err(Usage(text).into());
        }
        sinks.push((name, sink));
    }
    let health = match args.listen {
        Some(address) => {
            let health = Health::new(engine.store().clone(), names, args.max_lag);
            Some(health.serve(address, stop.clone()).await?)
        }
        None => None,
    };
    let mut relays = JoinSet::new();
    for (name, sink) in sinks {
        let relay = Relay {
            reader: Reader::new(engine.store().clone(), EnginesLaw(engine.clone())),
            name: name.clone(),
            sink,
            start: args.from,
            patience: args.patience,
        };
        let stop = stop.clone();
        relays.spawn(async move { (name, relay.run(until, &stop).await) });
    }
    let code = joined(relays).await?;
    stop.cancel();
    if let Some(health) = health {
        health.await.context("serving metrics broke off")?;
    }
    engine.close().await?;
    Ok(code)
}

/// Waits for every relay; what they came to.
async fn joined(
    mut relays: JoinSet<(String, Result<Ended, ReadError>)>,
) -> anyhow::Result<ExitCode> {
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
    async fn citations(&self, events: &[EventRow]) -> Result<Vec<Citation>, String> {
        let cited = self.0.citations(events).await;
        cited.map_err(|error| error.to_string())
    }
}
