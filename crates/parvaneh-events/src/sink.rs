//! Where events go.

use std::error::Error;
use std::fmt::Debug;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use parvaneh_store::Address;
use parvaneh_store::outside_file::OutsideFileError;
use parvaneh_store::secret_file::SecretFileError;

use crate::CloudEvent;

/// A place that takes events: a built-in one, or what a host has made itself.
pub trait Sink: Debug + Send + Sync {
    /// Takes events in their order. It may be cut off at any point: what it had is then sent again.
    fn take<'a>(&'a mut self, events: &'a [CloudEvent]) -> Taking<'a>;
}

/// What comes of giving events to a sink.
pub type Taking<'a> = Pin<Box<dyn Future<Output = Progress> + Send + 'a>>;

/// What a built-in sink may need besides its address.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The file with the secrets of webhooks: a TOML file with a list of secrets an address, as in
    /// `"https://desk.example/events" = ["whsec_…"]`. It is read again when it changes.
    pub secrets: Option<PathBuf>,
    /// Whether webhooks may go to private addresses, such as those of this machine.
    pub allow_private: bool,
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
        /// The shortest wait before the next attempt, where the sink asks for one.
        after: Option<Duration>,
        /// What happened, for a log.
        why: String,
    },
    /// It will never take it.
    Refused {
        /// What it answered, for the list of dead letters.
        why: String,
    },
    /// Nobody takes anything there any more, neither this event nor another one.
    Gone {
        /// How that is known, for whoever started the relay.
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
        address: Address,
        /// What is wrong with it.
        problem: String,
    },
    /// A file is not written.
    #[error("no events are written: {0}")]
    OutsideFile(#[from] OutsideFileError),
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
    /// The file of secrets is not read.
    #[error(transparent)]
    SecretFile(#[from] SecretFileError),
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

    /// None was taken; they may be later.
    pub fn none(why: String) -> Self {
        Self {
            taken: 0,
            stopped: Some(Stop::Later { after: None, why }),
        }
    }
}
