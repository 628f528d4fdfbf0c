//! The register in a database. It translates and decides nothing: snapshots are bytes to it, and
//! events are text.
//!
//! Every operation is a method of [`Register`], which works on whatever connection it is given:
//! the pool, or a transaction that the host has opened and in which its own rows change too.
//!
//! A table that is read has an entity in the file of its subject, and SeaORM builds the statement.
//! SQL by hand is what writes, what walks along a dossier's history, and what asks the database for
//! its clock; its parameters are `$1`, `$2` and so on, which both databases take as they are.

// Where the register is, and how it is opened.
mod dialect;
mod import_marker;
mod open;
mod schema;
mod transaction;

// What is true: dossiers, their histories, and where they stand.
pub mod chain;
mod dossier;
mod journal;
mod seat;
mod snapshot;

// What is written.
mod append;
mod batch;
mod bulk_copy;

// Beside the dossiers.
mod anchor;
mod command;
mod party;
mod run;

// What goes out.
mod dead_letter;
mod journal_end;
mod relay;
mod sink;

mod backup;
mod error;
mod retry;

#[cfg(test)]
mod query_plan_tests;

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait};
use sea_orm::{FromQueryResult, QuerySelect, QueryTrait, Select, Statement, TryGetable, Value};

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
pub use dossier::Model as DossierRow;
pub use error::StoreError;
pub use import_marker::Ticket;
pub use journal::JournalRow;
pub use journal_end::{Fence, JournalEnd};
pub use open::OpenMode;
pub use party::PartyRow;
pub use relay::EventRow;
pub use retry::Pauses;
pub use run::{Lease, NewRun, OpenRun};
pub use schema::{SchemaState, SchemaStep};
pub use seat::Seat;
pub use sink::SinkRow;
pub use snapshot::{LockedRows, Snapshot};

use dialect::Dialect;

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

/// Rows or keys of one statement: SQLite takes 32,766 values, and nothing chunks for us.
const ROWS_A_STATEMENT: usize = 1000;

/// What a statement by hand reads: the column of this name, where it reads one column.
const VALUE: &str = "value";

impl<C: ConnectionTrait> Register<C> {
    fn dialect(&self) -> &'static dyn Dialect {
        dialect::of(self.0.get_database_backend())
    }

    fn statement(&self, sql: impl Into<String>, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.0.get_database_backend(), sql, values)
    }

    /// The rows of a statement by hand.
    async fn rows<M: FromQueryResult>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        what: &'static str,
    ) -> Result<Vec<M>, StoreError> {
        let rows = self.0.query_all_raw(self.statement(sql, values)).await;
        let rows = rows.map_err(StoreError::of(what))?;
        let rows: Result<_, _> = rows
            .iter()
            .map(|row| M::from_query_result(row, ""))
            .collect();
        rows.map_err(StoreError::of(what))
    }

    /// The column `value` of each row.
    async fn values<T: TryGetable>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.0.query_all_raw(self.statement(sql, values)).await;
        let rows = rows.map_err(StoreError::of(what))?;
        let values: Result<_, _> = rows.iter().map(|row| row.try_get("", VALUE)).collect();
        values.map_err(StoreError::of(what))
    }

    /// The column `value` of the first row.
    async fn value<T: TryGetable>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        what: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let row = self.0.query_one_raw(self.statement(sql, values)).await;
        let row = row.map_err(StoreError::of(what))?;
        let value = row.map(|row| row.try_get("", VALUE)).transpose();
        value.map_err(StoreError::of(what))
    }

    /// How many rows there are.
    async fn count<E: EntityTrait>(&self, rows: Select<E>) -> Result<usize, StoreError> {
        let Statement { sql, values, .. } = counted(rows).build(self.0.get_database_backend());
        let values = values.map(|values| values.0).unwrap_or_default();
        let count: Option<i64> = self.value(sql, values, "counting").await?;
        Ok(usize::try_from(count.unwrap_or(0)).unwrap_or(0))
    }

    /// Runs a statement; how many rows it touched.
    async fn execute(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        what: &'static str,
    ) -> Result<u64, StoreError> {
        let done = self.0.execute_raw(self.statement(sql, values)).await;
        let done = done.map_err(StoreError::of(what))?;
        Ok(done.rows_affected())
    }
}

/// The number of rows as the column `value`. SeaORM's own count wraps the query in another one.
fn counted<E: EntityTrait>(rows: Select<E>) -> Select<E> {
    let count = sea_orm::sea_query::Expr::cust("count(*)");
    rows.select_only().column_as(count, VALUE)
}

/// A number of rows as a statement takes it.
fn most(rows: usize) -> u64 {
    i64::try_from(rows).unwrap_or(i64::MAX).cast_unsigned()
}
