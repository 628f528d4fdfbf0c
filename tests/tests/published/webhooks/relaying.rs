//! A register with events, and relays of them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use parvaneh_tests::{Binary, Kind};
use serde_json::Value;

use super::receiver::by_dossier;

pub(crate) const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
pub(crate) const OTHER: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// How long anything may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(120);

/// Waits until something is so.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "never {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Twenty offices, of which each has several events.
pub(crate) fn register(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&["1404/09/20"; 20]);
    register.run(&["nightly", "--as-of", "1404-06-25"]);
    register
}

/// Everything that the register has to tell, by dossier.
pub(crate) fn journal(register: &Binary) -> BTreeMap<String, Vec<Value>> {
    let told = register.run(&["events", "tail", "--from", "beginning", "--once"]);
    by_dossier(told.lines().map(|line| serde_json::from_str(line).unwrap()))
}

/// How many events there are.
pub(crate) fn count(events: &BTreeMap<String, Vec<Value>>) -> usize {
    events.values().map(Vec::len).sum()
}

/// Writes the file of secrets, in which each of these webhooks has these.
pub(crate) fn keep_secrets(register: &Binary, webhooks: &[&str], secrets: &[&str]) -> String {
    let line = |url: &&str| format!("\"{url}\" = {secrets:?}\n");
    let text: String = webhooks.iter().map(line).collect();
    // At once, so that a relay never reads a half.
    let written = register.write_secret("secrets.new", text);
    let file = register.folder().join("secrets.toml");
    std::fs::rename(written, &file).unwrap();
    file.display().to_string()
}

/// A relay to these webhooks on this machine, ready to run.
pub(crate) fn relay(register: &Binary, webhooks: &[&str], args: &[&str]) -> Command {
    let secrets = keep_secrets(register, webhooks, &[SECRET]);
    let to = webhooks.iter().flat_map(|url| ["--to", url]);
    let mut all = vec!["relay", "--allow-private", "--secrets", &secrets];
    all.extend(to);
    all.extend(args);
    register.command(&all)
}

/// Relays what there is, which has to succeed.
pub(crate) fn relay_once(register: &Binary, webhook: &str, args: &[&str]) {
    let args = [&["--once"], args].concat();
    let mut relay = Running::start(relay(register, &[webhook], &args));
    let ended = relay.ended();
    assert!(ended.success(), "{ended}: {}", relay.rest());
}

/// The same where something has to be set aside; what it said.
pub(crate) fn relay_once_in_part(register: &Binary, webhook: &str, args: &[&str]) -> String {
    let args = [&["--once"], args].concat();
    let mut relay = Running::start(relay(register, &[webhook], &args));
    let (ended, said) = (relay.ended(), relay.rest());
    assert_eq!(ended.code(), Some(3), "{said}");
    assert!(said.contains("set aside"), "{said}");
    said
}

/// What `parvaneh sinks` says of one.
pub(crate) fn sink(register: &Binary, name: &str) -> Value {
    let sinks = register.run(&["sinks", "--format", "json"]);
    let mut sinks = sinks
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    sinks.find(|sink: &Value| sink["sink"] == name).unwrap()
}

/// What `parvaneh letters list` says.
pub(crate) fn letters(register: &Binary, args: &[&str]) -> Vec<Value> {
    let args = [&["letters", "list", "--format", "json"], args].concat();
    let letters = register.run(&args);
    letters
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A relay that goes on until it is stopped.
pub(crate) struct Running {
    child: Child,
    said: Receiver<String>,
}

impl Running {
    pub(crate) fn start(mut relay: Command) -> Self {
        Self::beside(relay.stdout(Stdio::null()))
    }

    /// One whose standard output goes where the caller has it go.
    pub(crate) fn beside(relay: &mut Command) -> Self {
        let mut child = relay.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (say, said) = channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // A test that does not want to hear more is over.
                drop(say.send(line));
            }
        });
        Self { child, said }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line that it says.
    pub(crate) fn line(&mut self) -> String {
        let line = self.said.recv_timeout(PATIENCE);
        line.expect("it says something")
    }

    /// Asks it to end, which it does by itself; the rest of what it said.
    pub(crate) fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        assert!(self.ended().success());
        self.rest()
    }

    /// Waits until it has ended, however it does.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        until("came to an end", || {
            self.child.try_wait().unwrap().is_some()
        });
        self.child.wait().unwrap()
    }

    /// What it said that was not read yet.
    pub(crate) fn rest(&mut self) -> String {
        self.said.iter().map(|line| line + "\n").collect()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A test that has failed leaves nothing running.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
