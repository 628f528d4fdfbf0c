//! `workflows/charts/`: the machines of every edition, drawn by asking them, in text and as pictures.

use std::fs;
use std::path::Path;

use anyhow::Context;
use parvaneh::chart_names::BothLanguages;
use parvaneh_core::chart;
use parvaneh_core::edition::Edition;

use crate::{Written, law, picture};

/// Every chart of every edition.
pub(crate) fn charts(root: &Path) -> anyhow::Result<Vec<Written>> {
    let mut files = Vec::new();
    let names = BothLanguages::default();
    for edition in editions(root)? {
        let folder = format!("workflows/charts/{}", edition.id.0.replace('/', "-"));
        for chart in chart::of(&edition) {
            let machine = chart.machine;
            files.push(Written {
                path: format!("{folder}/{machine}.mmd"),
                text: chart.mermaid(&names),
            });
            files.push(Written {
                path: format!("{folder}/{machine}.svg"),
                text: picture::svg(&chart)?,
            });
        }
    }
    Ok(files)
}

/// Every edition under `root`.
pub(crate) fn editions(root: &Path) -> anyhow::Result<Vec<Edition>> {
    let mut editions = Vec::new();
    for file in law::editions(root)? {
        let failed = || format!("reading {} failed", file.display());
        let text = fs::read_to_string(&file).with_context(failed)?;
        editions.push(toml::from_str(&text).with_context(failed)?);
    }
    Ok(editions)
}
