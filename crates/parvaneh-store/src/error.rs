//! What can go wrong with a database, in words that say what to do.

use sea_orm::{DbErr, RuntimeErr};

/// A failure of the store; its cause is in `source` and not repeated in the text.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another writer was quicker.
    #[error("{dossiers} dossiers have moved past the version that was read")]
    Conflict {
        /// How many.
        dossiers: usize,
    },
    /// The URL names nothing this program can open.
    #[error("{url:?} is no register; write it like sqlite://parvaneh.db")]
    Url {
        /// What was given.
        url: String,
    },
    /// There is no file.
    #[error("there is no register at {url}; make one with `parvaneh migrate` or `parvaneh import`")]
    Missing {
        /// Where.
        url: String,
    },
    /// The path is no file.
    #[error("{url} is a folder; name a file in it")]
    Folder {
        /// Where.
        url: String,
    },
    /// The file is something else.
    #[error("{url} is not a database; name another file")]
    NotADatabase {
        /// Where.
        url: String,
        /// What the database said.
        #[source]
        source: DbErr,
    },
    /// The file was one, and something has been at it.
    #[error("{what} failed because the file is damaged; put back an earlier copy of it")]
    Torn {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DbErr,
    },
    /// The file cannot be opened.
    #[error("opening the register at {url} failed; look at the path and its permissions")]
    Open {
        /// Where.
        url: String,
        /// What the database said.
        #[source]
        source: DbErr,
    },
    /// The disk, or the quota, is used up.
    #[error("{what} failed because the disk is full; free some space and run it again")]
    DiskFull {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DbErr,
    },
    /// The file may not be written.
    #[error("{what} failed because the register is read-only; look at its permissions")]
    ReadOnly {
        /// What was attempted.
        what: &'static str,
        /// What the database said, if it came to be asked.
        #[source]
        source: Option<DbErr>,
    },
    /// Another process is writing, for longer than we wait.
    #[error("{what} failed because another process is writing to the register; try again")]
    Busy {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DbErr,
    },
    /// A rule of the schema was broken.
    #[error("{what} failed because a row contradicts another one")]
    Constraint {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DbErr,
    },
    /// Anything else.
    #[error("{what} failed")]
    Database {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DbErr,
    },
}

impl StoreError {
    /// Names what was attempted.
    pub(crate) fn of(what: &'static str) -> impl Fn(DbErr) -> Self {
        move |source| match Trouble::of(&source) {
            Some(Trouble::Full) => Self::DiskFull { what, source },
            Some(Trouble::ReadOnly) => Self::ReadOnly {
                what,
                source: Some(source),
            },
            Some(Trouble::Busy) => Self::Busy { what, source },
            Some(Trouble::Torn) => Self::Torn { what, source },
            Some(Trouble::Constraint) => Self::Constraint { what, source },
            Some(Trouble::NotADatabase) | None => Self::Database { what, source },
        }
    }

    /// Says why the register at `url` could not be opened.
    pub(crate) fn not_opened(url: &str, source: DbErr) -> Self {
        let what = "opening the register";
        let url = url.to_owned();
        match Trouble::of(&source) {
            Some(Trouble::Full) => Self::DiskFull { what, source },
            Some(Trouble::Busy) => Self::Busy { what, source },
            Some(Trouble::Torn) => Self::Torn { what, source },
            Some(Trouble::NotADatabase) => Self::NotADatabase { url, source },
            Some(Trouble::ReadOnly | Trouble::Constraint) | None => Self::Open { url, source },
        }
    }

    /// Whether the fault lies with one dossier of a batch, so that its neighbours can go on.
    pub fn is_about_one_dossier(&self) -> bool {
        match self {
            Self::Conflict { .. } | Self::Constraint { .. } => true,
            Self::Url { .. }
            | Self::Missing { .. }
            | Self::Folder { .. }
            | Self::NotADatabase { .. }
            | Self::Torn { .. }
            | Self::Open { .. }
            | Self::DiskFull { .. }
            | Self::ReadOnly { .. }
            | Self::Busy { .. }
            | Self::Database { .. } => false,
        }
    }
}

/// What SQLite complains of, where there is something to be done about it.
enum Trouble {
    Full,
    ReadOnly,
    Busy,
    Torn,
    Constraint,
    NotADatabase,
}

impl Trouble {
    /// By SQLite's result code: the last byte is the kind, and the bytes before it say more.
    fn of(error: &DbErr) -> Option<Self> {
        let (DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
        else {
            return None;
        };
        let code: i32 = cause.as_database_error()?.code()?.parse().ok()?;
        match code {
            // A write, an fsync, a truncation or the index of the log that found no room: a full
            // disk has a code of its own (13), a limit on file sizes has not.
            778 | 1034 | 1546 | 4874 => return Some(Self::Full),
            _ => {}
        }
        match code & 0xff {
            5 | 6 => Some(Self::Busy),
            8 => Some(Self::ReadOnly),
            11 => Some(Self::Torn),
            13 => Some(Self::Full),
            19 => Some(Self::Constraint),
            26 => Some(Self::NotADatabase),
            _ => None,
        }
    }
}
