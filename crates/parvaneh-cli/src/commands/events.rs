//! `parvaneh events`: the register's events as other systems get them.

pub(crate) mod schema;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use parvaneh_events::{Placed, Reader};
use tokio::time::sleep;

use crate::args::{Global, ReplayArgs, TailArgs};
use crate::commands::relay::on_signal;
use crate::output::{self, line};

/// How often it is looked for more.
const AGAIN: Duration = Duration::from_millis(100);

pub(crate) async fn tail(global: &Global, args: &TailArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let stop = on_signal()?;
    let mut reader = Reader::new(engine.store().clone(), engine.editions());
    let mut at = reader.find(args.from).await?;
    while !stop.is_cancelled() {
        let events = reader.after(at).await?;
        at = events.last().map_or(at, |last| last.position);
        print(&events)?;
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
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn replay(global: &Global, args: &ReplayArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let mut reader = Reader::new(engine.store().clone(), engine.editions());
    print(&reader.of_dossier(&args.subject, args.from).await?)?;
    engine.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn print(events: &[Placed]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for placed in events {
        let text = serde_json::to_string(&placed.event).context("encoding an event failed")?;
        line(&mut out, text)?;
    }
    output::heard(out.flush())
}
