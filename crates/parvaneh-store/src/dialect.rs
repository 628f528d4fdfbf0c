//! What differs between the databases that a register can be kept in: one trait, and a file a database
//! that implements it. Nothing else asks which database it is.

#[cfg(feature = "postgres")]
pub(crate) mod postgres;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{DbBackend, DbErr, QueryResult, TransactionOptions, Value};
use uuid::Uuid;

use crate::schema_objects::Objects;

/// The dialect of a database. It panics where the program was built without it: a host can give us a connection to
/// any database that SeaORM knows.
pub(crate) fn of(backend: DbBackend) -> &'static dyn Dialect {
    match backend {
        #[cfg(feature = "postgres")]
        DbBackend::Postgres => &postgres::Postgres,
        #[cfg(feature = "sqlite")]
        DbBackend::Sqlite => &sqlite::Sqlite,
        other => panic!(
            "a register cannot be kept in {other:?}: this program was built for {BUILT:?}, which are features of \
             the crate parvaneh"
        ),
    }
}

/// The databases that this program was built for.
const BUILT: &[&str] = &[
    #[cfg(feature = "sqlite")]
    "sqlite",
    #[cfg(feature = "postgres")]
    "postgres",
];

/// What a statement has to look like. Where there is none, the database needs none.
pub(crate) trait Dialect: Sync {
    /// Whether there can be several writers, of which each holds the rows that it changes.
    fn locks_rows(&self) -> bool;

    /// The database's clock, in milliseconds since 1970.
    fn now(&self) -> &'static str;

    /// `column` is one of `keys`, of which there is one at least.
    fn among(&self, column: Expr, keys: Vec<Value>) -> Expr;

    /// Asks for the same as `value`; none where that clock is the one of the machine that the program
    /// runs on.
    fn own_clock(&self) -> Option<String> {
        None
    }

    /// A query of the rows of another one, which nobody else changes before the transaction ends, each
    /// with what that own clock showed when it was held, as `held_at`.
    fn held(&self, rows: &str) -> String;

    /// A query of the rows of another one, which nobody changes or removes before the transaction ends.
    fn shared(&self, rows: &str) -> String;

    /// A query of the rows that a batch consists of.
    fn rows(&self, columns: Vec<(&'static str, Cells<'_>)>) -> (String, Vec<Value>);

    /// Asks for free keys of a column.
    fn free_keys(&self, table: &str, column: &str, count: i64) -> (String, Vec<Value>);

    /// What it answered, as `value`: so many keys, smallest first.
    fn keys(&self, row: &QueryResult, count: i64) -> Result<Vec<i64>, DbErr>;

    /// Makes later keys follow the ones that an import has written itself.
    fn after_import(&self) -> Vec<String> {
        Vec::new()
    }

    /// Asks for the journal's end, as a [`crate::JournalEnd`] has it. The fence is told
    /// what there is after the position `beyond`.
    fn journal_end(&self, beyond: i64) -> (&'static str, Vec<Value>);

    /// The hashes of many events, joined in the order of their positions.
    fn joined_hashes(&self) -> &'static str;

    /// Waits for a lock that is held until the transaction ends, and asks for its own clock when it has
    /// it, as `value`.
    fn lock(&self, _lock: Lock) -> Option<String> {
        None
    }

    /// The transactions that hold the lock of those who write to the journal, as `value`; none where
    /// there is no such lock.
    fn writers(&self) -> Option<String> {
        None
    }

    /// Says whether there is a table of that name: a row, or none.
    fn has_table(&self) -> &'static str;

    /// Comes before the first step of the schema is applied.
    fn before_steps(&self) -> Vec<String> {
        Vec::new()
    }

    /// Has changes written to a log beside the file first, so that readers and the writer do not
    /// wait for each other. The file remembers it.
    fn write_ahead(&self) -> Option<&'static str> {
        None
    }

    /// How a transaction begins that sees the register as it was at its first moment.
    fn reading(&self) -> TransactionOptions {
        TransactionOptions::default()
    }

    /// Comes first in such a transaction: whoever takes what is read may be slow, and what is read may be all
    /// there is. It is given how long that may take, in milliseconds.
    fn patience(&self) -> Option<&'static str> {
        None
    }

    /// Comes first in a transaction that changes tables as a whole. It is given the same.
    fn at_length(&self) -> Option<&'static str> {
        None
    }

    /// Asks which of these dossiers nobody else holds, as `value`, and holds them until the transaction ends;
    /// none where there is one writer.
    fn free_dossiers(&self, _dossiers: &[i64]) -> Option<(&'static str, Vec<Value>)> {
        None
    }

    /// Comes first in a transaction that erases: what is removed is overwritten, where the database can.
    fn before_erasing(&self) -> Option<&'static str> {
        None
    }

    /// Deletes rows in one statement with another one that follows; none where that takes a statement of its own.
    fn deleting_beside(&self, _delete: &str) -> Option<String> {
        None
    }

    /// Follows a column that is compared letter by letter, and not as the database's language has it.
    fn by_letters(&self) -> &'static str {
        ""
    }

    /// Asks what the schema has, here and in the one that the steps make in memory.
    fn objects(&self) -> Objects;

    /// Checks the file and then its references.
    fn checks(&self) -> Option<[&'static str; 2]> {
        None
    }
}

/// The newest position of all, as the column `value`: events of dossiers and of parties share one order.
pub(crate) const NEWEST_POSITION: &str = "SELECT coalesce(max(newest), 0) AS value FROM \
    (SELECT max(position) AS newest FROM parvaneh_journal \
    UNION ALL SELECT max(position) FROM parvaneh_party_event) AS ends";

/// What writers wait for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lock {
    /// Writing to the journal, beside others who do.
    JournalShared,
    /// Being the only one who could write to the journal.
    JournalAlone,
    /// Changing the schema.
    Schema,
}

/// One column of many rows.
pub(crate) enum Cells<'a> {
    Key(Vec<i64>),
    OptionalKey(Vec<Option<i64>>),
    Id(Vec<Uuid>),
    OptionalId(Vec<Option<Uuid>>),
    Day(Vec<NaiveDate>),
    OptionalDay(Vec<Option<NaiveDate>>),
    Text(Vec<&'a str>),
    OptionalText(Vec<Option<&'a str>>),
    Bytes(Vec<&'a [u8]>),
    OptionalBytes(Vec<Option<&'a [u8]>>),
}
