//! To import the rows of another register: each row is read as a profile says, believed or rejected,
//! and written beside what this register already holds.
//!
//! The file is streamed and written in batches, one transaction each, so that its size does not
//! matter and a run that is cut off can be run again: rows that are already there change nothing.

mod batch;
mod numbers;
mod records;
mod rejects;
mod row;
mod seen;
mod subject;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::moving::atomic_file::is_same_file;
use crate::profile::Profile;
use crate::{Engine, EngineError};
use records::{Record, Records};
use rejects::Rejects;
use row::Reader;
use seen::Seen;

pub use row::Rejection;

/// How many rows share a transaction.
const BATCH: usize = 1000;

/// A file that is open and has been found to have the profile's columns.
pub struct Import {
    profile: Profile,
    reader: Reader,
    records: Records<BufReader<File>>,
    rejects: Option<Rejects>,
    seen: Seen,
    path: PathBuf,
    bytes: u64,
}

/// What an import did.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Imported {
    /// Rows read, without the header.
    pub rows: u64,
    /// Rows that were believed.
    pub accepted: u64,
    /// Rows that were not.
    pub rejected: u64,
    /// Licences that the accepted rows are about.
    pub licences: u64,
    /// Accepted rows that were in the register already.
    pub unchanged: u64,
    /// Accepted rows that state otherwise what an earlier import of the same profile stated.
    pub revised: u64,
}

/// A file that cannot be imported at all.
#[derive(Debug, thiserror::Error)]
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
    /// The rejects would overwrite what is read.
    #[error("the rejects cannot be written over {path}, which is being read")]
    SameFile {
        /// The file.
        path: PathBuf,
    },
    /// The rejects cannot be written.
    #[error("writing the rejects to {path} failed; name a file that can be written")]
    Rejects {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Import {
    /// Opens the file and compares its first line with the profile; nothing is written yet.
    pub fn open(
        profile: Profile,
        path: &Path,
        rejects: Option<&Path>,
    ) -> Result<Self, ImportError> {
        let unreadable = |source| ImportError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(unreadable)?;
        let meta = file.metadata().map_err(unreadable)?;
        if meta.is_dir() {
            let source = std::io::Error::from(std::io::ErrorKind::IsADirectory);
            return Err(unreadable(source));
        }
        let input = BufReader::with_capacity(1 << 16, file);
        let (records, header) = Records::open(input).map_err(unreadable)?;
        let header = header.filter(|header| !header.iter().all(<[u8]>::is_empty));
        let Some(header) = header else {
            return Err(ImportError::Empty {
                path: path.to_owned(),
                profile: profile.name,
            });
        };
        let reader = Reader::new(&profile, &header).map_err(|columns| ImportError::Columns {
            path: path.to_owned(),
            profile: profile.name.clone(),
            columns: columns.join(", "),
        })?;
        let rejects = match rejects {
            Some(rejects) if is_same_file(rejects, path) => {
                return Err(ImportError::SameFile {
                    path: path.to_owned(),
                });
            }
            Some(rejects) => Some(Rejects::create(rejects, &header)?),
            None => None,
        };
        Ok(Self {
            profile,
            reader,
            records,
            rejects,
            seen: Seen::of(&header),
            path: path.to_owned(),
            bytes: meta.len(),
        })
    }

    /// How large the file is.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Engine {
    /// Imports the rows of a file. `on_reject` is called with each row that cannot be believed, which
    /// is also written to the rejects; the others go in. `progress` is called with the number of bytes
    /// that were read.
    pub async fn import(
        &self,
        mut import: Import,
        mut on_reject: impl FnMut(&Rejection),
        mut progress: impl FnMut(u64),
    ) -> Result<Imported, ImportError> {
        let mut imported = Imported::default();
        let regime = self.regime(&import.profile.regime)?;
        loop {
            let records = next_batch(&mut import)?;
            if records.is_empty() {
                break;
            }
            let mut good = Vec::with_capacity(records.len());
            let mut bad = Vec::new();
            for (at, record) in records.iter().enumerate() {
                match import.reader.read(record, regime) {
                    Ok(row) => good.push((at, row)),
                    Err(rejection) => bad.push((at, rejection)),
                }
            }
            let written = self
                .write_batch(&import.profile, good, &mut import.seen, &mut bad)
                .await?;
            bad.sort_by_key(|(at, _)| *at);
            for (at, rejection) in &bad {
                on_reject(rejection);
                if let Some(rejects) = &mut import.rejects {
                    rejects.write(&records[*at].fields, rejection)?;
                }
            }
            if let Some(rejects) = &mut import.rejects {
                rejects.flush()?;
            }
            imported.rows += records.len() as u64;
            imported.rejected += bad.len() as u64;
            imported.unchanged += written.unchanged;
            imported.revised += written.revised;
            progress(import.records.bytes());
        }
        imported.accepted = imported.rows - imported.rejected;
        imported.licences = import.seen.licences() as u64;
        Ok(imported)
    }
}

/// The next rows; none at the end of the file.
fn next_batch(import: &mut Import) -> Result<Vec<Record>, ImportError> {
    let mut batch = Vec::with_capacity(BATCH);
    while batch.len() < BATCH {
        match import.records.next() {
            Ok(Some(record)) => batch.push(record),
            Ok(None) => break,
            Err(source) => {
                return Err(ImportError::Broken {
                    path: import.path.clone(),
                    line: import.records.lines(),
                    source,
                });
            }
        }
    }
    Ok(batch)
}
