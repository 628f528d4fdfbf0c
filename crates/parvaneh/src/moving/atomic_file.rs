//! A file that appears under its name whole, or not at all.
//!
//! It is written under another name beside it, made sure of, and then given its own. A process
//! that is killed leaves at most files with `.partial` in their names, which mean nothing.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// What SQLite keeps beside a database.
pub(crate) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file that has not appeared yet. Dropped, it never does.
#[derive(Debug)]
pub struct Whole {
    partial: PathBuf,
    path: PathBuf,
}

impl Whole {
    /// A file that is to appear at `path`. Nothing is made yet.
    pub fn at(path: &Path) -> Self {
        let name = format!(".{}.partial", Uuid::now_v7().simple());
        Self {
            partial: beside(path, &name),
            path: path.to_owned(),
        }
    }

    /// Where it is to be written meanwhile.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Makes it, empty, and for its owner's eyes only: a register names persons.
    pub fn begin(&self) -> io::Result<File> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.partial)
    }

    /// Lets those read and write it who may do so with the file at `model`, and its owner.
    pub fn permit_as(&self, model: &Path) -> io::Result<()> {
        let permissions = fs::metadata(model)?.permissions();
        #[cfg(unix)]
        let permissions = {
            use std::os::unix::fs::PermissionsExt;
            fs::Permissions::from_mode(permissions.mode() | 0o600)
        };
        fs::set_permissions(&self.partial, permissions)
    }

    /// Makes sure that it is on the disk and gives it its name, unless another file has that
    /// (`AlreadyExists`).
    pub fn appear(self) -> io::Result<()> {
        File::open(&self.partial)?.sync_all()?;
        match fs::hard_link(&self.partial, &self.path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
            // Not every file system has two names for one file.
            Err(_) if self.path.exists() => return Err(ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(&self.partial, &self.path)?,
        }
        remember_names(&self.path)
    }

    /// Makes sure that it is on the disk and gives it its name, in the place of the file that has
    /// it now: at every moment there is one of the two.
    pub fn replace(self) -> io::Result<()> {
        File::open(&self.partial)?.sync_all()?;
        fs::rename(&self.partial, &self.path)?;
        remember_names(&self.path)
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.partial));
        for suffix in BESIDE {
            drop(fs::remove_file(beside(&self.partial, suffix)));
        }
    }
}

/// The path with something after its last letter.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A name is kept by its folder, and is on the disk when the folder is.
fn remember_names(path: &Path) -> io::Result<()> {
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
