//! Killed at any moment, a revision of two dossiers is there or is not, and so is a late entry; done again
//! it comes to the same.
//!
//! As in `crash.rs`, with SIGKILL, which no process can catch; `PARVANEH_SEED` repeats the moments.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use parvaneh_tests::clock::ago;
use parvaneh_tests::proof::times;
use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::{Value, json};

const SIGKILL: i32 = 9;

/// A run that takes this long is killed after a part of it; whether it was still running.
fn kill(register: &Binary, args: &[&str], after: Duration) -> bool {
    let mut run = register.command(args);
    let run = run.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = run.spawn().unwrap();
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap().signal() == Some(SIGKILL)
}

/// What the run was to make is there wholly or not at all, and is there when it is run again.
fn all_or_nothing(eve: &Binary, args: &[&str]) {
    let registers = times(8);
    let seed = seed();
    let before = eve.essence();
    let whole = eve.twin();
    let started = Instant::now();
    whole.run(args);
    let length = started.elapsed();
    let after = whole.essence();
    assert_ne!(before, after);
    whole.verify_clean();
    let (mut hits, mut there) = (0, 0);
    for register in 0..registers {
        let killed = eve.twin();
        // Most of a run is over before anything is written.
        let part =
            0.3 + 0.9 * (f64::from(register) + chance(seed, register)) / f64::from(registers);
        hits += u32::from(kill(&killed, args, length.mul_f64(part)));
        let found = killed.essence();
        assert!(found == before || found == after, "seed {seed}: a half");
        there += u32::from(found == after);
        killed.verify_clean();
        let again = killed.output(args);
        // A revision that is there is not made twice; a command gets the same answer.
        assert!(
            matches!(again.status.code(), Some(0 | 3)),
            "{}",
            killed.said(&again)
        );
        killed.assert_essence(&after, &format!("seed {seed}"));
        killed.verify_clean();
    }
    println!("{hits} of {registers} kills, {there} were there");
    assert_ne!(hits, 0, "every run was over in time");
}

fn id(last: u8) -> String {
    format!("00000000-0000-7000-8000-0000000000{last:02}")
}

/// An act of the inspector's.
fn reported(on: &str) -> Value {
    json!({
        "on": on,
        "actor": { "id": "inspector-1", "role": "inspector", "national": true },
        "command": {
            "machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "seen",
        },
    })
}

fn a_killed_revision_is_made_wholly_or_not_at_all(kind: Kind) {
    let eve = Binary::fresh_on(kind).with_offices(&["1404/12/29", "1404/12/29"]);
    eve.run(&["nightly", "--as-of", "1405-02-01"]);
    let revision = json!({
        "id": id(1),
        "actor": { "id": "mina", "role": "authority", "national": true },
        "reason": "it is the city's, and what was seen there was seen next door",
        "rests_on": "letter 5",
        "dossiers": [
            { "number": "17-1", "withdraw": [1] },
            { "number": "17-2", "enter": [reported("1404-02-01")] },
        ],
    });
    let approval =
        json!({ "id": id(1), "actor": { "id": "omid", "role": "authority", "national": true } });
    let file = eve.write("revision.json", revision.to_string());
    eve.run(&["revise", &file, "--propose"]);
    let file = eve.write("approval.json", approval.to_string());
    all_or_nothing(&eve, &["revise", &file, "--approve"]);
}

fn a_killed_late_entry_is_made_wholly_or_not_at_all(kind: Kind) {
    let eve = Binary::fresh_on(kind).with_offices(&["1408/01/01"]);
    let mut first = reported(&ago(5));
    first["id"] = json!(id(1));
    first["number"] = json!("17-1");
    let file = eve.write("first.jsonl", format!("{first}\n"));
    eve.run(&["submit", &file]);
    let field = eve.kind().field("event", "holder");
    let holder = eve.query(&format!(
        "SELECT {field} FROM parvaneh_journal WHERE version = 1"
    ));
    let late = json!({
        "id": id(2),
        "number": "17-1",
        "on": ago(10),
        "actor": { "id": holder[0], "role": "holder" },
        "entered_by": { "id": "desk-3", "role": "secretariat", "national": true },
        "evidence": "the stamp of the day",
        "paper": "written_request",
        "command": { "machine": "contract", "type": "draft", "agency": "post_bank" },
    });
    let file = eve.write("late.jsonl", format!("{late}\n"));
    all_or_nothing(&eve, &["submit", &file]);
}

on_both! {
    a_killed_revision_is_made_wholly_or_not_at_all,
    a_killed_late_entry_is_made_wholly_or_not_at_all,
}
