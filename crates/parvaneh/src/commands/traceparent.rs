//! Which trace a command belongs to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The `traceparent` of W3C Trace Context: version, trace, span and flags, in lower-case
/// hexadecimal digits, as in `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("pattern" = PATTERN)))]
#[serde(try_from = "String", into = "String")]
pub struct TraceParent(String);

/// Version, trace, span and flags, none of the first three of which stands for nothing.
#[cfg(feature = "schema")]
const PATTERN: &str = "^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$";

/// A text that names no trace.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0:?} is no traceparent; write it like \
     00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
)]
pub struct TraceParentError(String);

/// How many digits each part has.
const DIGITS: [usize; 4] = [2, 32, 16, 2];

impl FromStr for TraceParent {
    type Err = TraceParentError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('-').collect();
        let digits = |part: &str| {
            part.bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let nothing = |part: &str| part.bytes().all(|byte| byte == b'0');
        let well_formed =
            parts.iter().map(|part| part.len()).eq(DIGITS) && parts.iter().all(|part| digits(part));
        match parts.as_slice() {
            [version, trace, span, _]
                if well_formed && *version != "ff" && !nothing(trace) && !nothing(span) =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(TraceParentError(text.to_owned())),
        }
    }
}

impl TryFrom<String> for TraceParent {
    type Error = TraceParentError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TraceParent> for String {
    fn from(trace: TraceParent) -> Self {
        trace.0
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_written_as_the_standard_says() {
        let sound = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(sound.parse::<TraceParent>().unwrap().to_string(), sound);
        for unsound in [
            "",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ] {
            assert!(unsound.parse::<TraceParent>().is_err(), "{unsound:?}");
        }
    }
}
