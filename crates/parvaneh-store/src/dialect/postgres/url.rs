//! The URL of a server: parameters of our own, and what may be shown of it.

use super::encryption::{Encryption, SYSTEM};
use crate::StoreError;

/// How many connections a process holds at the most; `?max_connections=` says otherwise.
const CONNECTIONS: u32 = 16;

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
pub(super) struct Parameters {
    pub(super) url: String,
    pub(super) schema: Option<String>,
    pub(super) connections: u32,
    pub(super) encryption: Encryption,
}

impl Parameters {
    pub(super) fn of(url: &str) -> Result<Self, StoreError> {
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
                // sqlx takes `system` for the name of a file; it uses the system's roots anyway.
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
    use super::{Parameters, without_password};

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
}
