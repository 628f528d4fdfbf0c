//! A register's file copied while others write to it, and taken out of use.

use std::path::Path;
#[cfg(feature = "sqlite")]
use std::time::Duration;

#[cfg(feature = "sqlite")]
use sea_orm::{
    ConnectOptions, Database, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, FromQueryResult};

#[cfg(feature = "sqlite")]
use crate::dialect::sqlite;
use crate::{Address, Register, StoreError};

/// How long is waited for processes that are about to close the file.
#[cfg(feature = "sqlite")]
const LEAVING: Duration = Duration::from_secs(2);

impl<C: ConnectionTrait> Register<C> {
    /// Copies the register as it is at this moment into a new file at `path`, while others go on
    /// writing. On SQLite only; the file is not yet known to be on the disk when this returns.
    pub async fn copy_to(&self, path: &str) -> Result<(), StoreError> {
        let sql = "VACUUM INTO $1";
        self.execute(sql, vec![path.into()], "copying the register")
            .await?;
        Ok(())
    }
}

/// A register's file that no process has open, and that none can open while this is held.
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
#[cfg(feature = "sqlite")]
pub async fn withdraw(path: &Path) -> Result<Option<Withdrawn>, StoreError> {
    let url = Address::from(format!("sqlite://{}", path.display()));
    sqlite::may_write(url.exposed())?;
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

/// What this program was not built to do.
#[cfg(not(feature = "sqlite"))]
pub async fn withdraw(path: &Path) -> Result<Option<Withdrawn>, StoreError> {
    let url = Address::from(format!("sqlite://{}", path.display()));
    Err(StoreError::not_built(&url, "SQLite", "sqlite"))
}

impl<C: ConnectionTrait> Register<C> {
    /// What the database itself finds wrong with its file and its references: table and message.
    ///
    /// SQLite is asked. PostgreSQL checks its pages and references itself as it goes.
    pub async fn integrity_problems(&self) -> Result<Vec<(String, String)>, StoreError> {
        let what = "checking the database";
        let Some([of_the_file, of_references]) = self.dialect().checks() else {
            return Ok(Vec::new());
        };
        let file: Vec<FileProblem> = self.rows(of_the_file, vec![], what).await?;
        let references: Vec<BrokenReference> = self.rows(of_references, vec![], what).await?;
        let wrong = file.into_iter().map(|it| it.quick_check);
        let wrong = wrong.filter(|message| message != "ok");
        let prefix = self.prefix().to_string();
        let broken = |it: BrokenReference| {
            let message = "a row names a dossier that is not there";
            let table = it.table.strip_prefix(&prefix).unwrap_or(&it.table);
            (table.to_owned(), message.to_owned())
        };
        let mut problems: Vec<_> = wrong.map(|it| ("database".to_owned(), it)).collect();
        problems.extend(references.into_iter().map(broken));
        Ok(problems)
    }

    /// What SQLite finds wrong with the file itself, whatever its rows say.
    pub async fn file_problems(&self) -> Result<Vec<String>, StoreError> {
        let problems = self.integrity_problems().await?;
        let file = problems
            .into_iter()
            .filter(|(table, _)| table == "database");
        Ok(file.map(|(_, message)| message).collect())
    }
}

/// A row of SQLite's `quick_check`.
#[derive(FromQueryResult)]
struct FileProblem {
    quick_check: String,
}

/// A row of SQLite's `foreign_key_check`.
#[derive(FromQueryResult)]
struct BrokenReference {
    table: String,
}
