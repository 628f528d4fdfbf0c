//! `parvaneh party`: who the parties are, and forgetting who they were.

use std::process::ExitCode;

use chrono::{DateTime, SecondsFormat};
use clap::{Subcommand, ValueEnum};
use parvaneh::core::party::PartyKind;
use parvaneh::core::text::Reason;
use parvaneh::parties::{Change, Correction, Erased, PartyView};
use serde::Serialize;
use uuid::Uuid;

use crate::args::{Format, Global};
use crate::output::{self, line};

#[derive(Subcommand)]
pub(crate) enum PartyCommand {
    /// Who a party is, and what happened to it
    Show(ShowArgs),
    /// Correct the name, the kind or the identifier of a party
    Correct(CorrectArgs),
    /// Say that two parties are one person
    Merge(MergeArgs),
    /// Forget who a party was: its name, its identifier, and what they were hashed with
    Erase(EraseArgs),
}

#[derive(clap::Args)]
pub(crate) struct ShowArgs {
    /// The party's id, or its national id or legal entity's id
    party: String,
}

/// Who does it, and why.
#[derive(clap::Args)]
pub(crate) struct Why {
    /// Who decides it, by their id
    #[arg(long, value_name = "ID")]
    by: String,
    /// Why, for whoever asks later; write no name in it
    #[arg(long, value_name = "TEXT")]
    because: Reason,
}

impl Why {
    pub(crate) fn change(&self) -> Change {
        Change {
            by: self.by.clone(),
            because: self.because.clone(),
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// A natural person
    Natural,
    /// A legal entity
    Legal,
    /// The register does not say
    Unstated,
}

#[derive(clap::Args)]
#[group(id = "said", required = true, multiple = true, args = ["name", "kind", "identifier"])]
pub(crate) struct CorrectArgs {
    /// The party's id, or its national id or legal entity's id
    party: String,
    /// The name as it is right
    #[arg(long)]
    name: Option<String>,
    /// What kind of person it is
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// The national id or legal entity's id as it is right
    #[arg(long, value_name = "NUMBER")]
    identifier: Option<String>,
    #[command(flatten)]
    why: Why,
}

#[derive(clap::Args)]
pub(crate) struct MergeArgs {
    /// The party that turned out to be another one: its id, or its national id or legal entity's id
    party: String,
    /// The other one, which says who both are from now on
    #[arg(long, value_name = "PARTY")]
    into: String,
    #[command(flatten)]
    why: Why,
}

#[derive(clap::Args)]
pub(crate) struct EraseArgs {
    /// The party's id, or its national id or legal entity's id
    party: String,
    #[command(flatten)]
    why: Why,
}

/// A party that was merged into another one.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Merged {
    /// `merged`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = "merged")))]
    outcome: &'static str,
    /// The party that both are, a UUID.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    party: Uuid,
}

pub(crate) async fn run(global: &Global, command: &PartyCommand) -> anyhow::Result<ExitCode> {
    match command {
        PartyCommand::Show(args) => show(global, args).await?,
        PartyCommand::Correct(args) => correct(global, args).await?,
        PartyCommand::Merge(args) => merge(global, args).await?,
        PartyCommand::Erase(args) => erase(global, args).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(global: &Global, args: &ShowArgs) -> anyhow::Result<()> {
    let engine = output::open(global).await?;
    let party = engine.party(&args.party).await?;
    engine.close().await?;
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &party),
        Format::Table | Format::Csv => {
            for text in in_lines(&party) {
                line(&mut out, text)?;
            }
            Ok(())
        }
    }
}

fn in_lines(party: &PartyView) -> Vec<String> {
    let given = |text: &Option<String>| text.clone().unwrap_or_else(|| "not known".to_owned());
    let mut lines = vec![
        format!("party       {}", party.party),
        format!("state       {}", party.state),
        format!("kind        {}", party.kind.word()),
        format!("name        {}", given(&party.name)),
        format!("identifier  {}", given(&party.identifier)),
    ];
    let others = party.same_person.iter();
    lines.extend(others.map(|other| format!("same as     {other}")));
    for step in &party.history {
        let at = DateTime::from_timestamp_millis(step.recorded_at).unwrap_or_default();
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let because = step.because.as_deref();
        let because = because.map_or_else(String::new, |text| format!(": {text}"));
        lines.push(format!("{at}  {} by {}{because}", step.what, step.by));
    }
    lines
}

async fn correct(global: &Global, args: &CorrectArgs) -> anyhow::Result<()> {
    let correction = Correction {
        kind: args.kind.map(|kind| match kind {
            Kind::Natural => PartyKind::Natural,
            Kind::Legal => PartyKind::Legal,
            Kind::Unstated => PartyKind::Unstated,
        }),
        name: args.name.clone(),
        identifier: args.identifier.clone(),
    };
    let engine = output::open_to_write(global).await?;
    let change = args.why.change();
    let corrected = engine
        .correct_party(&args.party, correction, &change)
        .await?;
    engine.close().await?;
    output::json(&mut std::io::stdout().lock(), &corrected)
}

async fn merge(global: &Global, args: &MergeArgs) -> anyhow::Result<()> {
    let engine = output::open_to_write(global).await?;
    let change = args.why.change();
    let party = engine
        .merge_parties(&args.party, &args.into, &change)
        .await?;
    engine.close().await?;
    let merged = Merged {
        outcome: "merged",
        party,
    };
    output::json(&mut std::io::stdout().lock(), &merged)
}

async fn erase(global: &Global, args: &EraseArgs) -> anyhow::Result<()> {
    let engine = output::open_to_write(global).await?;
    let erased = engine.erase_party(&args.party, &args.why.change()).await?;
    engine.close().await?;
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &erased),
        Format::Table | Format::Csv => {
            let Erased { party, named_in } = erased;
            line(&mut out, format!("{party} is erased"))?;
            match named_in.as_slice() {
                [] => line(&mut out, "no dossier names it as it stands"),
                numbers => line(
                    &mut out,
                    format!(
                        "it stands in {}: look there for texts that name it, and blank them with `parvaneh blank`",
                        numbers.join(", ")
                    ),
                ),
            }
        }
    }
}
