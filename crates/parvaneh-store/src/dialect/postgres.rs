//! A register in a database of a PostgreSQL server.

use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgSslMode};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use crate::{Register, StoreError};
use encryption::{Encryption, SYSTEM};

mod encryption;

/// How long a caller waits for a connection, be it a free one or a new one.
const WAIT: Duration = Duration::from_secs(10);

/// After how long without use a connection is asked whether it still lives before it is used: one
/// that was cut since its last use fails, and whoever had it tries again.
const IDLE: Duration = Duration::from_secs(1);

/// How many connections a process holds at the most; `?max_connections=` says otherwise.
const CONNECTIONS: u32 = 16;

/// How long one statement may take, and how long it waits for another writer's lock; and that a page
/// here or there costs about what the next one does, as on any disk without an arm: by default a
/// batch is taken for so much of a small register that all of it is read. The URL may say otherwise,
/// as in `?options[statement_timeout]=5s`.
const SETTINGS: [(&str, &str); 4] = [
    ("random_page_cost", "1.1"),
    ("statement_timeout", "60s"),
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "60s"),
];

/// Keeps two processes from migrating one register at once; the number means nothing.
const MIGRATING: i64 = 0x7061_7276_616e_6568;

/// Whether the URL names a database of a PostgreSQL server.
pub fn is_url(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The URL as it may be shown: without the passwords, if it has any.
pub(crate) fn without_password(url: &str) -> String {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let address = without_user_password(address);
    let secret = |pair: &&str| pair.starts_with("password=") || pair.starts_with("sslpassword=");
    let shown: Vec<_> = query.split('&').filter(|pair| !secret(pair)).collect();
    match shown.join("&") {
        nothing if nothing.is_empty() => address,
        shown => format!("{address}?{shown}"),
    }
}

fn without_user_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let authority = rest.split('/').next().unwrap_or(rest);
    let Some((user, _)) = authority.rsplit_once('@') else {
        return address.to_owned();
    };
    let name = user.split(':').next().unwrap_or(user);
    format!("{scheme}://{name}{}", &rest[user.len()..])
}

/// What our own parameters say, and the URL without them.
struct Parameters {
    url: String,
    schema: Option<String>,
    connections: u32,
    encryption: Encryption,
}

impl Parameters {
    fn of(url: &str) -> Result<Self, StoreError> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let wrong = |problem: String| StoreError::Parameter {
            url: without_password(url),
            problem,
        };
        let pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
        let named: Vec<_> = pairs
            .iter()
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let mut parameters = Self {
            url: base.to_owned(),
            schema: None,
            connections: CONNECTIONS,
            encryption: Encryption::of(&named).map_err(wrong)?,
        };
        let mut others = Vec::new();
        for pair in pairs {
            match pair.split_once('=') {
                Some(("schema", name)) if is_plain(name) => {
                    parameters.schema = Some(name.to_owned());
                }
                Some(("schema", name)) => {
                    let problem = format!("{name:?} is no schema; use letters, digits and _");
                    return Err(wrong(problem));
                }
                Some(("max_connections", number)) => {
                    let number = number.parse().ok().filter(|number| *number != 0);
                    let problem = "max_connections is a number from 1";
                    parameters.connections = number.ok_or_else(|| wrong(problem.to_owned()))?;
                }
                // The driver would look for a file of this name; whom the system trusts it knows.
                Some(("sslrootcert" | "ssl-root-cert" | "ssl-ca", SYSTEM)) => {}
                Some(_) | None => others.push(pair),
            }
        }
        if !others.is_empty() {
            parameters.url = format!("{base}?{}", others.join("&"));
        }
        Ok(parameters)
    }
}

/// A name that needs no quotation marks and cannot be anything else than a name.
fn is_plain(name: &str) -> bool {
    let mut letters = name.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_lowercase() || first == b'_')
        && letters
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_')
}

/// Connects to the database, which must be there; its tables need not.
pub(crate) async fn connect(url: &str) -> Result<DatabaseConnection, StoreError> {
    let Parameters {
        url: address,
        schema,
        connections,
        encryption,
    } = Parameters::of(url)?;
    let mode = encryption.mode;
    let mut options = ConnectOptions::new(address);
    options
        .max_connections(connections)
        .acquire_timeout(WAIT)
        .connect_timeout(WAIT)
        .test_before_acquire_if_idle_for(IDLE)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |postgres| settled(postgres, schema.as_deref(), mode));
    let opened = Database::connect(options).await;
    opened.map_err(|source| {
        let url = without_password(url);
        if let Some(problem) = encryption.problem(&source) {
            return StoreError::Insecure {
                url,
                problem: problem.into(),
                source,
            };
        }
        match StoreError::not_opened(&url, source) {
            StoreError::Open { url, source } => StoreError::Unreachable { url, source },
            other => other,
        }
    })
}

/// What the URL says, and what we say where it says nothing.
fn settled(postgres: PgConnectOptions, schema: Option<&str>, mode: PgSslMode) -> PgConnectOptions {
    // A certificate is for an address, which in a URL has brackets around it.
    let host = postgres.get_host().trim_matches(['[', ']']).to_owned();
    let given = postgres.get_options().unwrap_or_default().to_owned();
    let ours = SETTINGS
        .into_iter()
        .filter(|(name, _)| !given.contains(name));
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

/// Makes the schema that the tables go to, and waits for another process that migrates.
pub(crate) async fn prepare<C: ConnectionTrait>(tx: &Register<C>) -> Result<(), StoreError> {
    let what = "preparing to migrate";
    let wait = "SELECT pg_advisory_xact_lock(?)";
    tx.all(wait, vec![MIGRATING.into()], what).await?;
    let path = tx
        .one("SELECT current_setting('search_path')", vec![], what)
        .await?;
    let path: String = match path {
        Some(row) => row.try_get_by_index(0).map_err(StoreError::of(what))?,
        None => return Ok(()),
    };
    if is_plain(&path) {
        let make = format!("CREATE SCHEMA IF NOT EXISTS {path}");
        tx.execute(&make, vec![], what).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Parameters, PgConnectOptions, PgSslMode, settled, without_password};

    #[test]
    fn a_password_is_not_shown() {
        for (url, shown) in [
            ("postgres://host/db", "postgres://host/db"),
            ("postgres://ann@host/db", "postgres://ann@host/db"),
            (
                "postgres://ann:se:c@r@host:5432/db?x=y",
                "postgres://ann@host:5432/db?x=y",
            ),
            (
                "postgres://host/db?user=ann&password=secret&x=y",
                "postgres://host/db?user=ann&x=y",
            ),
            (
                "postgres://host/db?sslpassword=secret",
                "postgres://host/db",
            ),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }

    #[test]
    fn our_own_parameters_are_taken_out() {
        let url = "postgres://host/db?schema=licences&sslmode=disable&max_connections=3";
        let parameters = Parameters::of(url).unwrap();
        assert_eq!(parameters.url, "postgres://host/db?sslmode=disable");
        assert_eq!(parameters.schema.as_deref(), Some("licences"));
        assert_eq!(parameters.connections, 3);
        for wrong in [
            "schema=a;b",
            "schema=",
            "max_connections=0",
            "max_connections=x",
        ] {
            assert!(
                Parameters::of(&format!("postgres://host/db?{wrong}")).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_certificate_is_for_an_address_without_brackets() {
        let options: PgConnectOptions = "postgres://ann@[::1]:5433/db".parse().unwrap();
        let options = settled(options, None, PgSslMode::VerifyFull);
        assert_eq!(options.get_host(), "::1");
        assert_eq!(options.get_port(), 5433);
    }
}
