//! A consumer that is restarted, killed, and told things twice knows what the register says.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use parvaneh_tests::relaying::Relaying;
use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::Value;

use crate::played::Played;

const NIGHT: &str = "1405-09-02";
const NIGHT_ISO: &str = "2026-11-23";

struct Consumer {
    kept: PathBuf,
}

impl Consumer {
    fn of(register: &Binary) -> Self {
        Self {
            kept: register.folder().join("offices.json"),
        }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_consumer"));
        command.arg(&self.kept).args(args);
        command
    }

    /// Gives it lines and lets it come to its end.
    fn given(&self, lines: &str) -> Output {
        let mut command = self.command(&[]);
        command.stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the consumer runs");
        let mut stdin = child.stdin.take().expect("it listens");
        // One that has stopped listens no more; what it says of it is looked at.
        let _ = stdin.write_all(lines.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("it ends")
    }

    fn takes(&self, lines: &str) -> String {
        let output = self.given(lines);
        let said = String::from_utf8(output.stderr).expect("it speaks UTF-8");
        assert!(output.status.success(), "{said}");
        said
    }

    /// Gives it lines and kills it while it waits for more.
    fn is_killed_after(&self, lines: &str) {
        let mut command = self.command(&[]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it runs");
        let mut stdin = child.stdin.take().expect("it listens");
        stdin.write_all(lines.as_bytes()).expect("it listens");
        child.kill().expect("it can be killed");
        let status = child.wait().expect("it ends");
        assert_eq!(status.signal(), Some(9));
    }

    /// What each licence is worth on a day, by number.
    fn standings(&self, day: &str) -> BTreeMap<String, String> {
        let output = self.command(&["--on", day]).output().expect("it runs");
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).expect("it speaks UTF-8");
        let split = |line: &str| {
            let (number, standing) = line.split_once(' ').expect("a number and a standing");
            (number.to_owned(), standing.to_owned())
        };
        text.lines().map(split).collect()
    }
}

/// What is entered late, after nights and after the consumer has had what it changes: the consumer
/// keeps what stands, also where it is killed between a revision and what follows it.
fn follows_what_is_entered_late(kind: Kind) {
    const SOON: &str = "2026-07-10";
    const AFTER: &str = "2026-10-12";
    let mut played = Played::before_the_late_entries(kind);
    let consumer = Consumer {
        kept: played.folder().join("offices.json"),
    };
    let agrees = |played: &Played, day: &str, expected: [&str; 2]| {
        let list = played.run(&["list", "--on", day, "--format", "json"]);
        let listed = list.lines().map(|line| {
            let line: Value = serde_json::from_str(line).expect("a line");
            let word = |name: &str| line[name].as_str().expect("a word").to_owned();
            (word("number"), word("standing"))
        });
        let listed: BTreeMap<String, String> = listed.collect();
        assert_eq!(listed.values().collect::<Vec<_>>(), expected, "on {day}");
        assert_eq!(consumer.standings(day), listed, "on {day}");
    };
    consumer.takes(&played.relayed());
    agrees(&played, SOON, ["in_force", "in_force"]);

    played.a_request_is_keyed_late();
    consumer.takes(&played.relayed());
    agrees(&played, SOON, ["in_force", "in_force"]);

    played.the_terms_end();
    consumer.takes(&played.relayed());
    agrees(&played, AFTER, ["in_force_pending_renewal", "expired"]);

    played.an_excuse_is_keyed_late();
    let sent = played.relayed();
    let revised = "dev.parvaneh.dossier.revised.v1";
    let revisions: Vec<usize> = sent.match_indices(revised).map(|(at, _)| at).collect();
    assert_eq!(revisions.len(), 2, "{sent}");
    let end = sent[revisions[1]..].find('\n').expect("a line ends") + revisions[1];
    consumer.takes(&sent[..=end]);
    consumer.is_killed_after(&sent[end + 1..]);
    consumer.takes(&sent);
    let both = ["in_force_pending_renewal", "in_force_pending_renewal"];
    agrees(&played, AFTER, both);
    let said = consumer.takes(&sent);
    assert!(said.starts_with("0 new events"), "{said}");
    agrees(&played, AFTER, both);
}

/// Late entries and revisions of many dossiers, one after the other, while a relay sends what there is as
/// fast as it can: it sends nothing that is cut in two, and the consumer ends with what the register says.
fn follows_revisions_beside_a_running_relay(kind: Kind) {
    const SOON: &str = "2026-07-20";
    const AFTER: &str = "2026-10-12";
    let mut played = Played::before_the_late_entries(kind);
    played.more_licences(3..=12);
    let relay = Relaying::beside(&mut played.command(&["relay", "--to", "jsonl:events.jsonl"]));
    for number in (1..=12).map(|at| format!("17-{at}")) {
        let scenario = &mut played.scenario;
        scenario.on("1405-04-14").unwrap();
        let desk = Some(("secretariat", "the stamp of the day"));
        scenario.entered("1405-04-17", desk).unwrap();
        scenario.on_paper("written_request");
        let filed = scenario.send(&number, "holder", "renewal.file", &[]);
        filed.unwrap().accepted().unwrap();
        scenario.on("1405-04-18").unwrap();
        let drafted = ["agency=post_bank"];
        let drafted = scenario.send(&number, "holder", "contract.draft", &drafted);
        drafted.unwrap().accepted().unwrap();
        let request = played.withdrawn(&number, "renewal.filed");
        if !number.ends_with(['2', '5', '8']) {
            played.restored(&number, request);
        }
    }
    let output = relay.terminate();
    assert!(output.status.success(), "{output:?}");
    let consumer = Consumer {
        kept: played.folder().join("offices.json"),
    };
    for (day, without_request) in [(SOON, "in_force"), (AFTER, "expired")] {
        if day == AFTER {
            played.the_night("1405-07-15");
        }
        consumer.takes(&played.relayed());
        let list = played.run(&["list", "--on", day, "--format", "json"]);
        let listed = list.lines().map(|line| {
            let line: Value = serde_json::from_str(line).expect("a line");
            let word = |name: &str| line[name].as_str().expect("a word").to_owned();
            (word("number"), word("standing"))
        });
        let listed: BTreeMap<String, String> = listed.collect();
        assert_eq!(listed.len(), 12);
        assert_eq!(listed["17-8"], without_request, "on {day}");
        assert_eq!(consumer.standings(day), listed, "on {day}");
    }
    assert!(played.run(&["verify"]).contains(" 0 contradictions"));
}

on_both! {
    follows_what_is_entered_late,
    follows_revisions_beside_a_running_relay,
}

/// What the register says itself.
fn listed(register: &Binary) -> BTreeMap<String, String> {
    let list = register.list(NIGHT).into_values();
    let standing = |value: &Value| value.as_str().expect("a word").to_owned();
    list.map(|it| (it.number, standing(&it.standing))).collect()
}

fn relayed(register: &Binary) -> String {
    register.run(&["relay", "--to", "jsonl:events.jsonl", "--once"]);
    let file: &Path = &register.folder().join("events.jsonl");
    fs::read_to_string(file).expect("the relay has written it")
}

#[test]
fn told_twice_and_killed_it_knows_what_the_register_knows() {
    let register = Binary::some_counter_offices();
    register.run(&["nightly", "--as-of", NIGHT]);
    let sent = relayed(&register);
    let lines: Vec<&str> = sent.split_inclusive('\n').collect();
    assert!(1900 < lines.len(), "{} events", lines.len());
    let consumer = Consumer::of(&register);
    let third = lines.len() / 3;
    consumer.takes(&lines[..third].concat());
    // A producer that was cut off begins again before where it was, and sends lines twice.
    consumer.is_killed_after(&lines[third - 50..2 * third].concat());
    let twice = lines[third - 50..].iter().flat_map(|line| [*line, *line]);
    let said = consumer.takes(&twice.collect::<String>());
    assert!(said.contains("that came before"), "{said}");
    let listed = listed(&register);
    let standings: Vec<&str> = listed.values().map(String::as_str).collect();
    for standing in [
        "in_force",
        "expired",
        "suspended",
        "revoked",
        "in_force_pending_renewal",
    ] {
        assert!(standings.contains(&standing), "nothing is {standing}");
    }
    assert_eq!(consumer.standings(NIGHT_ISO), listed);
    let said = consumer.takes(&sent);
    assert!(said.starts_with("0 new events"), "{said}");
    assert_eq!(consumer.standings(NIGHT_ISO), listed);
}

/// It does not go on where something is missing, and says how to get it.
#[test]
fn a_gap_stops_it() {
    let register = Binary::offices(&["1405/08/30"]);
    register.run(&["nightly", "--as-of", NIGHT]);
    let sent = relayed(&register);
    let lines: Vec<&str> = sent.split_inclusive('\n').collect();
    let consumer = Consumer::of(&register);
    let gap = [&lines[..2], &lines[3..]].concat().concat();
    let output = consumer.given(&gap);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).expect("it speaks UTF-8");
    assert!(said.contains("goes from 2 to 4"), "{said}");
    let event: Value = serde_json::from_str(lines[0]).expect("an event");
    let subject = event["subject"].as_str().expect("a dossier");
    let advice = ["events", "replay", "--subject", subject, "--from", "3"];
    assert!(said.contains(&advice.join(" ")), "{said}");
    let missing = register.run(&advice);
    consumer.takes(&missing);
    assert_eq!(consumer.standings(NIGHT_ISO), listed(&register));
}

/// Types and fields of a later version do not disturb it.
#[test]
fn what_it_does_not_know_is_passed_over() {
    let register = Binary::offices(&["1407/01/01"]);
    let sent = relayed(&register);
    let consumer = Consumer::of(&register);
    let mut event: Value = serde_json::from_str(sent.trim_end()).expect("an event");
    event["newer"] = "something".into();
    event["data"]["event"]["newer"] = 1.into();
    let mut unknown = event.clone();
    unknown["type"] = "dev.parvaneh.licence.admired.v1".into();
    unknown["sequence"] = "0000000002".into();
    consumer.takes(&format!("{event}\n{unknown}\n"));
    assert_eq!(consumer.standings(NIGHT_ISO), listed(&register));
}
