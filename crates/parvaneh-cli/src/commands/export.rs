//! `parvaneh export`: the whole register, as lines.

use std::io::{self, BufWriter, ErrorKind};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use parvaneh::atomic_file::AtomicFile;

use crate::args::{Format, Global};
use crate::output::{self, line, row_counts};

#[derive(clap::Args)]
pub(crate) struct ExportArgs {
    /// The file to make, which must not be there; - for standard output
    file: PathBuf,
}

/// A file appears when it is whole; standard output gets the lines as they come, and nothing else.
pub(crate) async fn run(global: &Global, args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let name = args.file.display().to_string();
    let bar = output::counter("rows written");
    let progress = |written| bar.set_position(written);
    if name == "-" {
        let engine = output::open(global).await?;
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        engine.export(&mut out, progress).await?;
        engine.close().await?;
        bar.finish_and_clear();
        return Ok(ExitCode::SUCCESS);
    }
    if args.file.symlink_metadata().is_ok() {
        bail!("{name} is there already; name a file that is not");
    }
    let engine = output::open(global).await?;
    let whole = AtomicFile::at(&args.file);
    let failed = || format!("writing {name} failed; look at the path and its permissions");
    let file = whole.begin().with_context(failed)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let counts = engine.export(&mut out, progress).await?;
    drop(out);
    engine.close().await?;
    match whole.appear() {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{name} is there already; name a file that is not")
        }
        appeared => appeared.with_context(failed)?,
    }
    bar.finish_and_clear();
    let mut out = io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &counts)?,
        Format::Table | Format::Csv => line(&mut out, format!("{name}: {}", row_counts(&counts)))?,
    }
    Ok(ExitCode::SUCCESS)
}
