//! Why a file cannot be imported at all.

use std::error::Error;
use std::path::PathBuf;

use parvaneh_store::outside_file::OutsideFileError;

use crate::EngineError;
use crate::lease::GoingOn;

/// A file that cannot be imported at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It cannot be read.
    #[error("reading {path} failed; name a CSV file that can be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It could be read no further.
    #[error("reading {path} failed after line {line}; run the import again when it can be read")]
    Broken {
        /// The file.
        path: PathBuf,
        /// The last line that was read.
        line: u64,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It has nothing in it.
    #[error("{path} is empty; its first line should name the columns of the profile {profile:?}")]
    Empty {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
    },
    /// The names of its columns cannot be told apart.
    #[error("the first line of {path} cannot be read: {fault}")]
    FirstLine {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: String,
    },
    /// It is another kind of register.
    #[error(
        "{path} has no column {columns}, which the profile {profile:?} needs; is it another kind \
         of register?"
    )]
    Columns {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
        /// Those that are missing.
        columns: String,
    },
    /// Which of two columns is meant cannot be told.
    #[error("{path} has more than one column {columns}; give each column a name of its own")]
    Doubled {
        /// The file.
        path: PathBuf,
        /// The names that come twice.
        columns: String,
    },
    /// It is in an encoding that nothing tells.
    #[error(
        "most lines of {path} are no UTF-8, as line {line}; if that reads {read:?}, the file is in \
         Windows-1256: say so with --encoding windows-1256, or with `encoding` in the profile"
    )]
    NoEncoding {
        /// The file.
        path: PathBuf,
        /// The first line that is none.
        line: u64,
        /// How that line begins in Windows-1256.
        read: String,
    },
    /// It is in another encoding than was said.
    #[error(
        "{path} was said to be in Windows-1256 and is UTF-8, as line {line} shows; say utf-8, with \
         --encoding or with `encoding` in the profile"
    )]
    OtherEncoding {
        /// The file.
        path: PathBuf,
        /// The first line with letters that are not Latin.
        line: u64,
    },
    /// It was written to while it was read.
    #[error(
        "{path} had {size} bytes, and {read} were read: it was changed meanwhile; run the import again, \
         which changes nothing that is there"
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// How large it was, in bytes.
        size: u64,
        /// How many bytes were read.
        read: u64,
    },
    /// The rejects would overwrite what is read.
    #[error("the rejects cannot be written over {path}, which is being read")]
    SameFile {
        /// The file.
        path: PathBuf,
    },
    /// It is not the whole of a register.
    #[error(
        "{path} has rows that were rejected, and not all of a register: import it without --follow"
    )]
    NotWhole {
        /// The file.
        path: PathBuf,
    },
    /// More is gone than is believed.
    #[error(
        "{gone} of {dossiers} licences have rows that are gone from {path}, and {allowed} may be taken back: its \
         rows were taken in, and none was taken back; look whether the file is whole, then raise --max-gone"
    )]
    TooManyGone {
        /// The file.
        path: PathBuf,
        /// How many licences have such rows.
        gone: usize,
        /// How many licences the profile has stated something of.
        dossiers: usize,
        /// What was allowed, as it was given.
        allowed: String,
    },
    /// Another import or a night is going on.
    #[error("{0}; try again when it has ended")]
    Running(GoingOn),
    /// The lease ran out under the import, and another run may have taken it.
    #[error(
        "the import has lost its lease, because it was not renewed in time; run it again, which changes nothing \
         that is there"
    )]
    LeaseLost,
    /// The rejects would be written over something else.
    #[error("the rejects are not written: {0}")]
    RejectsElsewhere(#[from] OutsideFileError),
    /// The rejects cannot be written.
    #[error("writing the rejects to {path} failed; name a file that can be written")]
    Rejects {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}
