//! Where a register or a sink is: as it is given, with its password, and as it may be shown.
//!
//! What is shown is built from what a strict reader of URLs understands, and nothing else is: of an address
//! that cannot be read nobody knows where the password in it ends.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use url::Url;

/// Stands for what is not shown.
const HIDDEN: &str = "…";

/// The parameters of an address that are no secret; of the others the name is shown.
const SHOWN: [&str; 24] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "max_connections",
    "port",
    "prefix",
    "requiressl",
    "scan_timeout",
    "schema",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl-mode",
    "ssl-root-cert",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "stream",
    "user",
];

/// An address, which may have a password, a token or another secret in it. However it is printed, it is
/// without those.
#[derive(Clone, Eq, PartialEq)]
pub struct Address(Arc<Forms>);

#[derive(Eq, PartialEq)]
struct Forms {
    given: String,
    shown: String,
}

/// What kind of address a scheme is of, and so where it may have a secret.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// The path of a file.
    File,
    /// A database: the name of its user is no secret.
    Database,
    /// Servers with commas between them: a user without a password is a token.
    Servers,
    /// A page: a token may be its user or in its query.
    Page,
    /// None that this program opens.
    Unknown,
}

impl Address {
    /// The address as it was given, with its secrets: for who connects, and nobody else.
    pub fn exposed(&self) -> &str {
        &self.0.given
    }

    /// The address without its secrets. It is the name of a sink.
    pub fn shown(&self) -> &str {
        &self.0.shown
    }

    /// Whether its secrets can be told apart from the rest of it, so that more is shown than its scheme.
    pub fn is_clear(&self) -> bool {
        let shown = self.shown();
        shown != HIDDEN && !shown.ends_with(":…") && !shown.ends_with("://…")
    }
}

impl From<&str> for Address {
    /// The scheme is in small letters from now on; a URL may have it in others.
    fn from(given: &str) -> Self {
        let small = |scheme: &str| scheme.to_ascii_lowercase();
        let given = match given.split_once(':') {
            Some((scheme, rest)) if Kind::of(&small(scheme)) != Kind::Unknown => {
                format!("{}:{rest}", small(scheme))
            }
            Some(_) | None => given.to_owned(),
        };
        let shown = masked(&given);
        Self(Arc::new(Forms { given, shown }))
    }
}

impl From<String> for Address {
    fn from(given: String) -> Self {
        Self::from(given.as_str())
    }
}

impl From<&String> for Address {
    fn from(given: &String) -> Self {
        Self::from(given.as_str())
    }
}

impl From<&Self> for Address {
    fn from(address: &Self) -> Self {
        address.clone()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.shown(), f)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.shown())
    }
}

impl Kind {
    fn of(scheme: &str) -> Self {
        match scheme {
            "sqlite" | "jsonl" => Self::File,
            "postgres" | "postgresql" => Self::Database,
            "nats" | "tls" => Self::Servers,
            "http" | "https" => Self::Page,
            _ => Self::Unknown,
        }
    }
}

fn masked(given: &str) -> String {
    let Some((scheme, rest)) = given.split_once(':') else {
        let is_plain = given
            .chars()
            .all(|it| it.is_alphanumeric() || "./_- ".contains(it));
        return if is_plain { given } else { HIDDEN }.to_owned();
    };
    let shown = match Kind::of(scheme) {
        Kind::File => file(rest),
        Kind::Servers => servers(scheme, rest),
        Kind::Page => page(given),
        Kind::Database => server(given, true),
        Kind::Unknown => server(given, false),
    };
    match shown {
        Some(shown) if Kind::of(scheme) == Kind::Page => shown,
        Some(shown) => format!("{scheme}:{shown}"),
        None if !is_scheme(scheme) => HIDDEN.to_owned(),
        None if rest.starts_with("//") => format!("{scheme}://{HIDDEN}"),
        None => format!("{scheme}:{HIDDEN}"),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
}

/// A path is shown, unless it looks like a server with its password.
fn file(rest: &str) -> Option<String> {
    let host = rest.strip_prefix("//").unwrap_or("");
    let host = host.split(['/', '?']).next().unwrap_or(host);
    let is_server = host.contains('@') && host.contains(':');
    (!is_server).then(|| rest.to_owned())
}

/// After the scheme. With an `@` where none belongs there may be a password before it that was cut in two.
fn server(given: &str, has_user: bool) -> Option<String> {
    let url = Url::parse(given).ok()?;
    let after = &given[url.scheme().len() + 1..];
    let after = after.strip_prefix("//")?;
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let (authority, rest) = after.split_at(end);
    if rest.contains(['@', '#']) {
        return None;
    }
    let (user, place) = match authority.rsplit_once('@') {
        Some((user, place)) => (user.split(':').next().filter(|_| has_user), place),
        None => (None, authority),
    };
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, format!("?{}", parameters(query))),
        None => (rest, String::new()),
    };
    Some(format!("//{user}{place}{path}{query}"))
}

/// The parameters, each with its value where that is no secret.
fn parameters(query: &str) -> String {
    let shown = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if SHOWN.contains(&name) || name.starts_with("options") => pair.to_owned(),
        Some((name, _)) => format!("{name}={HIDDEN}"),
        None if pair.is_empty() => String::new(),
        None => HIDDEN.to_owned(),
    });
    shown.collect::<Vec<_>>().join("&")
}

/// After the first scheme; each server may have one of its own.
fn servers(scheme: &str, rest: &str) -> Option<String> {
    let (servers, query) = match rest.split_once('?') {
        // There may be a password before it that was cut in two.
        Some((_, query)) if query.contains(['@', '#']) => return None,
        Some((servers, query)) => (servers, format!("?{}", parameters(query))),
        None => (rest, String::new()),
    };
    let mut shown = Vec::new();
    for (at, named) in servers.split(',').enumerate() {
        let whole = match at {
            0 => format!("{scheme}:{named}"),
            _ if named.contains("://") => named.to_owned(),
            // The second half of a password with a comma in it would look like this.
            _ if named.contains('@') => return None,
            _ => format!("{scheme}://{named}"),
        };
        let bare = server(&whole, false)?;
        shown.push(match named.split_once("://") {
            Some((scheme, _)) if at != 0 => format!("{scheme}:{bare}"),
            None if at != 0 => named.to_owned(),
            Some(_) | None => bare,
        });
    }
    Some(format!("{}{query}", shown.join(",")))
}

/// The whole of it, as a browser would write it.
fn page(given: &str) -> Option<String> {
    let mut url = Url::parse(given).ok().filter(Url::has_host)?;
    // A password with a slash in it ends the server too early.
    if url.path().contains('@') {
        return None;
    }
    url.set_username("")
        .and_then(|()| url.set_password(None))
        .ok()?;
    url.set_query(None);
    url.set_fragment(None);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_shown_without_its_secrets() {
        for (given, shown) in [
            ("sqlite://parvaneh.db", "sqlite://parvaneh.db"),
            (
                "sqlite:///srv/a@b:c/r.db?mode=ro",
                "sqlite:///srv/a@b:c/r.db?mode=ro",
            ),
            ("jsonl:events.jsonl", "jsonl:events.jsonl"),
            ("postgres://host/db", "postgres://host/db"),
            ("postgres:///db?host=/run/pg", "postgres:///db?host=/run/pg"),
            ("postgres://ann@host/db", "postgres://ann@host/db"),
            (
                "postgres://ann:se:c@r@host:5432/db?schema=y",
                "postgres://ann@host:5432/db?schema=y",
            ),
            ("POSTGRES://ann:secret@host/db", "postgres://ann@host/db"),
            (
                "postgres://h/db?user=ann&password=secret&schema=y",
                "postgres://h/db?user=ann&password=…&schema=y",
            ),
            (
                "postgres://host/db?sslpassword=secret",
                "postgres://host/db?sslpassword=…",
            ),
            ("nats://host", "nats://host"),
            ("NATS://host:4222", "nats://host:4222"),
            ("nats://u:secret@host:4222", "nats://host:4222"),
            ("nats://u:sec@ret@host:4222", "nats://host:4222"),
            ("tls://secret@host?stream=A", "tls://host?stream=A"),
            ("nats://u:secret@a,nats://v:secret@b", "nats://a,nats://b"),
            ("nats://u:secret@a,b:4222", "nats://a,b:4222"),
            (
                "https://u:secret@Desk.example/e?token=secret#secret",
                "https://desk.example/e",
            ),
            ("mysql://localhost/register", "mysql://localhost/register"),
            ("parvaneh.db", "parvaneh.db"),
        ] {
            let address = Address::from(given);
            assert_eq!(address.shown(), shown, "{given}");
            assert_eq!(address.to_string(), shown);
            assert_eq!(format!("{address:?}"), format!("{shown:?}"));
        }
    }

    /// Of what cannot be read nothing is shown but how it begins.
    #[test]
    fn what_cannot_be_read_is_not_shown() {
        for given in [
            "postgres://ann:sec/ret@host/db",
            "postgres://ann:12/secret@host/db",
            "postgres://ann:12?secret@host/db",
            "postgres://ann:12#secret@host/db",
            "postgres:ann:secret@host/db",
            "POSTGRES:ann:secret@host",
            "postgres://ann:secret@ho st/db",
            "postgres://ann:secret@host:99999/db",
            "nats:u:secret@host",
            "nats://u:12,secret@host",
            "nats://u:secret@:/::",
            "nats://u:secret@host:99999",
            "tls:secret@host",
            "https://u:secret@/events",
            "https://u:secret@host:99999/",
            "https://u:12/secret@host/events",
            "https://u:12\\secret@host/events",
            "nats://u:12?secret@host",
            "nats://u:12?x=secret@host",
            "nats://u:12?stream=secret#@host",
            "sqlite://u:secret@host/db",
            "mysql://u:secret@host:x/db",
            "kafka:u:secret@host",
            "ann/secret:word@host",
            "ann@secret/db",
            "host=localhost password=secret",
        ] {
            let address = Address::from(given);
            let printed = format!("{address} {address:?}");
            assert!(
                !printed.contains("secret") && !printed.contains("12"),
                "{printed}"
            );
        }
    }

    #[test]
    fn the_scheme_is_in_small_letters() {
        let address = Address::from("PostgreSQL://Ann:Secret@host/db");
        assert_eq!(address.exposed(), "postgresql://Ann:Secret@host/db");
        assert_eq!(Address::from("C:\\r.db").exposed(), "C:\\r.db");
    }
}
