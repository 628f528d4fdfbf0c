//! What the names of our tables, sequences and indexes begin with.

use std::fmt;
use std::sync::Arc;

/// What a name begins with where nothing else is said.
const OURS: &str = "parvaneh_";

/// So many letters at the most: with the longest of our names behind it, it is a name that every database takes whole.
const MOST: usize = 24;

/// What the names of a register's tables, sequences and indexes begin with, so that they lie beside those of a host:
/// `parvaneh_`, or what the host says. Two registers in one database have two.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Prefix(Option<Arc<str>>);

/// It is no beginning of a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoPrefix(String);

impl Prefix {
    /// Refused where it is anything but small Latin letters, digits and `_`, does not begin with a letter, does not
    /// end in `_`, or is longer than 24 letters.
    pub fn new(prefix: &str) -> Result<Self, NoPrefix> {
        let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
        let is_one = prefix.starts_with(|it: char| it.is_ascii_lowercase())
            && prefix.ends_with('_')
            && prefix.len() <= MOST
            && prefix.chars().all(plain);
        match (is_one, prefix) {
            (false, _) => Err(NoPrefix(prefix.to_owned())),
            (true, OURS) => Ok(Self(None)),
            (true, _) => Ok(Self(Some(prefix.into()))),
        }
    }

    /// One of our names, with what it begins with.
    pub fn of(&self, name: &str) -> String {
        format!("{self}{name}")
    }

    /// A statement that was written with `parvaneh_`, for the tables that have this prefix.
    pub fn put_into(&self, sql: String) -> String {
        match &self.0 {
            None => sql,
            Some(prefix) => sql.replace(OURS, prefix),
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or(OURS))
    }
}

impl fmt::Display for NoPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is nothing for names of tables to begin with; use small letters, digits and _, with a letter first and \
             _ last, {MOST} of them at the most",
            self.0
        )
    }
}

impl std::error::Error for NoPrefix {}
