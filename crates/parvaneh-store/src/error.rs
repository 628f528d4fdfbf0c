//! What can go wrong with a database, in words that say what to do.

use std::error::Error;

use sea_orm::sqlx;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

use crate::Address;

/// A failure of the store; its cause is in `source` and not repeated in the text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another writer was quicker.
    #[error("{dossiers} dossiers have moved past the version that was read")]
    Conflict {
        /// How many.
        dossiers: usize,
    },
    /// The register's own row is gone.
    #[error("the register has no id; its table `register` has lost its row")]
    Nameless,
    /// The URL names nothing this program can open.
    #[error(
        "{url:?} is no register; write it like sqlite://parvaneh.db or postgres://user@host/database"
    )]
    Url {
        /// What was given.
        url: Address,
    },
    /// What is needed to open it is not in this program.
    #[error(
        "{url} cannot be opened: this program was built without {what}; build it with the feature {feature:?} of \
         the crate parvaneh"
    )]
    NotBuilt {
        /// The URL.
        url: Address,
        /// A database, or TLS.
        what: &'static str,
        /// The feature that it is built with.
        feature: &'static str,
    },
    /// A parameter of the URL is wrong.
    #[error("{url} cannot be opened: {problem}")]
    Parameter {
        /// The URL.
        url: Address,
        /// What is wrong.
        problem: String,
    },
    /// There is no file.
    #[error("there is no register at {url}; make one with `parvaneh migrate` or `parvaneh import`")]
    Missing {
        /// Where.
        url: Address,
    },
    /// The path is no file.
    #[error("{url} is a folder; name a file in it")]
    Folder {
        /// Where.
        url: Address,
    },
    /// The file is something else.
    #[error("{url} is not a database; name another file")]
    NotADatabase {
        /// Where.
        url: Address,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The file was one, and something has been at it.
    #[error("{what} failed because the file is damaged; put back an earlier copy of it")]
    Torn {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The file cannot be opened.
    #[error("opening the register at {url} failed; look at the path and its permissions")]
    Open {
        /// Where.
        url: Address,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// No server answers, or it lets nobody in.
    #[error("connecting to {url} failed; look at its host, port, database and user")]
    Unreachable {
        /// Where.
        url: Address,
        /// What the server or the system said.
        #[source]
        source: DatabaseError,
    },
    /// No server answers in time.
    #[error(
        "connecting to {url} failed: there was no connection within {seconds} seconds; look at its host and \
         port, whether the server runs, and at the network to it"
    )]
    NoConnection {
        /// Where.
        url: Address,
        /// How long it was waited for.
        seconds: u64,
    },
    /// A server answers, and no connection to it can be encrypted as the URL asks.
    #[error("connecting to {url} failed: {problem}")]
    Insecure {
        /// Where.
        url: Address,
        /// What is wrong with the server or its certificate.
        problem: Box<str>,
        /// What the driver said.
        #[source]
        source: DatabaseError,
    },
    /// The disk, or the quota, is used up.
    #[error("{what} failed because the disk is full; free some space and run it again")]
    DiskFull {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The file may not be written.
    #[error("{what} failed because the register is read-only; look at its permissions")]
    ReadOnly {
        /// What was attempted.
        what: &'static str,
        /// What the database said, if it came to be asked.
        #[source]
        source: Option<DatabaseError>,
    },
    /// Another process is writing, for longer than we wait.
    #[error("{what} failed because another process is writing to the register; try again")]
    Busy {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// Two transactions stood in each other's way, and this one was given up.
    #[error("{what} failed because another transaction stood in its way; try again")]
    Contended {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The server ended a statement that took too long.
    #[error("{what} took longer than the server allows; try again when it has less to do")]
    TimedOut {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The server went away, or is not to be reached.
    #[error("{what} failed because the connection to the database was lost; run it again")]
    Lost {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// Each connection of the pool is in use.
    #[error(
        "{what} failed because no connection came free in time: all {connections} of the pool are in use or being \
         opened; try again, use fewer at once, or give the pool more"
    )]
    Exhausted {
        /// What was attempted.
        what: &'static str,
        /// How many there are.
        connections: u32,
    },
    /// Nothing was answered: the network, or the server, has fallen silent.
    #[error(
        "{what} failed because no answer came within {seconds} seconds; look whether the server and the \
         network to it are well, and run it again"
    )]
    Unanswered {
        /// What was attempted.
        what: &'static str,
        /// How long the answer was waited for.
        seconds: u64,
    },
    /// Nothing was answered to a commit: it may have been done.
    #[error(
        "the commit was sent and no answer came: what was to be written is recorded or not, and nobody knows \
         which; run it again, which finds what is recorded (a command with its id is answered the same)"
    )]
    Uncertain {
        /// What the driver said, where the connection was lost.
        #[source]
        source: Option<DatabaseError>,
    },
    /// A rule of the schema was broken.
    #[error("{what} failed because a row contradicts another one")]
    Constraint {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// A cell holds something else than every program has written there.
    #[error("{what} failed because a row cannot be read")]
    Unreadable {
        /// What was attempted.
        what: &'static str,
        /// Which column, and why.
        #[source]
        source: DatabaseError,
    },
    /// What commands that share a transaction were to write could not be written: the transaction is to be given up.
    #[error("writing what commands of one transaction led to failed")]
    Unwritten {
        /// Why, where it was found out just now.
        #[source]
        source: Option<Box<StoreError>>,
    },
    /// What was done in a host's transaction could not be undone.
    #[error(
        "a call within a transaction failed ({because}) and could not be undone; roll the whole transaction back"
    )]
    NotUndone {
        /// Why the call failed.
        because: Box<str>,
        /// Why it could not.
        #[source]
        source: Box<StoreError>,
    },
    /// A later import of the same register has put an end to this one.
    #[error("another import into the register has begun; let that one come to its end")]
    Overtaken,
    /// Anything else.
    #[error("{what} failed")]
    Database {
        /// What was attempted.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
}

/// What a database or its driver said: for whoever looks into it, and not for programs. The kind of an error is the
/// [`StoreError`]'s.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DatabaseError(pub(crate) DbErr);

impl StoreError {
    /// Names what was attempted.
    pub(crate) fn of(what: &'static str) -> impl Fn(DbErr) -> Self {
        move |said| {
            let trouble = Trouble::of(&said);
            let source = DatabaseError(said);
            match trouble {
                Some(Trouble::Full) => Self::DiskFull { what, source },
                Some(Trouble::ReadOnly) => Self::ReadOnly {
                    what,
                    source: Some(source),
                },
                Some(Trouble::Busy) => Self::Busy { what, source },
                Some(Trouble::Torn) => Self::Torn { what, source },
                Some(Trouble::Constraint) => Self::Constraint { what, source },
                Some(Trouble::Contended) => Self::Contended { what, source },
                Some(Trouble::TimedOut) => Self::TimedOut { what, source },
                Some(Trouble::Lost) => Self::Lost { what, source },
                Some(Trouble::Unreadable) => Self::Unreadable { what, source },
                Some(Trouble::NotADatabase) | None => Self::Database { what, source },
            }
        }
    }

    /// Names the feature without which the register at `url` cannot be opened.
    #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "tls")))]
    pub(crate) fn not_built(url: &Address, what: &'static str, feature: &'static str) -> Self {
        let url = url.clone();
        Self::NotBuilt { url, what, feature }
    }

    /// Says why the register at `url` could not be opened.
    pub(crate) fn not_opened(url: &Address, said: DbErr) -> Self {
        let what = "opening the register";
        let url = url.clone();
        let trouble = Trouble::of(&said);
        let source = DatabaseError(said);
        match trouble {
            Some(Trouble::Full) => Self::DiskFull { what, source },
            Some(Trouble::Busy) => Self::Busy { what, source },
            Some(Trouble::Torn) => Self::Torn { what, source },
            Some(Trouble::NotADatabase) => Self::NotADatabase { url, source },
            Some(_) | None => Self::Open { url, source },
        }
    }

    /// Whether the same transaction, begun again, may well go through: nothing of it was kept, or
    /// what was kept is found by the second try. Another writer was quicker ([`Self::Conflict`], [`Self::Contended`]),
    /// no connection was free ([`Self::Exhausted`]), or the server was lost ([`Self::Lost`], [`Self::Unanswered`],
    /// [`Self::Uncertain`]).
    ///
    /// What others hold for longer than it was waited for is none of these: see [`Self::is_held`].
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Conflict { .. }
                | Self::Contended { .. }
                | Self::Exhausted { .. }
                | Self::Lost { .. }
                | Self::Unanswered { .. }
                | Self::Uncertain { .. }
        )
    }

    /// Whether something that others hold was waited for in vain: a file that another process writes to, or a row that
    /// is locked ([`Self::Busy`]).
    pub fn is_held(&self) -> bool {
        matches!(self, Self::Busy { .. })
    }

    /// Whether the fault lies with one dossier of a batch, so that its neighbours can go on.
    pub fn is_about_one_dossier(&self) -> bool {
        matches!(
            self,
            Self::Conflict { .. } | Self::Constraint { .. } | Self::Unreadable { .. }
        )
    }
}

/// Whether no connection came about in time, whatever the reason.
pub(crate) fn is_over_time(source: &DbErr) -> bool {
    match source {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => true,
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            matches!(&**cause, sqlx::Error::PoolTimedOut)
        }
        _ => false,
    }
}

/// The errors of a database that have a message of their own.
enum Trouble {
    Full,
    ReadOnly,
    Busy,
    Torn,
    Constraint,
    Contended,
    TimedOut,
    Lost,
    Unreadable,
    NotADatabase,
}

impl Trouble {
    fn of(error: &DbErr) -> Option<Self> {
        let (DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
        else {
            return match error {
                DbErr::ConnectionAcquire(_) => Some(Self::Lost),
                DbErr::Type(_) | DbErr::TryIntoErr { .. } => Some(Self::Unreadable),
                _ => None,
            };
        };
        let Some(reported) = cause.as_database_error() else {
            return match &**cause {
                sqlx::Error::Io(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => Some(Self::Lost),
                sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Some(Self::Unreadable),
                _ => None,
            };
        };
        let code = reported.code()?;
        match code.len() {
            5 => Self::of_sqlstate(&code),
            _ => Self::of_sqlite(code.parse().ok()?),
        }
    }

    /// By PostgreSQL's SQLSTATE, of which the first two characters are the class.
    fn of_sqlstate(code: &str) -> Option<Self> {
        match code {
            "40001" | "40P01" => Some(Self::Contended),
            "25006" => Some(Self::ReadOnly),
            "53100" => Some(Self::Full),
            "55P03" => Some(Self::Busy),
            "57014" => Some(Self::TimedOut),
            "25P03" | "53300" | "57P01" | "57P02" | "57P03" | "57P05" => Some(Self::Lost),
            _ if code.starts_with("08") => Some(Self::Lost),
            // An integrity constraint, a value out of range, a view's check option, or a trigger's
            // exception.
            _ if ["23", "22", "44", "P0"]
                .iter()
                .any(|kind| code.starts_with(kind)) =>
            {
                Some(Self::Constraint)
            }
            _ => None,
        }
    }

    /// By SQLite's extended result code, of which the lowest byte is the primary code.
    fn of_sqlite(code: i32) -> Option<Self> {
        match code {
            // SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE and _SHMSIZE: so SQLite reports a limit on file
            // sizes. A full disk is SQLITE_FULL, 13.
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

/// An error and what led to it, in one sentence, each once.
pub fn in_full(error: &dyn Error) -> String {
    let mut sentence = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = error.to_string();
        if !sentence.contains(&cause) {
            sentence = format!("{sentence}: {cause}");
        }
        source = error.source();
    }
    sentence
}
