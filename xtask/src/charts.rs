//! `workflows/charts/`: the machines, drawn by asking them.

use parvaneh_core::chart;

use crate::Written;

/// Every chart.
pub(crate) fn charts() -> Vec<Written> {
    let chart = |machine: &str, text| Written {
        path: format!("workflows/charts/{machine}.mmd"),
        text,
    };
    vec![
        chart("licence", chart::licence()),
        chart("renewal", chart::renewal()),
        chart("enforcement", chart::enforcement()),
        chart("appointment", chart::appointment()),
    ]
}
