//! What is told of a decision that nobody took, before its time has passed and after, and to whom the results of
//! what the authority decided go.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use parvaneh_testkit::{Database, Scenario, script};
use parvaneh_tests::program;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

/// The register that a script has made, with the program beside it.
struct Silent {
    scenario: Scenario,
    workflows: Option<String>,
    folder: TempDir,
}

impl Silent {
    fn played(name: &str, workflows: Option<&str>) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = here.join("scenarios").join(name);
        let own = |folder: &str| here.join(folder).display().to_string();
        Self {
            scenario: script::perform(&file, &Database::Sqlite).unwrap(),
            workflows: workflows.map(own),
            folder: tempdir().unwrap(),
        }
    }

    fn run(&self, args: &[&str]) -> String {
        let mut command: Command = program();
        if let Some(folder) = &self.workflows {
            command.args(["--workflows", folder]);
        }
        let output = command
            .args(args)
            .env("PARVANEH_REGISTER", self.scenario.url())
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn events(&self) -> Vec<Value> {
        let lines = self.run(&["events", "tail", "--from", "beginning", "--once"]);
        let lines = lines.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The notices of events of a type, of one office: each to whoever it is to.
    fn notices(&self, number: &str, kind: &str, language: &str) -> String {
        self.run(&["notices", "render", "--to", "notices"]);
        let mut told = String::new();
        for event in self.events() {
            let is_meant = event["data"]["number"] == number
                && event["type"] == format!("dev.parvaneh.{kind}.v1");
            if !is_meant {
                continue;
            }
            let (id, subject) = (event["id"].as_str(), event["subject"].as_str());
            let name = id.unwrap().replace('/', "-");
            for to in ["", "-working_group"] {
                let file = self.folder.path().join("notices");
                let file = file.join(format!("{name}{to}.{language}.txt"));
                if let Ok(text) = fs::read_to_string(file) {
                    let text = text.replace(subject.unwrap(), "[dossier]");
                    told.push_str(&format!("--- {kind}{to}\n{text}"));
                }
            }
        }
        told
    }
}

fn renewals() -> Silent {
    let name = "renewal/a-renewal-that-nobody-decides.txt";
    Silent::played(name, Some("data/quays"))
}

/// Before: whoever owes it, until when, and what follows. After: what followed, whose silence it was, and by
/// which rule; in both languages.
#[test]
fn a_silence_is_foretold_and_explained() {
    let silent = renewals();
    let on = ["--on", "1403-04-01"];
    let mut said = silent.run(&[&["show", "17-5"][..], &on].concat());
    let ahead: Value = serde_json::from_str(
        silent
            .run(&[&["show", "17-5", "--format", "json"][..], &on].concat())
            .trim_end(),
    )
    .unwrap();
    said.push_str(&format!("\n{}\n", ahead["waiting"]));
    let actions = silent.run(&[&["actions", "17-5", "--format", "json"][..], &on].concat());
    let lines = actions
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let waiting: Vec<Value> = lines
        .filter_map(|line: Value| line.get("waiting").cloned())
        .collect();
    assert_eq!(Value::from(waiting), ahead["waiting"]);
    for language in ["en", "fa"] {
        let words = ["--language", language];
        let actions = ["actions", "17-5"];
        let told = silent.run(&[&actions[..], &on, &words].concat());
        let awaited = told.lines().filter(|line| is_of_silence(line));
        said.push_str(&format!("\n{}\n", awaited.collect::<Vec<_>>().join("\n")));
        let explain = ["explain", "17-4", "--on", "1403-02-14"];
        let told = silent.run(&[&explain[..], &words].concat());
        let step = told.lines().skip_while(|line| !is_of_silence(line)).take(2);
        said.push_str(&format!("\n{}\n", step.collect::<Vec<_>>().join("\n")));
    }
    // When it was recorded is not the same twice.
    let lines = said.lines().filter(|line| !line.starts_with('|'));
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

fn is_of_silence(line: &str) -> bool {
    line.contains("silence") || line.contains("سکوت")
}

/// To whoever asked and to whoever was silent, in one notice; and where that was the authority, to the working
/// group as a result.
#[test]
fn a_silence_is_told_to_both_sides() {
    let silent = renewals();
    let mut said = String::new();
    for language in ["en", "fa"] {
        for number in ["17-2", "17-4"] {
            said.push_str(&silent.notices(number, "renewal.refused_by_silence", language));
        }
    }
    assert_snapshot!(said);
    let of_silence = silent.events().into_iter().filter(|event| {
        let kind = event["type"].as_str().unwrap();
        kind == "dev.parvaneh.renewal.refused_by_silence.v1"
    });
    for event in of_silence {
        let data = &event["data"];
        assert_eq!(data["by"], "calendar");
        let told = match data["event"]["silence"]["owed_by"].as_str().unwrap() {
            "authority" => serde_json::json!(["holder", "body", "working_group"]),
            _ => serde_json::json!(["holder", "body"]),
        };
        assert_eq!(data["told"], told, "{event}");
    }
}

/// What the authority has decided goes to the working group of the province, once each, and what others have
/// decided does not; the published event names it beside the others.
#[test]
fn the_results_of_the_authority_go_to_the_working_group() {
    let life = Silent::played("dossier/a-whole-life-under-1389.txt", None);
    life.run(&["notices", "render", "--to", "notices"]);
    let mut said = String::new();
    for event in life.events() {
        let data = &event["data"];
        let is_sent = data["told"]
            .as_array()
            .is_some_and(|told| told.iter().any(|it| it == "working_group"));
        let name = event["id"].as_str().unwrap().replace('/', "-");
        for language in ["en", "fa"] {
            let file = format!("notices/{name}-working_group.{language}.txt");
            let is_there = life.folder.path().join(file).exists();
            assert_eq!(is_there, is_sent, "{event}");
        }
        if is_sent {
            let kind = event["type"].as_str().unwrap();
            said.push_str(&format!("{kind} by {}: {}\n", data["by"], data["told"]));
        }
    }
    for language in ["en", "fa"] {
        said.push_str(&life.notices("F-1", "renewal.granted", language));
    }
    assert_snapshot!(said);
    // Going through them again writes none again.
    let before = fs::read_dir(life.folder.path().join("notices"))
        .unwrap()
        .count();
    life.run(&[
        "notices",
        "render",
        "--to",
        "notices",
        "--from",
        "beginning",
    ]);
    let after = fs::read_dir(life.folder.path().join("notices"))
        .unwrap()
        .count();
    assert_eq!(before, after);
}
