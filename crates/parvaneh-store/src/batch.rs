//! Many rows in one statement: as placeholders on SQLite, and as one array a column on PostgreSQL,
//! where a placeholder a value would cost more than the rows.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbBackend, Value};

use crate::{Register, StoreError, placeholders};

/// Stands for no day in an array, which cannot hold nulls; before every day that can be stored.
pub(crate) const NO_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();

/// Stands for no key in an array: keys begin with 1.
const NO_KEY: i64 = 0;

/// One column of many rows.
pub(crate) enum Column {
    Key(Vec<i64>),
    OptionalKey(Vec<Option<i64>>),
    Day(Vec<NaiveDate>),
    OptionalDay(Vec<Option<NaiveDate>>),
    Text(Vec<String>),
    Bytes(Vec<Vec<u8>>),
}

impl<C: ConnectionTrait> Register<C> {
    /// Runs `statement`, which reads the rows as a table called `new` with these columns; how many
    /// rows it touched.
    pub(crate) async fn with_rows(
        &self,
        columns: Vec<(&str, Column)>,
        statement: &str,
        what: &'static str,
    ) -> Result<u64, StoreError> {
        let (sql, values) = with_rows(self.backend(), columns, statement);
        self.execute(&sql, values, what).await
    }
}

/// `statement` with the rows that it reads before it, and their values.
pub(crate) fn with_rows(
    backend: DbBackend,
    columns: Vec<(&str, Column)>,
    statement: &str,
) -> (String, Vec<Value>) {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    let (rows, values) = match backend {
        DbBackend::Postgres => arrays(columns),
        _ => tuples(columns),
    };
    (
        format!("WITH new ({names}) AS ({rows}) {statement}"),
        values,
    )
}

fn arrays(columns: Vec<(&str, Column)>) -> (String, Vec<Value>) {
    let mut selected = Vec::with_capacity(columns.len());
    let mut sources = Vec::with_capacity(columns.len());
    let mut names = Vec::with_capacity(columns.len());
    let mut values = Vec::with_capacity(columns.len());
    for (name, column) in columns {
        let (kind, value, without): (_, Value, _) = match column {
            Column::Key(keys) => ("bigint", keys.into(), None),
            Column::OptionalKey(keys) => {
                let keys: Vec<i64> = keys.iter().map(|key| key.unwrap_or(NO_KEY)).collect();
                ("bigint", keys.into(), Some(NO_KEY.to_string()))
            }
            Column::Day(days) => ("date", days.into(), None),
            Column::OptionalDay(days) => {
                let days: Vec<NaiveDate> = days.iter().map(|day| day.unwrap_or(NO_DAY)).collect();
                ("date", days.into(), Some(format!("date '{NO_DAY}'")))
            }
            Column::Text(texts) => ("text", texts.into(), None),
            Column::Bytes(bytes) => ("bytea", bytes.into(), None),
        };
        selected.push(match without {
            Some(nothing) => format!("nullif({name}, {nothing})"),
            None => name.to_owned(),
        });
        sources.push(format!("?::{kind}[]"));
        names.push(name);
        values.push(value);
    }
    let rows = format!(
        "SELECT {} FROM unnest({}) AS given ({})",
        selected.join(", "),
        sources.join(", "),
        names.join(", ")
    );
    (rows, values)
}

fn tuples(columns: Vec<(&str, Column)>) -> (String, Vec<Value>) {
    let width = columns.len();
    let mut columns: Vec<std::vec::IntoIter<Value>> = columns
        .into_iter()
        .map(|(_, column)| column.into_values().into_iter())
        .collect();
    let height = columns.first().map_or(0, ExactSizeIterator::len);
    let mut values = Vec::with_capacity(width * height);
    for _ in 0..height {
        values.extend(columns.iter_mut().filter_map(Iterator::next));
    }
    let rows = format!("VALUES {}", placeholders(height, width));
    (rows, values)
}

impl Column {
    fn into_values(self) -> Vec<Value> {
        match self {
            Self::Key(keys) => keys.into_iter().map(Value::from).collect(),
            Self::OptionalKey(keys) => keys.into_iter().map(Value::from).collect(),
            Self::Day(days) => days.into_iter().map(Value::from).collect(),
            Self::OptionalDay(days) => days.into_iter().map(Value::from).collect(),
            Self::Text(texts) => texts.into_iter().map(Value::from).collect(),
            Self::Bytes(bytes) => bytes.into_iter().map(Value::from).collect(),
        }
    }
}
