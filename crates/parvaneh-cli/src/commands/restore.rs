//! `parvaneh restore`: a backup, checked and put where the register is to be.

use std::path::PathBuf;
use std::process::ExitCode;

use parvaneh::backup::{Old, restore};

use crate::args::{Format, Global};
use crate::commands::backup::is_in_a_file;
use crate::output::{self, line};

#[derive(clap::Args)]
pub(crate) struct RestoreArgs {
    /// The backup
    file: PathBuf,
    /// Let the register that is there give way
    #[arg(long)]
    replace: bool,
}

pub(crate) async fn run(global: &Global, args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    is_in_a_file(global)?;
    let workflows = output::workflows(global)?;
    let old = match args.replace {
        true => Old::GivesWay,
        false => Old::Stays,
    };
    let lock = output::lock(&global.register)?;
    let restored = restore(&args.file, &global.register, workflows, old).await?;
    drop(lock);
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &restored)?,
        Format::Table | Format::Csv => {
            let text = format!(
                "{}: {} dossiers, {} events, 0 contradictions, {} steps applied",
                global.register, restored.dossiers, restored.events, restored.steps
            );
            line(&mut out, text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
