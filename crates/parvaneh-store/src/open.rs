//! Opening a register, and what state its schema is in.

use std::collections::BTreeSet;

use parvaneh_migrations::{Migrator, MigratorTrait};
use sea_orm::{AccessMode, ConnectionTrait, IsolationLevel};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbBackend};
use sea_orm::{SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::dialect::postgres;
use crate::dialect::sqlite::{self, Access, sqlite_path};
use crate::import_marker::MARKER;
use crate::{Register, Store, StoreError};

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
    /// The import of a whole register was begun and has not come to its end.
    Unfinished,
}

/// A step of the schema.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
    /// It was applied.
    Applied(String),
    /// It is still to be applied.
    Pending(String),
    /// It was applied, and this program does not know it.
    Unknown(String),
    /// None of these: the import of a whole register that has not come to its end.
    Unfinished,
}

impl Store {
    /// Opens the register at `url`, a file (`sqlite://parvaneh.db`) or a database of a PostgreSQL
    /// server (`postgres://user@host/database?schema=licences`). It changes nothing in it: see
    /// [`Store::migrate`].
    pub async fn open(url: &str, mode: OpenMode) -> Result<Self, StoreError> {
        if postgres::is_url(url) {
            let db = postgres::connect(url).await?;
            return Ok(Self::over(db, &postgres::without_password(url)));
        }
        let path = sqlite_path(url).ok_or_else(|| StoreError::Url {
            url: url.to_owned(),
        })?;
        let (db, access) = sqlite::connect(path, url, mode).await?;
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

    /// The connections, for a host whose own tables are in the same database.
    pub fn connection(&self) -> &DatabaseConnection {
        &self.register.0
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

    /// Fails where the register is in a file that is not to be written.
    pub fn may_write(&self) -> Result<(), StoreError> {
        sqlite::may_write(&self.url)
    }

    /// Whether a transaction can hold rows, so that others pass them by. SQLite has one writer.
    pub fn holds_rows(&self) -> bool {
        self.backend() == DbBackend::Postgres
    }

    /// A transaction that writes: on SQLite it is the only one from its first moment, so that
    /// what it reads cannot change under it.
    pub async fn begin_write(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        let tx = self.begin().await?;
        tx.join_writers().await?;
        Ok(tx)
    }

    pub(crate) async fn begin(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        self.may_write()?;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.0.begin_with_options(options).await;
        tx.map(Register)
            .map_err(StoreError::of("beginning to write"))
    }

    /// A transaction that sees the register as it was at its first moment, whatever others write
    /// meanwhile, and however long it takes.
    pub async fn begin_read(&self) -> Result<Register<DatabaseTransaction>, StoreError> {
        let what = "beginning to read";
        // SQLite's transactions are like this by themselves.
        let options = match self.backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions::default(),
        };
        let tx = self.0.begin_with_options(options).await;
        let tx = tx.map(Register).map_err(StoreError::of(what))?;
        if self.backend() == DbBackend::Postgres {
            // Whoever takes what is read may be slow.
            let patient = "SET LOCAL idle_in_transaction_session_timeout = 0";
            tx.execute(patient, vec![], what).await?;
        }
        Ok(tx)
    }

    /// Compares the database's schema with this program's.
    pub async fn schema(&self) -> Result<SchemaState, StoreError> {
        let applied = self.applied_here().await?;
        let known = known();
        let unknown: Vec<String> = applied
            .iter()
            .filter(|name| !known.contains(name) && *name != MARKER)
            .cloned()
            .collect();
        if !unknown.is_empty() {
            return Ok(SchemaState::Newer { unknown });
        }
        if applied.contains(MARKER) {
            return Ok(SchemaState::Unfinished);
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

    /// The steps of the schema, in their order: this program's, and then those it does not know.
    pub async fn steps(&self) -> Result<Vec<Step>, StoreError> {
        let mut applied = self.applied_here().await?;
        let unfinished = applied.remove(MARKER);
        let mut steps = Vec::new();
        for name in known() {
            steps.push(match applied.remove(&name) {
                true => Step::Applied(name),
                false => Step::Pending(name),
            });
        }
        steps.extend(applied.into_iter().map(Step::Unknown));
        steps.extend(unfinished.then_some(Step::Unfinished));
        Ok(steps)
    }

    /// The steps that were applied; a file that turns out to be something else is named.
    async fn applied_here(&self) -> Result<BTreeSet<String>, StoreError> {
        self.applied().await.map_err(|error| match error {
            StoreError::Database { source, .. } => StoreError::not_opened(&self.url, source),
            other => other,
        })
    }

    /// Applies the steps that are pending, all or none, and says how many there were. Never done
    /// unasked.
    pub async fn migrate(&self) -> Result<usize, StoreError> {
        let pending = match self.schema().await? {
            SchemaState::Current | SchemaState::Newer { .. } | SchemaState::Unfinished => {
                return Ok(0);
            }
            SchemaState::Empty => Migrator::migrations().len(),
            SchemaState::Older { pending } => pending.len(),
        };
        let what = "migrating the register";
        self.log_ahead().await?;
        let tx = self.begin_write().await?;
        if self.backend() == DbBackend::Postgres {
            postgres::prepare(&tx).await?;
            // Another process may have been quicker while this one waited for its turn.
            if self.schema().await? == SchemaState::Current {
                return Ok(0);
            }
        }
        Migrator::up(&tx.0, None)
            .await
            .map_err(StoreError::of(what))?;
        tx.commit().await?;
        Ok(pending)
    }

    /// Has SQLite write to a log beside the file first, so that readers and the writer do not
    /// wait for each other. The file remembers it.
    pub(crate) async fn log_ahead(&self) -> Result<(), StoreError> {
        if self.backend() != DbBackend::Sqlite {
            return Ok(());
        }
        let sql = "PRAGMA journal_mode = WAL";
        self.all(sql, vec![], "preparing the register to be written")
            .await?;
        Ok(())
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// The names of the steps that were applied; none where there are no tables of ours.
    pub(crate) async fn applied(&self) -> Result<BTreeSet<String>, StoreError> {
        let what = "looking at the schema";
        let tables = match self.backend() {
            DbBackend::Postgres => {
                "SELECT 1 FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name = 'seaql_migrations'"
            }
            _ => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
        };
        if self.all(tables, vec![], what).await?.is_empty() {
            return Ok(BTreeSet::new());
        }
        let rows = self
            .all("SELECT version FROM seaql_migrations", vec![], what)
            .await?;
        let names = rows.iter().map(|row| row.try_get_by_index::<String>(0));
        names
            .collect::<Result<_, _>>()
            .map_err(StoreError::of(what))
    }
}

/// This program's steps, in their order.
fn known() -> Vec<String> {
    let steps = Migrator::migrations();
    steps.iter().map(|step| step.name().to_owned()).collect()
}
