//! Where a NATS server is, who we are to it, and which stream takes the events.

use async_nats::{ConnectOptions, ServerAddr};
use percent_encoding::percent_decode_str;

/// The stream where an address names none.
const STREAM: &str = "PARVANEH";

const WRITTEN: &str = "write it like nats://host:4222, or nats://user:password@host:4222";

/// `nats://user:password@host:port?stream=NAME`, with a comma between the servers of a cluster.
pub(super) struct Cluster {
    /// Without user and password: these are not for logs.
    pub(super) servers: Vec<ServerAddr>,
    pub(super) stream: String,
    user: Option<String>,
    password: Option<String>,
}

impl Cluster {
    /// Reads an address; what is wrong with it, without quoting it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (servers, parameters) = text.split_once('?').unwrap_or((text, ""));
        if !servers.contains("://") {
            return Err(WRITTEN.to_owned());
        }
        let stream = match parameters.split_once('=') {
            None if parameters.is_empty() => STREAM,
            Some(("stream", name)) if is_stream_name(name) => name,
            Some(_) | None => {
                return Err(
                    "after the question mark it takes stream=NAME alone, where NAME has letters, \
                     digits, - and _"
                        .to_owned(),
                );
            }
        };
        let mut address = Self {
            servers: Vec::new(),
            stream: stream.to_owned(),
            user: None,
            password: None,
        };
        for server in servers.split(',') {
            address.add(server)?;
        }
        Ok(address)
    }

    fn add(&mut self, server: &str) -> Result<(), String> {
        let found: ServerAddr = server.parse().map_err(|_| WRITTEN.to_owned())?;
        if found.host().is_empty() {
            return Err("it names no host".to_owned());
        }
        if self.user.is_none() {
            self.user = found.username().map(decoded).transpose()?;
            self.password = found.password().map(decoded).transpose()?;
        }
        let mut bare = found.into_inner();
        let stripped = bare.set_username("").and_then(|()| bare.set_password(None));
        let bare = stripped.ok().and_then(|()| ServerAddr::from_url(bare).ok());
        self.servers.push(bare.ok_or("it names no host")?);
        Ok(())
    }

    /// How to tell the server who we are. A user without a password is a token.
    pub(super) fn credentials(&self) -> ConnectOptions {
        let options = ConnectOptions::new();
        match (self.user.clone(), self.password.clone()) {
            (Some(user), Some(password)) => options.user_and_password(user, password),
            (Some(token), None) => options.token(token),
            (None, _) => options,
        }
    }
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let servers: Vec<&str> = self.servers.iter().map(ServerAddr::as_url_str).collect();
        write!(f, "{} ({})", servers.join(","), self.stream)
    }
}

/// Which names a stream can have that also stand in an address.
fn is_stream_name(name: &str) -> bool {
    let may = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    !name.is_empty() && name.chars().all(may)
}

fn decoded(part: &str) -> Result<String, String> {
    let text = percent_decode_str(part).decode_utf8();
    let text = text.map_err(|_| "its user or password is not UTF-8".to_owned());
    Ok(text?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn servers(cluster: &Cluster) -> Vec<&str> {
        cluster.servers.iter().map(ServerAddr::as_url_str).collect()
    }

    #[test]
    fn an_address_says_where_who_and_which_stream() {
        let text = "nats://relay:p%40ss@one:4222,nats://two:4333?stream=LICENCES";
        let address = Cluster::parse(text).expect("an address");
        assert_eq!(servers(&address), ["nats://one:4222", "nats://two:4333"]);
        assert_eq!(address.user.as_deref(), Some("relay"));
        assert_eq!(address.password.as_deref(), Some("p@ss"));
        assert_eq!(address.stream, "LICENCES");
        let plain = Cluster::parse("tls://[::1]:4222").expect("an address");
        assert_eq!(servers(&plain), ["tls://[::1]:4222"]);
        assert_eq!((plain.user, plain.stream.as_str()), (None, "PARVANEH"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "nats://",
            "nats:u:p@host",
            "nats://user@",
            "http://host:80",
            "nats://host:99999",
            "nats://host?stream=",
            "nats://host?stream=a.b",
            "nats://host?other=a",
            "nats://one,nats://",
        ] {
            assert!(Cluster::parse(text).is_err(), "{text} is an address");
        }
    }
}
