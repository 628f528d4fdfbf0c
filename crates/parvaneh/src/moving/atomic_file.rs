//! A file that appears under its name when it is complete, or not at all.
//!
//! It is written under another name beside it, synced to the disk, and then renamed. A process that
//! is killed leaves at most files with `.partial` in their names, which can be deleted; one that is asked
//! to end takes them away by [`give_up_all`].

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use parvaneh_store::outside_file::is_beside_no_database;
use uuid::Uuid;

pub(crate) use parvaneh_store::outside_file::{BESIDE, is_same_file, with_ending as with_suffix};

/// What this process has begun to write and not finished.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

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

    /// Creates it, empty, and readable for its owner only: a register names persons. Refused where it would
    /// appear under a name that SQLite keeps for itself beside a database.
    pub fn begin(&self) -> io::Result<File> {
        is_beside_no_database(&self.path).map_err(io::Error::other)?;
        unfinished().insert(self.partial.clone());
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
        remove(&self.partial);
        unfinished().remove(&self.partial);
    }
}

/// Takes away every file that this process has not finished, and then ends it: while `end` does that, no
/// other file can be begun. For a process that a signal asks to end at once.
pub fn give_up_all(end: impl FnOnce()) {
    let mut all = unfinished();
    while let Some(partial) = all.pop_first() {
        remove(&partial);
    }
    end();
}

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remove(partial: &Path) {
    drop(fs::remove_file(partial));
    for suffix in BESIDE {
        drop(fs::remove_file(with_suffix(partial, suffix)));
    }
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
