//! What a hand can do to a table: to each cell by its kind, and to whole rows.

use parvaneh_tests::Kind;

use super::register::Tampered;

/// A table as the database has it.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: usize,
}

pub(super) struct Column {
    pub(super) name: String,
    pub(super) family: Family,
    pub(super) is_key: bool,
}

#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Family {
    Integer,
    Text,
    Bytes,
    Id,
    Day,
}

/// One change.
pub(super) struct Change {
    pub(super) table: String,
    /// The column, or what is done to a row.
    pub(super) what: String,
    pub(super) sql: String,
}

/// Of a table so many rows are changed, from the first and from the last on.
const ROWS: usize = 4;

/// Every change of these tables.
pub(super) fn all(tables: &[Table], register: &Tampered) -> Vec<Change> {
    let kind = register.kind();
    let mut changes = Vec::new();
    for table in tables {
        let mut add = |what: &str, sql: String| {
            changes.push(Change {
                table: table.name.clone(),
                what: what.to_owned(),
                sql,
            });
        };
        let name = &table.name;
        let near = table.rows.min(ROWS);
        let places = (0..near).chain(table.rows.saturating_sub(ROWS).max(near)..table.rows);
        for place in places {
            let row = at(kind, name, place);
            for column in &table.columns {
                let other = at(kind, name, (place + 1) % table.rows);
                let of_another = format!("(SELECT {} FROM {name} WHERE {other})", column.name);
                let values = values(kind, column.family, &column.name);
                for value in values.into_iter().chain([of_another, "NULL".to_owned()]) {
                    let column = &column.name;
                    add(
                        column,
                        format!("UPDATE {name} SET {column} = {value} WHERE {row}"),
                    );
                }
            }
            add("removed", format!("DELETE FROM {name} WHERE {row}"));
            add("added", doubled(kind, table, &row));
        }
        if 1 < table.rows {
            add("removed", format!("DELETE FROM {name}"));
        }
    }
    changes
}

/// The condition for the row at a place.
fn at(kind: Kind, table: &str, place: usize) -> String {
    let row = match kind {
        Kind::Sqlite => "rowid",
        Kind::Postgres => "ctid",
    };
    format!("{row} = (SELECT {row} FROM {table} ORDER BY {row} LIMIT 1 OFFSET {place})")
}

/// Other values than the one that stands there.
fn values(kind: Kind, family: Family, column: &str) -> Vec<String> {
    match family {
        Family::Integer => ["+ 1", "- 1", "* 1000 + 7"]
            .map(|change| format!("{column} {change}"))
            .to_vec(),
        Family::Text => vec![
            format!("{column} || 'x'"),
            format!("substr({column}, 2)"),
            format!("replace({column}, '1', '2')"),
            "''".to_owned(),
        ],
        Family::Bytes => vec![kind.bytes(&"00".repeat(32)), kind.bytes("01ff")],
        Family::Id => vec![kind_of_id(kind).to_owned()],
        Family::Day => {
            let next = match kind {
                Kind::Sqlite => format!("date({column}, '+1 day')"),
                Kind::Postgres => format!("{column} + 1"),
            };
            vec![next, "'2031-05-05'".to_owned()]
        }
    }
}

fn kind_of_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => "randomblob(16)",
        Kind::Postgres => "gen_random_uuid()",
    }
}

/// A row once more, under another key.
fn doubled(kind: Kind, table: &Table, row: &str) -> String {
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let cells = table
        .columns
        .iter()
        .map(|column| match (column.is_key, column.family) {
            (false, _) => column.name.clone(),
            (true, Family::Integer) => format!("{} + 1000", column.name),
            (true, Family::Text) => format!("{} || 'x'", column.name),
            (true, Family::Id) => kind_of_id(kind).to_owned(),
            (true, Family::Bytes | Family::Day) => column.name.clone(),
        });
    let cells: Vec<String> = cells.collect();
    let name = &table.name;
    format!(
        "INSERT INTO {name} ({}) SELECT {} FROM {name} WHERE {row}",
        names.join(", "),
        cells.join(", ")
    )
}
