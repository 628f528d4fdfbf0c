//! The lock beside a register in a file: held while a run writes many dossiers, so that two do not.
//!
//! The system lets go of it when the process ends, however it ends. So whoever has it need not wait for a lease that
//! was left behind. What is written in the file says who has it; it says nothing once nobody has.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use chrono::SecondsFormat;
use parvaneh::store::{Address, Lease, sqlite_path};

use crate::clock;
use crate::exit::Locked;

/// How often who waits for it looks again.
const POLL: Duration = Duration::from_millis(200);

/// More than is ever written into it.
const LONGEST: u64 = 200;

/// A lock that is held; none where the register is on a server.
pub(crate) struct Lock(Option<File>);

impl Lock {
    /// Takes it for a command, or fails where another process has it.
    pub(crate) fn take(register: &Address, command: &str) -> anyhow::Result<Self> {
        let Some(path) = path_of(register) else {
            return Ok(Self(None));
        };
        match attempt(&path, command)? {
            Some(file) => Ok(Self(Some(file))),
            None => Err(held(&path)),
        }
    }

    /// The same, waiting for the other process for so long.
    pub(crate) async fn wait_for(
        register: &Address,
        command: &str,
        wait: Duration,
    ) -> anyhow::Result<Self> {
        let Some(path) = path_of(register) else {
            return Ok(Self(None));
        };
        let begun = Instant::now();
        loop {
            if let Some(file) = attempt(&path, command)? {
                return Ok(Self(Some(file)));
            }
            if wait <= begun.elapsed() {
                return Err(held(&path));
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// What it says of the lease of a run.
    pub(crate) fn others(&self) -> Lease {
        match self.0 {
            Some(_) => Lease::Ignore,
            None => Lease::Respect,
        }
    }
}

impl Drop for Lock {
    /// It is let go of after this, so that what the file says is of whoever holds it.
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            drop(file.set_len(0));
        }
    }
}

fn path_of(register: &Address) -> Option<PathBuf> {
    let path = sqlite_path(register.exposed())?;
    Some(path.with_added_extension("lock"))
}

/// None where another process has it.
fn attempt(path: &Path, command: &str) -> anyhow::Result<Option<File>> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .with_context(|| format!("making the lock file {} failed", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("locking {} failed", path.display()));
        }
    }
    // On a full disk nobody learns who has it, and it is held all the same.
    drop(sign(&file, command));
    Ok(Some(file))
}

/// Says in the file who has it.
fn sign(mut file: &File, command: &str) -> std::io::Result<()> {
    let since = clock::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let process = std::process::id();
    file.set_len(0)?;
    file.rewind()?;
    writeln!(
        file,
        "`{command}` is going on since {since} (process {process})"
    )
}

fn held(path: &Path) -> anyhow::Error {
    let shown = path.display().to_string();
    let mut holder = String::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut holder));
    let holder = holder.trim();
    match read {
        Ok(_) if !holder.is_empty() => Locked::By {
            holder: holder.to_owned(),
            path: shown,
        },
        Ok(_) | Err(_) => Locked::BySomebody(shown),
    }
    .into()
}
