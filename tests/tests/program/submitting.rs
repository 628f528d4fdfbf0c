//! Commands in, answers out, a line each: what the law says to them, and what is no command at all.

use std::io::Write;
use std::process::{Output, Stdio};

use insta::assert_snapshot;
use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Two offices in force: renewal is due in the autumn of 1405 for the first, of 1406 for the other.
fn register(kind: Kind) -> Binary {
    Binary::fresh_on(kind).with_offices(&["1405/11/30", "1407/01/01"])
}

/// Ids are the sender's: any will do that is not used twice.
fn id(last: u8) -> String {
    format!("00000000-0000-7000-8000-0000000000{last:02}")
}

/// A command from someone in a role, on a day.
fn asks(last: u8, number: &str, on: &str, role: &str, command: Value) -> Value {
    json!({
        "id": id(last),
        "number": number,
        "on": on,
        "actor": {
            "id": if role == "holder" { "the-holder" } else { "desk-3" },
            "role": role,
            "national": role != "holder",
        },
        "command": command,
    })
}

/// What the holder did, entered by a desk that has the holder's paper.
fn entered(mut asked: Value) -> Value {
    asked["entered_by"] = json!({"id": "desk-3", "role": "secretariat", "national": true});
    asked["evidence"] = "the stamp on the letter".into();
    asked["paper"] = "written_request".into();
    asked
}

/// The holder's request for renewal.
fn files(last: u8, number: &str, on: &str) -> Value {
    let command = json!({"machine": "renewal", "type": "file"});
    entered(asks(last, number, on, "holder", command))
}

fn lines(commands: &[Value]) -> String {
    commands
        .iter()
        .map(|command| format!("{command}\n"))
        .collect()
}

/// Submits these lines on standard input; the run's whole output.
fn submit(register: &Binary, lines: &str) -> Output {
    let lines = register.as_holders(lines);
    let mut command = register.command(&["submit", "-"]);
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(lines.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// Submits these lines, all of which are answered; the answers.
fn answers(register: &Binary, lines: &str) -> String {
    let output = submit(register, lines);
    assert_eq!(output.status.code(), Some(0), "{}", register.said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn pretty(line: &str) -> String {
    serde_json::to_string_pretty(&serde_json::from_str::<Value>(line).unwrap()).unwrap()
}

/// The last timely day is three months before the end: 1405-08-30 for a term through 1405-11-30.
/// What the calendar had made true by then comes with the answer.
fn a_request_in_time_is_accepted(kind: Kind) {
    let register = register(kind);
    let answer = answers(&register, &lines(&[files(1, "17-1", "2026-11-20")]));
    assert_snapshot!(pretty(&answer), @r#"
    {
      "events": [
        {
          "effective_on": "2026-11-20",
          "machine": "renewal",
          "request": {
            "edition": "pishkhan/1389",
            "excused": false,
            "filed_on": "2026-11-20",
            "timeliness": "timely"
          },
          "type": "filed"
        }
      ],
      "id": "00000000-0000-7000-8000-000000000001",
      "number": "17-1",
      "on": "2026-11-20",
      "outcome": "accepted",
      "refusal": null,
      "settled": [
        {
          "current_through": "2026-10-21",
          "effective_on": "2026-08-21",
          "machine": "renewal",
          "renewal_due": "2026-11-21",
          "rung": 1,
          "type": "reminder_due"
        },
        {
          "current_through": "2026-11-13",
          "effective_on": "2026-10-22",
          "machine": "renewal",
          "renewal_due": "2026-11-21",
          "rung": 2,
          "type": "reminder_due"
        },
        {
          "current_through": "2026-11-21",
          "effective_on": "2026-11-14",
          "machine": "renewal",
          "renewal_due": "2026-11-21",
          "rung": 3,
          "type": "reminder_due"
        }
      ]
    }
    "#);
    register.verify_clean();
}

/// The inspector's report of a violation.
fn report() -> Value {
    json!({
        "machine": "enforcement",
        "type": "report",
        "violation": "RELOCATED_WITHOUT_CONSENT",
        "facts": "serving away from the licensed address",
    })
}

fn serve() -> Value {
    json!({"machine": "enforcement", "type": "serve_notice"})
}

/// The committee's proposal to revoke.
fn proposal() -> Value {
    json!({"machine": "enforcement", "type": "propose_revocation", "reason": "handed over"})
}

/// Why, by which article and on what basis, and from which day it would pass.
fn a_refusal_cites_its_article_and_the_earliest_day(kind: Kind) {
    let register = register(kind);
    let on = "2026-11-20";
    let commands = [
        asks(1, "17-2", "2026-11-10", "inspector", report()),
        asks(2, "17-2", "2026-11-10", "secretariat", serve()),
        asks(3, "17-2", on, "enforcement_committee", proposal()),
    ];
    let answers = answers(&register, &lines(&commands));
    let answer = answers.lines().next_back().unwrap();
    assert_snapshot!(pretty(answer), @r#"
    {
      "events": [],
      "id": "00000000-0000-7000-8000-000000000003",
      "number": "17-2",
      "on": "2026-11-20",
      "outcome": "refused",
      "refusal": {
        "citation": {
          "article": "no source found on the length of the hearing",
          "basis": "D"
        },
        "code": "hearing_open",
        "earliest": "2026-11-26",
        "facts": {
          "notice_served_on": "2026-11-10",
          "open_through": "2026-11-25"
        }
      },
      "settled": []
    }
    "#);
}

/// To ask for what is so already changes nothing and is no refusal.
fn what_is_so_already_is_said_to_be_so(kind: Kind) {
    let register = register(kind);
    let withdraws = json!({"machine": "renewal", "type": "withdraw"});
    let commands = [
        files(1, "17-2", "2026-11-20"),
        entered(asks(2, "17-2", "2026-11-20", "holder", withdraws.clone())),
        entered(asks(3, "17-2", "2026-11-20", "holder", withdraws)),
    ];
    let answers = answers(&register, &lines(&commands));
    let outcomes: Vec<Value> = answers
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["accepted", "accepted", "already_so"]);
    assert_snapshot!(answers.lines().next_back().unwrap(), @r#"{"id":"00000000-0000-7000-8000-000000000003","number":"17-2","on":"2026-11-20","outcome":"already_so","settled":[],"events":[],"refusal":null}"#);
}

/// A sender that did not hear the answer asks again: byte for byte the same, and nothing is added.
fn the_same_command_again_gets_the_same_answer(kind: Kind) {
    let register = register(kind);
    let commands = lines(&[
        files(1, "17-1", "2026-11-20"),
        files(2, "17-2", "2026-11-20"),
        // Refused: a request is open.
        files(3, "17-2", "2026-11-20"),
    ]);
    let first = answers(&register, &commands);
    let before = register.dump();
    let file = register.write("commands.jsonl", register.as_holders(&commands));
    assert_eq!(first, register.run(&["submit", &file]));
    assert_eq!(before, register.dump());
}

/// Every line that is no command, or none that can be answered, costs itself alone.
fn a_line_that_fails_costs_itself_alone(kind: Kind) {
    let register = register(kind);
    let on = "2026-11-20";
    let mut unknown_field = files(2, "17-1", on);
    unknown_field["urgent"] = true.into();
    let mut unknown_command = files(3, "17-1", on);
    unknown_command["command"]["type"] = "praise".into();
    let commands = [
        files(1, "17-1", on).to_string(),
        unknown_field.to_string(),
        unknown_command.to_string(),
        "{\"id\": ".to_owned(),
        String::new(),
        files(4, "17-3", on).to_string(),
        files(5, "17-1", "2099-01-01").to_string(),
        files(1, "17-2", on).to_string(),
        files(6, "17-2", on).to_string(),
    ];
    let output = submit(&register, &format!("{}\n", commands.join("\n")));
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(register.said(&output), "");
    let text = String::from_utf8(output.stdout).unwrap();
    let short: Vec<String> = text
        .lines()
        .map(|line| {
            let answer: Value = serde_json::from_str(line).unwrap();
            match answer["error"].as_str() {
                Some(error) => error.to_owned(),
                None => format!("{} {}", answer["number"], answer["outcome"]),
            }
        })
        .collect();
    let short = short.join("\n");
    let (_, today) = short.split_once("it is ").unwrap();
    assert_snapshot!(short.replace(&today[..10], "[today]"), @r#"
    "17-1" "accepted"
    line 2 is no command: unknown field `urgent`, expected one of `id`, `regime`, `number`, `on`, `entered_by`, `evidence`, `paper`, `again`, `traceparent`, `actor`, `command` at column 349
    line 3 is no command: unknown variant `praise`, expected one of `file`, `note_deficiency`, `cure`, `record`, `begin_review`, `excuse_lateness`, `confirm`, `refuse`, `grant`, `withdraw` at column 135
    line 4 is no command: EOF while parsing a value at column 7
    line 6: no licence in the register has the number 17-3
    line 7: 2099-01-01 is in the future: in Asia/Tehran it is [today]
    line 8: command 00000000-0000-7000-8000-000000000001 was answered before with another body; use a new id
    "17-2" "accepted"
    "#);
    register.verify_clean();
}

/// A command that was renamed is read by its former name, and one that was answered under it is answered
/// the same, by whichever name it comes again.
fn a_command_by_its_former_name_is_the_same_command(kind: Kind) {
    let register = register(kind);
    let asked = |word: &str| {
        let id = id(1);
        [
            format!(r#"{{"id":"{id}","number":"17-1","#),
            r#""actor":{"id":"court-9","role":"court","national":true},"#.to_owned(),
            format!(r#""command":{{"machine":"licence","type":"{word}","decision":"judgment 9","#),
            r#""reason":"stated","through":null,"renewal_filed_on":null}}"#.to_owned(),
        ]
        .concat()
    };
    let (then, now) = (asked("correct"), asked("reinstate"));
    let answer = answers(&register, &then);
    let code = &serde_json::from_str::<Value>(&answer).unwrap()["refusal"]["code"];
    assert_eq!(code, "nothing_to_correct");
    assert_eq!(answers(&register, &now), answer);
    // Whether an officer said that it is national was never hashed.
    let hashed_then = Sha256::digest(then.replace(r#","national":true"#, ""));
    let hashed_then: String = hashed_then
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let hashed_then = kind.bytes(&hashed_then);
    register.query(&format!(
        "UPDATE parvaneh_command SET body_hash = {hashed_then}"
    ));
    assert_eq!(answers(&register, &then), answer);
    assert_eq!(answers(&register, &now), answer);
    let another = now.replace("judgment 9", "judgment 10");
    let output = submit(&register, &another);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("another body"), "{said}");
    register.verify_clean();
}

/// The names are a contract with whoever reads the answers by program.
fn a_failed_line_is_answered_by_its_number(kind: Kind) {
    let register = register(kind);
    let output = submit(&register, "\nnonsense\n");
    assert_eq!(output.status.code(), Some(3));
    assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r#"{"code":"unreadable_line","error":"line 2 is no command: expected ident at column 2","line":2,"outcome":"failed"}"#);
}

/// Not a letter of any alphabet, and the next line is answered.
fn a_line_that_is_no_text_costs_itself_alone(kind: Kind) {
    let register = register(kind);
    let mut bytes = b"\xff\xfe\n".to_vec();
    let line = register.as_holders(&lines(&[files(1, "17-1", "2026-11-20")]));
    bytes.extend(line.into_bytes());
    let file = register.write("commands.jsonl", bytes);
    let output = register.output(&["submit", &file]);
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8(output.stdout).unwrap();
    let outcomes: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["failed", "accepted"]);
}

/// Whatever ends a line, and in whatever form a text comes: each line is answered, or refused by its number.
fn every_line_is_answered_or_refused(kind: Kind) {
    let wrong = "no command";
    for end in ["\n", "\r\n", "\r", "\r\r\n"] {
        let register = register(kind);
        let asked = [
            files(1, "17-1", "2026-11-20"),
            files(2, "17-2", "2026-11-20"),
        ];
        let asked = asked.map(|line| register.as_holders(&line.to_string()));
        let text = [asked[0].as_str(), wrong, &asked[1]].join(end) + end;
        let utf_16 = |unit: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> {
            text.encode_utf16().flat_map(unit).collect()
        };
        let marked = format!("\u{feff}{text}");
        let forms = [
            text.clone().into_bytes(),
            marked.clone().into_bytes(),
            utf_16(u16::to_le_bytes, &marked),
            utf_16(u16::to_be_bytes, &marked),
            utf_16(u16::to_le_bytes, &text),
            utf_16(u16::to_be_bytes, text.trim_end()),
        ];
        let refused = if end == "\r\r\n" { 3 } else { 2 };
        for (at, bytes) in forms.into_iter().enumerate() {
            let file = register.write("commands.jsonl", bytes);
            let output = register.output(&["submit", &file]);
            assert_eq!(output.status.code(), Some(3));
            let text = String::from_utf8(output.stdout).unwrap();
            let answers: Vec<Value> = text
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            let told: Vec<&Value> = answers.iter().map(|answer| &answer["outcome"]).collect();
            // The same commands again are answered as the first time.
            assert_eq!(
                told,
                ["accepted", "failed", "accepted"],
                "{end:?}, form {at}: {text}"
            );
            assert_eq!(answers[1]["line"], refused, "{end:?}, form {at}");
        }
    }
}

fn no_commands_are_no_failure(kind: Kind) {
    let register = register(kind);
    let before = register.dump();
    assert_eq!(answers(&register, "\n \n"), "");
    assert_eq!(before, register.dump());
}

#[test]
fn a_file_of_commands_that_is_not_there_is_a_failure() {
    let register = register(Kind::Sqlite);
    assert_snapshot!(register.fails(1, &["submit", "commands.jsonl"]), @"parvaneh: opening commands.jsonl failed; name a file of commands, or - for standard input: No such file or directory (os error 2)");
}

/// A year below 1700 is Solar Hijri, in commands as on the command line. Read as a Gregorian year,
/// a notice served last week would look long elapsed, and a licence would be lost.
fn dates_of_commands_are_read_in_either_calendar(kind: Kind) {
    let register = register(kind);
    for (number, on, served_on) in [
        ("17-1", "1405-08-29", "1405-08-28"),
        ("17-2", "2026-11-20", "2026-11-19"),
    ] {
        let at = if number == "17-1" { 1 } else { 4 };
        let commands = [
            asks(at, number, "1405-08-28", "inspector", report()),
            asks(at + 1, number, served_on, "secretariat", serve()),
            asks(at + 2, number, on, "enforcement_committee", proposal()),
        ];
        let answers = answers(&register, &lines(&commands));
        let answer: Value = serde_json::from_str(answers.lines().next_back().unwrap()).unwrap();
        assert_eq!(answer["on"], "2026-11-20");
        assert_eq!(answer["refusal"]["code"], "hearing_open");
        assert_eq!(answer["refusal"]["facts"]["notice_served_on"], "2026-11-19");
        assert_eq!(answer["refusal"]["earliest"], "2026-12-05");
    }
}

/// A mistyped field is not passed over, wherever it stands; nor is an act of issue that contradicts
/// its own command.
fn a_command_that_cannot_be_meant_so_is_refused(kind: Kind) {
    let register = register(kind);
    let mut mistyped = files(1, "17-1", "2026-11-20");
    mistyped["command"]["resolutoin"] = json!({});
    let issue = |number: &str, province: &str| {
        json!({
            "machine": "licence", "type": "issue", "number": number,
            "office": {"kind": "urban", "province": province},
            "holder": "00000000-0000-7000-8000-000000000099", "holder_kind": "natural",
            "from": "1405-08-01",
        })
    };
    let mut other_number = asks(2, "17-8", "2026-11-20", "authority", issue("17-9", "تهران"));
    other_number["regime"] = json!("pishkhan");
    let mut nowhere = asks(3, "17-9", "2026-11-20", "authority", issue("17-9", "طهران"));
    nowhere["regime"] = json!("pishkhan");
    let output = submit(&register, &lines(&[mistyped, other_number, nowhere]));
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8(output.stdout).unwrap();
    assert_snapshot!(told, @r#"
    {"code":"unreadable_line","error":"line 1 is no command: unknown field `command.resolutoin`","line":1,"outcome":"failed"}
    {"code":"numbers_differ","error":"line 2: the command is about 17-8, and its act names 17-9; name one number in both","id":"00000000-0000-7000-8000-000000000002","line":2,"outcome":"failed"}
    {"code":"no_such_province","error":"line 3: pishkhan knows no province \"طهران\"; spell it as the regime does","id":"00000000-0000-7000-8000-000000000003","line":3,"outcome":"failed"}
    "#);
}

/// What is larger than a command may be costs itself alone, and the field is named. A text counts in characters.
fn a_command_that_is_too_large_is_refused_by_its_field(kind: Kind) {
    let register = register(kind);
    let quashed = |last: u8, reason: &str| {
        let command = json!({
            "machine": "licence", "type": "reinstate", "decision": "judgment 9", "reason": reason,
            "through": null, "renewal_filed_on": null,
        });
        asks(last, "17-1", "2026-11-20", "court", command)
    };
    let mut many_seats = files(3, "17-2", "2026-11-20");
    let vote = json!({ "seat": "chair", "person": "a", "mandate": { "from": "2026-01-01", "through": "2027-01-01" }, "choice": "for" });
    many_seats["command"] = json!({ "machine": "renewal", "type": "confirm", "resolution": {
        "session": "1", "on": "2026-11-20", "matter": "renewal", "motion": "confirm", "votes": vec![vote; 1001],
    }});
    let mut long_id = files(4, "17-2", "2026-11-20");
    long_id["entered_by"]["id"] = "ش".repeat(301).into();
    let nested = format!(r#"{{"a":{}{}}}"#, "[".repeat(64), "]".repeat(64));
    let lines = [
        quashed(1, &"م".repeat(4001)).to_string(),
        quashed(2, &"م".repeat(4000)).to_string(),
        many_seats.to_string(),
        long_id.to_string(),
        nested,
        format!("{}{}", files(5, "17-2", "2026-11-20"), " ".repeat(1 << 20)),
        files(6, "17-1", "2026-11-20").to_string(),
    ];
    let output = submit(&register, &format!("{}\n", lines.join("\n")));
    assert_eq!(output.status.code(), Some(3), "{}", register.said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let told = text.lines().map(|line| {
        let answer: Value = serde_json::from_str(line).unwrap();
        let error = answer["error"].as_str().map(str::to_owned);
        error.unwrap_or_else(|| answer["outcome"].to_string())
    });
    assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r#"
    line 1: it is too large: `command.reason` has 4001 characters, and at most 4000 are taken
    "refused"
    line 3: it is too large: `command.resolution.votes` lists 1001 things, and at most 1000 are taken
    line 4: it is too large: `entered_by.id` has 301 characters, and at most 300 are taken
    line 5 is no command: it is too large: its lists and objects stand more than 64 deep in each other
    line 6 is no command: it is too large: it has more than 1048576 bytes
    "accepted"
    "#);
}

on_both! {
    a_request_in_time_is_accepted,
    a_command_that_is_too_large_is_refused_by_its_field,
    a_refusal_cites_its_article_and_the_earliest_day,
    what_is_so_already_is_said_to_be_so,
    the_same_command_again_gets_the_same_answer,
    a_line_that_fails_costs_itself_alone,
    a_command_by_its_former_name_is_the_same_command,
    a_failed_line_is_answered_by_its_number,
    a_line_that_is_no_text_costs_itself_alone,
    every_line_is_answered_or_refused,
    no_commands_are_no_failure,
    dates_of_commands_are_read_in_either_calendar,
    a_command_that_cannot_be_meant_so_is_refused,
}
