//! Many commands, of which some share a transaction, beside the same commands sent one by one.

use std::fs;
use std::path::{Path, PathBuf};

use super::Bench;
use super::process::{parvaneh, seconds, succeed};
use super::server::Server;
use super::sqlite::{copy, remove, text, url};
use super::turns::medians;
use crate::sample;

/// How many renewals are filed together, and how many of them one by one.
const COMMANDS: usize = 100_000;
const ONE_BY_ONE: usize = 2_000;

#[expect(clippy::cast_precision_loss, reason = "there are so few")]
pub(super) fn run(bench: &Bench, server: &Server) -> anyhow::Result<()> {
    let (commands, few) = (bench.scaled(COMMANDS), bench.scaled(ONE_BY_ONE));
    let rows = bench.folder.join("rows.csv");
    sample::write(&rows, commands, 0)?;
    let all = bench.folder.join("commands.jsonl");
    sample::write_renewals(&all, commands)?;
    let some = first_lines(&all, few)?;
    let import = ["import", "--profile", "pishkhan", &text(&rows)];
    let file = bench.folder.join("submit.db");
    remove(&file)?;
    succeed(&mut parvaneh(&url(&file), &import))?;
    let database = "bench_submit";
    succeed(&mut parvaneh(&server.register(database)?, &import))?;
    server.rest(&server.database(database))?;
    let on_a_file = |lines: &Path, one_by_one| {
        let copy = copy(bench, &file)?;
        submit(&url(&copy), lines, one_by_one)
    };
    let on_a_server = |lines: &Path, one_by_one| {
        let copy = server.copy(database)?;
        submit(&copy, lines, one_by_one)
    };
    let [file_all, file_few, server_all, server_few] = medians([
        &|| on_a_file(&all, false),
        &|| on_a_file(&some, true),
        &|| on_a_server(&all, false),
        &|| on_a_server(&some, true),
    ])?;
    println!("\n{commands} renewals filed by `parvaneh submit`");
    println!("| where | together, a second | one by one, a second |\n|---|---|---|");
    for (place, together, alone) in [
        ("SQLite", file_all, file_few),
        ("PostgreSQL", server_all, server_few),
    ] {
        let (together, alone) = (commands as f64 / together, few as f64 / alone);
        println!("| {place} | {together:.0} | {alone:.0} |");
    }
    println!("(together: at least 15000 and 8000)");
    remove(&file)?;
    server.drop_database(database)
}

/// Submits a file; one by one, each line is sent when the one before is answered.
fn submit(register: &str, lines: &Path, one_by_one: bool) -> anyhow::Result<f64> {
    if !one_by_one {
        return seconds(&mut parvaneh(register, &["submit", &text(lines)]));
    }
    let mut sends = super::process::python("one_by_one.py", &[&text(lines), register]);
    seconds(&mut sends)
}

fn first_lines(file: &Path, count: usize) -> anyhow::Result<PathBuf> {
    let whole = fs::read_to_string(file)?;
    let some: String = whole.split_inclusive('\n').take(count).collect();
    let path = file.with_extension("few.jsonl");
    fs::write(&path, some)?;
    Ok(path)
}
