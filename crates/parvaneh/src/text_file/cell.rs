//! A cell of a table that a spreadsheet opens: where a text begins like a formula, the spreadsheet would
//! reckon it, and could send what stands beside it somewhere.

use std::borrow::Cow;

/// What stands before such a text.
const QUOTE: u8 = b'\'';

/// The text as a spreadsheet takes it for a text: with a quotation mark before it where it begins with
/// `=`, `+`, `-`, `@`, a tab or a carriage return and is no number. What begins with such marks already gets
/// one more, so that [`restored`] gives every text back as it was.
pub fn defused(text: &[u8]) -> Cow<'_, [u8]> {
    if !is_like_a_formula(text) || is_number(text) {
        return Cow::Borrowed(text);
    }
    let mut defused = Vec::with_capacity(text.len() + 1);
    defused.push(QUOTE);
    defused.extend_from_slice(text);
    Cow::Owned(defused)
}

/// The same of a text in UTF-8.
pub fn defused_text(text: &str) -> String {
    String::from_utf8_lossy(&defused(text.as_bytes())).into_owned()
}

/// The text that was defused.
pub fn restored(text: &[u8]) -> &[u8] {
    match text.strip_prefix(&[QUOTE]) {
        Some(rest) if is_like_a_formula(rest) => rest,
        Some(_) | None => text,
    }
}

fn is_like_a_formula(text: &[u8]) -> bool {
    let first = text.iter().find(|byte| **byte != QUOTE);
    first.is_some_and(|first| b"=+-@\t\r".contains(first))
}

fn is_number(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+"));
    let digits = digits.unwrap_or(text);
    let is_plain = digits
        .iter()
        .all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let text = std::str::from_utf8(digits).unwrap_or_default();
    is_plain && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_like_a_formula_stays_a_text() {
        for (text, defused) in [
            ("=1+1", "'=1+1"),
            ("+CMD", "'+CMD"),
            ("-", "'-"),
            ("-inf", "'-inf"),
            ("-1-1", "'-1-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("'=1", "''=1"),
            ("-5", "-5"),
            ("+3.25", "+3.25"),
            ("17-3", "17-3"),
            ("'tis", "'tis"),
            ("قم", "قم"),
            ("", ""),
        ] {
            assert_eq!(defused_text(text), defused);
            assert_eq!(restored(defused.as_bytes()), text.as_bytes());
        }
    }
}
