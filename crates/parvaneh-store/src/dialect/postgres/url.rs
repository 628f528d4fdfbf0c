//! The URL of a server, with parameters of our own.

use std::time::Duration;

use sea_orm::sqlx::postgres::PgConnectOptions;

use super::encryption::{Encryption, SYSTEM};
use crate::{Address, StoreError};

use crate::limits::Limits;

/// How many connections a process holds at the most; `?max_connections=` says otherwise.
const CONNECTIONS: u32 = 16;

/// What our own parameters say, and what the URL says without them.
pub(super) struct Parameters {
    pub(super) server: PgConnectOptions,
    pub(super) schema: Option<String>,
    pub(super) connections: u32,
    pub(super) encryption: Encryption,
    pub(super) limits: Limits,
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
        #[cfg(not(feature = "tls"))]
        if encryption.must_be() {
            return Err(StoreError::not_built(url, "TLS", "tls"));
        }
        let (mut schema, mut connections) = (None, CONNECTIONS);
        let mut limits = Limits::default();
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
                Some(("connect_timeout", seconds)) => {
                    limits.connect = limit("connect_timeout", seconds).map_err(wrong)?;
                }
                Some(("scan_timeout", seconds)) => {
                    limits.whole = limit("scan_timeout", seconds).map_err(wrong)?;
                }
                // sqlx takes `system` for the name of a file; it uses the system's roots anyway.
                Some(("sslrootcert" | "ssl-root-cert" | "ssl-ca", SYSTEM)) => {}
                Some(_) | None => others.push(pair),
            }
        }
        let server: Result<PgConnectOptions, _> = match others.as_slice() {
            [] => base.parse(),
            others => format!("{base}?{}", others.join("&")).parse(),
        };
        // What sqlx says may quote what it could not read.
        let server = server.map_err(|_| {
            let problem = "it cannot be read; in a user's name and password write what is neither letter nor \
                           digit as %2F is for /";
            wrong(problem.to_owned())
        })?;
        let options = server.get_options().unwrap_or_default();
        if let Some(said) = setting(options, STATEMENT) {
            let problem = || format!("{STATEMENT} is no length of time like 60s");
            limits.statement = length(said).ok_or_else(|| wrong(problem()))?;
        }
        Ok(Self {
            server,
            schema,
            connections,
            encryption,
            limits,
        })
    }
}

/// The setting that is waited for here, too.
const STATEMENT: &str = "statement_timeout";

/// A number of seconds. There is no waiting without end.
fn limit(name: &str, seconds: &str) -> Result<Duration, String> {
    let seconds = seconds.parse().ok().filter(|it| LIMITS.contains(it));
    let problem = || {
        let (first, last) = (LIMITS.start(), LIMITS.end());
        format!("{name} is a number of seconds from {first} to {last}")
    };
    seconds.map(Duration::from_secs).ok_or_else(problem)
}

/// A second, and a week.
const LIMITS: std::ops::RangeInclusive<u64> = 1..=7 * 24 * 60 * 60;

/// What the options of a connection, as the server takes them, say of a setting.
pub(super) fn setting<'a>(options: &'a str, name: &str) -> Option<&'a str> {
    let words = options.split_whitespace();
    let words = words.map(|word| word.trim_start_matches("--").trim_start_matches("-c"));
    let mut said = words.filter_map(|word| word.split_once('='));
    // Of several the server takes the last one.
    said.rfind(|(said, _)| *said == name)
        .map(|(_, value)| value)
}

/// A length of time as the server writes it: a number, and its unit where it is not milliseconds. None at all is
/// one that has no end.
fn length(said: &str) -> Option<Duration> {
    let digits = said.find(|it: char| !it.is_ascii_digit());
    let (number, unit) = said.split_at(digits.unwrap_or(said.len()));
    let number: u64 = number.parse().ok()?;
    let milliseconds = match unit {
        "ms" | "" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    match number {
        0 => Some(Duration::MAX),
        number => number.checked_mul(milliseconds).map(Duration::from_millis),
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
    use std::time::Duration;

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
            "connect_timeout=0",
            "connect_timeout=5s",
            "scan_timeout=604801",
            "options[statement_timeout]=soon",
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

    #[cfg(not(feature = "tls"))]
    #[test]
    fn without_tls_an_address_that_asks_for_it_is_refused() {
        for asks in ["require", "verify-ca", "verify-full"] {
            let url = format!("postgres://host/db?sslmode={asks}");
            let refused = Parameters::of(&url.into()).err().map(|it| it.to_string());
            assert_eq!(
                refused,
                Some(format!(
                    "postgres://host/db?sslmode={asks} cannot be opened: this program was built without TLS; build it \
                     with the feature \"tls\" of the crate parvaneh"
                ))
            );
        }
        assert!(Parameters::of(&"postgres://host/db".into()).is_ok());
    }

    #[test]
    fn what_is_waited_for_follows_what_the_server_is_told() {
        let limits = |parameters: &str| {
            let url = format!("postgres://host/db?{parameters}");
            Parameters::of(&url.into()).unwrap().limits
        };
        let seconds = Duration::from_secs;
        let usual = limits("");
        assert_eq!(usual.connect, seconds(10));
        assert_eq!(usual.statement, seconds(60));
        assert_eq!(usual.whole, seconds(3600));
        let told = limits(
            "connect_timeout=2&scan_timeout=7200&options[lock_timeout]=500&options[statement_timeout]=5min",
        );
        assert_eq!(told.connect, seconds(2));
        assert_eq!(told.statement, seconds(300));
        assert_eq!(told.whole, seconds(7200));
        assert_eq!(
            limits("options[statement_timeout]=0").statement,
            Duration::MAX
        );
        let other = limits("options[idle_in_transaction_session_timeout]=3s");
        assert_eq!(other.statement, seconds(60), "it is another setting");
    }
}
