//! Events from PostgreSQL to NATS JetStream, beside the same messages from a file.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use parvaneh_test_servers::nats;

use super::Bench;
use super::process::{parvaneh, seconds, succeed};
use super::server::Server;
use super::turns::{medians, middle, rounds};
use crate::sample;

/// How many events a second are written while somebody listens, and for how many seconds.
const PACE: (usize, usize) = (500, 20);

pub(super) fn run(bench: &Bench, server: &Server) -> anyhow::Result<()> {
    let build = ["build", "--release", "--package", "parvaneh-events"];
    let examples = ["--example", "publish", "--example", "latency"];
    crate::cargo(&[&build[..], &examples].concat(), &[])?;
    let name = "bench_relay";
    let register = server.register(name)?;
    let rows = bench.folder.join("rows.csv");
    sample::write(&rows, bench.scaled(100_000), 0)?;
    let rows = rows.to_string_lossy();
    let import = ["import", "--profile", "pishkhan", &rows];
    succeed(&mut parvaneh(&register, &import))?;
    server.rest(&register)?;
    throughput(bench, server, name)?;
    latency(bench, server, name)
}

/// Every event of a register, to a stream that is empty.
#[expect(clippy::cast_precision_loss, reason = "events are far fewer than 2^53")]
fn throughput(bench: &Bench, server: &Server, name: &str) -> anyhow::Result<()> {
    let told = bench.folder.join("events.jsonl");
    let tail = ["events", "tail", "--from", "beginning", "--once"];
    let lines = succeed(&mut parvaneh(&server.database(name), &tail))?;
    fs::write(&told, &lines).context("writing the events failed")?;
    let (events, size) = (lines.lines().count(), lines.len());
    println!(
        "\nrelay from PostgreSQL to NATS JetStream, {events} events of {} bytes",
        size / events.max(1)
    );
    let [relay, lines, publish] = medians([
        &|| relay(&server.copy(name)?),
        &|| lines_only(&server.copy(name)?),
        &|| Ok(events as f64 / publish(&told)?),
    ])?;
    println!("| what | seconds | events/s |\n|---|---|---|");
    for (what, time) in [
        ("parvaneh relay --once, to NATS", relay),
        ("the same, to a file of JSON Lines", lines),
        ("a plain loop, the same messages from memory", publish),
    ] {
        println!("| {what} | {time:.2} | {:.0} |", events as f64 / time);
    }
    println!("rate: {:.0} (at least 10000)", events as f64 / relay);
    println!("rate against the plain loop: {:.2}", publish / relay);
    Ok(())
}

fn relay(register: &str) -> anyhow::Result<f64> {
    let stream = nats::Server::start()?;
    seconds(&mut parvaneh(
        register,
        &["relay", "--to", &stream.url(), "--once"],
    ))
}

fn lines_only(register: &str) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir_in("target")?;
    let sink = format!("jsonl:{}/events.jsonl", folder.path().display());
    seconds(&mut parvaneh(register, &["relay", "--to", &sink, "--once"]))
}

/// How many a second.
fn publish(told: &Path) -> anyhow::Result<f64> {
    let stream = nats::Server::start()?;
    let mut publish = Command::new("target/release/examples/publish");
    let printed = succeed(publish.arg(stream.url()).arg(told))?;
    let rate = printed.trim().parse();
    rate.with_context(|| format!("no rate: {printed:?}"))
}

/// From the commit of an event until somebody hears of it, while more are written all the time.
fn latency(bench: &Bench, server: &Server, name: &str) -> anyhow::Result<()> {
    let (pace, length) = PACE;
    let length = bench.scaled(length);
    let [measured] = rounds([&|| heard(&server.copy(name)?, pace, length)])?;
    let column = |at: usize| middle(measured.iter().map(|figures| figures[at]).collect());
    println!("\nfrom commit to NATS, {pace} a second for {length} s");
    println!("| events/s | p50, ms | p99, ms |\n|---|---|---|");
    println!("| {:.0} | {:.0} | {:.0} |", column(0), column(1), column(2));
    println!("p99: {:.0} ms (under 250)", column(2));
    Ok(())
}

/// A relay for as long as it is held.
struct Relay(Child);

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// How many a second, and after how many milliseconds half of them and 99 of 100 were heard.
fn heard(register: &str, pace: usize, length: usize) -> anyhow::Result<[f64; 3]> {
    let stream = nats::Server::start()?;
    // What was there before is no news.
    let mut relay = parvaneh(register, &["relay", "--from", "now", "--to", &stream.url()]);
    let relay = relay.stdout(Stdio::null()).stderr(Stdio::null());
    let _relay = Relay(relay.spawn().context("the relay did not start")?);
    let mut latency = Command::new("target/release/examples/latency");
    let words = [&stream.url(), &pace.to_string(), &length.to_string()];
    let printed = succeed(latency.arg(register).args(words))?;
    let figures: Option<Vec<f64>> = printed
        .split_whitespace()
        .map(|word| word.parse().ok())
        .collect();
    let figures = figures.and_then(|figures| figures.try_into().ok());
    figures.with_context(|| format!("no figures: {printed:?}"))
}
