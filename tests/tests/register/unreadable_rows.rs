//! A row of which something cannot be read costs its dossier, and no other one.

use parvaneh_tests::{Binary, Kind, data, on_both};
use serde_json::{Value, json};

const NIGHT: &str = "1405-09-02";

/// What is done to the second of three offices, all of which are due.
fn spoilt(kind: Kind) -> Vec<&'static str> {
    let everywhere = ["UPDATE parvaneh_dossier SET regime = 'atlantis' WHERE seq = 2"];
    // PostgreSQL has a type for each column, and takes nothing else.
    let in_sqlite = [
        "UPDATE parvaneh_snapshot SET version = 'one' WHERE dossier = 2",
        "UPDATE parvaneh_snapshot SET last = x'00' WHERE dossier = 2",
        "UPDATE parvaneh_snapshot SET state = 7 WHERE dossier = 2",
        "UPDATE parvaneh_snapshot SET due_on = '12' WHERE dossier = 2",
        "UPDATE parvaneh_dossier SET regime = x'ff' WHERE seq = 2",
        "PRAGMA ignore_check_constraints = on; UPDATE parvaneh_dossier SET id = 'none' WHERE seq = 2; \
         UPDATE parvaneh_snapshot SET version = 'one' WHERE dossier = 2",
        "UPDATE parvaneh_dossier SET number = CAST(x'31ff' AS TEXT) WHERE seq = 2; \
         UPDATE parvaneh_snapshot SET version = 'one' WHERE dossier = 2",
    ];
    match kind {
        Kind::Sqlite => [&everywhere[..], &in_sqlite[..]].concat(),
        Kind::Postgres => everywhere.to_vec(),
    }
}

/// What a command prints as JSON that ends with 3.
fn with_failures(register: &Binary, args: &[&str]) -> Value {
    let output = register.output(&[args, &["--format", "json"]].concat());
    let said = register.said(&output);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{said}{printed}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The quarterly report of the counter offices.
const QUARTER: [&str; 6] = [
    "report",
    "quarterly",
    "--quarter",
    "1405-2",
    "--regime",
    "pishkhan",
];

fn numbers(failures: &Value) -> Vec<&str> {
    let failures = failures.as_array().unwrap().iter();
    failures
        .map(|failure| failure["number"].as_str().unwrap())
        .collect()
}

/// One after the other and all in one batch; also where nothing that can be read comes after it.
fn a_night_goes_on_past_a_row_that_it_cannot_read(kind: Kind) {
    let good = Binary::fresh_on(kind).with_offices(&["1405/08/30"; 3]);
    for sql in spoilt(kind) {
        for batch in ["1", "500"] {
            let register = good.twin();
            register.query(sql);
            let night = ["nightly", "--as-of", NIGHT, "--batch", batch];
            let dry = with_failures(&register, &[&night[..], &["--dry-run"]].concat());
            let real = with_failures(&register, &night);
            for report in [&dry, &real] {
                let counts = [&report["due"], &report["settled"], &report["remaining"]];
                assert_eq!(json!(counts), json!([3, 2, 1]), "{sql}: {report}");
                let numbers = numbers(&report["failures"]);
                assert!(
                    matches!(numbers[..], ["17-2" | "dossier 2"]),
                    "{sql}: {numbers:?}"
                );
            }
            let expired = register.query(
                "SELECT dossier FROM parvaneh_journal WHERE event LIKE '%\"type\":\"expired\"%' \
                 ORDER BY dossier",
            );
            assert_eq!(expired, ["1", "3"], "{sql}");
        }
    }
}

/// Nor does the brake stumble over it, nor a night that nothing else is due in.
fn a_night_of_such_rows_alone_comes_to_its_end(kind: Kind) {
    let good = Binary::fresh_on(kind).with_offices(&["1407/01/01", "1405/08/30", "1407/01/01"]);
    for sql in spoilt(kind) {
        let register = good.twin();
        register.query(sql);
        let night = ["nightly", "--as-of", NIGHT, "--batch", "1"];
        let braked = [&night[..], &["--max-expire", "50%"]].concat();
        for _ in 0..2 {
            let report = with_failures(&register, &braked);
            assert_eq!(report["settled"], 0, "{sql}");
            assert_eq!(report["failures"].as_array().unwrap().len(), 1, "{sql}");
        }
    }
}

/// SQLite keeps a day as it is given. One in another form than ours can be read, and comes after itself in the order
/// of the days.
#[test]
fn a_day_in_another_form_leads_round_in_no_circle() {
    let good = Binary::fresh().with_offices(&["1405/08/30"; 3]);
    for batch in ["1", "2", "500"] {
        let register = good.twin();
        register.query("UPDATE parvaneh_snapshot SET due_on = '2026-11-2' WHERE dossier = 2");
        let night = ["nightly", "--as-of", NIGHT, "--batch", batch];
        let dry = register.json(&[&night[..], &["--dry-run"]].concat());
        assert_eq!(dry["settled"], 3, "{dry}");
        assert_eq!(register.json(&night)["settled"], 3);
        register.verify_clean();
    }
}

/// A quarter is reported on without it, and says that it is.
fn a_quarter_leaves_it_out_by_its_number(kind: Kind) {
    let good = Binary::fresh_on(kind).with_offices(&["1405/08/30"; 3]);
    good.run(&["nightly", "--as-of", NIGHT]);
    let in_sqlite = [
        "UPDATE parvaneh_journal SET version = 'one' WHERE dossier = 2 AND version = 1",
        "UPDATE parvaneh_journal SET event = CAST(x'7bff7d' AS TEXT) WHERE dossier = 2 AND version = 1",
        "UPDATE parvaneh_journal SET recorded_at = 'noon' WHERE dossier = 2 AND version = 1",
        "UPDATE parvaneh_dossier SET province = CAST(x'ff' AS TEXT) WHERE seq = 2",
        "UPDATE parvaneh_dossier SET regime = x'ff' WHERE seq = 2",
    ];
    let everywhere = [
        "UPDATE parvaneh_dossier SET regime = 'atlantis' WHERE seq = 2",
        "UPDATE parvaneh_journal SET event = '{' WHERE dossier = 2 AND version = 1",
        "UPDATE parvaneh_journal SET actor = 'nobody' WHERE dossier = 2 AND version = 1",
    ];
    let spoilt = match kind {
        Kind::Sqlite => [&everywhere[..], &in_sqlite[..]].concat(),
        Kind::Postgres => everywhere.to_vec(),
    };
    for sql in spoilt {
        let register = good.twin();
        register.query(sql);
        let report = with_failures(&register, &QUARTER);
        let counts = [&report["dossiers"], &report["left_out"]];
        assert_eq!(json!(counts), json!([2, 1]), "{sql}: {report}");
        let output = register.output(&QUARTER);
        let said = register.said(&output);
        assert!(
            said.contains("17-2") || said.contains("dossier 2"),
            "{sql}: {said}"
        );
    }
}

/// Also where nobody says which regime is meant: one that is not described is none that can be.
fn a_regime_that_is_not_described_is_no_choice(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"; 3]);
    register.query("UPDATE parvaneh_dossier SET regime = 'atlantis' WHERE seq = 2");
    let report = with_failures(&register, &["report", "quarterly", "--quarter", "1405-2"]);
    let counts = [&report["dossiers"], &report["left_out"]];
    assert_eq!(json!(counts), json!([2, 1]), "{report}");
}

/// What is wrong with another regime's dossier is nothing to a quarter of this one.
fn a_quarter_is_of_one_regime(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"; 3]);
    let sample = data("chicago-business-licences.csv");
    register.run(&["import", "--profile", "chicago", &sample]);
    register.query(
        "UPDATE parvaneh_journal SET event = '{' WHERE version = 1 \
         AND dossier = (SELECT min(seq) FROM parvaneh_dossier WHERE regime = 'chicago')",
    );
    let report = register.json(&QUARTER);
    let counts = [&report["dossiers"], &report["left_out"]];
    assert_eq!(json!(counts), json!([3, 0]), "{report}");
}

on_both! {
    a_regime_that_is_not_described_is_no_choice,
    a_quarter_is_of_one_regime,
    a_night_goes_on_past_a_row_that_it_cannot_read,
    a_night_of_such_rows_alone_comes_to_its_end,
    a_quarter_leaves_it_out_by_its_number,
}
