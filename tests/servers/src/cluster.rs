//! A PostgreSQL server of one's own, for as long as a value lives.
//!
//! It listens on a free port of the loopback and nowhere else, lets in who has its password, and
//! keeps its data in a folder of its own, which goes with it. What concerns durability is left as
//! PostgreSQL has it. PostgreSQL refuses to run as root: root runs it as somebody else.

use std::ffi::OsStr;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::package::{self, succeed};

/// Where a test finds the URL of a server on which it may create databases.
pub const VARIABLE: &str = "PARVANEH_TEST_POSTGRES";

/// The oldest PostgreSQL that a register is kept in.
const OLDEST: u32 = 15;

/// How often a port is looked for: another process may take it before the server does.
const PORTS: usize = 5;

/// A server that runs until it is stopped or dropped.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    owner: Option<Owner>,
    password: String,
    port: u16,
    keeper: Child,
}

/// Who runs the server where root may not.
#[derive(Clone, Copy, Debug)]
struct Owner {
    user: u32,
    group: u32,
}

impl Cluster {
    /// Makes a server and waits until it answers.
    pub fn start() -> anyhow::Result<Self> {
        let programs = programs()?;
        let owner = owner()?;
        let folder =
            TempDir::with_prefix("parvaneh-postgres-").context("making a folder failed")?;
        if let Some(Owner { user, group }) = owner {
            chown(folder.path(), Some(user), Some(group))
                .context("giving the server its folder failed")?;
        }
        // From here on the keeper removes the folder, however this process ends.
        let keeper = keeper(folder.path(), &programs, owner)?;
        let mut cluster = Self {
            folder: folder.keep(),
            programs,
            owner,
            password: format!("{:016x}", RandomState::new().build_hasher().finish()),
            port: 0,
            keeper,
        };
        cluster.make()?;
        for _ in 1..PORTS {
            cluster.port = free_port()?;
            if cluster.restart().is_ok() {
                return Ok(cluster);
            }
        }
        cluster.port = free_port()?;
        cluster.restart()?;
        Ok(cluster)
    }

    /// The URL of its first database, in which others can be created.
    pub fn url(&self) -> String {
        let Self { password, port, .. } = self;
        format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres")
    }

    /// Stops it in order: what goes on is cut off, and what was committed is written to its place.
    pub fn stop(&self) -> anyhow::Result<()> {
        self.control(&["stop", "-w", "-m", "fast"])
    }

    /// Stops it as a power failure would: nothing is tidied up.
    pub fn stop_immediate(&self) -> anyhow::Result<()> {
        self.control(&["stop", "-w", "-m", "immediate"])
    }

    /// Starts it again after a stop, on the same port with the same data.
    pub fn restart(&self) -> anyhow::Result<()> {
        let log = self.folder.join("log");
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories='' \
             -c max_connections=400",
            self.port
        );
        let started = self.control(&["start", "-w", "-l", &text(&log), "-o", &options]);
        started.with_context(|| fs::read_to_string(&log).unwrap_or_default())
    }

    /// Writes a file that the server alone may read into its data folder, as a certificate, or
    /// `pg_hba.conf`; its path. What it says holds once the server is started again.
    pub fn write(&self, name: &str, text: &str) -> anyhow::Result<PathBuf> {
        let path = self.data().join(name);
        fs::write(&path, text).with_context(|| format!("writing {name} failed"))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        if let Some(Owner { user, group }) = self.owner {
            chown(&path, Some(user), Some(group))?;
        }
        Ok(path)
    }

    /// Makes the data folder.
    fn make(&self) -> anyhow::Result<()> {
        let password = self.folder.join("password");
        fs::write(&password, &self.password).context("writing the password failed")?;
        let mut initdb = self.program("initdb");
        initdb
            .args(["--encoding=UTF8", "--no-locale", "--username=postgres"])
            // In the clear, over the loopback: the server compares it faster than a debug build
            // of the client could prove that it knows it.
            .args(["--auth=password", "--pwfile"])
            .arg(password)
            .arg("-D")
            .arg(self.data());
        succeed(initdb)
    }

    fn control(&self, args: &[&str]) -> anyhow::Result<()> {
        let mut control = self.program("pg_ctl");
        control.args(args).arg("-D").arg(self.data());
        succeed(control)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn program(&self, name: &str) -> Command {
        owned(self.programs.join(name), &self.folder, self.owner)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The end of its input is the keeper's sign.
        drop(self.keeper.stdin.take());
        drop(self.keeper.wait());
    }
}

/// Waits for this process to end or to drop the cluster, then stops the server and removes its
/// folder: also where this process is killed.
fn keeper(folder: &Path, programs: &Path, owner: Option<Owner>) -> anyhow::Result<Child> {
    let script = "cat; \"$1/pg_ctl\" stop -w -m immediate -D \"$0/data\"; cd /; rm -rf \"$0\"";
    owned("sh", folder, owner)
        .args(["-c", script])
        .args([folder, programs])
        // Not reached by an interrupt from the keyboard.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("running sh failed")
}

/// A program that runs as the owner of the server, in the server's folder.
fn owned(program: impl AsRef<OsStr>, folder: &Path, owner: Option<Owner>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    if let Some(Owner { user, group }) = owner {
        command.uid(user).gid(group);
    }
    command
}

/// A port of the loopback that nobody has; another process may take it before it is used.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    let listener =
        TcpListener::bind(("127.0.0.1", 0)).context("no port of the loopback is free")?;
    Ok(listener.local_addr()?.port())
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Who is to run the server: `postgres` or `nobody` where this process is root's.
fn owner() -> anyhow::Result<Option<Owner>> {
    // What a process makes belongs to its user.
    let own = TempDir::new().context("making a folder failed")?;
    if fs::metadata(own.path())?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").context("reading /etc/passwd failed")?;
    let owner = ["postgres", "nobody"].iter().find_map(|name| {
        let user = users
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .find(|fields| fields.first() == Some(name))?;
        Some(Owner {
            user: user.get(2)?.parse().ok()?,
            group: user.get(3)?.parse().ok()?,
        })
    });
    match owner {
        Some(owner) => Ok(Some(owner)),
        None => bail!(
            "PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody; \
             run the tests as another user, or set {VARIABLE}"
        ),
    }
}

/// The folder of PostgreSQL's programs; on Debian they are installed where there are none.
fn programs() -> anyhow::Result<PathBuf> {
    let missing = format!("there is no PostgreSQL {OLDEST} or later on this machine");
    package::find(newest, &missing, "postgresql", VARIABLE)
}

/// Of the places where PostgreSQL's programs may be, the one with the latest.
fn newest() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    for versions in ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt"] {
        for entry in fs::read_dir(versions).into_iter().flatten().flatten() {
            places.push(entry.path().join("bin"));
        }
    }
    let versions = places.into_iter().filter_map(|place| {
        let whole = ["initdb", "pg_ctl", "postgres"];
        if !whole.iter().all(|program| place.join(program).exists()) {
            return None;
        }
        let version = version(&place.join("postgres"))?;
        (OLDEST <= version).then_some((version, place))
    });
    let (_, place) = versions.max_by_key(|(version, _)| *version)?;
    Some(place)
}

/// The number in `postgres (PostgreSQL) 15.18`.
fn version(postgres: &Path) -> Option<u32> {
    let output = Command::new(postgres).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let number = text.split_whitespace().nth(2)?;
    let major = number
        .split(|letter: char| !letter.is_ascii_digit())
        .next()?;
    major.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    fn answers(port: u16) -> bool {
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    }

    /// It is there until it is stopped, comes back where it was, and leaves nothing.
    #[test]
    fn a_cluster_comes_and_goes() {
        let cluster = Cluster::start().unwrap();
        let (port, folder) = (cluster.port, cluster.folder.clone());
        assert!(answers(port));
        cluster.stop_immediate().unwrap();
        assert!(!answers(port));
        cluster.restart().unwrap();
        assert!(answers(port));
        cluster.stop().unwrap();
        assert!(!answers(port));
        cluster.restart().unwrap();
        drop(cluster);
        assert!(!answers(port));
        assert!(!folder.exists());
    }
}
