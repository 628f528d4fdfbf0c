//! A database for one test: a file, or a database of its own on a PostgreSQL server.

use std::path::{Path, PathBuf};

use sea_orm::sqlx::{self, AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use sea_orm::sqlx::{TypeInfo, ValueRef};
use uuid::Uuid;

/// Which database a register is in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A file.
    Sqlite,
    /// A database on the server of `PARVANEH_TEST_POSTGRES`.
    Postgres,
}

/// Makes a test on each database of every function named, which takes a [`Kind`]. What is under
/// snapshot is the same on both.
#[macro_export]
macro_rules! on_both {
    ($($test:ident,)+) => {
        mod sqlite {
            $(
                #[test]
                fn $test() {
                    insta::allow_duplicates! { super::$test($crate::Kind::Sqlite) }
                }
            )+
        }
        mod postgres {
            $(
                #[test]
                fn $test() {
                    insta::allow_duplicates! { super::$test($crate::Kind::Postgres) }
                }
            )+
        }
    };
}

impl Kind {
    /// These bytes, as a literal.
    pub fn bytes(self, hex: &str) -> String {
        match self {
            Self::Sqlite => format!("x'{hex}'"),
            Self::Postgres => format!(r"'\x{hex}'::bytea"),
        }
    }

    /// The bytes of a column, as text.
    pub fn hex(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("lower(hex({column}))"),
            Self::Postgres => format!("encode({column}, 'hex')"),
        }
    }

    /// The id in a column, as text without hyphens.
    pub fn id(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("lower(hex({column}))"),
            Self::Postgres => format!("replace({column}::text, '-', '')"),
        }
    }

    /// A field of a column of JSON, as text.
    pub fn field(self, column: &str, name: &str) -> String {
        match self {
            Self::Sqlite => format!("json_extract({column}, '$.{name}')"),
            Self::Postgres => format!("({column}::json ->> '{name}')"),
        }
    }
}

/// A database that goes with this value.
pub(crate) enum Database {
    File(PathBuf),
    Server { server: String, name: String },
}

impl Database {
    /// A file in this folder, which is not there yet.
    pub(crate) fn file(folder: &Path) -> Self {
        Self::File(folder.join("register.db"))
    }

    /// An empty database on the server of this URL.
    pub(crate) fn on(server: &str) -> Self {
        Self::made(server, "")
    }

    /// The same where texts are in the order of the Persian language.
    pub(crate) fn in_persian_on(server: &str) -> Self {
        Self::made(
            server,
            " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'fa'",
        )
    }

    /// The same database once more, in another place.
    pub(crate) fn twin(&self, folder: &Path) -> Self {
        match self {
            Self::File(path) => {
                let twin = folder.join("register.db");
                std::fs::copy(path, &twin).expect("the register can be copied");
                Self::File(twin)
            }
            Self::Server { server, name } => Self::made(server, &format!(" TEMPLATE {name}")),
        }
    }

    fn made(server: &str, how: &str) -> Self {
        let name = format!("parvaneh_{}", Uuid::now_v7().simple());
        let make = format!("CREATE DATABASE {name}{how}");
        query(server, &make).expect("a database can be made");
        let server = server.to_owned();
        Self::Server { server, name }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::File(_) => Kind::Sqlite,
            Self::Server { .. } => Kind::Postgres,
        }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite://{}", path.display()),
            Self::Server { server, name } => database_of(server, name),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Server { .. } => panic!("a database on a server has no file"),
        }
    }

    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        query(&self.url(), sql).expect("the query runs")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Server { server, name } = self {
            // A server that is gone has taken the database with it.
            drop(query(server, &format!("DROP DATABASE {name} WITH (FORCE)")));
        }
    }
}

/// The server on which tests make their databases. A test that has none fails: what was not run
/// is not known to work.
pub fn server() -> String {
    match std::env::var(parvaneh_test_servers::cluster::VARIABLE) {
        Ok(url) if !url.is_empty() => url,
        Ok(_) | Err(_) => panic!(
            "this test needs a PostgreSQL server: run `cargo xtask test`, or set \
             PARVANEH_TEST_POSTGRES to the URL of a server on which databases may be created"
        ),
    }
}

/// The URL of another database on the same server.
fn database_of(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = address.split_once("://").expect("a server has a URL");
    let authority = rest.split('/').next().unwrap_or(rest);
    let separator = if parameters.is_empty() { "" } else { "?" };
    format!("{scheme}://{authority}/{name}{separator}{parameters}")
}

/// The rows of a query, a text each, read past the program by the database's own library.
pub fn query(url: &str, sql: &str) -> Result<Vec<String>, sqlx::Error> {
    let read = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
        runtime.block_on(async {
            match url.starts_with("sqlite:") {
                true => query_file(url, sql).await,
                false => query_server(url, sql).await,
            }
        })
    };
    // A thread of its own, because a runtime cannot be run inside another one.
    std::thread::scope(|scope| scope.spawn(read).join().expect("the query comes to an end"))
}

async fn query_file(url: &str, sql: &str) -> Result<Vec<String>, sqlx::Error> {
    let mut connection = SqliteConnection::connect(url).await?;
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned()))
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    let row = |row: &sqlx::sqlite::SqliteRow| {
        let cell = |at| {
            let raw = row.try_get_raw(at).expect("the column is there");
            if raw.is_null() {
                return "null".to_owned();
            }
            match raw.type_info().name() {
                "INTEGER" => row.get_unchecked::<i64, _>(at).to_string(),
                "BLOB" => format!("{:02x?}", row.get_unchecked::<Vec<u8>, _>(at)),
                _ => row.get_unchecked::<String, _>(at),
            }
        };
        let cells: Vec<String> = (0..row.len()).map(cell).collect();
        cells.join(" | ")
    };
    Ok(rows.iter().map(row).collect())
}

/// As the server writes values for people, which is what it answers where nothing is prepared.
async fn query_server(url: &str, sql: &str) -> Result<Vec<String>, sqlx::Error> {
    let mut connection = PgConnection::connect(url).await?;
    let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    let row = |row: &sqlx::postgres::PgRow| {
        let cell = |at| {
            let raw = row.try_get_raw(at).expect("the column is there");
            match raw.is_null() {
                true => "null".to_owned(),
                false => raw.as_str().expect("a text").to_owned(),
            }
        };
        let cells: Vec<String> = (0..row.len()).map(cell).collect();
        cells.join(" | ")
    };
    Ok(rows.iter().map(row).collect())
}
