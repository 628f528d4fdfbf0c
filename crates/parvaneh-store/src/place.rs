//! Where a register is, by its address: in a file, or on a server.

use std::path::PathBuf;

use crate::Address;

/// Whether the URL names a database of a PostgreSQL server.
pub fn is_on_a_server(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The file of a SQLite URL; none for other URLs and for registers in memory, and where it looks like a server
/// with a password: a path is printed.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let path = rest.split('?').next().unwrap_or(rest);
    let is_file = !path.is_empty() && path != ":memory:" && Address::from(url).is_clear();
    is_file.then(|| PathBuf::from(path))
}

/// Whether a register that is not there is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OpenMode {
    /// It must be there.
    Existing,
    /// An empty database is made, without tables.
    CreateIfMissing,
}
