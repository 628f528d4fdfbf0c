//! `parvaneh relay`: one relay a sink, until there is no more to do or somebody stops it.

mod health;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use parvaneh::store::Address;
use parvaneh_events::Start;
use parvaneh_events::{Ended, Options, ReadError, Reader, Relay, Until, sinks};
use tokio::task::JoinSet;

use crate::args::{Global, point};
use crate::exit::{self, LOCKED, Usage};
use crate::output;
use crate::stop::on_signal;
use health::Health;

#[derive(clap::Args)]
pub(crate) struct RelayArgs {
    #[arg(long, required = true, value_name = "SINK",
          help = format!("Where to: {}; may be given more than once", sinks::written()))]
    to: Vec<Address>,
    /// Send what is there and end, for a timer; 75 where another relay serves a sink
    #[arg(long)]
    once: bool,
    /// Go on from here, forwards or back: beginning, now, or an instant like 2026-11-25T00:00:00Z
    /// [default: where the sink is; a new one at the beginning]
    #[arg(long, value_parser = point, value_name = "POINT")]
    from: Option<Start>,
    /// How long an event is tried before it becomes a dead letter, as in 24h, 30m or 2s
    #[arg(long, default_value = "24h", value_parser = humantime::parse_duration,
          value_name = "DURATION")]
    patience: Duration,
    /// The secrets of webhooks: a TOML file with lines like "https://host/path" = ["whsec_…"],
    /// read again when it changes
    #[arg(long, env = "PARVANEH_SECRETS", value_name = "FILE")]
    secrets: Option<PathBuf>,
    /// Let webhooks go to private addresses as well, such as those of this machine
    #[arg(long)]
    allow_private: bool,
    /// Serve GET /metrics for Prometheus and GET /healthz here, as in 127.0.0.1:9464
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// With --listen: be unhealthy where a sink is further behind than so many seconds
    #[arg(long, value_name = "SECONDS", requires = "listen")]
    max_lag: Option<u64>,
}

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
    let mut named = Vec::new();
    for address in &args.to {
        let sink = sinks::at(address, &options)?;
        let name = sinks::name(address);
        if !names.insert(name.clone()) {
            let text =
                format!("two sinks are called {name}; how far each has come is kept by name");
            return Err(Usage(text).into());
        }
        named.push((name, sink));
    }
    let health = match args.listen {
        Some(address) => {
            let health = Health::new(engine.store().clone(), names, args.max_lag);
            Some(health.serve(address, stop.clone()).await?)
        }
        None => None,
    };
    let mut relays = JoinSet::new();
    for (name, sink) in named {
        let relay = Relay {
            reader: Reader::new(engine.store().clone(), engine.editions()),
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

fn failed(name: &str, error: ReadError) -> ExitCode {
    let error = anyhow::Error::from(error).context(format!("relaying to {name} failed"));
    exit::report(&error)
}
