//! What is said to somebody whose script cannot be played: the place, and what to write instead.

use std::error::Error;
use std::fmt::Write;

use parvaneh_testkit::{Database, Scenario, script};

/// What stands before the last line of each script, which is the one that is wrong.
const BEFORE: &str = "under pishkhan/1389\non 1402-07-15\nlicensed 17-1 urban 1402-07-15\n";

#[test]
fn a_script_says_where_it_is_wrong() {
    let mut said = String::new();
    for text in [
        "",
        "under\n",
        "under pishkhan/1401\n",
        "under pishkhan/1389\nunder pishkhan/1400\n",
        "workflows nowhere\nunder pishkhan/1389\n",
        "under pishkhan/1389\nlicensed 17-1 urban 1402-07-15\n",
    ] {
        said += &wrong(text);
    }
    for line in [
        "tonight",
        "night falls",
        "on 1402-13-01",
        "on Saturday",
        "party sara",
        "party sara someone",
        "party holder natural",
        "province Qum",
        "given nothing",
        "stands 17-2",
        "licensed 17-2 urban",
        "licensed 17-2 urban 1402-07-32",
        "licensed 17-2 urban 1402-07-15 status=asleep",
        "licensed 17-2 urban 1402-07-15 state=suspended",
        "17-2 holder renewal.file",
        "17-1 owner renewal.file",
        "17-1 holder:sara renewal.file",
        "17-1 secretariat@Qum renewal.file",
        "17-1 holder file",
        "17-1 holder renewl.file",
        "17-1 holder renewal.fiel",
        "17-1 holder renewal.file reason",
        "17-1 holder renewal.file reason=late",
        "17-1 authority renewal.refuse",
        "17-1 authority renewal.refuse reason=\"late",
        "17-1 secretariat renewal.begin_review findings=good",
        "17-1 secretariat renewal.begin_review findings=good findings.office_active=true",
        "17-1 working_group renewal.confirm resolution=votes:yes",
        "17-1 working_group renewal.confirm resolution=votes:for,for,for,for",
        "17-1 working_group renewal.confirm resolution=@sara",
        "accepted",
        "refused often",
        "17-1 holder renewal.file\nrefused not_confirmed",
        "17-1 holder renewal.grant\naccepted",
        "17-1 holder renewal.grant\nrefused not_confirmed",
        "17-1 holder renewal.file\nalready_so",
        "failed",
        "17-1 holder renewal.file\nfailed \"no licence\"",
        "17-2 holder renewal.file\nfailed \"no party\"",
    ] {
        said += &wrong(&format!("{BEFORE}{line}\n"));
    }
    insta::assert_snapshot!(said);
}

/// What comes of the script, which cannot be played.
fn wrong(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("script.txt");
    std::fs::write(&file, text).expect("a file can be written");
    let error = script::play(&file, &Database::Sqlite).expect_err(text);
    let mut said = told(&error);
    said.push('\n');
    said.replace(&format!("{}/", folder.path().display()), "")
}

fn told(error: &dyn Error) -> String {
    let mut said = format!("{error}\n");
    let mut cause = error.source();
    while let Some(source) = cause {
        let _ = writeln!(said, "  {source}");
        cause = source.source();
    }
    said
}

#[test]
fn a_scenario_is_not_made_inside_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let made = runtime
        .expect("a runtime")
        .block_on(async { Scenario::under("pishkhan/1389", &Database::Sqlite) });
    let error = made.err().expect("there is a runtime already");
    insta::assert_snapshot!(error);
}
