//! `parvaneh chart`: a machine, drawn by asking it what may follow what.

use std::process::ExitCode;

use anyhow::Context;
use parvaneh::core::chart;

use crate::args::ChartArgs;
use crate::output::line;

pub(crate) fn run(args: &ChartArgs) -> anyhow::Result<ExitCode> {
    let mut charts = chart::ALL.iter();
    let (_, draw) = charts
        .find(|(machine, _)| *machine == args.machine)
        .context("there is no such machine")?;
    line(&mut std::io::stdout().lock(), draw().trim_end())?;
    Ok(ExitCode::SUCCESS)
}
