//! The memory of a night does not follow what is due.

use super::Bench;
use super::process::{parvaneh, peak};
use super::server::Server;
use super::sqlite;
use crate::sample::NIGHT;

pub(super) fn run(bench: &Bench, server: &Server) -> anyhow::Result<()> {
    let licences = bench.scaled(200_000);
    println!("\nmemory of a night, of {licences} (under 200 MiB)");
    println!("| due | SQLite, MiB | PostgreSQL, MiB | with four workers, MiB |\n|---|---|---|---|");
    for due in [1000, 50_000, 200_000] {
        let due = bench.scaled(due);
        let file = sqlite::register(bench, licences, due)?;
        let file = sqlite::copy(bench, &file)?;
        let sqlite = night(&sqlite::url(&file), "1")?;
        let base = server.settled(bench, licences, due)?;
        let one = night(&server.copy(&base)?, "1")?;
        let four = night(&server.copy(&base)?, "4")?;
        println!("| {due} | {sqlite:.0} | {one:.0} | {four:.0} |");
    }
    Ok(())
}

fn night(register: &str, workers: &str) -> anyhow::Result<f64> {
    let night = ["nightly", "--as-of", NIGHT, "--workers", workers];
    peak(&parvaneh(register, &night))
}
