//! Nights and imports go on one at a time: whoever comes while another one goes on is told which it is and since
//! when, or waits. Commands are answered all the while.

use std::fs::File;
use std::io::Write;
use std::process::{Child, Command, Output};
use std::thread;
use std::time::Duration;

use insta::assert_snapshot;
use parvaneh_tests::disturbed::{ended, start, until};
use parvaneh_tests::{Binary, Kind, offices_csv, on_both};
use serde_json::json;

const NIGHTLY: [&str; 3] = ["nightly", "--as-of", "1405-09-02"];

fn ended_with(register: &Binary, child: Child, code: i32) -> Output {
    let output = ended(child);
    let said = register.said(&output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    output
}

fn signal(name: &str, child: &Child) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success(), "{name} was not sent");
}

/// Without what differs from run to run.
fn plain(said: &str) -> String {
    let mut words = said.split(' ').map(|word| {
        let bare = word.trim_matches(|it: char| "(),;".contains(it));
        let is_id = bare.len() == 36 && bare.matches('-').count() == 4;
        let is_instant = bare.len() == 20 && bare.ends_with('Z');
        let is_process = bare.parse::<u32>().is_ok();
        let name = match (is_id, is_instant, is_process) {
            (true, _, _) => "[run]",
            (_, true, _) => "[instant]",
            (_, _, true) => "[process]",
            (false, false, false) => return word.to_owned(),
        };
        word.replace(bare, name)
    });
    let first = words.next().unwrap_or_default();
    words.fold(first, |text, word| format!("{text} {word}"))
}

fn runs(register: &Binary, kind: &str) -> usize {
    let open = format!("SELECT id FROM parvaneh_run WHERE kind = '{kind}' AND finished_at IS NULL");
    register.query(&open).len()
}

/// More rows than are read at first, in a few batches.
fn many_rows() -> String {
    // Other offices than those that are there.
    offices_csv(&["1407/01/01"; 3000]).replace("17-", "18-")
}

/// An import that waits for the rest of its file.
struct Importing {
    child: Child,
    file: File,
}

impl Importing {
    fn amid(register: &Binary) -> Self {
        let pipe = register.folder().join("rows.csv");
        let path = pipe.display().to_string();
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let child = start(register.command(&["import", "--profile", "pishkhan", &path]));
        let mut file = File::options().write(true).open(&pipe).unwrap();
        file.write_all(many_rows().as_bytes()).unwrap();
        let number = || register.query("SELECT count(*) FROM parvaneh_dossier")[0].parse::<u32>();
        until("was amid its file", || 1000 < number().unwrap());
        Self { child, file }
    }

    fn finish(self, register: &Binary) {
        drop(self.file);
        ended_with(register, self.child, 0);
        std::fs::remove_file(register.folder().join("rows.csv")).unwrap();
    }
}

/// Its first office expires.
fn register_of(kind: Kind) -> Binary {
    Binary::fresh_on(kind).with_offices(&["1405/08/30"])
}

fn while_an_import_goes_on_no_night_and_no_other_import_does(kind: Kind) {
    let register = register_of(kind);
    let importing = Importing::amid(&register);
    let other = register.write("other.csv", offices_csv(&["1407/01/01"]));
    let import = ["import", "--profile", "pishkhan", &other];
    let said = [
        plain(&register.fails(75, &NIGHTLY)),
        plain(&register.fails(75, &import)),
    ];
    match kind {
        Kind::Sqlite => {
            assert_snapshot!(said[0], @"parvaneh: `import` is going on since [instant] (process [process]) and holds [folder]/register.db.lock; try again when it has ended, or find out why it hangs");
            assert_eq!(said[0], said[1]);
        }
        Kind::Postgres => {
            assert_snapshot!(said.concat(), @r"
            parvaneh: `import` is going on since [instant] (run [run]); try again when it has ended, or wait for it with --wait
            parvaneh: `import` is going on since [instant] (run [run]); try again when it has ended
            ");
        }
    }
    assert_eq!(
        register.json(&[&NIGHTLY[..], &["--dry-run"]].concat())["due"],
        1
    );
    // Commands are answered.
    let command = json!({
        "id": "00000000-0000-7000-8000-000000000001",
        "number": "17-1",
        "on": "1405-08-01",
        "actor": {"id": register.holder_of("17-1").unwrap(), "role": "holder"},
        "command": {"machine": "renewal", "type": "file"},
    });
    let commands = register.write("commands.jsonl", format!("{command}\n"));
    register.run(&["submit", &commands]);
    // A night that waits has its turn.
    let waiting = start(register.command(&[&NIGHTLY[..], &["--wait", "100"]].concat()));
    importing.finish(&register);
    ended_with(&register, waiting, 0);
    assert_eq!(runs(&register, "import"), 0);
    assert_eq!(register.query("SELECT kind FROM parvaneh_run"), ["nightly"]);
    register.run(&import);
    register.verify_clean();
}

/// A night that stands still amid its work.
struct Standing(Child);

impl Standing {
    fn amid(register: &Binary) -> Self {
        let due = || -> u32 {
            let due = "SELECT count(*) FROM parvaneh_snapshot WHERE due_on <= '2026-11-23'";
            register.query(due)[0].parse().unwrap()
        };
        let before = due();
        let night = start(register.command(&[&NIGHTLY[..], &["--batch", "1"]].concat()));
        until("settled a part", || due() + 3 < before);
        signal("STOP", &night);
        assert_ne!(due(), 0, "it was over before it stood still");
        Self(night)
    }

    fn finish(self, register: &Binary) {
        signal("CONT", &self.0);
        ended_with(register, self.0, 0);
    }
}

fn while_a_night_goes_on_no_import_does(kind: Kind) {
    let register = Binary::fresh_on(kind).with_some_counter_offices();
    let other = register.write("other.csv", offices_csv(&["1407/01/01"]));
    let night = Standing::amid(&register);
    let import = ["import", "--profile", "pishkhan", &other];
    let said = [&import[..], &NIGHTLY].map(|args| plain(&register.fails(75, args)));
    match kind {
        Kind::Sqlite => {
            assert_snapshot!(said[0], @"parvaneh: `nightly` is going on since [instant] (process [process]) and holds [folder]/register.db.lock; try again when it has ended, or find out why it hangs");
            assert_eq!(said[0], said[1]);
        }
        Kind::Postgres => {
            assert_snapshot!(said.concat(), @r"
            parvaneh: `nightly` is going on since [instant], as of 2026-11-23 (run [run]); try again when it has ended
            parvaneh: `nightly` is going on since [instant], as of 2026-11-23 (run [run]); try again when it has ended, or wait for it with --wait, or join it with --join
            ");
        }
    }
    night.finish(&register);
    register.run(&import);
    register.verify_clean();
}

/// What a night settles while the next one waits for it, that one does not count.
fn the_brake_counts_when_it_is_its_turn(kind: Kind) {
    let register = Binary::fresh_on(kind).with_some_counter_offices();
    let night = Standing::amid(&register);
    let braked = [&NIGHTLY[..], &["--max-expire", "0", "--wait", "100"]].concat();
    let waiting = start(register.command(&braked));
    // Long enough for it to come to the lease.
    thread::sleep(Duration::from_millis(500));
    night.finish(&register);
    ended_with(&register, waiting, 0);
    assert_eq!(
        register.query("SELECT kind FROM parvaneh_run"),
        ["nightly"],
        "the second one found nothing to do"
    );
    register.verify_clean();
}

/// A night that the brake has stopped leaves nothing behind, so that the next one need not wait.
fn a_braked_night_gives_the_lease_back(kind: Kind) {
    let register = register_of(kind);
    let before = register.dump();
    register.fails(4, &[&NIGHTLY[..], &["--max-expire", "0"]].concat());
    assert_eq!(before, register.dump());
    assert_eq!(register.json(&NIGHTLY)["settled"], 1);
}

/// The lease of a killed import lapses; beside a file the system has let go of its lock.
fn a_killed_imports_lease_ends(kind: Kind) {
    let register = register_of(kind);
    let mut importing = Importing::amid(&register);
    importing.child.kill().unwrap();
    importing.child.wait().unwrap();
    assert_eq!(runs(&register, "import"), 1);
    match kind {
        Kind::Sqlite => {}
        Kind::Postgres => {
            let said = register.fails(75, &NIGHTLY);
            assert!(said.contains("`import` is going on since"), "{said}");
        }
    }
    let report = register.json(&[&NIGHTLY[..], &["--wait", "100"]].concat());
    assert_eq!(report["settled"], 1);
    register.verify_clean();
}

/// A lease that was taken by a clock that was ahead keeps nobody out.
fn a_lease_of_the_future_is_none(kind: Kind) {
    let register = register_of(kind);
    let far = i64::from(u32::MAX) * 1000;
    register.query(&format!(
        "INSERT INTO parvaneh_run (id, kind, as_of, started_at, lease, lease_until) \
         VALUES ({}, 'import', '2026-11-23', 1, 'register', {far})",
        match kind {
            Kind::Sqlite => "x'00000000000070008000000000000009'",
            Kind::Postgres => "'00000000000070008000000000000009'",
        }
    ));
    assert_eq!(register.json(&NIGHTLY)["settled"], 1);
    let file = register.write("other.csv", offices_csv(&["1407/01/01"]));
    register
        .query("UPDATE parvaneh_run SET finished_at = NULL, report = NULL WHERE kind = 'import'");
    register.run(&["import", "--profile", "pishkhan", &file]);
    register.verify_clean();
}

on_both! {
    while_an_import_goes_on_no_night_and_no_other_import_does,
    while_a_night_goes_on_no_import_does,
    the_brake_counts_when_it_is_its_turn,
    a_braked_night_gives_the_lease_back,
    a_killed_imports_lease_ends,
    a_lease_of_the_future_is_none,
}
