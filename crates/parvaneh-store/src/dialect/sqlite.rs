//! SQLite: a register in a file, which has one writer at a time.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::sqlx::sqlite::SqliteSynchronous;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr, QueryResult, Value};

use super::{Cells, Dialect, NEWEST_POSITION};
use crate::open::BUSY;
use crate::schema_objects::Objects;
use crate::{Address, OpenMode, StoreError, sqlite_path};

pub(crate) struct Sqlite;

impl Dialect for Sqlite {
    fn locks_rows(&self) -> bool {
        false
    }

    fn now(&self) -> &'static str {
        "CAST(unixepoch('subsec') * 1000 AS INTEGER)"
    }

    fn held(&self, rows: &str) -> String {
        format!("SELECT held.*, NULL AS held_at FROM ({rows}) AS held")
    }

    /// Nobody else writes.
    fn shared(&self, rows: &str) -> String {
        rows.to_owned()
    }

    fn among(&self, column: Expr, keys: Vec<Value>) -> Expr {
        column.is_in(keys)
    }

    /// As placeholders without numbers: SQLite looks a numbered one up among all the others. What is the same
    /// in all rows is bound once: a night writes one instant, one actor and often one day.
    fn rows(&self, columns: Vec<(&'static str, Cells<'_>)>) -> (String, Vec<Value>) {
        let mut selected = Vec::with_capacity(columns.len());
        let mut values = Vec::new();
        let mut varying = Vec::with_capacity(columns.len());
        for (_, cells) in columns {
            // There are no rows without a column that has a value for each.
            match cells.bound(!varying.is_empty()) {
                Bound::Once(value) => {
                    values.push(value);
                    selected.push("?".to_owned());
                }
                Bound::EachRow(each) => {
                    varying.push(each.into_iter());
                    selected.push(format!("column{}", varying.len()));
                }
            }
        }
        let height = varying.first().map_or(0, ExactSizeIterator::len);
        values.reserve(varying.len() * height);
        for _ in 0..height {
            values.extend(varying.iter_mut().filter_map(Iterator::next));
        }
        let row = format!("({})", vec!["?"; varying.len()].join(","));
        let rows = vec![row.as_str(); height].join(",");
        if varying.len() == selected.len() {
            return (format!("VALUES {rows}"), values);
        }
        let selected = selected.join(",");
        (format!("SELECT {selected} FROM (VALUES {rows})"), values)
    }

    /// The caller is the only writer.
    fn free_keys(&self, table: &str, column: &str, _count: i64) -> (String, Vec<Value>) {
        let newest = match table {
            "journal" => NEWEST_POSITION.to_owned(),
            _ => format!("SELECT coalesce(max({column}), 0) AS value FROM parvaneh_{table}"),
        };
        (newest, Vec::new())
    }

    fn keys(&self, row: &QueryResult, count: i64) -> Result<Vec<i64>, DbErr> {
        let newest: i64 = row.try_get("", "value")?;
        Ok((newest + 1..=newest + count).collect())
    }

    /// There is one writer, and what it has not committed has no position yet.
    fn journal_end(&self, _beyond: i64) -> (&'static str, Vec<Value>) {
        let sql = "SELECT coalesce(max(position), 0) AS newest, 0 AS oldest_open, 0 AS next \
                   FROM parvaneh_journal";
        (sql, Vec::new())
    }

    fn joined_hashes(&self) -> &'static str {
        "unhex(group_concat(hex(hash), '' ORDER BY position))"
    }

    fn has_table(&self) -> &'static str {
        "SELECT 1 AS value FROM sqlite_master WHERE type = 'table' AND name = $1"
    }

    fn write_ahead(&self) -> Option<&'static str> {
        Some("PRAGMA journal_mode = WAL")
    }

    fn before_erasing(&self) -> Option<&'static str> {
        Some("PRAGMA secure_delete = ON")
    }

    /// As SQLite keeps them: the very words by which each was made.
    fn objects(&self) -> Objects {
        const AS_MADE: &str = "SELECT type || ' ' || name AS name, tbl_name AS on_table, \
                               coalesce(sql, '') AS made FROM sqlite_master \
                               WHERE (sql IS NOT NULL OR type <> 'index') \
                               AND NOT (type = 'table' AND name IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4'))";
        Objects {
            found: AS_MADE,
            made: AS_MADE,
        }
    }

    fn checks(&self) -> Option<[&'static str; 2]> {
        Some(["PRAGMA quick_check", "PRAGMA foreign_key_check"])
    }
}

/// The values of a column, as they are bound.
enum Bound {
    /// One, which all rows have.
    Once(Value),
    EachRow(Vec<Value>),
}

impl Bound {
    fn of<T: PartialEq>(cells: Vec<T>, may_be_once: bool, value: fn(T) -> Value) -> Self {
        let is_once = match cells.as_slice() {
            [first, others @ ..] => !others.is_empty() && others.iter().all(|it| it == first),
            [] => false,
        };
        let mut values = cells.into_iter().map(value);
        if is_once
            && may_be_once
            && let Some(value) = values.next()
        {
            return Self::Once(value);
        }
        Self::EachRow(values.collect())
    }
}

impl Cells<'_> {
    fn bound(self, may_be_once: bool) -> Bound {
        match self {
            Self::Key(keys) => Bound::of(keys, may_be_once, Value::from),
            Self::OptionalKey(keys) => Bound::of(keys, may_be_once, Value::from),
            Self::Id(ids) => Bound::of(ids, may_be_once, Value::from),
            Self::OptionalId(ids) => Bound::of(ids, may_be_once, Value::from),
            Self::Day(days) => Bound::of(days, may_be_once, |day| text(day).into()),
            Self::OptionalDay(days) => Bound::of(days, may_be_once, |day| day.map(text).into()),
            Self::Text(texts) => Bound::of(texts, may_be_once, Value::from),
            Self::OptionalText(texts) => Bound::of(texts, may_be_once, Value::from),
            Self::Bytes(bytes) => Bound::of(bytes, may_be_once, Value::from),
            Self::OptionalBytes(bytes) => {
                Bound::of(bytes, may_be_once, |bytes| bytes.map(<[u8]>::to_vec).into())
            }
        }
    }
}

/// As SQLite has days anyway. The driver would parse its format for each one.
fn text(day: NaiveDate) -> String {
    day.to_string()
}

/// How much of the file a connection keeps in memory, in KiB: a page that is not kept comes from the system's own
/// cache, which costs little; a batch of a night and one of an import have room.
const CACHE_KIB: u32 = 4 * 1024;

/// One connection writes while another reads ahead.
const CONNECTIONS: u32 = 2;

/// Connects to the file at `path`.
pub(crate) async fn connect(
    path: PathBuf,
    url: &Address,
    mode: OpenMode,
) -> Result<(DatabaseConnection, Access), StoreError> {
    let access = look(&path, url, mode)?;
    if mode == OpenMode::CreateIfMissing {
        make_private(&path);
    }
    // The path is given apart, as it is written: a URL may have no space in it, a folder may.
    let options = url
        .exposed()
        .split_once('?')
        .map_or("", |(_, options)| options);
    let mut options = ConnectOptions::new(format!("sqlite://register?{options}"));
    options
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY)
        // A file does not hang up, and to ask costs a command as much as a statement.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = match access {
                Access::Write => sqlite,
                Access::Read => sqlite.read_only(true),
                Access::Immutable => sqlite.read_only(true).immutable(true),
            };
            sqlite
                .filename(&path)
                .create_if_missing(mode == OpenMode::CreateIfMissing)
                .foreign_keys(true)
                .busy_timeout(BUSY)
                .synchronous(SqliteSynchronous::Full)
                // A batch of rows goes to its reader in one piece, not one by one.
                .row_buffer_size(1024)
                .pragma("cache_size", format!("-{CACHE_KIB}"))
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
    /// The file is read-only and has no log, so that nobody writes to it: SQLite is told that it is
    /// immutable, takes no lock, and makes no file beside it.
    Immutable,
}

/// Looks at the file itself: of one that is missing, a folder or read-only SQLite says less.
fn look(path: &Path, url: &Address, mode: OpenMode) -> Result<Access, StoreError> {
    let url = url.clone();
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
        (true, false) => Access::Immutable,
    })
}

/// Makes the file of a register that is not there, readable for its owner alone: it will name persons. SQLite
/// gives what it keeps beside it the same permissions. Where that fails, SQLite says why.
fn make_private(path: &Path) {
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path));
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
