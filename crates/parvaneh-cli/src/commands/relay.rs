//! `parvaneh relay`: one relay a sink, until there is no more to do or somebody stops it.

mod ended;
mod health;
mod reader;
mod watched;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use parvaneh::store::Address;
use parvaneh_events::{Options, Reader, Relay, Start, Until, sinks};
use tokio::task::JoinSet;

use crate::args::{Global, point};
use crate::exit::Usage;
use crate::output;
use crate::stop::on_signal;
use ended::AllEnded;
use health::Health;
use reader::while_it_is_read;
use watched::{Away, Watched};

#[derive(clap::Args)]
pub(crate) struct RelayArgs {
    #[arg(long, required = true, value_name = "SINK",
          help = format!("Where to: {}; may be given more than once", sinks::written()))]
    to: Vec<Address>,
    /// Send what is there and end, for a timer; 3 where an event was set aside, 75 where another relay
    /// serves a sink
    #[arg(long)]
    once: bool,
    /// Go on from here, forwards or back: beginning, now, or an instant like 2026-11-25T00:00:00Z
    /// [default: where the sink is; a new one at the beginning]
    #[arg(long, value_parser = point, value_name = "POINT")]
    from: Option<Start>,
    /// How long an event is tried before it becomes a dead letter, as in 24h, 30m or 2s; with --once how
    /// long a sink may take nothing before each further event is tried once
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

/// A sink that is served.
struct Served {
    name: String,
    watched: Watched,
    /// Whether somebody reads it at the other end of a pipe, as far as one can know.
    is_read: bool,
}

pub(crate) async fn run(global: &Global, args: &RelayArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open_to_write(global).await?;
    let stop = on_signal()?;
    let until = match args.once {
        true => Until::Through,
        false => Until::Stopped,
    };
    let served = served(args)?;
    let health = match args.listen {
        Some(address) => {
            let names = served.iter().map(|it| it.name.clone()).collect();
            let health = Health::new(engine.store().clone(), names, args.max_lag);
            Some(health.serve(address, stop.clone()).await?)
        }
        None => None,
    };
    let mut relays = JoinSet::new();
    for Served {
        name,
        watched,
        is_read,
    } in served
    {
        let away = watched.away.clone();
        let relay = Relay {
            reader: Reader::new(engine.store().clone(), engine.editions()),
            name: name.clone(),
            sink: Box::new(watched),
            start: args.from,
            patience: args.patience,
        };
        let stop = stop.child_token();
        relays.spawn(async move {
            let running = relay.run(until, &stop);
            // With --once there is soon something to write, which fails, or nothing more to do.
            let ended = match is_read && until == Until::Stopped {
                true => while_it_is_read(running, &stop).await,
                false => running.await,
            };
            (name, ended, away)
        });
    }
    let mut all = AllEnded::default();
    while let Some(relay) = relays.join_next().await {
        let (name, ended, away) = relay.context("a relay broke off")?;
        all.add(&name, until, ended, away.why());
    }
    stop.cancel();
    if let Some(health) = health {
        health.await.context("serving metrics broke off")?;
    }
    engine.close().await?;
    Ok(all.code())
}

/// The sinks, none of which is there twice.
fn served(args: &RelayArgs) -> anyhow::Result<Vec<Served>> {
    let options = Options {
        secrets: args.secrets.clone(),
        allow_private: args.allow_private,
    };
    let mut names = BTreeSet::new();
    let mut served = Vec::new();
    for address in &args.to {
        let sink = sinks::at(address, &options)?;
        let name = sinks::name(address);
        if !names.insert(name.clone()) {
            let text =
                format!("two sinks are called {name}; how far each has come is kept by name");
            return Err(Usage(text).into());
        }
        let watched = Watched {
            name: name.clone(),
            sink,
            away: Away::default(),
        };
        served.push(Served {
            is_read: sinks::is_standard_output(address),
            name,
            watched,
        });
    }
    Ok(served)
}
