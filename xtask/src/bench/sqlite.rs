//! A register in a file, beside SQL on the same rows and a lean script on fewer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::process::{parvaneh, peak, python, seconds, succeed};
use super::turns::{medians, middle, rounds};
use crate::sample::{self, EVE, NIGHT};

pub(super) fn run(bench: &Bench) -> anyhow::Result<()> {
    nightly(bench)?;
    few_of_many(bench)?;
    import(bench)?;
    let speed = ["run", "--release", "--quiet", "--package", "parvaneh-core"];
    crate::cargo(&[&speed[..], &["--example", "speed"]].concat(), &[])
}

/// 200,000 licences of which 50,000 expire in one night.
#[expect(clippy::cast_precision_loss, reason = "so few are due")]
fn nightly(bench: &Bench) -> anyhow::Result<()> {
    let (licences, due) = (bench.scaled(200_000), bench.scaled(50_000));
    let base = register(bench, licences, due)?;
    println!("\nSQLite, nightly, {due} due of {licences}");
    let lean_base = bench.folder.join("lean.db");
    let sizes = [&*text(&lean_base), &licences.to_string(), &due.to_string()];
    succeed(&mut python("lean_make.py", &sizes))?;
    let script = |name, base: &Path| {
        let copy = copy(bench, base)?;
        seconds(&mut python(name, &[&text(&copy)]))
    };
    let [ours, set, lean] = medians([
        &|| night(bench, &base),
        &|| script("set_based.py", &base),
        &|| script("lean.py", &lean_base),
    ])?;
    println!("| what | seconds | licences/s |\n|---|---|---|");
    for (what, time) in [
        ("parvaneh nightly", ours),
        ("(a) set-based SQL, same rows, 500 a commit", set),
        ("(b) lean script, row by row, 500 a commit", lean),
    ] {
        println!("| {what} | {time:.3} | {:.0} |", due as f64 / time);
    }
    println!("rate against (a): {:.2} (at least 0.7)", set / ours);
    println!("time against (b): {:.2} (at most 1.5)", ours / lean);
    Ok(())
}

/// What is due decides the cost, not what there is.
fn few_of_many(bench: &Bench) -> anyhow::Result<()> {
    let due = bench.scaled(1000);
    let (few, many) = (bench.scaled(50_000), bench.scaled(1_000_000));
    let small = register(bench, few, due)?;
    let large = register(bench, many, due)?;
    let [small, large] = medians([&|| night(bench, &small), &|| night(bench, &large)])?;
    println!(
        "\nSQLite, {due} due of {few}: {small:.3} s; of {many}: {large:.3} s; ratio {:.2} \
         (at most 1.3)",
        large / small
    );
    Ok(())
}

/// The sample register, and the memory of an import of any size.
fn import(bench: &Bench) -> anyhow::Result<()> {
    let database = bench.folder.join("import.db");
    let import = |file: &str| -> anyhow::Result<Command> {
        remove(&database)?;
        let import = ["import", "--profile", "pishkhan", file];
        Ok(parvaneh(&url(&database), &import))
    };
    let [times] = rounds([&|| seconds(&mut import("tests/data/pishkhan-register.csv")?)])?;
    println!(
        "\nSQLite, import of 16,000 rows: {:.3} s (under 2)",
        middle(times)
    );
    for licences in [bench.scaled(16_000), bench.scaled(1_000_000)] {
        let rows = bench.folder.join("rows.csv");
        sample::write(&rows, licences, 0)?;
        let time = seconds(&mut import(&text(&rows))?)?;
        let peak = peak(&import(&text(&rows))?)?;
        println!("import of {licences} rows: {time:.1} s, peak memory {peak:.0} MiB");
    }
    Ok(())
}

/// A register that is settled up to the eve.
pub(super) fn register(bench: &Bench, licences: usize, due: usize) -> anyhow::Result<PathBuf> {
    let path = bench.folder.join(format!("{licences}-{due}.db"));
    let rows = bench.folder.join("rows.csv");
    sample::write(&rows, licences, due)?;
    let import = ["import", "--profile", "pishkhan", &text(&rows)];
    succeed(&mut parvaneh(&url(&path), &import))?;
    succeed(&mut parvaneh(&url(&path), &["nightly", "--as-of", EVE]))?;
    Ok(path)
}

/// A fresh copy of a register; what was written before is on the disk before the time begins.
pub(super) fn copy(bench: &Bench, base: &Path) -> anyhow::Result<PathBuf> {
    let copy = bench.folder.join("copy.db");
    remove(&copy)?;
    fs::copy(base, &copy)?;
    succeed(&mut Command::new("sync"))?;
    Ok(copy)
}

pub(super) fn url(database: &Path) -> String {
    format!("sqlite://{}", database.display())
}

fn night(bench: &Bench, base: &Path) -> anyhow::Result<f64> {
    let copy = copy(bench, base)?;
    seconds(&mut parvaneh(&url(&copy), &["nightly", "--as-of", NIGHT]))
}

pub(super) fn text(path: &Path) -> String {
    path.display().to_string()
}

pub(super) fn remove(database: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm", ".lock"] {
        let mut path = database.as_os_str().to_owned();
        path.push(ending);
        let path = PathBuf::from(path);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
