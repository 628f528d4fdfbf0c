//! What persons are told: in their words, once each, and nobody's name anywhere else.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use insta::assert_snapshot;
use parvaneh_testkit::{Database, script};
use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, Kind, on_both, program};
use serde_json::Value;
use tempfile::tempdir;

use crate::played::Played;

const NIGHT: &str = "1405-09-02";

/// Every file of a folder, with what is in it.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    entries.map(|entry| read(entry.unwrap().path())).collect()
}

/// From the first application to the last day, as the applicant and later holder reads it.
#[test]
fn a_whole_life_in_both_languages() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/dossier/a-whole-life-under-1389.txt");
    let scenario = script::perform(&file, &Database::Sqlite).unwrap();
    let url = scenario.url().to_owned();
    let folder = tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = program();
        let output = command
            .args(args)
            .env("PARVANEH_REGISTER", &url)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["notices", "render", "--to", "notices"]);
    let events = run(&["events", "tail", "--from", "beginning", "--once"]);
    let mut files = files(&folder.path().join("notices"));
    for language in ["en", "fa"] {
        let mut told = String::new();
        for line in events.lines() {
            let event: Value = serde_json::from_str(line).unwrap();
            let (subject, number) = (&event["subject"], &event["data"]["number"]);
            let (subject, number) = (subject.as_str().unwrap(), number.as_str().unwrap());
            let id = event["id"].as_str().unwrap();
            for to in ["", "-working_group"] {
                let name = format!("{}{to}.{language}.txt", id.replace('/', "-"));
                if let Some(text) = files.remove(&name) {
                    let kind = &event["type"];
                    told.push_str(&format!("--- {}{to}\n{text}", kind.as_str().unwrap()));
                    told = told.replace(subject, &format!("[{number}]"));
                }
            }
        }
        assert_snapshot!(format!("a_whole_life_{language}"), told);
    }
    assert_eq!(files.into_keys().collect::<Vec<_>>(), Vec::<String>::new());
}

/// The files of a folder that were not there before; those that were are as they were.
fn new(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    for (name, text) in before {
        assert_eq!(after.get(name), Some(text), "{name}");
    }
    let mut new = after.clone();
    new.retain(|name, _| !before.contains_key(name));
    new.into_iter().collect()
}

/// Who was sent something that does not stand any more is told so, once; what nobody was sent is not
/// sent any more, and nobody is told that it does not stand.
fn what_stands_no_longer_is_told_once(kind: Kind) {
    let mut played = Played::before_the_late_entries(kind);
    let render = |played: &Played, to: &str| {
        played.run(&["notices", "render", "--to", to, "--language", "en"]);
        files(&played.folder().join(to))
    };
    let first = render(&played, "notices");
    // The deadline of each; the reminders were late.
    assert_eq!(first.len(), 2, "{first:#?}");

    played.a_request_is_keyed_late();
    let second = render(&played, "notices");
    let [(name, text)] = &new(&first, &second)[..] else {
        panic!("{second:#?}");
    };
    let mut told = first.iter().filter(|(_, text)| text.contains("17-1"));
    let (told_before, _) = told.next().expect("it was told");
    let parts: Vec<&str> = name.trim_end_matches(".en.txt").rsplitn(3, '-').collect();
    let [event, revision, dossier] = parts[..] else {
        panic!("{name}");
    };
    assert_eq!(*told_before, format!("{dossier}-{event}.en.txt"));
    assert!(
        text.contains(&format!("What notice {dossier}/{event} told you of")),
        "{text}"
    );
    assert!(text.contains("The last day to request renewal"), "{text}");
    assert!(
        text.contains(&format!("Reference: {dossier}/{revision}\n")),
        "{text}"
    );
    let place = "[dossier]";
    assert_snapshot!("a_deadline_that_was_kept", text.replace(dossier, place));

    // Both were entered before anybody was told that the second had expired.
    played.the_terms_end();
    played.an_excuse_is_keyed_late();
    let third = render(&played, "notices");
    let told = new(&second, &third);
    assert!(!told.is_empty());
    for (name, text) in &told {
        assert!(!text.contains("has expired"), "{name}: {text}");
    }
    let withdrawn = told
        .iter()
        .filter(|(_, text)| text.contains("does not stand any more"));
    assert_eq!(withdrawn.count(), 0, "{told:#?}");
    assert!(
        told.iter()
            .any(|(_, text)| text.contains("stays valid until")),
        "{told:#?}"
    );

    // Nothing is told twice, and a folder of its own begins with what stands.
    played.run(&[
        "notices",
        "render",
        "--to",
        "notices",
        "--language",
        "en",
        "--from",
        "beginning",
    ]);
    assert_eq!(files(&played.folder().join("notices")), third);
    let fresh = render(&played, "fresh");
    let is_of_now = |(name, _): &(&String, &String)| {
        let name = name.trim_end_matches(".en.txt");
        *name != *told_before.trim_end_matches(".en.txt") && name.split('-').count() == 6
    };
    let standing: BTreeMap<_, _> = third.iter().filter(is_of_now).collect();
    assert_eq!(fresh.iter().collect::<BTreeMap<_, _>>(), standing);
}

/// What was told and is withdrawn is told not to stand, and told again once it is restored, so that the last
/// word that a person has of it is what stands. What was withdrawn and restored before anybody was told
/// changes nothing for them.
fn the_last_word_is_what_stands(kind: Kind) {
    let mut played = Played::before_the_late_entries(kind);
    played.a_request_is_keyed_late();
    let render = |played: &Played| {
        played.run(&["notices", "render", "--to", "notices", "--language", "en"]);
        files(&played.folder().join("notices"))
    };
    let words = |told: &[(String, String)]| {
        let said = told.iter().map(|(_, text)| {
            let is_taken_back = text.contains("does not stand any more");
            let what = match text.contains("The last day to request renewal") {
                true => "the deadline",
                false => text.as_str(),
            };
            (what.to_owned(), is_taken_back)
        });
        said.collect::<Vec<_>>()
    };
    let deadline = |is_taken_back| [("the deadline".to_owned(), is_taken_back)];
    // That of 17-2 alone: the request for 17-1 came before anybody was told.
    let first = render(&played);
    assert_eq!(words(&new(&BTreeMap::new(), &first)), deadline(false));

    // There was no request: its deadline has passed, and the holder is told for the first time.
    played.scenario.on("1405-04-20").unwrap();
    let request = played.withdrawn("17-1", "renewal.filed");
    let second = render(&played);
    assert_eq!(words(&new(&first, &second)), deadline(false));

    // It was there after all, and then again not: each time what was told last is taken back or told.
    played.restored("17-1", request);
    let third = render(&played);
    assert_eq!(words(&new(&second, &third)), deadline(true));
    played.withdrawn("17-1", "renewal.filed");
    let fourth = render(&played);
    assert_eq!(words(&new(&third, &fourth)), deadline(false));

    // Back and forth between two renderings: what was told last stands.
    played.restored("17-1", request);
    played.withdrawn("17-1", "renewal.filed");
    assert_eq!(render(&played), fourth);
    // The other way, of which only the end is told.
    played.restored("17-1", request);
    let fifth = render(&played);
    assert_eq!(words(&new(&fourth, &fifth)), deadline(true));
}

on_both! {
    what_stands_no_longer_is_told_once,
    the_last_word_is_what_stands,
}

/// Starts a run and kills it once it is `time`; whether it was still running.
fn kill(mut run: Command, mut time: impl FnMut() -> bool) -> bool {
    let run = run.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = run.spawn().unwrap();
    while !time() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    child.wait().unwrap().signal() == Some(9)
}

/// How many notices a folder holds by now, if there is one.
fn written(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let finished = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "txt");
    paths.filter(finished).count()
}

/// Killed again and again, the folder is in the end the one of a run that nobody killed, and no file
/// that was there was written once more.
#[test]
fn a_killed_run_told_again_tells_each_once() {
    const KILLS: u32 = 10;
    const OFFICES: usize = 150;
    let seed = seed();
    let register = Binary::offices(&["1405/08/30"; OFFICES]);
    register.run(&["nightly", "--as-of", NIGHT]);
    let whole = register.twin();
    let args = ["notices", "render", "--to", "notices", "--language", "fa"];
    whole.run(&args);
    let expected = files(&whole.folder().join("notices"));
    // The deadline and the expiry of each.
    assert_eq!(expected.len(), 2 * OFFICES);

    let folder = register.folder().join("notices");
    let mut first_seen: BTreeMap<String, (u64, i64)> = BTreeMap::new();
    let mut see = || {
        let mut finished = 0;
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            let data = entry.metadata().unwrap();
            assert_eq!(data.permissions().mode() & 0o777, 0o600, "{name}");
            if name.ends_with(".txt") {
                let now = (data.ino(), data.mtime_nsec());
                let then = first_seen.entry(name.clone()).or_insert(now);
                assert_eq!(*then, now, "{name} was written again, seed {seed}");
                finished += 1;
            }
        }
        finished
    };
    // What ten seconds would do: the lease of a relay that was killed is over.
    let let_the_lease_end = || register.query("UPDATE parvaneh_sink SET lease_until = 0");
    let (mut hits, mut halves) = (0, 0);
    for throw in 0..KILLS {
        let part = (f64::from(throw) + chance(seed, throw)) / f64::from(KILLS);
        // So many are there when it is killed, and what it writes until it is.
        let goal = (expected.len() as f64 * part) as usize;
        hits += u32::from(kill(register.command(&args), || goal <= written(&folder)));
        let_the_lease_end();
        if folder.exists() {
            let finished = see();
            halves += u32::from(0 < finished && finished < expected.len());
        }
    }
    register.run(&args);
    see();
    assert_eq!(files(&folder), expected, "seed {seed}");
    println!("{hits} kills, {halves} times the folder was half full");
    assert!(
        KILLS < 2 * hits,
        "most runs were over before they were killed"
    );
    assert_ne!(halves, 0, "no kill came in the midst of the writing");

    register.run(&[&args[..], &["--from", "beginning"]].concat());
    see();
    assert_eq!(files(&folder), expected);
    let sinks = register.run(&["sinks", "--format", "json"]);
    let sink: Value = serde_json::from_str(sinks.trim_end()).unwrap();
    let name = format!("notices:{}", fs::canonicalize(&folder).unwrap().display());
    assert_eq!(sink["sink"], name.as_str());
    assert_eq!(sink["lag_events"], 0);
}

/// Of a party that was erased the register has no name, and neither has the notice.
#[test]
fn a_party_without_a_name_is_told_by_its_id() {
    let register = Binary::offices(&["1405/08/30"]);
    register.run(&["nightly", "--as-of", NIGHT]);
    register.run(&["notices", "render", "--to", "named", "--language", "fa"]);
    register
        .query("UPDATE parvaneh_party SET name = NULL, name_as_given = NULL, identifier = NULL");
    register.run(&["notices", "render", "--to", "nameless", "--language", "fa"]);
    let named = files(&register.folder().join("named"));
    let nameless = files(&register.folder().join("nameless"));
    // The deadline and the expiry: what is imported is not told, and the reminders were late.
    assert_eq!(named.len(), 2, "{named:#?}");
    assert!(named.keys().eq(nameless.keys()));
    for (name, text) in &nameless {
        assert!(named[name].contains("سارا رضایی"), "{}", named[name]);
        assert!(!text.contains("سارا"), "{text}");
        assert!(text.contains("به: \u{2068}شخص "), "{text}");
        assert!(!named[name].contains("9995648067"), "{}", named[name]);
    }
}

/// What is new alone, in a language of one's own.
#[test]
fn notices_may_begin_with_what_is_new() {
    let register = Binary::offices(&["1405/08/30"]);
    let render = |words: &[&str]| {
        register.run(&[&["notices", "render", "--to", "notices"], words].concat());
        files(&register.folder().join("notices"))
    };
    register.run(&["nightly", "--as-of", "1405-06-01"]);
    assert_eq!(render(&["--from", "now"]).len(), 0);
    register.run(&["nightly", "--as-of", NIGHT]);
    let new = render(&["--language", "en"]);
    assert_eq!(new.len(), 1, "{new:#?}");
    let (name, text) = new.first_key_value().unwrap();
    assert!(name.ends_with(".en.txt"), "{name}");
    assert!(text.contains("Your licence has expired."), "{text}");
    let all = render(&["--language", "en", "--from", "beginning"]);
    assert_eq!(all.len(), 2, "{all:#?}");
    assert_eq!(all[name], *text);
}

/// The nearest to a full disk that needs no disk: no file may have anything in it.
#[test]
fn what_cannot_be_written_is_said_and_told_later() {
    let register = Binary::fresh_on(Kind::Postgres).with_offices(&["1405/08/30"]);
    register.run(&["nightly", "--as-of", NIGHT]);
    register.write("taken", "a file");
    let said = register.fails(1, &["notices", "render", "--to", "taken"]);
    assert!(said.contains("making the folder taken failed"), "{said}");
    let args = ["notices", "render", "--to", "notices"];
    let output = register.cramped(0, &args).output().unwrap();
    let said = register.failed(1, &output);
    assert!(said.contains(".txt failed: File too large"), "{said}");
    let folder = register.folder().join("notices");
    assert_eq!(files(&folder).len(), 0, "{:#?}", files(&folder));
    register.run(&args);
    assert_eq!(files(&folder).len(), 4, "{:#?}", files(&folder));
}
