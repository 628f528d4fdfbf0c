//! Texts in commands and events, by what may become of them: what somebody typed stays in the
//! register, what things are called may be published. A command's reason cannot be empty.

mod free;

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use free::{BLANKED, BLANKED_HASH, FREE_TEXT, FreeText, HASHED};

/// What a regime, an edition or another register calls a thing: a paper, a number, a province, the id
/// under which an agency acts. It may be published. It is stored as the bare text, and read wherever a `&str`
/// is.
#[derive(Clone, Default, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, extend("x-withheld" = false))
)]
#[serde(transparent)]
pub struct Label(String);

impl Label {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Label {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Label {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl PartialEq<str> for Label {
    fn eq(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl PartialEq<&str> for Label {
    fn eq(&self, text: &&str) -> bool {
        self.0 == *text
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether a text has no letter and no digit in it: spaces, marks and what cannot be seen say nothing.
fn says_nothing(text: &str) -> bool {
    let is_filler =
        |letter: char| matches!(letter, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    !text
        .chars()
        .any(|letter| letter.is_alphanumeric() && !is_filler(letter))
}

/// Why somebody decides, objects or excuses, as a command says it. It has at least one letter or
/// digit, so that nobody decides against somebody without a word.
///
/// An event keeps it as a [`FreeText`]: what was stored before reasons had to be given is read as it
/// is.
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, extend("x-withheld" = true, "pattern" = r"[\p{L}\p{N}]"))
)]
pub struct Reason(String);

/// A reason is written as the free text that it becomes.
impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(FREE_TEXT, &self.0)
    }
}

/// A reason that says nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a reason is empty, and a decision says why")]
pub struct EmptyReason;

impl Reason {
    /// The text as a reason; refused where it says nothing.
    pub fn new(text: impl Into<String>) -> Result<Self, EmptyReason> {
        let text = text.into();
        match says_nothing(&text) {
            true => Err(EmptyReason),
            false => Ok(Self(text)),
        }
    }

    /// Some words, where any will do.
    pub(crate) fn sample() -> Self {
        Self("stated reason".to_owned())
    }

    /// Reads the field of that name.
    fn named<'de, D: Deserializer<'de>>(name: &str, deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(text).map_err(|_| {
            de::Error::custom(format_args!("`{name}` is empty, and a decision says why"))
        })
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::named("reason", deserializer)
    }
}

/// Reads a reason that stands in the field `unmet`: the condition that is not met.
pub(crate) fn unmet<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Reason, D::Error> {
    Reason::named("unmet", deserializer)
}

/// Reads a reason that stands in the field `grounds`: those of an objection.
pub(crate) fn grounds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Reason, D::Error> {
    Reason::named("grounds", deserializer)
}

/// All that is missing of a request, as a command lists it: at least one thing, and each in words.
///
/// An event keeps it as [`FreeText`]s, as it does a [`Reason`].
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, extend("minItems" = 1))
)]
#[serde(transparent)]
pub struct Deficiencies(Vec<Reason>);

impl Deficiencies {
    /// One thing, where any will do.
    pub(crate) fn sample() -> Self {
        Self(vec![Reason::sample()])
    }
}

impl<'de> Deserialize<'de> for Deficiencies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let empty = || de::Error::custom("`missing` is empty, and a deficiency is something");
        let texts = Vec::<String>::deserialize(deserializer)?;
        let things = texts
            .into_iter()
            .map(|text| Reason::new(text).map_err(|_| empty()));
        let things = things.collect::<Result<Vec<Reason>, D::Error>>()?;
        match things.is_empty() {
            true => Err(empty()),
            false => Ok(Self(things)),
        }
    }
}

impl From<&Deficiencies> for Vec<FreeText> {
    fn from(listed: &Deficiencies) -> Self {
        listed.0.iter().map(FreeText::from).collect()
    }
}

impl Deref for Reason {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reason {
    type Err = EmptyReason;

    fn from_str(text: &str) -> Result<Self, EmptyReason> {
        Self::new(text)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
