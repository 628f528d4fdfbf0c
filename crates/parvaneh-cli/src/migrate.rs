//! `parvaneh migrate`: the only command that changes a register's tables unless it is new.

use std::process::ExitCode;

use parvaneh::Engine;
use parvaneh::store::Step;
use serde_json::json;

use crate::args::{Format, Global, MigrateArgs};
use crate::output::{self, line, table};

pub(crate) async fn run(global: &Global, args: &MigrateArgs) -> anyhow::Result<ExitCode> {
    if args.status {
        return status(global).await;
    }
    let steps = Engine::migrate(&global.register).await?;
    let engine = output::open(global).await?;
    let url = engine.store().url().to_owned();
    engine.close().await?;
    let text = format!("{url}: {steps} steps applied, up to date");
    output::line(&mut std::io::stdout().lock(), text)?;
    Ok(ExitCode::SUCCESS)
}
