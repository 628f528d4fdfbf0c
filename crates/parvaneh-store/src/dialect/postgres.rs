//! PostgreSQL: a register in a database of a server, with as many writers as like.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use sea_orm::sea_query::extension::postgres::PgFunc;
use sea_orm::sea_query::{ArrayType, Expr, ExprTrait};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _};
use sea_orm::{AccessMode, ConnectOptions, Database, DatabaseConnection, DbErr};
use sea_orm::{IsolationLevel, QueryResult, TransactionOptions, Value};
use uuid::Uuid;

mod encryption;
#[cfg(feature = "tls")]
mod handshake;
mod objects;
mod url;

use super::{Cells, Dialect, Lock, NEWEST_POSITION};
use crate::error::is_over_time;
use crate::limits::Limits;
use crate::schema_objects::Objects;
use crate::{Address, StoreError};
use url::Parameters;

/// Stands for no day where there is no null; before every day that can be stored.
const NO_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();

pub(crate) struct Postgres;

/// Of the advisory locks; the numbers mean nothing, and every version of the program that knows the prefix has the same.
const JOURNAL: i32 = 0x7061_7276;
const SCHEMA: i64 = 0x7061_7276_616e_6568;

/// Which journal: the registers of one database do not wait for each other. There is none before the first step.
const THIS_JOURNAL: &str = "coalesce(to_regclass('parvaneh_journal')::oid, 0)";

/// The server's clock, at the moment at which it is read.
const NOW: &str = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

impl Dialect for Postgres {
    fn locks_rows(&self) -> bool {
        true
    }

    fn now(&self) -> &'static str {
        NOW
    }

    fn own_clock(&self) -> Option<String> {
        Some(format!("SELECT {NOW} AS value"))
    }

    /// The clock is read of a row that was locked already: in one query it would be read before, and a
    /// lock may be waited for.
    fn held(&self, rows: &str) -> String {
        format!(
            "WITH held AS MATERIALIZED ({rows} FOR UPDATE) SELECT held.*, {NOW} AS held_at FROM held"
        )
    }

    fn shared(&self, rows: &str) -> String {
        format!("{rows} FOR SHARE")
    }

    /// As one array: a placeholder a key would cost more than the rows.
    fn among(&self, column: Expr, keys: Vec<Value>) -> Expr {
        let kind = keys.first().map_or(ArrayType::BigInt, Value::array_type);
        let keys = Value::Array(kind, Some(Box::new(keys)));
        column.eq(PgFunc::any(Expr::val(keys)))
    }

    /// As one array a column.
    fn rows(&self, columns: Vec<(&'static str, Cells<'_>)>) -> (String, Vec<Value>) {
        let mut selected = Vec::with_capacity(columns.len());
        let mut arrays = Vec::with_capacity(columns.len());
        let mut names = Vec::with_capacity(columns.len());
        let mut values = Vec::with_capacity(columns.len());
        for (number, (name, cells)) in (1..).zip(columns) {
            let (kind, cell, value) = cells.into_array(name);
            selected.push(cell);
            arrays.push(format!("${number}::{kind}[]"));
            names.push(name);
            values.push(value);
        }
        let rows = format!(
            "SELECT {} FROM unnest({}) AS given ({})",
            selected.join(", "),
            arrays.join(", "),
            names.join(", ")
        );
        (rows, values)
    }

    /// From a sequence, in one row: a row a key would cost more than the keys. The transaction has
    /// its number before it has the first key, so that a relay can wait for it.
    fn free_keys(&self, table: &str, column: &str, count: i64) -> (String, Vec<Value>) {
        let sql = format!(
            "SELECT coalesce(array_agg(nextval('parvaneh_{table}_{column}')), '{{}}') AS value \
             FROM generate_series(1, $1) WHERE pg_current_xact_id() IS NOT NULL"
        );
        (sql, vec![count.into()])
    }

    fn keys(&self, row: &QueryResult, _count: i64) -> Result<Vec<i64>, DbErr> {
        row.try_get("", "value")
    }

    fn after_import(&self) -> Vec<String> {
        let dossiers = "SELECT setval('parvaneh_dossier_seq', max(seq)) FROM parvaneh_dossier \
                        HAVING max(seq) IS NOT NULL";
        let positions = format!(
            "SELECT setval('parvaneh_journal_position', value) FROM ({NEWEST_POSITION}) AS newest \
             WHERE 0 < value"
        );
        vec![dossiers.to_owned(), positions]
    }

    /// The upper end of the server's snapshot would not do for `next`: it is one past the newest
    /// transaction that is over, and transactions that go on may have later numbers. A number of our
    /// own is later than any that was given out when the snapshot was taken. It is taken only where
    /// there is something new: numbers are not for wasting.
    fn journal_end(&self, beyond: i64) -> (&'static str, Vec<Value>) {
        let sql = "SELECT newest, \
                   pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest_open, \
                   CASE WHEN $1 < newest THEN pg_current_xact_id()::text::bigint END AS next \
                   FROM (SELECT coalesce(max(position), 0) AS newest FROM parvaneh_journal) AS journal_end";
        (sql, vec![beyond.into()])
    }

    fn joined_hashes(&self) -> &'static str {
        "string_agg(hash, '' ORDER BY position)"
    }

    fn lock(&self, lock: Lock) -> Option<String> {
        let lock = match lock {
            Lock::JournalShared => {
                format!("pg_advisory_xact_lock_shared({JOURNAL}, {THIS_JOURNAL}::int)")
            }
            Lock::JournalAlone => format!("pg_advisory_xact_lock({JOURNAL}, {THIS_JOURNAL}::int)"),
            Lock::Schema => format!("pg_advisory_xact_lock({SCHEMA})"),
        };
        Some(format!(
            "WITH locked AS MATERIALIZED (SELECT {lock}) SELECT {NOW} AS value FROM locked"
        ))
    }

    fn writers(&self) -> Option<String> {
        Some(format!(
            "SELECT virtualtransaction AS value FROM pg_locks WHERE locktype = 'advisory' \
             AND granted AND objsubid = 2 \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
             AND classid = {JOURNAL} AND objid = {THIS_JOURNAL}"
        ))
    }

    fn has_table(&self) -> &'static str {
        "SELECT 1 AS value FROM information_schema.tables \
         WHERE table_schema = current_schema() AND table_name = $1"
    }

    /// Makes the schema that `?schema=` names; the default search path is no plain name.
    fn before_steps(&self) -> Vec<String> {
        let make = "DO $$ DECLARE named text := current_setting('search_path'); BEGIN \
                    IF named ~ '^[a-z_][a-z0-9_]*$' THEN \
                    EXECUTE 'CREATE SCHEMA IF NOT EXISTS ' || named; END IF; END $$";
        vec![make.to_owned()]
    }

    fn deleting_beside(&self, delete: &str) -> Option<String> {
        Some(format!(", gone AS ({delete}) "))
    }

    fn by_letters(&self) -> &'static str {
        " COLLATE \"C\""
    }

    fn objects(&self) -> Objects {
        Objects {
            found: objects::FOUND,
            made: objects::MADE,
        }
    }

    fn reading(&self) -> TransactionOptions {
        TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        }
    }

    fn patience(&self) -> Option<&'static str> {
        Some(
            "SELECT set_config('statement_timeout', $1, true), \
             set_config('idle_in_transaction_session_timeout', '0', true)",
        )
    }

    fn at_length(&self) -> Option<&'static str> {
        Some("SELECT set_config('statement_timeout', $1, true)")
    }

    /// With the dossier's own row, as far as a row that names it needs that.
    fn free_dossiers(&self, dossiers: &[i64]) -> Option<(&'static str, Vec<Value>)> {
        let sql = "SELECT dossier.seq AS value FROM parvaneh_dossier AS dossier JOIN parvaneh_snapshot AS snapshot ON snapshot.dossier = dossier.seq \
             WHERE dossier.seq = ANY($1) ORDER BY dossier.seq \
             FOR KEY SHARE OF dossier SKIP LOCKED FOR UPDATE OF snapshot SKIP LOCKED";
        Some((sql, vec![dossiers.to_vec().into()]))
    }
}

impl Cells<'_> {
    /// The type of the cells, a cell as it is read from the array, and the array. An array of ours
    /// holds no nulls, so that something else stands for none: no key is 0, no day is so early, no id is
    /// nil, no bytes are empty, and an optional text begins with a letter that is cut off.
    fn into_array(self, name: &str) -> (&'static str, String, Value) {
        let plain = name.to_owned();
        match self {
            Self::Key(keys) => ("bigint", plain, keys.into()),
            Self::OptionalKey(keys) => {
                let keys: Vec<i64> = keys.iter().map(|key| key.unwrap_or(0)).collect();
                ("bigint", format!("nullif({name}, 0)"), keys.into())
            }
            Self::Id(ids) => ("uuid", plain, ids.into()),
            Self::OptionalId(ids) => {
                let ids: Vec<Uuid> = ids.into_iter().map(Option::unwrap_or_default).collect();
                let cell = format!("nullif({name}, '{}')", Uuid::nil());
                ("uuid", cell, ids.into())
            }
            Self::Day(days) => ("date", plain, days.into()),
            Self::OptionalDay(days) => {
                let days: Vec<_> = days.iter().map(|day| day.unwrap_or(NO_DAY)).collect();
                let cell = format!("nullif({name}, date '{NO_DAY}')");
                ("date", cell, days.into())
            }
            Self::Text(texts) => {
                let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
                ("text", plain, texts.into())
            }
            Self::OptionalText(texts) => {
                let marked =
                    |text: &Option<&str>| text.map_or_else(String::new, |text| format!("t{text}"));
                let texts: Vec<String> = texts.iter().map(marked).collect();
                let cell = format!("CASE WHEN {name} <> '' THEN substr({name}, 2) END");
                ("text", cell, texts.into())
            }
            Self::Bytes(bytes) => {
                let bytes: Vec<Vec<u8>> = bytes.into_iter().map(<[u8]>::to_vec).collect();
                ("bytea", plain, bytes.into())
            }
            Self::OptionalBytes(bytes) => {
                let bytes = bytes.into_iter().map(Option::unwrap_or_default);
                let bytes: Vec<Vec<u8>> = bytes.map(<[u8]>::to_vec).collect();
                ("bytea", format!("nullif({name}, '')"), bytes.into())
            }
        }
    }
}

/// A connection that was not used for so long is tested before it is used. One that was cut more
/// recently fails, and the caller tries again.
const IDLE: Duration = Duration::from_secs(1);

/// How long one statement may take, how long it waits for another writer's lock, and after how long the server
/// lets go of what is held by a client that it does not hear any more. Reading pages
/// out of order costs about the same as in order, as on any solid-state disk: with the server's own
/// figure the planner reads a small register as a whole for a batch of it. The URL may say
/// otherwise, as in `?options[statement_timeout]=5s`.
const SETTINGS: [(&str, &str); 7] = [
    ("random_page_cost", "1.1"),
    ("statement_timeout", "60s"),
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "60s"),
    ("tcp_keepalives_idle", "30"),
    ("tcp_keepalives_interval", "10"),
    ("tcp_keepalives_count", "3"),
];

/// Connects to the database, which must be there; its tables need not.
pub(crate) async fn connect(
    url: &Address,
) -> Result<(DatabaseConnection, Arc<Limits>), StoreError> {
    let Parameters {
        server,
        schema,
        connections,
        encryption,
        limits,
    } = Parameters::of(url)?;
    let mode = encryption.mode;
    let limits = Arc::new(limits);
    let wait = limits.connect;
    let of_the_pool = Arc::clone(&limits);
    // The options are given apart: of a URL that it is given, SeaORM tells the log.
    let mut options = ConnectOptions::new("postgres://register");
    options
        .max_connections(connections)
        .acquire_timeout(wait)
        .connect_timeout(wait)
        .test_before_acquire_if_idle_for(IDLE)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |_| {
            with_settings(server.clone(), schema.as_deref(), mode).disable_statement_logging()
        })
        .map_sqlx_postgres_pool_opts(move |pool| {
            let limits = Arc::clone(&of_the_pool);
            pool.after_release(move |connection, _| {
                let limits = Arc::clone(&limits);
                Box::pin(async move { is_alive(&limits, connection).await })
            })
        });
    let opened = Database::connect(options).await;
    let opened = opened.map_err(|source| {
        let url = url.clone();
        if is_over_time(&source) {
            let seconds = limits.connect.as_secs();
            return StoreError::NoConnection { url, seconds };
        }
        #[cfg(feature = "tls")]
        if let Some(problem) = handshake::problem(&source, encryption.reads_files) {
            return StoreError::Insecure {
                url,
                problem: problem.into(),
                source: crate::DatabaseError(source),
            };
        }
        match StoreError::not_opened(&url, source) {
            StoreError::Open { url, source } => StoreError::Unreachable { url, source },
            other => other,
        }
    })?;
    Ok((opened, limits))
}

/// Whether a connection may be used by others. The driver asks it by itself, and waits for the answer without
/// end: where one did not come before, it is asked here first.
async fn is_alive(limits: &Limits, connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    if !limits.were_reached() {
        return Ok(true);
    }
    let ping = tokio::time::timeout(limits.connect, connection.ping());
    match ping.await {
        Ok(answered) => answered.map(|()| true),
        Err(_) => Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())),
    }
}

/// The options of the URL, and our own settings where it says nothing.
fn with_settings(
    postgres: PgConnectOptions,
    schema: Option<&str>,
    mode: PgSslMode,
) -> PgConnectOptions {
    // An IPv6 address has brackets in a URL, and none in a certificate.
    let host = postgres.get_host().trim_matches(['[', ']']).to_owned();
    let given = postgres.get_options().unwrap_or_default().to_owned();
    let ours = SETTINGS
        .into_iter()
        .filter(|(name, _)| url::setting(&given, name).is_none());
    let postgres = postgres
        .host(&host)
        .ssl_mode(mode)
        .application_name("parvaneh")
        .options(ours);
    match schema {
        Some(schema) => postgres.options([("search_path", schema)]),
        None => postgres,
    }
}

#[cfg(test)]
mod tests {
    use super::{PgConnectOptions, PgSslMode, with_settings};

    #[test]
    fn a_certificate_is_for_an_address_without_brackets() {
        let options: PgConnectOptions = "postgres://ann@[::1]:5433/db".parse().unwrap();
        let options = with_settings(options, None, PgSslMode::VerifyFull);
        assert_eq!(options.get_host(), "::1");
        assert_eq!(options.get_port(), 5433);
    }
}
