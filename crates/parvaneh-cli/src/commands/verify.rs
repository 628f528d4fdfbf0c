//! `parvaneh verify`: contradictions, if any.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use parvaneh::verify::{Findings, Verification};

use crate::args::{Format, Global};
use crate::commands::anchor;
use crate::exit::CONTRADICTIONS;
use crate::output::{self, line, table};

#[derive(clap::Args)]
pub(crate) struct VerifyArgs {
    /// Anchors that were exported before, against which the whole journal is checked
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
    /// Check only what came after the newest of these anchors, which were exported before
    #[arg(long, value_name = "FILE", conflicts_with = "anchor")]
    since: Option<PathBuf>,
}

pub(crate) async fn run(global: &Global, args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let file = args.anchor.as_ref().or(args.since.as_ref());
    let anchors = match file {
        Some(path) => anchor::read(path)?,
        None => Vec::new(),
    };
    let engine = output::open_to_verify(global).await?;
    let verification = match args.since {
        Some(_) => engine.verify_since(&anchors).await,
        None => engine.verify(&anchors).await,
    };
    // Closed also where it was refused, so that SQLite leaves one file behind.
    engine.close().await?;
    let verification = verification?;
    let mut out = std::io::stdout().lock();
    match global.format {
        Format::Json => output::json(&mut out, &verification)?,
        Format::Table | Format::Csv => {
            let text = format!(
                "{} dossiers, {} events, {} contradictions",
                verification.dossiers,
                verification.events,
                verification.findings.count()
            );
            let text = match verification.notes.count() {
                0 => text,
                notes => format!("{text}, {notes} notes"),
            };
            line(&mut out, text)?;
            line(&mut out, compared(&verification, file))?;
            for (of, found) in [
                ("what contradicts what", &verification.findings),
                ("what is noted", &verification.notes),
            ] {
                print(&mut out, of, found)?;
            }
        }
    }
    Ok(match verification.findings.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(CONTRADICTIONS),
    })
}

/// What was found, and of which codes there is more than is printed.
fn print(out: &mut impl Write, of: &str, found: &Findings) -> anyhow::Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let mut rows = table(&["number", "code", of]);
    for finding in found.kept() {
        rows.add_row([&finding.number, finding.code, &finding.message]);
    }
    output::rows(out, &rows)?;
    for (code, more) in found.more() {
        line(out, format!("and {more} more of {code}"))?;
    }
    Ok(())
}

/// What else was looked at, and against which file.
fn compared(verification: &Verification, file: Option<&PathBuf>) -> String {
    let Verification {
        parties,
        party_events,
        answers,
        runs,
        anchors,
        kept_anchors,
        ..
    } = verification;
    let mut text = format!(
        "{parties} parties with {party_events} events, {answers} answers, {runs} runs, {anchors} anchors of the register"
    );
    if let Some(file) = file {
        text.push_str(&format!(", {kept_anchors} of {}", file.display()));
    }
    if let Some(events) = verification.since {
        text.push_str(&format!("; only what came after event {events}"));
    }
    text
}
