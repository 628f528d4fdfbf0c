//! The command line, as a value.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use chrono::DateTime;
use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum};
use parvaneh::core::actor::Role;
use parvaneh::core::calendar::{self, Date, DateOrder};
use parvaneh::core::chart;
use parvaneh::core::standing::Standing;
use parvaneh::quarterly::Quarter;
use parvaneh::sweep::MaxExpire;
use parvaneh::words::Language;
use parvaneh_events::Start;

/// The licence register: import it, check it every night, ask it anything about any day.
///
/// Dates are civil dates in either calendar: a year below 1700 is Solar Hijri.
/// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with failures per dossier or command,
/// 4 stopped by the brake, 5 contradictions found, 75 another run holds the lock.
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
        default_value = "sqlite://parvaneh.db",
        value_name = "URL"
    )]
    pub(crate) register: String,
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
    Import(ImportArgs),
    /// Settle every dossier on which the calendar has fallen due
    Nightly(NightlyArgs),
    /// What each licence is worth on a day
    List(ListArgs),
    /// One licence: holder, term, standing and why, its history and what comes next
    Show(ShowArgs),
    /// Why a licence stands as it does: its history step by step, with the rule of each
    Explain(ExplainArgs),
    /// Every command to a dossier, and whether somebody may give it on a day
    Actions(ActionsArgs),
    /// What came about in a span of time, from history alone
    #[command(subcommand)]
    Report(ReportCommand),
    /// The editions of each regime, and what another one would change
    #[command(subcommand)]
    Editions(EditionsCommand),
    /// Answer commands, one JSON object a line
    Submit(SubmitArgs),
    /// Look for contradictions: chains, snapshots, impossible combinations
    Verify(VerifyArgs),
    /// The roots that nights leave behind, to be kept where the register is not
    #[command(subcommand)]
    Anchor(AnchorCommand),
    /// Draw a machine as a Mermaid diagram: who may do what, on which article, with its basis
    Chart(ChartArgs),
    /// Make the register's tables, or bring them up to this program
    Migrate(MigrateArgs),
    /// Copy a register in SQLite to a file, while others go on writing to it
    Backup(BackupArgs),
    /// Check a backup and put a copy of it where the register is to be
    Restore(RestoreArgs),
    /// Write the whole register to a file that `import --profile parvaneh` takes into any database
    Export(ExportArgs),
    /// Send events to other systems, each at least once and in order within its dossier
    Relay(RelayArgs),
    /// How far each sink has come: its lag, its dead letters, its last success
    Sinks(SinksArgs),
    /// Events that a sink would not take, and those of the same dossiers that wait behind them
    #[command(subcommand)]
    Letters(LettersCommand),
    /// The register's events as other systems get them
    #[command(subcommand)]
    Events(EventsCommand),
    /// What persons must be told of, as texts in their own language
    #[command(subcommand)]
    Notices(NoticesCommand),
    /// Make a sample register and show a night on it
    Demo(DemoArgs),
}

#[derive(clap::Args)]
pub(crate) struct ImportArgs {
    /// How the file is to be read, as in pishkhan or chicago; parvaneh for a whole register
    #[arg(long)]
    pub(crate) profile: String,
    /// The register to read, as CSV; for parvaneh, as `parvaneh export` wrote it
    pub(crate) file: PathBuf,
    /// Where to write the rows that were rejected, with the reason, to be mended and imported
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct NightlyArgs {
    /// Settle up to this day, inclusive [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Compute and report, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How many dossiers share a transaction
    #[arg(long, default_value = "500", value_name = "N")]
    pub(crate) batch: NonZeroUsize,
    /// Write nothing at all if more licences than this would expire
    #[arg(long, value_name = "N|P%")]
    pub(crate) max_expire: Option<MaxExpire>,
    /// How many workers settle at once; a register in SQLite has one
    #[arg(long, default_value = "1", value_name = "N")]
    pub(crate) workers: NonZeroUsize,
    /// Help the run that is going on, as of its day, and report this process's share
    #[arg(long, conflicts_with_all = ["as_of", "dry_run", "max_expire"])]
    pub(crate) join: bool,
    /// Wait so many seconds for another run to end, or for one to join, instead of leaving with 75
    #[arg(long, value_name = "SECONDS")]
    pub(crate) wait: Option<u64>,
}

#[derive(clap::Args)]
pub(crate) struct ListArgs {
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// Only those of this standing
    #[arg(long)]
    pub(crate) standing: Option<Standing>,
    /// Only those of this province
    #[arg(long)]
    pub(crate) province: Option<String>,
    /// Only those on which the calendar changes something within so many days, as in 30d
    #[arg(long, value_parser = days, value_name = "DAYS")]
    pub(crate) due_within: Option<u64>,
}

#[derive(clap::Args)]
pub(crate) struct ShowArgs {
    /// The licence number
    pub(crate) number: String,
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    pub(crate) on: Option<Date>,
}

#[derive(Subcommand)]
pub(crate) enum ReportCommand {
    /// The Ministry's three-monthly report: standings, renewals, transfers, cases, days per step
    Quarterly(QuarterlyArgs),
}

#[derive(clap::Args)]
pub(crate) struct QuarterlyArgs {
    /// The quarter, as in 1405-2 [default: the last one that is over]
    #[arg(long, value_name = "YEAR-QUARTER")]
    pub(crate) quarter: Option<Quarter>,
    /// Of which regime [default: the only one in the register]
    #[arg(long)]
    pub(crate) regime: Option<String>,
}

#[derive(clap::Args)]
pub(crate) struct ExplainArgs {
    /// The licence number
    pub(crate) number: String,
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// In these words: en or fa
    #[arg(long, default_value = "en", env = "PARVANEH_LANGUAGE")]
    pub(crate) language: Language,
}

#[derive(clap::Args)]
pub(crate) struct ActionsArgs {
    /// The licence number, or the number of the file or call
    pub(crate) number: String,
    /// In what capacity, as in secretariat or holder
    #[arg(long = "as", value_parser = role, value_name = "ROLE")]
    pub(crate) role: Role,
    /// Who: a party id for the roles of parties [default: whoever plays the role]
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// The province whose dossiers the actor may touch [default: any]
    #[arg(long)]
    pub(crate) province: Option<String>,
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// In these words: en or fa
    #[arg(long, default_value = "en", env = "PARVANEH_LANGUAGE")]
    pub(crate) language: Language,
}

#[derive(Subcommand)]
pub(crate) enum EditionsCommand {
    /// Which editions there are, and from when to when each is in force
    List,
    /// Which dossiers would come out differently if edition B had judged what edition A did
    Diff(DiffArgs),
}

#[derive(clap::Args)]
pub(crate) struct DiffArgs {
    /// The edition that judged, as in pishkhan/1389
    #[arg(value_name = "A")]
    pub(crate) a: String,
    /// The edition to try in its place, as in pishkhan/1400
    #[arg(value_name = "B")]
    pub(crate) b: String,
    /// As dossiers stand on this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    pub(crate) on: Option<Date>,
}

#[derive(clap::Args)]
pub(crate) struct SubmitArgs {
    /// A file of commands, one JSON object a line; - for standard input
    pub(crate) file: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct VerifyArgs {
    /// Anchors that were exported before, against which the whole journal is checked
    #[arg(long, value_name = "FILE")]
    pub(crate) anchor: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum AnchorCommand {
    /// Print every anchor as JSON, one a line, oldest first
    Export,
}

#[derive(clap::Args)]
pub(crate) struct ChartArgs {
    /// Which machine, as in licence or renewal
    #[arg(value_parser = PossibleValuesParser::new(chart::ALL.iter().map(|(machine, _)| *machine)))]
    pub(crate) machine: String,
}

#[derive(clap::Args)]
pub(crate) struct MigrateArgs {
    /// Say which steps were applied and which are pending, and change nothing
    #[arg(long)]
    pub(crate) status: bool,
}

#[derive(clap::Args)]
pub(crate) struct BackupArgs {
    /// The file to make; it must not be there
    pub(crate) file: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct RestoreArgs {
    /// The backup
    pub(crate) file: PathBuf,
    /// Let the register that is there give way
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(clap::Args)]
pub(crate) struct ExportArgs {
    /// The file to make, which must not be there; - for standard output
    pub(crate) file: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct RelayArgs {
    /// Where to: jsonl:FILE, jsonl:- for standard output, nats://[USER:PASSWORD@]HOST:PORT, or the URL
    /// of a webhook, http or https; may be given more than once
    #[arg(long, required = true, value_name = "SINK")]
    pub(crate) to: Vec<String>,
    /// Send what is there and end, for a timer; 75 where another relay serves a sink
    #[arg(long)]
    pub(crate) once: bool,
    /// Go on from here, forwards or back: beginning, now, or an instant like 2026-11-25T00:00:00Z
    /// [default: where the sink is; a new one at the beginning]
    #[arg(long, value_parser = point, value_name = "POINT")]
    pub(crate) from: Option<Start>,
    /// How long an event is tried before it becomes a dead letter, as in 24h, 30m or 2s
    #[arg(long, default_value = "24h", value_parser = humantime::parse_duration,
          value_name = "DURATION")]
    pub(crate) patience: Duration,
    /// The secrets of webhooks: a TOML file with lines like "https://host/path" = ["whsec_…"],
    /// read again when it changes
    #[arg(long, env = "PARVANEH_SECRETS", value_name = "FILE")]
    pub(crate) secrets: Option<PathBuf>,
    /// Let webhooks go to private addresses as well, such as those of this machine
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// Serve GET /metrics for Prometheus and GET /healthz here, as in 127.0.0.1:9464
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// With --listen: be unhealthy where a sink is further behind than so many seconds
    #[arg(long, value_name = "SECONDS", requires = "listen")]
    pub(crate) max_lag: Option<u64>,
}

#[derive(clap::Args)]
pub(crate) struct SinksArgs {
    /// Fail where a sink is further behind than so many seconds, or has dead letters
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_lag: Option<u64>,
}

#[derive(Subcommand)]
pub(crate) enum LettersCommand {
    /// What the sinks have not taken and why, oldest first
    List(LettersArgs),
    /// Try a dead letter again, and then those of its dossier that wait behind it
    Retry(RetryArgs),
    /// Give a dead letter up, which frees those of its dossier that wait behind it
    Drop(DropArgs),
}

#[derive(clap::Args)]
pub(crate) struct LettersArgs {
    /// Only those of this sink, by its name in `parvaneh sinks`
    #[arg(long, value_name = "SINK")]
    pub(crate) sink: Option<String>,
    /// Also those that were dropped
    #[arg(long)]
    pub(crate) dropped: bool,
}

#[derive(clap::Args)]
pub(crate) struct RetryArgs {
    /// The letter's number in `parvaneh letters list`
    pub(crate) seq: i64,
}

#[derive(clap::Args)]
pub(crate) struct DropArgs {
    /// The letter's number in `parvaneh letters list`
    pub(crate) seq: i64,
    /// Why, for whoever asks later
    #[arg(long, value_parser = reason, value_name = "TEXT")]
    pub(crate) because: String,
}

#[derive(Subcommand)]
pub(crate) enum EventsCommand {
    /// Print events as they come, as JSON Lines, and remember nothing
    Tail(TailArgs),
    /// Print the events of one dossier again
    Replay(ReplayArgs),
    /// Print what events look like, as JSON Schema
    Schema(SchemaArgs),
}

#[derive(clap::Args)]
pub(crate) struct TailArgs {
    /// From here: beginning, now, or an instant like 2026-11-25T00:00:00Z
    #[arg(long, value_parser = point, default_value = "now", value_name = "POINT")]
    pub(crate) from: Start,
    /// Print what is there and end
    #[arg(long)]
    pub(crate) once: bool,
}

#[derive(clap::Args)]
pub(crate) struct ReplayArgs {
    /// The dossier: its number, or its id as in an event's subject
    #[arg(long, value_name = "DOSSIER")]
    pub(crate) subject: String,
    /// From this sequence number on
    #[arg(long, default_value = "1", value_name = "SEQUENCE")]
    pub(crate) from: i64,
}

#[derive(clap::Args)]
pub(crate) struct SchemaArgs {
    /// Of this type alone, as in licence.suspended [default: of all]
    #[arg(value_name = "TYPE")]
    pub(crate) kind: Option<String>,
    /// Print what is sent where, as an AsyncAPI 3.0 document, instead
    #[arg(long, conflicts_with = "kind")]
    pub(crate) asyncapi: bool,
}

#[derive(Subcommand)]
pub(crate) enum NoticesCommand {
    /// Write a file a notice into a folder, each once; files that are there stay as they are
    Render(RenderArgs),
}

#[derive(clap::Args)]
pub(crate) struct RenderArgs {
    /// The folder, which is made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
    /// In these words: fa, en or both
    #[arg(long, default_value = "both", value_parser = languages, value_name = "LANGUAGE")]
    pub(crate) language: Languages,
    /// Go on from here, forwards or back: beginning, now, or an instant like 2026-11-25T00:00:00Z
    /// [default: where it is; a new folder at the beginning]
    #[arg(long, value_parser = point, value_name = "POINT")]
    pub(crate) from: Option<Start>,
    /// Go on until stopped, instead of ending when there is no more
    #[arg(long)]
    pub(crate) follow: bool,
}

/// The languages that are asked for.
#[derive(Clone)]
pub(crate) struct Languages(pub(crate) Vec<Language>);

#[derive(clap::Args)]
pub(crate) struct DemoArgs {
    /// Where to make it
    #[arg(long, default_value = "demo", value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

fn role(text: &str) -> Result<Role, String> {
    let found = Role::ALL.iter().find(|role| role.word() == text);
    found.copied().ok_or_else(|| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        format!("no role is called {text:?}; there are {}", words.join(", "))
    })
}

fn date(text: &str) -> Result<Date, String> {
    calendar::parse(text, DateOrder::YearMonthDay).map_err(|error| error.to_string())
}

fn languages(text: &str) -> Result<Languages, String> {
    match text {
        "both" => Ok(Languages(Language::ALL.to_vec())),
        word => word
            .parse()
            .map(|language| Languages(vec![language]))
            .map_err(|problem: String| format!("{problem}, or both")),
    }
}

fn point(text: &str) -> Result<Start, String> {
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

fn reason(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("somebody will want to know why".to_owned()),
        reason => Ok(reason.to_owned()),
    }
}

fn days(text: &str) -> Result<u64, String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    number
        .parse()
        .map_err(|_| format!("{text:?} is not a number of days like 30d"))
}
