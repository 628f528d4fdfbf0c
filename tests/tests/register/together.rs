//! Commands that share a transaction are answered as each would be by itself, and leave the same register.

use std::collections::HashMap;
use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, Kind, first_rows, on_both};
use serde_json::{Value, json};

on_both!(
    what_is_answered_together_is_answered_the_same,
    who_sends_one_line_has_its_answer_before_the_next,
    what_fails_amid_others_costs_itself_alone,
    what_is_killed_and_sent_again_is_done_once,
    commands_of_many_offices_share_a_transaction,
);

/// What each line of a file is answered, in one run of the program.
fn submitted(register: &Binary, lines: &[String]) -> Vec<String> {
    let file = register.write("commands.jsonl", lines.concat());
    let output = register.output(&["submit", &file]);
    assert!(
        matches!(output.status.code(), Some(0 | 3)),
        "{}",
        register.said(&output)
    );
    let answers = String::from_utf8(output.stdout).unwrap();
    answers.lines().map(str::to_owned).collect()
}

fn id(of: u32) -> String {
    format!("00000000-0000-7000-8000-{of:012}")
}

/// A line of any kind: of the first few offices, so that many are about one dossier.
fn line(seed: u64, at: u32) -> String {
    let throw = |kind: u32, most: u32| {
        let thrown = chance(seed, at * 10 + kind) * f64::from(most);
        (0..most).rfind(|it| f64::from(*it) <= thrown).unwrap_or(0)
    };
    let number = format!("17-{}", 1 + throw(0, 6));
    let officer = |role: &str| json!({"id": format!("{role}-1"), "role": role, "national": true});
    let report =
        json!({"machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "seen"});
    let mut command =
        json!({"id": id(at), "number": number, "actor": officer("inspector"), "command": report});
    match throw(1, 12) {
        0 | 1 => {
            command["actor"] = json!({"id": "the-holder", "role": "holder"});
            command["command"] = json!({"machine": "renewal", "type": "file"});
        }
        // Entered after later acts, or before anything.
        2 => command["on"] = format!("2026-11-{:02}", 10 + throw(2, 12)).into(),
        // Somebody who may not, and a province that is not theirs.
        3 => command["actor"] = officer("court"),
        4 => command["actor"] = json!({"id": "desk", "role": "inspector", "province": "قم"}),
        5 => command["number"] = "99-9".into(),
        6 => return "{\"id\": 7}\n".to_owned(),
        7 => {
            let party = json!({"party": {"kind": "natural", "name": format!("نام {at}")}});
            return format!("{party}\n");
        }
        // Opens a dossier.
        8 => {
            let number = format!("C-{}", throw(2, 3));
            command["regime"] = "pishkhan".into();
            command["number"] = number.as_str().into();
            command["actor"] = officer("authority");
            command["command"] = json!({
                "machine": "call", "type": "draft", "number": number, "province": "تهران",
                "district": "شمیران", "seats": 1, "opens_on": "2030-01-01", "closes_on": "2030-02-01",
            });
        }
        // The same again, or another under its id.
        9 => command["id"] = id(at.saturating_sub(1 + throw(2, 4))).into(),
        10 => command["traceparent"] = format!("00-{:032x}-{:016x}-01", at + 1, at + 1).into(),
        _ => {}
    }
    format!("{command}\n")
}

/// Lines of every kind, by chance: in one run, and each in a run of its own.
fn what_is_answered_together_is_answered_the_same(kind: Kind) {
    let seed = seed();
    let ends = ["1408/01/01", "1407/01/01", "1406/01/31", "1405/12/15"];
    let together = Binary::fresh_on(kind).with_offices(&[&ends[..], &ends[..2]].concat());
    let alone = together.twin();
    let lines: Vec<String> = (1..=120).map(|at| line(seed, at)).collect();
    let lines = together.as_holders(&lines.concat());
    let lines: Vec<String> = lines.split_inclusive('\n').map(str::to_owned).collect();
    let at_once = submitted(&together, &lines);
    let mut one_by_one = Vec::new();
    for (number, line) in (1..).zip(&lines) {
        let mut answers = submitted(&alone, std::slice::from_ref(line));
        // A line is the first of its own file.
        let named = |answer: &mut String| {
            *answer = answer
                .replace("\"line\":1,", &format!("\"line\":{number},"))
                .replace("\"line 1", &format!("\"line {number}"));
        };
        answers.iter_mut().for_each(named);
        one_by_one.append(&mut answers);
    }
    // A party's id is made anew in each register.
    let same = |(one, other): (&String, &String)| one == other || one.contains("\"party\":");
    let differs = at_once.iter().zip(&one_by_one).find(|both| !same(*both));
    assert_eq!(differs, None, "seed {seed}");
    assert_eq!(at_once.len(), lines.len());
    together.assert_essence(&alone.essence(), &format!("seed {seed}"));
    together.verify_clean();
}

/// A system that waits for each answer before it sends more is not left waiting.
fn who_sends_one_line_has_its_answer_before_the_next(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1408/01/01"]);
    let mut command = register.command(&["submit", "-"]);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let answers = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut answers = std::io::BufRead::lines(answers);
    for (at, line) in (1..).zip(reports(1, 3)) {
        stdin.write_all(line.as_bytes()).unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], id(at));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

/// Reports of an inspector, one after the other in each of some offices.
fn reports(offices: u32, count: u32) -> Vec<String> {
    let reports = (1..=count).map(|at| {
        let command = json!({
            "id": id(at), "number": format!("17-{}", 1 + at % offices),
            "actor": {"id": "inspector-1", "role": "inspector", "national": true},
            "command": {"machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "seen"},
        });
        format!("{command}\n")
    });
    reports.collect()
}

/// Nothing stands in the way of these, of which each acts by a national id: they are not answered in parts.
fn commands_of_many_offices_share_a_transaction(kind: Kind) {
    let register = Binary::fresh_on(kind).with_some_counter_offices();
    let rows = first_rows("pishkhan-register.csv", 2000);
    let mut rows = csv::Reader::from_reader(rows.as_bytes());
    let rows = rows.deserialize::<HashMap<String, String>>();
    let holders = rows.map(Result::unwrap).filter(|row| {
        row["holder_kind"] == "natural"
            && row["status"] == "active"
            && !row["holder_national_id"].is_empty()
    });
    let lines = (1..).zip(holders.take(300)).map(|(at, row)| {
        let (number, identifier) = (&row["licence_number"], &row["holder_national_id"]);
        let command = json!({
            "id": id(at), "number": number,
            "actor": {"id": identifier, "role": "holder", "on_behalf_of": identifier},
            "command": {"machine": "renewal", "type": "file"},
        });
        format!("{command}\n")
    });
    let lines: Vec<String> = lines.collect();
    assert_eq!(lines.len(), 300);
    let file = register.write("commands.jsonl", lines.concat());
    let mut command = register.command(&["submit", &file]);
    let output = command
        .env("PARVANEH_LOG", "parvaneh=debug")
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{log}");
    assert!(!log.contains("in smaller parts"), "{log}");
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), lines.len());
    // A person whom two of the statements have found is one.
    assert!(answers.contains("accepted"), "{answers}");
    assert!(!answers.contains("of two parties"), "{answers}");
    register.verify_clean();
}

/// Killed at any moment and sent again, each command has taken effect once.
fn what_is_killed_and_sent_again_is_done_once(kind: Kind) {
    let seed = seed();
    let register = Binary::fresh_on(kind).with_offices(&["1408/01/01"; 40]);
    let undisturbed = register.twin();
    let lines = reports(40, 1500);
    let expected = submitted(&undisturbed, &lines);
    let file = register.write("commands.jsonl", lines.concat());
    for kill in 0..4 {
        let mut child = register
            .command(&["submit", &file])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let moment = Duration::from_secs_f64(1.5 * chance(seed, kill));
        std::thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(submitted(&register, &lines), expected, "seed {seed}");
    register.assert_essence(&undisturbed.essence(), &format!("seed {seed}"));
    register.verify_clean();
}

/// A dossier that cannot be written stands in the way of no other one that shares its transaction.
fn what_fails_amid_others_costs_itself_alone(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1408/01/01"; 3]);
    let key =
        register.query("SELECT CAST(seq AS text) FROM parvaneh_dossier WHERE number = '17-2'");
    let key = key.first().unwrap();
    register.query(&match kind {
        Kind::Sqlite => format!(
            "CREATE TRIGGER in_the_way BEFORE INSERT ON parvaneh_journal WHEN new.dossier = {key} \
             BEGIN SELECT RAISE(ABORT, 'no'); END"
        ),
        Kind::Postgres => format!(
            "ALTER TABLE parvaneh_journal ADD CONSTRAINT in_the_way CHECK (dossier <> {key} OR version = 1)"
        ),
    });
    let answers = submitted(&register, &reports(3, 3));
    let outcomes = answers.iter().map(|answer| {
        let answer: Value = serde_json::from_str(answer).unwrap();
        (answer["id"].clone(), answer["outcome"].clone())
    });
    // The first of them is of 17-2.
    let expected = [(1, "failed"), (2, "accepted"), (3, "accepted")];
    let expected = expected.map(|(at, outcome)| (json!(id(at)), json!(outcome)));
    assert_eq!(outcomes.collect::<Vec<_>>(), expected);
    register.query(match kind {
        Kind::Sqlite => "DROP TRIGGER in_the_way",
        Kind::Postgres => "ALTER TABLE parvaneh_journal DROP CONSTRAINT in_the_way",
    });
    register.verify_clean();
}
