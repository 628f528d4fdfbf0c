//! A request for renewal that is filed when the term is over.

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition, wrong};

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
pub(super) fn check(edition: &Edition) -> Result<(), Contradiction> {
    match edition.renewal.after_end.value {
        AfterEnd::ByResolution if edition.working_group.is_none() => wrong(
            "renewal.after_end.value",
            "a resolution is needed and there is no [working_group]",
        ),
        AfterEnd::Refused | AfterEnd::ByResolution => Ok(()),
    }
}
