//! A register in which an earlier program has put days that none can have: it is said which dossiers they are
//! in, the others go on, and each is mended by its own register or by hand.

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, data, on_both};
use serde_json::{Value, json};

on_both! {
    dossiers_with_such_days_are_named,
    a_night_says_what_it_cannot_settle,
    a_relay_goes_on_with_the_others,
    the_mended_file_mends_the_register,
    a_revision_mends_a_dossier,
    it_is_carried_once_it_is_mended,
}

/// Those of its dossiers that cannot be read.
const SPOILT: [&str; 5] = ["61-2", "61-3", "61-4", "61-5", "61-7"];

fn register(kind: Kind) -> Binary {
    let register = Binary::as_kept(kind, "days-of-no-register");
    register.run(&["migrate"]);
    register
}

fn contradictions(register: &Binary) -> Vec<String> {
    let output = register.output(&["verify", "--format", "json"]);
    assert_eq!(output.status.code(), Some(5));
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let found = report["findings"].as_array().expect("findings").iter();
    let found = found.map(|it| format!("{} {}", it["number"], it["code"]));
    found.map(|it| it.replace('"', "")).collect()
}

fn dossiers_with_such_days_are_named(kind: Kind) {
    let register = register(kind);
    let unreadable = SPOILT.map(|number| format!("{number} journal_unreadable"));
    assert_eq!(contradictions(&register), unreadable);
    let preview = register.json(&["migrate", "--dry-run"]);
    let named = preview["unreadable"].as_array().expect("dossiers").iter();
    assert_eq!(named.map(|it| &it["number"]).collect::<Vec<_>>(), SPOILT);
    assert_snapshot!(register.fails(1, &["show", "61-2"]), @r#"parvaneh: the dossier of 61-2 cannot be read: event 1 cannot be read: "1661-10-06" is outside what a register can have: its days are from 1921-03-21 through 2122-03-20, which is from 1300-01-01 through 1500-12-29 AP at line 1 column 322"#);
    let listed = register.output(&["list", "--on", "1405-09-08", "--format", "json"]);
    assert_eq!(
        listed.status.code(),
        Some(3),
        "some are left out, and it is said"
    );
    let listed = String::from_utf8(listed.stdout).expect("text");
    assert!(
        listed.contains("61-1") && listed.contains("61-6"),
        "{listed}"
    );
}

fn a_night_says_what_it_cannot_settle(kind: Kind) {
    let register = register(kind);
    register.query("UPDATE parvaneh_snapshot SET due_on = '2026-11-01' WHERE dossier IN (2, 5)");
    let night = register.output(&["nightly", "--format", "json"]);
    assert_eq!(night.status.code(), Some(3));
    let report: Value = serde_json::from_slice(&night.stdout).expect("a report");
    let failures = report["failures"].as_array().expect("failures").iter();
    let failed: Vec<&Value> = failures.map(|it| &it["number"]).collect();
    assert_eq!(json!(failed), json!(["61-2", "61-5"]));
    assert_eq!(report["remaining"], 2);
}

fn a_relay_goes_on_with_the_others(kind: Kind) {
    let register = register(kind);
    let file = register.folder().join("events.jsonl");
    let sink = format!("jsonl:{}", file.display());
    let said = register.fails(3, &["relay", "--to", &sink, "--once"]);
    assert!(
        said.contains("set aside, see `parvaneh letters list`"),
        "{said}"
    );
    // They are known by then.
    register.run(&["relay", "--to", &sink, "--once"]);
    let events = std::fs::read_to_string(&file).expect("events");
    let about: Vec<&str> = ["61-1", "61-2", "61-6"]
        .into_iter()
        .filter(|number| events.contains(&format!("\"number\":\"{number}\"")))
        .collect();
    assert_eq!(about, ["61-1", "61-6"]);
    let letters = register.run(&["letters", "list"]);
    assert!(
        letters.contains("outside what a register can have"),
        "{letters}"
    );
}

fn the_mended_file_mends_the_register(kind: Kind) {
    let register = register(kind);
    let file = data("days-of-no-register.csv");
    let import = ["import", "--profile", "pishkhan", &file];
    let imported = register.json(&import);
    assert_eq!(
        [
            &imported["accepted"],
            &imported["revised"],
            &imported["rejected"]
        ],
        [&json!(7), &json!(5), &json!(0)]
    );
    register.run(&["nightly"]);
    register.verify_clean();
    let again = register.json(&import);
    assert_eq!(again["unchanged"], 7);
    // What it stands at is what the file alone leads to.
    let fresh = Binary::fresh_on(kind);
    fresh.run(&import);
    assert_eq!(register.list("1405-09-08"), fresh.list("1405-09-08"));
    let revised = register.run(&["late", "--format", "json"]);
    let withdrawn: Vec<String> = revised.lines().map(withdrawn).collect();
    assert_eq!(withdrawn, SPOILT.map(|number| format!("{number} [1]")));
}

/// What a revision withdrew, and from which dossier.
fn withdrawn(line: &str) -> String {
    let line: Value = serde_json::from_str(line).expect("a line");
    format!("{} {}", line["number"], line["withdraws"]).replace('"', "")
}

/// Where the file is lost, a person states the term, and another approves it.
fn a_revision_mends_a_dossier(kind: Kind) {
    let register = register(kind);
    let id = register.kind().id("id");
    let holder = register.query(&format!(
        "SELECT {id} FROM parvaneh_party WHERE identifier = '1234578913'"
    ));
    let revision = json!({
        "id": "00000000-0000-7000-8000-000000000001",
        "actor": { "id": "mina", "role": "authority", "national": true },
        "reason": "the year was typed with its digits swapped",
        "rests_on": "letter 12",
        "dossiers": [{
            "number": "61-2",
            "withdraw": [1],
            "open": [{ "office_kind": "urban", "holder": holder[0], "from": "1404-07-15" }],
        }],
    });
    let file = register.write("revision.json", revision.to_string());
    let plan = register.run(&["revise", &file, "--dry-run"]);
    assert!(plan.contains("in_force instead of not_issued"), "{plan}");
    register.run(&["revise", &file, "--propose"]);
    let approval = json!({ "id": revision["id"], "actor": { "id": "sara", "role": "authority", "national": true } });
    let approval = register.write("approval.json", approval.to_string());
    register.run(&["revise", &approval, "--approve"]);
    let others = ["61-3", "61-4", "61-5", "61-7"];
    assert_eq!(
        contradictions(&register),
        others.map(|number| format!("{number} journal_unreadable"))
    );
    let shown = register.run(&["show", "61-2"]);
    assert!(
        shown.contains("1404-07-15 (2025-10-07) to 1407-07-14 (2028-10-05)"),
        "{shown}"
    );
    // What stands on what cannot be read is not guessed.
    let one = json!([{ "number": "61-3", "enter": [{
        "on": "1405-09-01",
        "actor": { "id": holder[0], "role": "holder" },
        "command": { "machine": "licence", "type": "surrender" },
    }] }]);
    let mut beside = revision.clone();
    beside["dossiers"] = one;
    beside["id"] = json!("00000000-0000-7000-8000-000000000002");
    let file = register.write("beside.json", beside.to_string());
    assert_snapshot!(register.fails(1, &["revise", &file, "--dry-run"]), @r#"parvaneh: the history of 61-3 is damaged: event 1 cannot be read: "1699-12-31" is outside what a register can have: its days are from 1921-03-21 through 2122-03-20, which is from 1300-01-01 through 1500-12-29 AP at line 1 column 322"#);
}

/// Another register takes none of it before it is mended, and all of it then.
fn it_is_carried_once_it_is_mended(kind: Kind) {
    let register = register(kind);
    let file = register.folder().join("register.jsonl");
    let file = file.to_str().expect("a path");
    register.run(&["export", file]);
    let other = Binary::fresh_on(kind);
    let whole = ["import", "--profile", "parvaneh", file];
    let refusal = other.fails(1, &whole);
    assert!(
        refusal.contains("mend the register that it was exported from"),
        "{refusal}"
    );
    register.run(&[
        "import",
        "--profile",
        "pishkhan",
        &data("days-of-no-register.csv"),
    ]);
    std::fs::remove_file(file).expect("the file is gone");
    register.run(&["export", file]);
    other.run(&whole);
    other.verify_clean();
    assert_eq!(other.list("1405-09-08"), register.list("1405-09-08"));
}
