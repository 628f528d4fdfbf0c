//! What somebody wrote. It stays in the register, and can be blanked there.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;

use serde::de::{self, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Reason, says_nothing};

/// The name by which a serialiser knows a free text among other texts.
pub const FREE_TEXT: &str = "parvaneh::FreeText";

/// The field under which the hash of a text stands in its place.
pub const HASHED: &str = "sha256";

/// What is read in the place of a text that was blanked.
pub const BLANKED: &str = "█████";

/// Comes before the hash of a blanked text where a form has no names of fields. No text that is stored has it.
pub const BLANKED_HASH: char = '\0';

/// What somebody wrote, the number of a paper about a person, where somebody is, or who proposed something.
/// Nothing checks that no name stands there, so that it is withheld from what is published.
///
/// A row of the journal has its hash, and the text stands beside the row. Where it was blanked, only the hash
/// is left: a text that nobody can read any more equals every other one.
#[derive(Clone)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "String", inline, extend("x-withheld" = true))
)]
pub struct FreeText(Written);

#[derive(Clone)]
enum Written {
    Clear(String),
    /// By its hash, as 64 hexadecimal digits.
    Blanked(Box<str>),
}

impl FreeText {
    /// The text itself; some bars, where it was blanked.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Written::Clear(text) => text,
            Written::Blanked(_) => BLANKED,
        }
    }

    /// Whether nothing stands there that anybody could read.
    pub fn is_blank(&self) -> bool {
        says_nothing(self)
    }

    /// Whether it was blanked.
    pub fn is_blanked(&self) -> bool {
        self.clear().is_none()
    }

    fn clear(&self) -> Option<&str> {
        match &self.0 {
            Written::Clear(text) => Some(text),
            Written::Blanked(_) => None,
        }
    }
}

impl Default for FreeText {
    fn default() -> Self {
        Self(Written::Clear(String::new()))
    }
}

impl Deref for FreeText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for FreeText {
    fn from(text: &str) -> Self {
        Self(Written::Clear(text.to_owned()))
    }
}

impl From<String> for FreeText {
    fn from(text: String) -> Self {
        Self(Written::Clear(text))
    }
}

impl From<&Reason> for FreeText {
    fn from(reason: &Reason) -> Self {
        Self::from(&**reason)
    }
}

impl PartialEq for FreeText {
    fn eq(&self, other: &Self) -> bool {
        self.clear() == other.clear()
    }
}

impl Eq for FreeText {}

impl PartialOrd for FreeText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FreeText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.clear().cmp(&other.clear())
    }
}

impl PartialEq<str> for FreeText {
    fn eq(&self, text: &str) -> bool {
        self.clear() == Some(text)
    }
}

impl PartialEq<&str> for FreeText {
    fn eq(&self, text: &&str) -> bool {
        self.clear() == Some(*text)
    }
}

impl fmt::Display for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Debug for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// The bare text, under its name. Of one that was blanked, bars where people may read it, and its hash where
/// nobody does.
impl Serialize for FreeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Text<'a>(&'a FreeText);

        impl Serialize for Text<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match &self.0.0 {
                    Written::Blanked(hash) if !serializer.is_human_readable() => {
                        serializer.collect_str(&format_args!("{BLANKED_HASH}{hash}"))
                    }
                    Written::Blanked(_) | Written::Clear(_) => serializer.serialize_str(self.0),
                }
            }
        }

        serializer.serialize_newtype_struct(FREE_TEXT, &Text(self))
    }
}

impl<'de> Deserialize<'de> for FreeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.is_human_readable() {
            true => deserializer.deserialize_any(Reader),
            false => String::deserialize(deserializer).map(|text| {
                Self(match text.strip_prefix(BLANKED_HASH) {
                    Some(hash) => Written::Blanked(hash.into()),
                    None => Written::Clear(text),
                })
            }),
        }
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = FreeText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<FreeText, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<FreeText, E> {
        Ok(FreeText(Written::Clear(text)))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<FreeText, D::Error> {
        inner.deserialize_string(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FreeText, A::Error> {
        let expected =
            || de::Error::custom("a text, or an object with its hash alone, is expected");
        let (name, hash): (String, String) = map.next_entry()?.ok_or_else(expected)?;
        let is_alone = map.next_key::<IgnoredAny>()?.is_none();
        let is_digit = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        let is_hash = hash.len() == 64 && hash.bytes().all(is_digit);
        match name == HASHED && is_alone && is_hash {
            true => Ok(FreeText(Written::Blanked(hash.into()))),
            false => Err(expected()),
        }
    }
}
