//! Requests that wait too long, in the three-monthly report: against a period that an edition states, and
//! against the length of a term.

use std::fs;
use std::path::Path;

use parvaneh::Workflows;
use parvaneh_testkit::{Database, Scenario, TestkitError};
use parvaneh_tests::{Kind, on_both, server};
use serde_json::{Value, json};

/// The workflows with an edition of 1389 that states a month for a renewal.
fn with_a_period() -> Workflows {
    let folder = tempfile::tempdir().unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows/pishkhan");
    let copy = folder.path().join("pishkhan");
    fs::create_dir_all(&copy).unwrap();
    for file in ["1389.toml", "1400.toml", "regime.toml"] {
        fs::copy(built_in.join(file), copy.join(file)).unwrap();
    }
    let edition = copy.join("1389.toml");
    let mut text = fs::read_to_string(&edition).unwrap();
    text.push_str(
        "\n[silence.renewal]\nperiod = { value = \"P1M\", basis = \"D\", article = \"a test\" }\n",
    );
    fs::write(&edition, text).unwrap();
    Workflows::load(folder.path()).unwrap()
}

/// A request of 1402-04-10 that nobody has decided, and one of 1405-05-10.
fn requests(scenario: &mut Scenario) -> Result<(), TestkitError> {
    scenario
        .in_province("تهران")?
        .on("1399-07-15")?
        .licensed("17-1", "urban", "1399-07-15", &[])?
        .on("1402-04-10")?
        .send("17-1", "holder", "renewal.file", &[])?
        .on("1402-08-15")?
        .licensed("17-2", "urban", "1402-08-15", &[])?
        .on("1405-05-10")?
        .send("17-2", "holder", "renewal.file", &[])?
        .on("1405-07-01")?;
    Ok(())
}

fn waiting(kind: Kind, workflows: Workflows, quarter: &str) -> Value {
    let database = match kind {
        Kind::Sqlite => Database::Sqlite,
        Kind::Postgres => Database::Postgres(server()),
    };
    let mut scenario = Scenario::under_workflows(workflows, "pishkhan/1389", &database).unwrap();
    requests(&mut scenario).unwrap();
    let quarter = quarter.parse().unwrap();
    let report = scenario.engine().quarterly(None, Some(quarter), None);
    let (report, left_out) = scenario.block_on(report).unwrap();
    assert!(left_out.is_empty());
    json!(report.waiting)
}

/// No edition here states a period. What has waited for longer than a term of three years is listed from the
/// day after it on.
fn what_waits_for_longer_than_a_term_is_listed(kind: Kind) {
    let built_in = || Workflows::embedded().unwrap();
    assert_eq!(waiting(kind, built_in(), "1405-1"), json!([]));
    let listed = waiting(kind, built_in(), "1405-2");
    assert_eq!(
        listed,
        json!([{
            "number": "17-1",
            "province": "تهران",
            "matter": "renewal",
            "since": "2023-07-01",
            "since_sh": "1402-04-10",
            "owed_by": "secretariat",
            "longer_than_a_term": true,
        }])
    );
}

/// Against a month, both are overdue in that quarter, and the older one was in the quarter before.
fn what_is_overdue_against_a_period_is_listed(kind: Kind) {
    let numbers = |quarter| {
        let listed = waiting(kind, with_a_period(), quarter);
        let listed = listed.as_array().unwrap().iter();
        let of = |entry: &Value| format!("{} {}", entry["number"], entry["overdue_since"]);
        listed.map(of).collect::<Vec<_>>()
    };
    let first = r#""17-1" "2023-08-01""#;
    assert_eq!(numbers("1405-1"), [first]);
    assert_eq!(numbers("1405-2"), [first, r#""17-2" "2026-09-01""#]);
}

on_both! {
    what_waits_for_longer_than_a_term_is_listed,
    what_is_overdue_against_a_period_is_listed,
}
