//! Which events a quarter's report counts, and under what words.

use parvaneh_core::dossier::Event;
use serde::Serialize;

use crate::EngineError;

/// One number of the report: how often an event came about.
pub(super) struct Counted {
    /// `<machine>.<type>`.
    pub(super) event: &'static str,
    /// Under which word; that of the event where there is none.
    word: Option<&'static str>,
    /// Only where the event says so: the place of a field, and what is in it.
    pub(super) only: Option<(&'static str, &'static str)>,
}

/// Every number of the report, in its order. A new kind of event is a line here.
pub(super) const COUNTED: &[Counted] = &[
    every("call.published"),
    every("call.concluded"),
    every("call.cancelled"),
    every("application.filed"),
    every("application.qualified"),
    every("application.reserved"),
    every("application.rejected"),
    every("application.withdrawn"),
    every("application.lapsed"),
    every("principled_approval.issued"),
    every("principled_approval.presented"),
    every("principled_approval.refused"),
    every("principled_approval.lapsed"),
    every("licence.issued"),
    every("licence.suspended"),
    every("licence.expired"),
    every("licence.surrendered"),
    every("licence.revoked"),
    every("licence.lapsed"),
    every("licence.reinstated"),
    every("licence.relocated"),
    some(
        "renewal.filed",
        "filed_in_time",
        "/request/timeliness",
        "timely",
    ),
    some("renewal.filed", "filed_late", "/request/timeliness", "late"),
    every("renewal.granted"),
    every("renewal.refused"),
    some(
        "renewal.deadline_passed",
        "deemed_withdrawn",
        "/policy",
        "deemed_withdrawal",
    ),
    every("renewal.withdrawn"),
    every("renewal.cure_elapsed"),
    every("transfer.filed"),
    every("transfer.registered"),
    every("transfer.refused"),
    every("transfer.abandoned"),
    every("transfer.cure_elapsed"),
    every("transfer.withdrawn"),
    every("transfer.ended_with_licence"),
    every("enforcement.reported"),
    every("enforcement.dismissed"),
    every("enforcement.sanctioned"),
    every("enforcement.revoked"),
    every("enforcement.overturned"),
    every("enforcement.closed"),
    every("appointment.proposed"),
    every("appointment.begun"),
    every("appointment.rejected"),
    every("appointment.ended"),
    every("appointment.lapsed"),
    every("appointment.mismatch_recorded"),
    every("appointment.mismatch_settled"),
    every("appointment.mismatch_elapsed"),
    every("contract.drafted"),
    every("contract.signed"),
    every("contract.terminated"),
    every("contract.ended"),
];

const fn every(event: &'static str) -> Counted {
    Counted {
        event,
        word: None,
        only: None,
    }
}

const fn some(
    event: &'static str,
    word: &'static str,
    field: &'static str,
    says: &'static str,
) -> Counted {
    Counted {
        event,
        word: Some(word),
        only: Some((field, says)),
    }
}

/// How often something came about in the quarter.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    /// The machine: `renewal`, `transfer`.
    pub matter: &'static str,
    /// What came about: `filed_late`, `granted`.
    pub what: &'static str,
    /// How often.
    pub count: usize,
}

/// What has been counted so far, number by number.
pub(super) struct Counts([usize; COUNTED.len()]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; COUNTED.len()])
    }
}

impl Counts {
    /// Counts an event of the quarter.
    pub(super) fn add(&mut self, event: &Event) -> Result<(), EngineError> {
        for (count, counted) in self.0.iter_mut().zip(COUNTED) {
            if counted.event == event.name() && counted.takes(event)? {
                *count += 1;
            }
        }
        Ok(())
    }

    pub(super) fn into_report(self) -> Vec<Count> {
        let counts = COUNTED.iter().zip(self.0);
        counts
            .map(|(counted, count)| {
                let (matter, what) = counted.event.split_once('.').unwrap_or_default();
                Count {
                    matter,
                    what: counted.word.unwrap_or(what),
                    count,
                }
            })
            .collect()
    }
}

impl Counted {
    /// Whether the event says what it must. One of which another register states no day came
    /// about on a day that nobody knows, and counts in no quarter.
    fn takes(&self, event: &Event) -> Result<bool, EngineError> {
        let event = serde_json::to_value(event).map_err(EngineError::Encode)?;
        let of_no_day = event
            .pointer("/imported/day_known")
            .is_some_and(|it| it == false);
        let says = self
            .only
            .is_none_or(|(field, says)| event.pointer(field).is_some_and(|found| found == says));
        Ok(says && !of_no_day)
    }
}
