//! When a command was received: now, or when one was that it takes the place of.

use chrono::DateTime;
use parvaneh_core::calendar::Date;
use parvaneh_store::{Connection, Register};

use super::answer::{Answer, Outcome};
use super::body_hash;
use super::request::Request;
use crate::workflows::Regime;
use crate::{Engine, EngineError};

/// When a command was received.
pub(super) struct Received {
    /// The civil date in the regime's zone.
    pub(super) day: Date,
    /// The day of the act that the earlier command named; none where there is no earlier one.
    pub(super) on: Option<Date>,
}

impl Engine {
    /// When a command was received. One that names a refused command to the same number takes its
    /// place, so that nobody loses a deadline because a desk keyed something else late.
    pub(super) async fn received<C: Connection>(
        &self,
        tx: &Register<C>,
        request: &Request,
        regime: &Regime,
        today: Date,
    ) -> Result<Received, EngineError> {
        let Some(id) = request.again else {
            return Ok(Received {
                day: today,
                on: None,
            });
        };
        let none_of_that = || EngineError::NotRefused(id, request.number.clone());
        let earlier = tx.earlier_answer(id).await?.ok_or_else(none_of_that)?;
        let answer: Answer = serde_json::from_str(&earlier.answer).map_err(EngineError::Encode)?;
        // Otherwise any refused command would keep a day open for whatever is thought of later.
        let as_sent = |on| Request {
            id,
            again: None,
            on,
            ..request.clone()
        };
        let days = [request.on, None, Some(answer.on)];
        let same = days
            .into_iter()
            .any(|on| body_hash::is_of(&as_sent(on), &earlier.body_hash).unwrap_or_default());
        let is_of_its_day = request.on.is_none_or(|on| on == answer.on);
        if !same || !is_of_its_day || answer.outcome != Outcome::Refused {
            return Err(none_of_that());
        }
        let recorded = DateTime::from_timestamp_millis(earlier.recorded_at);
        let day = recorded.map(|at| Date::at(at.with_timezone(&regime.time_zone())));
        Ok(Received {
            day: day.unwrap_or(today),
            on: Some(answer.on),
        })
    }
}
