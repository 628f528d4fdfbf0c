//! What can go wrong with a database, in words that say what to do.

use sea_orm::{DbErr, SqlErr};

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
        /// What the database said.
        #[source]
        source: DbErr,
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
        move |source| {
            let text = source.to_string();
            if let Some(
                SqlErr::UniqueConstraintViolation(_) | SqlErr::ForeignKeyConstraintViolation(_),
            ) = source.sql_err()
            {
                return Self::Constraint { what, source };
            }
            // SQLite has no other way to say which of these it was: codes 13, 10, 8 and 5.
            if text.contains("disk is full") || text.contains("disk I/O error") {
                return Self::DiskFull { what, source };
            }
            if text.contains("readonly database") {
                return Self::ReadOnly { what, source };
            }
            if text.contains("database is locked") {
                return Self::Busy { what, source };
            }
            Self::Database { what, source }
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
            | Self::Open { .. }
            | Self::DiskFull { .. }
            | Self::ReadOnly { .. }
            | Self::Busy { .. }
            | Self::Database { .. } => false,
        }
    }
}
