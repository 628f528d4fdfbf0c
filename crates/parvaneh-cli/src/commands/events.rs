//! `parvaneh events`: the register's events as other systems get them.

mod schema;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;
use parvaneh::number::ByNumber;
use parvaneh_events::Start;
use parvaneh_events::{Placed, Reader};
use tokio::time::sleep;

use crate::args::{Global, point};
use crate::exit::FAILURES;
use crate::output;
use crate::stop::on_signal;
use schema::SchemaArgs;

#[derive(Subcommand)]
pub(crate) enum EventsCommand {
    /// Print events as they come, as JSON Lines, and remember nothing
    Tail(TailArgs),
    /// Print the events of one dossier again
    Replay(ReplayArgs),
    /// Print what events look like, as JSON Schema
    Schema(SchemaArgs),
}

#[derive(clap::Args)]
pub(crate) struct TailArgs {
    /// From here: beginning, now, or an instant like 2026-11-25T00:00:00Z
    #[arg(long, value_parser = point, default_value = "now", value_name = "POINT")]
    from: Start,
    /// Print what is there and end
    #[arg(long)]
    once: bool,
}

#[derive(clap::Args)]
pub(crate) struct ReplayArgs {
    /// The dossier: its number, or its id as in an event's subject
    #[arg(long, value_name = "DOSSIER")]
    subject: String,
    /// The regime; needed only where dossiers of several regimes have the number
    #[arg(long, value_name = "REGIME")]
    regime: Option<String>,
    /// From this sequence number on
    #[arg(long, default_value = "1", value_name = "SEQUENCE")]
    from: i64,
}

/// How often it is looked for more.
const AGAIN: Duration = Duration::from_millis(100);

pub(crate) async fn run(global: &Global, command: &EventsCommand) -> anyhow::Result<ExitCode> {
    match command {
        EventsCommand::Tail(args) => tail(global, args).await,
        EventsCommand::Replay(args) => replay(global, args).await,
        EventsCommand::Schema(args) => schema::run(args),
    }
}

async fn tail(global: &Global, args: &TailArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let stop = on_signal()?;
    let mut reader = Reader::new(engine.store().clone(), engine.editions());
    let mut at = reader.find(args.from).await?;
    let mut unreadable = 0;
    while !stop.is_cancelled() {
        let events = reader.after(at).await?;
        at = events.last().map_or(at, |last| last.position);
        unreadable += print(&events)?;
        let through = reader.newest_at_first().is_none_or(|newest| newest <= at);
        if args.once && through {
            break;
        }
        if events.is_empty() {
            tokio::select! {
                () = sleep(AGAIN) => (),
                () = stop.cancelled() => (),
            }
        }
    }
    engine.close().await?;
    Ok(ended(unreadable))
}

async fn replay(global: &Global, args: &ReplayArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let mut reader = Reader::new(engine.store().clone(), engine.editions());
    let id = engine
        .id_of(ByNumber {
            number: &args.subject,
            regime: args.regime.as_deref(),
        })
        .await?;
    let unreadable = print(&reader.of_dossier(id, args.from).await?)?;
    engine.close().await?;
    Ok(ended(unreadable))
}

/// Prints events, and says which cannot be published; how many those are.
fn print(events: &[Placed]) -> anyhow::Result<usize> {
    let mut out = std::io::stdout().lock();
    let mut unreadable = 0;
    for placed in events {
        match &placed.event {
            Ok(event) => output::json(&mut out, event)?,
            Err(error) => {
                output::remark(error);
                unreadable += 1;
            }
        }
    }
    output::unless_closed(out.flush())?;
    Ok(unreadable)
}

fn ended(unreadable: usize) -> ExitCode {
    match unreadable {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(FAILURES),
    }
}
