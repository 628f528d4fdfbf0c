//! A PostgreSQL register under faults: whatever is cut off, the run after it makes the register of
//! a night that nothing disturbed.

use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Output};
use std::sync::LazyLock;
use std::thread;
use std::time::Instant;

use parvaneh_test_servers::cluster::Cluster;
use parvaneh_tests::disturbed::{ended, let_the_lease_end, start, until};
use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, Kind, query};
use serde_json::{Value, json};

const SIGKILL: i32 = 9;

const NIGHT: &str = "1405-09-02";

/// A night that commits often, so that a fault finds it in its midst.
const NIGHTLY: [&str; 5] = ["nightly", "--as-of", NIGHT, "--batch", "2"];

/// What an undisturbed night makes of these offices; in a file, because it is the same there.
static UNDISTURBED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let register = Binary::some_counter_offices();
    register.run(&NIGHTLY);
    register.essence()
});

/// The register on the eve of the night.
fn eve() -> Binary {
    Binary::fresh_on(Kind::Postgres).with_some_counter_offices()
}

/// A last run, which nothing disturbs, makes what was cut off whole.
fn comes_out_the_same(register: &Binary, when: &str) {
    let_the_lease_end(register);
    let report = register.json(&NIGHTLY);
    assert_eq!(report["remaining"], 0, "{when}");
    register.assert_essence(&UNDISTURBED, when);
    register.verify_clean();
}

/// How many dossiers the night has still to settle.
fn due(register: &Binary) -> u32 {
    let night = "SELECT count(*) FROM parvaneh_snapshot WHERE due_on <= '2026-11-23'";
    register.query(night)[0].parse().unwrap()
}

/// A run that was disturbed says so in a sentence, or has helped itself.
fn failed_or_recovered(register: &Binary, output: &Output) {
    match output.status.code() {
        Some(0) => {}
        Some(_) | None => {
            let said = register.failed(1, output);
            assert!(said.starts_with("parvaneh: "), "{said}");
        }
    }
}

/// A night in its midst: it has settled more than a few, and more than a few are left.
fn in_its_midst(register: &Binary, night: Command) -> Child {
    let before = due(register);
    let child = start(night);
    until("settled a part", || due(register) + 10 < before);
    child
}

/// Killed with a signal that no process can catch, fifty times and more.
#[test]
fn a_killed_night_run_again_makes_the_same_register() {
    const KILLS: u32 = 52;
    const A_REGISTER: u32 = 9;
    let seed = seed();
    let eve = eve();
    let whole = eve.twin();
    let begun = Instant::now();
    whole.run(&NIGHTLY);
    let length = begun.elapsed();

    let (mut throws, mut kills, mut halves) = (0, 0, 0);
    while kills < KILLS {
        let register = eve.twin();
        let all = due(&register);
        for _ in 0..A_REGISTER {
            let mut child = start(register.command(&NIGHTLY));
            // A night goes on where the last one was cut off, so that the kills share its length.
            thread::sleep(length.mul_f64(0.2 * chance(seed, throws)));
            child.kill().unwrap();
            let output = child.wait_with_output().unwrap();
            kills += u32::from(output.status.signal() == Some(SIGKILL));
            throws += 1;
            let_the_lease_end(&register);
        }
        halves += u32::from(![0, all].contains(&due(&register)));
        comes_out_the_same(&register, &format!("seed {seed}"));
        assert!(throws < 3 * KILLS, "most runs were over in time");
    }
    println!("{kills} kills, {halves} registers were half settled");
    assert_ne!(halves, 0, "no kill came in the midst of the writing");
}

/// Of those who lend their workers to a run any may be killed: what they had claimed is due again,
/// and the run itself settles it.
#[test]
fn a_run_whose_helpers_are_killed_leaves_nothing_undone() {
    let eve = eve();
    let mut bereft = 0;
    for round in 1..=3 {
        let register = eve.twin();
        let run = in_its_midst(&register, register.command(&NIGHTLY));
        let join = ["nightly", "--join", "--workers", "2", "--batch", "2"];
        let helpers: Vec<Child> = (0..2).map(|_| start(register.command(&join))).collect();
        let working = "SELECT count(DISTINCT client_port) FROM pg_stat_activity \
                       WHERE datname = current_database() AND application_name = 'parvaneh' \
                       AND backend_xid IS NOT NULL";
        // More writers than the run itself has.
        let helped = || 2 < register.query(working)[0].parse::<u32>().unwrap();
        until("helped", || due(&register) == 0 || helped());
        for mut helper in helpers {
            helper.kill().unwrap();
            let killed = helper.wait().unwrap().signal() == Some(SIGKILL);
            bereft += u32::from(killed && due(&register) != 0);
        }
        let output = ended(run);
        assert_eq!(output.status.code(), Some(0), "{}", register.said(&output));
        assert_eq!(due(&register), 0, "round {round}");
        comes_out_the_same(&register, &format!("round {round}"));
    }
    assert_ne!(bereft, 0, "no helper was killed in the midst of a run");
}

/// A run that is no more keeps others out for as long as its lease lasts, and no longer.
#[test]
fn a_dead_runs_lease_ends() {
    let register = eve();
    let mut run = in_its_midst(&register, register.command(&NIGHTLY));
    run.kill().unwrap();
    run.wait().unwrap();
    let said = register.fails(75, &NIGHTLY);
    assert!(said.contains("is going on"), "{said}");
    let report = register.json(&[&NIGHTLY[..], &["--wait", "100"]].concat());
    assert_ne!(report["settled"], 0);
    assert_eq!(report["remaining"], 0);
    register.assert_essence(&UNDISTURBED, "after the lease ended");
    register.verify_clean();
}

/// The server loses its power in the midst of a night: what was committed is there when it is back.
#[test]
fn a_server_that_dies_and_comes_back_has_lost_nothing() {
    let cluster = Cluster::start().unwrap();
    let eve = Binary::fresh_at(&cluster.url()).with_some_counter_offices();
    for round in 1..=3 {
        let register = eve.twin();
        let child = in_its_midst(&register, register.command(&NIGHTLY));
        let seen = due(&register);
        cluster.stop_immediate().unwrap();
        cluster.restart().unwrap();
        assert!(due(&register) <= seen, "round {round}: a commit was lost");
        failed_or_recovered(&register, &ended(child));
        register.verify_clean();
        comes_out_the_same(&register, &format!("round {round}"));
    }
}

/// While the server is away, who asks is told so, in a sentence without the password.
#[test]
fn a_server_that_is_away_is_named_and_its_password_is_not() {
    let cluster = Cluster::start().unwrap();
    let register = Binary::fresh_at(&cluster.url()).with_offices(&["1405/11/01"]);
    let url = register.url();
    let (user, place) = url.split_once('@').unwrap();
    let (_, secret) = user.rsplit_once(':').unwrap();
    cluster.stop().unwrap();
    let said = register.fails(1, &NIGHTLY);
    assert!(said.contains(place), "neither host nor database: {said}");
    assert!(!said.contains(secret), "the password is shown");
    cluster.restart().unwrap();
    assert_eq!(register.json(&NIGHTLY)["remaining"], 0);
    register.verify_clean();
}

/// Every connection of the run is cut: it makes others, and comes to its end.
#[test]
fn a_night_whose_connections_are_cut_run_again_makes_the_same_register() {
    let eve = eve();
    for round in 1..=3 {
        let register = eve.twin();
        let child = in_its_midst(&register, register.command(&NIGHTLY));
        let cut = register.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
        assert_ne!(cut.len(), 0, "there was nothing to cut");
        let output = ended(child);
        assert_eq!(output.status.code(), Some(0), "{}", register.said(&output));
        register.verify_clean();
        comes_out_the_same(&register, &format!("cut {round}"));
    }
}

/// A night whose server is told to wait no longer than half a second.
fn impatient(register: &Binary, timeout: &str) -> Command {
    let url = register.url();
    let separator = if url.contains('?') { '&' } else { '?' };
    let mut night = register.command(&NIGHTLY);
    night.env(
        "PARVANEH_REGISTER",
        format!("{url}{separator}options[{timeout}]=500"),
    );
    night
}

/// Has the server take a long time over the snapshot of an office that fell due in autumn.
fn slow_down(register: &Binary) {
    register.query(
        "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ \
         BEGIN PERFORM pg_sleep(3600); RETURN new; END $$; \
         CREATE TRIGGER lingering BEFORE UPDATE ON parvaneh_snapshot FOR EACH ROW \
         WHEN (old.due_on BETWEEN '2026-09-01' AND '2026-11-23') EXECUTE FUNCTION linger()",
    );
}

fn as_fast_as_before(register: &Binary) {
    register.query("DROP TRIGGER lingering ON parvaneh_snapshot; DROP FUNCTION linger()");
}

/// A statement that takes longer than is allowed ends the run, and what came before it stays.
#[test]
fn a_statement_that_takes_too_long_ends_the_run() {
    let register = eve();
    let before = due(&register);
    slow_down(&register);
    let night = impatient(&register, "statement_timeout");
    let output = ended(start(night));
    let said = register.failed(1, &output);
    assert!(
        said.contains("took longer than the server allows"),
        "{said}"
    );
    let left = due(&register);
    assert!(0 < left && left < before, "{left} of {before} are left");
    as_fast_as_before(&register);
    register.verify_clean();
    comes_out_the_same(&register, "after the statement was ended");
}

/// Somebody else holds the journal for longer than a run waits.
#[test]
fn a_journal_that_is_locked_ends_the_run() {
    let register = eve();
    let url = register.url();
    let hold = "BEGIN; LOCK TABLE parvaneh_journal IN EXCLUSIVE MODE; SELECT pg_sleep(3600)";
    let holder = thread::spawn(move || query(&url, hold));
    let held = "SELECT pid FROM pg_locks WHERE relation = 'parvaneh_journal'::regclass \
                AND mode = 'ExclusiveLock' AND granted";
    until("locked the journal", || !register.query(held).is_empty());
    let night = impatient(&register, "lock_timeout");
    let output = ended(start(night));
    let said = register.failed(1, &output);
    assert!(said.contains("another process is writing"), "{said}");
    register.query(&format!("SELECT pg_terminate_backend(({held}))"));
    assert!(
        holder.join().unwrap().is_err(),
        "the lock was let go before"
    );
    comes_out_the_same(&register, "after the lock was released");
}

/// One of these, by a number between 0 and 1.
fn pick<T>(from: &[T], chance: f64) -> &T {
    let mut rest = chance * f64::from(u32::try_from(from.len()).unwrap());
    let (last, others) = from.split_last().unwrap();
    let before = others.iter().find(|_| {
        rest -= 1.0;
        rest < 0.0
    });
    before.unwrap_or(last)
}

const FILES: u32 = 4;
const COMMANDS: u32 = 60;

/// The commands of one desk about any of these licences, a line each.
fn commands(seed: u64, desk: u32, numbers: &[String]) -> String {
    let line = |id| {
        let number = pick(numbers, chance(seed, id));
        let what = pick(&["file", "withdraw"], chance(seed, id + 1000));
        let command = json!({
            "id": format!("00000000-0000-7000-8000-{id:012}"),
            "number": number,
            "on": NIGHT,
            "actor": {"id": "the-holder", "role": "holder"},
            "command": {"machine": "renewal", "type": what},
        });
        format!("{command}\n")
    };
    (desk * COMMANDS..(desk + 1) * COMMANDS).map(line).collect()
}

/// Writers whose dossiers are those that the night settles, all at once: every command gets exactly
/// one answer, and nothing is lost.
///
/// Each file of commands is submitted by two writers at the same time, as by a sender that was not
/// answered in time; and a ninth writer is killed after its first answers.
#[test]
fn writers_beside_the_sweep_get_one_answer_each() {
    let seed = seed();
    let register = eve();
    // Those that the night comes to last.
    let numbers = register.query(
        "SELECT number FROM parvaneh_dossier JOIN parvaneh_snapshot ON dossier = seq \
         WHERE due_on <= '2026-11-23' ORDER BY due_on DESC, seq DESC LIMIT 6",
    );
    let files: Vec<String> = (0..FILES)
        .map(|desk| {
            let lines = register.as_holders(&commands(seed, desk, &numbers));
            register.write(&format!("{desk}.jsonl"), lines)
        })
        .collect();
    let submit = |file: &String| start(register.command(&["submit", file]));

    let writers: Vec<Child> = files.iter().chain(&files).map(submit).collect();
    let mut unheard = submit(&files[0]);
    let kept = || -> u32 {
        register.query("SELECT count(*) FROM parvaneh_command")[0]
            .parse()
            .unwrap()
    };
    until("answered a few", || 3 < kept());
    let sweep = [&NIGHTLY[..], &["--workers", "4"]].concat();
    let sweeper = in_its_midst(&register, register.command(&sweep));
    let answered = kept();
    assert!(
        answered < FILES * COMMANDS,
        "no writer was beside the sweep"
    );
    unheard.kill().unwrap();
    unheard.wait().unwrap();
    let outputs: Vec<Output> = writers.into_iter().map(ended).collect();
    let swept = ended(sweeper);
    assert_eq!(swept.status.code(), Some(0), "{}", register.said(&swept));

    let mut acts = 0;
    for (at, file) in files.iter().enumerate() {
        let [one, other] = [at, at + files.len()].map(|writer| heard(&register, &outputs[writer]));
        assert_eq!(one, other, "seed {seed}: one command, two answers");
        let later = register.run(&["submit", file]);
        assert_eq!(one, later, "seed {seed}: another answer later");
        assert_eq!(one.lines().count(), COMMANDS as usize);
        for line in one.lines() {
            let answer: Value = serde_json::from_str(line).unwrap();
            acts += usize::from(answer["outcome"] != "refused");
        }
    }
    assert_eq!(kept(), FILES * COMMANDS, "seed {seed}");
    let written = "SELECT count(*) FROM parvaneh_journal WHERE actor LIKE '%desk-%' \
                   AND event LIKE '%\"of_act\":' || version || ',%'";
    assert_eq!(register.query(written), [acts.to_string()], "seed {seed}");
    let gaps = "SELECT dossier FROM parvaneh_journal GROUP BY dossier \
                HAVING min(version) <> 1 OR max(version) <> count(*)";
    assert_eq!(register.query(gaps), Vec::<String>::new(), "seed {seed}");
    assert_eq!(due(&register), 0, "seed {seed}");
    register.verify_clean();
}

/// The answers of a writer, all of whose commands were answered.
fn heard(register: &Binary, output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", register.said(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// How many settle, and how many at once, is no matter of law: event for event.
#[test]
fn workers_and_batches_make_the_same_histories() {
    let eve = eve();
    for workers in ["1", "2", "4", "8"] {
        for batch in ["1", "7", "500"] {
            let register = eve.twin();
            let args = [
                "nightly",
                "--as-of",
                NIGHT,
                "--workers",
                workers,
                "--batch",
                batch,
            ];
            let when = format!("{workers} workers, batches of {batch}");
            let report = register.json(&args);
            assert_eq!(report["remaining"], 0, "{when}");
            assert_eq!(report["settled"], report["due"], "{when}");
            register.assert_essence(&UNDISTURBED, &when);
            register.verify_clean();
        }
    }
}
