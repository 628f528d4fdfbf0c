//! An edition that has judged anything is frozen: other content under its id is refused.

use std::fs;
use std::path::Path;
use std::process::Output;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, data, on_both};
use serde_json::json;

/// What a copy of the workflows says otherwise.
const LEAD: (&str, &str) = ("lead = { value = \"P3M\"", "lead = { value = \"P4M\"");

/// Reminders that would have fallen on other days.
const LADDER: (&str, &str) = ("\"P1M\", \"P7D\"", "\"P1M\", \"P5D\"");

/// A number by which nobody was judged.
const CLOSURE: (&str, &str) = (
    "closure = { value = \"P30D\"",
    "closure = { value = \"P31D\"",
);

/// A copy of the built-in workflows in the register's folder, with one change to the edition of 1389.
fn workflows(register: &Binary, name: &str, change: (&str, &str)) -> String {
    let copy = register.folder().join(name);
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    for folder in ["pishkhan", "chicago", "pacific", "imports"] {
        fs::create_dir_all(copy.join(folder)).unwrap();
        for entry in fs::read_dir(built_in.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let to = copy.join(folder).join(path.file_name().unwrap());
            fs::copy(path, to).unwrap();
        }
    }
    let edition = copy.join("pishkhan/1389.toml");
    let text = fs::read_to_string(&edition).unwrap();
    assert!(text.contains(change.0), "1389 has no {:?}", change.0);
    fs::write(edition, text.replacen(change.0, change.1, 1)).unwrap();
    copy.to_str().unwrap().to_owned()
}

/// With hashes left out, which change with every number of the edition.
fn without_hashes(text: &str) -> String {
    let is_hash = |word: &str| word.len() == 64 && word.bytes().all(|it| it.is_ascii_hexdigit());
    let parts = text.split_inclusive([' ', ',', ';']);
    let parts = parts.map(|part| {
        let word = part.trim_end_matches([' ', ',', ';']);
        match is_hash(word) {
            true => part.replace(word, "[hash]"),
            false => part.to_owned(),
        }
    });
    parts.collect()
}

/// Before anything is judged an edition may be written as one likes; afterwards every command refuses
/// another lead under its id, in a sentence, and changes nothing; with the former content all is well.
fn other_numbers_under_one_id_are_refused(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let other = workflows(&register, "other", LEAD);
    let other = ["--workflows", &other];
    register.run(&["migrate"]);
    register.run(&[&["list"], &other[..]].concat());
    let register = register.with_offices(&["1405/08/30"; 2]);
    let before = register.dump();
    let said = register.fails(1, &[&["show", "17-1"], &other[..]].concat());
    assert_snapshot!(without_hashes(&said), @"parvaneh: [folder]/other/pishkhan/1389.toml is not the edition pishkhan/1389 that this register has judged by: the SHA-256 of its content is [hash], and [hash] was noted; put the former content back and write what is new as another edition, in force from a later day, or, where it came with another version of this program, see what it changes with `parvaneh migrate --dry-run` and take it with `parvaneh migrate --accept-edition pishkhan/1389`");
    for args in [&["nightly"][..], &["list"], &["migrate"]] {
        assert_eq!(
            register.fails(1, &[args, &other[..]].concat()),
            said,
            "{args:?}"
        );
    }
    assert_eq!(register.dump(), before);
    register.run(&["nightly", "--as-of", "1405-06-01"]);
    // Comments decide nothing, nor do titles and citations.
    for (name, change) in [
        ("comment", ("term = ", "# why\nterm = ")),
        ("title", ("title = \"", "title = \"The ")),
        (
            "article",
            (
                "article = \"1389 regulation,",
                "article = \"the 1389 regulation,",
            ),
        ),
    ] {
        let same = workflows(&register, name, change);
        register.run(&["verify", "--workflows", &same]);
    }
}

/// What is refused is no judgment that anything rests on: only what is written freezes its edition.
fn a_refused_command_freezes_nothing(kind: Kind) {
    let register = Binary::fresh_on(kind);
    register.run(&["migrate"]);
    let issue = |id: u32, kind: &str| {
        json!({
            "id": format!("00000000-0000-7000-8000-{id:012}"), "regime": "pishkhan", "number": "C-7",
            "actor": { "id": "mina", "role": kind, "national": true },
            "command": {
                "machine": "call", "type": "draft", "number": "C-7", "province": "تهران",
                "district": "شمیران", "seats": 1, "opens_on": "2030-01-01", "closes_on": "2030-02-01",
            },
        })
    };
    let submit = |id: u32, role: &str| {
        let file = register.write("command.jsonl", issue(id, role).to_string());
        register.output(&["submit", &file])
    };
    let answered = |output: Output| {
        assert_eq!(output.status.code(), Some(0), "{}", register.said(&output));
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["outcome"].clone()
    };
    assert_eq!(answered(submit(1, "inspector")), "refused");
    let judged = "SELECT id FROM parvaneh_edition WHERE id NOT LIKE '%#%'";
    assert_eq!(register.query(judged), [""; 0]);
    let other = workflows(&register, "other", LEAD);
    register.run(&["list", "--workflows", &other]);
    assert_eq!(answered(submit(2, "secretariat")), "accepted");
    assert_eq!(register.query(judged).len(), 1);
    register.fails(1, &["list", "--workflows", &other]);
}

/// `verify` looks at such a register all the same, and names the edition among what contradicts itself.
fn a_verification_names_the_edition(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"]);
    let other = workflows(&register, "other", LEAD);
    let args = ["verify", "--format", "json", "--workflows", &other];
    let found = register.output(&args);
    assert_eq!(found.status.code(), Some(5));
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    let first = &found["findings"][0];
    assert_eq!(first["number"], "pishkhan/1389");
    assert_eq!(first["code"], "edition_differs");
}

/// What changes no day that is recorded is taken in one deliberate step; what would, is not.
fn other_content_is_taken_by_name(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"; 2]);
    register.run(&["nightly", "--as-of", "1405-09-02"]);
    // A number that nothing has come to yet.
    let harmless = workflows(&register, "harmless", CLOSURE);
    let harmless = ["--workflows", &harmless];
    register.fails(1, &[&["migrate"], &harmless[..]].concat());
    let preview = register.json(&[&["migrate", "--dry-run"], &harmless[..]].concat());
    assert_eq!(preview["editions"][0]["edition"], "pishkhan/1389");
    assert_eq!(preview["derived_otherwise"], serde_json::json!([]));
    let accept = ["migrate", "--accept-edition", "pishkhan/1389"];
    register.run(&[&accept[..], &harmless[..]].concat());
    register.run(&[&["verify"], &harmless[..]].concat());
    // The same again takes nothing, and the former content is the other one now.
    register.run(&[&accept[..], &harmless[..]].concat());
    register.fails(1, &["list"]);

    let harmful = workflows(&register, "harmful", LADDER);
    let before = register.dump();
    let said = register.fails(1, &[&accept[..], &["--workflows", &harmful]].concat());
    assert_snapshot!(said, @"parvaneh: the new content of pishkhan/1389 cannot be taken: under it 17-1 would be derived otherwise, and so would 1 more; write it as another edition, in force from a later day");
    assert_eq!(register.dump(), before);
    register.run(&[&["verify"], &harmless[..]].concat());
}

/// What another version of the program derived by its own rules counts as well: nobody can say whether it
/// would come out otherwise for the edition or for the rules. Who has looked at it says how many there are.
fn rows_of_other_rules_count(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let file = data("register-of-2026-11.jsonl");
    register.run(&["import", "--profile", "parvaneh", &file]);
    let harmless = workflows(&register, "harmless", CLOSURE);
    let accept = [
        "migrate",
        "--accept-edition",
        "pishkhan/1389",
        "--workflows",
        &harmless,
    ];
    let before = register.dump();
    let said = register.fails(1, &accept);
    assert_snapshot!(said, @"parvaneh: the new content of pishkhan/1389 was not taken: of what another version of this program derived by its own rules, 1 dossiers would come out otherwise, the first of them 17-3; look at them in `parvaneh migrate --dry-run`, and where they differ for those rules, say so with `--derived-otherwise 1`");
    assert_eq!(register.dump(), before);
    register.run(&[&accept[..], &["--derived-otherwise", "1"]].concat());
    register.run(&["verify", "--workflows", &harmless]);
}

/// An export carries what was noted, and an import under other content is refused before anything is
/// written; an export from before the notes is noted as its history says.
fn an_export_carries_the_hash(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"]);
    register.run(&["export", "whole.jsonl"]);
    let file = register.folder().join("whole.jsonl");
    let whole = fs::read_to_string(&file).unwrap();
    assert!(whole.contains("{\"edition\":{\"id\":\"pishkhan/1389\""));
    let other = workflows(&register, "other", LEAD);
    let target = ["--register", "sqlite://copy.db"];
    let import = ["import", "--profile", "parvaneh", "whole.jsonl"];
    register.fails(
        1,
        &[&import[..], &target, &["--workflows", &other]].concat(),
    );
    register.run(&[&import[..], &target].concat());
    register.run(&[&["export", "again.jsonl"], &target[..]].concat());
    let again = fs::read_to_string(register.folder().join("again.jsonl")).unwrap();
    assert_eq!(again, whole);
}

on_both! {
    other_numbers_under_one_id_are_refused,
    a_verification_names_the_edition,
    a_refused_command_freezes_nothing,
    rows_of_other_rules_count,
    other_content_is_taken_by_name,
    an_export_carries_the_hash,
}
