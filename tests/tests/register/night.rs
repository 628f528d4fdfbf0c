//! One night, from outside: the brake, the day, the report, and the dossier that cannot be settled.

use std::fs::{self, File};
use std::path::Path;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, offices_csv, on_both};
use serde_json::Value;

const NIGHT: &str = "1405-09-02";

const NIGHTLY: [&str; 3] = ["nightly", "--as-of", NIGHT];

/// A night with more arguments.
fn nightly<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&NIGHTLY[..], more].concat()
}

/// So many offices, of which the first ones expire by the night.
fn offices(kind: Kind, all: usize, expiring: usize) -> Binary {
    let mut through = vec!["1405/08/30"; expiring];
    through.resize(all, "1407/01/01");
    Binary::fresh_on(kind).with_offices(&through)
}

/// More than allowed would expire: nothing is written, and the sentence says how many.
fn the_brake_stops_a_night_before_anything_is_written(kind: Kind) {
    let register = offices(kind, 200, 5);
    let before = register.dump();
    let said = register.fails(4, &nightly(&["--max-expire", "4"]));
    assert_snapshot!(said, @"parvaneh: the brake stopped the run before anything was written: 5 of 200 licences would expire, 4 may; look at `nightly --dry-run`, then raise --max-expire");
    let said = register.fails(4, &nightly(&["--max-expire", "2.4%"]));
    assert_snapshot!(said, @"parvaneh: the brake stopped the run before anything was written: 5 of 200 licences would expire, 2.4% may; look at `nightly --dry-run`, then raise --max-expire");
    assert_eq!(before, register.dump());
}

/// So many may, and that many do: both forms allow the very number they name, and 18.4% of 375,
/// which no binary fraction is, allows 69.
fn the_brake_lets_through_what_it_allows(kind: Kind) {
    for (all, expiring, allowed) in [(200, 5, "5"), (200, 5, "2.5%"), (375, 69, "18.4%")] {
        let register = offices(kind, all, expiring);
        let report = register.json(&nightly(&["--max-expire", allowed]));
        assert_eq!(report["events"]["licence.expired"], expiring);
    }
}

/// Reminders and missed deadlines are no expiry.
fn the_brake_counts_licences_that_expire_and_nothing_else(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/10/01", "1405/11/01"]);
    let report = register.json(&nightly(&["--max-expire", "0"]));
    assert_eq!(report["settled"], 2);
}

/// A dry run shows what the brake would do.
fn the_brake_stops_a_dry_run_too(kind: Kind) {
    let register = offices(kind, 200, 5);
    register.fails(4, &nightly(&["--dry-run", "--max-expire", "4"]));
}

fn a_limit_that_is_none_is_wrong_usage(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/10/01"]);
    let before = register.dump();
    for limit in ["-1", "101%", "NaN%", "many", "2.5", "%"] {
        let limit = format!("--max-expire={limit}");
        let output = register.output(&nightly(&[&limit]));
        assert_eq!(output.status.code(), Some(2), "{limit}");
    }
    assert_eq!(before, register.dump());
}

/// What has not happened is not written down.
fn a_day_that_has_not_come_needs_a_dry_run(kind: Kind) {
    let register = offices(kind, 200, 5);
    let before = register.dump();
    let said = register.fails(2, &["nightly", "--as-of", "1499-01-01"]);
    let today = between(&said, "today is ", ")");
    assert_snapshot!(said.replace(today, "[today]"), @"parvaneh: 2120-03-21 is in the future (today is [today]): a future day needs --dry-run");
    let report = register.json(&["nightly", "--as-of", "1499-01-01", "--dry-run"]);
    assert_eq!(report["events"]["licence.expired"], 200);
    assert_eq!(before, register.dump());
}

/// The report of a dry run but for what must differ: whether it was dry, the run's id, its length.
fn comparable(mut report: Value) -> Value {
    for field in ["dry_run", "run", "duration_ms"] {
        report.as_object_mut().unwrap().remove(field).unwrap();
    }
    report
}

fn a_dry_run_tells_what_the_night_would_and_writes_nothing(kind: Kind) {
    let register = Binary::fresh_on(kind).with_counter_offices();
    let before = register.dump();
    let dry = register.json(&nightly(&["--dry-run"]));
    assert_eq!(before, register.dump());
    let real = register.json(&NIGHTLY);
    assert_ne!(before, register.dump());
    assert_eq!(
        (&dry["dry_run"], &real["dry_run"]),
        (&true.into(), &false.into())
    );
    assert_eq!(comparable(dry), comparable(real));
}

fn the_second_run_of_a_day_settles_nothing_and_changes_nothing(kind: Kind) {
    let register = offices(kind, 200, 5);
    let first = register.json(&NIGHTLY);
    assert_eq!((&first["due"], &first["settled"]), (&5.into(), &5.into()));
    let settled = register.dump();
    let second = register.json(&NIGHTLY);
    assert_eq!((&second["due"], &second["settled"]), (&0.into(), &0.into()));
    assert_eq!(second["events"], serde_json::json!({}));
    assert_eq!(settled, register.dump());
}

/// How many dossiers share a transaction is no matter of law.
fn batches_of_any_size_make_the_same_histories(kind: Kind) {
    let eve = Binary::fresh_on(kind).with_some_counter_offices();
    let whole = eve.twin();
    whole.run(&NIGHTLY);
    for batch in ["1", "7", "500", "100000"] {
        let register = eve.twin();
        let report = register.json(&nightly(&["--batch", batch]));
        assert_eq!(report["remaining"], 0);
        assert_eq!(
            whole.histories(),
            register.histories(),
            "batches of {batch}"
        );
        register.verify_clean();
    }
}

/// Forty nights one by one, or the last of them alone: the events are the same, and so are their
/// days.
fn one_catch_up_is_many_nights(kind: Kind) {
    let eve = Binary::fresh_on(kind).with_some_counter_offices();
    eve.run(&["nightly", "--as-of", "1405-07-23"]);
    let once = eve.twin();
    let nightly = eve.twin();
    let days = (24..=30)
        .map(|day| (7, day))
        .chain((1..=30).map(|day| (8, day)));
    let mut settled = 0;
    for (month, day) in days.chain([(9, 1), (9, 2)]) {
        let night = format!("1405-{month:02}-{day:02}");
        let report = nightly.json(&["nightly", "--as-of", &night]);
        settled += u32::from(report["settled"] != 0);
    }
    assert!(20 < settled, "hardly a night had anything to settle");
    once.run(&NIGHTLY);
    assert_eq!(nightly.histories(), once.histories());
    assert_eq!(nightly.list(NIGHT), once.list(NIGHT));
    once.verify_clean();
    nightly.verify_clean();
}

/// Runs a night with failures; its report.
fn failing_night(register: &Binary) -> Value {
    let output = register.output(&nightly(&["--format", "json"]));
    assert_eq!(output.status.code(), Some(3), "{}", register.said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The numbers of the licences that expired, as the journal has it.
fn expired(register: &Binary) -> Vec<String> {
    register.query(
        "SELECT number FROM parvaneh_journal JOIN parvaneh_dossier ON dossier = seq \
         WHERE event LIKE '%\"type\":\"expired\"%' ORDER BY number",
    )
}

fn id_of_the_second(register: &Binary) -> String {
    let id = register.kind().id("id");
    let found = register.query(&format!(
        "SELECT {id} FROM parvaneh_dossier WHERE number = '17-2'"
    ));
    found[0].clone()
}

/// The failure of the second office of three, whose neighbours are settled all the same; the next
/// night it fails again, because it stays due.
fn fails_alone(register: &Binary) -> Value {
    let first = failing_night(register);
    let counts = |report: &Value| {
        [&report["due"], &report["settled"], &report["remaining"]].map(Value::clone)
    };
    assert_eq!(counts(&first), [3, 2, 1].map(Value::from));
    let [failure] = &first["failures"].as_array().unwrap()[..] else {
        panic!("one dossier fails: {first}");
    };
    let id = id_of_the_second(register);
    assert_eq!(failure["id"].as_str().unwrap().replace('-', ""), id);
    assert_eq!(failure["number"], "17-2");
    assert_eq!(expired(register), ["17-1", "17-3"]);

    let next = failing_night(register);
    assert_eq!(counts(&next), [1, 0, 1].map(Value::from));
    assert_eq!(next["failures"], first["failures"]);
    failure.clone()
}

/// One bad dossier never stops the rest, and once it is mended the next night settles it.
fn a_snapshot_that_cannot_be_read_fails_alone(kind: Kind) {
    let good = Binary::fresh_on(kind).with_offices(&["1405/08/30"; 3]);
    let register = good.twin();
    let second = "dossier = (SELECT seq FROM parvaneh_dossier WHERE number = '17-2')";
    let set = |bytes: &str| {
        let state = kind.bytes(bytes);
        register.query(&format!(
            "UPDATE parvaneh_snapshot SET state = {state} WHERE {second}"
        ));
    };
    set("01ff");
    assert_eq!(fails_alone(&register)["code"], "unreadable");

    let state = kind.hex("state");
    let state = good.query(&format!(
        "SELECT {state} FROM parvaneh_snapshot WHERE {second}"
    ));
    set(&state[0]);
    assert_eq!(register.json(&NIGHTLY)["settled"], 1);
    assert_eq!(expired(&register), ["17-1", "17-2", "17-3"]);
    register.verify_clean();
}

/// A row that the database itself will not take, for whatever reason it has.
fn a_dossier_that_the_database_refuses_fails_alone(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"; 3]);
    register.query(match kind {
        Kind::Sqlite => {
            "CREATE TRIGGER refusal BEFORE UPDATE ON parvaneh_snapshot \
             WHEN old.dossier = (SELECT seq FROM parvaneh_dossier WHERE number = '17-2') \
             BEGIN SELECT raise(ABORT, 'not this one'); END"
        }
        Kind::Postgres => {
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ \
             BEGIN RAISE EXCEPTION 'not this one'; END $$; \
             CREATE TRIGGER refusal BEFORE UPDATE ON parvaneh_snapshot \
             FOR EACH ROW WHEN (old.dossier = 2) EXECUTE FUNCTION refuse()"
        }
    });
    assert_eq!(fails_alone(&register)["code"], "unwritable");
}

/// A history that names an edition from a folder of workflows which the night was not given.
fn an_edition_that_is_not_loaded_fails_alone(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let own = register.folder().join("workflows");
    fs::create_dir_all(own.join("pishkhan")).unwrap();
    fs::create_dir_all(own.join("imports")).unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    for (from, to) in [
        ("pishkhan/1389.toml", "pishkhan/1399.toml"),
        ("pishkhan/regime.toml", "pishkhan/regime.toml"),
        ("imports/pishkhan.toml", "imports/pishkhan.toml"),
    ] {
        let text = fs::read_to_string(built_in.join(from)).unwrap();
        let text = text.replace("edition = \"1389\"", "edition = \"1399\"");
        fs::write(own.join(to), text.replace("pishkhan/1389", "pishkhan/1399")).unwrap();
    }
    let rows = offices_csv(&["1405/08/30"; 3]);
    // The header, and the second office.
    let second: String = rows.split_inclusive('\n').step_by(2).take(2).collect();
    let file = register.write("second.csv", second);
    let args = ["import", "--profile", "pishkhan", &file, "--workflows"];
    register.run(&[&args[..], &[own.to_str().unwrap()]].concat());
    let file = register.write("all.csv", rows);
    register.run(&["import", "--profile", "pishkhan", &file]);

    assert_eq!(fails_alone(&register)["code"], "unknown_edition");
    // A night under its edition settles it; its neighbours, which are settled, need none.
    let with_it = nightly(&["--workflows", own.to_str().unwrap()]);
    assert_eq!(register.json(&with_it)["settled"], 1);
    assert_eq!(expired(&register), ["17-1", "17-2", "17-3"]);
}

/// Two nights at once are one too many; a dry run is none.
#[test]
fn a_night_leaves_while_another_run_holds_the_lock() {
    let register = offices(Kind::Sqlite, 200, 5);
    let file = register.write("input.csv", offices_csv(&["1407/01/01"]));
    register.write("rejects.csv", "of the run that goes on");
    let lock = File::open(register.folder().join("register.db.lock")).unwrap();
    lock.lock().unwrap();
    let before = (register.dump(), register.files());
    let said = register.fails(75, &NIGHTLY);
    assert_snapshot!(said, @"parvaneh: another run holds [folder]/register.db.lock; try again when it has ended, or find out why it hangs");
    let args = [
        "import",
        "--profile",
        "pishkhan",
        &file,
        "--rejects",
        "rejects.csv",
    ];
    assert_eq!(said, register.fails(75, &args));
    assert_eq!(before, (register.dump(), register.files()));
    assert_eq!(register.json(&nightly(&["--dry-run"]))["due"], 5);
    lock.unlock().unwrap();
    assert_eq!(register.json(&NIGHTLY)["settled"], 5);
}

/// A register in which the night has something of everything to say.
fn of_everything(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&[
        "1405/08/30",
        "1405/08/30",
        "1405/11/01",
        "1407/01/01",
    ]);
    let state = kind.bytes("00");
    register.query(&format!(
        "UPDATE parvaneh_snapshot SET state = {state} WHERE dossier = 2"
    ));
    register
}

/// The names are a contract with whoever reads the report by program.
fn the_report_of_a_night_for_programs(kind: Kind) {
    let register = of_everything(kind);
    let mut report = failing_night(&register);
    for (at, what) in [
        ("/run", "[run]"),
        ("/duration_ms", "[ms]"),
        ("/failures/0/id", "[id]"),
    ] {
        *report.pointer_mut(at).unwrap() = what.into();
    }
    assert_snapshot!(serde_json::to_string_pretty(&report).unwrap(), @r#"
    {
      "as_of": "2026-11-23",
      "as_of_sh": "1405-09-02",
      "dated_ahead": {
        "dossiers": 0,
        "events": 0
      },
      "dry_run": false,
      "due": 3,
      "duration_ms": "[ms]",
      "edition": "pishkhan/1389",
      "events": {
        "licence.expired": 1,
        "renewal.deadline_passed": 2,
        "renewal.reminder_due": 6
      },
      "failures": [
        {
          "code": "unreadable",
          "id": "[id]",
          "message": "snapshot has the unknown format 0; `parvaneh verify` says what is wrong with the dossier",
          "number": "17-2"
        }
      ],
      "remaining": 1,
      "reminders": {
        "superseded": 6,
        "to_send": 0
      },
      "run": "[run]",
      "settled": 2
    }
    "#);
}

/// Fit for a mail: no colour, no bar, and the same whether or not anybody looks.
fn the_report_of_a_night_for_people(kind: Kind) {
    let register = of_everything(kind);
    let id = id_of_the_second(&register);
    let output = register.output(&NIGHTLY);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(register.said(&output), "");
    let text = String::from_utf8(output.stdout).unwrap();
    let id = text
        .split_whitespace()
        .find(|word| word.replace('-', "") == id);
    let in_ms = format!("in {} ms", between(&text, " in ", " ms"));
    let text = text
        .replace(between(&text, "run ", " as of"), "[run]")
        .replace(id.unwrap(), "[id]")
        .replace(&in_ms, "in [ms] ms");
    assert_snapshot!(text, @r"
    run [run] as of 1405-09-02 (2026-11-23)
    edition pishkhan/1389
    | event                   | count |
    |-------------------------|-------|
    | licence.expired         | 1     |
    | renewal.deadline_passed | 2     |
    | renewal.reminder_due    | 6     |
    3 dossiers due, 2 settled, 1 failed, 1 remaining, in [ms] ms
    reminders: 0 to send, 6 superseded by a later day
    | number | id                                   | code       | what is wrong                                                                            |
    |--------|--------------------------------------|------------|------------------------------------------------------------------------------------------|
    | 17-2   | [id] | unreadable | snapshot has the unknown format 0; `parvaneh verify` says what is wrong with the dossier |
    ");
}

/// What stands between these two.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

on_both! {
    the_brake_stops_a_night_before_anything_is_written,
    the_brake_lets_through_what_it_allows,
    the_brake_counts_licences_that_expire_and_nothing_else,
    the_brake_stops_a_dry_run_too,
    a_limit_that_is_none_is_wrong_usage,
    a_day_that_has_not_come_needs_a_dry_run,
    a_dry_run_tells_what_the_night_would_and_writes_nothing,
    the_second_run_of_a_day_settles_nothing_and_changes_nothing,
    batches_of_any_size_make_the_same_histories,
    one_catch_up_is_many_nights,
    a_snapshot_that_cannot_be_read_fails_alone,
    a_dossier_that_the_database_refuses_fails_alone,
    an_edition_that_is_not_loaded_fails_alone,
    the_report_of_a_night_for_programs,
    the_report_of_a_night_for_people,
}
