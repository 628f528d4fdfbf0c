//! Receivers: HTTP servers that keep what they hear and answer as a test has them answer.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::serve::Listener;
use serde_json::Value;
use standardwebhooks::{Webhook, WebhookError};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

/// A message as it arrived.
#[derive(Clone)]
pub(crate) struct Heard {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) at: Instant,
    /// How many messages came before it.
    pub(crate) nth: usize,
    /// None until it is answered.
    pub(crate) answered: Option<StatusCode>,
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub(crate) fn event(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// What the public library makes of it that knows this secret.
    pub(crate) fn verified(&self, secret: &str) -> Result<(), WebhookError> {
        let webhook = Webhook::new(secret).unwrap();
        webhook.verify(&self.body, &self.headers)
    }
}

type Answer = dyn Fn(&Heard) -> Response + Send + Sync;

struct Ears {
    heard: Mutex<Vec<Heard>>,
    answer: Box<Answer>,
}

/// A server on this machine, for as long as the value lives.
pub(crate) struct Receiver {
    address: SocketAddr,
    ears: Arc<Ears>,
    /// Ends the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

/// What takes everything.
pub(crate) fn ok(_: &Heard) -> Response {
    StatusCode::NO_CONTENT.into_response()
}

impl Receiver {
    /// One that answers so. The answer may take its time.
    pub(crate) fn that(answer: impl Fn(&Heard) -> Response + Send + Sync + 'static) -> Self {
        Self::listening(answer, |listener| listener)
    }

    /// One at an address where nobody listened so far.
    pub(crate) fn listening_at(
        place: &str,
        answer: impl Fn(&Heard) -> Response + Send + Sync + 'static,
    ) -> Self {
        Self::bound(place, answer, |listener| listener)
    }

    /// The same, with something around each connection.
    pub(crate) fn listening<L: Listener<Addr = SocketAddr>>(
        answer: impl Fn(&Heard) -> Response + Send + Sync + 'static,
        around: impl FnOnce(TcpListener) -> L + Send + 'static,
    ) -> Self {
        Self::bound("127.0.0.1:0", answer, around)
    }

    fn bound<L: Listener<Addr = SocketAddr>>(
        place: &str,
        answer: impl Fn(&Heard) -> Response + Send + Sync + 'static,
        around: impl FnOnce(TcpListener) -> L + Send + 'static,
    ) -> Self {
        let place = place.to_owned();
        let ears = Arc::new(Ears {
            heard: Mutex::default(),
            answer: Box::new(answer),
        });
        let router = Router::new()
            .route("/events", post(hear))
            .with_state(ears.clone());
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = std::sync::mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind(place).await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    served = axum::serve(around(listener), router).into_future() => served.unwrap(),
                    _ = stopped => (),
                }
            });
            // An answer that takes its time is not waited for.
            runtime.shutdown_background();
        });
        Self {
            address: told.recv().unwrap(),
            ears,
            _stop: stop,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/events", self.address)
    }

    /// Everything that arrived, in its order.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.ears.heard.lock().unwrap().clone()
    }

    /// The events that it took, by dossier, each where it was first taken: what a receiver has that
    /// does not take a message twice.
    pub(crate) fn taken(&self) -> BTreeMap<String, Vec<Value>> {
        let mut once: BTreeMap<String, Value> = BTreeMap::new();
        let mut taken = Vec::new();
        for heard in self.heard() {
            if !heard.answered.is_some_and(|status| status.is_success()) {
                continue;
            }
            match once.entry(heard.header("webhook-id").to_owned()) {
                Entry::Vacant(free) => {
                    taken.push(free.insert(heard.event()).clone());
                }
                Entry::Occupied(known) => assert_eq!(*known.get(), heard.event()),
            }
        }
        by_dossier(taken)
    }
}

async fn hear(State(ears): State<Arc<Ears>>, headers: HeaderMap, body: Bytes) -> Response {
    let heard = {
        let mut all = ears.heard.lock().unwrap();
        let heard = Heard {
            headers,
            body,
            at: Instant::now(),
            nth: all.len(),
            answered: None,
        };
        all.push(heard.clone());
        heard
    };
    spawn_blocking(move || {
        let response = (ears.answer)(&heard);
        ears.heard.lock().unwrap()[heard.nth].answered = Some(response.status());
        response
    })
    .await
    .unwrap()
}

/// Events by their dossiers, in the order in which they are given.
pub(crate) fn by_dossier(events: impl IntoIterator<Item = Value>) -> BTreeMap<String, Vec<Value>> {
    let mut dossiers: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for event in events {
        let key = event["partitionkey"].as_str().unwrap().to_owned();
        dossiers.entry(key).or_default().push(event);
    }
    dossiers
}
