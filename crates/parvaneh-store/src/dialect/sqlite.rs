//! A register in a file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::sqlite::SqliteSynchronous;
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::{OpenMode, StoreError};

/// How long a writer waits for another one.
const BUSY: Duration = Duration::from_secs(10);

/// One connection writes while another reads ahead.
const CONNECTIONS: u32 = 2;

/// The file of a SQLite URL; none for other URLs and for registers in memory.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let path = rest.split('?').next().unwrap_or(rest);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// Connects to the file at `path`.
pub(crate) async fn connect(
    path: PathBuf,
    url: &str,
    mode: OpenMode,
) -> Result<(DatabaseConnection, Access), StoreError> {
    let access = look(&path, url, mode)?;
    // The path is given apart, as it is written: a URL may have no space in it, a folder may.
    let options = url.split_once('?').map_or("", |(_, options)| options);
    let mut options = ConnectOptions::new(format!("sqlite://register?{options}"));
    options
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = match access {
                Access::Write => sqlite,
                Access::Read => sqlite.read_only(true),
                Access::ReadAlone => sqlite.read_only(true).immutable(true),
            };
            sqlite
                .filename(&path)
                .create_if_missing(mode == OpenMode::CreateIfMissing)
                .foreign_keys(true)
                .busy_timeout(BUSY)
                .synchronous(SqliteSynchronous::Full)
                // A batch of rows goes to its reader in one piece, not one by one.
                .row_buffer_size(1024)
                .pragma("cache_size", "-65536")
                // In pages: a night's batches are moved into the file together, and not one
                // by one with an fsync each. What is committed is durable before that.
                .pragma("wal_autocheckpoint", "16384")
        });
    let opened = Database::connect(options).await;
    let db = opened.map_err(|source| StoreError::not_opened(url, source))?;
    Ok((db, access))
}

/// Fails where the file of a register is not to be written. SQLite would ask the system, which
/// lets the superuser write to any file.
pub(crate) fn may_write(url: &str) -> Result<(), StoreError> {
    match sqlite_path(url) {
        Some(path) if is_read_only(&path) => Err(read_only()),
        Some(_) | None => Ok(()),
    }
}

/// How a file is opened.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Access {
    Write,
    Read,
    /// Nothing is in the log beside the file, and nobody writes to it: no lock is needed and no
    /// file is left beside it.
    ReadAlone,
}

/// What SQLite would say less clearly.
fn look(path: &Path, url: &str, mode: OpenMode) -> Result<Access, StoreError> {
    let url = url.to_owned();
    if path.is_dir() {
        return Err(StoreError::Folder { url });
    }
    match (path.exists(), mode) {
        (false, OpenMode::Existing) => return Err(StoreError::Missing { url }),
        (false, OpenMode::CreateIfMissing) => return Ok(Access::Write),
        (true, OpenMode::CreateIfMissing) if is_read_only(path) => return Err(read_only()),
        (true, OpenMode::Existing | OpenMode::CreateIfMissing) => {}
    }
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let logged = std::fs::metadata(log).is_ok_and(|log| 0 < log.len());
    Ok(match (is_read_only(path), logged) {
        (false, _) => Access::Write,
        (true, true) => Access::Read,
        (true, false) => Access::ReadAlone,
    })
}

fn is_read_only(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly())
}

fn read_only() -> StoreError {
    StoreError::ReadOnly {
        what: "opening the register to write",
        source: None,
    }
}
