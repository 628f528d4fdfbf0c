//! Stages of a chore: what is run, shown before it, and how long each took, at the end.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// The stages that are over.
#[derive(Debug, Default)]
pub(crate) struct Stages(Vec<(String, Duration)>);

impl Stages {
    /// Runs a stage, which must succeed.
    pub(crate) fn run<T>(
        &mut self,
        name: &str,
        stage: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let begun = Instant::now();
        let done = stage();
        self.0.push((name.to_owned(), begun.elapsed()));
        done
    }

    /// A stage that is one command of cargo.
    pub(crate) fn cargo(&mut self, args: &[&str], more: &[(&str, &str)]) -> anyhow::Result<()> {
        self.run(&args.join(" "), || cargo(args, more))
    }

    /// How long each took, and all of them.
    pub(crate) fn report(&self) {
        let all = self.0.iter().map(|(_, took)| *took).sum();
        let all = ("in all".to_owned(), all);
        for (name, took) in self.0.iter().chain([&all]) {
            let seconds = took.as_secs();
            eprintln!("{:3} min {:02} s  {name}", seconds / 60, seconds % 60);
        }
    }
}

/// Runs cargo, which must succeed.
pub(crate) fn cargo(args: &[&str], environment: &[(&str, &str)]) -> anyhow::Result<()> {
    eprintln!("$ cargo {}", args.join(" "));
    let status = cargo_command(args)
        .envs(environment.iter().copied())
        .status()
        .context("running cargo failed")?;
    if !status.success() {
        bail!("cargo {} failed", args.join(" "));
    }
    Ok(())
}

/// Cargo as it would be if nobody had called it by xtask.
pub(crate) fn cargo_command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    // What cargo says of this package would make the build scripts that read it run again, and all
    // that rests on them be built again, whenever cargo was used without xtask in between.
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command.args(args);
    command
}
