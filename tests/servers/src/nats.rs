//! A NATS server of one's own, with JetStream, for as long as a value lives.
//!
//! It listens on a free port of the loopback and nowhere else, and keeps its streams in a folder of
//! its own, which goes with it. It may be killed and started again on the same folder.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::cluster::free_port;
use crate::package;

/// Where a test finds the URL of a server with JetStream.
pub const VARIABLE: &str = "PARVANEH_TEST_NATS";

/// How often a port is looked for: another process may take it before the server does.
const PORTS: usize = 5;

/// How long a server may take before it answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that runs until it is killed or dropped.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    program: PathBuf,
    settings: String,
    port: u16,
    keeper: Child,
    running: Option<Child>,
}

impl Server {
    /// Makes a server and waits until it answers.
    pub fn start() -> anyhow::Result<Self> {
        Self::start_with("")
    }

    /// The same with more lines in its configuration, such as `max_payload: 1024`.
    pub fn start_with(settings: &str) -> anyhow::Result<Self> {
        let missing = "there is no nats-server on this machine";
        let program = package::find(program, missing, "nats-server", VARIABLE)?;
        let folder = TempDir::with_prefix("parvaneh-nats-").context("making a folder failed")?;
        // From here on the keeper removes the folder, however this process ends.
        let keeper = keeper(folder.path())?;
        let mut server = Self {
            folder: folder.keep(),
            program,
            settings: settings.to_owned(),
            port: 0,
            keeper,
            running: None,
        };
        for _ in 1..PORTS {
            server.port = free_port()?;
            if server.restart().is_ok() {
                return Ok(server);
            }
        }
        server.port = free_port()?;
        server.restart()?;
        Ok(server)
    }

    /// Where it listens, as in `127.0.0.1:4222`.
    pub fn place(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("nats://{}", self.place())
    }

    /// The process, where it runs.
    pub fn process(&self) -> Option<u32> {
        self.running.as_ref().map(Child::id)
    }

    /// Other lines for its configuration, from when it is started again.
    pub fn set(&mut self, settings: &str) {
        settings.clone_into(&mut self.settings);
    }

    /// Kills it with a signal that no process can catch.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut running) = self.running.take() {
            running.kill().context("killing nats-server failed")?;
            running.wait().context("waiting for nats-server failed")?;
            // The keeper is not to kill whoever has its number next.
            drop(fs::remove_file(self.folder.join("pid")));
        }
        Ok(())
    }

    /// Starts it on the same port with the same streams, having killed it if it runs.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.kill()?;
        let Self {
            folder,
            port,
            settings,
            ..
        } = &*self;
        let configuration = folder.join("configuration");
        let text = format!(
            "listen: \"127.0.0.1:{port}\"\npid_file: \"{0}/pid\"\nlog_file: \"{0}/log\"\n\
             jetstream {{ store_dir: \"{0}/streams\" }}\n{settings}\n",
            folder.display()
        );
        fs::write(&configuration, text).context("writing a configuration failed")?;
        let mut command = Command::new(&self.program);
        let silent = command
            .arg("--config")
            .arg(configuration)
            // Not reached by an interrupt from the keyboard.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.running = Some(silent.spawn().context("running nats-server failed")?);
        let begun = Instant::now();
        while !self.answers() {
            let ended = self.running.as_mut().map(Child::try_wait).transpose()?;
            if ended.flatten().is_some() || PATIENCE < begun.elapsed() {
                self.kill()?;
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("nats-server does not answer: {log}");
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Whether it speaks first, as a NATS server does.
    fn answers(&self) -> bool {
        let Ok(stream) = TcpStream::connect(self.place()) else {
            return false;
        };
        drop(stream.set_read_timeout(Some(PATIENCE)));
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).is_ok() && line.starts_with("INFO ")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.kill());
        // The end of its input is the keeper's sign.
        drop(self.keeper.stdin.take());
        drop(self.keeper.wait());
    }
}

/// Waits for this process to end or to drop the server, then kills the server if it still runs and
/// removes its folder: also where this process is killed.
fn keeper(folder: &Path) -> anyhow::Result<Child> {
    let script = "cat; if [ -f \"$0/pid\" ]; then kill -9 \"$(cat \"$0/pid\")\"; fi; rm -rf \"$0\"";
    Command::new("sh")
        .args(["-c", script])
        .arg(folder)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("running sh failed")
}

/// The program, wherever it is: Debian puts it where only root looks.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    places.extend(["/usr/sbin", "/usr/local/sbin", "/usr/local/bin"].map(PathBuf::from));
    let programs = places.into_iter().map(|place| place.join("nats-server"));
    programs.into_iter().find(|program| program.exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It is there until it is killed, comes back where it was, and leaves nothing.
    #[test]
    fn a_server_comes_and_goes() {
        let mut server = Server::start().unwrap();
        let (place, folder) = (server.place(), server.folder.clone());
        assert!(server.answers());
        server.kill().unwrap();
        assert!(!server.answers());
        server.restart().unwrap();
        assert_eq!(server.place(), place);
        assert!(folder.join("streams").exists());
        drop(server);
        assert!(TcpStream::connect(place).is_err());
        assert!(!folder.exists());
    }
}
