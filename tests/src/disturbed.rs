//! A run of the binary that is disturbed, and must not hang.

use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Binary;

/// How long anything may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(120);

/// Waits until something is so.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "never {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Starts a run whose output is kept.
pub fn start(mut run: Command) -> Child {
    let piped = run.stdout(Stdio::piped()).stderr(Stdio::piped());
    piped.spawn().expect("it starts")
}

/// Waits for a run; what it said.
pub fn ended(mut child: Child) -> Output {
    until("came to an end", || {
        child.try_wait().expect("it can be asked").is_some()
    });
    child.wait_with_output().expect("what it said is read")
}

/// What half a minute does to the lease of a run that is no more.
pub fn let_the_lease_end(register: &Binary) {
    register.query("UPDATE parvaneh_run SET lease_until = 0 WHERE finished_at IS NULL");
}
