//! `docs/ARCHITECTURE.md` says what is absent from each crate. This reads the manifests and the
//! sources, and says what to do where something has crept in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use parvaneh_tests::Binary;
use parvaneh_tests::repository::{root, texts};
use serde_json::Value;

/// What `cargo` answers about this workspace, without asking any registry.
fn cargo(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(args)
        .arg("--offline")
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {args:?}: {errors}");
    String::from_utf8(output.stdout).expect("cargo answers in UTF-8")
}

/// The members' direct dependencies that are part of what they build: neither dev nor build.
fn normal_dependencies() -> BTreeMap<String, Vec<Value>> {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("the metadata are JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("a list");
            let normal = dependencies.iter().filter(|on| on["kind"].is_null());
            (text(&package["name"]), normal.cloned().collect())
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn names(dependencies: &[Value]) -> BTreeSet<String> {
    dependencies.iter().map(|on| text(&on["name"])).collect()
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Every crate that a member is built from, on this machine.
fn built_from(package: &str) -> BTreeSet<String> {
    let tree = cargo(&[
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let crates = tree.lines().filter_map(|line| line.split(' ').next());
    crates.map(str::to_owned).collect()
}

/// The lines that are code: a comment may name what the code may not.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = (1..).zip(text.lines().map(str::trim));
    lines.filter(|(_, line)| !line.starts_with("//"))
}

#[test]
fn the_core_needs_few_crates_and_no_clock() {
    let all = normal_dependencies();
    let core = &all["parvaneh-core"];
    assert_eq!(
        names(core),
        set(&[
            "chrono",
            "icu_calendar",
            "schemars",
            "serde",
            "thiserror",
            "unicode-normalization"
        ]),
        "the core decides and does nothing else: give it what it needs as an argument"
    );
    for on in core {
        let (name, features) = (text(&on["name"]), on["features"].to_string());
        for clock in ["clock", "now", "wasmbind"] {
            assert!(
                !features.contains(&format!("{clock:?}")),
                "the core's {name} has {clock:?}: the day is an argument"
            );
        }
        assert!(
            name != "chrono" || on["uses_default_features"] == false,
            "chrono's default features read the clock: take them out of the core's manifest"
        );
    }
    let absent = set(&[
        "async-std",
        "futures",
        "getrandom",
        "iana-time-zone",
        "log",
        "rand",
        "sea-orm",
        "sqlx",
        "sqlx-core",
        "tokio",
        "tracing",
        "uuid",
    ]);
    let crept_in: Vec<_> = built_from("parvaneh-core")
        .intersection(&absent)
        .cloned()
        .collect();
    assert!(
        crept_in.is_empty(),
        "the core is built from {crept_in:?}: see `cargo tree -p parvaneh-core` for what brings it"
    );
}

#[test]
fn arrows_point_one_way() {
    let all = normal_dependencies();
    let members: BTreeSet<String> = all.keys().cloned().collect();
    let inside = |package: &str| -> BTreeSet<String> {
        let on = names(&all[package]);
        on.intersection(&members).cloned().collect()
    };
    assert_eq!(inside("parvaneh-core"), set(&[]), "the core knows nobody");
    assert_eq!(inside("parvaneh-migrations"), set(&[]));
    assert_eq!(
        inside("parvaneh-store"),
        set(&["parvaneh-migrations"]),
        "the store knows nothing of law: snapshots are bytes to it and events are text"
    );
    assert_eq!(
        inside("parvaneh"),
        set(&["parvaneh-core", "parvaneh-store"]),
        "the engine stands on core and store, and nothing stands between"
    );
    assert_eq!(
        inside("parvaneh-events"),
        set(&["parvaneh-core", "parvaneh-store"]),
        "the relay reads the journal and sends: what needs the engine is told to it by its host"
    );
    assert_eq!(
        inside("parvaneh-testkit"),
        set(&["parvaneh"]),
        "the testkit does what any host could, through the engine"
    );
    assert_eq!(
        inside("host-example"),
        set(&["parvaneh"]),
        "the example is another system, and knows the engine alone"
    );
    for (package, on) in &all {
        let on = names(on);
        assert!(
            !on.contains("parvaneh-testkit"),
            "{package} is built with the testkit: it is for tests, as a dev-dependency"
        );
        let database = on.contains("sea-orm") || on.contains("sea-orm-migration");
        let may = ["parvaneh-store", "parvaneh-migrations", "parvaneh-tests"];
        assert!(
            !database || may.contains(&package.as_str()),
            "{package} depends on sea-orm: ask the store for what it needs"
        );
        let front = ["axum", "clap", "indicatif", "comfy-table"];
        // The example is another system, with a front of its own.
        let may = ["parvaneh-cli", "host-example"];
        assert!(
            may.contains(&package.as_str()) || front.iter().all(|front| !on.contains(*front)),
            "{package} depends on what only the binary shows people"
        );
    }
    let engine = built_from("parvaneh");
    for front in ["axum", "clap"] {
        assert!(
            !engine.contains(front),
            "who embeds the engine gets {front}: see `cargo tree -p parvaneh -i {front}`"
        );
    }
}

/// One implementation of encryption, which needs nothing but a C compiler to be built and nothing of
/// the machine to run.
#[test]
fn everything_is_encrypted_by_the_same_crate() {
    let built = built_from("parvaneh-cli");
    assert!(built.contains("ring"), "nothing is encrypted");
    for other in [
        "aws-lc-rs",
        "native-tls",
        "openssl",
        "openssl-sys",
        "webpki-roots",
    ] {
        assert!(
            !built.contains(other),
            "the binary is built with {other}: see `cargo tree -p parvaneh-cli -i {other}`"
        );
    }
}

#[test]
fn the_core_names_no_clock_file_or_chance() {
    for (file, text) in texts("crates/parvaneh-core/src", "rs") {
        for (line, code) in code(&text) {
            for word in [
                "SystemTime",
                "Instant",
                "Utc",
                "Local",
                "now()",
                "today()",
                "std::env",
                "std::fs",
                "std::io",
                "std::net",
                "std::process",
                "std::thread",
                "async ",
                "println!",
                "rand::",
                "unsafe",
            ] {
                let named = code
                    .match_indices(word)
                    .any(|(at, _)| !code[..at].ends_with(|before: char| before.is_alphanumeric()));
                assert!(
                    !named,
                    "{file}:{line} names {word:?}: the core is told, and does not look"
                );
            }
        }
    }
}

/// The events crate asks the core what an event rests on and who is told of it, and nothing else of the law.
#[test]
fn the_relay_sees_no_decisions() {
    const NOWHERE: &[&str] = &[
        "decide(",
        "answer(",
        "settle(",
        "settled(",
        "evolve(",
        "replay(",
        "explain(",
        "Command",
        "Workflows",
        "actions::",
        "machines::",
        "standing::",
        "sea_orm",
        "SELECT ",
    ];
    /// What an event rests on, and who is told of it, is asked in one file.
    const IN_THE_LAW_ALONE: &[&str] = &["Edition", "InForce", "explanation::", "rests_on("];
    for (file, text) in texts("crates/parvaneh-events/src", "rs") {
        let shown = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_the_law = file.ends_with("/law.rs");
        for (line, code) in code(shown) {
            let elsewhere = IN_THE_LAW_ALONE.iter().filter(|_| !is_the_law);
            for word in NOWHERE.iter().chain(elsewhere) {
                assert!(
                    !code.contains(word),
                    "{file}:{line} names {word:?}: the relay sends what was decided, and law.rs alone \
                     asks the core what an event rests on"
                );
            }
        }
    }
}

/// Nothing asks whether a day *is* today: what was missed stays due.
#[test]
fn no_day_must_equal_today() {
    for folder in [
        "crates/parvaneh-core/src",
        "crates/parvaneh-store/src",
        "crates/parvaneh/src",
        "crates/parvaneh-events/src",
        "crates/parvaneh-cli/src",
    ] {
        for (file, text) in texts(folder, "rs") {
            for (line, code) in code(&text) {
                for equality in [
                    "== today",
                    "today ==",
                    "== context.today",
                    "context.today ==",
                    "== as_of",
                    "due_on = ?",
                    "due_on ==",
                    "== due",
                ] {
                    assert!(
                        !code.contains(equality),
                        "{file}:{line} has {equality:?}: what is due is due on or before a day"
                    );
                }
            }
        }
    }
}

#[test]
fn machines_stay_small() {
    for (file, text) in texts("crates/parvaneh-core/src", "rs") {
        let lines = text.lines().count();
        assert!(
            lines <= 400,
            "{file} has {lines} lines: move a subject of its own into a file of its own"
        );
    }
    let lib = fs::read_to_string(root().join("crates/parvaneh-core/src/lib.rs")).unwrap();
    assert!(
        lib.contains("#![deny(clippy::wildcard_enum_match_arm)]"),
        "the lint that finds wildcard arms anywhere in the core was taken out of its lib.rs"
    );
}

/// The journal is only ever added to.
#[test]
fn no_statement_changes_the_journal() {
    for folder in [
        "crates/parvaneh-store/src",
        "crates/parvaneh/src",
        "crates/parvaneh-events/src",
        "crates/parvaneh-cli/src",
        "migrations/src",
    ] {
        for (file, text) in texts(folder, "rs") {
            assert_eq!(
                change_of_the_journal(&text),
                None,
                "{file}: history is never rewritten; record a correcting event"
            );
        }
    }
}

/// A statement that would change or remove what the journal holds.
fn change_of_the_journal(source: &str) -> Option<&'static str> {
    let words: Vec<&str> = source
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let sql = words.join(" ").to_lowercase().replace("parvaneh_", "");
    [
        "update journal ",
        "update or replace journal ",
        "delete from journal ",
        "replace into journal ",
        "insert or replace into journal ",
        "drop table journal ",
        "alter table journal drop ",
        "truncate journal ",
    ]
    .into_iter()
    .find(|statement| format!("{sql} ").contains(statement))
}

#[test]
fn a_change_of_the_journal_is_found() {
    let update = "\"UPDATE \\\n    parvaneh_journal SET event = ? WHERE position = ?\"";
    assert_eq!(change_of_the_journal(update), Some("update journal "));
    let delete = "\"DELETE FROM \\\"parvaneh_journal\\\"\"";
    assert_eq!(change_of_the_journal(delete), Some("delete from journal "));
    let insert = "\"INSERT INTO parvaneh_journal (dossier) VALUES (?)\"; // a journal";
    assert_eq!(change_of_the_journal(insert), None);
}

/// Names and national ids live in `party`, and can be erased without touching history.
#[test]
fn history_holds_no_personal_data() {
    let register = Binary::fresh();
    let file = register.folder().join("register.csv");
    let (name, id) = ("سارا رضایی", "9995648067");
    let rows = format!(
        "licence_number,office_kind,province,county,holder_kind,holder_name,holder_national_id,\
         issued_on,valid_from,valid_through,status,renewal_filed_on\n\
         17-1,urban,تهران,مرکز,natural,{name},{id},1401/07/01,1401/07/15,,suspended,1404/01/20\n"
    );
    fs::write(&file, rows).unwrap();
    register.run(&["import", "--profile", "pishkhan", file.to_str().unwrap()]);
    let commands = register.folder().join("commands.jsonl");
    let withdraw = r#"{"id":"00000000-0000-7000-8000-000000000001","number":"17-1","on":"2025-05-01",
        "actor":{"id":"desk-3","role":"secretariat","national":true},
        "command":{"machine":"renewal","type":"withdraw"}}"#;
    fs::write(&commands, withdraw.replace('\n', "")).unwrap();
    register.run(&["submit", commands.to_str().unwrap()]);
    register.run(&["nightly", "--as-of", "2026-01-01"]);
    let party = register.query("SELECT * FROM parvaneh_party").join("\n");
    assert!(party.contains(name) && party.contains(id));
    for table in ["dossier", "journal", "command", "run"] {
        let rows = register.query(&format!("SELECT * FROM parvaneh_{table}"));
        assert!(!rows.is_empty(), "{table} has rows");
        for row in rows {
            assert!(
                !row.contains(name) && !row.contains(id),
                "{table} names a person: refer to the party by its id\n{row}"
            );
        }
    }
}

/// Every file is named after its subject.
#[test]
fn no_file_is_a_drawer() {
    for folder in ["crates", "docs", "migrations", "tests", "xtask"] {
        for (file, _) in texts(folder, "rs") {
            let stem = Path::new(&file).file_stem().and_then(|stem| stem.to_str());
            let drawers = [
                "utils", "util", "helpers", "helper", "common", "misc", "manager",
            ];
            assert!(
                !drawers.contains(&stem.unwrap_or_default()),
                "{file}: name it after what is in it"
            );
        }
    }
}
