//! Who holds a licence: natural persons and legal entities, their ids and their names.

pub mod history;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeTuple};

use crate::calendar::latin_digits;
use crate::unseen::is_unseen;

/// A party's id, by which events name it: no personal data. A UUID, made outside the core.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String", extend("format" = "uuid"), inline))]
pub struct PartyId(pub [u8; 16]);

/// A text that is no party id.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is no party id; it is a UUID")]
pub struct NoPartyId(String);

/// What kind of person a party is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// شخص حقیقی
    Natural,
    /// شخص حقوقی
    Legal,
    /// The register does not say.
    Unstated,
}

impl PartyKind {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Natural => "natural",
            Self::Legal => "legal",
            Self::Unstated => "unstated",
        }
    }
}

/// A natural person's national id (کد ملی): ten Latin digits whose checksum holds.
#[derive(Clone, Debug, Eq, PartialEq, Hash)]
pub struct NationalId(String);

/// A legal entity's id (شناسه ملی): eleven Latin digits whose checksum holds.
#[derive(Clone, Debug, Eq, PartialEq, Hash)]
pub struct LegalEntityId(String);

/// A text that is no id of its kind.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum IdError {
    /// It has other characters, or more or fewer of them.
    #[error("an id of this kind has {wanted} digits")]
    Digits {
        /// How many digits it has.
        wanted: usize,
    },
    /// Ten times the same digit satisfies the checksum and belongs to nobody, but for 1111111111.
    #[error("an id of one repeated digit belongs to nobody")]
    Repeated,
    /// The last digit is not what the others lead to.
    #[error("its check digit does not fit the others")]
    Checksum,
}

/// The one national id of a repeated digit that a person has.
const BELONGS_TO_SOMEBODY: &str = "1111111111";

impl NationalId {
    /// Reads ten digits, Latin, Persian or Arabic; spaces around them do not count.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let (id, digits) = digits::<10>(text)?;
        if id != BELONGS_TO_SOMEBODY && digits.iter().all(|digit| *digit == digits[0]) {
            return Err(IdError::Repeated);
        }
        let sum: u32 = (2..=10)
            .rev()
            .zip(digits)
            .map(|(weight, digit)| weight * digit)
            .sum();
        let rest = sum % 11;
        let check = if rest < 2 { rest } else { 11 - rest };
        if digits[9] == check {
            Ok(Self(id))
        } else {
            Err(IdError::Checksum)
        }
    }

    /// Ten Latin digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl LegalEntityId {
    /// Reads eleven digits, Latin, Persian or Arabic; spaces around them do not count.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        const WEIGHTS: [u32; 10] = [29, 27, 23, 19, 17, 29, 27, 23, 19, 17];
        let (id, digits) = digits::<11>(text)?;
        if digits.iter().all(|digit| *digit == digits[0]) {
            return Err(IdError::Repeated);
        }
        let tens = digits[9] + 2;
        let sum: u32 = WEIGHTS
            .iter()
            .zip(digits)
            .map(|(weight, digit)| weight * (digit + tens))
            .sum();
        let check = sum % 11 % 10;
        if digits[10] == check {
            Ok(Self(id))
        } else {
            Err(IdError::Checksum)
        }
    }

    /// Eleven Latin digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The identifiers that a text may mean, each with the kind of person that has it, however it is written: in
/// whatever digits, with marks between them, or after the name of what it is. A national id may have lost the
/// zeros before it; that of a legal entity has its eleven digits, so that no text means both.
pub fn identifiers_meant(text: &str) -> Vec<(PartyKind, String)> {
    if text.parse::<PartyId>().is_ok() {
        return Vec::new();
    }
    let text = latin_digits(&normalise(text));
    let number = text.rsplit(':').next().unwrap_or_default();
    let is_mark = |letter: char| {
        matches!(
            letter,
            ' ' | '-' | '.' | '/' | '_' | '\u{2010}'..='\u{2015}'
        )
    };
    let digits: String = number.chars().filter(|letter| !is_mark(*letter)).collect();
    if digits.len() < 8 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Vec::new();
    }
    if let Ok(NationalId(id)) = NationalId::parse(&format!("{digits:0>10}")) {
        return vec![(PartyKind::Natural, id.clone()), (PartyKind::Unstated, id)];
    }
    let legal = LegalEntityId::parse(&digits).ok();
    legal
        .map(|LegalEntityId(id)| vec![(PartyKind::Legal, id)])
        .unwrap_or_default()
}

/// Whoever a text means, in one spelling for all the ways to write an id: two that say the same are one person.
pub fn person_meant(text: &str) -> String {
    if let Ok(party) = text.parse::<PartyId>() {
        return party.to_string();
    }
    match identifiers_meant(text).into_iter().next() {
        Some((_, identifier)) => identifier,
        None => latin_digits(&normalise(text)).to_lowercase(),
    }
}

fn digits<const N: usize>(text: &str) -> Result<(String, [u32; N]), IdError> {
    let id: String = latin_digits(&normalise(text));
    let mut digits = [0; N];
    let mut count = 0;
    for letter in id.chars() {
        let digit = letter.to_digit(10).filter(|_| letter.is_ascii_digit());
        match (digit, digits.get_mut(count)) {
            (Some(digit), Some(place)) => *place = digit,
            (Some(_), None) | (None, Some(_) | None) => return Err(IdError::Digits { wanted: N }),
        }
        count += 1;
    }
    if count == N {
        Ok((id, digits))
    } else {
        Err(IdError::Digits { wanted: N })
    }
}

/// A name in one spelling, beside the spelling in which it was given.
#[derive(Clone, Debug, Eq, PartialEq, Hash)]
pub struct Name {
    /// As [`normalise`] spells it.
    pub normalised: String,
    /// As it was given.
    pub as_given: String,
}

/// A name of which nothing is left.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a name is needed")]
pub struct NameMissing;

impl Name {
    /// The name, unless nothing can be seen of it.
    pub fn parse(text: &str) -> Result<Self, NameMissing> {
        let normalised = normalise(text);
        if normalised.is_empty() {
            return Err(NameMissing);
        }
        Ok(Self {
            normalised,
            as_given: text.to_owned(),
        })
    }
}

/// One spelling for what looks the same: Arabic ي, ى and ك as Persian ی and ک, a zero-width
/// non-joiner as a space, no marks that cannot be seen, and single spaces between words.
pub fn normalise(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut space = false;
    for letter in text.chars() {
        let letter = match letter {
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            '\u{200c}' => ' ',
            unseen if is_unseen(unseen) => continue,
            other => other,
        };
        if letter.is_whitespace() {
            space = !plain.is_empty();
            continue;
        }
        if space {
            plain.push(' ');
            space = false;
        }
        plain.push(letter);
    }
    plain
}

impl fmt::Display for PartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'-'; 36];
        let mut at = 0;
        for (place, byte) in self.0.into_iter().enumerate() {
            at += usize::from(matches!(place, 4 | 6 | 8 | 10));
            text[at..at + 2].copy_from_slice(&in_digits(byte));
            at += 2;
        }
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

/// A byte in two small hexadecimal digits of ASCII.
pub fn in_digits(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 0xf].map(|half| {
        let first = if half < 10 { b'0' } else { b'a' - 10 };
        first + half
    })
}

impl FromStr for PartyId {
    type Err = NoPartyId;

    fn from_str(text: &str) -> Result<Self, NoPartyId> {
        let wrong = || NoPartyId(text.to_owned());
        if text.len() != 36 {
            return Err(wrong());
        }
        let mut bytes = [0; 16];
        let mut digits = 0;
        for (at, letter) in text.bytes().enumerate() {
            if matches!(at, 8 | 13 | 18 | 23) {
                if letter != b'-' {
                    return Err(wrong());
                }
                continue;
            }
            let digit = char::from(letter).to_digit(16).ok_or_else(wrong)?;
            let byte: &mut u8 = &mut bytes[digits / 2];
            *byte = *byte << 4 | u8::try_from(digit).unwrap_or_default();
            digits += 1;
        }
        Ok(Self(bytes))
    }
}

/// A hyphenated text where a person may read it, sixteen bytes where nobody does.
impl Serialize for PartyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(self);
        }
        let mut tuple = serializer.serialize_tuple(16)?;
        for byte in self.0 {
            tuple.serialize_element(&byte)?;
        }
        tuple.end()
    }
}

impl<'de> Deserialize<'de> for PartyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(de::Error::custom);
        }
        <[u8; 16]>::deserialize(deserializer).map(Self)
    }
}
