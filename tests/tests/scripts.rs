//! Every file of `tests/scenarios`, played on SQLite and on PostgreSQL: a test a file and database.
//!
//! Beside `<name>.txt` is `<name>.transcript`, which it must lead to, on both.
//! `INSTA_UPDATE=always` writes it, to be read before it is kept.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use parvaneh_testkit::{Database, TestkitError, script};
use parvaneh_tests::server;

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut trials = Vec::new();
    for file in scripts(&folder) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        for (on, database) in [
            ("sqlite", (|| Database::Sqlite) as fn() -> Database),
            ("postgres", || Database::Postgres(server())),
        ] {
            let file = file.clone();
            trials.push(Trial::test(format!("{name}::{on}"), move || {
                script::check(&file, &database()).map_err(told)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn scripts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("tests/scenarios is there");
    let mut scripts: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|found| found == "txt"))
        .collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "tests/scenarios has no script");
    scripts
}

/// An error with its causes, a line each.
fn told(error: TestkitError) -> Failed {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(source) = cause {
        text = format!("{text}\n  {source}");
        cause = source.source();
    }
    text.into()
}
