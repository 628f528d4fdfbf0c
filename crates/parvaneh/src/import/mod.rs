//! To import the rows of another register: each row is read as a profile says, believed or rejected,
//! and written beside what this register already holds.
//!
//! The file is streamed and written in batches, one transaction each, so that its size does not
//! matter and a run that is cut off can be run again: rows that are already there change nothing.

mod ahead;
mod batch;
mod days;
mod difference;
mod error;
mod fields;
mod file;
mod follow;
mod gone;
mod header;
mod holders;
mod numbers;
mod plausible;
mod records;
mod rejects;
mod row;
mod run;
mod seen;
mod stating;
mod subject;
mod written;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Chain, Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parvaneh_store::Lease;
use serde::Serialize;

use crate::Engine;
use crate::moving::atomic_file::is_same_file;
use crate::profile::Profile;
use crate::text_file::Encoding;
use header::Header;
use records::Records;
use rejects::{Rejects, as_they_came};
use row::Reader;
use run::How;
use seen::Seen;

pub use difference::{Difference, Differing, Recorded, What};
pub use error::ImportError;
pub use follow::Follow;
pub use row::Rejection;
pub use run::Found;

/// A file that is open and has been found to have the profile's columns.
pub struct Import {
    records: Records<Input>,
    file: ReadFile,
}

/// The same without its rows, which are read elsewhere.
struct ReadFile {
    reader: Arc<Reader>,
    rejects: Option<Rejects>,
    seen: Seen,
    path: PathBuf,
    written: file::Written,
    /// How large the file is; none where it is no file that has a size, such as a pipe.
    size: Option<u64>,
    others: Lease,
}

/// The part of a file that was looked at first, and the rest.
type Input = Chain<Cursor<Vec<u8>>, BufReader<File>>;

/// What an import did.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Imported {
    /// Rows read, without the header: as many as were accepted, rejected and skipped, and as are in conflict.
    pub rows: u64,
    /// Rows that were believed: those that are new, acts, revised or unchanged.
    pub accepted: u64,
    /// Rows that were not.
    pub rejected: u64,
    /// Rows whose status word the profile skips.
    pub skipped: u64,
    /// The same by that word.
    pub skipped_words: BTreeMap<String, u64>,
    /// Licences that the accepted rows are about.
    pub licences: u64,
    /// Accepted rows that state a term which was not in the register.
    pub new: u64,
    /// Accepted rows that state what has become of a term which was.
    pub acts: u64,
    /// Accepted rows that state otherwise what an earlier import of the same profile stated.
    pub revised: u64,
    /// Accepted rows that were in the register already.
    pub unchanged: u64,
    /// Rows that state otherwise what was done or revised here, where the register is followed: a person
    /// settles them.
    pub conflicts: u64,
    /// Terms that an earlier file stated and this one does not, where the register is followed.
    pub gone: u64,
    /// Those of them that were taken back.
    pub withdrawn: u64,
    /// Accepted rows by which their holder has another name from now on; one that states nothing else that is
    /// new is among those that are revised.
    pub corrected: u64,
    /// Accepted rows whose holder has another name in an earlier row of the file, or from somebody else than this
    /// source, which stands.
    pub other_names: u64,
    /// Lines with nothing in their fields, which are no rows.
    pub blank_lines: u64,
    /// Bytes read, which are all of the file's.
    pub bytes: u64,
    /// The encoding it was read in.
    pub encoding: Encoding,
    /// What stands between its fields.
    pub separator: String,
    /// Columns of the profile that the file came without, as the profile allows.
    pub missing_columns: Vec<String>,
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
        let mut file = BufReader::with_capacity(1 << 16, file);
        let mut head = Vec::new();
        let looked_at = (&mut file).take(file::HEAD as u64).read_to_end(&mut head);
        looked_at.map_err(unreadable)?;
        let written = file::recognise(&head, path, &profile)?;
        let input = Cursor::new(head).chain(file);
        let opened = Records::open(input, written.encoding, written.separator);
        let (mut records, first) = opened.map_err(unreadable)?;
        let Some(first) = first else {
            return Err(ImportError::Empty {
                path: path.to_owned(),
                profile: profile.name,
            });
        };
        if let Some(fault) = first.fault {
            return Err(ImportError::FirstLine {
                path: path.to_owned(),
                fault,
            });
        }
        let first = match Rejects::wrote(&first.fields) {
            true => {
                records.were_rejected();
                as_they_came(first.fields)
            }
            false => first.fields,
        };
        let header = Header::of(&profile, &first);
        header.fits(&profile, path)?;
        let rejects = match rejects {
            Some(rejects) if is_same_file(rejects, path) => {
                return Err(ImportError::SameFile {
                    path: path.to_owned(),
                });
            }
            Some(rejects) => Some(Rejects::create(rejects, &first, written, &profile)?),
            None => None,
        };
        let file = ReadFile {
            reader: Arc::new(Reader::new(profile, header, written.encoding)),
            rejects,
            seen: Seen::of(&first),
            path: path.to_owned(),
            written,
            size: meta.is_file().then_some(meta.len()),
            others: Lease::Respect,
        };
        Ok(Self { records, file })
    }

    /// The same where another run could be going on or not; see [`Lease`].
    #[must_use]
    pub fn beside(mut self, others: Lease) -> Self {
        self.file.others = others;
        self
    }

    /// How large the file is, in bytes; 0 where that is not known.
    pub fn bytes(&self) -> u64 {
        self.file.size.unwrap_or_default()
    }
}

impl ReadFile {
    /// A report on a file of which nothing was read yet.
    fn begun(&self) -> Imported {
        Imported {
            encoding: self.written.encoding,
            separator: self.written.separator.to_string(),
            missing_columns: self.reader.header.left_out.clone(),
            ..Imported::default()
        }
    }

    /// The report on a file that was read to its end.
    fn ended(
        &self,
        records: &Records<Input>,
        mut imported: Imported,
    ) -> Result<Imported, ImportError> {
        let not_accepted = imported.rejected + imported.skipped + imported.conflicts;
        imported.accepted = imported.rows - not_accepted;
        imported.licences = self.seen.licences() as u64;
        imported.blank_lines = records.blank();
        imported.bytes = records.bytes();
        match self.size {
            Some(size) if size != imported.bytes => Err(ImportError::Changed {
                path: self.path.clone(),
                size,
                read: imported.bytes,
            }),
            Some(_) | None => Ok(imported),
        }
    }
}

impl Engine {
    /// Imports the rows of a file. `on_reject` is called with each row that cannot be believed, which
    /// is also written to the rejects; the others go in. `progress` is called with the number of bytes
    /// that were read.
    pub async fn import(
        &self,
        import: Import,
        mut on_reject: impl FnMut(&Rejection),
        mut progress: impl FnMut(u64),
    ) -> Result<Imported, ImportError> {
        let found = |found: Found<'_>| match found {
            Found::Rejected(rejection) => on_reject(rejection),
            Found::Differs(_) => {}
            Found::Read(bytes) => progress(bytes),
        };
        self.import_with(import, found).await
    }

    /// The same, of what is found in one place.
    pub async fn import_with(
        &self,
        import: Import,
        found: impl FnMut(Found<'_>),
    ) -> Result<Imported, ImportError> {
        self.take_in(import, How::AsStated, found).await
    }
}
