//! How often things came about in a quarter. What counts, and under which word, stands beside each event.

use std::collections::HashMap;

use parvaneh_core::dossier::Event;
use parvaneh_core::machines;
use serde::Serialize;

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

/// What has been counted so far, by the event's name and the number's word.
#[derive(Default)]
pub(super) struct Counts(HashMap<(&'static str, &'static str), usize>);

impl Counts {
    /// Counts an event of the quarter. One of which another register states no day came about on a day
    /// that nobody knows, and counts in no quarter.
    pub(super) fn add(&mut self, event: &Event) {
        if event.is_of_no_known_day() {
            return;
        }
        for what in event.counted() {
            *self.0.entry((event.name(), what)).or_default() += 1;
        }
    }

    /// Every number of the report, in its order, also those that are nought.
    pub(super) fn into_report(self) -> Vec<Count> {
        let mut report = Vec::new();
        for kind in machines::kinds() {
            let (matter, _) = kind.name.split_once('.').unwrap_or_default();
            for what in kind.counted {
                let count = self.0.get(&(kind.name, what)).copied().unwrap_or_default();
                report.push(Count {
                    matter,
                    what,
                    count,
                });
            }
        }
        report
    }
}
