//! `parvaneh chart`: a machine, drawn by asking it what may follow what under an edition.

use std::process::ExitCode;

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use parvaneh::chart_names::BothLanguages;
use parvaneh::core::calendar::Date;
use parvaneh::core::chart;
use parvaneh::core::edition::EditionId;

use crate::args::Global;
use crate::output;

#[derive(clap::Args)]
pub(crate) struct ChartArgs {
    /// Which machine, as in licence or renewal
    #[arg(value_parser = PossibleValuesParser::new(chart::ALL.iter().map(|(machine, _)| *machine)))]
    machine: String,
}

/// The regime whose edition is drawn where none is named.
const REGIME: &str = "pishkhan";

pub(crate) fn run(global: &Global, args: &ChartArgs) -> anyhow::Result<ExitCode> {
    let workflows = output::workflows(global)?;
    let named = global.edition.clone().map(EditionId);
    let regime = named.as_ref().map_or(REGIME, EditionId::regime);
    let edition = workflows
        .regime(regime)
        .with_context(|| format!("there is no regime {regime}: name an --edition"))?
        .in_force_on(Date::MIN);
    let (machine, draw) = chart::ALL
        .iter()
        .find(|(machine, _)| *machine == args.machine)
        .context("there is no such machine")?;
    let chart = draw(edition).with_context(|| format!("{} knows no {machine}", edition.id))?;
    let text = chart.mermaid(&BothLanguages::default());
    output::as_it_is(&mut std::io::stdout().lock(), text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}
