//! How statements are run, and their rows read by the names of their columns.

use std::future::Future;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter};
use sea_orm::{QueryResult, QuerySelect, QueryTrait, Select, Statement, TryGetable, Value};

use crate::dialect::{self, Dialect};
use crate::error::is_over_time;
use crate::limits::{self, Task, whole};
use crate::{Register, StoreError};

/// Rows or keys of one statement: SQLite takes 32,766 values, and SeaORM does not split for us.
pub(crate) const ROWS_A_STATEMENT: usize = 1000;

/// What a statement by hand reads: the column of this name, where it reads one column.
pub(crate) const VALUE: &str = "value";

impl<C: ConnectionTrait> Register<C> {
    pub(crate) fn dialect(&self) -> &'static dyn Dialect {
        dialect::of(self.connection.get_database_backend())
    }

    /// A query of SeaORM's as text, to stand in a statement by hand.
    pub(crate) fn built<E: EntityTrait>(&self, rows: Select<E>) -> (String, Vec<Value>) {
        let statement = rows.build(self.connection.get_database_backend());
        let values = statement.values.map(|values| values.0);
        (statement.sql, values.unwrap_or_default())
    }

    pub(crate) fn statement(&self, sql: impl Into<String>, values: Vec<Value>) -> Statement {
        let sql = self.prefix.put_into(sql.into());
        Statement::from_sql_and_values(self.connection.get_database_backend(), sql, values)
    }

    /// The rows of a statement by hand.
    pub(crate) async fn rows<M: FromQueryResult>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        task: impl Into<Task>,
    ) -> Result<Vec<M>, StoreError> {
        self.each_row(sql, values, task, |row| M::from_query_result(row, ""))
            .await
    }

    /// The same, each read as the caller reads it.
    pub(crate) async fn each_row<M>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        task: impl Into<Task>,
        read: impl Fn(&QueryResult) -> Result<M, DbErr>,
    ) -> Result<Vec<M>, StoreError> {
        let task = task.into();
        let rows = self.answers(sql, values, task).await?;
        let rows: Result<_, _> = rows.iter().map(read).collect();
        rows.map_err(StoreError::of(task.what))
    }

    /// The column `value` of each row.
    pub(crate) async fn values<T: TryGetable>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        task: impl Into<Task>,
    ) -> Result<Vec<T>, StoreError> {
        let task = task.into();
        let rows = self.answers(sql, values, task).await?;
        let values: Result<_, _> = rows.iter().map(|row| row.try_get("", VALUE)).collect();
        values.map_err(StoreError::of(task.what))
    }

    async fn answers(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        task: Task,
    ) -> Result<Vec<QueryResult>, StoreError> {
        let asked = self.connection.query_all_raw(self.statement(sql, values));
        self.in_time(task, asked).await
    }

    /// Waits for an answer as long as the limits of the register say.
    pub(crate) async fn in_time<T>(
        &self,
        task: impl Into<Task>,
        asked: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, StoreError> {
        self.write_what_is_noted().await?;
        let answered = limits::in_time(self.limits.as_deref(), task.into(), asked).await;
        answered.map_err(|error| match (error, &self.pool) {
            (StoreError::Lost { what, source }, Some(pool)) if is_over_time(&source.0) => {
                match pool.all_in_use() {
                    Some(connections) => StoreError::Exhausted { what, connections },
                    None => StoreError::Lost { what, source },
                }
            }
            (error, _) => error,
        })
    }

    /// The column `value` of the first row.
    pub(crate) async fn value<T: TryGetable>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        task: impl Into<Task>,
    ) -> Result<Option<T>, StoreError> {
        let values = self.values(sql, values, task).await?;
        Ok(values.into_iter().next())
    }

    /// The rows of a query of SeaORM's.
    pub(crate) async fn all<E: EntityTrait, M: FromQueryResult>(
        &self,
        rows: Select<E>,
        task: impl Into<Task>,
    ) -> Result<Vec<M>, StoreError> {
        let (sql, values) = self.built(rows);
        self.rows(sql, values, task).await
    }

    /// The row of a query that finds one at most. SeaORM's own `one` gives the number one as a value,
    /// and SQLite compiles a statement anew for each value of its limit.
    pub(crate) async fn only<E: EntityTrait>(
        &self,
        rows: Select<E>,
        task: impl Into<Task>,
    ) -> Result<Option<E::Model>, StoreError> {
        Ok(self.all(rows, task).await?.pop())
    }

    /// Those of its rows that have one of these keys, so many keys a statement as it takes.
    pub(crate) async fn all_among<E: EntityTrait, M: FromQueryResult, T: Clone + Into<Value>>(
        &self,
        rows: Select<E>,
        column: E::Column,
        keys: &[T],
        task: impl Into<Task>,
    ) -> Result<Vec<M>, StoreError> {
        let task = task.into();
        let mut found = Vec::with_capacity(keys.len());
        for chunk in keys.chunks(ROWS_A_STATEMENT) {
            let rows = rows.clone().filter(self.among(column, chunk));
            found.extend(self.all(rows, task).await?);
        }
        Ok(found)
    }

    /// `column` is one of `keys`, of which there is one at least.
    pub(crate) fn among<T: Clone + Into<Value>>(
        &self,
        column: impl ColumnTrait,
        keys: &[T],
    ) -> Expr {
        let column = Expr::col(column.as_column_ref());
        let keys = keys.iter().cloned().map(T::into).collect();
        self.dialect().among(column, keys)
    }

    /// How many rows there are.
    pub(crate) async fn count<E: EntityTrait>(&self, rows: Select<E>) -> Result<usize, StoreError> {
        let (sql, values) = self.built(counted(rows));
        let count: Option<i64> = self.value(sql, values, whole("counting")).await?;
        Ok(usize::try_from(count.unwrap_or(0)).unwrap_or(0))
    }

    /// Runs a statement; how many rows it touched.
    pub(crate) async fn execute(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        task: impl Into<Task>,
    ) -> Result<u64, StoreError> {
        if let Some(together) = &self.together {
            together.forget_what_was_read();
        }
        let asked = self.connection.execute_raw(self.statement(sql, values));
        Ok(self.in_time(task, asked).await?.rows_affected())
    }

    /// The same of a table that commands never read together.
    pub(crate) async fn execute_beside(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
        task: impl Into<Task>,
    ) -> Result<(), StoreError> {
        if let Some(together) = &self.together {
            together.count_a_write();
        }
        let asked = self.connection.execute_raw(self.statement(sql, values));
        self.in_time(task, asked).await?;
        Ok(())
    }
}

/// The number of rows as the column `value`. SeaORM's own count wraps the query in another one.
pub(crate) fn counted<E: EntityTrait>(rows: Select<E>) -> Select<E> {
    let count = Expr::cust("count(*)");
    rows.select_only().column_as(count, VALUE)
}

/// A number of rows as a statement takes it.
pub(crate) fn most(rows: usize) -> u64 {
    i64::try_from(rows).unwrap_or(i64::MAX).cast_unsigned()
}
