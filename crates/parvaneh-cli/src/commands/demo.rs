//! `parvaneh demo`: the ordinary commands, run in order on the sample registers.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use crate::args::{Args, Global};
use crate::exit::Usage;
use crate::output;

#[derive(clap::Args)]
pub(crate) struct DemoArgs {
    /// Where to make it
    #[arg(long, default_value = "demo", value_name = "DIR")]
    folder: PathBuf,
}

/// The samples travel in the program, so that the demo runs anywhere.
const SAMPLES: [(&str, &[u8]); 2] = [
    (
        "pishkhan.csv",
        include_bytes!("../../samples/pishkhan-register.csv"),
    ),
    (
        "chicago.csv",
        include_bytes!("../../samples/chicago-business-licences.csv"),
    ),
];

/// What it makes in its folder.
const MADE: [&str; 5] = [
    "pishkhan.csv",
    "chicago.csv",
    "rejects.csv",
    "pishkhan.db",
    "chicago.db",
];

/// What a registrar would do, in order. `{}` is the folder.
const COMMANDS: [&str; 11] = [
    "import --profile pishkhan {}/pishkhan.csv --rejects {}/rejects.csv --register sqlite://{}/pishkhan.db",
    "nightly --as-of 1405-09-02 --dry-run --max-expire 50% --register sqlite://{}/pishkhan.db",
    "nightly --as-of 1405-09-02 --register sqlite://{}/pishkhan.db",
    "list --on 1405-09-02 --province قم --standing in_force_pending_renewal --register sqlite://{}/pishkhan.db",
    "list --on 1405-09-02 --province قم --due-within 7d --register sqlite://{}/pishkhan.db",
    "show 43-10000002 --on 1405-09-02 --register sqlite://{}/pishkhan.db",
    "events replay --subject 43-10000002 --register sqlite://{}/pishkhan.db",
    "verify --register sqlite://{}/pishkhan.db",
    "import --profile chicago {}/chicago.csv --register sqlite://{}/chicago.db",
    "nightly --as-of 2016-12-31 --register sqlite://{}/chicago.db",
    "show 1543954 --on 2016-12-31 --register sqlite://{}/chicago.db",
];

pub(crate) async fn run(_: &Global, args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let folder = args.folder.display().to_string();
    if folder.contains(char::is_whitespace) {
        return Err(Usage(format!("{folder:?} has a space in it; name another folder")).into());
    }
    prepare(&args.folder)?;
    for command in COMMANDS {
        let command = command.replace("{}", &folder);
        say(format!("$ parvaneh {command}"))?;
        let words = std::iter::once("parvaneh").chain(command.split(' '));
        let parsed = Args::try_parse_from(words).context("the demo's own command is wrong")?;
        // An async function that calls itself must be boxed, as its size would have no end.
        let code = Box::pin(crate::run(parsed)).await?;
        if code != ExitCode::SUCCESS {
            return Ok(code);
        }
        say("")?;
    }
    say(format!(
        "The registers are in {folder}; go on with any of these commands, or `parvaneh help`."
    ))?;
    say("Without an installed parvaneh, write `cargo run --release --` in its place.")?;
    Ok(ExitCode::SUCCESS)
}

fn say(text: impl std::fmt::Display) -> anyhow::Result<()> {
    output::line(&mut std::io::stdout(), text)
}

/// Writes the samples. What is there already may be somebody's, and is left as it is.
fn prepare(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("making {} failed", folder.display()))?;
    for name in MADE {
        let path = folder.join(name);
        if path.symlink_metadata().is_ok() {
            let text = format!(
                "{} is there already, and the demo takes nothing away; name another folder, or take it away yourself",
                path.display()
            );
            return Err(Usage(text).into());
        }
    }
    for (name, text) in SAMPLES {
        let path = folder.join(name);
        let failed = || format!("writing {} failed", path.display());
        let mut file = fs::File::create_new(&path).with_context(failed)?;
        file.write_all(text).with_context(failed)?;
    }
    Ok(())
}
