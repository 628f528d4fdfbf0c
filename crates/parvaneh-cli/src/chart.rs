//! `parvaneh chart`: a machine, drawn by asking it what may follow what.

use std::process::ExitCode;

use parvaneh::core::chart;

use crate::args::{ChartArgs, Machine};
use crate::output::line;

pub(crate) fn run(args: &ChartArgs) -> anyhow::Result<ExitCode> {
    let chart = match args.machine {
        Machine::Licence => chart::licence(),
        Machine::Renewal => chart::renewal(),
    };
    line(&mut std::io::stdout().lock(), chart.trim_end())?;
    Ok(ExitCode::SUCCESS)
}
