//! What the register shows: to people, to programs, and to readers that go away.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, first_rows, offices_csv};
use serde_json::Value;

const NIGHT: &str = "1405-09-02";

/// One office whose term is over, one that will have to ask for renewal, one with years to go.
fn register() -> Binary {
    let register = Binary::offices(&["1405/08/30", "1405/12/29", "1407/01/01"]);
    register.run(&["nightly", "--as-of", NIGHT]);
    register
}

/// With the instants left out, which differ from run to run.
fn without_instants(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let instant = word.ends_with('Z') && word.starts_with("20");
        if instant { "[instant]" } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Holder, term, standing and why, history as a timeline, and what falls due next.
#[test]
fn a_licence_in_force_for_people() {
    let shown = register().run(&["show", "17-3", "--on", NIGHT]);
    assert_snapshot!(without_instants(&shown), @r"
    licence     17-3
    office      urban, تهران
    holder      سارا رضایی
    term        1402-01-01 (2023-03-21) to 1407-01-01 (2028-03-20)
    renewal due 1406-10-01 (2027-12-22)
    standing    in_force on 1405-09-02 (2026-11-23)
    why         licence opened (imported) on 1402-01-01 (2023-03-21)
    next        1406-07-01 (2027-09-23) renewal reminder due
    | in law on               | act | what happened             | by              | recorded             |
    |-------------------------|-----|---------------------------|-----------------|----------------------|
    | 1402-01-01 (2023-03-21) | 1   | licence opened (imported) | import:pishkhan | [instant] |
    ");
}

/// Nothing falls due any more; the day it ended on is the day after the last one.
#[test]
fn a_licence_that_expired_for_people() {
    let shown = register().run(&["show", "17-1", "--on", NIGHT]);
    assert_snapshot!(without_instants(&shown), @r"
    licence     17-1
    office      urban, تهران
    holder      سارا رضایی
    term        1402-01-01 (2023-03-21) to 1405-08-30 (2026-11-21)
    renewal due 1405-05-31 (2026-08-22)
    standing    expired on 1405-09-02 (2026-11-23)
    why         licence expired on 1405-09-01 (2026-11-22)
    | in law on               | act | what happened                                     | by              | recorded             |
    |-------------------------|-----|---------------------------------------------------|-----------------|----------------------|
    | 1402-01-01 (2023-03-21) | 1   | licence opened (imported)                         | import:pishkhan | [instant] |
    | 1405-02-31 (2026-05-21) |     | renewal reminder due (recorded later; superseded) | calendar        | [instant] |
    | 1405-04-31 (2026-07-22) |     | renewal reminder due (recorded later; superseded) | calendar        | [instant] |
    | 1405-05-24 (2026-08-15) |     | renewal reminder due (recorded later; superseded) | calendar        | [instant] |
    | 1405-06-01 (2026-08-23) |     | renewal deadline passed                           | calendar        | [instant] |
    | 1405-09-01 (2026-11-22) |     | licence expired                                   | calendar        | [instant] |
    ");
}

/// A reminder that was recorded after its last current day is superseded, and the day is that of
/// the regime's zone: in Tehran it is tomorrow from half past eight in the evening.
#[test]
fn a_reminder_is_superseded_by_the_legal_day() {
    let register = register();
    // Current through 2026-08-14.
    let second = "event LIKE '%\"rung\":2%' AND dossier = 1";
    let superseded_at = |instant| {
        register.query(&format!(
            "UPDATE parvaneh_journal SET recorded_at = strftime('%s', '{instant}') * 1000 WHERE {second}"
        ));
        let shown = register.run(&["show", "17-1", "--on", NIGHT]);
        let row = shown.lines().find(|row| row.contains("1405-04-31"));
        row.unwrap().contains("superseded")
    };
    assert!(!superseded_at("2026-08-14T20:29:59Z"));
    assert!(superseded_at("2026-08-14T20:30:00Z"));
}

/// The same licence on an earlier day: what was recorded later is history, and no reason.
#[test]
fn a_licence_on_an_earlier_day() {
    let shown = register().run(&["show", "17-1", "--on", "1405-08-30"]);
    let head: Vec<&str> = shown.lines().take(7).collect();
    assert_snapshot!(head.join("\n"), @r"
    licence     17-1
    office      urban, تهران
    holder      سارا رضایی
    term        1402-01-01 (2023-03-21) to 1405-08-30 (2026-11-21)
    renewal due 1405-05-31 (2026-08-22)
    standing    in_force on 1405-08-30 (2026-11-21)
    why         licence opened (imported) on 1402-01-01 (2023-03-21)
    ");
}

#[test]
fn a_licence_before_its_first_day() {
    let shown = register().run(&["show", "17-1", "--on", "1401-12-29"]);
    let head: Vec<&str> = shown.lines().take(7).collect();
    assert_snapshot!(head.join("\n"), @r"
    licence     17-1
    office      urban, تهران
    holder      سارا رضایی
    term        1402-01-01 (2023-03-21) to 1405-08-30 (2026-11-21)
    renewal due 1405-05-31 (2026-08-22)
    standing    not_issued on 1401-12-29 (2023-03-20)
    why         its first term has not begun
    ");
}

/// A name can be erased without touching history.
#[test]
fn a_holder_whose_name_was_erased() {
    let register = register();
    let erase = ["party", "erase", "9995648067", "--by", "mina"];
    register.run(&[&erase[..], &["--because", "letter 812"]].concat());
    let shown = register.run(&["show", "17-1", "--on", NIGHT]);
    assert!(shown.contains("\nholder      erased\n"), "{shown}");
    assert_eq!(register.list(NIGHT)["17-1"].holder, Value::Null);
    register.verify_clean();
}

/// The line of `list` and the reasons for it. The names are a contract.
#[test]
fn a_licence_for_programs() {
    let register = register();
    let mut shown = register.json(&["show", "17-1", "--on", NIGHT]);
    let history = shown["history"].as_array_mut().unwrap();
    assert_eq!(history.len(), 6);
    history.truncate(1);
    history[0]["recorded_at"] = "[instant]".into();
    history[0]["event"]["holder"] = "[party]".into();
    shown["id"] = "[id]".into();
    assert_snapshot!(serde_json::to_string_pretty(&shown).unwrap(), @r#"
    {
      "court_by": null,
      "history": [
        {
          "act": 1,
          "actor": {
            "id": "import:pishkhan",
            "role": "secretariat"
          },
          "effective_on": "2023-03-21",
          "effective_on_sh": "1402-01-01",
          "event": {
            "edition": "pishkhan/1389",
            "holder": "[party]",
            "imported": "pishkhan",
            "issued_on": null,
            "machine": "licence",
            "number": "17-1",
            "office": {
              "kind": "urban",
              "province": "تهران"
            },
            "renewal_due": "2026-08-22",
            "term": {
              "from": "2023-03-21",
              "through": "2026-11-21"
            },
            "type": "opened"
          },
          "recorded_at": "[instant]",
          "version": 1
        }
      ],
      "holder": "سارا رضایی",
      "id": "[id]",
      "next": null,
      "number": "17-1",
      "office_kind": "urban",
      "on": "2026-11-23",
      "on_sh": "1405-09-02",
      "province": "تهران",
      "regime": "pishkhan",
      "renewal": null,
      "renewal_due": "2026-08-22",
      "renewal_due_sh": "1405-05-31",
      "standing": "expired",
      "through": "2026-11-21",
      "through_sh": "1405-08-30",
      "valid_from": "2023-03-21",
      "valid_from_sh": "1402-01-01",
      "why": "licence expired on 1405-09-01 (2026-11-22)"
    }
    "#);
}

#[test]
fn the_register_for_people() {
    assert_snapshot!(register().run(&["list", "--on", NIGHT]), @r"
    | number | kind  | province | standing | from                    | through                 | renewal due             | renewal | holder     |
    |--------|-------|----------|----------|-------------------------|-------------------------|-------------------------|---------|------------|
    | 17-1   | urban | تهران    | expired  | 1402-01-01 (2023-03-21) | 1405-08-30 (2026-11-21) | 1405-05-31 (2026-08-22) |         | سارا رضایی |
    | 17-2   | urban | تهران    | in_force | 1402-01-01 (2023-03-21) | 1405-12-29 (2027-03-20) | 1405-09-30 (2026-12-21) |         | سارا رضایی |
    | 17-3   | urban | تهران    | in_force | 1402-01-01 (2023-03-21) | 1407-01-01 (2028-03-20) | 1406-10-01 (2027-12-22) |         | سارا رضایی |
    3 licences
    ");
}

/// One object a line, each date with its twin in Solar Hijri. The names are a contract.
#[test]
fn the_register_for_programs() {
    let listed = register().run(&["list", "--on", NIGHT, "--format", "json"]);
    assert_snapshot!(listed, @r#"
    {"number":"17-1","office_kind":"urban","province":"تهران","standing":"expired","valid_from":"2023-03-21","valid_from_sh":"1402-01-01","through":"2026-11-21","through_sh":"1405-08-30","renewal_due":"2026-08-22","renewal_due_sh":"1405-05-31","renewal":null,"holder":"سارا رضایی"}
    {"number":"17-2","office_kind":"urban","province":"تهران","standing":"in_force","valid_from":"2023-03-21","valid_from_sh":"1402-01-01","through":"2027-03-20","through_sh":"1405-12-29","renewal_due":"2026-12-21","renewal_due_sh":"1405-09-30","renewal":null,"holder":"سارا رضایی"}
    {"number":"17-3","office_kind":"urban","province":"تهران","standing":"in_force","valid_from":"2023-03-21","valid_from_sh":"1402-01-01","through":"2028-03-20","through_sh":"1407-01-01","renewal_due":"2027-12-22","renewal_due_sh":"1406-10-01","renewal":null,"holder":"سارا رضایی"}
    "#);
}

/// Also where the reader is no terminal that shows it, and where somebody insists.
#[test]
fn nothing_is_in_colour() {
    let register = register();
    for args in [
        &["list", "--on", NIGHT][..],
        &["show", "17-1", "--on", NIGHT],
        &["verify"],
        &["nightly", "--as-of", NIGHT],
        &["show", "17-9"],
    ] {
        let mut command = register.command(args);
        let output = command.env("CLICOLOR_FORCE", "1").output().unwrap();
        assert!(!output.stdout.contains(&0x1b), "{args:?}");
        assert!(!output.stderr.contains(&0x1b), "{args:?}");
    }
}

/// The same day, however it is written.
#[test]
fn a_day_in_either_calendar_is_the_same_day() {
    let register = register();
    let on = |day| register.run(&["list", "--on", day]);
    let listed = on("1405-08-30");
    for day in ["2026-11-21", "1405/8/30", "۱۴۰۵/۰۸/۳۰", "٢٠٢٦-١١-٢١"] {
        assert_eq!(listed, on(day), "on {day}");
    }
    assert_ne!(listed, on("1405-09-01"));
}

#[test]
fn what_is_no_day_standing_or_number_of_days_is_wrong_usage() {
    let register = register();
    for args in [
        ["--on", "1405-13-01"],
        ["--on", "1404-12-30"],
        ["--on", "yesterday"],
        ["--standing", "valid"],
        ["--due-within", "a month"],
    ] {
        let output = register.output(&[&["list"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(output.stdout, b"", "{args:?}");
    }
}

/// The standings share the register among them: each licence has one.
#[test]
fn every_licence_has_one_standing() {
    let register = Binary::some_counter_offices();
    let listed = register.list(NIGHT);
    let mut count = 0;
    for standing in [
        "not_issued",
        "in_force",
        "in_force_pending_renewal",
        "suspended",
        "expired",
        "revoked",
        "surrendered",
        "lapsed",
    ] {
        let args = [
            "list",
            "--on",
            NIGHT,
            "--standing",
            standing,
            "--format",
            "json",
        ];
        for line in register.run(&args).lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            assert_eq!(line["standing"], standing);
            assert_eq!(listed[line["number"].as_str().unwrap()].standing, standing);
            count += 1;
        }
    }
    assert_eq!(count, listed.len());
}

/// Arabic ي and ك are Persian ی and ک; a joiner or a space too many is none.
#[test]
fn a_province_is_found_however_it_is_typed() {
    let register = Binary::fresh();
    let rows = offices_csv(&["1407/01/01"; 3])
        .replacen("تهران", "مرکزی", 1)
        .replacen("تهران", "کرمان", 1);
    let file = register.write("input.csv", rows);
    register.run(&["import", "--profile", "pishkhan", &file]);
    let numbers = |province| {
        let args = [
            "list",
            "--on",
            NIGHT,
            "--format",
            "json",
            "--province",
            province,
        ];
        let listed = register.run(&args);
        let number = |line| serde_json::from_str::<Value>(line).unwrap()["number"].clone();
        listed.lines().map(number).collect::<Vec<Value>>()
    };
    assert_eq!(numbers("مركزي"), ["17-1"]);
    assert_eq!(numbers(" كرمان\u{200c}"), ["17-2"]);
    assert_eq!(numbers("تهران"), ["17-3"]);
    assert!(numbers("قم").is_empty());
}

/// Due within thirty days are those that a night thirty days later would find something to do for.
#[test]
fn due_within_thirty_days_is_what_a_night_then_would_settle() {
    let register = Binary::some_counter_offices();
    register.run(&["nightly", "--as-of", NIGHT]);
    let args = [
        "list",
        "--on",
        NIGHT,
        "--due-within",
        "30d",
        "--format",
        "json",
    ];
    let listed = register.run(&args).lines().count();
    let night = register.json(&["nightly", "--dry-run", "--as-of", "1405-10-02"]);
    assert_ne!(listed, 0);
    assert_eq!(night["due"], listed);
}

#[test]
fn a_number_that_is_not_there_is_a_failure() {
    assert_snapshot!(register().fails(1, &["show", "17-9"]), @"parvaneh: no licence in the register has the number 17-9");
}

/// As with `| head -1`: reading on is nobody's duty, and what was found is still the exit code.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let register = Binary::some_counter_offices();
    let broken = Binary::offices(&["1407/01/01"]);
    broken.query("UPDATE parvaneh_snapshot SET due_on = NULL");
    for (register, args, code) in [
        (&register, &["list", "--on", NIGHT][..], 0),
        (&register, &["list", "--on", NIGHT, "--format", "json"], 0),
        (&register, &["chart", "licence"], 0),
        (&register, &["nightly", "--as-of", NIGHT, "--dry-run"], 0),
        (&broken, &["verify"], 5),
    ] {
        let mut command = register.command(args);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Nothing is read, so that the very first line finds nobody.
        drop(child.stdout.take().unwrap());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{args:?}: {said}");
        assert_eq!(said, "", "{args:?}");
    }
}

#[test]
fn the_first_line_of_a_long_list_is_enough() {
    let register = Binary::some_counter_offices();
    let mut command = register.command(&["list", "--on", NIGHT, "--format", "json"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert!(first.starts_with("{\"number\":"), "{first}");
    assert!(child.wait().unwrap().success());
}

/// An import that nobody listens to goes on to its end.
#[test]
fn an_import_whose_complaints_nobody_reads_is_whole() {
    let register = Binary::fresh();
    let file = register.write("input.csv", first_rows("pishkhan-register.csv", 2000));
    let mut command = register.command(&["import", "--profile", "pishkhan", &file]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert!(child.wait().unwrap().success());
    assert_eq!(
        register.histories(),
        Binary::some_counter_offices().histories()
    );
}

/// Once is enough; again is no harm.
#[test]
fn migrating_again_changes_nothing() {
    let register = Binary::fresh();
    let migrate = || {
        let text = register.run(&["migrate"]);
        text.replace(&register.folder().display().to_string(), "[folder]")
    };
    assert_snapshot!(migrate(), @"sqlite://[folder]/register.db: 16 steps applied, up to date");
    let before = register.files();
    assert_snapshot!(migrate(), @"sqlite://[folder]/register.db: 0 steps applied, up to date");
    assert_eq!(before, register.files());
    assert!(register.list(NIGHT).is_empty());
}

/// A path is taken as it is written.
#[test]
fn a_register_may_have_a_space_in_its_name() {
    let register = Binary::fresh();
    let named = ["--register", "sqlite://counter offices.db"];
    register.run(&[&["migrate"], &named[..]].concat());
    assert!(register.folder().join("counter offices.db").exists());
    register.run(&[&["list"], &named[..]].concat());
}

/// One bad dossier does not hide the others.
#[test]
fn a_dossier_that_cannot_be_read_hides_no_other() {
    let register = register();
    register.query(
        "UPDATE parvaneh_snapshot SET state = x'00' \
         WHERE dossier = (SELECT seq FROM parvaneh_dossier WHERE number = '17-2')",
    );
    let output = register.output(&["list", "--on", NIGHT, "--format", "json"]);
    assert_eq!(output.status.code(), Some(3));
    assert_snapshot!(register.said(&output), @"parvaneh: the dossier of 17-2 cannot be read: snapshot has the unknown format 0");
    let listed = String::from_utf8(output.stdout).expect("the answer is UTF-8");
    assert_eq!(listed.lines().count(), 2);
}
