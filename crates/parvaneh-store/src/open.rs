//! Opening a register, and what state its schema is in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use parvaneh_migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::SqliteSynchronous;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DatabaseTransaction};
use sea_orm::{SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::{Register, Store, StoreError};

/// How long a writer waits for another one.
const BUSY: Duration = Duration::from_secs(10);

/// One connection writes while another reads ahead.
const CONNECTIONS: u32 = 2;

/// Whether a register that is not there is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OpenMode {
    /// It must be there.
    Existing,
    /// An empty database is made, without tables.
    CreateIfMissing,
}

/// The schema of a database, compared with this program's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SchemaState {
    /// No tables of ours.
    Empty,
    /// Steps of ours are still to be applied.
    Older {
        /// Their names.
        pending: Vec<String>,
    },
    /// The same.
    Current,
    /// Steps were applied that this program does not know.
    Newer {
        /// Their names.
        unknown: Vec<String>,
    },
}

/// The file of a SQLite URL; none for other URLs and for registers in memory.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let path = rest.split('?').next().unwrap_or(rest);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

impl Store {
    /// Opens the register at `url`. It changes nothing in it: see [`Store::migrate`].
    pub async fn open(url: &str, mode: OpenMode) -> Result<Self, StoreError> {
        let path = sqlite_path(url).ok_or_else(|| StoreError::Url {
            url: url.to_owned(),
        })?;
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
        let store = Self::over(db, url);
        // A copy may have lost the mode; the file of somebody else keeps the one it has.
        if access == Access::Write && store.schema().await? == SchemaState::Current {
            store.log_ahead().await?;
        }
        Ok(store)
    }

    /// A store over a pool that the host owns.
    pub fn over(db: DatabaseConnection, url: &str) -> Self {
        Self {
            register: Register(db),
            url: url.to_owned(),
        }
    }

    /// Where the register is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Closes the connections in order, so that SQLite leaves one file behind and not three.
    pub async fn close(self) -> Result<(), StoreError> {
        self.register
            .0
            .close()
            .await
            .map_err(StoreError::of("closing the register"))
    }

    /// Fails where the register's file is not to be written. SQLite would ask the system, which
    /// lets the superuser write to any file.
    pub fn may_write(&self) -> Result<(), StoreError> {
        match sqlite_path(&self.url) {
            Some(path) if is_read_only(&path) => Err(read_only()),
            Some(_) | None => Ok(()),
        }
    }

    /// A transaction that writes: on SQLite it is the only one from its first moment, so that
    /// what it reads cannot change under it.
    pub async fn begin_write(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        self.may_write()?;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.0.begin_with_options(options).await;
        tx.map(Register)
            .map_err(StoreError::of("beginning to write"))
    }

    /// Compares the database's schema with this program's.
    pub async fn schema(&self) -> Result<SchemaState, StoreError> {
        let what = "looking at the schema";
        let tables = self
            .all(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
                vec![],
                what,
            )
            .await
            .map_err(|error| match error {
                StoreError::Database { source, .. } => StoreError::not_opened(&self.url, source),
                other => other,
            })?;
        if tables.is_empty() {
            return Ok(SchemaState::Empty);
        }
        let rows = self
            .all("SELECT version FROM seaql_migrations", vec![], what)
            .await?;
        let mut applied = BTreeSet::new();
        for row in rows {
            applied.insert(
                row.try_get_by_index::<String>(0)
                    .map_err(StoreError::of(what))?,
            );
        }
        let known: Vec<String> = Migrator::migrations()
            .iter()
            .map(|step| step.name().to_owned())
            .collect();
        let unknown: Vec<String> = applied
            .iter()
            .filter(|name| !known.contains(name))
            .cloned()
            .collect();
        if !unknown.is_empty() {
            return Ok(SchemaState::Newer { unknown });
        }
        let pending: Vec<String> = known
            .into_iter()
            .filter(|name| !applied.contains(name))
            .collect();
        Ok(match (pending.is_empty(), applied.is_empty()) {
            (true, _) => SchemaState::Current,
            (false, true) => SchemaState::Empty,
            (false, false) => SchemaState::Older { pending },
        })
    }

    /// Applies the steps that are pending, all or none, and says how many there were. Never done
    /// unasked.
    pub async fn migrate(&self) -> Result<usize, StoreError> {
        let pending = match self.schema().await? {
            SchemaState::Current | SchemaState::Newer { .. } => return Ok(0),
            SchemaState::Empty => Migrator::migrations().len(),
            SchemaState::Older { pending } => pending.len(),
        };
        let what = "migrating the register";
        self.log_ahead().await?;
        let tx = self.begin_write().await?;
        Migrator::up(&tx.0, None)
            .await
            .map_err(StoreError::of(what))?;
        tx.commit().await?;
        Ok(pending)
    }

    /// Has SQLite write to a log beside the file first, so that readers and the writer do not
    /// wait for each other. The file remembers it.
    async fn log_ahead(&self) -> Result<(), StoreError> {
        let sql = "PRAGMA journal_mode = WAL";
        self.all(sql, vec![], "preparing the register to be written")
            .await?;
        Ok(())
    }
}

/// How a file is opened.
#[derive(Clone, Copy, PartialEq)]
enum Access {
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
