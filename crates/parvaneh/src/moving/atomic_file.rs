//! A file that appears under its name when it is complete, or not at all.
//!
//! It is written under another name beside it, synced to the disk, and then renamed. A process that
//! is killed leaves at most files with `.partial` in their names, which can be deleted.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// What the names of the files end with that SQLite keeps beside a database.
pub(crate) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file that has not appeared yet. If this value is dropped, it never does.
#[derive(Debug)]
pub struct AtomicFile {
    partial: PathBuf,
    path: PathBuf,
}

impl AtomicFile {
    /// A file that will appear at `path`. Nothing is created yet.
    pub fn at(path: &Path) -> Self {
        let name = format!(".{}.partial", Uuid::now_v7().simple());
        Self {
            partial: with_suffix(path, &name),
            path: path.to_owned(),
        }
    }

    /// Where it is written meanwhile.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Creates it, empty, and readable for its owner only: a register names persons.
    pub fn begin(&self) -> io::Result<File> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.partial)
    }

    /// Gives it the permissions of the file at `model`; its owner may read and write it in any case.
    pub fn copy_permissions(&self, model: &Path) -> io::Result<()> {
        let permissions = fs::metadata(model)?.permissions();
        #[cfg(unix)]
        let permissions = {
            use std::os::unix::fs::PermissionsExt;
            fs::Permissions::from_mode(permissions.mode() | 0o600)
        };
        fs::set_permissions(&self.partial, permissions)
    }

    /// Syncs it to the disk and gives it its name, unless another file has that name
    /// (`AlreadyExists`).
    pub fn appear(self) -> io::Result<()> {
        File::open(&self.partial)?.sync_all()?;
        match fs::hard_link(&self.partial, &self.path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
            // Some file systems have no hard links.
            Err(_) if self.path.exists() => return Err(ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(&self.partial, &self.path)?,
        }
        sync_folder(&self.path)
    }

    /// Syncs it to the disk and gives it its name, in place of the file that has that name now: at
    /// every moment one of the two is there.
    pub fn replace(self) -> io::Result<()> {
        File::open(&self.partial)?.sync_all()?;
        fs::rename(&self.partial, &self.path)?;
        sync_folder(&self.path)
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.partial));
        for suffix in BESIDE {
            drop(fs::remove_file(with_suffix(&self.partial, suffix)));
        }
    }
}

/// The path with a suffix after its last letter.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Syncs the folder of a file: a new name is on the disk when its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            Some(_) | None => Path::new("."),
        };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Whether two paths lead to one file.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        (Err(_), _) | (_, Err(_)) => false,
    }
}
