//! Who the parties are: known, known otherwise, found to be one, forgotten; and texts that are forgotten.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, data, offices_csv, on_both};
use serde_json::{Value, json};

/// The national id of the holder of every office in these files.
const SARA: &str = "9995648067";

/// Another one.
const MINA: &str = "9995648075";

const BY: [&str; 4] = ["--by", "reg-1", "--because", "she asked for it"];

/// Offices 17-1 and so on whose holder has this name.
fn named(name: &str) -> String {
    offices_csv(&["1405/11/30"]).replace("سارا رضایی", name)
}

fn import(register: &Binary, text: &str) -> Value {
    let file = register.write("input.csv", text);
    let said = register.json(&["import", "--profile", "pishkhan", &file]);
    register.verify_clean();
    said
}

fn party(register: &Binary, who: &str) -> Value {
    register.json(&["party", "show", who])
}

/// What happened to a party, in words.
fn history(register: &Binary, who: &str) -> Vec<String> {
    let party = party(register, who);
    let steps = party["history"].as_array().unwrap().iter();
    let said = steps.map(|step| format!("{} by {}", step["what"], step["by"]).replace('"', ""));
    said.collect()
}

/// Sends lines to `submit`; what came of each.
fn submit(register: &Binary, lines: &[Value]) -> Vec<Value> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let file = register.write("lines.jsonl", text);
    let output = register.output(&["submit", &file]);
    let text = String::from_utf8(output.stdout).unwrap();
    let answers = text.lines().map(|line| serde_json::from_str(line).unwrap());
    answers.collect()
}

fn report(number: &str, facts: &str) -> Value {
    json!({
        "id": format!("00000000-0000-7000-8000-00000000000{}", &number[3..]), "number": number,
        "actor": { "id": "inspector-1", "role": "inspector", "province": "تهران" },
        "command": {
            "machine": "enforcement", "type": "report", "violation": "HOURS", "facts": facts,
        },
    })
}

/// A name that is corrected at the source is corrected here, and the same file again changes nothing.
fn a_corrected_name_is_corrected(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let first = party(&register, SARA);
    let said = import(&register, &named("سارا رضایی‌نیا"));
    assert_eq!(
        (&said["corrected"], &said["unchanged"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(party(&register, SARA)["name"], "سارا رضایی‌نیا");
    assert_eq!(party(&register, SARA)["party"], first["party"]);
    let registered = "registered by import:pishkhan";
    let corrected = "corrected by import:pishkhan";
    assert_eq!(history(&register, SARA), [registered, corrected]);
    let again = import(&register, &named("سارا رضایی‌نیا"));
    assert_eq!(
        (&again["corrected"], &again["unchanged"]),
        (&json!(0), &json!(1))
    );
    // Another spelling of the same name is no other name.
    let again = import(&register, &named("سارا رضايي نیا"));
    assert_eq!(again["unchanged"], 1);
    assert_eq!(history(&register, SARA), [registered, corrected]);
}

/// So it is where the register is followed, and a dry run says it beforehand.
fn a_followed_name_is_corrected(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let file = register.write("input.csv", named("مینا کریمی"));
    let follow = ["import", "--profile", "pishkhan", "--follow", &file];
    let lines = |more: &[&str]| -> Vec<Value> {
        let text = register.run(&[&follow[..], more, &["--format", "json"]].concat());
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect()
    };
    for (more, name) in [(&["--dry-run"][..], "سارا رضایی"), (&[], "مینا کریمی")]
    {
        let said = lines(more);
        let (sums, differences) = said.split_last().unwrap();
        assert_eq!(
            (&sums["revised"], &sums["corrected"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(
            (&sums["accepted"], &sums["unchanged"]),
            (&json!(1), &json!(0))
        );
        assert_eq!(differences.len(), more.len());
        for difference in differences {
            assert_eq!(difference["columns"][0]["register"], "سارا رضایی");
            assert_eq!(difference["columns"][0]["file"], "مینا کریمی");
            assert_eq!(difference["records"][0]["event"], "party.corrected");
        }
        assert_eq!(party(&register, SARA)["name"], name);
    }
    assert_eq!(lines(&[])[0]["unchanged"], 1);
    register.verify_clean();
}

/// Two names in one file contradict each other: the first stands, however often the file comes.
fn two_names_in_one_file_are_counted(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let text = offices_csv(&["1405/11/30", "1405/11/30", "1405/11/30"]);
    let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
    rows[2] = rows[2].replace("سارا رضایی", "مینا کریمی");
    let text = rows.join("\n");
    for turn in 0..3 {
        let said = import(&register, &text);
        assert_eq!(
            (&said["accepted"], &said["other_names"]),
            (&json!(3), &json!(1))
        );
        assert_eq!(said["corrected"], 0, "turn {turn}");
        assert_eq!(party(&register, SARA)["name"], "سارا رضایی");
    }
    // The same of a file whose first row corrects the name.
    rows[1] = rows[1].replace("سارا رضایی", "رعنا");
    for (corrected, other_names) in [(1, 2), (0, 2)] {
        let said = import(&register, &rows.join("\n"));
        assert_eq!(said["corrected"], corrected);
        assert_eq!(said["other_names"], other_names);
        assert_eq!(party(&register, SARA)["name"], "رعنا");
    }
}

/// Where a register has no identifiers, a term has the holder whom it was stated with: the same file again changes
/// nothing, also where a later term names another one.
fn each_term_has_its_own_holder(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let text = fs::read_to_string(data("chicago-business-licences.csv")).unwrap();
    let of_term = "59370-20021116,1282702,18849,2,JUNG W & WOO J NO";
    let other = text.replacen(of_term, "59370-20021116,1282702,18849,2,JUNG W NO", 1);
    assert_ne!(other, text);
    let file = register.write("input.csv", other);
    let import = || register.output(&["import", "--profile", "chicago", &file, "--format", "json"]);
    let first: Value = serde_json::from_slice(&import().stdout).unwrap();
    let (histories, parties) = (
        register.histories(),
        register.query("SELECT count(*) FROM parvaneh_party"),
    );
    let again: Value = serde_json::from_slice(&import().stdout).unwrap();
    assert_eq!(again["unchanged"], first["accepted"]);
    assert_eq!(register.histories(), histories);
    assert_eq!(
        register.query("SELECT count(*) FROM parvaneh_party"),
        parties
    );
}

/// Where the profile says so, another name is no correction.
fn another_name_is_rejected(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    let copy = register.folder().join("workflows");
    for folder in ["pishkhan", "holidays", "imports"] {
        fs::create_dir_all(copy.join(folder)).unwrap();
        for entry in fs::read_dir(built_in.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if folder != "imports" || path.ends_with("pishkhan.toml") {
                fs::copy(&path, copy.join(folder).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    let profile = copy.join("imports/pishkhan.toml");
    let text = fs::read_to_string(&profile).unwrap();
    fs::write(&profile, format!("other_name = \"rejected\"\n{text}")).unwrap();
    let file = register.write("input.csv", named("مینا کریمی"));
    let folder = copy.display().to_string();
    let args = [
        "import",
        "--profile",
        "pishkhan",
        &file,
        "--workflows",
        &folder,
    ];
    let output = register.output(&args);
    assert_snapshot!(
        register.said(&output),
        @r#"rejected: line 2, holder_name "مینا کریمی": the register has the name "سارا رضایی" for the same identifier"#
    );
    assert_eq!(party(&register, SARA)["name"], "سارا رضایی");
}

/// A line with a party that is known otherwise says why, or is refused with both.
fn a_line_corrects_a_party_and_says_why(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let line =
        |name: &str| json!({ "party": { "kind": "natural", "name": name, "identifier": SARA } });
    let mut why = line("مینا کریمی");
    why["party"]["because"] = json!("the birth certificate");
    let mut empty = why.clone();
    empty["party"]["because"] = json!(" ");
    let lines = [
        line("سارا رضايي"),
        line("مینا کریمی"),
        empty,
        why,
        line("مینا کریمی"),
    ];
    let answers = submit(&register, &lines);
    let outcomes: Vec<&Value> = answers.iter().map(|answer| &answer["outcome"]).collect();
    assert_eq!(
        outcomes,
        ["already_so", "failed", "failed", "corrected", "already_so"]
    );
    let refused = answers[1]["error"].as_str().unwrap();
    for said in ["سارا رضایی", "مینا کریمی", "because"] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    assert_eq!(party(&register, SARA)["name"], "مینا کریمی");
    register.verify_clean();
}

/// `verify` sees whatever is changed of a party past the program.
fn a_changed_party_is_seen(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let why = [&["party", "correct", SARA, "--name", "سارا"], &BY[..]].concat();
    register.run(&why);
    let nil = kind.bytes("000000000000700080000000000000b2");
    let salt = kind.bytes(&"07".repeat(16));
    let hash = kind.bytes(&"07".repeat(32));
    for (change, code) in [
        ("UPDATE parvaneh_party SET name = 'مینا'".to_owned(), "party_differs"),
        ("UPDATE parvaneh_party SET name_as_given = 'مینا'".to_owned(), "party_differs"),
        ("UPDATE parvaneh_party SET name = NULL".to_owned(), "party_differs"),
        ("UPDATE parvaneh_party SET identifier = '9995648075'".to_owned(), "party_differs"),
        ("UPDATE parvaneh_party SET identifier = NULL".to_owned(), "party_differs"),
        ("UPDATE parvaneh_party SET kind = 'legal'".to_owned(), "party_differs"),
        ("UPDATE parvaneh_party SET kind = 'butterfly'".to_owned(), "party_differs"),
        (format!("UPDATE parvaneh_party SET salt = {salt}"), "party_differs"),
        ("UPDATE parvaneh_party SET salt = NULL".to_owned(), "party_differs"),
        ("UPDATE parvaneh_party SET last = NULL".to_owned(), "party_without_history"),
        ("UPDATE parvaneh_party SET last = 1".to_owned(), "party_differs"),
        (
            "DELETE FROM parvaneh_party_event WHERE version = 1".to_owned(),
            "party_events_missing",
        ),
        (
            "UPDATE parvaneh_party_event SET recorded_at = 1 WHERE version = 1".to_owned(),
            "party_chain_broken",
        ),
        (
            "UPDATE parvaneh_party_event SET actor = '{\"id\":\"x\",\"role\":\"authority\"}'".to_owned(),
            "party_chain_broken",
        ),
        (
            "UPDATE parvaneh_party_event SET event = replace(event, 'natural', 'legal')".to_owned(),
            "party_chain_broken",
        ),
        (format!("UPDATE parvaneh_party_event SET hash = {hash}"), "party_chain_broken"),
        (
            "UPDATE parvaneh_free_text SET text = 'he asked for it'".to_owned(),
            "text_differs",
        ),
        (format!("UPDATE parvaneh_free_text SET salt = {salt}"), "text_differs"),
        ("DELETE FROM parvaneh_free_text".to_owned(), "text_missing"),
        (
            format!(
                "INSERT INTO parvaneh_party (id, kind) VALUES ({nil}, 'natural')",
                nil = match kind {
                    Kind::Sqlite => nil,
                    Kind::Postgres => "'00000000-0000-7000-8000-0000000000b2'".to_owned(),
                }
            ),
            "party_without_history",
        ),
        (
            "INSERT INTO parvaneh_party_event SELECT position + 100, party, version, previous, recorded_at, \
             actor, event, hash FROM parvaneh_party_event"
                .to_owned(),
            "stray_party_events",
        ),
    ] {
        let changed = register.twin();
        changed.query(&change);
        let verification = changed.output(&["verify", "--format", "json"]);
        assert_eq!(verification.status.code(), Some(5), "{change}");
        let verification: Value = serde_json::from_slice(&verification.stdout).unwrap();
        let findings = verification["findings"].as_array().unwrap();
        let found = findings.iter().any(|finding| finding["code"] == code);
        assert!(found, "{change}: {findings:?}");
    }
}

/// What happened to a party is covered by anchors: it cannot be taken away whole.
fn a_party_that_is_made_anew_is_seen_by_an_anchor(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    register.run(&["nightly", "--as-of", "1405/09/07"]);
    let anchor = register.write("anchors.jsonl", register.run(&["anchor", "export"]));
    register.run(&["verify", "--anchor", &anchor]);
    let other = register.write("other.csv", named("مینا"));
    let imposter = Binary::fresh_on(kind);
    imposter.run(&["import", "--profile", "pishkhan", &other]);
    // Whoever makes a register anew gives it the id of the one that it is to pass for.
    let id = register.query(&format!("SELECT {} FROM parvaneh_register", kind.id("id")));
    let id = match kind {
        Kind::Sqlite => kind.bytes(&id[0]),
        Kind::Postgres => format!("'{}'", id[0]),
    };
    imposter.query(&format!("UPDATE parvaneh_register SET id = {id}"));
    imposter.run(&["nightly", "--as-of", "1405/09/07"]);
    let output = imposter.output(&["verify", "--anchor", &anchor, "--format", "json"]);
    assert_eq!(output.status.code(), Some(5));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("anchor_differs"), "{text}");
}

/// Whatever text is in the register, in its file.
fn holds(register: &Binary, text: &str) -> bool {
    match register.kind() {
        Kind::Sqlite => {
            let bytes = fs::read(register.database()).unwrap();
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        }
        Kind::Postgres => {
            let tables = "SELECT string_agg(query_to_xml('SELECT * FROM ' || table_name, true, true, '')::text, '') \
                          FROM information_schema.tables WHERE table_schema = current_schema()";
            register.query(tables).concat().contains(text)
        }
    }
}

/// A party that is erased is gone, and its history, the chain and the anchors stand.
fn an_erased_party_is_gone(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    register.run(&["nightly", "--as-of", "1405/09/07"]);
    let anchor = register.write("anchors.jsonl", register.run(&["anchor", "export"]));
    let before = register.histories();
    let why = ["--by", "reg-1", "--because", "سارا رضایی has married"];
    register.run(
        &[
            &["party", "correct", SARA, "--name", "سارا رستمی"],
            &why[..],
        ]
        .concat(),
    );
    let id = party(&register, SARA)["party"].as_str().unwrap().to_owned();
    assert!(holds(&register, "سارا") && holds(&register, SARA));
    let said = register.json(&[&["party", "erase", SARA], &BY[..]].concat());
    assert_eq!(said["named_in"], json!(["17-1"]));
    assert!(!holds(&register, "سارا"));
    assert!(!holds(&register, SARA));
    assert_eq!(
        register.query("SELECT count(*) FROM parvaneh_party WHERE salt IS NOT NULL"),
        ["0"]
    );
    let erased = party(&register, &id);
    assert_eq!(
        (&erased["state"], &erased["name"]),
        (&json!("erased"), &Value::Null)
    );
    let because: Vec<&Value> = erased["history"].as_array().unwrap().iter().collect();
    assert_eq!(because[1]["because"], "█████");
    assert_eq!(because[2]["because"], "she asked for it");
    register.run(&["verify", "--anchor", &anchor]);
    register.verify_clean();
    assert_eq!(register.histories(), before);
    // It cannot be erased twice, corrected or found by what it was called.
    for args in [
        [&["party", "erase", &id], &BY[..]].concat(),
        [&["party", "correct", &id, "--name", "x"], &BY[..]].concat(),
        [&["party", "erase", SARA], &BY[..]].concat(),
    ] {
        register.fails(1, &args);
    }
    // The same person may come back, as somebody else.
    let said = import(&register, &offices_csv(&["1405/11/30", "1405/11/30"]));
    assert_eq!(said["accepted"], 2);
    assert_ne!(party(&register, SARA)["party"], id.as_str());
}

/// Texts are in hashes in the journal, and blanked where a person is to be forgotten.
fn a_blanked_text_is_gone(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30", "1405/11/30"]);
    let answers = submit(
        &register,
        &[
            report("17-1", "Sara \"ran\" away"),
            report("17-2", "it was closed"),
        ],
    );
    assert!(
        answers.iter().all(|answer| answer["outcome"] == "accepted"),
        "{answers:?}"
    );
    register.run(&["nightly", "--as-of", "1405/09/07"]);
    let anchor = register.write("anchors.jsonl", register.run(&["anchor", "export"]));
    let events = register
        .query("SELECT event FROM parvaneh_journal")
        .concat();
    assert!(
        !events.contains("away") && !events.contains("closed"),
        "{events}"
    );
    let explained = register.run(&["explain", "17-1"]);
    assert!(explained.contains(r#"Sara "ran" away"#), "{explained}");
    let reported = register
        .query("SELECT version FROM parvaneh_journal WHERE event LIKE '%\"reported\"%' LIMIT 1");
    let blanked = [&["blank", "17-1", "--event", &reported[0]], &BY[..]].concat();
    let said = register.json(&blanked);
    assert_eq!((&said["texts"], &said["elsewhere"]), (&json!(1), &json!(2)));
    assert!(!holds(&register, "away"));
    assert!(holds(&register, "it was closed"));
    register.run(&["verify", "--anchor", &anchor]);
    register.verify_clean();
    let explained = register.run(&["explain", "17-1"]);
    assert!(
        !explained.contains("away") && explained.contains("█████"),
        "{explained}"
    );
    let other = register.run(&["explain", "17-2"]);
    assert!(other.contains("it was closed"), "{other}");
    // It is said in the journal, and goes to those who follow it, without a text.
    let published = register.run(&["events", "replay", "--subject", "17-1"]);
    assert!(published.contains("dossier.blanked"), "{published}");
    assert!(!published.contains("she asked"), "{published}");
    // There is nothing to blank any more; and what is gone without a word is found.
    register.fails(1, &blanked);
    let other = register.twin();
    other.query("DELETE FROM parvaneh_free_text WHERE text = 'it was closed'");
    let output = other.output(&["verify"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&output.stdout).contains("text_missing"));
    // A register that is carried elsewhere is the same.
    let file = register.folder().join("whole.jsonl").display().to_string();
    register.run(&["export", &file]);
    let carried = Binary::fresh_on(kind);
    carried.run(&["import", "--profile", "parvaneh", &file]);
    carried.verify_clean();
    assert_eq!(carried.histories(), register.histories());
    assert_eq!(carried.run(&["explain", "17-1"]), explained);
}

/// An object in the place of a text is no text.
fn a_hash_is_no_text(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let mut line = report("17-1", "x");
    line["command"]["facts"] = json!({ "sha256": "0".repeat(64) });
    let answers = submit(&register, &[line]);
    assert_eq!(answers[0]["outcome"], "failed", "{answers:?}");
    assert_eq!(
        register.query("SELECT count(*) FROM parvaneh_journal"),
        ["1"]
    );
}

fn merge<'a>(one: &'a str, into: &'a str) -> Vec<&'a str> {
    [&["party", "merge", one, "--into", into], &BY[..]].concat()
}

/// The id of the party of a name.
fn id_of(register: &Binary, name: &str) -> String {
    let id = match register.kind() {
        Kind::Sqlite => {
            "lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || \
             substr(hex(id), 13, 4) || '-' || substr(hex(id), 17, 4) || '-' || substr(hex(id), 21))"
        }
        Kind::Postgres => "id",
    };
    register.query(&format!(
        "SELECT {id} FROM parvaneh_party WHERE name = '{name}'"
    ))[0]
        .clone()
}

/// Two that cannot be one person are not merged.
fn others_are_not_merged(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let mut line = json!({ "party": { "kind": "natural", "name": "Sara R.", "identifier": MINA } });
    submit(&register, &[line.clone()]);
    let said = register.fails(1, &merge(SARA, MINA));
    assert!(said.contains("each has an identifier of its own"), "{said}");
    let said = register.fails(1, &merge(SARA, SARA));
    assert!(said.contains("both are one party already"), "{said}");
    line["party"] = json!({ "kind": "legal", "name": "S. R. Co." });
    submit(&register, &[line]);
    let said = register.fails(1, &merge(SARA, &id_of(&register, "S. R. Co.")));
    assert!(said.contains("one is natural, the other legal"), "{said}");
    register.verify_clean();
}

/// Two parties that are one person: whoever acts under either id, or under the identifier, is the holder.
fn two_parties_are_merged(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let line = json!({ "party": { "kind": "natural", "name": "Sara R.", "identifier": MINA } });
    submit(&register, &[line]);
    let (sara, mina) = (party(&register, SARA), party(&register, MINA));
    let id = |party: &Value| party["party"].as_str().unwrap().to_owned();
    // One without an identifier may be anybody.
    submit(
        &register,
        &[json!({ "party": { "kind": "unstated", "name": "S. Rezaei" } })],
    );
    let nobody = id_of(&register, "S. Rezaei");
    register.run(&merge(SARA, &nobody));
    register.verify_clean();
    assert_eq!(id(&party(&register, SARA)), nobody);
    let merged = party(&register, &id(&sara));
    assert_eq!(
        (&merged["state"], &merged["name"]),
        (&json!("merged"), &Value::Null)
    );
    assert_eq!(merged["same_person"], json!([nobody]));
    assert_eq!(party(&register, &nobody)["kind"], "natural");
    // The licence is still hers, under the name of the person that she is.
    assert_eq!(
        register.list("1405/09/07")["17-1"].holder,
        json!("S. Rezaei")
    );
    let surrender = |number: u32, actor: &str| {
        json!({
            "id": format!("00000000-0000-7000-8000-{number:012}"), "number": "17-1",
            "actor": { "id": actor, "role": "holder" },
            "command": { "machine": "renewal", "type": "file" },
        })
    };
    let answers = submit(
        &register,
        &[surrender(1, &id(&mina)), surrender(2, &nobody)],
    );
    assert_eq!(answers[0]["outcome"], "refused", "{answers:?}");
    assert_ne!(
        answers[1]["refusal"]["code"], "not_the_holder",
        "{answers:?}"
    );
    let answers = submit(&register, &[surrender(3, SARA), surrender(4, &id(&sara))]);
    for answer in &answers {
        assert_ne!(answer["refusal"]["code"], "not_the_holder", "{answers:?}");
    }
    register.verify_clean();
    // The file that names her by the identifier names her licence as it stands, and a name that a person has
    // corrected here stays.
    let why = [&["party", "correct", SARA, "--name", "سارا رضایی"], &BY[..]].concat();
    register.run(&why);
    let histories = register.histories();
    let again = import(&register, &offices_csv(&["1405/11/30"]));
    assert_eq!(
        (&again["unchanged"], &again["rejected"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(register.histories(), histories);
    // Whoever erases one erases both.
    register.run(&[&["party", "erase", SARA], &BY[..]].concat());
    register.verify_clean();
    assert!(!holds(&register, "S. Rezaei"));
}

/// Nor is somebody another person because a command names them by their other id: in two posts, and in own matter.
fn one_person_is_one_by_either_id(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let known = |kind: &str, name: &str| json!({ "party": { "kind": kind, "name": name } });
    let mina = json!({ "party": { "kind": "natural", "name": "مینا کریمی", "identifier": MINA } });
    submit(&register, &[mina, known("unstated", "M. Karimi")]);
    let mina = party(&register, MINA)["party"].as_str().unwrap().to_owned();
    let other = id_of(&register, "M. Karimi");
    register.run(&merge(MINA, &other));
    let asks = |number: u32, actor: &str, role: &str, command: Value| {
        let line = json!({
            "id": format!("00000000-0000-7000-8000-{number:012}"), "number": "17-1",
            "actor": { "id": actor, "role": role, "national": role != "holder" }, "command": command,
        });
        submit(&register, &[line]).remove(0)
    };
    let proposes = |post: &str, person: &str| json!({ "machine": "appointment", "type": "propose", "post": post, "person": person });
    let holder = party(&register, SARA)["party"].as_str().unwrap().to_owned();
    let of = |operator: &str| {
        json!({
            "machine": "appointment", "type": "record_mismatch", "operator": operator,
            "facts": "another signs at the counter",
        })
    };
    for (number, actor, operator) in [(3, &mina, &other), (4, &other, &mina)] {
        let own = asks(number, actor, "inspector", of(operator));
        assert_eq!(own["refusal"]["code"], "own_matter", "{own}");
    }
    let first = asks(1, &holder, "holder", proposes("manager", &mina));
    assert_eq!(first["outcome"], "accepted", "{first}");
    let second = asks(2, &holder, "holder", proposes("deputy", &other));
    assert_eq!(
        second["refusal"]["code"], "one_person_two_posts",
        "{second}"
    );
    register.verify_clean();
}

/// What a person has corrected here is not overwritten by the source that says what it always said; all else of its rows
/// is taken in.
fn a_name_that_was_corrected_here_stands(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let why = [&["party", "correct", SARA, "--name", "مینا کریمی"], &BY[..]].concat();
    register.run(&why);
    let said = import(&register, &offices_csv(&["1405/11/30"]));
    assert_eq!(
        (&said["unchanged"], &said["other_names"]),
        (&json!(1), &json!(1))
    );
    let suspended = offices_csv(&["1405/11/30"]).replace(",active,", ",suspended,");
    let file = register.write("input.csv", suspended);
    let follow = [
        "import",
        "--profile",
        "pishkhan",
        "--follow",
        &file,
        "--format",
        "json",
    ];
    let output = register.output(&follow);
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8(output.stdout).unwrap();
    let said: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(said[0]["what"], "conflict");
    let [column] = said[0]["columns"].as_array().unwrap().as_slice() else {
        panic!("{said:?}");
    };
    assert_eq!(
        (&column["register"], &column["file"]),
        (&json!("مینا کریمی"), &json!("سارا رضایی"))
    );
    assert_eq!(
        (&said[1]["acts"], &said[1]["accepted"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(party(&register, SARA)["name"], "مینا کریمی");
    // Whoever corrects the kind alone says nothing of the name.
    let other = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let why = [&["party", "correct", SARA, "--kind", "unstated"], &BY[..]].concat();
    other.run(&why);
    let said = import(&other, &named("مینا کریمی"));
    assert_eq!(said["corrected"], 1);
}

/// A text that stands in a row which a revision states anew is blanked there too, and stays so.
fn what_is_stated_anew_stays_blanked(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let answers = submit(&register, &[report("17-1", "Sara ran away")]);
    assert_eq!(answers[0]["outcome"], "accepted", "{answers:?}");
    let late = |id: u32, on: &str| {
        json!({
            "id": format!("00000000-0000-7000-8000-{id:012}"), "number": "17-1", "on": on,
            "actor": { "id": "the-holder", "role": "holder" }, "evidence": "a stamp",
            "entered_by": { "id": "desk-3", "role": "secretariat", "national": true }, "paper": "written_request",
            "command": { "machine": "renewal", "type": "file" },
        })
    };
    let lines = |value: Value| {
        let text = register.as_holders(&value.to_string());
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let answers = submit(&register, &[lines(late(2, "1405-08-29"))]);
    assert_eq!(answers[0]["outcome"], "accepted", "{answers:?}");
    let reported =
        "SELECT version FROM parvaneh_journal WHERE event LIKE '%\"reported\"%' ORDER BY version";
    let reported = register.query(reported);
    assert_eq!(reported.len(), 2, "the revision states it anew");
    let said = register.json(&[&["blank", "17-1", "--event", &reported[1]], &BY[..]].concat());
    assert_eq!(said["events"].as_array().unwrap().len(), 2);
    register.verify_clean();
    let answers = submit(&register, &[lines(late(3, "1405-08-28"))]);
    assert_ne!(answers[0]["outcome"], "failed", "{answers:?}");
    register.verify_clean();
    assert!(!holds(&register, "ran away"));
}

/// What PostgreSQL does not keep is refused on both, and nothing of it is recorded.
fn a_text_with_nul_is_refused(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    for facts in ["\0late", "la\0te", &format!("\0{}", "0".repeat(64))] {
        let answers = submit(&register, &[report("17-1", facts)]);
        assert_eq!(answers[0]["outcome"], "failed", "{answers:?}");
    }
    assert_eq!(
        register.query("SELECT count(*) FROM parvaneh_journal"),
        ["1"]
    );
    register.verify_clean();
}

on_both! {
    a_corrected_name_is_corrected,
    a_followed_name_is_corrected,
    two_names_in_one_file_are_counted,
    each_term_has_its_own_holder,
    another_name_is_rejected,
    a_line_corrects_a_party_and_says_why,
    a_changed_party_is_seen,
    a_party_that_is_made_anew_is_seen_by_an_anchor,
    an_erased_party_is_gone,
    a_blanked_text_is_gone,
    a_hash_is_no_text,
    others_are_not_merged,
    two_parties_are_merged,
    one_person_is_one_by_either_id,
    a_name_that_was_corrected_here_stands,
    what_is_stated_anew_stays_blanked,
    a_text_with_nul_is_refused,
}
