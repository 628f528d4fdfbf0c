//! A register that is followed: refreshed from its source again and again.

mod mended;
mod source;
mod thirty_days;

use std::process::Output;

use chrono::{DateTime, Utc};
use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, clock, offices_csv, on_both};
use serde_json::Value;

/// Noon in Tehran of a day, told to the binary.
fn on_day(register: &Binary, day: &str, args: &[&str]) -> Output {
    let noon: DateTime<Utc> = format!("{day}T08:30:00Z").parse().unwrap();
    let ahead = (noon - Utc::now()).num_milliseconds().to_string();
    let mut command = register.command(args);
    command.env(clock::VARIABLE, ahead).output().unwrap()
}

/// A file followed on a day: what was printed, and with which code.
fn follow(register: &Binary, day: &str, text: &str, more: &[&str]) -> (String, i32) {
    let file = register.write("source.csv", text);
    let args = ["import", "--profile", "pishkhan", "--follow", &file];
    let output = on_day(register, day, &[&args[..], more].concat());
    let said = register.said(&output);
    let told = String::from_utf8(output.stdout).unwrap();
    (format!("{said}{told}"), output.status.code().unwrap())
}

/// Three offices in force.
fn offices() -> String {
    offices_csv(&["1405/12/01", "1405/12/02", "1407/01/01"])
}

/// With other values in the row of an office.
fn with(text: &str, number: &str, from: &str, to: &str) -> String {
    let row = |line: &str| match line.starts_with(&format!("{number},")) {
        true => line.replacen(from, to, 1),
        false => line.to_owned(),
    };
    text.lines().map(|line| row(line) + "\n").collect()
}

/// Without the row of an office.
fn without(text: &str, number: &str) -> String {
    let stays = |line: &&str| !line.starts_with(&format!("{number},"));
    text.lines()
        .filter(stays)
        .map(|line| line.to_owned() + "\n")
        .collect()
}

fn counts(report: &str, keys: &[&str]) -> Vec<u64> {
    let report: Value = serde_json::from_str(report.lines().last().unwrap()).unwrap();
    keys.iter()
        .map(|key| report[key].as_u64().unwrap())
        .collect()
}

/// Each difference is told as what it is, by a dry run before and by the report after.
#[test]
fn each_difference_is_told_as_what_it_is() {
    let register = Binary::fresh();
    let (_, code) = follow(&register, "2026-11-28", &offices(), &[]);
    assert_eq!(code, 0);
    let changed = with(&offices(), "17-1", "active", "suspended");
    let changed = with(&changed, "17-2", "1405/12/02", "1405/12/20");
    let changed = changed.replacen("17-3", "17-4", 1);
    let before = register.dump();
    let (told, code) = follow(&register, "2026-12-05", &changed, &["--dry-run"]);
    assert_eq!(code, 3);
    assert_snapshot!(told, @r#"
    line 2, 17-1: act; status: the register has "in_force", the file "suspended"; licence.suspended on 1405-09-14 (2026-12-05)
    line 3, 17-2: revised; valid_through: the register has "2027-02-21", the file "2027-03-11"; dossier.revised on 1405-09-14 (2026-12-05); licence.opened on 1402-01-01 (2023-03-21)
    line 4, 17-4: new; licence.opened on 1402-01-01 (2023-03-21)
    no line, 17-3: gone; valid_from: the register has "2023-03-21", the file nothing; valid_through: the register has "2028-03-20", the file nothing; status: the register has "in_force", the file nothing
    3 rows: 3 accepted (1 new, 1 acts, 1 stated anew, 0 unchanged), 0 rejected, 0 in conflict; 3 licences
    1 gone, 0 of them taken back
    451 bytes read as UTF-8, separated by comma
    "#);
    assert_eq!(before, register.dump());
    let (told, code) = follow(&register, "2026-12-05", &changed, &[]);
    assert_eq!(code, 3);
    assert_snapshot!(told, @r#"
    no line, 17-3: gone; valid_from: the register has "2023-03-21", the file nothing; valid_through: the register has "2028-03-20", the file nothing; status: the register has "in_force", the file nothing
    3 rows: 3 accepted (1 new, 1 acts, 1 stated anew, 0 unchanged), 0 rejected, 0 in conflict; 3 licences
    1 gone, 0 of them taken back
    451 bytes read as UTF-8, separated by comma
    "#);
    register.verify_clean();
    let standing = |on: &str| register.list(on)["17-1"].standing.clone();
    assert_eq!(
        [standing("2026-12-04"), standing("2026-12-05")],
        ["in_force", "suspended"]
    );
    // A dry run makes no register.
    let fresh = Binary::fresh();
    let (_, code) = follow(&fresh, "2026-12-05", &changed, &["--dry-run"]);
    assert_eq!(code, 1);
    assert!(!fresh.database().exists());
}

/// What was done here is not overwritten, and what the source states as before is no difference.
fn what_was_done_here_is_settled_by_a_person(kind: Kind) {
    let register = Binary::fresh_on(kind);
    follow(&register, "2026-11-28", &offices(), &[]);
    let line = r#"{"id":"00000000-0000-7000-8000-000000000001","number":"17-3","actor":{"id":"the-holder","role":"holder"},"command":{"machine":"licence","type":"surrender"}}"#;
    let commands = register.as_holders(&format!("{line}\n"));
    let commands = register.write("commands.jsonl", commands);
    let output = on_day(&register, "2026-11-30", &["submit", &commands]);
    assert!(output.status.success(), "{}", register.said(&output));
    let before = register.dump();
    let (told, code) = follow(&register, "2026-12-01", &offices(), &["--format", "json"]);
    assert_eq!(counts(&told, &["unchanged", "conflicts"]), [3, 0]);
    assert_eq!(code, 0, "{told}");
    let other = with(&offices(), "17-3", "1407/01/01", "1407/02/01");
    let (told, code) = follow(&register, "2026-12-02", &other, &[]);
    assert_eq!(code, 3);
    assert_snapshot!(told.lines().take(2).collect::<Vec<_>>().join("\n"), @r#"
    line 4, 17-3: conflict; valid_through: the register has "2028-03-20", the file "2028-04-20"; status: the register has "surrendered", the file "in_force"; something else was done here, or through another profile
    3 rows: 2 accepted (0 new, 0 acts, 0 stated anew, 2 unchanged), 0 rejected, 1 in conflict; 3 licences
    "#);
    assert_eq!(before, register.dump());
    // The source learns of it in the end.
    let learnt = with(&offices(), "17-3", "active", "surrendered");
    let (told, code) = follow(&register, "2026-12-03", &learnt, &["--format", "json"]);
    assert_eq!(counts(&told, &["unchanged", "conflicts"]), [3, 0]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(before, register.dump());
    // Nor is it taken back when the row is gone.
    let (told, code) = follow(&register, "2026-12-04", &without(&offices(), "17-3"), &[]);
    assert_eq!(code, 3, "{told}");
    assert_eq!(before, register.dump());
}

/// A row that cannot be believed is not gone, and neither is one that may have any number.
#[test]
fn a_row_that_is_rejected_is_not_gone() {
    let register = Binary::fresh();
    follow(&register, "2026-11-28", &offices(), &[]);
    let rejected = with(&offices(), "17-2", "1405/12/02", "1405/13/02");
    let (told, code) = follow(&register, "2026-12-01", &rejected, &["--format", "json"]);
    let told = told.lines().last().unwrap().to_owned();
    assert_eq!(counts(&told, &["rejected", "unchanged", "gone"]), [1, 2, 0]);
    assert_eq!(code, 0, "{told}");
    let unreadable = offices().replacen("17-2", "", 1);
    let (told, code) = follow(&register, "2026-12-01", &unreadable, &[]);
    assert_eq!(code, 3);
    assert!(
        told.contains("a row of the file has a number that cannot be read"),
        "{told}"
    );
    register.verify_clean();
    // Rows that were rejected are not all that a register has.
    let rejects = register.write(
        "rejects.csv",
        rejected.replacen("renewal_filed_on", "renewal_filed_on,reason", 1),
    );
    let args = ["import", "--profile", "pishkhan", "--follow", &rejects];
    assert_snapshot!(register.fails(1, &args), @"parvaneh: [folder]/rejects.csv has rows that were rejected, and not all of a register: import it without --follow");
}

/// What is gone from a file that was cut off is not taken back.
fn more_is_not_taken_back_than_is_believed(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let workflows = thirty_days::workflows(&register);
    let header = "licence_number,office_kind,province,holder_kind,holder_name,holder_national_id,\
                  valid_from,valid_through,status,status_on\n";
    let row = |number: u32| {
        format!(
            "17-{number},urban,تهران,natural,سارا رضایی,9995648067,1402/01/01,1407/01/01,active,\n"
        )
    };
    let whole: String = (1..=10).map(row).collect();
    let cut: String = (1..=7).map(row).collect();
    let run = |rows: &str, more: &[&str]| {
        let file = register.write("source.csv", format!("{header}{rows}"));
        let args = [
            "import",
            "--profile",
            "own",
            "--follow",
            &file,
            "--workflows",
            &workflows,
        ];
        on_day(&register, "2026-11-28", &[&args[..], more].concat())
    };
    // Those of other sources do not count.
    let others = offices_csv(&["1407/01/01"; 200]).replace("17-", "18-");
    let (_, code) = follow(&register, "2026-11-28", &others, &[]);
    assert_eq!(code, 0);
    assert!(run(&whole, &[]).status.success());
    let before = register.dump();
    assert_snapshot!(register.failed(4, &run(&cut, &[])), @"parvaneh: 3 of 10 licences have rows that are gone from [folder]/source.csv, and 2% may be taken back: its rows were taken in, and none was taken back; look whether the file is whole, then raise --max-gone");
    assert_eq!(before, register.dump());
    let taken_back = run(&cut, &["--max-gone", "3", "--format", "json"]);
    let told = String::from_utf8(taken_back.stdout).unwrap();
    assert_eq!(
        counts(&told, &["gone", "withdrawn", "unchanged"]),
        [3, 3, 7]
    );
    let in_force = || {
        let listed = register.list("2026-11-28").into_iter();
        listed
            .filter(|(number, it)| number.starts_with("17-") && it.standing == "in_force")
            .count()
    };
    assert_eq!(in_force(), 7);
    // A row that is there again opens its licence again.
    let again = run(&whole, &["--format", "json"]);
    let told = String::from_utf8(again.stdout).unwrap();
    assert_eq!(counts(&told, &["new", "gone", "unchanged"]), [3, 0, 7]);
    assert_eq!(in_force(), 10);
    register.verify_clean();
}

/// A term that a file states twice with other facts contradicts itself, also where the second row says less: it was
/// taken for one that is there already.
#[test]
fn a_row_that_says_less_is_no_unchanged_one() {
    let register = Binary::fresh();
    let workflows = thirty_days::workflows(&register);
    let text = "licence_number,office_kind,province,holder_kind,holder_name,holder_national_id,\
                valid_from,valid_through,status,status_on\n\
                17-1,urban,تهران,natural,سارا رضایی,9995648067,1402/01/01,1407/01/01,suspended,1404/01/01\n\
                17-1,urban,تهران,natural,سارا رضایی,9995648067,1402/01/01,1407/01/01,active,\n";
    let file = register.write("source.csv", text);
    let args = [
        "import",
        "--profile",
        "own",
        &file,
        "--workflows",
        &workflows,
    ];
    let report = register.json(&args);
    assert_eq!([&report["accepted"], &report["rejected"]], [1, 1]);
    let followed = Binary::fresh();
    let file = followed.write("source.csv", text);
    let args = [
        "import",
        "--profile",
        "own",
        "--follow",
        &file,
        "--workflows",
        &workflows,
    ];
    let report = followed.json(&args);
    assert_eq!([&report["accepted"], &report["rejected"]], [1, 1]);
    // Through another profile, a licence is stated otherwise, or as it is.
    let register = Binary::fresh();
    let stated = with(&offices(), "17-1", "active", "suspended");
    let file = register.write("offices.csv", stated);
    register.run(&["import", "--profile", "pishkhan", &file]);
    let other = fs_profile(&register);
    let file = register.write("offices.csv", offices());
    let report = register.json(&["import", "--profile", "other", &file, "--workflows", &other]);
    assert_eq!(
        [&report["unchanged"], &report["rejected"]],
        [0, 3],
        "another profile states other terms"
    );
}

/// The workflows with a second profile for the same files.
fn fs_profile(register: &Binary) -> String {
    let workflows = thirty_days::workflows(register);
    let built_in = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows/imports");
    let imports = std::path::Path::new(&workflows).join("imports");
    std::fs::copy(built_in.join("pishkhan.toml"), imports.join("other.toml")).unwrap();
    workflows
}

on_both! {
    what_was_done_here_is_settled_by_a_person,
    more_is_not_taken_back_than_is_believed,
}
