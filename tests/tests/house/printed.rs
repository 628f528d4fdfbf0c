//! What the program prints is as its schema says, and every schema of what it prints is held against
//! a run.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;

use parvaneh::EngineError;
use parvaneh::core::actor::Role;
use parvaneh::late::LateEntry;
use parvaneh::worklist::WorkFilter;
use parvaneh_testkit::{Database, Scenario};
use parvaneh_tests::{Binary, data};
use serde_json::{Value, json};

use super::schemas::{root, validator, with};

/// What no command prints as a line of its own; other tests read it.
const NOT_PRINTED: [&str; 5] = ["command", "party", "revision", "approval", "event"];

/// The schemas that what was printed was held against.
#[derive(Default)]
struct Held(BTreeSet<&'static str>);

impl Held {
    /// Every line is as the schema says, and would not be without one of its fields, nor with one
    /// more.
    fn is_printed(&mut self, name: &'static str, text: &str) {
        let validator = validator(name);
        for line in text.lines() {
            let printed: Value = serde_json::from_str(line).expect("it is JSON");
            if let Err(error) = validator.validate(&printed) {
                panic!("{name}, {}: {error}\n{line}", error.instance_path());
            }
            for field in printed.as_object().expect("it is an object").keys() {
                let less = with(&printed, &format!("/{field}"), None);
                assert!(!validator.is_valid(&less), "{name} without {field}");
            }
            let more = with(&printed, "/no such field", Some(json!(1)));
            assert!(!validator.is_valid(&more), "{name} with a further field");
        }
        assert!(text.contains('\n'), "nothing was printed of {name}");
        self.0.insert(name);
    }
}

#[test]
fn what_the_program_prints_is_as_its_schema_says() {
    let mut held = Held::default();
    a_large_register(&mut held);
    answers(&mut held);
    a_revision(&mut held);
    a_dossier(&mut held);
    late_entries(&mut held);
    two_editions(&mut held);
    copies(&mut held);
    parties(&mut held);
    sinks(&mut held);
    let mut all = names("schema.json");
    for name in NOT_PRINTED {
        assert!(all.remove(name), "{name} has no schema");
    }
    let held: BTreeSet<String> = held.0.into_iter().map(str::to_owned).collect();
    assert_eq!(held, all, "a schema is held against no run");
}

/// What `docs/schemas/README.md` lists is what is there.
#[test]
fn every_schema_is_listed() {
    let page = fs::read_to_string(root().join("docs/schemas/README.md")).expect("it is there");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ["));
    let listed: BTreeSet<String> = rows
        .filter_map(|row| Some(row.split_once("](")?.1.split_once(')')?.0.to_owned()))
        .collect();
    let there = names("json").into_iter().map(|name| format!("{name}.json"));
    assert_eq!(listed, there.collect());
}

/// The files of `docs/schemas/` whose name ends so, without that end.
fn names(end: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("docs/schemas")).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("it can be read").file_name());
    names
        .filter_map(|name| {
            let name = name.to_str().expect("it is UTF-8").to_owned();
            Some(name.strip_suffix(&format!(".{end}"))?.to_owned())
        })
        .collect()
}

fn json_of(register: &Binary, args: &[&str]) -> String {
    register.run(&[args, &["--format", "json"]].concat())
}

fn parties(held: &mut Held) {
    let register = Binary::offices(&["1405/11/30"]);
    let report = r#"{"id":"00000000-0000-7000-8000-000000000001","number":"17-1",
        "actor":{"id":"inspector-1","role":"inspector","national":true},"command":{"machine":"enforcement",
        "type":"report","violation":"HOURS","facts":"closed at noon"}}"#;
    let twin = r#"{"party":{"kind":"natural","name":"S. Rezaei"}}"#;
    let file = register.write(
        "lines.jsonl",
        format!("{}\n{twin}\n", report.replace('\n', " ")),
    );
    let answers = register.run(&["submit", &file]);
    let registered: serde_json::Value =
        serde_json::from_str(answers.lines().last().expect("two lines")).expect("JSON");
    let other = registered["party"].as_str().expect("an id");
    let (sara, by) = ("9995648067", ["--by", "reg-1", "--because", "she asked"]);
    let json = |args: &[&str]| json_of(&register, &[args, &by].concat());
    held.is_printed("merged", &json(&["party", "merge", other, "--into", sara]));
    let correct = ["party", "correct", sara, "--name", "سارا"];
    held.is_printed("registered", &json(&correct));
    held.is_printed("party_shown", &json_of(&register, &["party", "show", sara]));
    held.is_printed("blanked", &json(&["blank", "17-1", "--event", "6"]));
    held.is_printed("erased", &json(&["party", "erase", sara]));
}

fn a_large_register(held: &mut Held) {
    let register = Binary::fresh();
    let file = data("pishkhan-register.csv");
    let json = |args: &[&str]| json_of(&register, args);
    held.is_printed("import", &json(&["import", "--profile", "pishkhan", &file]));
    let register_now = register.write(
        "register.csv",
        parvaneh_tests::first_rows("pishkhan-register.csv", 40),
    );
    let args = [
        "import",
        "--profile",
        "pishkhan",
        "--follow",
        "--dry-run",
        &register_now,
        "--format",
        "json",
    ];
    let differences = register.output(&args).stdout;
    let differences = String::from_utf8(differences).expect("it is UTF-8");
    let (lines, _) = differences
        .trim_end()
        .rsplit_once('\n')
        .expect("there are differences");
    held.is_printed("difference", &format!("{lines}\n"));
    held.is_printed("nightly", &json(&["nightly", "--as-of", "1405-09-02"]));
    held.is_printed("list", &json(&["list", "--on", "1405-09-02"]));
    let quarter = ["report", "quarterly", "--quarter", "1405-2"];
    held.is_printed("quarterly", &json(&quarter));
    held.is_printed("verify", &json(&["verify"]));
    held.is_printed("anchor", &register.run(&["anchor", "export"]));
}

fn answers(held: &mut Held) {
    let offices = Binary::offices(&["1405/11/30"]);
    let command = |last: u8, machine: &str, kind: &str| {
        json!({
            "id": format!("00000000-0000-7000-8000-0000000000{last:02}"),
            "number": "17-1",
            "on": "1405-09-02",
            "actor": { "id": "desk-3", "role": "secretariat", "national": true },
            "command": { "machine": machine, "type": kind },
        })
    };
    let accepted = command(1, "renewal", "file");
    let refused = command(2, "licence", "surrender");
    let commands = offices.write("commands.jsonl", format!("{accepted}\n{refused}\n"));
    held.is_printed("answer", &offices.run(&["submit", &commands]));
    let party = json!({
        "party": { "kind": "natural", "name": "سارا رضایی", "identifier": "9995648067" },
    });
    let party = offices.write("parties.jsonl", format!("{party}\n"));
    held.is_printed("registered", &offices.run(&["submit", &party]));
    let nothing = offices.write("nothing.jsonl", "nothing\n");
    let output = offices.output(&["submit", &nothing]);
    assert_eq!(output.status.code(), Some(3));
    held.is_printed("failed", &String::from_utf8_lossy(&output.stdout));
}

fn a_revision(held: &mut Held) {
    let offices = Binary::offices(&["1404/12/29", "1404/12/29"]);
    offices.run(&["nightly", "--as-of", "1405-02-01"]);
    let report = json!({
        "on": "1404-02-01",
        "actor": { "id": "inspector-1", "role": "inspector", "national": true },
        "command": {
            "machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "seen",
        },
    });
    let revision = json!({
        "id": "00000000-0000-7000-8000-000000000001",
        "actor": { "id": "mina", "role": "authority", "national": true },
        "reason": "the office is the city's",
        "rests_on": "letter 5",
        "dossiers": [{ "number": "17-1", "withdraw": [1] }, { "number": "17-2", "enter": [report] }],
    });
    let approval = json!({
        "id": "00000000-0000-7000-8000-000000000001",
        "actor": { "id": "omid", "role": "authority", "national": true },
    });
    for (step, text) in [
        ("--dry-run", &revision),
        ("--propose", &revision),
        ("--approve", &approval),
    ] {
        let file = offices.write("revision.json", text.to_string());
        held.is_printed("plan", &json_of(&offices, &["revise", &file, step]));
    }
}

fn a_dossier(held: &mut Held) {
    let offices = Binary::offices(&["1405/06/20"]);
    offices.run(&["nightly", "--as-of", "1405-04-01"]);
    let json = |args: &[&str]| json_of(&offices, args);
    for day in ["1405-05-01", "1405-09-02"] {
        held.is_printed("show", &json(&["show", "17-1", "--on", day]));
        held.is_printed("explain", &json(&["explain", "17-1", "--on", day]));
        for role in ["holder", "secretariat"] {
            let actions = ["actions", "17-1", "--as", role, "--on", day];
            held.is_printed("actions", &json(&actions));
        }
    }
}

/// What was keyed three days later than it was done, and what waits after it.
fn late_entries(held: &mut Held) {
    let mut scenario = Scenario::under("pishkhan/1389", &Database::Sqlite).expect("a register");
    let keyed = scenario
        .on("1402-07-15")
        .and_then(|it| it.licensed("17-1", "urban", "1402-07-15", &[]))
        .and_then(|it| it.on("1405-04-14"))
        .and_then(|it| it.entered("1405-04-17", Some(("secretariat", "stamp 412"))))
        .and_then(|it| {
            it.on_paper("written_request");
            it.send("17-1", "holder", "renewal.file", &[])
        })
        .and_then(Scenario::accepted);
    keyed.expect("it is keyed");
    let mut late = String::new();
    let each = |entry: LateEntry| -> Result<(), EngineError> {
        late.push_str(&serde_json::to_string(&entry).expect("it is JSON"));
        late.push('\n');
        Ok(())
    };
    let unread = scenario.block_on(scenario.engine().late(None, each));
    assert!(unread.expect("a list").is_empty());
    held.is_printed("late", &late);
    let filter = WorkFilter::of(Role::Secretariat);
    let page = scenario.block_on(scenario.engine().worklist(&filter, None, 10));
    let mut waiting = String::new();
    for work in page.expect("a worklist").work {
        waiting.push_str(&serde_json::to_string(&work.expect("it is read")).expect("it is JSON"));
        waiting.push('\n');
    }
    held.is_printed("worklist", &waiting);
}

fn two_editions(held: &mut Held) {
    let offices = Binary::offices(&["1405/06/20"]);
    offices.run(&["nightly", "--as-of", "1405-04-01"]);
    let json = |args: &[&str]| json_of(&offices, args);
    held.is_printed("editions", &json(&["editions", "list"]));
    let editions = ["editions", "diff", "pishkhan/1389", "pishkhan/1400"];
    let told = json(&[&editions[..], &["--on", "1405-06-01"]].concat());
    let (differing, comparison) = told.split_once('\n').expect("there are two lines");
    held.is_printed("differing", &format!("{differing}\n"));
    held.is_printed("comparison", comparison);
}

fn copies(held: &mut Held) {
    let offices = Binary::offices(&["1405/06/20"]);
    let json = |args: &[&str]| json_of(&offices, args);
    held.is_printed("migrate", &json(&["migrate", "--status"]));
    held.is_printed("migration", &json(&["migrate", "--dry-run"]));
    held.is_printed("backup", &json(&["backup", "copy.db"]));
    let other = ["--register", "sqlite://other.db"];
    let restore = [&["restore", "copy.db"], &other[..]].concat();
    held.is_printed("restore", &json(&restore));
    held.is_printed("counts", &json(&["export", "register.jsonl"]));
    let third = ["--register", "sqlite://third.db"];
    let import = ["import", "--profile", "parvaneh", "register.jsonl"];
    held.is_printed("counts", &json(&[&import[..], &third].concat()));
}

fn sinks(held: &mut Held) {
    let offices = Binary::offices(&["1405/06/20"]);
    offices.run(&["nightly", "--as-of", "1405-04-01"]);
    let json = |args: &[&str]| json_of(&offices, args);
    let all = ["events", "tail", "--from", "beginning", "--once"];
    held.is_printed("cloudevent", &offices.run(&all));
    // Nobody listens there, and nothing is tried twice.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    drop(listener);
    let webhook = format!("http://{address}/");
    let secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    let secrets = offices.write_secret("secrets.toml", format!("\"{webhook}\" = [\"{secret}\"]\n"));
    let relay = ["relay", "--once", "--allow-private", "--patience", "0s"];
    let to = ["--secrets", &secrets, "--to", &webhook];
    let in_vain = offices.output(&[&relay[..], &to].concat());
    assert_eq!(in_vain.status.code(), Some(3));
    held.is_printed("sinks", &json(&["sinks"]));
    held.is_printed("letters", &json(&["letters", "list"]));
    held.is_printed("retried", &json(&["letters", "retry", "1"]));
    held.is_printed("letters", &json(&["letters", "list"]));
    let dropped = json(&["letters", "drop", "1", "--because", "it is old"]);
    held.is_printed("dropped", &dropped);
    held.is_printed("letters", &json(&["letters", "list", "--dropped"]));
}
