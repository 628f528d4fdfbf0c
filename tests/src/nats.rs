//! What a stream of a NATS server holds, read past the program by the client library.

use async_nats::jetstream::consumer::{AckPolicy, pull};
use async_nats::jetstream::stream::Config;
use async_nats::{HeaderMap, jetstream};
use futures_util::TryStreamExt;

use crate::running::block_on;

/// How many messages are asked for at once.
const BATCH: u64 = 1000;

/// What can go wrong with a server.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A message as the stream has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stored {
    /// Its subject.
    pub subject: String,
    /// Its `Nats-Msg-Id`.
    pub id: String,
    /// Its `content-type`.
    pub content_type: String,
    /// Its body, as it is.
    pub body: String,
}

/// The server on which tests may have a stream. A test that has none fails: what was not run is not
/// known to work.
pub fn server() -> String {
    match std::env::var(parvaneh_test_servers::nats::VARIABLE) {
        Ok(url) if !url.is_empty() => url,
        Ok(_) | Err(_) => panic!(
            "this test needs a NATS server with JetStream: run `cargo xtask test`, or set {} to \
             the URL of one",
            parvaneh_test_servers::nats::VARIABLE
        ),
    }
}

/// Every message of the stream `PARVANEH`, in order; none where there is no such stream.
pub fn stored(url: &str) -> Vec<Stored> {
    block_on(read(url)).expect("the stream can be read")
}

/// Makes a stream as somebody might who owns the server.
pub fn make(url: &str, config: Config) {
    let made = async {
        let context = jetstream::new(async_nats::connect(url).await?);
        context.create_stream(config).await?;
        Ok::<_, Failure>(())
    };
    block_on(made).expect("the stream can be made");
}

/// How the stream `PARVANEH` was made.
pub fn config(url: &str) -> Config {
    let config = async {
        let context = jetstream::new(async_nats::connect(url).await?);
        let stream = context.get_stream("PARVANEH").await?;
        Ok::<_, Failure>(stream.cached_info().config.clone())
    };
    block_on(config).expect("the stream is there")
}

async fn read(url: &str) -> Result<Vec<Stored>, Failure> {
    let context = jetstream::new(async_nats::connect(url).await?);
    let Ok(stream) = context.get_stream("PARVANEH").await else {
        return Ok(Vec::new());
    };
    let count = stream.cached_info().state.messages;
    let wanted = pull::Config {
        ack_policy: AckPolicy::None,
        ..pull::Config::default()
    };
    let consumer = stream.create_consumer(wanted).await?;
    let mut all = Vec::new();
    while (all.len() as u64) < count {
        let left = count - all.len() as u64;
        let asked = usize::try_from(left.min(BATCH))?;
        let batch = consumer.fetch().max_messages(asked).messages().await?;
        let batch: Vec<_> = batch.try_collect().await?;
        for message in batch {
            let headers = message.headers.as_ref();
            all.push(Stored {
                subject: message.subject.to_string(),
                id: header(headers, "Nats-Msg-Id"),
                content_type: header(headers, "content-type"),
                body: String::from_utf8(message.payload.to_vec())?,
            });
        }
    }
    Ok(all)
}

fn header(headers: Option<&HeaderMap>, name: &str) -> String {
    let value = headers.and_then(|headers| headers.get(name));
    value.map(ToString::to_string).unwrap_or_default()
}
