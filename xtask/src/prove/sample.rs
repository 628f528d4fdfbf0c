//! The slice of the mutants that every run tries: few, fixed, and each must be noticed.
//!
//! All of them are put into one copy of the workspace, each behind a switch in the environment, so
//! that it is built once. The copy shares what is built of other crates.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::stages::cargo_command;

pub(crate) const STAGE: &str = "a sample of mutants, each to be noticed";

/// The variable that names the mutant that is on, from 1.
const SWITCH: &str = "MUTANT";

/// A change of the core, and the tests of `law` that notice it, by a part of their names.
struct Mutant {
    /// An expression that stands in the core once.
    of: &'static str,
    is: &'static str,
    noticed_by: &'static [&'static str],
}

/// By what they are about: days, persons, votes, and then one machine after the other.
const SAMPLE: [Mutant; 12] = [
    Mutant {
        of: "self.reaches_from(day.into()) <= through.into()",
        is: "self.reaches_from(day.into()) < through.into()",
        noticed_by: &["calendar::"],
    },
    Mutant {
        of: "self.from <= day && day <= self.through",
        is: "self.from <= day && day < self.through",
        noticed_by: &["calendar::"],
    },
    Mutant {
        of: "if rest < 2 { rest } else { 11 - rest }",
        is: "if rest <= 2 { rest } else { 11 - rest }",
        noticed_by: &["party::"],
    },
    Mutant {
        of: "votes_against < votes_for",
        is: "votes_against <= votes_for",
        noticed_by: &["dossier::"],
    },
    Mutant {
        of: "seats < rules.quorum.value",
        is: "seats <= rules.quorum.value",
        noticed_by: &["dossier::"],
    },
    Mutant {
        of: "self.excused || self.timeliness == Timeliness::Timely",
        is: "self.excused && self.timeliness == Timeliness::Timely",
        noticed_by: &["enforcement::", "licence::"],
    },
    Mutant {
        of: "0 < unremedied",
        is: "1 < unremedied",
        noticed_by: &["enforcement::", "renewal::"],
    },
    Mutant {
        of: "calendar.clamped(finding.proven_on, ages_out) < next",
        is: "calendar.clamped(finding.proven_on, ages_out) <= next",
        noticed_by: &["enforcement::"],
    },
    Mutant {
        of: "seats.taken < seats.all",
        is: "seats.taken <= seats.all",
        noticed_by: &["call::"],
    },
    Mutant {
        of: "context.today < enough",
        is: "context.today <= enough",
        noticed_by: &["other_rules::"],
    },
    Mutant {
        of: "allowed < standing",
        is: "allowed <= standing",
        noticed_by: &["premises::"],
    },
    Mutant {
        of: "call.opens_on < earliest",
        is: "call.opens_on <= earliest",
        noticed_by: &["boundaries::"],
    },
];

const MODULE: &str = "//! Which mutant is on.
use std::sync::LazyLock;
static ON: LazyLock<Option<usize>> = LazyLock::new(|| std::env::var(\"MUTANT\").ok()?.parse().ok());
#[inline]
pub(crate) fn on(number: usize) -> bool { *ON == Some(number) }
";

/// Tries each of them.
pub(crate) fn run() -> anyhow::Result<()> {
    let copy = crate::root().join("target/mutants/sample");
    write(&copy)?;
    let law = built(&copy)?;
    let all = SAMPLE.iter().flat_map(|mutant| mutant.noticed_by);
    let all: BTreeSet<&str> = all.copied().collect();
    let all: Vec<&str> = all.into_iter().collect();
    if !passes(&copy, &law, &all, 0)? {
        bail!("the tests that notice mutants fail without any: {all:?}");
    }
    let mut unnoticed = Vec::new();
    for (number, mutant) in (1..).zip(&SAMPLE) {
        if passes(&copy, &law, mutant.noticed_by, number)? {
            let Mutant { of, is, noticed_by } = mutant;
            unnoticed.push(format!("{of} as {is}, by {noticed_by:?}"));
        }
    }
    if !unnoticed.is_empty() {
        bail!("not noticed: {}", unnoticed.join("; "));
    }
    eprintln!("{} mutants, each noticed", SAMPLE.len());
    Ok(())
}

/// Whether these tests pass with this mutant on.
fn passes(copy: &Path, law: &Path, names: &[&str], mutant: usize) -> anyhow::Result<bool> {
    let status = Command::new(law)
        .args(["--quiet", "--skip", "postgres"])
        .args(names)
        .current_dir(copy.join("tests"))
        .env(SWITCH, mutant.to_string())
        .env("INSTA_UPDATE", "no")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    Ok(status.context("running the tests failed")?.success())
}

/// Builds the tests of law in the copy; where they are.
fn built(copy: &Path) -> anyhow::Result<PathBuf> {
    // Of the whole workspace, so that other crates have the features that they are built with already.
    let args = [
        "test",
        "--workspace",
        "--test",
        "law",
        "--no-run",
        "--message-format=json",
    ];
    let target = crate::root().join("target/mutants/build");
    if !target.exists() {
        seed(&crate::root().join("target/debug"), &target.join("debug"))?;
    }
    let output = cargo_command(&args)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .context("running cargo failed")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("the copy with the mutants does not compile: {said}");
    }
    let lines = String::from_utf8(output.stdout).context("cargo answers in UTF-8")?;
    let messages = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut found = messages.filter_map(|message| {
        let executable = message["executable"].as_str()?;
        (message["target"]["name"] == "law").then(|| PathBuf::from(executable))
    });
    found.next_back().context("cargo built no program of law")
}

/// Gives the copy a target folder of its own, in which all that others wrote is built already: cargo would
/// take what is built of the copy for what is built of the workspace. A file is linked, and copied where the
/// file system has no links.
fn seed(from: &Path, to: &Path) -> anyhow::Result<()> {
    let failed = || format!("copying {} failed", from.display());
    fs::create_dir_all(to).with_context(failed)?;
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let (path, name) = (entry.path(), entry.file_name());
        if name == "incremental" || name == ".cargo-lock" {
            continue;
        }
        if entry.file_type().with_context(failed)?.is_dir() {
            seed(&path, &to.join(name))?;
        } else if fs::hard_link(&path, to.join(&name)).is_err() {
            fs::copy(&path, to.join(name)).with_context(failed)?;
        }
    }
    Ok(())
}

/// Makes the copy what the workspace is, with the mutants in it. What has not changed is not
/// written, so that it is not built again.
fn write(copy: &Path) -> anyhow::Result<()> {
    let root = crate::root();
    let mut files = Vec::new();
    for top in [
        "",
        "crates",
        "docs",
        "migrations",
        "tests",
        "workflows",
        "xtask",
        ".cargo",
    ] {
        files_of(&root.join(top), top.is_empty(), &mut files)?;
    }
    let core = root.join("crates/parvaneh-core/src");
    let mut placed = BTreeSet::new();
    let mut wanted = BTreeSet::new();
    for file in files {
        let mut bytes =
            fs::read(&file).with_context(|| format!("reading {} failed", file.display()))?;
        if file.starts_with(&core) {
            let text = String::from_utf8(bytes).context("the core is text")?;
            bytes = switched(text, &mut placed)?.into_bytes();
            if file == core.join("lib.rs") {
                bytes.extend(b"\nmod mutant;\n");
            }
        }
        let name = file.strip_prefix(root).context("it is under the root")?;
        keep(&copy.join(name), &bytes)?;
        wanted.insert(copy.join(name));
    }
    let module = copy.join("crates/parvaneh-core/src/mutant.rs");
    keep(&module, MODULE.as_bytes())?;
    wanted.insert(module);
    if let Some(gone) = (0..SAMPLE.len()).find(|at| !placed.contains(at)) {
        bail!(
            "the core does not say `{}` any more: choose another mutant of that rule in {}",
            SAMPLE[gone].of,
            file!()
        );
    }
    let mut there = Vec::new();
    files_of(copy, false, &mut there)?;
    for file in there.into_iter().filter(|file| !wanted.contains(file)) {
        fs::remove_file(file).context("removing what is gone failed")?;
    }
    Ok(())
}

/// A text of the core with each mutant in it behind its switch.
fn switched(mut text: String, placed: &mut BTreeSet<usize>) -> anyhow::Result<String> {
    for (at, Mutant { of, is, .. }) in SAMPLE.iter().enumerate() {
        let count = text.matches(of).count();
        if count == 0 {
            continue;
        }
        if count != 1 || !placed.insert(at) {
            bail!(
                "the core says `{of}` more than once: {} needs a longer expression",
                file!()
            );
        }
        let number = at + 1;
        let switch = format!("(if crate::mutant::on({number}) {{ {is} }} else {{ {of} }})");
        text = text.replace(of, &switch);
    }
    Ok(text)
}

/// Every file of a folder; `shallow` is without those of folders in it.
fn files_of(folder: &Path, shallow: bool, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let failed = || format!("reading {} failed", folder.display());
    for entry in fs::read_dir(folder).with_context(failed)? {
        let path = entry.with_context(failed)?.path();
        match path.is_dir() {
            true if shallow || path.ends_with("target") => {}
            true => files_of(&path, false, found)?,
            false => found.push(path),
        }
    }
    Ok(())
}

/// Writes a file where it is not so already.
fn keep(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if fs::read(file).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let failed = || format!("writing {} failed", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(failed)?;
    }
    fs::write(file, bytes).with_context(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each stands in the core, once: in a change that moves it, this fails before the long way does.
    #[test]
    fn every_mutant_of_the_sample_can_be_placed() {
        let mut files = Vec::new();
        files_of(
            &crate::root().join("crates/parvaneh-core/src"),
            false,
            &mut files,
        )
        .unwrap();
        let mut placed = BTreeSet::new();
        for file in files {
            switched(fs::read_to_string(file).unwrap(), &mut placed).unwrap();
        }
        let gone: Vec<_> = SAMPLE
            .iter()
            .enumerate()
            .filter(|(at, _)| !placed.contains(at))
            .map(|(_, mutant)| mutant.of)
            .collect();
        assert!(gone.is_empty(), "the core does not say {gone:?} any more");
    }
}
