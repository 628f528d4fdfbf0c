//! The rules that the desk relies on: those of the built-in editions, and the town's own.

use std::path::Path;

use anyhow::Result;
use parvaneh::Workflows;
use parvaneh::core::refusal::Code;
use parvaneh_testkit::{Database, Scenario, on_both, script};

on_both!(every_script, a_mooring_needs_three_of_four_seats);

/// Each file of `tests/scenarios` leads to the transcript beside it.
fn every_script(database: &Database) -> Result<()> {
    for entry in std::fs::read_dir("tests/scenarios")? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "txt") {
            script::check(&file, database)?;
        }
    }
    Ok(())
}

/// Two for and nobody against is no quorum on this quay.
fn a_mooring_needs_three_of_four_seats(database: &Database) -> Result<()> {
    let workflows = Workflows::load(Path::new("workflows"))?;
    let mut scenario = Scenario::under_workflows(workflows, "moorings/2026", database)?;
    scenario
        .on("2026-03-01")?
        .licensed("M-1", "berth", "2026-03-01", &[])?
        .on("2026-12-30")?
        .send("M-1", "holder", "renewal.file", &[])?
        .send(
            "M-1",
            "secretariat",
            "renewal.begin_review",
            &[r#"findings={"office_active": true, "unremedied_violations": 0}"#],
        )?
        .send(
            "M-1",
            "working_group",
            "renewal.confirm",
            &["resolution=votes:for,for,absent,absent"],
        )?
        .refused(Code::ResolutionNotCarried)?
        .send(
            "M-1",
            "working_group",
            "renewal.confirm",
            &["resolution=votes:for,for,against,absent"],
        )?
        .accepted()?;
    Ok(())
}
