//! The register in a database. It translates and decides nothing: snapshots are bytes to it, and
//! events are text.
//!
//! Every operation is a method of [`Register`], which works on whatever connection it is given:
//! the pool, or a transaction that the host has opened and in which its own rows change too.

mod append;
pub mod chain;
mod command;
mod dossier;
mod error;
mod journal;
mod open;
mod party;
#[cfg(test)]
mod plan;
mod run;
mod snapshot;

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction};

pub use append::{Append, Entry, NewDossier};
pub use dossier::DossierRow;
pub use error::StoreError;
pub use journal::JournalRow;
pub use open::{OpenMode, SchemaState, sqlite_path};
pub use party::PartyRow;
pub use snapshot::Snapshot;

/// The register, seen through a connection or a transaction.
#[derive(Clone, Debug)]
pub struct Register<C>(pub C);

/// The register, seen through a pool of connections.
#[derive(Clone, Debug)]
pub struct Store {
    register: Register<DatabaseConnection>,
    url: String,
}

impl std::ops::Deref for Store {
    type Target = Register<DatabaseConnection>;

    fn deref(&self) -> &Self::Target {
        &self.register
    }
}

impl Register<DatabaseTransaction> {
    /// Makes everything written through it last, or nothing.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await.map_err(StoreError::of("committing"))
    }
}

/// Rows and values of one statement: SQLite takes 32,766 values, and nothing chunks for us.
const ROWS_A_STATEMENT: usize = 1000;

impl<C: ConnectionTrait> Register<C> {
    /// How many rows a table has.
    async fn count(&self, sql: &str, values: Vec<sea_orm::Value>) -> Result<usize, StoreError> {
        let row = self.one(sql, values, "counting").await?;
        let count: i64 = match row {
            Some(row) => row
                .try_get_by_index(0)
                .map_err(StoreError::of("counting"))?,
            None => 0,
        };
        Ok(usize::try_from(count).unwrap_or(0))
    }

    async fn one(
        &self,
        sql: &str,
        values: Vec<sea_orm::Value>,
        what: &'static str,
    ) -> Result<Option<sea_orm::QueryResult>, StoreError> {
        let statement = self.statement(sql, values);
        self.0
            .query_one_raw(statement)
            .await
            .map_err(StoreError::of(what))
    }

    async fn all(
        &self,
        sql: &str,
        values: Vec<sea_orm::Value>,
        what: &'static str,
    ) -> Result<Vec<sea_orm::QueryResult>, StoreError> {
        let statement = self.statement(sql, values);
        self.0
            .query_all_raw(statement)
            .await
            .map_err(StoreError::of(what))
    }

    /// Runs a statement; how many rows it touched.
    async fn execute(
        &self,
        sql: &str,
        values: Vec<sea_orm::Value>,
        what: &'static str,
    ) -> Result<u64, StoreError> {
        let statement = self.statement(sql, values);
        let done = self
            .0
            .execute_raw(statement)
            .await
            .map_err(StoreError::of(what))?;
        Ok(done.rows_affected())
    }

    fn statement(&self, sql: &str, values: Vec<sea_orm::Value>) -> sea_orm::Statement {
        sea_orm::Statement::from_sql_and_values(self.0.get_database_backend(), sql, values)
    }
}

/// `(?, ?), (?, ?)`: so many rows of so many values.
fn placeholders(rows: usize, values: usize) -> String {
    let row = format!("({})", vec!["?"; values].join(","));
    vec![row.as_str(); rows].join(",")
}
