//! Files of secrets, which nobody reads but their owner.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Why a file of secrets is not read.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// Others than its owner may read it.
    #[error(
        "{} has secrets in it, and others than its owner may read it (mode {mode:04o}); take that from them, \
         by chmod 600", path.display()
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It cannot be read.
    #[error("the file {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Reads a file of secrets.
///
/// Refused where others than its owner may read it. A file of root's may be read by a group, as secrets are that
/// are handed to services.
pub fn read(path: &Path) -> Result<String, SecretFileError> {
    let unreadable = |source| SecretFileError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut file = opened(path)?;
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(unreadable)?;
    Ok(text)
}

/// Opens such a file, or refuses it.
pub(crate) fn opened(path: &Path) -> Result<File, SecretFileError> {
    let unreadable = |source| SecretFileError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    // Of the file that is read, and not of whatever has its name a moment later.
    match read_by_others(&file).map_err(unreadable)? {
        None => Ok(file),
        Some(mode) => Err(SecretFileError::Open {
            path: path.to_owned(),
            mode,
        }),
    }
}

/// The file's permissions, where others than its owner may read it.
#[cfg(unix)]
fn read_by_others(file: &File) -> io::Result<Option<u32>> {
    use std::os::unix::fs::MetadataExt;

    let meta = file.metadata()?;
    let mode = meta.mode() & 0o777;
    let kept = if meta.uid() == 0 { 0o037 } else { 0o077 };
    // A device, such as what a shell hands over, has the permissions of its kind.
    Ok((meta.is_file() && mode & kept != 0).then_some(mode))
}

#[cfg(not(unix))]
fn read_by_others(_file: &File) -> io::Result<Option<u32>> {
    Ok(None)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.toml");
        fs::write(&path, "a secret").unwrap();
        let is_roots = fs::metadata(&path).unwrap().uid() == 0;
        for (mode, is_read) in [
            (0o600, true),
            (0o400, true),
            (0o640, is_roots),
            (0o660, false),
            (0o644, false),
            (0o604, false),
            (0o602, false),
        ] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            match read(&path) {
                Ok(text) => assert!(is_read && text == "a secret", "{mode:o}"),
                Err(error) => {
                    assert!(!is_read, "{mode:o}");
                    let said = error.to_string();
                    assert!(said.contains(&format!("(mode {mode:04o})")), "{said}");
                }
            }
        }
    }
}
