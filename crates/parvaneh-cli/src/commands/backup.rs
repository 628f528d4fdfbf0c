//! `parvaneh backup`: a copy of a register in SQLite.

use std::path::PathBuf;
use std::process::ExitCode;

use parvaneh::store;
use serde::Serialize;

use crate::args::{Format, Global};
use crate::exit::Usage;
use crate::output::{self, line};

#[derive(clap::Args)]
pub(crate) struct BackupArgs {
    /// The file to make; it must not be there
    file: PathBuf,
}

pub(crate) async fn run(global: &Global, args: &BackupArgs) -> anyhow::Result<ExitCode> {
    is_in_a_file(global)?;
    let engine = output::open_to_copy(global).await?;
    let bytes = engine.backup(&args.file).await?;
    engine.close().await?;
    let name = args.file.display();
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => {
            let file = name.to_string();
            output::sorted_json(&mut out, &BackedUp { file, bytes })?;
        }
        Format::Table | Format::Csv => {
            let text = format!("{name}: {bytes} bytes, whole and read through");
            line(&mut out, text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A backup that was made.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct BackedUp {
    /// The file.
    file: String,
    /// How large it is.
    bytes: u64,
}

/// A server has its own programs for this.
pub(crate) fn is_in_a_file(global: &Global) -> anyhow::Result<()> {
    if store::is_on_a_server(global.register.exposed()) {
        let text = "a register on a PostgreSQL server is backed up with pg_dump and put back with \
                    pg_restore, as docs/backup.md shows";
        return Err(Usage(text.to_owned()).into());
    }
    Ok(())
}
