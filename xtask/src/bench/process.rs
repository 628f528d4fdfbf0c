//! Processes that must succeed, how long they take, and how much memory.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, bail};

/// The program that is measured.
pub(super) fn parvaneh(register: &str, args: &[&str]) -> Command {
    let mut command = Command::new("target/release/parvaneh");
    command.args(args).args(["--register", register]);
    command
}

pub(super) fn python(script: &str, args: &[&str]) -> Command {
    let mut command = Command::new("python3");
    command.arg(format!("xtask/reference/{script}")).args(args);
    command
}

/// Runs it; what it printed.
pub(super) fn succeed(command: &mut Command) -> anyhow::Result<String> {
    let output = command
        .output()
        .with_context(|| format!("{command:?} did not start"))?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs it; in how many seconds.
pub(super) fn seconds(command: &mut Command) -> anyhow::Result<f64> {
    let started = Instant::now();
    succeed(command)?;
    Ok(started.elapsed().as_secs_f64())
}

/// Runs it; its greatest resident size in MiB, as the system counts it.
pub(super) fn peak(command: &Command) -> anyhow::Result<f64> {
    let script = "import resource, subprocess, sys; \
                  subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); \
                  print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
    let mut measured = Command::new("python3");
    measured
        .args(["-c", script])
        .arg(command.get_program())
        .args(command.get_args());
    let printed = succeed(&mut measured)?;
    let kib: f64 = printed
        .trim()
        .parse()
        .with_context(|| format!("no memory figure: {printed:?}"))?;
    Ok(kib / 1024.0)
}
