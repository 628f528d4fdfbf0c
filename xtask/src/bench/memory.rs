//! What a command holds in memory does not follow how much there is: each over one large register.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::Bench;
use super::process::{parvaneh, peak};
use super::server::Server;
use super::sqlite::{remove, text, url};
use crate::sample::{self, EVE, NIGHT};

/// A million licences, each of which falls due in one night.
const LICENCES: usize = 1_000_000;

/// How much a night may hold, in MiB, and how much what reads or copies a register may.
const NIGHT_MOST: u32 = 96;
const MOST: u32 = 64;

/// Measures it for so many licences, or for as many as are asked for.
pub(super) fn run(bench: &Bench, server: &Server, size: Option<&str>) -> anyhow::Result<()> {
    let licences = match size {
        Some(size) => size.parse().context("a size is a number of licences")?,
        None => bench.scaled(LICENCES),
    };
    let rows = bench.folder.join("rows.csv");
    sample::write(&rows, licences, licences)?;
    let file = bench.folder.join("memory.db");
    remove(&file)?;
    let sqlite = Measured {
        register: url(&file),
        other: url(&bench.folder.join("other.db")),
        rows: text(&rows),
        export: bench.folder.join("memory.jsonl"),
        backup: Some(bench.folder.join("memory.bak")),
    };
    let on_a_file = sqlite.figures()?;
    let postgres = Measured {
        register: server.empty("bench_memory")?,
        other: server.empty("bench_memory_other")?,
        rows: text(&rows),
        export: bench.folder.join("memory.jsonl"),
        backup: None,
    };
    let on_a_server = postgres.figures()?;
    println!("\npeak memory, {licences} licences, all due in one night");
    println!("| what | SQLite, MiB | PostgreSQL, MiB | at most |\n|---|---|---|---|");
    for (what, mib) in on_a_file {
        let own = on_a_server.iter().find(|(other, _)| *other == what);
        let own = own.map_or_else(|| "-".to_owned(), |(_, mib)| format!("{mib:.0}"));
        let most = match what.starts_with("nightly") {
            true => NIGHT_MOST,
            false => MOST,
        };
        println!("| `{what}` | {mib:.0} | {own} | {most} |");
    }
    for name in ["bench_memory", "bench_memory_other"] {
        server.drop_database(name)?;
    }
    Ok(())
}

/// A register that is made, and measured command by command.
struct Measured {
    register: String,
    /// Where its export goes.
    other: String,
    rows: String,
    export: PathBuf,
    /// Where it is backed up to; none on a server, which has tools of its own for that.
    backup: Option<PathBuf>,
}

impl Measured {
    fn figures(&self) -> anyhow::Result<Vec<(&'static str, f64)>> {
        let export = text(&self.export);
        let import = ["import", "--profile", "pishkhan", &self.rows];
        let mut figures = vec![("import", self.peak(&import)?)];
        let brake = ["nightly", "--as-of", EVE, "--max-expire", "100%"];
        figures.push(("nightly, nothing due", self.peak(&brake)?));
        let brake = ["nightly", "--as-of", NIGHT, "--max-expire", "100%"];
        figures.push(("nightly, all due", self.peak(&brake)?));
        figures.push(("list", self.peak(&["list", "--on", NIGHT])?));
        let json = ["list", "--on", NIGHT, "--format", "json"];
        figures.push(("list --format json", self.peak(&json)?));
        let early = ["list", "--on", EVE];
        figures.push(("list of an earlier day", self.peak(&early)?));
        figures.push(("report quarterly", self.peak(&["report", "quarterly"])?));
        figures.push(("verify", self.peak(&["verify"])?));
        if self.export.exists() {
            fs::remove_file(&self.export)?;
        }
        figures.push(("export", self.peak(&["export", &export])?));
        if let Some(backup) = &self.backup {
            figures.push(("backup", self.peak(&["backup", &text(backup)])?));
        }
        let whole = ["import", "--profile", "parvaneh", &export];
        let taken_in = peak(&parvaneh(&self.other, &whole))?;
        figures.push(("import of an export", taken_in));
        Ok(figures)
    }

    fn peak(&self, command: &[&str]) -> anyhow::Result<f64> {
        peak(&parvaneh(&self.register, command))
    }
}
