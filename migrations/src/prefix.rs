//! What the names of our tables, sequences and indexes begin with.

use std::fmt;
use std::sync::Arc;

/// What a name begins with where nothing else is said.
const OURS: &str = "parvaneh_";

/// How many letters it has at the most, so that every database takes a whole name.
const MOST: usize = 24;

/// What the names of a register's tables, sequences and indexes begin with, so that they lie beside those of a host:
/// `parvaneh_`, or what the host says. Two registers in one database have two.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Prefix(Begins);

#[derive(Clone, Debug, Default, Eq, PartialEq)]
enum Begins {
    #[default]
    Ours,
    As(Arc<str>),
    /// As in a register from before there was one.
    WithNothing,
}

/// It is no beginning of a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoPrefix(String);

impl Prefix {
    /// Refused where it is anything but small Latin letters, digits and `_`, does not begin with a letter, does not
    /// end in `_`, begins with `sqlite_`, which SQLite keeps for itself, or is longer than 24 letters.
    pub fn new(prefix: &str) -> Result<Self, NoPrefix> {
        let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
        let is_one = prefix.starts_with(|it: char| it.is_ascii_lowercase())
            && prefix.ends_with('_')
            && prefix.len() <= MOST
            && !prefix.starts_with("sqlite_")
            && prefix.chars().all(plain);
        match (is_one, prefix) {
            (false, _) => Err(NoPrefix(prefix.to_owned())),
            (true, OURS) => Ok(Self(Begins::Ours)),
            (true, _) => Ok(Self(Begins::As(prefix.into()))),
        }
    }

    /// That of a register from before tables had one: there is nothing before their names.
    pub fn none() -> Self {
        Self(Begins::WithNothing)
    }

    fn text(&self) -> &str {
        match &self.0 {
            Begins::Ours => OURS,
            Begins::As(prefix) => prefix,
            Begins::WithNothing => "",
        }
    }

    /// One of our names, with what it begins with.
    pub fn of(&self, name: &str) -> String {
        format!("{self}{name}")
    }

    /// A statement that was written with `parvaneh_`, for the tables that have this prefix.
    pub fn put_into(&self, sql: String) -> String {
        match &self.0 {
            Begins::Ours => sql,
            Begins::As(_) | Begins::WithNothing => sql.replace(OURS, self.text()),
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl fmt::Display for NoPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} cannot be a prefix; use small letters, digits and _, begin with a letter (not with sqlite_), end with _, \
             {MOST} letters at the most",
            self.0
        )
    }
}

impl std::error::Error for NoPrefix {}
