//! Anchors, kept outside the register, show what the chains inside it cannot: newest events cut
//! off, and histories written anew.

use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use parvaneh_tests::Binary;
use serde_json::Value;

const NIGHT: [&str; 3] = ["nightly", "--as-of", "1405-09-02"];

/// What a night leaves behind, in a file outside the register's folder.
fn export(register: &Binary, to: &Path) -> PathBuf {
    let file = to.join("anchors.jsonl");
    let lines = register.run(&["anchor", "export"]);
    std::fs::write(&file, lines).expect("the anchors can be written");
    file
}

/// Runs `verify --anchor`, which finds contradictions; their codes and messages.
fn contradictions(register: &Binary, anchors: &Path) -> String {
    let file = anchors.to_str().expect("a path is a text");
    let output = register.output(&["verify", "--anchor", file, "--format", "json"]);
    assert_eq!(output.status.code(), Some(5), "{}", register.said(&output));
    let found: Value = serde_json::from_slice(&output.stdout).expect("the answer is JSON");
    let findings = found["findings"].as_array().expect("findings");
    let lines = findings
        .iter()
        .map(|it| format!("{} {}\n", it["code"], it["message"]));
    lines.collect()
}

fn verify_against(register: &Binary, anchors: &Path) {
    let file = anchors.to_str().expect("a path is a text");
    register.run(&["verify", "--anchor", file]);
}

/// A night that wrote something leaves one anchor, over all that the journal holds; a night that
/// wrote nothing leaves none.
#[test]
fn a_night_leaves_one_anchor() {
    let register = Binary::offices(&["1405/08/30", "1405/11/30"]);
    assert_eq!(register.run(&["anchor", "export"]), "");
    register.run(&NIGHT);
    let first = register.run(&["anchor", "export"]);
    register.run(&NIGHT);
    assert_eq!(register.run(&["anchor", "export"]), first);
    let anchor: Value = serde_json::from_str(&first).expect("one line");
    let events = register
        .query("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM party_event)");
    assert_eq!(anchor["events"].to_string(), events[0]);
    assert_eq!(anchor["as_of"], "2026-11-23");
    assert_eq!(anchor["root"].as_str().map(str::len), Some(64));
}

/// What the day wrote is anchored by the next night, whether or not anything is due then; and an
/// old anchor stays true of a register that went on.
#[test]
fn what_came_between_nights_is_anchored() {
    let register = Binary::offices(&["1405/11/30"]);
    register.run(&NIGHT);
    let old = export(&register, register.folder());
    let command = r#"{"id":"00000000-0000-7000-8000-000000000001","number":"17-1",
        "on":"1405-09-01","actor":{"id":"the-holder","role":"holder"},
        "entered_by":{"id":"desk-3","role":"secretariat"},"evidence":"a stamp","paper":"written_request",
        "command":{"machine":"renewal","type":"file"}}"#;
    let file = register.write(
        "commands.jsonl",
        register.as_holders(&command.replace('\n', " ")),
    );
    register.run(&["submit", &file]);
    register.run(&NIGHT);
    assert_eq!(register.run(&["anchor", "export"]).lines().count(), 2);
    verify_against(&register, &old);
    verify_against(&register, &export(&register, register.folder()));
}

/// A register set back to the day before is sound in itself, and not what the anchor covers.
#[test]
fn a_register_set_back_is_found() {
    let eve = Binary::offices(&["1405/08/30", "1405/11/30"]);
    let register = eve.twin();
    register.run(&NIGHT);
    let anchors = export(&register, register.folder());
    verify_against(&register, &anchors);
    eve.verify_clean();
    assert_snapshot!(contradictions(&eve, &anchors), @r#""anchor_differs" "the anchor of 2026-11-23 covers 12 events, the journal holds 3""#);
}

/// Another register with the same licences, made anew, is not the one that was anchored.
#[test]
fn a_register_made_anew_is_found() {
    let register = Binary::offices(&["1405/08/30"]);
    register.run(&NIGHT);
    let anchors = export(&register, register.folder());
    let other = Binary::offices(&["1405/08/30"]);
    other.run(&NIGHT);
    other.verify_clean();
    assert_snapshot!(contradictions(&other, &anchors), @r#""anchor_differs" "the first 7 events are not those that the anchor of 2026-11-23 covers""#);
}

/// A file that is none.
#[test]
fn a_file_that_holds_no_anchors_is_refused() {
    let register = Binary::offices(&["1405/08/30"]);
    let file = register.write("anchors.jsonl", "{\"root\":1}\n");
    let said = register.fails(1, &["verify", "--anchor", &file]);
    assert_snapshot!(said, @"parvaneh: line 1 of [folder]/anchors.jsonl is no anchor: invalid type: integer `1`, expected a string at line 1 column 9");
}
