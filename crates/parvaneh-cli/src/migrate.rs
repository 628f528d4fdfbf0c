//! `parvaneh migrate`: the only command that changes a register's tables unless it is new.

use std::process::ExitCode;

use parvaneh::Engine;

use crate::args::{Global, MigrateArgs};
use crate::output;

pub(crate) async fn run(global: &Global, _: &MigrateArgs) -> anyhow::Result<ExitCode> {
    let steps = Engine::migrate(&global.register).await?;
    output::open(global).await?.close().await?;
    let text = format!("{}: {steps} steps applied, up to date", global.register);
    output::line(&mut std::io::stdout().lock(), text)?;
    Ok(ExitCode::SUCCESS)
}
