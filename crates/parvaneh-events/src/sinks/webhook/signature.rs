//! The signature of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret begins with when it is written down.
const PREFIX: &str = "whsec_";

/// How long a secret is, in bytes: the specification says so.
const LENGTH: std::ops::RangeInclusive<usize> = 24..=64;

/// What only the relay and the receiver know.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct Secret(Vec<u8>);

impl Secret {
    /// Reads a secret as it is written down, or says what is wrong with it without showing it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let encoded = text
            .strip_prefix(PREFIX)
            .ok_or_else(|| format!("a secret begins with {PREFIX}"))?;
        let bytes = STANDARD
            .decode(encoded)
            .map_err(|_| format!("what comes after {PREFIX} is no Base64"))?;
        match LENGTH.contains(&bytes.len()) {
            true => Ok(Self(bytes)),
            false => Err(format!(
                "a secret has {} to {} bytes, and this one has {}",
                LENGTH.start(),
                LENGTH.end(),
                bytes.len()
            )),
        }
    }

    fn sign(&self, id: &str, timestamp: u64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key has any length");
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The signatures of a message by each secret, as they stand in its header. `timestamp` is in
/// seconds since 1970.
pub(super) fn all(secrets: &[Secret], id: &str, timestamp: u64, body: &[u8]) -> String {
    let signed = secrets.iter().map(|it| it.sign(id, timestamp, body));
    signed.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the tests of the public libraries.
    const KNOWN: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    #[test]
    fn a_message_is_signed_as_the_public_libraries_sign_it() {
        let secret = Secret::parse(KNOWN).expect("a secret");
        let body = br#"{"email":"test@example.com","username":"test_user"}"#;
        let signed = all(
            &[secret.clone(), secret],
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            body,
        );
        let one = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
        assert_eq!(signed, format!("{one} {one}"));
    }

    #[test]
    fn what_is_no_secret_is_not_shown() {
        let wrong = [
            "C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7o!",
            "whsec_C2FVsBQIhrsc",
            "whsec_",
        ];
        for text in wrong {
            let problem = Secret::parse(text).expect_err("no secret");
            assert!(!problem.contains("C2FVs"), "{problem}");
        }
        let secret = Secret::parse(KNOWN).expect("a secret");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
