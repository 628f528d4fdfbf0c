//! `parvaneh migrate`: the only command that changes a register's tables unless it is new.

use std::process::ExitCode;

use parvaneh::Engine;

use crate::args::{Global, MigrateArgs};
use crate::output;

pub(crate) async fn run(global: &Global, _: &MigrateArgs) -> anyhow::Result<ExitCode> {
    let steps = Engine::migrate(&global.register).await?;
    let engine = output::open(global).await?;
    let url = engine.store().url().to_owned();
    engine.close().await?;
    let text = format!("{url}: {steps} steps applied, up to date");
    output::line(&mut std::io::stdout().lock(), text)?;
    Ok(ExitCode::SUCCESS)
}
