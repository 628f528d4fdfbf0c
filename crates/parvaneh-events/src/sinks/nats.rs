//! NATS JetStream: every event a message that the stream has acknowledged.
//!
//! - Subject: `parvaneh.<regime>.<province>.<machine>.<event>`, the province in the regime's own
//!   spelling. What cannot stand in a part of a subject, such as a space or a full stop, is
//!   percent-encoded.
//! - `Nats-Msg-Id`: the event's id. Within its duplicate window the stream keeps what is sent again
//!   out; a consumer that sees an id twice all the same leaves the second out.
//! - Body and `content-type`: after the NATS binding of CloudEvents, structured mode.
//!
//! The stream is made where it is not there: in a file, for `parvaneh.>`, with a duplicate window
//! of ten minutes. One that is there stays as its owner made it.
//!
//! An acknowledged message outlives the server's process, also where that is killed; of 2.10, take
//! 2.10.23 or later. Whether it outlives the machine is the server's matter: by default it has the
//! disk keep what is new every two minutes. `jetstream { sync_interval: always }` in its
//! configuration has it kept before it is acknowledged. 2.9 has no such setting, and needs what is
//! wise beside it too: a stream of three replicas on three machines.

mod address;
mod subject;
mod waves;

use std::time::Duration;

use async_nats::header::{HeaderMap, NATS_MESSAGE_ID};
use async_nats::jetstream::context::{
    CreateStreamError, PublishAckFuture, PublishError, PublishErrorKind,
};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::stream::{Config, StorageType};
use async_nats::jetstream::{self, ErrorCode};
use async_nats::{ConnectError, Event};
use parvaneh_store::{Address, in_full};
use tokio_util::sync::CancellationToken;

use super::Kind;
use crate::{CloudEvent, Progress, Sink, SinkError, Stop, Taking};
use address::Cluster;

/// `nats://[user:password@]host:port[?stream=NAME]`, or `tls://…`.
pub(super) const KIND: Kind = Kind {
    is_meant: |address| address.starts_with("nats:") || address.starts_with("tls:"),
    written: "nats://[USER:PASSWORD@]HOST:PORT",
    example: "nats://host:4222",
    open: |address, _| Ok(Box::new(Nats::at(address)?)),
};

/// How long the server may take to let us in, to make the stream, or to acknowledge a message.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long it may take until there is a stream to write to.
const CONNECTING: Duration = Duration::from_secs(10);

/// What is known of an event that was sent and not acknowledged.
const IN_DOUBT: &str =
    "whether the event was stored is not known, and it is sent again under the same id";

/// Within which time the stream knows an id again.
const DUPLICATE_WINDOW: Duration = Duration::from_secs(600);

const CONTENT_TYPE: &str = "application/cloudevents+json";

/// A stream of a NATS server.
#[derive(Debug)]
struct Nats {
    cluster: Cluster,
    connection: Option<Connection>,
}

/// What there is while the server is. It ends with the first failure, and with it all that it may
/// not have sent yet; the next one begins anew.
#[derive(Debug)]
struct Connection {
    stream: jetstream::Context,
    lost: CancellationToken,
}

/// Why there is no stream to write to.
#[derive(Debug, thiserror::Error)]
enum NoStream {
    #[error("no connection")]
    Connect(#[from] ConnectError),
    #[error("the server did not answer within {CONNECTING:?}")]
    TimedOut,
    #[error("the stream can neither be found nor made")]
    Stream(#[from] CreateStreamError),
}

/// What became of a message.
enum Sent {
    Stored,
    /// This one will not be stored, whatever comes after it.
    Refused(String),
    /// This one was not stored; others may be.
    NotNow(String),
    /// Nothing can be sent any more.
    Lost(String),
}

impl Sink for Nats {
    fn take<'a>(&'a mut self, events: &'a [CloudEvent]) -> Taking<'a> {
        Box::pin(self.publish(events))
    }
}

impl Nats {
    /// The stream at `nats://[user:password@]host:port[?stream=NAME]`, `PARVANEH` where none is
    /// named; with `tls://` the server has to prove who it is. A user without a password is a
    /// token. Several servers of a cluster are parted by commas. Nothing is connected to before
    /// there are events.
    fn at(address: &Address) -> Result<Self, SinkError> {
        match Cluster::parse(address.exposed()) {
            Ok(cluster) => Ok(Self {
                cluster,
                connection: None,
            }),
            Err(problem) => Err(SinkError::Address {
                address: address.clone(),
                problem,
            }),
        }
    }

    /// Publishes the events and waits until the stream has acknowledged them.
    async fn publish(&mut self, events: &[CloudEvent]) -> Progress {
        if self.connection.as_ref().is_none_or(Connection::is_lost) {
            self.connection = None;
            match self.connect().await {
                Ok(connection) => self.connection = Some(connection),
                Err(error) => {
                    let why = in_full(&error);
                    return Progress::none(format!("{why}; nothing was sent"));
                }
            }
        }
        let Some(connection) = &self.connection else {
            return Progress::none("no connection".to_owned());
        };
        let (progress, usable) = connection.publish(events).await;
        if !usable {
            self.connection = None;
        }
        progress
    }

    async fn connect(&self) -> Result<Connection, NoStream> {
        let lost = CancellationToken::new();
        let disconnected = lost.clone();
        let servers = self.cluster.servers.as_slice();
        let options = self
            .cluster
            .credentials()
            .name("parvaneh relay")
            .connection_timeout(PATIENCE)
            .request_timeout(Some(PATIENCE))
            // The client reconnects by itself, and that cannot be switched off: one attempt a
            // server is the least that it takes.
            .max_reconnects(servers.len())
            .event_callback(move |event| {
                if matches!(event, Event::Disconnected | Event::Closed) {
                    disconnected.cancel();
                }
                std::future::ready(())
            });
        let connecting = async {
            let client = options.connect(servers).await?;
            let stream = jetstream::ContextBuilder::new()
                .timeout(PATIENCE)
                .build(client);
            let config = Config {
                name: self.cluster.stream.clone(),
                subjects: vec![format!("{}.>", subject::PREFIX)],
                storage: StorageType::File,
                duplicate_window: DUPLICATE_WINDOW,
                ..Config::default()
            };
            stream.get_or_create_stream(config).await?;
            Ok(Connection { stream, lost })
        };
        let connected = tokio::time::timeout(CONNECTING, connecting).await;
        connected.map_err(|_| NoStream::TimedOut)?
    }
}

impl Connection {
    fn is_lost(&self) -> bool {
        self.lost.is_cancelled()
    }

    /// How far it came, and whether the connection is still of use.
    ///
    /// What follows an event that is not stored is not sent, but for what comes before it in the
    /// journal: only an unbroken beginning counts as taken.
    async fn publish(&self, events: &[CloudEvent]) -> (Progress, bool) {
        let mut stored = vec![false; events.len()];
        let mut end = events.len();
        let mut stopped = None;
        for mut wave in waves::cut(events.iter().map(|event| &event.partitionkey)) {
            wave.retain(|at| *at < end);
            let sent = self.publish_wave(events, &wave).await;
            for (at, sent) in wave.into_iter().zip(sent) {
                let stop = match sent {
                    Sent::Stored => {
                        stored[at] = true;
                        continue;
                    }
                    Sent::Lost(why) => {
                        let taken = stored.iter().take_while(|stored| **stored).count();
                        let why = format!("{why}; {IN_DOUBT}");
                        let stopped = Some(Stop::Later { after: None, why });
                        return (Progress { taken, stopped }, false);
                    }
                    Sent::Refused(why) => Stop::Refused { why },
                    Sent::NotNow(why) => Stop::Later { after: None, why },
                };
                // Of several that were not stored the first counts; the places in a wave ascend.
                if at < end {
                    end = at;
                    stopped = Some(stop);
                }
            }
        }
        let usable = !matches!(stopped, Some(Stop::Later { .. }));
        let taken = end;
        (Progress { taken, stopped }, usable)
    }

    /// Sends these events at once; what became of each, in their order, up to the loss of the
    /// connection at the most.
    async fn publish_wave(&self, events: &[CloudEvent], wave: &[usize]) -> Vec<Sent> {
        let mut sent = Vec::with_capacity(wave.len());
        let waiting = async {
            let mut acks = Vec::with_capacity(wave.len());
            for at in wave {
                acks.push(self.send(&events[*at]).await);
            }
            for ack in acks {
                let became = match ack {
                    Ok(ack) => acknowledged(ack).await,
                    Err(became) => became,
                };
                let last = matches!(became, Sent::Lost(_));
                sent.push(became);
                if last {
                    return;
                }
            }
        };
        tokio::select! {
            biased;
            () = waiting => (),
            () = self.lost.cancelled() => {
                sent.push(Sent::Lost("the connection to the server was lost".to_owned()));
            }
        }
        sent
    }

    async fn send(&self, event: &CloudEvent) -> Result<PublishAckFuture, Sent> {
        let body = serde_json::to_vec(event).map_err(|error| Sent::Refused(error.to_string()))?;
        let mut headers = HeaderMap::new();
        headers.insert(NATS_MESSAGE_ID, event.id.as_str());
        headers.insert("content-type", CONTENT_TYPE);
        let message = PublishMessage::build()
            .payload(body.into())
            .headers(headers);
        let sending = self.stream.send_publish(subject::of(event), message);
        sending.await.map_err(not_stored)
    }
}

async fn acknowledged(ack: PublishAckFuture) -> Sent {
    match ack.await {
        Ok(_) => Sent::Stored,
        Err(error) => not_stored(error),
    }
}

fn not_stored(error: PublishError) -> Sent {
    let why = in_full(&error);
    match error.kind() {
        PublishErrorKind::MaxPayloadExceeded => Sent::Refused(why),
        PublishErrorKind::TimedOut | PublishErrorKind::BrokenPipe => Sent::Lost(why),
        PublishErrorKind::StreamNotFound
        | PublishErrorKind::WrongLastMessageId
        | PublishErrorKind::WrongLastSequence
        | PublishErrorKind::MaxAckPending => Sent::NotNow(why),
        PublishErrorKind::Other => match server_code(&error) {
            Some(code) if code == ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM => Sent::Refused(why),
            Some(_) => Sent::NotNow(why),
            None => Sent::Lost(why),
        },
    }
}

/// The error code in the server's reply; none where there was no reply.
fn server_code(error: &PublishError) -> Option<ErrorCode> {
    let source = std::error::Error::source(error)?;
    let answer = source.downcast_ref::<jetstream::Error>()?;
    Some(answer.error_code())
}
