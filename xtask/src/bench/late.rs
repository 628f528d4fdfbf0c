//! Late entries into dossiers of fifty events, beside acts of today in the same ones.

use std::process::Command;

use anyhow::Context;

use super::Bench;
use super::process::succeed;

pub(super) fn run(bench: &Bench) -> anyhow::Result<()> {
    let build = ["build", "--release", "--example", "enter_late"];
    crate::cargo(&[&build[..], &["--package", "parvaneh"]].concat(), &[])?;
    let dossiers = bench.scaled(200);
    let file = bench.folder.join("late.db");
    let mut enters = Command::new("target/release/examples/enter_late");
    let url = format!("sqlite://{}", file.display());
    let printed = succeed(enters.args([&url, &dossiers.to_string()]))?;
    let no_figures = || format!("no figures: {printed:?}");
    let mut lines = printed.lines();
    let mut line = || lines.next().with_context(no_figures);
    let [late, today] = [line()?, line()?].map(|line| line.replace(' ', " | "));
    let events = line()?;
    println!("\nSQLite, an act entered into each of {dossiers} dossiers of {events} events");
    println!("| what | median, ms | p99, ms |\n|---|---|---|");
    println!("| an act of three weeks ago, before a later case | {late} |");
    println!("| an act of today | {today} |");
    println!("(a late entry: under 5 ms)");
    Ok(())
}
