//! A register in a SQLite file: copied while others write to it, and put back.
//!
//! A register on a PostgreSQL server has `pg_dump` and `pg_restore`, as `docs/backup.md` shows.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use parvaneh_store::{Address, OpenMode, Prefix, SchemaState, Store, StoreError};
use parvaneh_store::{prefix_of, sqlite_path, withdraw};
use serde::Serialize;

use crate::anchor::ExportedAnchor;
use crate::checking::SCHEMA_BESIDE;
use crate::moving::atomic_file::{AtomicFile, BESIDE, is_same_file, with_suffix};
use crate::number::spelled;
use crate::verify::{Finding, Verification};
use crate::workflows::Workflows;
use crate::{Engine, EngineError};

/// Whether the backup replaces a register that is there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Old {
    /// It stays, and the restore is refused.
    Stays,
    /// It is replaced.
    GivesWay,
}

/// What to put back, and on what terms.
#[derive(Clone, Debug)]
pub struct Restoration<'a> {
    /// The backup.
    pub backup: &'a Path,
    /// Where the register is to be.
    pub url: &'a Address,
    /// Whether one that is there gives way.
    pub old: Old,
    /// Anchors that were kept elsewhere, against which the backup is held.
    pub anchors: &'a [ExportedAnchor],
    /// Whether tables of others that lie beside the register are put back with it. They are the host's, and nothing
    /// here knows what they do.
    pub with_tables_of_others: bool,
}

/// What was put back.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Restored {
    /// Dossiers in it.
    pub dossiers: usize,
    /// Events in it.
    pub events: usize,
    /// Steps by which its schema was brought up to this program's.
    pub steps: usize,
    /// What is found in it and is no reason to be without it: what a person has to decide, and what it keeps of its
    /// own work. Of each code the first thousand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// How many more there are of a code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more_findings: BTreeMap<&'static str, usize>,
}

/// Why a register was not copied or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It is not in a file.
    #[error("{url} is no register in a file; for one on a server see docs/backup.md")]
    NoFile {
        /// Where it is.
        url: Address,
    },
    /// A backup never takes the place of another file.
    #[error("{path} is there already; name a file that is not")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A restore takes the place of a register only if told to.
    #[error("{path} is there already; name another register, or let it give way with --replace")]
    RegisterExists {
        /// The file.
        path: PathBuf,
    },
    /// The backup is the register.
    #[error("{path} is the register itself; name a backup of it")]
    SameFile {
        /// The file.
        path: PathBuf,
    },
    /// A register in use is no backup: part of it is in its log.
    #[error(
        "{path} has a log beside it, so it is in use and no backup; copy it with `parvaneh backup`"
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The register that is to give way is open.
    #[error("the register {path} is open in another process; end that, and restore again")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Box<StoreError>,
    },
    /// The copy cannot be relied on.
    #[error("the copy at {path} is damaged ({problem}); look at the disk, and back up again")]
    Damaged {
        /// The file that was to be.
        path: PathBuf,
        /// What SQLite found.
        problem: String,
    },
    /// The backup contradicts itself.
    #[error(
        "{path} holds {findings} contradictions and is not restored; the first is {first}; {how}"
    )]
    Contradicts {
        /// The backup.
        path: PathBuf,
        /// How many.
        findings: usize,
        /// The first.
        first: String,
        /// What to do about it.
        how: &'static str,
    },
    /// It has tables that no step of the schema made.
    #[error(
        "{path} is not restored: {what}; look at it, and restore it with --with-other-tables if it is yours"
    )]
    TablesOfOthers {
        /// The backup.
        path: PathBuf,
        /// The first of them.
        what: String,
    },
    /// It is a database, and no register.
    #[error("{path} holds no whole register; name a file that `parvaneh backup` made")]
    NoRegister {
        /// The file.
        path: PathBuf,
    },
    /// The backup is none that this program can use.
    #[error("{path} is not restored")]
    Unfit {
        /// The backup.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<EngineError>,
    },
    /// A file could not be read or written.
    #[error("{what} {path} failed; look at the path, its permissions and the space there")]
    File {
        /// What was attempted.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl Engine {
    /// Copies the register as it is at this moment to a new file at `path`, while others go on
    /// writing. The file appears when it is whole, has been read through and is on the disk, for its owner
    /// alone to read; its size in bytes.
    ///
    /// A register that contradicts itself is copied as it is: see [`Engine::verify`].
    pub async fn backup(&self, path: &Path) -> Result<u64, BackupError> {
        file_of(self.store.url())?;
        if path.exists() {
            let path = path.to_owned();
            return Err(BackupError::Exists { path });
        }
        let failed = |what| failed(what, path);
        let copy = AtomicFile::at(path);
        // A path that cannot be written in a URL could not be opened again.
        let unfit = || failed("writing")(ErrorKind::InvalidFilename.into());
        let partial = copy.partial().to_str().filter(|path| !path.contains('?'));
        let partial = partial.ok_or_else(unfit)?;
        copy.begin().map_err(failed("writing"))?;
        self.store.copy_to(partial).await?;
        let written =
            Store::open(&at(copy.partial(), self.store.prefix()), OpenMode::Existing).await?;
        let problems = written.file_problems().await?;
        written.close().await?;
        if let Some(problem) = problems.into_iter().next() {
            let path = path.to_owned();
            return Err(BackupError::Damaged { path, problem });
        }
        let meta = fs::metadata(copy.partial()).map_err(failed("reading"))?;
        copy.appear().map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => BackupError::Exists {
                path: path.to_owned(),
            },
            _ => failed("writing")(error),
        })?;
        Ok(meta.len())
    }
}

/// Puts a copy of a backup where the register is to be, once the copy was found to be whole, of a schema that
/// is known and has nothing that no step made, and without contradictions in what it holds. An older schema is
/// brought up to this program's.
///
/// The caller holds the run lock of the register, so that no run of it is going on.
pub async fn restore(
    restoration: &Restoration<'_>,
    workflows: Workflows,
) -> Result<Restored, BackupError> {
    let Restoration {
        backup, url, old, ..
    } = *restoration;
    let path = file_of(url)?;
    may_be_restored(backup, &path, old)?;
    let copy = AtomicFile::at(&path);
    let mut partial = copy.begin().map_err(failed("writing", &path))?;
    let mut original = File::open(backup).map_err(failed("reading", backup))?;
    io::copy(&mut original, &mut partial).map_err(failed("writing", &path))?;
    drop(partial);
    let restored = checked(restoration, copy.partial(), workflows).await?;
    let model = if path.exists() { &path } else { backup };
    copy.copy_permissions(model)
        .map_err(failed("writing", &path))?;
    match old {
        Old::Stays => {
            // SQLite would replay a left-over write-ahead log into the new file.
            remove_log_files(&path)?;
            copy.appear().map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => BackupError::RegisterExists { path },
                _ => failed("writing", &path)(error),
            })?;
        }
        Old::GivesWay => {
            let withdrawn = match path.exists() {
                true => withdraw(&path).await.map_err(|error| match error {
                    StoreError::Busy { .. } => BackupError::Open {
                        path: path.clone(),
                        source: Box::new(error),
                    },
                    other => other.into(),
                })?,
                false => None,
            };
            remove_log_files(&path)?;
            copy.replace().map_err(failed("writing", &path))?;
            if let Some(withdrawn) = withdrawn {
                withdrawn.release().await?;
            }
        }
    }
    Ok(restored)
}

/// The file of the register at a URL.
fn file_of(url: &Address) -> Result<PathBuf, BackupError> {
    sqlite_path(url.exposed()).ok_or_else(|| BackupError::NoFile { url: url.clone() })
}

/// Refuses what can be refused before anything is copied.
fn may_be_restored(backup: &Path, register: &Path, old: Old) -> Result<(), BackupError> {
    let meta = fs::metadata(backup).map_err(failed("reading", backup))?;
    if meta.is_dir() {
        return Err(failed("reading", backup)(ErrorKind::IsADirectory.into()));
    }
    let path = backup.to_owned();
    if is_same_file(backup, register) {
        return Err(BackupError::SameFile { path });
    }
    let log = fs::metadata(with_suffix(backup, "-wal"));
    if log.is_ok_and(|log| 0 < log.len()) {
        return Err(BackupError::InUse { path });
    }
    if old == Old::Stays && register.exists() {
        return Err(BackupError::RegisterExists {
            path: register.to_owned(),
        });
    }
    Ok(())
}

/// Checks the copy of `backup`, and closes it again.
async fn checked(
    restoration: &Restoration<'_>,
    copy: &Path,
    workflows: Workflows,
) -> Result<Restored, BackupError> {
    let backup = restoration.backup;
    // Errors name the file that the caller named, not its copy.
    let named = |error: EngineError| BackupError::Unfit {
        path: backup.to_owned(),
        source: Box::new(error),
    };
    let prefix = prefix_of(restoration.url)?;
    let backup_url = at(backup, &prefix);
    let opened = Store::open(&at(copy, &prefix), OpenMode::Existing).await;
    let mut store = opened.map_err(|error| {
        named(match error {
            StoreError::NotADatabase { source, .. } => {
                let url = backup_url.clone();
                StoreError::NotADatabase { url, source }.into()
            }
            other => other.into(),
        })
    })?;
    let steps = match store.schema().await? {
        SchemaState::Current => 0,
        SchemaState::Older { .. } => store.migrate(spelled).await?,
        SchemaState::Empty | SchemaState::Unfinished => {
            store.close().await?;
            let path = backup.to_owned();
            return Err(BackupError::NoRegister { path });
        }
        other @ SchemaState::Newer { .. } => {
            store.close().await?;
            return Err(named(EngineError::unfit(other, backup_url)));
        }
    };
    let engine = Engine::new(store, workflows);
    // What an older program did not keep begins now; what is gone from a register of today is found.
    if steps != 0 {
        engine.note_who_has_judged().await.map_err(named)?;
        engine.begin_party_histories().await.map_err(named)?;
    }
    engine.rebuild_snapshots().await.map_err(named)?;
    let decided = engine.decide_numbers(&engine.store).await;
    decided.map_err(named)?;
    let verification = engine.verify(restoration.anchors).await;
    engine.close().await?;
    restored(restoration, verification.map_err(named)?, steps)
}

/// What is put back, unless something that was found in it stands against that.
fn restored(
    restoration: &Restoration<'_>,
    verification: Verification,
    steps: usize,
) -> Result<Restored, BackupError> {
    let path = restoration.backup.to_owned();
    // What a person has to decide is decided in the register that was put back.
    let (left, refusing) = verification.findings.divided();
    if let Some(first) = refusing.kept().first() {
        return Err(BackupError::Contradicts {
            path,
            findings: refusing.count(),
            how: match first.number == "schema" {
                true => "drop it in a copy of the backup, and restore that",
                false => "use an earlier backup",
            },
            first: format!("{} {}: {}", first.number, first.code, first.message),
        });
    }
    let mut notes = verification.notes.kept().iter();
    let beside = notes.find(|it| it.code == SCHEMA_BESIDE);
    if let Some(beside) = beside.filter(|_| !restoration.with_tables_of_others) {
        return Err(BackupError::TablesOfOthers {
            path,
            what: beside.message.clone(),
        });
    }
    Ok(Restored {
        dossiers: verification.dossiers,
        events: verification.events,
        steps,
        more_findings: left.more(),
        findings: left.kept().to_vec(),
    })
}

fn remove_log_files(register: &Path) -> Result<(), BackupError> {
    for suffix in BESIDE {
        let path = with_suffix(register, suffix);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(failed("removing", &path)(error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// The URL of a file.
fn at(path: &Path, prefix: &Prefix) -> Address {
    let file = format!("sqlite://{}", path.display());
    match *prefix == Prefix::default() {
        true => file.into(),
        false => format!("{file}?prefix={prefix}").into(),
    }
}

fn failed(what: &'static str, path: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File {
        what,
        path: path.clone(),
        source,
    }
}
