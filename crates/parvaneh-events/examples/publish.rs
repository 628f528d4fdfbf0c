//! The limit of a relay: messages that are there already, published by a plain loop.
//!
//! `cargo run --release --example publish -p parvaneh-events -- nats://… FILE` publishes the events
//! of a file, as `parvaneh events tail` prints them, under their subjects and ids, with a thousand
//! on their way at once, and prints how many a second the stream acknowledged.
//! `cargo xtask bench relay` runs it.

use std::collections::VecDeque;
use std::time::Instant;

use async_nats::HeaderMap;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{self, stream};
use parvaneh_events::CloudEvent;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How many wait for their acknowledgement at once.
const IN_FLIGHT: usize = 1000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let mut word = || words.next().ok_or("say: URL FILE");
    let (url, file) = (word()?, word()?);
    let mut messages = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let event: CloudEvent = serde_json::from_str(line)?;
        let data = &event.data;
        let subject = format!(
            "parvaneh.{}.{}.{}",
            data.regime,
            data.province,
            event.name()
        );
        let mut headers = HeaderMap::new();
        headers.insert("Nats-Msg-Id", event.id.as_str());
        headers.insert("content-type", "application/cloudevents+json");
        let message = PublishMessage::build().payload(line.to_owned().into());
        messages.push((subject, message.headers(headers)));
    }
    let context = jetstream::new(async_nats::connect(url).await?);
    let config = stream::Config {
        name: "PARVANEH".to_owned(),
        subjects: vec!["parvaneh.>".to_owned()],
        ..stream::Config::default()
    };
    context.create_stream(config).await?;

    let count = messages.len();
    let started = Instant::now();
    let mut acks = VecDeque::with_capacity(IN_FLIGHT);
    for (subject, message) in messages {
        if acks.len() == IN_FLIGHT
            && let Some(oldest) = acks.pop_front()
        {
            IntoFuture::into_future(oldest).await?;
        }
        acks.push_back(context.send_publish(subject, message).await?);
    }
    for ack in acks {
        ack.await?;
    }
    let rate = f64::from(u32::try_from(count)?) / started.elapsed().as_secs_f64();
    println!("{rate:.0}");
    Ok(())
}
