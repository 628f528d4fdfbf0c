//! A register's file copied while others write to it, and taken out of use.

use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction};
use sea_orm::{SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::{Register, Store, StoreError};

/// How long those who are about to leave the register are waited for.
const LEAVING: Duration = Duration::from_secs(2);

impl<C: ConnectionTrait> Register<C> {
    /// Copies the register as it is at this moment into a new file at `path`, while others go on
    /// writing. On SQLite only; the file is not yet known to be on the disk when this returns.
    pub async fn copy_to(&self, path: &str) -> Result<(), StoreError> {
        let sql = "VACUUM INTO ?";
        self.execute(sql, vec![path.into()], "copying the register")
            .await?;
        Ok(())
    }
}

/// A register's file that nobody uses, and that nobody can begin to use while this is held.
/// Everything that was ever written to it is in the one file.
#[derive(Debug)]
pub struct Withdrawn {
    exclusive: DatabaseTransaction,
    db: DatabaseConnection,
}

impl Withdrawn {
    /// Lets go of the file.
    pub async fn release(self) -> Result<(), StoreError> {
        let what = "letting go of the old register";
        self.exclusive
            .rollback()
            .await
            .map_err(StoreError::of(what))?;
        self.db.close().await.map_err(StoreError::of(what))
    }
}

/// Takes the register in the file at `path` out of use: what is in its log is moved into it, and
/// the log is removed. Busy where another process has it open. None where the file is no register
/// that could be read.
pub async fn withdraw(path: &Path) -> Result<Option<Withdrawn>, StoreError> {
    let url = format!("sqlite://{}", path.display());
    crate::dialect::sqlite::may_write(&url)?;
    let file = path.to_owned();
    let mut options = ConnectOptions::new("sqlite://register");
    options
        // The file can be had alone by one connection only.
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| sqlite.filename(&file).busy_timeout(LEAVING));
    let failed = |source| match StoreError::not_opened(&url, source) {
        StoreError::NotADatabase { .. } | StoreError::Torn { .. } => Ok(None),
        other => Err(other),
    };
    let db = match Database::connect(options).await {
        Ok(db) => db,
        Err(error) => return failed(error),
    };
    if let Err(error) = db.execute_unprepared("PRAGMA journal_mode = DELETE").await {
        return failed(error);
    }
    let alone = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Exclusive),
        ..TransactionOptions::default()
    };
    match db.begin_with_options(alone).await {
        Ok(exclusive) => Ok(Some(Withdrawn { exclusive, db })),
        Err(error) => failed(error),
    }
}

impl Store {
    /// What SQLite finds wrong with the file itself, whatever its rows say.
    pub async fn file_problems(&self) -> Result<Vec<String>, StoreError> {
        let problems = self.integrity_problems().await?;
        let file = problems
            .into_iter()
            .filter(|(table, _)| table == "database");
        Ok(file.map(|(_, message)| message).collect())
    }
}
