//! The command line, as a value: what all commands share, and the list of them. What one command
//! takes stands with it.

use std::path::PathBuf;

use chrono::DateTime;
use clap::{Parser, Subcommand, ValueEnum};
use parvaneh::core::actor::Role;
use parvaneh::core::calendar::{self, Date, DateOrder};
use parvaneh::store::Address;
use parvaneh_events::Start;

use crate::commands::{
    actions, anchor, backup, blank, chart, demo, editions, events, explain, export, import, late,
    letters, list, migrate, nightly, notices, party, relay, report, restore, revise, show, sinks,
    submit, verify, worklist,
};

/// The licence register: import it, check it every night, ask it anything about any day.
///
/// Dates are civil dates in either calendar: a year below 1700 is Solar Hijri.
/// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with failures per dossier or command,
/// 4 stopped before anything was written, by the brake or the gap, 5 contradictions found,
/// 75 a night or an import is going on: try again, 141 whoever read the events of a relay is gone.
#[derive(Parser)]
#[command(name = "parvaneh", version)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(clap::Args)]
pub(crate) struct Global {
    /// The register's database
    #[arg(
        long,
        global = true,
        env = "PARVANEH_REGISTER",
        hide_env_values = true,
        default_value = "sqlite://parvaneh.db",
        value_name = "URL"
    )]
    pub(crate) register: Address,
    /// A folder of regimes, editions and import profiles, instead of those built in
    #[arg(long, global = true, env = "PARVANEH_WORKFLOWS", value_name = "DIR")]
    pub(crate) workflows: Option<PathBuf>,
    /// Let this edition alone judge its regime, as in pishkhan/1400
    #[arg(
        long,
        global = true,
        env = "PARVANEH_EDITION",
        value_name = "REGIME/EDITION"
    )]
    pub(crate) edition: Option<String>,
    /// How to print
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// For programs: one object, or one a line
    Json,
    /// For spreadsheets: `report quarterly` alone
    Csv,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read another register into this one; the same file again changes nothing
    Import(import::ImportArgs),
    /// Settle every dossier on which the calendar has fallen due
    Nightly(nightly::NightlyArgs),
    /// What each licence is worth on a day
    List(list::ListArgs),
    /// What waits for a role to act, since when and until when: the earliest last day first
    Worklist(worklist::WorklistArgs),
    /// One licence: holder, term, standing and why, its history and what comes next
    Show(show::ShowArgs),
    /// Why a licence stands as it does: its history step by step, with the rule of each
    Explain(explain::ExplainArgs),
    /// Every command to a dossier, and whether somebody may give it on a day
    Actions(actions::ActionsArgs),
    /// What came about in a span of time, from history alone
    #[command(subcommand)]
    Report(report::ReportCommand),
    /// What was entered after its day or revised, by whom, and what changed by it
    Late(late::LateArgs),
    /// The editions of each regime, and what another one would change
    #[command(subcommand)]
    Editions(editions::EditionsCommand),
    /// Answer commands, one JSON object a line
    Submit(submit::SubmitArgs),
    /// Put right what was recorded wrongly: one person proposes it, another approves it
    Revise(revise::ReviseArgs),
    /// Who the parties are; correct, merge or erase one
    #[command(subcommand)]
    Party(party::PartyCommand),
    /// Blank texts that somebody wrote, where a person is to be forgotten
    Blank(blank::BlankArgs),
    /// Look for contradictions: chains, snapshots, impossible combinations
    Verify(verify::VerifyArgs),
    /// The roots that nights leave behind, to be kept where the register is not
    #[command(subcommand)]
    Anchor(anchor::AnchorCommand),
    /// Draw a machine as a Mermaid diagram: who may do what, on which article, with its basis
    Chart(chart::ChartArgs),
    /// Make the register's tables, or bring them up to this program
    Migrate(migrate::MigrateArgs),
    /// Copy a register in SQLite to a file, while others go on writing to it
    Backup(backup::BackupArgs),
    /// Check a backup and put a copy of it where the register is to be
    Restore(restore::RestoreArgs),
    /// Write the whole register to a file that `import --profile parvaneh` takes into any database
    Export(export::ExportArgs),
    /// Send events to other systems, each at least once and in order within its dossier
    Relay(relay::RelayArgs),
    /// How far each sink has come: its lag, its dead letters, its last success
    Sinks(sinks::SinksArgs),
    /// Events that a sink would not take, and those of the same dossiers that wait behind them
    #[command(subcommand)]
    Letters(letters::LettersCommand),
    /// The register's events as other systems get them
    #[command(subcommand)]
    Events(events::EventsCommand),
    /// What persons must be told of, as texts in their own language
    #[command(subcommand)]
    Notices(notices::NoticesCommand),
    /// Make a sample register and show a night on it
    Demo(demo::DemoArgs),
}

/// A civil date in either calendar.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    calendar::parse(text, DateOrder::YearMonthDay).map_err(|error| error.to_string())
}

/// A role, by its word.
pub(crate) fn role(text: &str) -> Result<Role, String> {
    let found = Role::ALL.iter().find(|role| role.word() == text);
    found.copied().ok_or_else(|| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        format!("no role is called {text:?}; there are {}", words.join(", "))
    })
}

/// A point in the journal.
pub(crate) fn point(text: &str) -> Result<Start, String> {
    match text {
        "beginning" => Ok(Start::Beginning),
        "now" => Ok(Start::Now),
        instant => match DateTime::parse_from_rfc3339(instant) {
            Ok(instant) => Ok(Start::RecordedAt(instant.timestamp_millis())),
            Err(_) => Err(format!(
                "{text:?} is no point in the journal; write beginning, now, or an instant like \
                 2026-11-25T00:00:00Z"
            )),
        },
    }
}
