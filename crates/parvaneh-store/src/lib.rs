//! The register in a database. It translates and decides nothing: snapshots are bytes to it, and
//! events are text.
//!
//! Every operation is a method of [`Register`], which works on whatever connection it is given:
//! the pool, or a transaction that the host has opened and in which its own rows change too.

mod anchor;
mod append;
mod backup;
mod bulk_copy;
pub mod chain;
mod command;
mod dead_letter;
mod dossier;

mod batch;
mod dialect;
mod error;
mod import_marker;
mod journal;
mod open;
mod party;
#[cfg(test)]
mod query_plan_tests;
mod relay;
mod run;
mod seat;
mod snapshot;

use std::fmt::Write;

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Value};

pub use sea_orm::{
    ConnectionTrait as Connection, DatabaseExecutor as Executor, DatabaseTransaction as Transaction,
};

pub use anchor::{Anchor, Roots};
pub use append::{Append, Entry, NewDossier};
pub use backup::{Withdrawn, withdraw};
pub use bulk_copy::{AnswerRow, Placed, PlacedRow};
pub use dead_letter::{DeadLetter, Parked};
pub use dialect::postgres::is_url as is_on_a_server;
pub use dialect::sqlite::sqlite_path;
pub use dossier::DossierRow;
pub use error::StoreError;
pub use import_marker::Ticket;
pub use journal::JournalRow;
pub use open::{OpenMode, SchemaState, Step};
pub use party::PartyRow;
pub use relay::{Fence, Reach, Recorded, SinkRow};
pub use run::{NewRun, OpenRun, OthersMay};
pub use seat::Seat;
pub use snapshot::{Held, Snapshot};

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
    async fn count(&self, sql: &str, values: Vec<Value>) -> Result<usize, StoreError> {
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
        values: Vec<Value>,
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
        values: Vec<Value>,
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
        values: Vec<Value>,
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

    fn statement(&self, sql: &str, values: Vec<Value>) -> sea_orm::Statement {
        let backend = self.backend();
        match backend {
            DbBackend::Postgres => {
                sea_orm::Statement::from_sql_and_values(backend, numbered(sql), values)
            }
            _ => sea_orm::Statement::from_sql_and_values(backend, sql, values),
        }
    }

    /// What makes a read hold its rows until the transaction ends, where rows can be held.
    fn for_update(&self, how: &str) -> String {
        match self.backend() {
            DbBackend::Postgres => format!(" FOR UPDATE{how}"),
            _ => String::new(),
        }
    }

    fn backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    /// `column` is one of `values`, as a condition with the values that go with it.
    fn among<T>(&self, column: &str, values: &[T]) -> (String, Vec<Value>)
    where
        T: Clone + Into<Value>,
        Vec<T>: Into<Value>,
    {
        match self.backend() {
            DbBackend::Postgres => (format!("{column} = ANY(?)"), vec![values.to_vec().into()]),
            _ => (
                format!("{column} IN {}", placeholders(1, values.len())),
                values.iter().cloned().map(Into::into).collect(),
            ),
        }
    }

    /// The next `count` free keys of a column, smallest first. On SQLite the caller is the only
    /// writer; on PostgreSQL a sequence gives them out.
    async fn next_keys(
        &self,
        table: &str,
        column: &str,
        count: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let what = "finding free keys";
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        if self.backend() == DbBackend::Postgres {
            // One row for many keys: a row for each would cost more than the keys. The transaction
            // has its number before it has the first key, so that a relay can wait for it.
            let sql = format!(
                "SELECT coalesce(array_agg(nextval('{table}_{column}')), '{{}}') \
                 FROM generate_series(1, ?) WHERE pg_current_xact_id() IS NOT NULL"
            );
            return match self.one(&sql, vec![count.into()], what).await? {
                Some(row) => row.try_get_by_index(0).map_err(StoreError::of(what)),
                None => Ok(Vec::new()),
            };
        }
        let sql = format!("SELECT coalesce(max({column}), 0) + 1 FROM {table}");
        let first: i64 = match self.one(&sql, vec![], what).await? {
            Some(row) => row.try_get_by_index(0).map_err(StoreError::of(what))?,
            None => 1,
        };
        Ok((first..first + count).collect())
    }
}

/// `$1` for the first `?`, and so on. No text of ours has a `?` in it that is no placeholder.
fn numbered(sql: &str) -> String {
    let mut parts = sql.split('?');
    let mut numbered = parts.next().unwrap_or_default().to_owned();
    for (number, part) in (1..).zip(parts) {
        let _ = write!(numbered, "${number}{part}");
    }
    numbered
}

/// `(?, ?), (?, ?)`: so many rows of so many values.
fn placeholders(rows: usize, values: usize) -> String {
    let row = format!("({})", vec!["?"; values].join(","));
    vec![row.as_str(); rows].join(",")
}
