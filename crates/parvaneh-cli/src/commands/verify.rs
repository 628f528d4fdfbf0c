//! `parvaneh verify`: contradictions, if any.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::args::{Format, Global};
use crate::commands::anchor;
use crate::exit::CONTRADICTIONS;
use crate::output::{self, line, table};

#[derive(clap::Args)]
pub(crate) struct VerifyArgs {
    /// Anchors that were exported before, against which the whole journal is checked
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
}

pub(crate) async fn run(global: &Global, args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let anchors = match &args.anchor {
        Some(path) => anchor::read(path)?,
        None => Vec::new(),
    };
    let engine = output::open_to_verify(global).await?;
    let verification = engine.verify(&anchors).await?;
    engine.close().await?;
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &verification)?,
        Format::Table | Format::Csv => {
            let text = format!(
                "{} dossiers, {} events, {} contradictions",
                verification.dossiers,
                verification.events,
                verification.findings.len()
            );
            let text = match verification.notes.len() {
                0 => text,
                notes => format!("{text}, {notes} notes on what earlier programs recorded"),
            };
            line(&mut out, text)?;
            if !verification.findings.is_empty() {
                let mut findings = table(&["number", "code", "what contradicts what"]);
                for finding in &verification.findings {
                    findings.add_row([&finding.number, finding.code, &finding.message]);
                }
                line(&mut out, findings)?;
            }
            if !verification.notes.is_empty() {
                let mut notes = table(&["number", "code", "what is noted"]);
                for note in &verification.notes {
                    notes.add_row([&note.number, note.code, &note.message]);
                }
                line(&mut out, notes)?;
            }
        }
    }
    Ok(match verification.findings.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(CONTRADICTIONS),
    })
}
