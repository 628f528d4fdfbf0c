//! What is said in Persian is Persian, and is read in the order in which it was written.

use std::collections::BTreeSet;
use std::fs;

use parvaneh::Workflows;
use parvaneh::core::dossier::Dated;
use parvaneh::core::law::OwnWords;
use parvaneh::core::timeline::{Said, Stored};
use parvaneh::words::{Language, Words};
use parvaneh_tests::repository::root;
use serde_json::{Value, json};
use unicode_bidi::BidiInfo;

/// Every Persian sentence there is, and whole texts.
const TEXTS: [&str; 4] = [
    "docs/law/sentences.fa.md",
    "tests/tests/published/snapshots/published__notices__a_whole_life_fa.snap",
    "tests/tests/program/snapshots/program__explain_actions__a_standing_is_explained_in_persian.snap",
    "tests/tests/program/snapshots/program__known_at__explained_in_persian.snap",
];

/// Of its lines those that hold Persian.
fn lines(path: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(path)).expect("the file is in the repository");
    let is_persian = |it: char| it.is_alphabetic() && ('\u{600}'..='\u{6ff}').contains(&it);
    let lines = text.lines().filter(|line| line.contains(is_persian));
    // Markdown puts its own marks outside of the text.
    lines
        .map(|line| line.trim_start_matches(['#', '-', ' ']).to_owned())
        .collect()
}

/// Isolates, and marks that are not seen.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// What is to be read from left to right: a number with all that belongs to it, or foreign words.
fn read_rightwards(line: &str) -> Vec<String> {
    let is_number = |it: char| matches!(it, '۰'..='۹' | '/' | '-' | ':' | '.' | '٬');
    let numbers = line.split(|it: char| !is_number(it));
    let foreign = line.split(|it: char| !(it.is_ascii_graphic() || it == ' '));
    let foreign = foreign.filter(|it| it.contains(|it: char| it.is_ascii_alphanumeric()));
    let runs = numbers.chain(foreign);
    runs.map(|run| run.trim_matches([' ', '.', ':', '/', '-', '[', ']', '«', '»', ',', '(']))
        .filter(|run| 1 < run.chars().count())
        .map(str::to_owned)
        .collect()
}

/// A line as it is seen, from the left to the right, without the marks.
fn seen(line: &str) -> (bool, String) {
    let bidi = BidiInfo::new(line, None);
    let paragraph = &bidi.paragraphs[0];
    let seen = bidi.reorder_line(paragraph, paragraph.range.clone());
    let seen = seen.chars().filter(|it| !is_mark(*it)).collect();
    (paragraph.level.is_rtl(), seen)
}

/// What of a line is read in another order than it was written, if anything is.
fn read_backwards(line: &str) -> Option<String> {
    let (is_rtl, seen) = seen(line);
    if !is_rtl {
        return Some(format!("begins as foreign text: {line}"));
    }
    let mut runs = read_rightwards(line).into_iter();
    let run = runs.find(|run| !seen.contains(run))?;
    Some(format!("{run:?} in: {line}"))
}

/// A licence number, a date, a foreign word: none is seen in another order than it was written.
#[test]
fn nothing_is_read_backwards() {
    let lines: Vec<String> = TEXTS.into_iter().flat_map(lines).collect();
    let backwards: Vec<String> = lines.iter().filter_map(|it| read_backwards(it)).collect();
    assert!(backwards.is_empty(), "read backwards: {backwards:#?}");
    let runs: usize = lines.iter().map(|line| read_rightwards(line).len()).sum();
    assert!(
        200 < runs,
        "the texts hold {runs} numbers and foreign words"
    );
}

/// What this file looks for would be found.
#[test]
fn a_number_that_is_not_isolated_is_read_backwards() {
    let (is_rtl, bare) = seen("پروانه: 43-10000002");
    assert!(is_rtl && bare.starts_with("10000002-43"), "{bare}");
    let (_, isolated) =
        seen(&Words::of(Language::Persian).say("notice-licence", &[("value", "43-10000002")]));
    assert!(isolated.starts_with("43-10000002"), "{isolated}");
}

/// No code shows, and what is foreign is a name or a number that is isolated.
#[test]
fn no_english_is_in_a_persian_sentence() {
    let (codes, _) = codes();
    for line in lines(TEXTS[0]) {
        let mut within = 0_usize;
        for letter in line.chars() {
            match letter {
                '\u{2066}'..='\u{2068}' => within += 1,
                '\u{2069}' => within -= 1,
                _ => assert!(
                    !letter.is_ascii_alphabetic() || within != 0,
                    "{letter:?} stands free in: {line}"
                ),
            }
        }
        let words = line.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_'));
        for word in words {
            assert!(!codes.contains(word), "{word} is a code in: {line}");
        }
        assert!(
            !line.contains(['{', '}']),
            "something was not filled in: {line}"
        );
    }
}

/// What the register itself writes is Persian: where nobody's own words and no names stand in a sentence, it has no
/// foreign word, also none that is isolated.
#[test]
fn what_nobody_wrote_is_persian() {
    const NAMES: [&str; 8] = [
        "01a20f51-970b-72c7-a013-42216fa9465c",
        "43-10000002",
        "F-1",
        "desk-4",
        "pishkhan/1389",
        "--all",
        "5 USC 558(c)",
        "11",
    ];
    let mut lines = lines(TEXTS[0]);
    for own in OwnWords::ALL {
        let shown = lines
            .iter()
            .filter(|line| line.contains(own.persian()))
            .count();
        assert!(0 < shown, "{own:?} is not among the sentences");
        lines.push(own.persian().to_owned());
    }
    for line in lines {
        let bare = NAMES
            .iter()
            .fold(line.clone(), |it, name| it.replace(name, ""));
        let foreign = bare.chars().find(char::is_ascii_alphanumeric);
        assert_eq!(foreign, None, "{line}");
    }
}

/// What the calendar and the machines say is told in the language of whoever is told, and what somebody wrote as
/// they wrote it, also where it is the same words; a row of before, whose words were stored as text, is read so too.
#[test]
fn our_own_words_are_translated_and_nobody_elses() {
    let told = |row: &str| {
        let stored: Stored = serde_json::from_str(row).expect("a stored row");
        let (Said::Event(event), _) = stored.into_parts() else {
            panic!("{row}");
        };
        let effective_on = "2026-11-23".parse().expect("a day");
        let dated = Dated {
            effective_on,
            event,
        };
        Language::ALL.map(|language| Words::of(language).notice(&dated, None))
    };
    for own in OwnWords::ALL {
        let row = |reason: Value, rules: Value| {
            let lifted = json!({"v": 1, "machine": "licence", "type": "suspension_lifted", "reason": reason});
            let mut row = lifted;
            row["rules"] = rules;
            row.to_string()
        };
        let now = told(&row(json!({"ours": own.id()}), json!(3)));
        assert!(
            now[0].contains(own.english()) && now[1].contains(own.persian()),
            "{now:?}"
        );
        for rules in [Value::Null, json!(2)] {
            assert_eq!(told(&row(json!(own.english()), rules)), now);
        }
        let [_, theirs] = told(&row(json!(own.english()), json!(3)));
        assert!(theirs.contains(own.english()), "{theirs}");
    }
}

/// Whatever an edition names by a code has a name in both languages.
#[test]
fn every_code_of_an_edition_has_its_name() {
    let (codes, ids) = codes();
    assert!(40 < codes.len(), "{codes:?}");
    for language in Language::ALL {
        let words = Words::of(language);
        let missing: Vec<&String> = ids.iter().filter(|id| !words.has(id)).collect();
        assert!(missing.is_empty(), "{language:?} lacks {missing:#?}");
    }
}

/// The codes of all editions, and the messages that name them.
fn codes() -> (BTreeSet<String>, BTreeSet<String>) {
    let workflows = Workflows::embedded().expect("those built in are well written");
    let (mut codes, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let mut add = |kind: &str, code: &str| {
        codes.insert(code.to_owned());
        ids.insert(format!("{kind}-{code}"));
    };
    for edition in workflows.editions() {
        let whole = serde_json::to_value(edition).expect("an edition is fields");
        let tables = [
            ("violation", "/enforcement/cases/violations"),
            ("paper", "/papers"),
            ("post", "/appointment/posts"),
        ];
        for (kind, table) in tables {
            let table = whole.pointer(table).and_then(Value::as_object);
            let table = table.into_iter().flatten();
            table.for_each(|(code, _)| add(kind, code));
        }
        for stages in ["/application/stages/value", "/transfer/stages/value"] {
            let stages = whole.pointer(stages).and_then(Value::as_array);
            let stages = stages.into_iter().flatten();
            let stages = stages.filter_map(|it| it.get("stage")?.as_str());
            stages.for_each(|stage| add("stage", stage));
        }
        let seats = whole.pointer("/working_group/voting_seats/value");
        let seats = seats.and_then(Value::as_array).into_iter().flatten();
        seats
            .filter_map(Value::as_str)
            .for_each(|seat| add("seat", seat));
    }
    (codes, ids)
}
