//! What the binary `parvaneh` does: it translates words into calls and answers into words.

mod args;
mod clock;
mod commands;
mod escaped;
mod exit;
mod lock;
mod output;
#[cfg(feature = "schema")]
mod printed;
mod stop;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Builder;
use tracing_subscriber::EnvFilter;

use crate::args::{Args, Command, Format};
use crate::commands::{
    actions, anchor, backup, blank, chart, demo, editions, events, explain, export, import, late,
    letters, list, migrate, nightly, notices, party, relay, report, restore, revise, show, sinks,
    submit, verify, worklist,
};
use crate::escaped::Log;
use crate::exit::Usage;
#[cfg(feature = "schema")]
pub use crate::printed::{Printed, printed};

/// Does what the command line asks for, and says with which code the process ends.
pub fn main() -> ExitCode {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return exit::report(&error.into()),
    };
    let code = runtime.block_on(begin());
    // What still reads from a pipe, or writes to one, that nobody has the other end of may never end.
    runtime.shutdown_background();
    code
}

async fn begin() -> ExitCode {
    let args = Args::parse();
    // A failure is printed once, at the end. The log is off unless PARVANEH_LOG turns it on.
    let filter = EnvFilter::try_from_env("PARVANEH_LOG").unwrap_or_else(|_| EnvFilter::new("off"));
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|said| !said.is_empty());
    let is_coloured = !is_plain && std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(is_coloured)
        .with_writer(Log { is_coloured })
        .init();
    match run(args).await {
        Ok(code) => code,
        Err(error) => exit::report(&error),
    }
}

async fn run(args: Args) -> anyhow::Result<ExitCode> {
    exit::survive_a_full_disk()?;
    clock::shows_a_time()?;
    let Args { global, command } = args;
    if global.format == Format::Csv && !matches!(command, Command::Report(_)) {
        let text = "csv is a format of `report quarterly` alone; use --format json";
        return Err(Usage(text.to_owned()).into());
    }
    if let Command::Import(_)
    | Command::Backup(_)
    | Command::Restore(_)
    | Command::Export(_)
    | Command::Demo(_) = command
    {
        stop::leave_no_half_files()?;
    }
    match command {
        Command::Import(args) => import::run(&global, &args).await,
        Command::Nightly(args) => nightly::run(&global, &args).await,
        Command::List(args) => list::run(&global, &args).await,
        Command::Worklist(args) => worklist::run(&global, &args).await,
        Command::Show(args) => show::run(&global, &args).await,
        Command::Explain(args) => explain::run(&global, &args).await,
        Command::Actions(args) => actions::run(&global, &args).await,
        Command::Late(args) => late::run(&global, &args).await,
        Command::Report(command) => report::run(&global, &command).await,
        Command::Editions(command) => editions::run(&global, &command).await,
        Command::Submit(args) => submit::run(&global, &args).await,
        Command::Revise(args) => revise::run(&global, &args).await,
        Command::Verify(args) => verify::run(&global, &args).await,
        Command::Anchor(command) => anchor::run(&global, &command).await,
        Command::Chart(args) => chart::run(&global, &args),
        Command::Migrate(args) => migrate::run(&global, &args).await,
        Command::Backup(args) => backup::run(&global, &args).await,
        Command::Restore(args) => restore::run(&global, &args).await,
        Command::Export(args) => export::run(&global, &args).await,
        Command::Relay(args) => relay::run(&global, &args).await,
        Command::Sinks(args) => sinks::run(&global, &args).await,
        Command::Party(command) => party::run(&global, &command).await,
        Command::Blank(args) => blank::run(&global, &args).await,
        Command::Letters(command) => letters::run(&global, &command).await,
        Command::Events(command) => events::run(&global, &command).await,
        Command::Notices(command) => notices::run(&global, &command).await,
        Command::Demo(args) => demo::run(&global, &args).await,
    }
}
