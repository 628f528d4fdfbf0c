//! The URL of a server, with parameters of our own.

use sea_orm::sqlx::postgres::PgConnectOptions;

use super::encryption::{Encryption, SYSTEM};
use crate::{Address, StoreError};

/// How many connections a process holds at the most; `?max_connections=` says otherwise.
const CONNECTIONS: u32 = 16;

/// Whether the URL names a database of a PostgreSQL server.
pub fn is_url(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// What our own parameters say, and what the URL says without them.
pub(super) struct Parameters {
    pub(super) server: PgConnectOptions,
    pub(super) schema: Option<String>,
    pub(super) connections: u32,
    pub(super) encryption: Encryption,
}

impl Parameters {
    pub(super) fn of(url: &Address) -> Result<Self, StoreError> {
        let given = url.exposed();
        let (base, query) = given.split_once('?').unwrap_or((given, ""));
        let wrong = |problem: String| StoreError::Parameter {
            url: url.clone(),
            problem,
        };
        let pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
        let named: Vec<_> = pairs
            .iter()
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let encryption = Encryption::of(&named).map_err(wrong)?;
        let (mut schema, mut connections) = (None, CONNECTIONS);
        let mut others = Vec::new();
        for pair in pairs {
            match pair.split_once('=') {
                Some(("schema", name)) if is_plain(name) => {
                    schema = Some(name.to_owned());
                }
                Some(("schema", name)) => {
                    let problem = format!("{name:?} is no schema; use letters, digits and _");
                    return Err(wrong(problem));
                }
                Some(("max_connections", number)) => {
                    let number = number.parse().ok().filter(|number| *number != 0);
                    let problem = "max_connections is a number from 1";
                    connections = number.ok_or_else(|| wrong(problem.to_owned()))?;
                }
                // sqlx takes `system` for the name of a file; it uses the system's roots anyway.
                Some(("sslrootcert" | "ssl-root-cert" | "ssl-ca", SYSTEM)) => {}
                Some(_) | None => others.push(pair),
            }
        }
        let server = match others.as_slice() {
            [] => base.parse(),
            others => format!("{base}?{}", others.join("&")).parse(),
        };
        // What sqlx says may quote what it could not read.
        let server = server.map_err(|_| {
            let problem = "it cannot be read; in a user's name and password write what is neither letter nor \
                           digit as %2F is for /";
            wrong(problem.to_owned())
        })?;
        Ok(Self {
            server,
            schema,
            connections,
            encryption,
        })
    }
}

/// A name that needs no quotation marks in SQL.
fn is_plain(name: &str) -> bool {
    let mut letters = name.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_lowercase() || first == b'_')
        && letters
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_')
}

#[cfg(test)]
mod tests {
    use super::Parameters;

    #[test]
    fn our_own_parameters_are_taken_out() {
        let url = "postgres://host/db?schema=licences&sslmode=disable&max_connections=3";
        let parameters = Parameters::of(&url.into()).unwrap();
        assert_eq!(parameters.server.get_host(), "host");
        assert_eq!(parameters.server.get_database(), Some("db"));
        assert_eq!(parameters.schema.as_deref(), Some("licences"));
        assert_eq!(parameters.connections, 3);
        for wrong in [
            "schema=a;b",
            "schema=",
            "max_connections=0",
            "max_connections=x",
        ] {
            assert!(
                Parameters::of(&format!("postgres://host/db?{wrong}").into()).is_err(),
                "{wrong}"
            );
        }
    }
}
