//! `parvaneh chart`: a machine, drawn by asking it what may follow what.

use std::process::ExitCode;

use parvaneh::core::chart;

use crate::args::{ChartArgs, Machine};

pub(crate) fn run(args: &ChartArgs) -> anyhow::Result<ExitCode> {
    print!(
        "{}",
        match args.machine {
            Machine::Licence => chart::licence(),
            Machine::Renewal => chart::renewal(),
        }
    );
    Ok(ExitCode::SUCCESS)
}
