//! What the binary says of what may be done and of why a licence stands as it does.

use insta::assert_snapshot;
use parvaneh_tests::Binary;

/// A licence of which the first reminder has fallen due and has not been recorded.
fn binary() -> Binary {
    Binary::offices(&["1405/07/14"])
}

#[test]
fn a_standing_is_explained_in_english() {
    let told = binary().run(&["explain", "17-1", "--on", "1405-02-01"]);
    assert_snapshot!(told);
}

#[test]
fn a_standing_is_explained_in_persian() {
    let told = binary().run(&["explain", "17-1", "--on", "1405-02-01", "--language", "fa"]);
    assert_snapshot!(told);
}

/// The codes, articles and dates are the same in both languages.
#[test]
fn an_explanation_for_programs() {
    let binary = binary();
    let mut told: Vec<serde_json::Value> = ["en", "fa"]
        .iter()
        .map(|language| {
            binary.json(&[
                "explain",
                "17-1",
                "--on",
                "1405-08-01",
                "--language",
                language,
            ])
        })
        .collect();
    for whole in &mut told {
        let words = whole["standing_in_words"].take();
        assert!(words.is_string(), "{words}");
        for step in whole["steps"].as_array_mut().expect("there are steps") {
            assert!(step["in_words"].take().is_string());
        }
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0]["standing"], "expired");
    assert_eq!(told[0]["steps"][0]["event"]["type"], "opened");
    let last = told[0]["steps"].as_array().and_then(|steps| steps.last());
    let last = last.expect("there are steps");
    assert_eq!(last["effective_on_sh"], "1405-07-15");
    assert_eq!(last["recorded"], false);
}

/// What may be done now and by whom, then what from when; the rest where it is asked for. Papers of one kind
/// have one line, which names them.
#[test]
fn what_may_be_done_is_told_to_people() {
    let binary = binary();
    let told = |more: &[&str]| {
        let asked = [&["actions", "17-1", "--on", "1405-02-01"], more].concat();
        binary.run(&asked)
    };
    assert_snapshot!("actions_in_english", told(&[]));
    assert_snapshot!("actions_in_persian", told(&["--language", "fa"]));
    assert_snapshot!("actions_of_the_holder", told(&["--as", "holder", "--all"]));
    let rest = told(&["--as", "secretariat", "--all"]);
    let papers = rest.lines().filter(|line| line.contains("put a paper"));
    assert!(papers.count() < 8, "{rest}");
}

/// Every command has a verdict; a refusal has its code, its article and the earliest day.
#[test]
fn what_may_be_done_is_listed() {
    let binary = binary();
    let may = |role: &str, on: &str| -> Vec<String> {
        let lines = binary.run(&[
            "actions", "17-1", "--as", role, "--on", on, "--format", "json",
        ]);
        let told = lines.lines().map(|line| {
            let told: serde_json::Value = serde_json::from_str(line).expect("an object");
            if told["verdict"] == "refused" {
                let refusal = &told["refusal"];
                assert!(refusal["citation"]["article"].is_string(), "{line}");
                assert!(told["earliest"].is_null() || told["earliest_sh"].is_string());
            }
            told
        });
        told.filter(|told| told["verdict"] == "may")
            .map(|told| told["command"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_snapshot!(may("holder", "1405-02-01").join("\n"), @r"
    licence.surrender
    renewal.file
    transfer.file
    appointment.propose
    contract.draft
    ");
    assert_snapshot!(may("inspector", "1405-02-01").join("\n"), @r"
    licence.record_premises
    enforcement.report
    appointment.record_mismatch
    ");
    // What has ended is reinstated, or is not revived.
    assert_eq!(may("authority", "1405-08-01"), ["licence.reinstate"]);
    let wrong = binary.output(&["actions", "17-1", "--as", "king"]);
    assert_eq!(wrong.status.code(), Some(2));
    let said = binary.said(&wrong);
    assert!(said.contains("no role is called \"king\""), "{said}");
}
