//! Killed at any moment, a run is run again: the register is the one that was never killed.
//!
//! Each register is killed several times in a row with SIGKILL, which no process can catch, before
//! a run is let through to its end. `PARVANEH_SEED` repeats the moments of an earlier run, as far
//! as the machine does.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use parvaneh_tests::proof::times;
use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, data};

const SIGKILL: i32 = 9;

const NIGHT: &str = "1405-09-02";

/// Starts a run and kills it after a while; whether it was still running.
fn kill(mut run: Command, after: Duration) -> bool {
    let run = run.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = run.spawn().unwrap();
    // Nothing waits for it but the one who kills.
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap().signal() == Some(SIGKILL)
}

/// Each batch of an import is there or not, and rows that are there change nothing; the rejects of
/// the last run are all of them.
#[test]
fn a_killed_import_run_again_makes_the_same_register() {
    const KILLS: u32 = 9;
    let registers = times(3);
    let seed = seed();
    let file = data("pishkhan-register.csv");
    let args = [
        "import",
        "--profile",
        "pishkhan",
        &file,
        "--rejects",
        "rejects.csv",
    ];
    let whole = Binary::fresh();
    let started = Instant::now();
    whole.run(&args);
    let length = started.elapsed();
    let expected = whole.essence();
    let listed = whole.list(NIGHT);

    let mut hits = 0;
    let mut halves = 0;
    for register in 0..registers {
        let killed = Binary::fresh();
        for throw in 0..KILLS {
            // Each kill a step further into the file than the one before, and each register
            // further than the last, through three quarters: rows that are there already take
            // less time, so that this is the end of the file.
            let chance = chance(seed, register * KILLS + throw);
            let part = f64::from(register + 1) / f64::from(registers + 1);
            let at = part * (f64::from(throw) + chance) / f64::from(KILLS);
            hits += u32::from(kill(killed.command(&args), length.mul_f64(at)));
        }
        let last = killed.json(&args);
        let (accepted, unchanged) = (&last["accepted"], &last["unchanged"]);
        halves += u32::from(*unchanged != 0 && unchanged != accepted);
        killed.assert_essence(&expected, &format!("seed {seed}"));
        assert_eq!(listed, killed.list(NIGHT), "seed {seed}");
        let rejects = |binary: &Binary| std::fs::read(binary.folder().join("rejects.csv")).unwrap();
        assert_eq!(rejects(&whole), rejects(&killed), "seed {seed}");
        killed.verify_clean();
    }
    println!("{hits} kills, {halves} registers were half there");
    assert!(registers * KILLS < 2 * hits, "most runs were over in time");
    assert_ne!(halves, 0, "no kill came in the midst of the writing");
}

/// What was settled stays settled, with the dates of the calendar and not of the run.
#[test]
fn a_killed_night_run_again_makes_the_same_register() {
    const KILLS: u32 = 5;
    let registers = times(5);
    let seed = seed();
    let args = ["nightly", "--as-of", NIGHT, "--batch", "50"];
    let eve = Binary::counter_offices();
    let whole = eve.twin();
    let started = Instant::now();
    let undisturbed = whole.json(&args);
    let length = started.elapsed();
    let expected = whole.essence();

    let mut hits = 0;
    let mut halves = 0;
    for register in 0..registers {
        let killed = eve.twin();
        for throw in 0..KILLS {
            // A night goes on where the last one was cut off, so that the kills share its length.
            let chance = chance(seed, register * KILLS + throw);
            let after = length.mul_f64(0.3 * chance);
            hits += u32::from(kill(killed.command(&args), after));
        }
        let last = killed.json(&args);
        halves += u32::from(last["due"] != 0 && last["due"] != undisturbed["due"]);
        killed.assert_essence(&expected, &format!("seed {seed}"));
        killed.verify_clean();
    }
    println!("{hits} kills, {halves} registers were half settled");
    assert!(registers * KILLS < 2 * hits, "most runs were over in time");
    assert_ne!(halves, 0, "no kill came in the midst of the writing");
}
