//! The numbers of licences, files and calls: one spelling for all the ways to write one.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{
    canonical_combining_class, decompose_canonical, decompose_compatible,
};

use crate::unseen::is_unseen;

/// The longest number there may be, in characters.
pub const LONGEST: usize = 100;

/// A number in one spelling, beside the spelling in which it was given. Two numbers are the same where
/// their normalised forms are.
#[derive(Clone, Debug, Eq, PartialEq, Hash)]
pub struct Number {
    /// As [`normalise`] spells it; never empty.
    pub normalised: String,
    /// As it was given, without the white space around it.
    pub as_given: String,
}

/// A text that is no number.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NumberError {
    /// Nothing can be seen of it.
    #[error("a number is needed, and nothing can be seen of {0:?}")]
    Missing(String),
    /// It is longer than [`LONGEST`].
    #[error(
        "a number has at most {LONGEST} characters, and the one that begins {begins:?} has {found}"
    )]
    TooLong {
        /// Its first characters.
        begins: String,
        /// How many characters it has.
        found: usize,
    },
    /// A line break, a tab or the like within it.
    #[error("the number {0:?} has a control character in it, which nobody can see")]
    Control(String),
}

impl Number {
    /// The number that a text writes. White space around it does not count.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let as_given = text.trim();
        // A byte is the least that a character takes.
        if LONGEST < as_given.len() {
            let found = as_given.chars().count();
            if LONGEST < found {
                let begins = as_given.chars().take(20).collect();
                return Err(NumberError::TooLong { begins, found });
            }
        }
        if as_given.chars().any(char::is_control) {
            return Err(NumberError::Control(as_given.to_owned()));
        }
        let normalised = normalise(as_given);
        if normalised.is_empty() {
            return Err(NumberError::Missing(text.to_owned()));
        }
        Ok(Self {
            normalised: normalised.into_owned(),
            as_given: as_given.to_owned(),
        })
    }
}

/// What the last character written was, of which it depends whether a space after it counts.
#[derive(Clone, Copy, Eq, PartialEq)]
enum After {
    Letter,
    Digit,
    /// Nothing yet, or a dash, a stroke and the like.
    Sign,
}

/// What stands between two characters.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Between {
    Nothing,
    /// A zero-width non-joiner: it parts letters, and cannot be seen between anything else.
    NonJoiner,
    Space,
}

/// One spelling for what is one number to a reader: Latin digits, one dash, ordinary forms of wide and of
/// shaped characters, Arabic ي, ى and ك as Persian ی and ک, letters composed in one way (Unicode NFC), and
/// no marks that cannot be seen. A space counts only between two letters or two digits, where without it
/// two words or two figures would run into one.
///
/// Capitals stay capitals: registers there are in which `a1` and `A1` are two numbers, both can be told
/// apart by eye, and what was once taken for one cannot be parted again. So do superscript digits and
/// fractions, which are no other way to write a digit.
pub fn normalise(text: &str) -> Cow<'_, str> {
    // Nearly all numbers are written so already.
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Cow::Borrowed(text);
    }
    let mut plain = Plain {
        written: String::with_capacity(text.len()),
        after: After::Sign,
        between: Between::Nothing,
    };
    for letter in text.chars() {
        match letter {
            // Mathematical letters and digits; Arabic letters by their place in the word; small signs;
            // wide and narrow ones.
            '\u{1d400}'..='\u{1d7ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe50}'..='\u{fefe}'
            | '\u{ff00}'..='\u{ffef}' => decompose_compatible(letter, |part| plain.write(part)),
            other => decompose_canonical(other, |part| plain.write(part)),
        }
    }
    Cow::Owned(plain.written.nfc().collect())
}

/// A number as far as it is written plainly.
struct Plain {
    written: String,
    after: After,
    between: Between,
}

impl Plain {
    fn write(&mut self, letter: char) {
        if is_unseen(letter) {
            return;
        }
        if letter.is_whitespace() {
            self.between = Between::Space;
            return;
        }
        if letter == '\u{200c}' {
            if self.between == Between::Nothing {
                self.between = Between::NonJoiner;
            }
            return;
        }
        let letter = plainly(letter);
        let is_mark = canonical_combining_class(letter) != 0;
        let now = match letter {
            _ if is_mark => After::Sign,
            letter if letter.is_alphabetic() => After::Letter,
            letter if letter.is_numeric() => After::Digit,
            _ => After::Sign,
        };
        let parts = match (self.between, now) {
            (Between::Nothing, _) | (_, After::Sign) | (Between::NonJoiner, After::Digit) => false,
            (Between::NonJoiner, After::Letter) | (Between::Space, _) => self.after == now,
        };
        if parts {
            self.written.push(' ');
        }
        self.written.push(letter);
        self.between = Between::Nothing;
        // A mark belongs to the letter that it stands on.
        if !is_mark {
            self.after = now;
        }
    }
}

/// The one character for those that are written for one another.
fn plainly(letter: char) -> char {
    match letter {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        // The Kurdish letter, into which Persian ۀ comes apart.
        '\u{6d5}' => 'ه',
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' => '-',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{660}'..='\u{669}' => digit(letter, '\u{660}'),
        '\u{6f0}'..='\u{6f9}' => digit(letter, '\u{6f0}'),
        other => other,
    }
}

fn digit(letter: char, zero: char) -> char {
    let digit = u32::from(letter) - u32::from(zero);
    char::from_digit(digit, 10).unwrap_or(letter)
}
