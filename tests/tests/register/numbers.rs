//! A number is one number however it is written: one dossier, found by every door. A register from before
//! that was so is brought up, and a person decides.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Output, Stdio};

use insta::assert_snapshot;
use parvaneh_tests::clock::ago;
use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, Kind, data, offices_csv, on_both};
use serde_json::{Value, json};

/// Ways to write 17-1.
const WAYS: [&str; 7] = [
    "۱۷-۱",
    "١٧–١",
    "17-1 ",
    "\u{200f}17-1",
    "17‑1",
    "１７－１",
    "17 - 1",
];

/// An office, numbered so.
fn office(number: &str) -> String {
    offices_csv(&["1406/01/01"]).replace("17-1", number)
}

/// The line of an office, numbered so.
fn row(number: &str) -> String {
    let csv = office(number);
    let (_, row) = csv.split_once('\n').unwrap();
    row.to_owned()
}

fn header() -> String {
    offices_csv(&[])
}

fn import(register: &Binary, csv: &str) -> Output {
    let file = register.write("numbers.csv", csv);
    register.output(&["import", "--profile", "pishkhan", &file])
}

fn submit(register: &Binary, command: &Value) -> Output {
    let piped = register
        .command(&["submit", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = piped.unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{command}").unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn id(last: usize) -> String {
    format!("00000000-0000-7000-8000-0000000000{last:02}")
}

/// An inspector reports a violation under this number.
fn reports(last: usize, number: &str) -> Value {
    json!({
        "id": id(last), "number": number,
        "actor": { "id": "inspector-5", "role": "inspector", "national": true },
        "command": {
            "machine": "enforcement", "type": "report",
            "violation": "RELOCATED_WITHOUT_CONSENT", "facts": "serving elsewhere",
        },
    })
}

/// A licence of the city that is not Iranian at all, numbered so.
fn issues(last: usize, number: &str, holder: &str) -> Value {
    json!({
        "id": id(last), "regime": "chicago", "number": number,
        "actor": { "id": "city", "role": "authority", "national": true },
        "command": {
            "machine": "licence", "type": "issue", "number": number, "from": ago(0),
            "office": { "kind": "Tobacco", "province": "" },
            "holder": holder, "holder_kind": "natural",
        },
    })
}

fn a_number_is_found_however_it_is_written(kind: Kind) {
    let register = Binary::fresh_on(kind);
    assert!(import(&register, &office("۱۷–۱")).status.success());
    let by_its_spelling = register.json(&["show", "۱۷–۱"]);
    assert_eq!(by_its_spelling["number"], "۱۷–۱", "as it was given");
    for (at, way) in WAYS.iter().enumerate() {
        let shown = register.json(&["show", way]);
        assert_eq!(shown["id"], by_its_spelling["id"], "{way:?}");
        assert_eq!(shown["number"], "۱۷–۱");
        assert_eq!(register.json(&["explain", way])["number"], "۱۷–۱");
        register.run(&["actions", way]);
        let events = register.run(&["events", "replay", "--subject", way]);
        assert!(events.contains(r#""number":"۱۷–۱""#), "{events}");
        let answer = submit(&register, &reports(at + 1, way));
        assert!(
            !text(&answer).contains(r#""outcome":"failed""#),
            "{}",
            text(&answer)
        );
    }
    let by_id = by_its_spelling["id"].as_str().unwrap();
    assert_eq!(register.json(&["show", by_id])["id"], by_id);
    register.verify_clean();
}

/// Also in one file, whatever is in one batch with what, and in another one.
fn rows_of_one_number_are_of_one_licence(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let ways: String = WAYS.iter().map(|way| row(way)).collect();
    let output = import(&register, &format!("{}{ways}", header()));
    assert_snapshot!(text(&output).trim(), @"
    7 rows: 1 accepted (0 of them unchanged), 6 rejected; 1 licences
    876 bytes read as UTF-8, separated by comma
    ");
    assert_eq!(
        register
            .query("SELECT number, number_normalised FROM parvaneh_dossier")
            .len(),
        1
    );
    for way in WAYS {
        let output = import(&register, &office(way));
        let rows = "1 rows: 1 accepted (1 of them unchanged), 0 rejected; 1 licences\n";
        assert!(text(&output).starts_with(rows), "{way}");
    }
    assert_eq!(
        register.query("SELECT number FROM parvaneh_dossier"),
        ["۱۷-۱"]
    );
    register.verify_clean();
}

/// A term that another register states of it is another term of the same licence.
fn terms_under_two_spellings_are_of_one_licence(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let chicago = std::fs::read_to_string(data("chicago-business-licences.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(chicago.as_bytes());
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|it| it == "LICENSE NUMBER")
        .unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(reader.headers().unwrap()).unwrap();
    for (line, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let fields =
            record
                .iter()
                .enumerate()
                .map(|(place, field)| match place == at && line % 2 == 1 {
                    true => field.chars().map(persian).collect::<String>(),
                    false => field.to_owned(),
                });
        writer.write_record(fields.collect::<Vec<_>>()).unwrap();
    }
    let mixed = register.write("mixed.csv", writer.into_inner().unwrap());
    let plain = data("chicago-business-licences.csv");
    let of_mixed = register.output(&["import", "--profile", "chicago", &mixed]);
    let other = Binary::fresh_on(kind);
    let of_plain = other.output(&["import", "--profile", "chicago", &plain]);
    let rows = |output: &Output| text(output).lines().next().map(str::to_owned);
    assert_eq!(rows(&of_mixed), rows(&of_plain));
    let again = register.output(&["import", "--profile", "chicago", &plain]);
    let again = text(&again);
    assert!(again.contains("559 of them unchanged"), "{again}");
    register.verify_clean();
}

fn persian(letter: char) -> char {
    match letter.to_digit(10) {
        Some(digit) => char::from_u32(0x6f0 + digit).unwrap(),
        None => letter,
    }
}

fn what_is_no_number_is_refused_by_every_door(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let long = "1".repeat(101);
    let rows: String = ["", " \u{200f}", "17\u{7}1", &long].map(row).concat();
    let output = import(&register, &format!("{}{rows}{}", header(), row("17-1")));
    let said = register.said(&output);
    assert_snapshot!(said.replace(&long, "[long]"), @r#"
    rejected: line 2, licence_number "": a number is needed, and nothing can be seen of ""
    rejected: line 3, licence_number " \u{200f}": a number is needed, and nothing can be seen of " \u{200f}"
    rejected: line 4, licence_number "17\u{7}1": the number "17\u{7}1" has a control character in it, which nobody can see
    rejected: line 5, licence_number "[long]": a number has at most 100 characters, and the one that begins "11111111111111111111" has 101
    "#);
    let holder = register.holder_of("17-1").unwrap();
    for (at, number) in ["", "\u{200b}", "17\t1", &long].iter().enumerate() {
        let answer = submit(&register, &issues(at + 1, number, &holder));
        assert!(
            text(&answer).contains(r#""outcome":"failed""#),
            "{number:?}"
        );
        let refusal = register.fails(1, &["show", number]);
        assert!(refusal.contains("number"), "{refusal}");
    }
    assert_eq!(
        register.query("SELECT number FROM parvaneh_dossier"),
        ["17-1"]
    );
    register.verify_clean();
}

/// What a command opens under another spelling is not opened twice.
fn a_licence_is_issued_once_under_a_number(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1406/01/01"]);
    let holder = register.holder_of("17-1").unwrap();
    let first = text(&submit(&register, &issues(1, "۲۰–ك", &holder)));
    assert!(first.contains(r#""outcome":"accepted""#), "{first}");
    // The same command again is the same, however its number is written.
    let again = text(&submit(&register, &issues(1, "20-ک", &holder)));
    assert_eq!(again, first);
    for (at, way) in ["20-ک", "20-ك ", "۲۰ - ک"].iter().enumerate() {
        let again = text(&submit(&register, &issues(at + 2, way, &holder)));
        assert!(again.contains(r#""outcome":"refused""#), "{again}");
    }
    let numbers = register.query("SELECT number FROM parvaneh_dossier WHERE regime = 'chicago'");
    assert_eq!(numbers, ["۲۰–ك"]);
    register.verify_clean();
}

/// Needed only where dossiers of several regimes have the number.
fn a_regime_says_which_of_two_is_meant(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1406/01/01"]);
    let holder = register.holder_of("17-1").unwrap();
    let answer = text(&submit(&register, &issues(1, "۱۷-۱", &holder)));
    assert!(answer.contains(r#""outcome":"accepted""#), "{answer}");
    assert_snapshot!(register.fails(1, &["show", "17-1"]), @r#"parvaneh: the number 17-1 exists under chicago, pishkhan; say which regime is meant, by --regime or by the field "regime""#);
    for (regime, number) in [("chicago", "۱۷-۱"), ("pishkhan", "17-1")] {
        let of = ["--regime", regime];
        let shown = register.json(&[&["show", "17–1"][..], &of].concat());
        assert_eq!(
            (&shown["regime"], &shown["number"]),
            (&json!(regime), &json!(number))
        );
        register.run(&[&["explain", "17-1"][..], &of].concat());
        register.run(&[&["actions", "17-1"][..], &of].concat());
        let events = register.run(&[&["events", "replay", "--subject", "17-1"][..], &of].concat());
        assert!(events.contains(regime), "{events}");
    }
    for command in ["explain", "actions"] {
        register.fails(1, &[command, "17-1"]);
    }
    assert_eq!(
        register.fails(1, &["events", "replay", "--subject", "17-1"]),
        register.fails(1, &["show", "17-1"])
    );
    let nowhere = register.fails(1, &["show", "17-1", "--regime", "nowhere"]);
    assert!(nowhere.contains("no regime is called"), "{nowhere}");
    register.verify_clean();
}

/// Random numbers in random spellings: a licence for each number.
fn there_are_as_many_licences_as_numbers(kind: Kind) {
    let (seed, register) = (seed(), Binary::fresh_on(kind));
    let mut throw = 0;
    let mut below = |end: u32| {
        throw += 1;
        (0..end)
            .find(|at| chance(seed, throw) <= f64::from(at + 1) / f64::from(end))
            .unwrap_or(0)
    };
    let unseen = ["", "\u{200f}", "\u{ad}", "\u{2060}", "\u{200c}"];
    let dashes = ["-", "–", "−", " - ", "‑", "－"];
    let zeros = ['0', '۰', '٠', '０'];
    let mut rows = header();
    let mut numbers = std::collections::BTreeSet::new();
    for _ in 0..3000 {
        let (town, place) = (10 + below(20), 100 + below(20));
        numbers.insert((town, place));
        let mut number = String::new();
        for digit in town
            .to_string()
            .chars()
            .chain(['-'])
            .chain(place.to_string().chars())
        {
            match digit.to_digit(10) {
                Some(digit) => {
                    let zero = u32::from(zeros[below(4) as usize]);
                    number.push(char::from_u32(zero + digit).unwrap());
                }
                None => number.push_str(dashes[below(6) as usize]),
            }
            number.push_str(unseen[below(5) as usize]);
        }
        rows.push_str(&row(&number));
    }
    import(&register, &rows);
    let licences = register.query("SELECT count(*) FROM parvaneh_dossier");
    assert_eq!(licences, [numbers.len().to_string()]);
    for (town, place) in numbers {
        register.json(&["show", &format!("{town}-{place}")]);
    }
    register.verify_clean();
}

/// What a dossier's number was in the register of today, its id, and its regime.
fn sharers(register: &Binary) -> Vec<(String, String, String)> {
    let migration = register.json(&["migrate", "--dry-run"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let shared = migration["shared_numbers"].as_array().unwrap();
    let sharers = shared.iter().flat_map(|it| {
        let dossiers = it["dossiers"].as_array().unwrap();
        dossiers
            .iter()
            .map(|of| (text(&of["number"]), text(&of["id"]), text(&it["regime"])))
    });
    sharers.collect()
}

/// What never was: the opening of this dossier.
fn withdraws(register: &Binary, last: usize, dossier: &str) {
    revises(
        register,
        last,
        &json!({ "number": dossier, "withdraw": [1] }),
    );
}

fn revises(register: &Binary, last: usize, change: &Value) {
    let revision = json!({
        "id": id(last), "actor": { "id": "mina", "role": "authority", "national": true },
        "reason": "the same office under another spelling", "rests_on": "letter 12",
        "dossiers": [change],
    });
    let approval =
        json!({ "id": id(last), "actor": { "id": "omid", "role": "authority", "national": true } });
    let file = register.write("revision.json", revision.to_string());
    register.run(&["revise", &file, "--propose"]);
    let file = register.write("approval.json", approval.to_string());
    register.run(&["revise", &file, "--approve"]);
}

fn findings(register: &Binary) -> Vec<String> {
    let output = register.output(&["verify", "--format", "json"]);
    let verification: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = verification["findings"].as_array().unwrap();
    let said = |it: &Value| format!("{} {}", it["code"], it["number"]);
    findings.iter().map(said).collect()
}

/// All numbers of the register of today are decided, the first dossier of each has it.
fn decided(register: &Binary) {
    let mut first = None;
    for (last, (number, dossier, regime)) in (50..).zip(sharers(register)) {
        let number = parvaneh::core::number::normalise(&number).into_owned();
        let of = Some((number, regime));
        match first == of {
            true => withdraws(register, last, &dossier),
            false => first = of,
        }
    }
    let missing = register.query(&format!(
        "SELECT {} FROM parvaneh_dossier WHERE number = ''",
        register.kind().id("id")
    ));
    withdraws(register, 90, &missing[0]);
}

fn one_has_none_at_all(register: &Binary) {
    let numberless = register.json(&["migrate", "--dry-run"])["without_number"].clone();
    let [numberless] = numberless.as_array().unwrap().as_slice() else {
        panic!("one has none: {numberless}");
    };
    assert_eq!(
        (&numberless["number"], &numberless["why"]),
        (
            &json!(""),
            &json!(r#"a number is needed, and nothing can be seen of """#)
        )
    );
    let told = register.run(&["migrate", "--dry-run"]);
    let id = numberless["id"].as_str().unwrap();
    assert!(told.lines().any(|line| line.contains(id)), "{told}");
}

fn a_person_decides_whose_a_number_is(kind: Kind) {
    let register = Binary::as_kept(kind, "one-number-twice");
    let before = sharers(&register);
    let given: Vec<&str> = before
        .iter()
        .map(|(number, _, _)| number.as_str())
        .collect();
    let expected = [
        "۱۷-۱",
        "17-1 ",
        "\u{200f}17-1",
        "17-ك",
        "17-ک",
        "17-1",
        "17‑1",
        "آ-4",
        "\u{627}\u{653}-4",
    ];
    assert_eq!(given, expected);
    one_has_none_at_all(&register);
    register.fails(1, &["list"]);
    let migrated = register.run(&["migrate"]);
    assert!(
        migrated.contains("4 numbers are several dossiers' each"),
        "{migrated}"
    );
    assert_eq!(sharers(&register), before, "told before and after");
    assert_eq!(
        findings(&register),
        [
            r#""number_shared" "17-1""#,
            r#""number_shared" "17-ک""#,
            r#""number_shared" "17-1""#,
            r#""number_shared" "آ-4""#,
            r#""number_missing" """#,
        ]
    );
    // Every door refuses, and names both.
    let both: Vec<&str> = before[5..7].iter().map(|(_, id, _)| id.as_str()).collect();
    let mut report = reports(1, "17-1");
    report["regime"] = json!("pishkhan");
    let told = [
        register.fails(1, &["show", "17-1", "--regime", "pishkhan"]),
        register.fails(1, &["explain", "۱۷-۱", "--regime", "pishkhan"]),
        register.fails(1, &["actions", "17‑1", "--regime", "pishkhan"]),
        text(&submit(&register, &report)),
    ];
    for told in told {
        assert!(both.iter().all(|id| told.contains(id)), "{told}");
    }
    let output = import(&register, &office("17-1"));
    assert!(
        register
            .said(&output)
            .contains("several dossiers of the register have this number")
    );
    // An id names one of them.
    assert_eq!(register.json(&["show", both[1]])["number"], "17‑1");
    report["number"] = json!(both[0]);
    assert!(!text(&submit(&register, &report)).contains("failed"));
    register.run(&["migrate"]);
    decided_is_sound(&register, both[0], both[1]);
}

/// Once decided the number is one dossier's, and the others are void, found by their ids.
fn decided_is_sound(register: &Binary, has_it: &str, gave_it_up: &str) {
    decided(register);
    register.verify_clean();
    assert_eq!(sharers(register), []);
    let shown = register.json(&["show", "۱۷–۱", "--regime", "pishkhan"]);
    assert_eq!(shown["id"], has_it);
    assert_eq!(register.json(&["show", gave_it_up])["id"], gave_it_up);
    let again = import(register, &office("17-1"));
    assert!(again.status.success(), "{}", register.said(&again));
    // What is taken back does not take the number back.
    let revision = json!({
        "id": id(99), "actor": { "id": "mina", "role": "authority", "national": true },
        "reason": "it was another office", "rests_on": "letter 13",
        "dossiers": [{ "number": gave_it_up, "restore": [1] }],
    });
    let file = register.write("revision.json", revision.to_string());
    let refused = register.fails(1, &["revise", &file, "--propose"]);
    assert!(refused.contains("is another dossier's"), "{refused}");
    register.run(&["migrate"]);
    register.verify_clean();
    // Where the wrong one was withdrawn, the number goes over to the other.
    let shown = register.json(&["show", has_it]);
    let rows = shown["history"].as_array().unwrap().iter();
    let acts: BTreeSet<i64> = rows.filter_map(|row| row["act"].as_i64()).collect();
    revises(register, 97, &json!({ "number": has_it, "withdraw": acts }));
    revises(
        register,
        98,
        &json!({ "number": gave_it_up, "restore": [1] }),
    );
    let shown = register.json(&["show", "17-1", "--regime", "pishkhan"]);
    assert_eq!(shown["id"], gave_it_up);
    assert_eq!(register.json(&["show", has_it])["id"], has_it);
    register.verify_clean();
}

/// A register with two of one number is carried like any other, before it is decided and after.
fn a_register_with_shared_numbers_is_carried(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let file = data("one-number-twice.jsonl");
    register.run(&["import", "--profile", "parvaneh", &file]);
    let shared = sharers(&register);
    assert_eq!(shared.len(), 9);
    let carried = |name: &str| {
        let file = register.folder().join(name).display().to_string();
        register.run(&["export", &file]);
        let other = Binary::fresh_on(match kind {
            Kind::Sqlite => Kind::Postgres,
            Kind::Postgres => Kind::Sqlite,
        });
        other.run(&["import", "--profile", "parvaneh", &file]);
        other
    };
    assert_eq!(sharers(&carried("shared.jsonl")), shared);
    decided(&register);
    register.verify_clean();
    let other = carried("decided.jsonl");
    assert_eq!(sharers(&other), []);
    other.verify_clean();
    let unique = "SELECT number_normalised FROM parvaneh_dossier WHERE number_normalised IS NOT NULL ORDER BY 1";
    let mut both = [register.query(unique), other.query(unique)];
    both.iter_mut().for_each(|it| it.sort());
    assert_eq!(both[0], both[1]);
}

/// A file has the number that it was opened under, also where its licence is issued anew under another one.
fn a_file_keeps_its_first_number(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/11/30"]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let workflows = parvaneh::Workflows::embedded().unwrap();
        let engine = parvaneh::Engine::open(&register.url(), workflows).await;
        let engine = engine.unwrap();
        let tx = engine.store().begin_write().await.unwrap();
        for number in ["18-1", "18-2"] {
            tx.number_licence(1, number, number).await.unwrap();
        }
        tx.commit().await.unwrap();
        engine.close().await.unwrap();
    });
    let numbers = "SELECT number, file_number, number_normalised, file_number_normalised FROM parvaneh_dossier";
    assert_eq!(register.query(numbers), ["18-2 | 17-1 | 18-2 | 17-1"]);
}

on_both! {
    a_file_keeps_its_first_number,
    a_number_is_found_however_it_is_written,
    rows_of_one_number_are_of_one_licence,
    terms_under_two_spellings_are_of_one_licence,
    what_is_no_number_is_refused_by_every_door,
    a_licence_is_issued_once_under_a_number,
    a_regime_says_which_of_two_is_meant,
    there_are_as_many_licences_as_numbers,
    a_person_decides_whose_a_number_is,
    a_register_with_shared_numbers_is_carried,
}
