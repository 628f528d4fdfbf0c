//! `parvaneh restore`: a backup, checked and put where the register is to be.

use std::path::PathBuf;
use std::process::ExitCode;

use parvaneh::backup::{Old, Restoration, restore};

use crate::args::{Format, Global};
use crate::commands::anchor;
use crate::commands::backup::is_in_a_file;
use crate::lock::Lock;
use crate::output::{self, line};

#[derive(clap::Args)]
pub(crate) struct RestoreArgs {
    /// The backup
    file: PathBuf,
    /// Let the register that is there give way
    #[arg(long)]
    replace: bool,
    /// Anchors that were exported before, against which the backup is checked
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
    /// Put back tables of others, too, that lie beside the register in its file
    #[arg(long)]
    with_other_tables: bool,
}

pub(crate) async fn run(global: &Global, args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    is_in_a_file(global)?;
    let workflows = output::workflows(global)?;
    let old = match args.replace {
        true => Old::GivesWay,
        false => Old::Stays,
    };
    let lock = Lock::take(&global.register, "restore")?;
    let anchors = match &args.anchor {
        Some(path) => anchor::read(path)?,
        None => Vec::new(),
    };
    let restoration = Restoration {
        backup: &args.file,
        url: &global.register,
        old,
        anchors: &anchors,
        with_tables_of_others: args.with_other_tables,
    };
    let restored = restore(&restoration, workflows).await?;
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
