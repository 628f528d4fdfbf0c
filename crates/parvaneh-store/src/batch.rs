//! Many rows in one statement.

use sea_orm::{ConnectionTrait, Value};

use crate::dialect::{Cells, Dialect};
use crate::{Register, StoreError};

impl<C: ConnectionTrait> Register<C> {
    /// Runs `statement`, which reads the rows as a table called `new` with these columns; how many
    /// rows it touched.
    ///
    /// By hand, and not with SeaORM's `insert_many`: an active model a row and a placeholder a value
    /// cost PostgreSQL several times what the arrays do, and a night is made of such statements.
    pub(crate) async fn with_rows(
        &self,
        columns: Vec<(&'static str, Cells<'_>)>,
        statement: &str,
        what: &'static str,
    ) -> Result<u64, StoreError> {
        let (sql, values) = with_rows(self.dialect(), columns, statement);
        self.execute(sql, values, what).await
    }

    /// Adds rows to a table.
    pub(crate) async fn insert(
        &self,
        table: &str,
        columns: Vec<(&'static str, Cells<'_>)>,
        what: &'static str,
    ) -> Result<(), StoreError> {
        let names = names(&columns);
        let statement = format!("INSERT INTO parvaneh_{table} ({names}) SELECT {names} FROM new");
        self.with_rows(columns, &statement, what).await?;
        Ok(())
    }

    /// The next `count` free keys of a column, smallest first.
    pub(crate) async fn next_keys(
        &self,
        table: &str,
        column: &str,
        count: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let what = "finding free keys";
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let (sql, values) = self.dialect().free_keys(table, column, count);
        let asked = self.connection.query_one_raw(self.statement(sql, values));
        match self.in_time(what, asked).await? {
            Some(row) => self
                .dialect()
                .keys(&row, count)
                .map_err(StoreError::of(what)),
            None => Ok(Vec::new()),
        }
    }
}

/// `statement` with the rows that it reads before it, and their values.
pub(crate) fn with_rows(
    dialect: &dyn Dialect,
    columns: Vec<(&'static str, Cells<'_>)>,
    statement: &str,
) -> (String, Vec<Value>) {
    let names = names(&columns);
    let (rows, values) = dialect.rows(columns);
    let sql = format!("WITH new ({names}) AS ({rows}) {statement}");
    (sql, values)
}

fn names(columns: &[(&'static str, Cells<'_>)]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}
