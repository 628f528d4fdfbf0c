//! Under which subject an event is published.

use std::fmt::Write;

use crate::CloudEvent;

/// What every subject begins with.
pub(super) const PREFIX: &str = "parvaneh";

/// `parvaneh.<regime>.<province>.<machine>.<event>`.
pub(super) fn of(event: &CloudEvent) -> String {
    let mut subject = String::with_capacity(96);
    subject.push_str(PREFIX);
    for part in [&event.data.regime, &event.data.province] {
        subject.push('.');
        push_token(&mut subject, part);
    }
    let (machine, event) = event.name().split_once('.').unwrap_or((event.name(), ""));
    for part in [machine, event] {
        subject.push('.');
        push_token(&mut subject, part);
    }
    subject
}

/// Writes a text so that it is one token of a subject, and can be read back: what would part or
/// end it, what stands for several, and `%` itself become `%` and two digits a byte. Nothing at
/// all becomes a lone `%`.
fn push_token(subject: &mut String, text: &str) {
    if text.is_empty() {
        subject.push('%');
    }
    for letter in text.chars() {
        let plain = !(matches!(letter, '.' | '*' | '>' | '%')
            || letter.is_whitespace()
            || letter.is_control());
        if plain {
            subject.push(letter);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            // Writing to a String does not fail.
            let _ = write!(subject, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str) -> String {
        let mut token = String::new();
        push_token(&mut token, text);
        token
    }

    #[test]
    fn what_cannot_stand_in_a_token_is_encoded() {
        assert_eq!(token("تهران"), "تهران");
        assert_eq!(token("خراسان رضوی"), "خراسان%20رضوی");
        assert_eq!(token("a.b*c>d%e"), "a%2Eb%2Ac%3Ed%25e");
        assert_eq!(token("\r\n\t\0\u{7f}"), "%0D%0A%09%00%7F");
        assert_eq!(token("\u{2003}\u{85}"), "%E2%80%83%C2%85");
        assert_eq!(token("می\u{200c}شود"), "می\u{200c}شود");
        assert_eq!(token(""), "%");
    }
}
