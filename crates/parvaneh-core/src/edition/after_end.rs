//! A request for renewal that is filed when the term is over.

use serde::{Deserialize, Serialize};

use super::{Edition, Faults};

/// Whether a request that is filed after the end of the term can be accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterEnd {
    /// What has expired is not renewed.
    Refused,
    /// The working group may accept one, by resolution. Until a renewal is granted the licence stays
    /// expired.
    ByResolution,
}

/// Refuses acceptance by a working group that is not there.
pub(super) fn check(edition: &Edition, faults: &mut Faults) {
    if is_decided_by_a_group(edition) && edition.working_group.is_none() {
        faults.no_group("renewal.after_end.value");
    }
}

pub(super) fn is_decided_by_a_group(edition: &Edition) -> bool {
    match edition.renewal.after_end.value {
        AfterEnd::ByResolution => true,
        AfterEnd::Refused => false,
    }
}
