//! Commands over many connections, beside pgbench running the statements that they send.

use std::fs;
use std::process::Command;

use anyhow::Context;

use super::Bench;
use super::process::{parvaneh, succeed};
use super::server::Server;
use super::turns::{middle, rounds};
use crate::sample;

const CONNECTIONS: usize = 16;

/// How many a second, and after how many milliseconds 99 of 100 had their answer.
type Answered = (f64, f64);

pub(super) fn run(bench: &Bench, server: &Server) -> anyhow::Result<()> {
    let build = ["build", "--release", "--example", "contend"];
    crate::cargo(&[&build[..], &["--package", "parvaneh"]].concat(), &[])?;
    let each = bench.scaled(3000);
    let name = "bench_handle";
    let url = server.register(name)?;
    let rows = bench.folder.join("rows.csv");
    sample::write(&rows, CONNECTIONS * (each + 1), 0)?;
    let rows = rows.to_string_lossy();
    succeed(&mut parvaneh(
        &url,
        &["import", "--profile", "pishkhan", &rows],
    ))?;
    server.rest(&url)?;
    println!("\nPostgreSQL, {each} renewals filed over each of {CONNECTIONS} connections");
    let measured = rounds::<Answered, 2>([&|| ours(&server.copy(name)?, each), &|| {
        statements(bench, &server.copy(name)?, each)
    }])?;
    let [ours, pgbench] = measured.map(|answered| {
        let (rates, slow): (Vec<f64>, Vec<f64>) = answered.into_iter().unzip();
        (middle(rates), middle(slow))
    });
    println!("| what | a second | p99, ms |\n|---|---|---|");
    println!("| handle | {:.0} | {:.1} |", ours.0, ours.1);
    println!(
        "| pgbench, the same statements | {:.0} | {:.1} |",
        pgbench.0, pgbench.1
    );
    println!(
        "rate against pgbench: {:.2} (at least 0.6)",
        ours.0 / pgbench.0
    );
    Ok(())
}

fn ours(register: &str, each: usize) -> anyhow::Result<Answered> {
    let sizes = [CONNECTIONS.to_string(), each.to_string()];
    let mut contend = Command::new("target/release/examples/contend");
    let printed = succeed(contend.arg(register).args(sizes))?;
    let figures = printed.trim().split_once(' ');
    let figures = figures.and_then(|(rate, slow)| Some((rate.parse().ok()?, slow.parse().ok()?)));
    figures.with_context(|| format!("no figures: {printed:?}"))
}

fn statements(bench: &Bench, register: &str, each: usize) -> anyhow::Result<Answered> {
    let folder = bench.folder.join("pgbench");
    fs::create_dir_all(&folder)?;
    let (clients, each) = (CONNECTIONS.to_string(), each.to_string());
    let mut pgbench = Command::new("pgbench");
    pgbench
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=1"])
        .args(["--client", &clients, "--transactions", &each])
        .args([
            "--define=i=-1",
            "--file=xtask/reference/handle.sql",
            "--log",
        ])
        .arg(format!("--log-prefix={}/log", folder.display()))
        .arg(register);
    let printed = succeed(&mut pgbench)?;
    let rate = printed
        .lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next())
        .and_then(|rate| rate.parse().ok());
    let rate = rate.with_context(|| format!("no rate: {printed}"))?;
    // The third word of a line is a transaction's time in microseconds.
    let mut times: Vec<f64> = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let log = fs::read_to_string(entry?.path())?;
        let words = log.lines().filter_map(|line| line.split(' ').nth(2));
        times.extend(words.filter_map(|word| word.parse::<f64>().ok()));
    }
    fs::remove_dir_all(&folder)?;
    times.sort_by(f64::total_cmp);
    let slow = times.get(times.len() * 99 / 100);
    Ok((rate, slow.context("no times")? / 1000.0))
}
