//! Whatever is read is read or refused: commands, stored events, days, numbers, names, editions, and the lines of
//! files, with anything in them. No panic, and an end.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use parvaneh::Workflows;
use parvaneh::core::calendar::{self, DateOrder};
use parvaneh::core::number::Number;
use parvaneh::core::party::{Name, identifiers_meant};
use parvaneh::encoding;
use parvaneh::request::SubmittedLine;
use parvaneh::store::JournalRow;
use parvaneh::text_file::Lines;
use parvaneh::workflows::Regime;
use parvaneh_tests::data;
use parvaneh_tests::proof::times;
use parvaneh_tests::seeded::seed;
use serde_json::{Value, json};

/// How many inputs are read in every run.
const INPUTS: u32 = 20_000;

/// Of so many inputs one is a folder of editions, which takes as long as hundreds of others.
const EDITIONS_EVERY: u64 = 5_000;

/// Numbers by chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap();
        usize::try_from(self.next() % count.max(1)).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.below(all.len());
        &all[at]
    }
}

/// What is written into an input: what structures hold together, and what looks like something else.
const PIECES: [&str; 24] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\\u0000",
    "\\ud800",
    "null",
    "-1",
    "1e999",
    "0",
    "99999999999999999999",
    "\r",
    "\n",
    "\u{feff}",
    "\u{200f}",
    "۱۴۰۴",
    "ك",
    "1404-07-15",
    "\0",
    "{\"sha256\":\"00\"}",
];

/// A sample with some of it changed.
fn changed(sample: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut input = sample.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(input.len() + 1);
        let to = Ord::min(input.len(), at + chance.below(12));
        match chance.below(6) {
            0 if at < input.len() => input[at] = u8::try_from(chance.below(256)).unwrap(),
            1 => drop(input.drain(at..to)),
            2 => drop(input.splice(at..to, chance.of(&PIECES).bytes())),
            3 => {
                let again = input[at..to].to_vec();
                input.splice(at..at, again);
            }
            4 if !other.is_empty() => {
                let from = chance.below(other.len());
                let end = Ord::min(other.len(), from + chance.below(40));
                input.splice(at..to, other[from..end].iter().copied());
            }
            _ => input.truncate(Ord::max(at, 1)),
        }
    }
    input
}

/// What is sent: every kind of command, and a party.
fn sent() -> Vec<Vec<u8>> {
    let kept = fs::read_to_string(data("commands.jsonl")).unwrap();
    let commands = kept.lines().filter_map(|line| {
        let kept: Value = serde_json::from_str(line).ok()?;
        Some(json!({
            "id": "00000000-0000-7000-8000-000000000001", "number": "17-1", "on": "1405-09-01",
            "actor": { "id": "desk-3", "role": "secretariat", "province": "تهران" },
            "command": kept["command"],
        }))
    });
    let party =
        json!({ "party": { "kind": "natural", "name": "سارا", "identifier": "9995648067" } });
    let lines = commands.chain([party]);
    lines.map(|line| line.to_string().into_bytes()).collect()
}

fn stored() -> Vec<Vec<u8>> {
    let events = fs::read_to_string(data("events.jsonl")).unwrap();
    events
        .lines()
        .map(|line| line.as_bytes().to_vec())
        .collect()
}

fn words() -> Vec<Vec<u8>> {
    [
        "1404/07/15",
        "15.07.1404",
        "2026-11-28",
        "20261128",
        "1405-12-30T00:00:00+03:30",
        "46349",
        "17-۱۲۳",
        "IR-9995648067",
        "سارا رضایی",
        "10380285692",
        "۱۴۰۳/۱۲/۳۰",
    ]
    .map(|word| word.as_bytes().to_vec())
    .into()
}

fn files() -> Vec<Vec<u8>> {
    let register = fs::read_to_string(data("pishkhan-register.csv")).unwrap();
    let rows: Vec<&str> = register.lines().take(6).collect();
    let utf8 = rows.join("\r\n");
    let utf16: Vec<u8> = std::iter::once('\u{feff}')
        .chain(utf8.chars())
        .flat_map(|letter| letter.encode_utf16(&mut [0; 2]).to_vec())
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![utf8.into_bytes(), utf16, rows.join("\r").into_bytes()]
}

fn reads_an_event(input: &[u8], regime: &Regime) {
    let zone = regime.time_zone();
    let row = JournalRow {
        position: 1,
        dossier: 1,
        version: 1,
        previous: None,
        effective_on: "2026-11-28".parse().unwrap(),
        recorded_at: 1_795_392_000_000,
        actor: r#"{"id":"desk-3","role":"secretariat"}"#.to_owned(),
        event: String::from_utf8_lossy(input).into_owned(),
        texts: Vec::new(),
        hash: [0; 32],
    };
    drop(encoding::row(&row, zone));
}

fn reads_a_word(input: &[u8], _: &Regime) {
    let text = String::from_utf8_lossy(input);
    for order in [DateOrder::YearMonthDay, DateOrder::MonthDayYear] {
        drop(calendar::parse(&text, order));
    }
    drop(Number::parse(&text));
    drop(Name::parse(&text));
    drop(identifiers_meant(&text));
}

fn reads_a_file(input: &[u8], _: &Regime) {
    let mut lines = Lines::recognised(input, 1 << 12).unwrap();
    let mut bytes = 0;
    while let Ok(Some(line)) = lines.next_line() {
        bytes += line.text.len();
    }
    assert!(bytes <= 4 * input.len() + 4, "more is read than there is");
}

/// A folder of the built-in editions, of which one file is changed.
struct Editions {
    folder: tempfile::TempDir,
    files: Vec<(std::path::PathBuf, Vec<u8>)>,
}

impl Editions {
    fn new() -> Self {
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        for entry in fs::read_dir(&built_in).unwrap() {
            let entry = entry.unwrap();
            if !entry.file_type().unwrap().is_dir() {
                continue;
            }
            let to = folder.path().join(entry.file_name());
            fs::create_dir_all(&to).unwrap();
            for file in fs::read_dir(entry.path()).unwrap() {
                let path = file.unwrap().path();
                if path.extension().is_some_and(|it| it == "toml") {
                    let bytes = fs::read(&path).unwrap();
                    let to = to.join(path.file_name().unwrap());
                    fs::write(&to, &bytes).unwrap();
                    files.push((to, bytes));
                }
            }
        }
        Self { folder, files }
    }

    fn are_read(&self, chance: &mut Chance) -> Vec<u8> {
        let (path, whole) = chance.of(&self.files);
        let input = changed(whole, whole, chance);
        fs::write(path, &input).unwrap();
        let read = catch_unwind(AssertUnwindSafe(|| {
            drop(Workflows::load(self.folder.path()))
        }));
        fs::write(path, whole).unwrap();
        assert!(
            read.is_ok(),
            "{} with\n{}",
            path.display(),
            String::from_utf8_lossy(&input)
        );
        input
    }
}

#[test]
fn whatever_is_read_is_read_or_refused() {
    type Reader = fn(&[u8], &Regime);
    let readers: [(&str, Vec<Vec<u8>>, Reader); 4] = [
        ("a line that is sent", sent(), |input, _| {
            drop(SubmittedLine::parse(input))
        }),
        ("a stored event", stored(), reads_an_event),
        ("a word", words(), reads_a_word),
        ("a file", files(), reads_a_file),
    ];
    let workflows = Workflows::embedded().unwrap();
    let regime = workflows.regime("pishkhan").unwrap();
    let editions = Editions::new();
    let mut chance = Chance(seed());
    let inputs = u64::from(times(INPUTS));
    for number in 0..inputs {
        if number % EDITIONS_EVERY == 0 {
            editions.are_read(&mut chance);
            continue;
        }
        let (what, samples, reader) = chance.of(&readers);
        let (sample, other) = (chance.of(samples), chance.of(samples));
        let input = changed(sample, other, &mut chance);
        let read = catch_unwind(AssertUnwindSafe(|| reader(&input, regime)));
        assert!(
            read.is_ok(),
            "{what}, input {number}: {:?}",
            String::from_utf8_lossy(&input)
        );
    }
    println!("{inputs} inputs");
}
