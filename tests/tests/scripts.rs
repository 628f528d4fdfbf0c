//! Every file of `tests/scenarios`, played on SQLite and on PostgreSQL: a test a file and database.
//!
//! Beside `<name>.txt` is `<name>.transcript`, which it must lead to, on both. Where there is none,
//! or the environment has `INSTA_UPDATE=always`, the SQLite run writes it, to be read before it is
//! kept.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use parvaneh_testkit::{Database, script};
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
                played(&file, &database())
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

fn played(file: &Path, database: &Database) -> Result<(), Failed> {
    let transcript = script::play(file, database).map_err(|error| {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(source) = cause {
            text = format!("{text}\n  {source}");
            cause = source.source();
        }
        text
    })?;
    let beside = file.with_extension("transcript");
    let update = std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always");
    let kept = fs::read_to_string(&beside);
    let write = update || (kept.is_err() && std::env::var_os("INSTA_UPDATE").is_none());
    if write && *database == Database::Sqlite {
        fs::write(&beside, &transcript)?;
        return Ok(());
    }
    let kept = kept.map_err(|_| format!("{} is missing", beside.display()))?;
    match kept
        .lines()
        .zip(transcript.lines())
        .find(|(kept, now)| kept != now)
    {
        None if kept == transcript => Ok(()),
        None => Err(format!(
            "{}: one of the two ends early:\n{transcript}",
            beside.display()
        )
        .into()),
        Some((kept, now)) => {
            let name = beside.display();
            Err(format!("{name}:\n  kept: {kept}\n  now:  {now}\n\n{transcript}").into())
        }
    }
}
