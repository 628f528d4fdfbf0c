//! Programs that the tests need and that Debian has.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// Finds a program's place; on Debian its package is installed where there is none.
///
/// `missing` says what there is not, and `variable` is what can be set to do without it.
pub(crate) fn find<T>(
    find: impl Fn() -> Option<T>,
    missing: &str,
    package: &str,
    variable: &str,
) -> anyhow::Result<T> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !Path::new("/etc/debian_version").exists() {
        bail!("{missing}; install its server, or set {variable} to the URL of one");
    }
    eprintln!("{missing}: installing the package {package}");
    if install(package).is_err() {
        succeed(apt_get(&["update", "--yes"]))?;
        install(package).with_context(|| {
            format!("{missing}; run `apt-get install {package}` as root, or set {variable}")
        })?;
    }
    find().with_context(|| {
        format!("{missing}, and the package {package} did not bring it; set {variable}")
    })
}

fn install(package: &str) -> anyhow::Result<()> {
    succeed(apt_get(&[
        "install",
        "--yes",
        "--no-install-recommends",
        package,
    ]))
}

fn apt_get(words: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Runs a program, which must succeed.
pub(crate) fn succeed(mut command: Command) -> anyhow::Result<()> {
    let shown = format!("{command:?}");
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("{shown} failed"))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{shown} failed: {}", String::from_utf8_lossy(&said));
    }
    Ok(())
}
