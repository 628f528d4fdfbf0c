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
        .query("SELECT (SELECT count(*) FROM parvaneh_journal) + (SELECT count(*) FROM parvaneh_party_event)");
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
        "entered_by":{"id":"desk-3","role":"secretariat","national":true},"evidence":"a stamp","paper":"written_request",
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

/// Another register with the same licences, made anew, is not the one that was anchored: it says so itself, and where
/// the anchors do not say whose they are, its events do.
#[test]
fn a_register_made_anew_is_found() {
    let register = Binary::offices(&["1405/08/30"]);
    register.run(&NIGHT);
    let anchors = export(&register, register.folder());
    let other = Binary::offices(&["1405/08/30"]);
    other.run(&NIGHT);
    other.verify_clean();
    let file = anchors.to_str().expect("a path is a text");
    let said = other.fails(1, &["verify", "--anchor", file]);
    assert!(
        said.starts_with("parvaneh: the anchors are not of use: they are of the register "),
        "{said}"
    );
    let mut anchor: Value =
        serde_json::from_str(&std::fs::read_to_string(&anchors).expect("it can be read"))
            .expect("one line");
    for said_since in ["register", "position"] {
        anchor
            .as_object_mut()
            .expect("an object")
            .remove(said_since);
    }
    std::fs::write(&anchors, anchor.to_string()).expect("it can be written");
    assert_snapshot!(contradictions(&other, &anchors), @r#""anchor_differs" "the first 7 events are not those that the anchor of 2026-11-23 covers""#);
}

/// What an anchor covers is not read again, and what came after it is.
#[test]
fn what_came_since_an_anchor_is_verified_alone() {
    let register = Binary::offices(&["1405/08/30", "1405/11/30", "1407/01/01"]);
    register.run(&NIGHT);
    let anchors = export(&register, register.folder());
    let file = anchors.to_str().expect("a path is a text");
    let since = |register: &Binary| {
        let output = register.output(&["verify", "--since", file, "--format", "json"]);
        serde_json::from_slice::<Value>(&output.stdout).expect("the answer is JSON")
    };
    let nothing = since(&register);
    assert_eq!(
        (&nothing["dossiers"], &nothing["since"]),
        (&Value::from(0), &Value::from(13))
    );
    let command = r#"{"id":"00000000-0000-7000-8000-000000000001","number":"17-2",
        "actor":{"id":"inspector-1","role":"inspector","province":"تهران"},
        "command":{"machine":"enforcement","type":"report","violation":"HOURS","facts":"shut"}}"#;
    let file = register.write("commands.jsonl", command.replace('\n', " "));
    register.run(&["submit", &file]);
    register.run(&["nightly", "--as-of", "1405-09-07"]);
    let later = since(&register);
    assert_eq!(later["findings"], Value::Array(Vec::new()), "{later}");
    let counted = ["dossiers", "answers", "anchors"].map(|what| later[what].clone());
    assert_eq!(counted, [1, 1, 1].map(Value::from), "{later}");
    // A journal that was cut back behind the anchor is shorter than what it covers.
    let cut = register.twin();
    cut.query("DELETE FROM parvaneh_journal WHERE position = (SELECT max(position) - 3 FROM parvaneh_journal)");
    let found = since(&cut);
    let codes = found["findings"].as_array().expect("findings").iter();
    assert!(
        codes.into_iter().any(|it| it["code"] == "anchor_differs"),
        "{found}"
    );
    // What the anchor covers is not looked at, and what came since is.
    let old = register.twin();
    old.query("UPDATE parvaneh_journal SET recorded_at = recorded_at - 1 WHERE dossier = 3");
    assert_eq!(since(&old)["findings"], Value::Array(Vec::new()));
    register.query(
        "UPDATE parvaneh_journal SET recorded_at = recorded_at - 1 \
         WHERE position = (SELECT max(position) FROM parvaneh_journal)",
    );
    assert_eq!(since(&register)["findings"][0]["code"], "chain_broken");
}

/// An anchor says when it was made and of which run, and the register's own say the same.
#[test]
fn an_anchor_that_was_changed_or_removed_is_found() {
    let register = Binary::offices(&["1405/08/30", "1405/11/30"]);
    register.run(&NIGHT);
    let anchors = export(&register, register.folder());
    let told = "the register does not have the anchor of 2026-11-23 as it was kept";
    for sql in [
        "DELETE FROM parvaneh_anchor",
        "UPDATE parvaneh_anchor SET recorded_at = recorded_at + 1",
        "UPDATE parvaneh_anchor SET position = position + 1",
    ] {
        let register = register.twin();
        register.query(sql);
        let found = contradictions(&register, &anchors);
        assert!(
            found.contains(told) || found.contains("another position"),
            "{sql}: {found}"
        );
    }
}

/// A file that is none.
#[test]
fn a_file_that_holds_no_anchors_is_refused() {
    let register = Binary::offices(&["1405/08/30"]);
    let file = register.write("anchors.jsonl", "{\"root\":1}\n");
    let said = register.fails(1, &["verify", "--anchor", &file]);
    let empty = register.write("empty.jsonl", "\n");
    for way in ["--anchor", "--since"] {
        let said = register.fails(1, &["verify", way, &empty]);
        assert_eq!(
            said,
            "parvaneh: [folder]/empty.jsonl holds no anchor; name a file that `parvaneh anchor export` made\n"
        );
    }
    assert_snapshot!(said, @"parvaneh: line 1 of [folder]/anchors.jsonl is no anchor: invalid type: integer `1`, expected a string at line 1 column 9");
}
