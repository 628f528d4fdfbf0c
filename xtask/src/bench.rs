//! `cargo xtask bench`: whole processes on registers on disk, each figure beside its references in
//! one run. `cargo xtask bench sqlite`, `late`, `postgres`, `handle`, `submit`, `memory` or `relay` is one part
//! of it.
//! Write what it prints to `docs/performance.md`.

mod django;
mod handle;
mod late;
mod memory;
mod postgres;
mod process;
mod relay;
mod server;
mod sqlite;
mod submit;
mod turns;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};

use server::Server;

/// Makes every register smaller by this factor, to try the bench itself: its figures mean nothing.
const SCALE: &str = "PARVANEH_BENCH_SCALE";

/// What it has.
const PARTS: [&str; 7] = [
    "sqlite", "late", "postgres", "handle", "submit", "memory", "relay",
];

/// Runs one part, or all of them. `size` is of `memory`: how many licences its registers have.
pub(crate) fn run(part: Option<&str>, size: Option<&str>) -> anyhow::Result<()> {
    let wants = |name| part.is_none_or(|part| part == name);
    if let Some(part) = part
        && !PARTS.contains(&part)
    {
        bail!(
            "{part:?} is no part of the bench; there are {}",
            PARTS.join(", ")
        );
    }
    if size.is_some() && part != Some("memory") {
        bail!("a size is of `bench memory` alone");
    }
    crate::cargo(&["build", "--release", "--package", "parvaneh-cli"], &[])?;
    let folder = tempfile::tempdir_in("target")?;
    let bench = Bench {
        folder: folder.path().to_owned(),
        scale: scale()?,
    };
    println!("fsync probe: {:.0} a second", probe(folder.path())?);
    if bench.scale != 1.0 {
        println!("{SCALE} is {}: these are no figures", bench.scale);
    }
    if wants("sqlite") {
        sqlite::run(&bench)?;
    }
    if wants("late") {
        late::run(&bench)?;
    }
    if matches!(part, Some("sqlite" | "late")) {
        return Ok(());
    }
    let server = Server::find_or_start()?;
    if wants("postgres") {
        postgres::run(&bench, &server)?;
    }
    if wants("handle") {
        handle::run(&bench, &server)?;
    }
    if wants("submit") {
        submit::run(&bench, &server)?;
    }
    if wants("memory") {
        memory::run(&bench, &server, size)?;
    }
    if wants("relay") {
        relay::run(&bench, &server)?;
    }
    Ok(())
}

struct Bench {
    folder: PathBuf,
    scale: f64,
}

impl Bench {
    /// So many, or fewer where a smaller bench was asked for.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "sizes of registers are far below 2^53 and not negative"
    )]
    fn scaled(&self, size: usize) -> usize {
        ((size as f64 * self.scale) as usize).max(1)
    }
}

fn scale() -> anyhow::Result<f64> {
    match std::env::var(SCALE) {
        Ok(text) => match text.parse() {
            Ok(scale) if 0.0 < scale && scale <= 1.0 => Ok(scale),
            Ok(_) | Err(_) => bail!("{SCALE} is {text:?}; it is a number up to 1"),
        },
        Err(_) => Ok(1.0),
    }
}

/// How many small writes a second the disk makes durable.
fn probe(folder: &Path) -> anyhow::Result<f64> {
    let mut file = File::create(folder.join("probe")).context("making a file failed")?;
    let started = Instant::now();
    let writes = 200;
    for _ in 0..writes {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
    }
    Ok(f64::from(writes) / started.elapsed().as_secs_f64())
}
