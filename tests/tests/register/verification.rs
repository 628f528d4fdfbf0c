//! Whoever changes a register past the program is found out: one change at a time, by its code.

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, data, on_both};
use serde_json::Value;

/// Three offices after a night that settled the first two; the second has five events.
fn settled(kind: Kind) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30", "1405/11/01", "1407/01/01"]);
    register.run(&["nightly", "--as-of", "1405-09-02"]);
    register.verify_clean();
    register
}

/// What `verify` finds, as number and code; it ends with 5.
fn findings(register: &Binary) -> Vec<String> {
    let output = register.output(&["verify", "--format", "json"]);
    assert_eq!(output.status.code(), Some(5), "{}", register.said(&output));
    let verification: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = verification["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| {
            format!(
                "{} {}",
                finding["number"].as_str().unwrap(),
                finding["code"].as_str().unwrap()
            )
        })
        .collect()
}

/// A hash that is none.
fn zeros(kind: Kind) -> String {
    kind.bytes(&"00".repeat(32))
}

/// A statement that takes rows away although the rows of another table name them.
fn unreferenced(kind: Kind, table: &str, reference: &str, sql: &str) -> String {
    match kind {
        Kind::Sqlite => format!("PRAGMA foreign_keys = off; {sql}"),
        Kind::Postgres => {
            format!("ALTER TABLE parvaneh_{table} DROP CONSTRAINT {reference}; {sql}")
        }
    }
}

/// What is found in a settled register that this statement changed; the second office's key is 2.
fn tampered(kind: Kind, sql: &str) -> Vec<String> {
    let register = settled(kind);
    register.query(sql);
    findings(&register)
}

fn a_register_that_nobody_touched_is_clean(kind: Kind) {
    assert_snapshot!(settled(kind).run(&["verify"]), @"
    3 dossiers, 12 events, 0 contradictions
    1 parties with 1 events, 0 answers, 1 runs, 1 anchors of the register
    ");
    let empty = Binary::fresh_on(kind);
    empty.run(&["migrate"]);
    assert_snapshot!(empty.run(&["verify", "--format", "json"]), @r#"{"dossiers":0,"events":0,"parties":0,"party_events":0,"answers":0,"runs":0,"anchors":0,"kept_anchors":0,"findings":[]}"#);
}

/// For people, with what contradicts what.
fn a_finding_says_what_contradicts_what(kind: Kind) {
    let register = settled(kind);
    register.query("UPDATE parvaneh_snapshot SET due_on = '2030-01-01' WHERE dossier = 2");
    let output = register.output(&["verify"]);
    assert_eq!(output.status.code(), Some(5));
    assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @"
    3 dossiers, 12 events, 1 contradictions
    1 parties with 1 events, 0 answers, 1 runs, 1 anchors of the register
    | number | code           | what contradicts what                                        |
    |--------|----------------|--------------------------------------------------------------|
    | 17-2   | due_on_differs | due on 2027-01-22 by the journal, on 2030-01-01 in the index |
    ");
}

/// Every part of a row is under its hash.
fn a_changed_event_breaks_the_chain(kind: Kind) {
    for part in [
        "event = replace(event, '\"rung\":1', '\"rung\":2')",
        "actor = replace(actor, 'calendar', 'registrar')",
        "effective_on = '2026-01-01'",
        "recorded_at = recorded_at - 1",
    ] {
        let sql = format!("UPDATE parvaneh_journal SET {part} WHERE dossier = 2 AND version = 2");
        let found = tampered(kind, &sql);
        assert!(
            found.contains(&"17-2 chain_broken".to_owned()),
            "{part}: {found:?}"
        );
        assert!(
            found.iter().all(|one| one.starts_with("17-2 ")),
            "{part}: {found:?}"
        );
    }
}

fn a_changed_hash_breaks_the_chain(kind: Kind) {
    let sql = format!(
        "UPDATE parvaneh_journal SET hash = {} WHERE dossier = 2 AND version = 2",
        zeros(kind)
    );
    assert_snapshot!(tampered(kind, &sql).join("\n"), @r"
    17-2 chain_broken
    17-2 chain_broken
    journal anchor_differs
    ");
}

/// Who a dossier is does not change, and its history says it too.
fn a_dossier_filed_elsewhere_is_found(kind: Kind) {
    for part in [
        "number = '17-9'",
        "office_kind = 'rural'",
        "province = 'قم'",
        "regime = 'chicago'",
    ] {
        let found = tampered(
            kind,
            &format!("UPDATE parvaneh_dossier SET {part} WHERE seq = 2"),
        );
        let differs =
            |it: &String| it.ends_with(" dossier_differs") || it.ends_with(" number_differs");
        assert!(found.iter().all(differs), "{part}: {found:?}");
        let is_found = found.iter().any(|it| it.ends_with(" dossier_differs"));
        assert!(is_found, "{part}: {found:?}");
    }
}

/// The first hash of a chain is made of the dossier's id.
fn a_dossier_under_another_id_breaks_the_chain(kind: Kind) {
    let id = match kind {
        Kind::Sqlite => "randomblob(16)",
        Kind::Postgres => "gen_random_uuid()",
    };
    let sql = format!("UPDATE parvaneh_dossier SET id = {id} WHERE seq = 2");
    assert_snapshot!(tampered(kind, &sql).join("\n"), @"17-2 chain_broken");
}

fn a_row_taken_from_the_middle_leaves_a_gap(kind: Kind) {
    let sql = "DELETE FROM parvaneh_journal WHERE dossier = 2 AND version = 3";
    assert_snapshot!(tampered(kind, sql).join("\n"), @r"
    17-2 sequence_gap
    17-2 version_differs
    17-2 head_differs
    journal anchor_differs
    ");
}

/// No later hash tells, but the snapshot remembers.
fn a_row_taken_from_the_end_is_missed_by_the_snapshot(kind: Kind) {
    let sql = "DELETE FROM parvaneh_journal WHERE dossier = 2 \
               AND version = (SELECT version FROM parvaneh_snapshot WHERE dossier = 2)";
    assert_snapshot!(tampered(kind, sql).join("\n"), @r"
    17-2 version_differs
    17-2 head_differs
    17-2 snapshot_differs
    17-2 due_on_differs
    journal anchor_differs
    ");
}

fn a_journal_taken_away_is_missed(kind: Kind) {
    assert_snapshot!(tampered(kind, "DELETE FROM parvaneh_journal WHERE dossier = 2").join("\n"), @r"
    17-2 version_differs
    17-2 head_differs
    17-2 snapshot_differs
    17-2 due_on_differs
    17-2 outlook_differs
    17-2 journal_missing
    journal anchor_differs
    ");
}

/// An event beside the chain, which no snapshot leads to.
fn a_row_put_in_is_nobodys(kind: Kind) {
    let sql = "INSERT INTO parvaneh_journal SELECT position + 1000, dossier, version, previous, \
               effective_on, recorded_at, actor, event, hash FROM parvaneh_journal WHERE dossier = 2 \
               AND version = 1";
    assert_snapshot!(tampered(kind, sql).join("\n"), @"journal stray_events");
}

fn a_snapshot_taken_away_is_missed(kind: Kind) {
    let sql = unreferenced(
        kind,
        "journal",
        "journal_snapshot",
        "DELETE FROM parvaneh_snapshot WHERE dossier = 2",
    );
    let found = tampered(kind, &sql);
    assert!(
        found
            .iter()
            .any(|finding| finding == "17-2 snapshot_missing"),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .all(|finding| finding != "17-1 snapshot_missing"),
        "{found:?}"
    );
}

/// The rows of a dossier that is gone are nobody's.
fn a_dossier_taken_away_leaves_rows_behind(kind: Kind) {
    let sql = unreferenced(
        kind,
        "snapshot",
        "snapshot_dossier",
        "DELETE FROM parvaneh_dossier WHERE seq = 2",
    );
    let found = tampered(kind, &sql);
    assert_eq!(found.last().unwrap(), "journal stray_events");
    match kind {
        Kind::Sqlite => assert_eq!(
            found[..found.len() - 1],
            ["snapshot database", "snapshot stray"]
        ),
        // The reference was taken away first.
        Kind::Postgres => {
            assert_eq!(
                found[..found.len() - 1],
                ["schema schema_differs", "snapshot stray"]
            );
        }
    }
}

fn a_snapshot_of_another_dossier_differs_from_the_journal(kind: Kind) {
    let sql = "UPDATE parvaneh_snapshot SET state = (SELECT state FROM parvaneh_snapshot WHERE dossier = 1) \
               WHERE dossier = 2";
    assert_snapshot!(tampered(kind, sql).join("\n"), @"17-2 snapshot_differs");
}

fn a_snapshot_that_cannot_be_read_is_found(kind: Kind) {
    let state = kind.bytes("01ff");
    let sql = format!("UPDATE parvaneh_snapshot SET state = {state} WHERE dossier = 2");
    assert_snapshot!(tampered(kind, &sql).join("\n"), @"17-2 snapshot_unreadable");
}

fn an_event_that_cannot_be_read_is_found(kind: Kind) {
    let sql = "UPDATE parvaneh_journal SET event = '{}' WHERE dossier = 2 AND version = 3";
    assert_snapshot!(tampered(kind, sql).join("\n"), @r"
    17-2 chain_broken
    17-2 journal_unreadable
    ");
}

fn a_snapshot_of_another_version_is_found(kind: Kind) {
    let sql = "UPDATE parvaneh_snapshot SET version = version + 1 WHERE dossier = 2";
    assert_snapshot!(tampered(kind, sql).join("\n"), @"17-2 version_differs");
}

fn a_snapshot_with_another_head_is_found(kind: Kind) {
    let head = zeros(kind);
    let sql = format!("UPDATE parvaneh_snapshot SET head = {head} WHERE dossier = 2");
    assert_snapshot!(tampered(kind, &sql).join("\n"), @"17-2 head_differs");
}

/// A dossier taken off the index of due days would never be settled.
fn a_dossier_that_is_due_on_no_day_is_found(kind: Kind) {
    let sql = "UPDATE parvaneh_snapshot SET due_on = NULL WHERE dossier = 2";
    assert_snapshot!(tampered(kind, sql).join("\n"), @"17-2 due_on_differs");
}

/// A consequence is one that settling gives, on the day on which it gives it: what the night of this program
/// recorded otherwise contradicts its rules, beside the broken chain.
fn a_consequence_of_another_day_differs(kind: Kind) {
    let register = settled(kind);
    register.query(
        "UPDATE parvaneh_journal SET effective_on = '2026-11-20' WHERE dossier = 2 AND version = 2",
    );
    assert!(findings(&register).contains(&"17-2 consequences_differ".to_owned()));
    let said = said_of(&register, "consequences_differ");
    assert!(
        said.contains("renewal.reminder_due of 2026-11-20 is recorded"),
        "{said}"
    );
    assert!(
        said.contains("settling gives renewal.reminder_due of "),
        "{said}"
    );
}

/// What stands after something of a later day is out of order.
fn a_row_before_the_day_of_the_one_before_it_is_out_of_order(kind: Kind) {
    let register = settled(kind);
    register.query(
        "UPDATE parvaneh_journal SET effective_on = '2023-04-01' WHERE dossier = 2 AND version = 3",
    );
    let said = said_of(&register, "out_of_order");
    assert!(
        said.starts_with("event 3 is of 2023-04-01 and stands after one of "),
        "{said}"
    );
}

/// What is said of the first finding of the second office that has this code.
fn said_of(register: &Binary, code: &str) -> String {
    let output = register.output(&["verify", "--format", "json"]);
    let verification: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut findings = verification["findings"].as_array().unwrap().iter();
    let of_it = |finding: &&Value| finding["number"] == "17-2" && finding["code"] == code;
    let finding = findings.find(of_it);
    let finding = finding.unwrap_or_else(|| panic!("no {code} in {verification}"));
    finding["message"].as_str().unwrap().to_owned()
}

/// A history is read from its newest event back, one link at a time: a link that leads past a suspension hides it.
fn a_link_that_leads_past_an_event_is_found(kind: Kind) {
    let register = settled(kind);
    let last = "(SELECT last FROM parvaneh_snapshot WHERE dossier = 2)";
    for sql in [
        format!(
            "UPDATE parvaneh_journal SET previous = (SELECT min(position) FROM parvaneh_journal WHERE dossier = 2) WHERE position = {last}"
        ),
        format!(
            "UPDATE parvaneh_snapshot SET last = (SELECT previous FROM parvaneh_journal WHERE position = {last}) WHERE dossier = 2"
        ),
        "UPDATE parvaneh_journal SET previous = 1 WHERE version = 1 AND dossier = 3".to_owned(),
    ] {
        let register = register.twin();
        register.query(&sql);
        let found = findings(&register);
        assert!(
            found.iter().any(|it| it.ends_with(" link_broken")),
            "{sql}: {found:?}"
        );
    }
}

/// A trigger can change a row after it was checked. A table of the host's is its own matter.
fn what_no_step_made_is_found(kind: Kind) {
    let register = settled(kind);
    let trigger = match kind {
        Kind::Sqlite => {
            "CREATE TRIGGER forger AFTER INSERT ON parvaneh_journal BEGIN SELECT 1; END"
        }
        Kind::Postgres => {
            "CREATE FUNCTION forge() RETURNS trigger AS 'BEGIN RETURN NULL; END' LANGUAGE plpgsql; \
             CREATE TRIGGER forger AFTER INSERT ON parvaneh_journal EXECUTE FUNCTION forge()"
        }
    };
    // A name that SQLite keeps for itself is given to a trigger by whoever writes the schema directly.
    let unseen = match kind {
        Kind::Sqlite => {
            "PRAGMA writable_schema = on; \
             CREATE TRIGGER sqlite_forger AFTER INSERT ON parvaneh_journal BEGIN SELECT 1; END"
        }
        Kind::Postgres => "CREATE RULE forger AS ON DELETE TO parvaneh_journal DO INSTEAD NOTHING",
    };
    for (sql, code) in [
        (trigger, "schema schema_foreign"),
        (unseen, "schema schema_foreign"),
        (
            "CREATE INDEX more ON parvaneh_journal (version)",
            "schema schema_foreign",
        ),
        (
            "ALTER TABLE parvaneh_run ADD COLUMN more text",
            "schema schema_foreign",
        ),
        (
            "DROP INDEX parvaneh_snapshot_due_on",
            "schema schema_differs",
        ),
        (
            "ALTER TABLE parvaneh_party RENAME COLUMN name TO nom",
            "schema schema_differs",
        ),
    ] {
        let register = register.twin();
        register.query(sql);
        let output = register.output(&["verify", "--format", "json"]);
        let Ok(verification) = serde_json::from_slice::<Value>(&output.stdout) else {
            assert_eq!(output.status.code(), Some(1), "{sql}");
            continue;
        };
        let found = verification["findings"].to_string();
        let code = code.split(' ').next_back().unwrap();
        assert!(
            found.contains(code)
                || (kind, code) == (Kind::Sqlite, "schema_foreign")
                    && found.contains("schema_differs"),
            "{sql}: {found}"
        );
    }
    register.query("CREATE TABLE fee (licence text)");
    let verification = register.json(&["verify"]);
    assert_eq!(verification["findings"], Value::Array(Vec::new()));
    assert_eq!(verification["notes"][0]["code"], "schema_beside");
}

/// A sink that is said to have come further than it has misses events, and one that is set back gets them twice.
fn a_sink_that_was_moved_is_found(kind: Kind) {
    let register = settled(kind);
    let relay = ["relay", "--once", "--to", "jsonl:events.jsonl"];
    register.run(&relay);
    register.verify_clean();
    for sql in [
        "UPDATE parvaneh_sink SET position = position - 4",
        "UPDATE parvaneh_sink SET position = position + 1000",
        "UPDATE parvaneh_sink SET taken = taken - 1",
        "UPDATE parvaneh_sink SET published = 1",
    ] {
        let register = register.twin();
        register.query(sql);
        let found = findings(&register);
        assert!(
            found.iter().all(|it| it.ends_with(" sink_differs")),
            "{sql}: {found:?}"
        );
    }
    // One that goes over everything again is counted anew.
    register.run(&[&relay[..], &["--from", "beginning"]].concat());
    register.verify_clean();
}

/// Behind a letter all that comes later of its dossier waits. One that is moved, earlier or later, breaks that.
fn a_letter_that_was_moved_is_found(kind: Kind) {
    let register = settled(kind);
    let relay = ["relay", "--once", "--to", "jsonl:events.jsonl"];
    register.run(&relay);
    let of_three =
        "(SELECT dossier FROM parvaneh_journal WHERE version = 3 ORDER BY position LIMIT 1)";
    let at = |version: u32| {
        format!(
            "(SELECT position FROM parvaneh_journal WHERE dossier = {of_three} AND version = {version})"
        )
    };
    // As a sink leaves it that takes the first event of the dossier and refuses the second.
    register.query(&format!(
        "INSERT INTO parvaneh_dead_letter (sink, position, dossier, reason, attempts, parked_at) \
         SELECT name, journal.position, journal.dossier, 'no', 1, 7 FROM parvaneh_sink, parvaneh_journal AS journal \
         WHERE journal.dossier = {of_three} AND version > 1"
    ));
    register.query(
        "UPDATE parvaneh_sink SET published = published - (SELECT count(*) FROM parvaneh_dead_letter), \
         taken = taken - (SELECT count(*) FROM parvaneh_dead_letter)",
    );
    register.verify_clean();
    for version in [2, 3] {
        let register = register.twin();
        register.query(&format!(
            "UPDATE parvaneh_dead_letter SET position = {} WHERE position = {}",
            at(1),
            at(version)
        ));
        let found = findings(&register);
        assert_eq!(found, ["sink jsonl:events.jsonl sink_differs"], "{version}");
    }
}

/// Where a cell holds what nobody wrote there, its dossier is named and the others are looked at.
fn a_row_that_cannot_be_read_is_one_finding(kind: Kind) {
    let register = settled(kind);
    match kind {
        Kind::Sqlite => {
            register.query("UPDATE parvaneh_snapshot SET version = 'four' WHERE dossier = 2")
        }
        Kind::Postgres => {
            register.query("UPDATE parvaneh_journal SET actor = '{' WHERE dossier = 2")
        }
    };
    let found = findings(&register);
    assert!(found.iter().any(|it| it.starts_with("17-2 ")), "{found:?}");
    let output = register.output(&["verify"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("3 dossiers, "), "{said}");
}

/// A licence cannot have two terms on one day; the chain is broken too, because the day was changed
/// in a row that was hashed.
fn terms_that_overlap_are_found(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let file = data("chicago-business-licences.csv");
    register.run(&["import", "--profile", "chicago", &file]);
    register.query(
        "UPDATE parvaneh_journal SET event = replace(event, '\"2006-02-15\"', '\"2006-02-16\"') \
         WHERE dossier = (SELECT seq FROM parvaneh_dossier WHERE number = '1543954')",
    );
    assert_snapshot!(findings(&register).join("\n"), @r"
    1543954 chain_broken
    1543954 overlap
    ");
}

on_both! {
    a_register_that_nobody_touched_is_clean,
    a_finding_says_what_contradicts_what,
    a_changed_event_breaks_the_chain,
    a_changed_hash_breaks_the_chain,
    a_dossier_filed_elsewhere_is_found,
    a_dossier_under_another_id_breaks_the_chain,
    a_row_taken_from_the_middle_leaves_a_gap,
    a_row_taken_from_the_end_is_missed_by_the_snapshot,
    a_journal_taken_away_is_missed,
    a_row_put_in_is_nobodys,
    a_snapshot_taken_away_is_missed,
    a_dossier_taken_away_leaves_rows_behind,
    a_snapshot_of_another_dossier_differs_from_the_journal,
    a_snapshot_that_cannot_be_read_is_found,
    an_event_that_cannot_be_read_is_found,
    a_snapshot_of_another_version_is_found,
    a_snapshot_with_another_head_is_found,
    a_dossier_that_is_due_on_no_day_is_found,
    terms_that_overlap_are_found,
    a_link_that_leads_past_an_event_is_found,
    what_no_step_made_is_found,
    a_row_that_cannot_be_read_is_one_finding,
    a_sink_that_was_moved_is_found,
    a_letter_that_was_moved_is_found,
    a_consequence_of_another_day_differs,
    a_row_before_the_day_of_the_one_before_it_is_out_of_order,
}
