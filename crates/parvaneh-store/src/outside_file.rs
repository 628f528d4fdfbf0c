//! Files that somebody names for a command to write: each is looked at before anything is written to it.
//!
//! A file that is there is written only where it is of the kind that is written; a database never is. Files
//! are compared by what the system says they are, so that no link and no spelling of a path leads around it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// How every SQLite database begins.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// What the names of the files end with that SQLite keeps beside a database.
pub const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// How much of a file is looked at.
const HEAD: u64 = 64 * 1024;

/// What is written: how it is called, and how it is known again.
#[derive(Clone, Copy, Debug)]
pub struct FileKind {
    /// As in "file of rejects".
    pub name: &'static str,
    /// Whether a file that begins so is one. It is not empty.
    pub begins: fn(&[u8]) -> bool,
}

/// A file that is not written.
#[derive(Debug, thiserror::Error)]
pub enum OutsideFileError {
    /// It is a folder, a pipe or a device.
    #[error("{path} is no ordinary file; name another one")]
    NoFile {
        /// The file.
        path: PathBuf,
    },
    /// It is a database.
    #[error("{path} is a database, and nothing is written over it; name another file")]
    Database {
        /// The file.
        path: PathBuf,
    },
    /// It is, or would be, what SQLite keeps beside a database.
    #[error(
        "{path} is of the database {database}, and nothing is written over it; name another file"
    )]
    OfDatabase {
        /// The file.
        path: PathBuf,
        /// The database.
        database: PathBuf,
    },
    /// It is something else than what is written.
    #[error("{path} is there, and is no {kind}; name another file")]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// What is written.
        kind: &'static str,
    },
    /// It cannot be looked at.
    #[error("{path} cannot be written; look at the path and its permissions")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Where a file is to be written or replaced that is called `path`: where its links lead. Refused where
/// what is there is not of the kind, and not empty.
pub fn to_write(path: &Path, kind: FileKind) -> Result<PathBuf, OutsideFileError> {
    let unusable = unusable(path);
    let place = place(path).map_err(&unusable)?;
    apart_from_databases(path, &place)?;
    match fs::metadata(&place) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(unusable(error)),
        Ok(meta) if !meta.is_file() => {
            let path = path.to_owned();
            return Err(OutsideFileError::NoFile { path });
        }
        Ok(_) => is_of(path, &File::open(&place).map_err(unusable)?, kind)?,
    }
    Ok(place)
}

/// The file called `path`, to be read and added to; it is made where it is not there, and is as it was.
/// Refused as in [`to_write`].
pub fn to_add_to(path: &Path, kind: FileKind) -> Result<File, OutsideFileError> {
    let place = to_write(path, kind)?;
    let mut options = File::options();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(place);
    let file = opened.map_err(unusable(path))?;
    // What was opened may be another one by now than what was looked at.
    is_of(path, &file, kind)?;
    Ok(file)
}

/// Whether two names are of one file, or would be, where there is none yet.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    match same_file::is_same_file(one, other) {
        Ok(same) => same,
        Err(_) => match (place(one), place(other)) {
            (Ok(one), Ok(other)) => one == other,
            (Err(_), _) | (_, Err(_)) => false,
        },
    }
}

/// Whether an open file is the one that is called `path` now.
pub fn is_still(file: &File, path: &Path) -> io::Result<bool> {
    let open = same_file::Handle::from_file(file.try_clone()?)?;
    match same_file::Handle::from_path(path) {
        Ok(named) => Ok(named == open),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether `path` names the database in the file at `database`, be it there or not, or one of the files
/// that SQLite keeps beside it.
pub fn is_of_database(path: &Path, database: &Path) -> bool {
    is_same_file(path, database)
        || BESIDE
            .iter()
            .any(|ending| is_same_file(path, &with_ending(database, ending)))
}

/// Refuses the name of a file that SQLite keeps, or would keep, beside a database that is there. Of a name that
/// nothing can be made under, whoever makes it says more.
pub fn is_beside_no_database(path: &Path) -> Result<(), OutsideFileError> {
    place(path).map_or(Ok(()), |place| apart_from_databases(path, &place))
}

/// The path with an ending after its last letter.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn apart_from_databases(path: &Path, place: &Path) -> Result<(), OutsideFileError> {
    let name = place.as_os_str().as_encoded_bytes();
    for ending in BESIDE {
        let Some(before) = name.strip_suffix(ending.as_bytes()) else {
            continue;
        };
        let Ok(database) = std::str::from_utf8(before).map(PathBuf::from) else {
            continue;
        };
        let head = File::open(&database).and_then(|file| head(&file));
        if head.is_ok_and(|head| head.starts_with(DATABASE)) {
            let path = path.to_owned();
            return Err(OutsideFileError::OfDatabase { path, database });
        }
    }
    Ok(())
}

/// Refuses a file that has something in it which is not of the kind.
fn is_of(path: &Path, file: &File, kind: FileKind) -> Result<(), OutsideFileError> {
    let head = head(file).map_err(unusable(path))?;
    let path = path.to_owned();
    if head.starts_with(DATABASE) {
        return Err(OutsideFileError::Database { path });
    }
    if head.is_empty() || (kind.begins)(&head) {
        return Ok(());
    }
    let kind = kind.name;
    Err(OutsideFileError::OtherKind { path, kind })
}

fn head(file: &File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Where the links of a path lead; of a file that is not there, in its folder. A link that leads nowhere is
/// no file that could be made: it may be somebody's register that is away.
fn place(path: &Path) -> io::Result<PathBuf> {
    match fs::symlink_metadata(path) {
        Ok(_) => path.canonicalize(),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let Some(name) = path.file_name() else {
                return Err(error);
            };
            let folder = match path.parent() {
                Some(folder) if folder != Path::new("") => folder,
                Some(_) | None => Path::new("."),
            };
            Ok(folder.canonicalize()?.join(name))
        }
        Err(error) => Err(error),
    }
}

fn unusable(path: &Path) -> impl Fn(io::Error) -> OutsideFileError {
    move |source| OutsideFileError::Unusable {
        path: path.to_owned(),
        source,
    }
}
