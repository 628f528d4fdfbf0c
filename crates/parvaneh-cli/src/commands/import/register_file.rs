//! `parvaneh import --profile parvaneh`: a whole register, with its whole history.

use std::process::ExitCode;

use parvaneh::Engine;
use parvaneh::import_register::RegisterFile;

use super::ImportArgs;
use crate::args::{Format, Global};
use crate::exit::Usage;
use crate::lock::Lock;
use crate::output::{self, line, row_counts};

/// The profile of what `parvaneh export` writes; no workflow can give it another meaning.
pub(crate) const PROFILE: &str = "parvaneh";

pub(crate) async fn run(global: &Global, args: &ImportArgs) -> anyhow::Result<ExitCode> {
    if args.rejects.is_some() {
        let text = "a whole register is taken in or refused; leave out --rejects";
        return Err(Usage(text.to_owned()).into());
    }
    if args.follow {
        let text = "a whole register is taken in once, and is no source that can be followed; leave out --follow";
        return Err(Usage(text.to_owned()).into());
    }
    let workflows = output::workflows(global)?;
    let bar = output::progress("bytes checked");
    // Before the register is made, so that a wrong file leaves nothing behind.
    let file = RegisterFile::open(&args.file, |read, of| {
        bar.set_length(of);
        bar.set_position(read);
    })?;
    bar.finish_and_clear();
    let lock = Lock::take(&global.register, "import")?;
    let bar = output::progress("bytes taken in");
    let counts = Engine::import_register(&global.register, workflows, &file, |read, of| {
        bar.set_length(of);
        bar.set_position(read);
    })
    .await?;
    bar.finish_and_clear();
    drop(lock);
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &counts)?,
        Format::Table | Format::Csv => {
            line(&mut out, format!("taken in: {}", row_counts(&counts)))?
        }
    }
    Ok(ExitCode::SUCCESS)
}
