//! The desk where it has no way into the register: it is told of events by a webhook.
//!
//! A message is believed only where its signature fits, and booked once however often it comes.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use parvaneh::core::calendar::{Date, Term};
use serde::Deserialize;
use serde_json::Value;
use standardwebhooks::{Webhook, WebhookError};

use crate::Fee;

/// The type of the events that a fee is opened for.
const GRANTED: &str = "dev.parvaneh.renewal.granted.v1";

/// Books that are kept from messages alone.
pub struct Notices {
    webhook: Webhook,
    heard: HashSet<String>,
    fees: BTreeMap<String, Vec<Fee>>,
}

/// What the desk reads of a message; there is more in it.
#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    number: String,
    effective_on: Date,
    event: Value,
}

impl Notices {
    /// Books for messages that are signed with this secret, `whsec_` and Base64.
    pub fn signed_with(secret: &str) -> Result<Self, WebhookError> {
        Ok(Self {
            webhook: Webhook::new(secret)?,
            heard: HashSet::new(),
            fees: BTreeMap::new(),
        })
    }

    /// What a licence owes, by its number, in the order in which it came to be.
    pub fn fees(&self, number: &str) -> &[Fee] {
        self.fees.get(number).map_or(&[], Vec::as_slice)
    }

    /// Takes a message, and says what the register is to be answered.
    fn hear(&mut self, headers: &HeaderMap, body: &[u8]) -> StatusCode {
        if self.webhook.verify(body, headers).is_err() {
            return StatusCode::UNAUTHORIZED;
        }
        match self.book(body) {
            Ok(()) => StatusCode::NO_CONTENT,
            Err(_) => StatusCode::BAD_REQUEST,
        }
    }

    fn book(&mut self, body: &[u8]) -> Result<(), serde_json::Error> {
        let event: Event = serde_json::from_slice(body)?;
        if self.heard.contains(&event.id) {
            return Ok(());
        }
        if event.kind == GRANTED {
            let term: Term = serde_json::from_value(event.data.event["term"].clone())?;
            let fees = self.fees.entry(event.data.number).or_default();
            fees.push(Fee {
                term,
                opened_on: event.data.effective_on,
            });
        }
        self.heard.insert(event.id);
        Ok(())
    }
}

/// Where the register sends to: `POST /events`.
pub fn router(notices: Arc<Mutex<Notices>>) -> Router {
    Router::new()
        .route("/events", post(hear))
        .with_state(notices)
}

async fn hear(
    State(notices): State<Arc<Mutex<Notices>>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let mut notices = notices.lock().unwrap_or_else(PoisonError::into_inner);
    notices.hear(&headers, &body)
}
