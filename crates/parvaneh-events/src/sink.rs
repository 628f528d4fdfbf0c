//! Where events go.

use std::path::Path;
use std::time::Duration;

use crate::{CloudEvent, Lines, Nats};

/// A place that takes events.
#[derive(Debug)]
pub enum Sink {
    /// JSON Lines, on standard output or in files.
    Lines(Lines),
    /// A stream of a NATS server.
    Nats(Box<Nats>),
}

/// How far a sink came with the events it was given.
#[derive(Debug)]
pub struct Progress {
    /// How many of them, from the first, it has for certain.
    pub taken: usize,
    /// Why it did not take the next one; none where it took them all.
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
    /// `nats://[user:password@]host:port` or `tls://…` a stream of a NATS server: see [`Nats::at`].
    pub fn at(address: &str) -> Result<Self, SinkError> {
        match address.split_once(':') {
            Some(("jsonl", "-")) => Ok(Self::Lines(Lines::to_standard_output())),
            Some(("jsonl", path)) if !path.is_empty() => {
                Ok(Self::Lines(Lines::to_file(Path::new(path), FILE_LIMIT)?))
            }
            Some(("nats" | "tls", _)) => Ok(Self::Nats(Box::new(Nats::at(address)?))),
            Some(_) | None => Err(SinkError::Address {
                address: Self::name(address),
                problem: "write it like jsonl:events.jsonl, jsonl:- for standard output, or \
                          nats://host:4222"
                    .to_owned(),
            }),
        }
    }

    /// The name of the sink at an address, under which is kept how far it has come: the address
    /// without what is secret in it.
    pub fn name(address: &str) -> String {
        match address.split_once("://") {
            Some(_) => Nats::name(address),
            None => address.to_owned(),
        }
    }

    /// Takes events in their order. It may be cut off at any point: what it had is then sent again.
    pub async fn take(&mut self, events: &[CloudEvent]) -> Progress {
        match self {
            Self::Lines(lines) => lines.take(events).await,
            Self::Nats(nats) => nats.take(events).await,
        }
    }
}
