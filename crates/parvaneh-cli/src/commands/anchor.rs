//! `parvaneh anchor`: what nights leave behind, to be kept where the register is not.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use parvaneh::anchor::ExportedAnchor;

use crate::args::Global;
use crate::output;

#[derive(Subcommand)]
pub(crate) enum AnchorCommand {
    /// Print every anchor as JSON, one a line, oldest first
    Export,
}

pub(crate) async fn run(global: &Global, command: &AnchorCommand) -> anyhow::Result<ExitCode> {
    match command {
        AnchorCommand::Export => export(global).await,
    }
}

async fn export(global: &Global) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let anchors = engine.anchors().await?;
    engine.close().await?;
    let mut out = std::io::stdout().lock();
    for anchor in anchors {
        output::json(&mut out, &anchor)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The anchors of a file that was exported.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<ExportedAnchor>> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| {
        format!("reading {name} failed; name a file that `parvaneh anchor export` made")
    })?;
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, text)| !text.trim().is_empty());
    let anchors = lines.map(|(number, text)| {
        serde_json::from_str(text).with_context(|| format!("line {number} of {name} is no anchor"))
    });
    let anchors: Vec<ExportedAnchor> = anchors.collect::<anyhow::Result<_>>()?;
    if anchors.is_empty() {
        anyhow::bail!("{name} holds no anchor; name a file that `parvaneh anchor export` made");
    }
    Ok(anchors)
}
