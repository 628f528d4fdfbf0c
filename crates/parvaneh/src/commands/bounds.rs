//! How large what enters may be: a command, a party, a revision. What a register holds already is held against
//! none of this, so that a bound that changes makes no history unreadable.

use serde::Serialize;
use serde_json::Value;

use crate::{EngineError, encoding};

/// The longest JSON text of a command, in bytes.
pub const BYTES_MOST: usize = 1 << 20;

/// How deep lists and objects of a command may stand in each other.
pub const LEVELS_MOST: usize = 64;

/// The longest text that somebody wrote, in characters: a reason, a fact, the number of a paper.
pub const FREE_TEXT_MOST: usize = 4_000;

/// The longest other text, in characters: a name, a label, an id.
pub const WORD_MOST: usize = 300;

/// The longest list.
pub const MEMBERS_MOST: usize = 1_000;

/// The field of a vote that somebody wrote, though its type does not say so.
const REASON: &str = "reason";

/// What enters is larger than it may be.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TooLarge {
    /// The whole of it.
    #[error("it has more than {BYTES_MOST} bytes")]
    Bytes,
    /// Lists and objects in it.
    #[error("its lists and objects stand more than {LEVELS_MOST} deep in each other")]
    Levels,
    /// A text.
    #[error("`{field}` has {found} characters, and at most {most} are taken")]
    Text {
        /// Which, with dots.
        field: String,
        /// How many it has.
        found: usize,
        /// How many it may have.
        most: usize,
    },
    /// A list.
    #[error("`{field}` lists {found} things, and at most {MEMBERS_MOST} are taken")]
    Members {
        /// Which, with dots.
        field: String,
        /// How many it has.
        found: usize,
    },
}

/// Refuses a JSON text that is longer or deeper than one may be, before anything of it is read.
pub(crate) fn text_within(json: &[u8]) -> Result<(), TooLarge> {
    if BYTES_MOST < json.len() {
        return Err(TooLarge::Bytes);
    }
    let (mut level, mut in_text, mut is_escaped) = (0_usize, false, false);
    for byte in json {
        match (in_text, byte) {
            (true, _) if is_escaped => is_escaped = false,
            (true, b'\\') => is_escaped = true,
            (_, b'"') => in_text = !in_text,
            (false, b'[' | b'{') => level += 1,
            (false, b']' | b'}') => level = level.saturating_sub(1),
            (_, _) => {}
        }
        if LEVELS_MOST < level {
            return Err(TooLarge::Levels);
        }
    }
    Ok(())
}

/// Refuses what has a text or a list in it that is longer than one may be.
pub(crate) fn within(what: &impl Serialize) -> Result<(), EngineError> {
    let given = serde_json::to_value(what).map_err(EngineError::Encode)?;
    if is_short(&given) {
        return Ok(());
    }
    // Which texts are free is told by what takes those out, and costs more than to find that none is long.
    let (words, _) = encoding::sealed(what)?;
    let words = serde_json::from_str(&words).map_err(EngineError::Encode)?;
    match exceeded("", &given, &words) {
        Some(too_large) => Err(EngineError::TooLarge(too_large)),
        None => Ok(()),
    }
}

/// Whether no text in a value is longer than a word may be, and no list longer than one may be.
fn is_short(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => text.len() <= WORD_MOST,
        Value::Array(members) => members.len() <= MEMBERS_MOST && members.iter().all(is_short),
        Value::Object(fields) => fields.values().all(is_short),
    }
}

/// The first thing in `given` that is longer than it may be. `words` is the same without its free texts, and
/// `field` where both stand, with dots.
fn exceeded(field: &str, given: &Value, words: &Value) -> Option<TooLarge> {
    let inside = |name: &str| match field {
        "" => name.to_owned(),
        _ => format!("{field}.{name}"),
    };
    match (given, words) {
        (Value::String(text), words) => {
            let is_word = words.is_string() && !field.ends_with(REASON);
            let most = if is_word { WORD_MOST } else { FREE_TEXT_MOST };
            let found = text.chars().count();
            let field = field.to_owned();
            (most < found).then_some(TooLarge::Text { field, found, most })
        }
        (Value::Array(given), _) if MEMBERS_MOST < given.len() => Some(TooLarge::Members {
            field: field.to_owned(),
            found: given.len(),
        }),
        (Value::Array(given), Value::Array(words)) => {
            let mut members = given.iter().zip(words).enumerate();
            members
                .find_map(|(at, (given, words))| exceeded(&inside(&at.to_string()), given, words))
        }
        (Value::Object(given), Value::Object(words)) => {
            let mut fields = given.iter();
            fields.find_map(|(name, given)| exceeded(&inside(name), given, words.get(name)?))
        }
        (_, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    fn refused(at: &str, text: &str) -> String {
        let json = r#"{"id":"00000000-0000-7000-8000-000000000001","number":"17-1",
            "actor":{"id":"court-9","role":"court","national":true},"command":{"machine":"licence","type":
            "reinstate","decision":"judgment 9","reason":"stated","through":null,"renewal_filed_on":null}}"#;
        let request = Request::parse(json.replace(at, text).as_bytes()).unwrap();
        within(&request).map_or_else(|error| error.to_string(), |()| "taken".to_owned())
    }

    /// A text may have as many characters as its field takes, in whatever letters, and none more.
    #[test]
    fn a_text_is_as_long_as_its_field_takes() {
        for (at, field, most) in [
            ("stated", "command.reason", FREE_TEXT_MOST),
            ("court-9", "actor.id", WORD_MOST),
        ] {
            assert_eq!(refused(at, &"پ".repeat(most)), "taken");
            let found = most + 1;
            assert_eq!(
                refused(at, &"پ".repeat(found)),
                format!(
                    "it is too large: `{field}` has {found} characters, and at most {most} are taken"
                )
            );
        }
    }

    /// Brackets within a text nest nothing.
    #[test]
    fn lists_stand_so_deep_in_each_other_and_no_deeper() {
        let nested = |levels: usize| "[".repeat(levels) + r#""[[\"[[""# + &"]".repeat(levels);
        assert_eq!(text_within(nested(LEVELS_MOST).as_bytes()), Ok(()));
        assert_eq!(
            text_within(nested(LEVELS_MOST + 1).as_bytes()),
            Err(TooLarge::Levels)
        );
        assert_eq!(text_within(&vec![b' '; BYTES_MOST]), Ok(()));
        assert_eq!(
            text_within(&vec![b' '; BYTES_MOST + 1]),
            Err(TooLarge::Bytes)
        );
    }
}
