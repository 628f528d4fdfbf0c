//! `parvaneh relay` as a process: started, killed, asked to end.

use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Binary;

/// How long anything may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long a relay may take to end once it is asked to.
const ENDING: Duration = Duration::from_secs(10);

/// A relay that runs until it is ended, or dropped.
pub struct Relaying(Option<Child>);

impl Relaying {
    /// Starts one.
    pub fn start(register: &Binary, args: &[&str]) -> Self {
        Self::beside(&mut register.command(&[&["relay"], args].concat()))
    }

    /// Starts one by a command of the caller's.
    pub fn beside(command: &mut Command) -> Self {
        let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(Some(piped.spawn().expect("the binary runs")))
    }

    /// Kills it with a signal that no process can catch.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.0.take() {
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
        }
    }

    /// Asks it to end, as a system does that shuts down; what it said. It must come to its end in
    /// ten seconds.
    pub fn terminate(mut self) -> Output {
        let mut child = self.0.take().expect("it runs");
        signal(child.id(), "TERM");
        within(ENDING, "ended after SIGTERM", || {
            child.try_wait().expect("it can be asked").is_some()
        });
        child.wait_with_output().expect("it has ended")
    }
}

impl Drop for Relaying {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends a process a signal, such as `TERM` or `STOP`.
pub fn signal(process: u32, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &process.to_string()])
        .status();
    assert!(sent.expect("kill runs").success(), "{process} is not there");
}

/// Waits until something is so.
pub fn until(what: &str, is_so: impl FnMut() -> bool) {
    within(PATIENCE, what, is_so);
}

fn within(patience: Duration, what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < patience, "never {what}");
        thread::sleep(Duration::from_millis(20));
    }
}
