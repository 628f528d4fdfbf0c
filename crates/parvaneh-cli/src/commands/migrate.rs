//! `parvaneh migrate`: the only command that changes a register's tables unless it is new.

use std::io::Write;
use std::process::ExitCode;

use parvaneh::core::edition::EditionId;
use parvaneh::frozen::OtherContent;
use parvaneh::number::{Numberless, SharedNumber};
use parvaneh::store::SchemaStep;
use parvaneh::{Accept, Engine, Migrated, MigrationPreview};
use serde::Serialize;

use crate::args::{Format, Global};
use crate::output::{self, line, table};

#[derive(clap::Args)]
pub(crate) struct MigrateArgs {
    /// Say which steps were applied and which are pending, and change nothing
    #[arg(long)]
    status: bool,
    /// Say what would be done and what this program would have otherwise, and change nothing
    #[arg(long, conflicts_with = "status")]
    dry_run: bool,
    /// Take the other content of this edition, by which nothing that is recorded would be derived
    /// otherwise; may be given more than once
    #[arg(
        long,
        value_name = "REGIME/EDITION",
        conflicts_with_all = ["status", "dry_run"]
    )]
    accept_edition: Vec<String>,
    /// In how many dossiers what another version of this program derived by its own rules may come out
    /// otherwise under that content
    #[arg(long, value_name = "DOSSIERS", requires = "accept_edition")]
    derived_otherwise: Option<usize>,
}

pub(crate) async fn run(global: &Global, args: &MigrateArgs) -> anyhow::Result<ExitCode> {
    if args.status {
        return status(global).await;
    }
    if args.dry_run {
        return dry_run(global).await;
    }
    let editions = args.accept_edition.iter().cloned().map(EditionId);
    let accept = Accept {
        editions: editions.collect(),
        of_other_rules: args.derived_otherwise.unwrap_or_default(),
    };
    let workflows = output::workflows(global)?;
    let migrated = Engine::migrate_accepting(&global.register, workflows, &accept).await?;
    let engine = output::open(global).await?;
    let url = engine.store().url().to_owned();
    engine.close().await?;
    let Migrated {
        steps,
        snapshots,
        accepted,
        shared,
    } = migrated;
    let mut text = format!("{url}: {steps} steps applied, up to date");
    if snapshots != 0 {
        text = format!("{text}; {snapshots} snapshots rebuilt from their journals");
    }
    let mut out = std::io::stdout().lock();
    line(&mut out, text)?;
    contents(&mut out, &accepted, "taken")?;
    shared_numbers(&mut out, &shared)?;
    Ok(ExitCode::SUCCESS)
}

/// Editions that have other content than they judged by; nothing where there is none.
fn contents(out: &mut impl Write, editions: &[OtherContent], now: &str) -> anyhow::Result<()> {
    if editions.is_empty() {
        return Ok(());
    }
    let mut rows = table(&["edition", "file", "judged by", now]);
    for it in editions {
        rows.add_row([&it.edition.0, &it.file, &it.judged, &it.now]);
    }
    output::rows(out, &rows)
}

/// Numbers that several dossiers have; nothing where there is none.
fn shared_numbers(out: &mut impl Write, shared: &[SharedNumber]) -> anyhow::Result<()> {
    if shared.is_empty() {
        return Ok(());
    }
    let mut rows = table(&["regime", "number", "as it was given", "dossier"]);
    for it in shared {
        for dossier in &it.dossiers {
            let given = format!("{:?}", dossier.number);
            rows.add_row([&it.regime, &it.number, &given, &dossier.id.to_string()]);
        }
    }
    output::rows(out, &rows)?;
    let text = format!(
        "{} numbers are several dossiers' each; decide whose each is: a revision that withdraws the opening \
         of the others leaves it to one",
        shared.len()
    );
    line(out, text)
}

async fn dry_run(global: &Global) -> anyhow::Result<ExitCode> {
    let preview = Engine::preview_migration(&global.register, output::workflows(global)?).await?;
    let mut out = std::io::stdout().lock();
    if global.format == Format::Json {
        output::json(&mut out, &preview)?;
        return Ok(ExitCode::SUCCESS);
    }
    let MigrationPreview {
        steps,
        snapshots,
        dossiers,
        events,
        editions,
        derived_otherwise,
        unreadable,
        shared_numbers: shared,
        without_number,
    } = preview;
    let mut pending = table(&["step to be applied"]);
    for step in &steps {
        pending.add_row([step]);
    }
    if !steps.is_empty() {
        output::rows(&mut out, &pending)?;
    }
    let text = format!(
        "{dossiers} dossiers, {events} events; {} steps to be applied, {snapshots} snapshots to be \
         rebuilt; nothing was changed",
        steps.len()
    );
    line(&mut out, text)?;
    contents(&mut out, &editions, "says now")?;
    let Some(otherwise) = derived_otherwise else {
        let text = "what this program would derive otherwise can be said once it is migrated";
        line(&mut out, text)?;
        return Ok(ExitCode::SUCCESS);
    };
    let text = format!("{} dossiers would be derived otherwise", otherwise.len());
    line(&mut out, text)?;
    if !otherwise.is_empty() {
        let mut dossiers = table(&["number", "the first difference"]);
        for dossier in &otherwise {
            dossiers.add_row([&dossier.number, &dossier.first]);
        }
        output::rows(&mut out, &dossiers)?;
    }
    if !unreadable.is_empty() {
        line(
            &mut out,
            format!(
                "{} dossiers cannot be read, and stay as they are",
                unreadable.len()
            ),
        )?;
        let mut dossiers = table(&["number", "why"]);
        for dossier in &unreadable {
            dossiers.add_row([&dossier.number, &dossier.why]);
        }
        output::rows(&mut out, &dossiers)?;
    }
    shared_numbers(&mut out, &shared.unwrap_or_default())?;
    numberless(&mut out, &without_number)?;
    Ok(ExitCode::SUCCESS)
}

/// Dossiers whose numbers would be refused today; nothing where there is none.
fn numberless(out: &mut impl Write, dossiers: &[Numberless]) -> anyhow::Result<()> {
    if dossiers.is_empty() {
        return Ok(());
    }
    let text = format!(
        "{} dossiers have no number that would be taken today, stay as they are, and are found by their ids",
        dossiers.len()
    );
    line(out, text)?;
    let mut rows = table(&["regime", "dossier", "why"]);
    for it in dossiers {
        rows.add_row([&it.regime, &it.id.to_string(), &it.why]);
    }
    output::rows(out, &rows)
}

/// A step of the schema.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct StatusLine<'a> {
    /// Its name.
    step: &'a str,
    /// `applied`, `pending`, `unknown` to this program, or `unfinished`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["applied", "pending", "unknown", "unfinished"])))]
    state: &'static str,
}

async fn status(global: &Global) -> anyhow::Result<ExitCode> {
    let steps = Engine::steps(&global.register).await?;
    let steps = steps.iter().map(|step| match step {
        SchemaStep::Applied(name) => (name.as_str(), "applied"),
        SchemaStep::Pending(name) => (name.as_str(), "pending"),
        SchemaStep::Unknown(name) => (name.as_str(), "unknown"),
        SchemaStep::Unfinished => ("the import of a whole register", "unfinished"),
    });
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => {
            for (step, state) in steps {
                output::sorted_json(&mut out, &StatusLine { step, state })?;
            }
        }
        Format::Table | Format::Csv => {
            let mut states = table(&["step", "state"]);
            for (step, state) in steps {
                states.add_row([step, state]);
            }
            output::rows(&mut out, &states)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
