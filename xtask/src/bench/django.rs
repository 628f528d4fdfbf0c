//! The same job with Django, django-fsm-2 and django-fsm-log, on the same server.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use super::process::succeed;
use super::server::{Server, psql};

const FOLDER: &str = "xtask/reference/django";
const ENVIRONMENT: &str = "target/django-venv";
const DATABASE: &str = "bench_django";

/// Installs what it needs beside our own builds, and makes its register.
pub(super) fn prepare(server: &Server, licences: usize, due: usize) -> anyhow::Result<()> {
    if !Path::new(ENVIRONMENT).join("bin/django-admin").exists() {
        succeed(Command::new("python3").args(["-m", "venv", ENVIRONMENT]))?;
        let requirements = format!("{FOLDER}/requirements.txt");
        succeed(Command::new(format!("{ENVIRONMENT}/bin/pip")).args([
            "install",
            "--quiet",
            "--requirement",
            &requirements,
        ]))?;
    }
    let url = server.empty(DATABASE)?;
    let sizes = ["make", &licences.to_string(), &due.to_string()];
    succeed(&mut script(&url, &sizes))?;
    succeed(psql(&url).args(["-c", "VACUUM ANALYZE"]))?;
    Ok(())
}

/// Its seconds for what is due, on a fresh copy and without the start of Python.
pub(super) fn night(server: &Server) -> anyhow::Result<f64> {
    let copy = server.copy(DATABASE)?;
    let printed = succeed(&mut script(&copy, &["run"]))?;
    let seconds = printed.trim().parse();
    seconds.with_context(|| format!("no seconds: {printed:?}"))
}

fn script(database: &str, args: &[&str]) -> Command {
    let mut command = Command::new(format!("{ENVIRONMENT}/bin/python"));
    command
        .arg(format!("{FOLDER}/night.py"))
        .args(args)
        .env("BENCH_DATABASE", database)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}
