//! `workflows/charts/`: the machines, drawn by asking them.

use parvaneh_core::chart;

use crate::Written;

/// Every chart.
pub(crate) fn charts() -> Vec<Written> {
    chart::ALL
        .iter()
        .map(|(machine, draw)| Written {
            path: format!("workflows/charts/{machine}.mmd"),
            text: draw(),
        })
        .collect()
}
