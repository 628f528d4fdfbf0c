//! `parvaneh import`: another register's rows, and what could not be believed.

use std::process::ExitCode;

use anyhow::Context;
use parvaneh::Engine;
use parvaneh::import::{Import, Imported, Rejection};

use crate::args::{Format, Global, ImportArgs};
use crate::exit::Usage;
use crate::output::{self, line};

/// How many rejected rows are named on standard error; the rejects file has them all.
const NAMED: usize = 20;

pub(crate) async fn run(global: &Global, args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let imported = import(global, args).await?;
    print(&imported, global.format)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn import(global: &Global, args: &ImportArgs) -> anyhow::Result<Imported> {
    let workflows = output::workflows(global)?;
    let Some(profile) = workflows.profile(&args.profile).cloned() else {
        let names: Vec<&str> = workflows.profile_names().collect();
        let name = &args.profile;
        let names = names.join(", ");
        return Err(Usage(format!(
            "no import profile is called {name:?}; there are {names}"
        ))
        .into());
    };
    // The file is looked at before the register is made: a wrong file leaves nothing behind.
    let import = Import::open(profile, &args.file, args.rejects.as_deref())?;
    Engine::create_if_missing(&global.register).await?;
    let engine = output::open(global).await?;
    let lock = output::lock(&global.register)?;
    let bar = output::progress("bytes");
    bar.set_length(import.bytes());
    let mut rejected = 0;
    let imported = engine
        .import(
            import,
            |rejection| name(rejection, &mut rejected),
            |read| bar.set_position(read),
        )
        .await?;
    bar.finish_and_clear();
    engine.close().await?;
    drop(lock);
    if NAMED < rejected {
        let rest = rejected - NAMED;
        match &args.rejects {
            Some(file) => eprintln!("and {rest} more, all of them in {}", file.display()),
            None => eprintln!("and {rest} more; --rejects FILE keeps them all"),
        }
    }
    Ok(imported)
}

fn name(rejection: &Rejection, rejected: &mut usize) {
    *rejected += 1;
    if *rejected <= NAMED {
        eprintln!("rejected: {rejection}");
    }
}

fn print(imported: &Imported, format: Format) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match format {
        Format::Json => {
            let text = serde_json::to_string(imported).context("encoding the report failed")?;
            line(&mut out, text)
        }
        Format::Table => line(
            &mut out,
            format!(
                "{} rows: {} accepted ({} of them unchanged), {} rejected; {} licences",
                imported.rows,
                imported.accepted,
                imported.unchanged,
                imported.rejected,
                imported.licences
            ),
        ),
    }
}
