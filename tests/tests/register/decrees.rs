//! A general act that the register learns of long after it was made: the next night states anew what it
//! touches, and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, on_both};

const EDITION: [&str; 2] = ["--edition", "pishkhan/1400"];

/// The last days of the terms: about the first and the last that the act moves, one whose filing alone it
/// moves, and one that it leaves alone. 17-7 was revoked.
const THROUGH: [(&str, &str); 7] = [
    ("1398/11/30", "active"),
    ("1398/12/01", "active"),
    ("1399/02/10", "active"),
    ("1399/03/01", "active"),
    ("1399/03/02", "active"),
    ("1399/09/10", "active"),
    ("1399/02/10", "revoked"),
];

/// A copy of the built-in workflows in the register's folder, without general acts.
fn without_acts(register: &Binary) -> String {
    let copy = register.folder().join("before");
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    fs::create_dir_all(copy.join("pishkhan")).unwrap();
    fs::create_dir_all(copy.join("imports")).unwrap();
    for file in [
        "pishkhan/1389.toml",
        "pishkhan/1400.toml",
        "imports/pishkhan.toml",
    ] {
        fs::copy(built_in.join(file), copy.join(file)).unwrap();
    }
    let regime = fs::read_to_string(built_in.join("pishkhan/regime.toml")).unwrap();
    let (before, _) = regime.split_once("[[decree]]").unwrap();
    fs::write(copy.join("pishkhan/regime.toml"), before).unwrap();
    copy.to_str().unwrap().to_owned()
}

fn offices() -> String {
    let mut text = "licence_number,office_kind,province,county,holder_kind,holder_name,\
                    holder_national_id,issued_on,valid_from,valid_through,status,renewal_filed_on\n"
        .to_owned();
    for (number, (through, status)) in (1..).zip(THROUGH) {
        text.push_str(&format!(
            "17-{number},urban,تهران,مرکز,natural,سارا رضایی,9995648067,,1396/03/01,{through},{status},\n"
        ));
    }
    text
}

/// A register that has gone on without the act, and the arguments with which it did.
fn unaware(kind: Kind) -> (Binary, Vec<String>) {
    let register = Binary::fresh_on(kind);
    let before = without_acts(&register);
    let args: Vec<String> = ["--workflows", &before]
        .into_iter()
        .chain(EDITION)
        .map(str::to_owned)
        .collect();
    let file = register.write("offices.csv", offices());
    let run = |command: &[&str]| {
        let more = args.iter().map(String::as_str);
        register.run(&command.iter().copied().chain(more).collect::<Vec<_>>())
    };
    run(&["migrate"]);
    run(&["import", "--profile", "pishkhan", &file]);
    run(&["nightly"]);
    (register, args)
}

fn with<'a>(command: &[&'a str]) -> Vec<&'a str> {
    command.iter().copied().chain(EDITION).collect()
}

/// What each licence is worth on these days.
fn standings(register: &Binary, more: &[&str]) -> String {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for on in [
        "1398-12-02",
        "1399-02-11",
        "1399-03-02",
        "1399-03-31",
        "1399-04-01",
    ] {
        let args = [&with(&["list", "--on", on, "--format", "json"])[..], more].concat();
        for line in register.run(&args).lines() {
            let listed: serde_json::Value = serde_json::from_str(line).unwrap();
            let word = |name: &str| listed[name].as_str().unwrap().to_owned();
            lines
                .entry(word("number"))
                .or_default()
                .push(word("standing"));
        }
    }
    let lines = lines
        .iter()
        .map(|(number, all)| format!("{number} {}", all.join(" ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// What expired without it stands, what was known before is still told, and a second night finds nothing.
fn the_next_night_finds_what_it_touches(kind: Kind) {
    let (register, _) = unaware(kind);
    let events = register.histories().len();
    let position = format!("position:{events}");
    let before = register.dump();
    let dry = register.json(&with(&["nightly", "--dry-run"]));
    assert_eq!(register.dump(), before, "a dry run writes nothing");
    assert_eq!(dry["restated"], 4, "{dry}");
    // What had expired and expires on another day is held by no brake.
    let night = register.json(&with(&["nightly", "--max-expire", "0"]));
    for name in ["due", "settled", "restated", "events", "failures"] {
        assert_eq!(night[name], dry[name], "{name}");
    }
    assert_eq!(night["failures"], serde_json::json!([]));
    let known_before = standings(&register, &["--known-at", &position]);
    assert_snapshot!(known_before, @r"
    17-1 expired expired expired expired expired
    17-2 expired expired expired expired expired
    17-3 in_force expired expired expired expired
    17-4 in_force in_force expired expired expired
    17-5 in_force in_force in_force expired expired
    17-6 in_force in_force in_force in_force in_force
    17-7 revoked revoked revoked revoked revoked
    ");
    assert_snapshot!(standings(&register, &[]), @r"
    17-1 expired expired expired expired expired
    17-2 in_force in_force in_force in_force expired
    17-3 in_force in_force in_force in_force expired
    17-4 in_force in_force in_force in_force expired
    17-5 in_force in_force in_force in_force_pending_renewal expired
    17-6 in_force in_force in_force in_force in_force
    17-7 revoked revoked revoked revoked revoked
    ");
    register.run(&with(&["verify"]));
    let late = register.run(&with(&["late", "--format", "json"]));
    let told: Vec<serde_json::Value> = late
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(told.len(), 4, "{late}");
    let again = register.json(&with(&["nightly"]));
    assert_eq!(again["due"], 0);
}

/// The histories are those of a register that knew of the act from the first day.
fn it_is_as_if_the_act_had_been_known(kind: Kind) {
    let (late, _) = unaware(kind);
    late.run(&with(&["nightly"]));
    let known = Binary::fresh_on(kind);
    let file = known.write("offices.csv", offices());
    known.run(&["migrate"]);
    known.run(&with(&["import", "--profile", "pishkhan", &file]));
    known.run(&with(&["nightly"]));
    for number in (1..=THROUGH.len()).map(|number| format!("17-{number}")) {
        let told = |register: &Binary| {
            let explained = register.json(&with(&["explain", &number]));
            let steps = explained["steps"].as_array().unwrap().clone();
            let step = |step: &serde_json::Value| {
                let mut event = step["event"].clone();
                // Each register gives its parties ids of its own.
                event["holder"].take();
                (step["effective_on"].clone(), event)
            };
            steps.iter().map(step).collect::<Vec<_>>()
        };
        assert_eq!(told(&late), told(&known), "{number}");
    }
}

/// A command never finds what a night would have changed: who asks in the morning asks in time.
fn a_command_before_the_night_knows_of_it(kind: Kind) {
    let (register, _) = unaware(kind);
    let shown = register.json(&with(&["show", "17-3", "--on", "1399-03-02"]));
    assert_eq!(shown["standing"], "expired");
    let command = r#"{"id":"0199a3f0-0000-7000-8000-000000000001","number":"17-3","actor":{"id":"9995648067","role":"holder"},"command":{"machine":"licence","type":"surrender"}}"#;
    let file = register.write("command.json", command);
    let _refused = register.output(&with(&["submit", &file]));
    let shown = register.json(&with(&["show", "17-3", "--on", "1399-03-02"]));
    assert_eq!(shown["standing"], "in_force");
    register.run(&with(&["verify"]));
}

/// So it is where a command has recorded it before any night went through the register for it; the night
/// does so all the same.
fn an_act_that_a_command_has_recorded_is_frozen(kind: Kind) {
    let (register, args) = unaware(kind);
    let command = r#"{"id":"0199a3f0-0000-7000-8000-000000000001","number":"17-3","actor":{"id":"9995648067","role":"holder"},"command":{"machine":"licence","type":"surrender"}}"#;
    let file = register.write("command.json", command);
    let _refused = register.output(&with(&["submit", &file]));
    let noted = "SELECT id FROM parvaneh_edition WHERE id LIKE '%#%' ORDER BY id";
    assert_eq!(
        register.query(noted),
        ["pishkhan#extension-of-1399#recorded"]
    );
    register.run(&with(&["verify"]));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let said = register.fails(1, &[&["list"], &args[..]].concat());
    assert!(
        said.contains("the general act pishkhan#extension-of-1399 that is"),
        "{said}"
    );
    write_another_end(args[1]);
    let said = register.fails(1, &[&["list"], &args[..]].concat());
    assert!(said.contains("pishkhan#extension-of-1399"), "{said}");
    let found = register.output(&[&["verify", "--format", "json"], &args[..]].concat());
    assert_eq!(found.status.code(), Some(5));
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    let differ = found["findings"].as_array().unwrap().iter();
    let differ = differ.filter(|it| it["code"] == "edition_differs");
    assert_eq!(differ.count(), 1, "{found}");
    // The other dossiers wait for the night, and it finds them.
    let night = register.json(&with(&["nightly"]));
    assert_eq!(night["restated"], 3, "{night}");
    assert_eq!(
        register.query(noted),
        [
            "pishkhan#extension-of-1399",
            "pishkhan#extension-of-1399#recorded"
        ]
    );
    register.run(&with(&["verify"]));
}

/// The act with another end than it has, in a copy of the workflows.
fn write_another_end(folder: &str) {
    let regime = Path::new(folder).join("pishkhan/regime.toml");
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows/pishkhan/regime.toml");
    let text = fs::read_to_string(built_in).unwrap();
    fs::write(
        regime,
        text.replace("to = \"1399-03-31\"", "to = \"1399-04-31\""),
    )
    .unwrap();
}

/// An act that a register was gone through for is what it was, as an edition is that has judged.
fn an_act_that_was_applied_is_frozen(kind: Kind) {
    let (register, args) = unaware(kind);
    register.run(&with(&["nightly"]));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let said = register.fails(1, &[&["list"], &args[..]].concat());
    assert!(
        said.contains("an act that was recorded is not changed"),
        "{said}"
    );
    write_another_end(args[1]);
    let said = register.fails(1, &[&["list"], &args[..]].concat());
    assert!(said.contains("pishkhan#extension-of-1399"), "{said}");
}

/// An act that the register learns of before it holds, and before the next reminder of what it touches: from its night
/// on, whoever asks of days after it finds what it has moved.
fn an_act_that_is_known_ahead_is_foreseen(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let folder = without_acts(&register);
    let run = |command: &[&str]| {
        let more = ["--workflows", &folder];
        register.run(&[&with(command)[..], &more].concat())
    };
    let offices = offices();
    let header = offices.lines().next().unwrap();
    let row = "17-1,urban,تهران,مرکز,natural,سارا رضایی,9995648067,,1403/10/15,1406/10/14,active,";
    let file = register.write("offices.csv", format!("{header}\n{row}\n"));
    run(&["migrate"]);
    run(&["import", "--profile", "pishkhan", &file]);
    run(&["nightly"]);
    let act = r#"
[[decree]]
id = "extension-of-1406"
made_on = { value = "1405-09-01", basis = "D", article = "a test" }
holds_from = { value = "1406-08-01", basis = "D", article = "a test" }
ends = { value = { from = "1406-09-01", through = "1406-11-01", to = "1406-12-29" }, basis = "D", article = "a test" }
kinds = { value = ["urban", "rural"], basis = "D", article = "a test" }
next_term = { value = "after_new_end", basis = "D", article = "a test" }
"#;
    let regime = Path::new(&folder).join("pishkhan/regime.toml");
    let before = fs::read_to_string(&regime).unwrap();
    fs::write(&regime, before + act).unwrap();
    run(&["nightly"]);
    let found = |standing: &str| {
        let list = [
            "list",
            "--on",
            "1406-11-20",
            "--standing",
            standing,
            "--format",
            "json",
        ];
        run(&list).lines().count()
    };
    assert_eq!((found("in_force"), found("expired")), (1, 0));
    run(&["verify"]);
}

on_both! {
    an_act_that_is_known_ahead_is_foreseen,
    the_next_night_finds_what_it_touches,
    it_is_as_if_the_act_had_been_known,
    a_command_before_the_night_knows_of_it,
    an_act_that_was_applied_is_frozen,
    an_act_that_a_command_has_recorded_is_frozen,
}
