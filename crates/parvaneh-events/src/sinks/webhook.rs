//! Webhooks after the Standard Webhooks specification: a signed POST an event, as a CloudEvent in
//! structured mode.
//!
//! Several events are on their way at once, and of each dossier one alone. While the receiver
//! fails, it is asked with one event, so that it is not flooded when it comes back.

mod answer;
mod guard;
mod secrets;
mod signature;
mod window;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use parvaneh_store::Address;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Response, Url, redirect};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::time::{Instant, timeout};

use super::Kind;
use crate::{CloudEvent, Options, Progress, Sink, SinkError, Stop, Taking};
use guard::Guard;
use secrets::Secrets;
use signature::Secret;
use window::Window;

/// `https://…` or `http://…`. A query is not in the name either: it may have a token.
pub(super) const KIND: Kind = Kind {
    is_meant: |address| address.starts_with("http://") || address.starts_with("https://"),
    written: "the URL of a webhook, http or https",
    example: "https://desk.example/events",
    open: |address, options| Ok(Box::new(Webhook::at(address, options)?)),
};

/// How long a connection may take to come about.
const CONNECTING: Duration = Duration::from_secs(5);

/// How long a request may take, with its answer.
const ANSWERING: Duration = Duration::from_secs(15);

/// What is known of an event that was sent and not answered.
const IN_DOUBT: &str =
    "whether the event was taken is not known, and it is sent again under the same id";

/// How long it is waited for the rest of an answer that says nothing more. It is read only so that
/// the connection can be used again.
const REMAINDER: Duration = Duration::from_secs(1);

/// How much of an answer is read, in bytes.
const ANSWER: usize = 64 * 1024;

/// How long events are begun to be sent before those that were taken are noted.
const TURN: Duration = Duration::from_secs(2);

/// A webhook.
struct Webhook {
    name: String,
    url: Url,
    client: Client,
    secrets: Secrets,
    /// Whether the receiver failed when it was last asked.
    failing: bool,
}

/// What a webhook at this address is called: the address without credentials, query and fragment.
/// None where it is no address.
fn name(address: &str) -> Option<String> {
    let url = parsed(address).ok()?;
    Some(Address::from(url.as_str()).shown().to_owned())
}

fn parsed(address: &str) -> Result<Url, String> {
    let url = Url::parse(address).map_err(|error| error.to_string())?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        scheme => Err(format!("a webhook has http or https, not {scheme}")),
    }
}

impl Sink for Webhook {
    fn take<'a>(&'a mut self, events: &'a [CloudEvent]) -> Taking<'a> {
        Box::pin(self.post(events))
    }
}

impl Webhook {
    /// The webhook at an address of `http` or `https`. Credentials in it are sent as basic
    /// authentication.
    fn at(address: &Address, options: &Options) -> Result<Self, SinkError> {
        let wrong = |problem: String| SinkError::Address {
            address: address.clone(),
            problem,
        };
        let url = parsed(address.exposed()).map_err(wrong)?;
        let name = address.shown().to_owned();
        let guard = Guard::new(options.allow_private);
        guard.check(&url).map_err(wrong)?;
        let file = options.secrets.as_deref();
        let file = file.ok_or_else(|| SinkError::NoSecrets(name.clone()))?;
        let secrets = Secrets::read(file, &name)?;
        let client = client(guard).map_err(|source| SinkError::Client {
            name: name.clone(),
            source,
        })?;
        Ok(Self {
            name,
            url,
            client,
            secrets,
            failing: false,
        })
    }

    /// Sends events, until one is not taken or it is time to note how far it went.
    async fn post(&mut self, events: &[CloudEvent]) -> Progress {
        let secrets = match self.secrets.current().await {
            Ok(secrets) => secrets,
            Err(why) => return Progress::none(why),
        };
        let begun = Instant::now();
        let mut window = Window::new(events);
        if self.failing {
            window.narrow();
        }
        let mut stops: BTreeMap<usize, Stop> = BTreeMap::new();
        let mut on_the_way = FuturesUnordered::new();
        loop {
            // What is before an event that was not taken still goes; nothing after it does.
            let end = match stops.keys().next() {
                Some(stopped) => *stopped,
                None if window.begun() && TURN <= begun.elapsed() => 0,
                None => events.len(),
            };
            while let Some(at) = window.begin(end) {
                let sent = self.send(&events[at], &secrets);
                on_the_way.push(async move { (at, sent.await) });
            }
            match on_the_way.next().await {
                None => break,
                Some((at, Ok(()))) => window.taken(at),
                Some((at, Err(stop))) => {
                    stops.insert(at, stop);
                }
            }
        }
        drop(on_the_way);
        let taken = window.end();
        let stopped = stops.remove(&taken);
        self.failing = matches!(stopped, Some(Stop::Later { .. }));
        Progress { taken, stopped }
    }

    async fn send(&self, event: &CloudEvent, secrets: &[Secret]) -> Result<(), Stop> {
        let body = serde_json::to_vec(event).map_err(|error| Stop::Refused {
            why: format!("it cannot be written as JSON: {error}"),
        })?;
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
        let timestamp = since_1970.unwrap_or_default().as_secs();
        let signature = signature::all(secrets, &event.id, timestamp, &body);
        let request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/cloudevents+json")
            .header("webhook-id", &event.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .body(body);
        let response = request.send().await.map_err(|error| Stop::Later {
            after: None,
            why: failure(&error),
        })?;
        let status = response.status();
        if status.is_success() {
            drop(timeout(REMAINDER, start_of(response)).await);
            return Ok(());
        }
        let after = response.headers().get(RETRY_AFTER);
        let after = after.and_then(|value| value.to_str().ok());
        let after = after.and_then(|value| answer::pause(value, SystemTime::now()));
        let body = start_of(response).await;
        Err(answer::stop(status, after, &body))
    }
}

fn client(guard: Guard) -> Result<Client, Box<dyn Error + Send + Sync>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    let client = Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .no_proxy()
        .dns_resolver(Arc::new(guard))
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECTING)
        .timeout(ANSWERING)
        .user_agent(concat!("parvaneh/", env!("CARGO_PKG_VERSION")))
        .build()?;
    Ok(client)
}

/// What of an answer is read, as far as it comes.
async fn start_of(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while body.len() < ANSWER
        && let Ok(Some(chunk)) = response.chunk().await
    {
        body.extend_from_slice(&chunk);
    }
    body.truncate(ANSWER);
    body
}

/// Why there was no answer, without the address, which may have credentials.
fn failure(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return match error.is_connect() {
            true => format!("there was no connection within {CONNECTING:?}"),
            false => format!("there was no answer within {ANSWERING:?}; {IN_DOUBT}"),
        };
    }
    let mut cause: &dyn Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    match error.is_connect() {
        true => format!("connecting failed: {cause}"),
        false => format!("the request failed: {cause}; {IN_DOUBT}"),
    }
}

/// Without the address, which may have credentials.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("name", &self.name)
            .field("failing", &self.failing)
            .finish_non_exhaustive()
    }
}
