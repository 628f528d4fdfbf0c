//! The project's own chores: `cargo xtask test`, `cargo xtask bench`, `cargo xtask charts`.

mod bench;
mod sample;

use std::process::Command;

use anyhow::{Context, bail};

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    match words.next().as_deref() {
        Some("test") => test(),
        Some("bench") => bench::run(),
        Some("charts") => charts(),
        Some(other) => bail!("there is no chore {other:?}; there are test, bench and charts"),
        None => bail!("name a chore: test, bench or charts"),
    }
}

/// Every check and every test there is. What they need is bundled: nothing is installed.
fn test() -> anyhow::Result<()> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    cargo(
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
        &[],
    )?;
    cargo(
        &["doc", "--workspace", "--no-deps"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )?;
    // The core by itself, so that no neighbour's feature hides what it lacks.
    cargo(&["check", "--package", "parvaneh-core"], &[])?;
    // The binary first: tests of the whole program run it.
    cargo(&["build", "--package", "parvaneh-cli"], &[])?;
    // A snapshot that differs is a failure, never a new file.
    cargo(&["test", "--workspace"], &[("INSTA_UPDATE", "no")])
}

/// Writes the charts of the machines where a test compares them with the code.
fn charts() -> anyhow::Result<()> {
    for machine in ["licence", "renewal"] {
        let output = Command::new(env!("CARGO"))
            .args([
                "run",
                "--quiet",
                "--package",
                "parvaneh-cli",
                "--",
                "chart",
                machine,
            ])
            .output()
            .context("running the binary failed")?;
        std::fs::create_dir_all("workflows/charts")?;
        std::fs::write(format!("workflows/charts/{machine}.mmd"), output.stdout)?;
    }
    Ok(())
}

/// Runs cargo, which must succeed.
fn cargo(args: &[&str], environment: &[(&str, &str)]) -> anyhow::Result<()> {
    eprintln!("$ cargo {}", args.join(" "));
    let status = Command::new(env!("CARGO"))
        .args(args)
        .envs(environment.iter().copied())
        .status()
        .context("running cargo failed")?;
    if !status.success() {
        bail!("cargo {} failed", args.join(" "));
    }
    Ok(())
}
