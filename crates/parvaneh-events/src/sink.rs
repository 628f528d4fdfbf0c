//! Where events go.

use std::error::Error;
use std::fmt::Debug;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::Duration;

use crate::{CloudEvent, Lines, Nats, Webhook, webhook};

/// A place that takes events.
#[derive(Debug)]
pub enum Sink {
    /// JSON Lines, on standard output or in files.
    Lines(Lines),
    /// A stream of a NATS server.
    Nats(Box<Nats>),
    /// A webhook.
    Webhook(Box<Webhook>),
    /// What a host has made itself.
    Own(Box<dyn OwnSink>),
}

/// What a sink may need besides its address.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The file with the secrets of webhooks: a TOML file with a list of secrets an address, as in
    /// `"https://desk.example/events" = ["whsec_…"]`. It is read again when it changes.
    pub secrets: Option<PathBuf>,
    /// Whether webhooks may go to private addresses, such as those of this machine.
    pub allow_private: bool,
}

/// A sink that a host has made itself.
pub trait OwnSink: Debug + Send + Sync {
    /// Takes events in their order, as [`Sink::take`] does.
    fn take<'a>(
        &'a mut self,
        events: &'a [CloudEvent],
    ) -> Pin<Box<dyn Future<Output = Progress> + Send + 'a>>;
}

/// How far a sink came with the events it was given.
#[derive(Debug)]
pub struct Progress {
    /// How many of them, from the first, it has for certain.
    pub taken: usize,
    /// Why it did not take the next one; none where it took them all, or would have what it took
    /// noted before it takes more.
    pub stopped: Option<Stop>,
}

/// Why a sink did not take an event.
#[derive(Debug)]
pub enum Stop {
    /// It may take it later.
    Later {
        /// Not before so long, where the sink has said so.
        after: Option<Duration>,
        /// What happened, for a log.
        why: String,
    },
    /// It will never take it.
    Refused {
        /// What it said, for whoever looks at the dead letters.
        why: String,
    },
}

/// A sink that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The address means nothing.
    #[error("{address:?} is no sink: {problem}")]
    Address {
        /// What was given.
        address: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A file cannot be opened or written.
    #[error("the file {path} cannot be used")]
    File {
        /// Which.
        path: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A webhook is asked for, and no file of secrets is given.
    #[error("{0} is a webhook, whose messages are signed, and no file of secrets is given")]
    NoSecrets(String),
    /// The file of secrets does not have the webhook.
    #[error("{file} has no secret for {name}; add a line like \"{name}\" = [\"whsec_…\"]")]
    NoSecret {
        /// The webhook.
        name: String,
        /// The file.
        file: String,
    },
    /// The file of secrets is wrong.
    #[error("{file}:{line}: {key}{}{problem}", if key.is_empty() { "" } else { ": " })]
    Secrets {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The webhook, where it is one.
        key: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing can be sent from this machine.
    #[error("the client for {name} cannot be made")]
    Client {
        /// The webhook.
        name: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl Progress {
    /// Every one was taken.
    pub fn all(taken: usize) -> Self {
        Self {
            taken,
            stopped: None,
        }
    }
}

/// How large a file of JSON Lines becomes before it is set aside.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;

impl Sink {
    /// The sink at an address: `jsonl:-` is standard output, `jsonl:<path>` a file, and
    /// `nats://[user:password@]host:port` or `tls://…` a stream of a NATS server, `https://…` or
    /// `http://…` a webhook.
    pub fn at(address: &str, options: &Options) -> Result<Self, SinkError> {
        if is_webhook(address) {
            return Ok(Self::Webhook(Box::new(Webhook::at(address, options)?)));
        }
        match address.split_once(':') {
            Some(("jsonl", "-")) => Ok(Self::Lines(Lines::to_standard_output())),
            Some(("jsonl", path)) if !path.is_empty() => {
                Ok(Self::Lines(Lines::to_file(Path::new(path), FILE_LIMIT)?))
            }
            Some(("nats" | "tls", _)) => Ok(Self::Nats(Box::new(Nats::at(address)?))),
            Some(_) | None => Err(SinkError::Address {
                address: shown(address),
                problem: "write it like jsonl:events.jsonl, jsonl:- for standard output, \
                          nats://host:4222, or https://desk.example/events"
                    .to_owned(),
            }),
        }
    }

    /// What the sink at an address is called, under which is kept how far it has come: its address
    /// without what is secret in it, credentials and a webhook's query.
    pub fn name(address: &str) -> String {
        match address.split_once("://") {
            Some(_) if is_webhook(address) => {
                webhook::name(address).unwrap_or_else(|| shown(address))
            }
            Some(_) => Nats::name(address),
            None => address.to_owned(),
        }
    }

    /// Takes events in their order. It may be cut off at any point: what it had is then sent again.
    pub async fn take(&mut self, events: &[CloudEvent]) -> Progress {
        match self {
            Self::Lines(lines) => lines.take(events).await,
            Self::Nats(nats) => nats.take(events).await,
            Self::Webhook(webhook) => webhook.take(events).await,
            Self::Own(own) => own.take(events).await,
        }
    }
}

fn is_webhook(address: &str) -> bool {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"))
}

/// What of an address that means nothing can be shown: behind its scheme there may be a password.
pub(crate) fn shown(address: &str) -> String {
    match address.split_once("://") {
        Some((scheme, _)) => format!("{scheme}://…"),
        None => address.to_owned(),
    }
}
