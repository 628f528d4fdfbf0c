//! What a command holds in memory does not follow how much there is, and a row that cannot be read hides no other.

use std::io::Read;
use std::process::Stdio;

use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::Value;

const NIGHT: &str = "1405-09-02";

/// How many dossiers a large register has beside its three.
const MANY: usize = 30_000;

/// How much a command may hold, in KiB: the program itself, which is larger without optimisation, pages that the
/// database keeps, and some thousand rows. What kept all of them would hold far more.
#[cfg(target_os = "linux")]
const MOST: u64 = 96 << 10;

fn settled(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30", "1405/11/01", "1407/01/01"]);
    register.run(&["nightly", "--as-of", NIGHT]);
    register
}

/// The same with many more that stand as the first one does, and have no history.
fn large(kind: Kind) -> Binary {
    let register = settled(kind);
    let id = match kind {
        Kind::Sqlite => "randomblob(16)",
        Kind::Postgres => "gen_random_uuid()",
    };
    let many = format!(
        "WITH RECURSIVE many (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM many WHERE at < {MANY})"
    );
    register.query(&format!(
        "{many} INSERT INTO parvaneh_dossier (seq, id, regime, number, number_normalised, province, office_kind) \
         SELECT 1000 + at, {id}, regime, '18-' || at, '18-' || at, province, office_kind \
         FROM parvaneh_dossier, many WHERE seq = 1"
    ));
    register.query(&format!(
        "{many} INSERT INTO parvaneh_snapshot (dossier, version, last, due_on, head, state) \
         SELECT 1000 + at, version, last, due_on, head, state FROM parvaneh_snapshot, many WHERE dossier = 1"
    ));
    register
}

/// The greatest resident size of a command up to its last pieces of output, in KiB; and the output, which is larger
/// than a pipe, so that the command goes on while it is asked.
#[cfg(target_os = "linux")]
fn held(register: &Binary, command: &[&str]) -> (u64, String) {
    let mut command = register.command(command);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut out = child.stdout.take().unwrap();
    let (mut text, mut most) = (Vec::new(), 0);
    let mut piece = [0; 1 << 14];
    loop {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        let size = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let size = size.and_then(|size| size.trim().strip_suffix(" kB"));
        most = Ord::max(most, size.map_or(0, |size| size.trim().parse().unwrap()));
        match out.read(&mut piece).unwrap() {
            0 => break,
            read => text.extend_from_slice(&piece[..read]),
        }
    }
    child.wait().unwrap();
    (most, String::from_utf8(text).unwrap())
}

/// A table of any length is printed while it comes.
#[cfg(target_os = "linux")]
fn a_long_list_is_not_held(kind: Kind) {
    let list = ["list", "--on", NIGHT];
    let large = large(kind);
    let (many, printed) = held(&large, &list);
    let last = format!("{} licences", MANY + 3);
    assert_eq!(printed.lines().last(), Some(&*last));
    assert_eq!(printed.lines().count(), MANY + 6, "each licence has a line");
    assert!(many < MOST, "{many} KiB");
    let (json, printed) = held(&large, &[&list[..], &["--format", "json"]].concat());
    assert_eq!(printed.lines().count(), MANY + 3);
    assert!(json < MOST, "{json} KiB");
}

/// Where one thing is wrong with every dossier, the first of them say what it is, and the others are counted.
#[cfg(target_os = "linux")]
fn what_is_found_everywhere_is_counted(kind: Kind) {
    let large = large(kind);
    let (many, printed) = held(&large, &["verify"]);
    assert!(many < MOST, "{many} KiB");
    let output = large.output(&["verify", "--format", "json"]);
    assert_eq!(output.status.code(), Some(5));
    let verification: Value = serde_json::from_slice(&output.stdout).unwrap();
    let kept = verification["findings"].as_array().unwrap().len();
    let more = verification["more_findings"].as_object().unwrap();
    assert_eq!(more["journal_missing"], MANY - 1000);
    let counted: u64 = more.values().map(|more| more.as_u64().unwrap()).sum();
    let all = kept as u64 + counted;
    assert!(
        printed.contains(&format!(" {all} contradictions")),
        "{printed}"
    );
    assert!(printed.contains(&format!("and {} more of journal_missing\n", MANY - 1000)));
}

/// What is listed of the three after this statement, and what is said of the others; it ends with 3.
fn listed(kind: Kind, sql: &str) -> (Vec<String>, String) {
    let register = settled(kind);
    register.query(sql);
    let output = register.output(&["list", "--on", NIGHT, "--format", "json"]);
    assert_eq!(
        output.status.code(),
        Some(3),
        "{sql}: {}",
        register.said(&output)
    );
    let lines = String::from_utf8(output.stdout).unwrap();
    let number = |line: &str| serde_json::from_str::<Value>(line).unwrap()["number"].to_string();
    let said = String::from_utf8(output.stderr).unwrap();
    (lines.lines().map(number).collect(), said)
}

/// A regime that nobody has described: its dossier is known by its number.
fn a_dossier_of_an_unknown_regime_hides_no_other(kind: Kind) {
    let register = settled(kind);
    register.query("UPDATE parvaneh_dossier SET regime = 'nowhere' WHERE seq = 2");
    // Without a day, today is asked for in the zone of each.
    let output = register.output(&["list", "--format", "json"]);
    let said = register.said(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert_eq!(output.stdout.iter().filter(|it| **it == b'\n').count(), 2);
    assert!(
        said.contains("the dossier of 17-2 cannot be read"),
        "{said}"
    );
}

/// SQLite keeps in a cell what it is given.
#[test]
fn a_row_that_cannot_be_read_hides_no_other() {
    let bad = "CAST(x'ff31' AS TEXT)";
    for (sql, name) in [
        (
            format!("UPDATE parvaneh_dossier SET office_kind = {bad} WHERE seq = 2"),
            "17-2",
        ),
        (
            format!("UPDATE parvaneh_dossier SET number = {bad} WHERE seq = 2"),
            "dossier 2",
        ),
        (
            "UPDATE parvaneh_snapshot SET version = 'two' WHERE dossier = 2".to_owned(),
            "17-2",
        ),
        (
            "UPDATE parvaneh_snapshot SET due_on = 'some day' WHERE dossier = 2".to_owned(),
            "17-2",
        ),
    ] {
        let (lines, said) = listed(Kind::Sqlite, &sql);
        assert_eq!(lines, [r#""17-1""#, r#""17-3""#], "{sql}");
        let name = format!("the dossier of {name} cannot be read: ");
        assert!(said.contains(&name), "{sql}: {said}");
        assert_eq!(said.lines().count(), 1, "{sql}: {said}");
    }
}

/// A name that cannot be read is a failure of each dossier of its holder.
#[test]
fn a_name_that_cannot_be_read_is_of_each_of_its_licences() {
    let (lines, said) = listed(
        Kind::Sqlite,
        "UPDATE parvaneh_party SET name = CAST(x'ff31' AS TEXT)",
    );
    assert!(lines.is_empty(), "{lines:?}");
    for number in ["17-1", "17-2", "17-3"] {
        let name = format!("the dossier of {number} cannot be read: ");
        assert!(said.contains(&name), "{said}");
    }
}

on_both! {
    a_dossier_of_an_unknown_regime_hides_no_other,
}

#[cfg(target_os = "linux")]
mod in_memory {
    use parvaneh_tests::on_both;

    use super::{a_long_list_is_not_held, what_is_found_everywhere_is_counted};

    on_both! {
        a_long_list_is_not_held,
        what_is_found_everywhere_is_counted,
    }
}
