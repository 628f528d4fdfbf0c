//! Files that commands write: none destroys what it was not told to, none leaves half a file, and those that
//! name persons are their owner's alone.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use insta::assert_snapshot;
use parvaneh_tests::relaying::{signal, until};
use parvaneh_tests::{Binary, Kind, offices_csv, on_both, query};

const THROUGH: [&str; 2] = ["1405/11/01", "1407/01/01"];

on_both! {
    a_relay_adds_to_nothing_but_its_events,
    rejects_take_the_place_of_rejects_alone,
    an_import_that_is_ended_leaves_no_half_file,
}

/// It fails with this code, and every file is as it was.
fn fails(register: &Binary, code: i32, args: &[&str]) -> String {
    let before = register.files();
    let said = register.fails(code, args);
    assert_eq!(before, register.files(), "{args:?}");
    said
}

/// A register in a file beside the one that is tested, by all the names that lead to it.
fn names_of_a_register(register: &Binary) -> Vec<&'static str> {
    let folder = register.folder();
    let url = "sqlite://other.db";
    register.run(&["migrate", "--register", url]);
    fs::create_dir(folder.join("sub")).unwrap();
    symlink("other.db", folder.join("link")).unwrap();
    fs::hard_link(folder.join("other.db"), folder.join("hard")).unwrap();
    vec!["other.db", "./other.db", "sub/../other.db", "link", "hard"]
}

fn a_relay_adds_to_nothing_but_its_events(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&THROUGH);
    let relay = |file: &str| {
        let sink = format!("jsonl:{file}");
        fails(&register, 1, &["relay", "--once", "--to", &sink])
    };
    let mut said: Vec<String> = Vec::new();
    for name in names_of_a_register(&register) {
        said.push(relay(name));
    }
    for name in ["other.db-wal", "other.db-shm", "other.db-journal"] {
        said.push(relay(name));
    }
    register.write(
        "minutes.txt",
        "Minutes of a session, with no line feed at its end",
    );
    register.write("other.jsonl", "{\"v\":1}\n");
    register.write("mixed.jsonl", "{\"specversion\":\"1.0\"}\nminutes\n");
    register.write(
        "half.jsonl",
        "{\"specversion\":\"1.0\",\"id\":\"of another progr",
    );
    fs::create_dir(register.folder().join("folder")).unwrap();
    symlink("nowhere", register.folder().join("away")).unwrap();
    for name in [
        "minutes.txt",
        "other.jsonl",
        "mixed.jsonl",
        "half.jsonl",
        "folder",
        "away",
    ] {
        said.push(relay(name));
    }
    let folder = register.folder().canonicalize().unwrap();
    let said = said
        .concat()
        .replace(&folder.display().to_string(), "[folder]");
    assert_snapshot!("relay_to_other_files", said);

    // An empty file and one of events are added to; what was cut off of an event comes again.
    register.write("events.jsonl", "");
    let args = ["relay", "--once", "--to", "jsonl:events.jsonl"];
    register.run(&args);
    let events = || fs::read_to_string(register.folder().join("events.jsonl")).unwrap();
    let whole = events();
    register.write("events.jsonl", &whole[..whole.len() - 40]);
    register.run(&[&args[..], &["--from", "now"]].concat());
    let cut = whole.trim_end().rfind('\n').unwrap() + 1;
    assert_eq!(events(), whole[..cut]);
    // A whole event that only lacks its line feed is nobody's to cut.
    let other = "{\"specversion\":\"1.0\",\"id\":\"of another program\"}";
    register.write("events.jsonl", other);
    register.run(&[&args[..], &["--from", "beginning"]].concat());
    assert_eq!(events(), format!("{other}\n{whole}"));
}

fn rejects_take_the_place_of_rejects_alone(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&THROUGH);
    let text = offices_csv(&["1405/13/30"]);
    let file = register.write("input.csv", &text);
    symlink("input.csv", register.folder().join("input-link")).unwrap();
    let hard = register.folder().join("input-hard");
    fs::hard_link(&file, hard).unwrap();
    let mut said: Vec<String> = Vec::new();
    let mut names = names_of_a_register(&register);
    names.extend(["sub/../input.csv", "input-link", "input-hard"]);
    register.write("minutes.txt", "Minutes of a session");
    register.write("table.csv", "number,reason\n1,none\n");
    // As a spreadsheet writes a table of somebody's own.
    let own = "\u{feff}number,reason for suspension,day\n1,none,2\n";
    register.write("own-table.csv", own);
    register.write("own-reasons.csv", "\u{feff}number,refusal reason\n1,none\n");
    for name in ["own-table.csv", "own-reasons.csv"] {
        fails(
            &register,
            1,
            &["import", "--profile", "pishkhan", &file, "--rejects", name],
        );
    }
    names.extend(["minutes.txt", "table.csv", "other.db-wal", "/dev/null"]);
    let args = ["import", "--profile", "pishkhan", &file, "--rejects"];
    for name in names {
        said.push(fails(&register, 1, &[&args[..], &[name]].concat()));
    }
    let folder = register.folder().canonicalize().unwrap();
    let said = said
        .concat()
        .replace(&folder.display().to_string(), "[folder]");
    assert_snapshot!("rejects_over_other_files", said);
    if kind == Kind::Sqlite {
        symlink("register.db", register.folder().join("own-link")).unwrap();
        fs::hard_link(register.database(), register.folder().join("own-hard")).unwrap();
        for name in [
            "own-link",
            "own-hard",
            "sub/../register.db",
            "register.db-wal",
        ] {
            let said = fails(&register, 2, &[&args[..], &[name]].concat());
            assert!(
                said.contains("cannot be written over the register"),
                "{said}"
            );
        }
    }

    register.write("rejects.csv", "");
    register.run(&[&args[..], &["rejects.csv"]].concat());
    let rejects = || fs::read_to_string(register.folder().join("rejects.csv")).unwrap();
    let first = rejects();
    assert!(first.contains("1405/13/30"), "{first}");
    register.write("input.csv", text.replace("1405/13/30", "1405/14/30"));
    symlink("rejects.csv", register.folder().join("mine.csv")).unwrap();
    register.run(&[&args[..], &["mine.csv"]].concat());
    let second = rejects();
    assert!(
        second.contains("1405/14/30") && !second.contains("1405/13/30"),
        "{second}"
    );
    assert!(register.folder().join("mine.csv").is_symlink());
}

/// The files that somebody has begun and not finished.
fn half_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.to_string_lossy().contains(".partial"))
        .collect()
}

/// Waits until it has begun a file, and asks it to end; its code.
fn ended_by(name: &str, folder: &Path, mut child: Child) -> Option<i32> {
    until("begun a file", || !half_files(folder).is_empty());
    signal(child.id(), name);
    child.wait().unwrap().code()
}

/// It waits for rows in the midst of a read, where nothing but a thread of its own can hear the signal.
fn an_import_that_is_ended_leaves_no_half_file(kind: Kind) {
    for (name, code) in [("TERM", 143), ("INT", 130)] {
        let register = Binary::fresh_on(kind).with_offices(&THROUGH);
        let pipe = register.folder().join("pipe");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        let args = [
            "import",
            "--profile",
            "pishkhan",
            "pipe",
            "--rejects",
            "rejects.csv",
        ];
        let mut command = register.command(&args);
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // As much as is looked at before anything is written, and more rows than are taken in at once.
        let mut rows = fs::File::options().write(true).open(&pipe).unwrap();
        rows.write_all(offices_csv(&["1405/13/30"; 1500]).as_bytes())
            .unwrap();
        assert_eq!(ended_by(name, register.folder(), child), Some(code));
        drop(rows);
        assert_eq!(half_files(register.folder()), Vec::<PathBuf>::new());
        assert!(!register.folder().join("rejects.csv").exists());
        register.verify_clean();
    }
}

/// It waits for a table that somebody else has locked.
#[test]
fn an_export_that_is_ended_leaves_no_half_file() {
    let register = Binary::fresh_on(Kind::Postgres).with_offices(&THROUGH);
    let url = register.url();
    let held = thread::spawn(move || {
        let sql = "DO $$ BEGIN LOCK TABLE parvaneh_party IN ACCESS EXCLUSIVE MODE; PERFORM pg_sleep(4); END $$";
        query(&url, sql).unwrap();
    });
    thread::sleep(Duration::from_secs(1));
    let mut command = register.command(&["export", "whole.jsonl"]);
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    assert_eq!(ended_by("TERM", register.folder(), child), Some(143));
    held.join().unwrap();
    assert_eq!(half_files(register.folder()), Vec::<PathBuf>::new());
    assert!(!register.folder().join("whole.jsonl").exists());
}

#[test]
fn what_names_persons_is_its_owners_alone() {
    let register = Binary::fresh();
    let file = register.write("input.csv", offices_csv(&["1405/13/30", "1407/01/01"]));
    register.run(&[
        "import",
        "--profile",
        "pishkhan",
        &file,
        "--rejects",
        "rejects.csv",
    ]);
    register.run(&["export", "whole.jsonl"]);
    register.run(&["backup", "copy.db"]);
    let mode = |name: &str| {
        let meta = fs::metadata(register.folder().join(name)).unwrap();
        meta.permissions().mode() & 0o777
    };
    for name in ["register.db", "rejects.csv", "whole.jsonl", "copy.db"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
}

/// SQLite would read it, or write over it.
#[test]
fn nothing_is_made_under_a_name_that_sqlite_keeps() {
    let register = Binary::offices(&THROUGH);
    let mut said = Vec::new();
    for command in ["export", "backup"] {
        for name in ["register.db-wal", "register.db-journal"] {
            said.push(fails(&register, 1, &[command, name]));
        }
    }
    let folder = register.folder().canonicalize().unwrap();
    assert_snapshot!(
        "made_beside_a_register",
        said.concat()
            .replace(&folder.display().to_string(), "[folder]")
    );
    register.verify_clean();
}

#[test]
fn a_demo_takes_nothing_away() {
    let register = Binary::fresh();
    fs::create_dir(register.folder().join("mine")).unwrap();
    register.run(&["migrate", "--register", "sqlite://mine/pishkhan.db"]);
    let made = fs::read(register.folder().join("mine/pishkhan.db")).unwrap();
    let said = register.fails(2, &["demo", "--folder", "mine"]);
    assert_snapshot!(said, @"parvaneh: mine/pishkhan.db is there already, and the demo takes nothing away; name another folder, or take it away yourself");
    assert_eq!(
        fs::read(register.folder().join("mine/pishkhan.db")).unwrap(),
        made
    );
    assert_eq!(
        fs::read_dir(register.folder().join("mine"))
            .unwrap()
            .count(),
        1
    );
}
