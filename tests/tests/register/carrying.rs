//! A whole register carried between databases: nothing of it is lost, and nothing is believed.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output, Stdio};

use chrono::NaiveDate;
use insta::assert_snapshot;
use parvaneh::{Engine, Request, Workflows};
use parvaneh_tests::{Binary, data};
use sea_orm::sqlx::{self, AssertSqlSafe, Connection, PgConnection, Row};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const NIGHT: &str = "1405-09-02";

const SIGKILL: i32 = 9;

/// A schema of its own on the server of `PARVANEH_TEST_POSTGRES`, which goes with this value.
struct Schema {
    server: String,
    name: String,
}

impl Schema {
    /// A test that has no server fails: what was not run is not known to work.
    fn fresh() -> Self {
        let server = match std::env::var("PARVANEH_TEST_POSTGRES") {
            Ok(server) if !server.is_empty() => server,
            Ok(_) | Err(_) => panic!(
                "this test needs a PostgreSQL server: run `cargo xtask test`, or set \
                 PARVANEH_TEST_POSTGRES to the URL of one"
            ),
        };
        let name = format!("carrying_{}", uuid::Uuid::now_v7().simple());
        Self { server, name }
    }

    fn url(&self) -> String {
        let sign = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{sign}schema={}", self.server, self.name)
    }

    /// The URL as the program shows it: without the password, if it has one.
    fn shown(&self) -> String {
        let url = self.url();
        let without = url.split_once("://").and_then(|(scheme, rest)| {
            let (who, where_) = rest.split_once('@')?;
            let user = who.split(':').next()?;
            Some(format!("{scheme}://{user}@{where_}"))
        });
        without.unwrap_or(url)
    }

    /// The first number of a query's answer; none where there is no such table yet.
    fn number(&self, sql: &str) -> Option<i64> {
        let sql = sql.replace("FROM ", &format!("FROM {}.", self.name));
        self.query(&sql).ok()?.pop()
    }

    /// What half a minute, and another run after it, do to the lease of an import that does not renew it.
    fn let_the_lease_end(&self) {
        let sql = format!(
            "UPDATE {}.parvaneh_run SET finished_at = lease_until WHERE finished_at IS NULL",
            self.name
        );
        self.query(&sql).unwrap();
    }

    fn query(&self, sql: &str) -> Result<Vec<i64>, sqlx::Error> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut server = PgConnection::connect(&self.server).await?;
            let sql = sqlx::query(AssertSqlSafe(sql.to_owned()));
            let rows = sql.fetch_all(&mut server).await?;
            server.close().await?;
            Ok(rows.iter().map(|row| row.get::<i64, _>(0)).collect())
        })
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        drop(self.query(&format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name)));
    }
}

fn asks(last: u8, on: &str, role: &str, command: &Value) -> Value {
    json!({
        "id": format!("00000000-0000-7000-8000-0000000000{last:02}"),
        "number": "17-2",
        "on": on,
        "actor": {
            "id": if role == "holder" { "the-holder" } else { "desk-3" },
            "role": role,
            "national": role != "holder",
        },
        "command": command,
    })
}

/// Four commands to 17-2: the second is refused, and the third is no command at all.
fn commands() -> String {
    let file = json!({"machine": "renewal", "type": "file"});
    let withdraw = json!({"machine": "renewal", "type": "withdraw"});
    [
        asks(1, "2026-10-01", "holder", &file),
        asks(2, "2026-10-01", "holder", &file),
        asks(
            3,
            "2026-10-02",
            "holder",
            &json!({"machine": "licence", "type": "expire"}),
        ),
        asks(4, "2026-10-03", "holder", &withdraw),
    ]
    .iter()
    .map(|command| format!("{command}\n"))
    .collect()
}

/// Three offices after commands and after a night that settled them.
fn settled() -> Binary {
    let register = Binary::offices(&["1405/08/30", "1405/11/30", "1407/01/01"]);
    register.write("commands.jsonl", register.as_holders(&commands()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(entered(&register));
    register.run(&["nightly", "--as-of", NIGHT]);
    register.verify_clean();
    register
}

/// Has the commands answered, each on its own day: the program itself has no clock but the machine's.
async fn entered(register: &Binary) {
    let engine = Engine::open(&register.url(), Workflows::embedded().unwrap()).await;
    let engine = engine.unwrap();
    for line in register.as_holders(&commands()).lines() {
        let Ok(request) = Request::parse(line.as_bytes()) else {
            continue;
        };
        let noon = NaiveDate::from(request.on.unwrap())
            .and_hms_opt(12, 0, 0)
            .unwrap()
            .and_utc();
        let engine = engine.clone().with_clock(move || noon);
        // What is refused is carried, too.
        drop(engine.handle(&request).await.unwrap());
    }
    engine.close().await.unwrap();
}

/// What carries this register, as lines.
fn exported(register: &Binary) -> String {
    register.run(&["export", "-"])
}

fn carry(register: &Binary, file: &str, url: &str) -> Output {
    register.output(&["import", "--profile", "parvaneh", file, "--register", url])
}

/// Everything but who ran what, byte for byte. What licences are found by is foreseen from the newest event, which
/// a night has recorded since: `verify` holds it against the journal.
fn rows(register: &Binary) -> Vec<String> {
    [
        ("*", "party"),
        ("*", "dossier"),
        ("dossier, version, last, due_on, head, state", "snapshot"),
        ("*", "journal"),
        ("*", "asked"),
        ("*", "command"),
        ("*", "proposal"),
        ("*", "anchor"),
        ("*", "edition"),
    ]
    .iter()
    .flat_map(|(columns, table)| {
        register.query(&format!(
            "SELECT {columns} FROM parvaneh_{table} ORDER BY 1"
        ))
    })
    .collect()
}

/// There and back: every row is the same, and so is every answer, in every database on the way.
#[test]
fn a_register_goes_to_a_server_and_comes_back() {
    let origin = settled();
    let server = Schema::fresh();
    let url = server.url();
    let file = origin.write("whole.jsonl", exported(&origin));
    let taken = carry(&origin, &file, &url);
    assert_snapshot!(String::from_utf8(taken.stdout).unwrap(), @"taken in: 1 parties, 3 dossiers, 14 events, 2 kept commands, 3 answers, 0 proposals, 1 anchors, 2 editions");

    let on_server = |args: &[&str]| origin.run(&[args, &["--register", &url]].concat());
    assert_snapshot!(on_server(&["verify"]), @"
    3 dossiers, 14 events, 0 contradictions
    1 parties with 1 events, 3 answers, 0 runs, 1 anchors of the register
    ");
    let list = ["list", "--on", NIGHT, "--format", "json"];
    assert_eq!(on_server(&list), origin.run(&list));
    let show = ["show", "17-2", "--on", NIGHT, "--format", "json"];
    assert_eq!(on_server(&show), origin.run(&show));
    let back = on_server(&["export", "-"]);
    assert!(
        back == exported(&origin),
        "the same lines from either database"
    );

    let returned = Binary::fresh();
    let file = returned.write("back.jsonl", back);
    returned.run(&["import", "--profile", "parvaneh", &file]);
    returned.verify_clean();
    assert_eq!(rows(&returned), rows(&origin));

    // The same command gets the answer it had, wherever it is asked again.
    let file = origin.folder().join("commands.jsonl").display().to_string();
    let answers = |register: &[&str]| {
        let args = [&["submit", &file], register].concat();
        let answered = origin.output(&args);
        assert_eq!(
            answered.status.code(),
            origin.output(&["submit", &file]).status.code()
        );
        String::from_utf8(answered.stdout).unwrap()
    };
    let first = answers(&[]);
    assert!(first.contains(r#""outcome":"accepted""#), "{first}");
    assert_eq!(answers(&["--register", &url]), first);
    assert_eq!(answers(&["--register", &returned.url()]), first);
    assert_eq!(rows(&returned), rows(&origin), "nothing was done twice");

    // Life goes on: new events and new dossiers get keys that are free.
    let offices = origin.write(
        "more.csv",
        parvaneh_tests::offices_csv(&["1405/08/30", "1405/11/30", "1407/01/01", "1405/09/02"]),
    );
    on_server(&["import", "--profile", "pishkhan", &offices]);
    on_server(&["nightly", "--as-of", "1405-09-03"]);
    assert_snapshot!(on_server(&["verify"]), @"
    4 dossiers, 20 events, 0 contradictions
    1 parties with 1 events, 3 answers, 1 runs, 2 anchors of the register
    ");
}

/// A revision that waits for a second person is carried with the rest.
#[test]
fn a_proposal_is_carried() {
    let origin = settled();
    let id = origin.kind().bytes("01a223abd8a676f59acbbf414189e1a3");
    let by = json!({"id": "a", "role": "authority"});
    let revision = json!({
        "id": "01a223ab-d8a6-76f5-9acb-bf414189e1a3", "actor": by, "reason": "the wrong office",
        "rests_on": "letter 12", "dossiers": [{"number": "17-1", "withdraw": [1]}],
    });
    origin.query(&format!(
        "INSERT INTO parvaneh_proposal VALUES ({id}, '{revision}', '{by}', 1, NULL, NULL)"
    ));
    let whole = exported(&origin);
    assert!(whole.contains(r#"{"proposal":{"id":"01a223ab-d8a6-76f5-9acb-bf414189e1a3""#));
    let server = Schema::fresh();
    let file = origin.write("whole.jsonl", &whole);
    assert!(carry(&origin, &file, &server.url()).status.success());
    let back = origin.run(&["export", "-", "--register", &server.url()]);
    assert!(back == whole, "the same lines from either database");
}

/// A register with nothing in it is one too.
#[test]
fn an_empty_register_is_carried() {
    let origin = Binary::fresh();
    origin.run(&["migrate"]);
    let file = origin.write("empty.jsonl", exported(&origin));
    let lines: Vec<serde_json::Value> = exported(&origin)
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    // The general act that it knows already is noted in it.
    let [header, act, end] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert_eq!(header["format"], "parvaneh-register");
    assert_eq!(act["edition"]["id"], "pishkhan#extension-of-1399");
    let id: uuid::Uuid = header["register"].as_str().unwrap().parse().unwrap();
    assert_eq!(id.get_version_num(), 7);
    assert_eq!(end["end"]["events"], 0);
    let other = Binary::fresh();
    assert_snapshot!(other.run(&["import", "--profile", "parvaneh", &file]), @"taken in: 0 parties, 0 dossiers, 0 events, 0 kept commands, 0 answers, 0 proposals, 0 anchors, 1 editions");
    assert_snapshot!(other.run(&["verify"]), @"
    0 dossiers, 0 events, 0 contradictions
    0 parties with 0 events, 0 answers, 0 runs, 0 anchors of the register
    ");
    assert_eq!(
        exported(&other),
        exported(&origin),
        "the register keeps its id"
    );
}

/// A file names persons: it is its owner's. It appears whole, and over no other.
#[test]
fn an_export_takes_no_other_files_place() {
    let register = settled();
    let said = register.run(&["export", "whole.jsonl"]);
    assert_snapshot!(said, @"whole.jsonl: 1 parties, 3 dossiers, 14 events, 2 kept commands, 3 answers, 0 proposals, 1 anchors, 2 editions");
    let path = register.folder().join("whole.jsonl");
    assert_eq!(fs::read_to_string(&path).unwrap(), exported(&register));
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_snapshot!(register.fails(1, &["export", "whole.jsonl"]), @"parvaneh: whole.jsonl is there already; name a file that is not");
    assert_snapshot!(register.fails(1, &["export", "nowhere/whole.jsonl"]), @"parvaneh: writing nowhere/whole.jsonl failed; look at the path and its permissions: No such file or directory (os error 2)");
    let before = register.files();
    let cramped = register
        .cramped(2, &["export", "other.jsonl"])
        .output()
        .unwrap();
    assert_snapshot!(register.failed(1, &cramped), @"parvaneh: opening the register failed because the disk is full; free some space and run it again: Connection Error: error returned from database: (code: 4874) disk I/O error");
    assert_eq!(register.files(), before, "nothing half written is left");
}

/// What others write meanwhile is in it or not, and never half.
#[test]
fn an_export_among_writers_is_sound() {
    let register = Binary::some_counter_offices();
    let mut night = register.command(&["nightly", "--as-of", NIGHT, "--batch", "7"]);
    let mut night = night
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut exports = Vec::new();
    while night.try_wait().unwrap().is_none() {
        exports.push(exported(&register));
    }
    exports.push(exported(&register));
    assert!(night.wait().unwrap().success());
    let half = exports.len() / 2;
    for (at, text) in [(0, &exports[0]), (half, &exports[half])] {
        let taken = Binary::fresh();
        let file = taken.write("export.jsonl", text);
        taken.run(&["import", "--profile", "parvaneh", &file]);
        taken.verify_clean();
        // The night that was going on is finished there with the same dates.
        taken.run(&["nightly", "--as-of", NIGHT]);
        assert_eq!(taken.histories(), register.histories(), "export {at}");
    }
}

/// Wherever it was cut, it is refused before anything is made.
#[test]
fn a_file_that_was_cut_off_is_refused() {
    let whole = exported(&settled());
    let ends = whole.match_indices('\n').map(|(at, _)| at + 1);
    let mut said = Vec::new();
    for end in ends.take(whole.lines().count() - 1) {
        for cut in [end, end + 20] {
            let register = Binary::fresh();
            let file = register.write("cut.jsonl", &whole[..whole.floor_char_boundary(cut)]);
            said.push(register.fails(1, &["import", "--profile", "parvaneh", &file]));
            assert_eq!(register.files().len(), 1, "nothing was made");
        }
    }
    assert_snapshot!(said[..2].join("\n"), @r"
    parvaneh: [folder]/cut.jsonl is refused at line 1: the file was cut off here, it has no last line; export the register again

    parvaneh: [folder]/cut.jsonl is refused at line 2: the file was cut off in it; export the register again
    ");
    assert_snapshot!(said[said.len() - 2..].join("\n"), @"
    parvaneh: [folder]/cut.jsonl is refused at line 28: the file was cut off here, it has no last line; export the register again

    parvaneh: [folder]/cut.jsonl is refused at line 29: the file was cut off in it; export the register again
    ");
}

/// The lines with a last one that agrees with them.
fn sealed(lines: &[String]) -> String {
    let count = |kind: &str| {
        let form = format!("{{\"{kind}\":");
        lines.iter().filter(|line| line.starts_with(&form)).count()
    };
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let sum = Sha256::digest(text.as_bytes());
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    let kinds = [
        "party",
        "party_event",
        "dossier",
        "event",
        "asked",
        "answer",
        "proposal",
        "anchor",
        "edition",
    ];
    let [
        parties,
        party_events,
        dossiers,
        events,
        asked,
        answers,
        proposals,
        anchors,
        editions,
    ] = kinds.map(count);
    let end = format!(
        "{{\"end\":{{\"parties\":{parties},\"party_events\":{party_events},\"dossiers\":{dossiers},\"events\":{events},\
         \"asked\":{asked},\"answers\":{answers},\"proposals\":{proposals},\
         \"anchors\":{anchors},\"editions\":{editions},\"sha256\":\"{sum}\"}}}}"
    );
    format!("{text}{end}\n")
}

/// A change to the lines of a file, which are without the last one.
type Change = fn(&mut Vec<String>);

fn at(lines: &[String], start: &str, nth: usize) -> usize {
    let mut found = (0..).zip(lines).filter(|(_, line)| line.starts_with(start));
    found.nth(nth).unwrap().0
}

fn replace(lines: &mut [String], start: &str, nth: usize, from: &str, to: &str) {
    let at = at(lines, start, nth);
    assert!(lines[at].contains(from), "{}", lines[at]);
    lines[at] = lines[at].replacen(from, to, 1);
}

const EVENT: &str = r#"{"event":"#;
const ASKED: &str = r#"{"asked":"#;
const DOSSIER: &str = r#"{"dossier":"#;
const PARTY: &str = r#"{"party":"#;
const PARTY_EVENT: &str = r#"{"party_event":"#;

/// Whoever changes a file can seal it again; what it says is held against itself all the same.
const CHANGES: [(&str, Change); 29] = [
    ("what was asked in no act", |lines| {
        replace(lines, ASKED, 1, "\"position\":", "\"position\":1")
    }),
    ("what was asked in an older format", |lines| {
        replace(lines, "{\"format\":", 0, "\"v\":5", "\"v\":1")
    }),
    ("another day", |lines| {
        replace(
            lines,
            EVENT,
            4,
            "\"effective_on\":\"2026",
            "\"effective_on\":\"2025",
        )
    }),
    ("another instant", |lines| {
        replace(lines, EVENT, 0, "\"recorded_at\":1", "\"recorded_at\":2")
    }),
    ("another actor", |lines| {
        replace(lines, EVENT, 0, "secretariat", "authority")
    }),
    ("another event", |lines| {
        replace(lines, EVENT, 0, "urban", "rural")
    }),
    ("another hash", |lines| {
        replace(lines, EVENT, 0, "\"hash\":\"", "\"hash\":\"0")
    }),
    ("a hash of nothing", |lines| {
        let line = at(lines, EVENT, 0);
        let from = lines[line].find("\"hash\":\"").unwrap() + 8;
        lines[line].replace_range(from..from + 64, &"0".repeat(64));
    }),
    ("an event of a later version", |lines| {
        replace(lines, EVENT, 0, r#"{\"v\":1"#, r#"{\"v\":7"#)
    }),
    ("an event left out", |lines| {
        drop(lines.remove(at(lines, EVENT, 3)))
    }),
    ("a first event left out", |lines| {
        drop(lines.remove(at(lines, EVENT, 0)))
    }),
    ("all events left out", |lines| {
        lines.retain(|line| !line.starts_with(EVENT) && !line.starts_with(ASKED))
    }),
    ("an event twice", |lines| {
        lines.insert(at(lines, EVENT, 3), lines[at(lines, EVENT, 3)].clone())
    }),
    ("an event after another place", |lines| {
        replace(lines, EVENT, 0, "\"previous\":null", "\"previous\":7")
    }),
    ("an event of nobody", |lines| {
        replace(lines, EVENT, 0, "\"dossier\":1", "\"dossier\":99")
    }),
    ("a dossier of another id", |lines| {
        replace(lines, DOSSIER, 0, "\"id\":\"0", "\"id\":\"1")
    }),
    ("a dossier of another province", |lines| {
        replace(lines, DOSSIER, 0, "تهران", "قم")
    }),
    ("a dossier with the number of another", |lines| {
        replace(lines, DOSSIER, 0, "\"17-1\"", "\"17-2\"")
    }),
    ("a dossier left out", |lines| {
        drop(lines.remove(at(lines, DOSSIER, 2)))
    }),
    ("a party of another name", |lines| {
        replace(lines, PARTY, 0, "\"name\":\"سارا", "\"name\":\"مینا")
    }),
    ("a party of another kind", |lines| {
        replace(lines, PARTY, 0, "natural", "legal")
    }),
    ("a party with another salt", |lines| {
        let line = at(lines, PARTY, 0);
        let from = lines[line].find("\"salt\":\"").unwrap() + 8;
        lines[line].replace_range(from..from + 32, &"0".repeat(32));
    }),
    ("what happened to a party left out", |lines| {
        drop(lines.remove(at(lines, PARTY_EVENT, 0)))
    }),
    ("another party registered", |lines| {
        replace(lines, PARTY_EVENT, 0, r#"\"natural\"#, r#"\"legal\"#)
    }),
    ("what happened to nobody", |lines| {
        replace(lines, PARTY_EVENT, 0, "\"party\":\"0", "\"party\":\"1")
    }),
    ("kinds out of order", |lines| lines.swap(1, 2)),
    ("a field too many", |lines| {
        replace(lines, DOSSIER, 0, "\"key\":1", "\"key\":1,\"note\":\"\"")
    }),
    ("a line of another kind", |lines| {
        lines.insert(3, r#"{"seal":{}}"#.to_owned())
    }),
    ("no line at all", |lines| lines.insert(3, String::new())),
];

/// What is said, without the id of a party, which is another one in every run.
fn without_party(said: &str) -> String {
    let Some((before, after)) = said.split_once("first is party ") else {
        return said.to_owned();
    };
    let (_, after) = after.split_once(' ').unwrap();
    format!("{before}first is party [id] {after}")
}

#[test]
fn a_file_that_was_changed_is_refused() {
    let whole = exported(&settled());
    let original: Vec<String> = whole.lines().map(str::to_owned).collect();
    let rows = &original[..original.len() - 1];
    assert!(
        sealed(rows) == whole,
        "an unchanged file is sealed as it was"
    );
    let register = Binary::fresh();
    let import = |file: &str| register.fails(1, &["import", "--profile", "parvaneh", file]);
    let mut said = Vec::new();
    for (what, change) in CHANGES {
        let mut lines = rows.to_vec();
        change(&mut lines);
        let unsealed = lines
            .iter()
            .chain(original.last())
            .map(|line| format!("{line}\n"));
        let file = register.write("file.jsonl", unsealed.collect::<String>());
        import(&file);
        let file = register.write("file.jsonl", sealed(&lines));
        said.push(format!("{what}: {}", without_party(&import(&file))));
        if register.database().exists() {
            assert_eq!(
                register.json(&["verify"])["dossiers"],
                0,
                "{what}: nothing is left"
            );
        }
    }
    assert_snapshot!(said.join("").replace("[folder]/", ""), @"
    what was asked in no act: parvaneh: file.jsonl is refused at line 22: no act begins at position 17; export the register again
    what was asked in an older format: parvaneh: file.jsonl is refused at line 3: a file of version 1 has no such lines; export the register again
    another day: parvaneh: file.jsonl is refused at line 11: event 3 of its dossier is not what was hashed; export the register again
    another instant: parvaneh: file.jsonl is refused at line 7: event 1 of its dossier is not what was hashed; export the register again
    another actor: parvaneh: file.jsonl is refused at line 7: event 1 of its dossier is not what was hashed; export the register again
    another event: parvaneh: file.jsonl is refused at line 7: event 1 of its dossier is not what was hashed; export the register again
    another hash: parvaneh: file.jsonl is refused at line 7: it has 64 digits, 0 to 9 and a to f at column 647; export the register again
    a hash of nothing: parvaneh: file.jsonl is refused at line 7: event 1 of its dossier is not what was hashed; export the register again
    an event of a later version: parvaneh: file.jsonl is refused at line 7: event 1 has version 7, which this program does not know; use the parvaneh that wrote it; export the register again
    an event left out: parvaneh: file.jsonl is refused at line 10: event 3 of its dossier comes where 2 is due; export the register again
    a first event left out: parvaneh: file.jsonl is refused at line 12: event 2 of its dossier comes where 1 is due; export the register again
    all events left out: parvaneh: file.jsonl is refused: the register in it holds 4 contradictions, the first is 17-1 snapshot_missing: there is a journal and no snapshot; verify the register it came from
    an event twice: parvaneh: file.jsonl is refused at line 11: it is out of order; export the register again
    an event after another place: parvaneh: file.jsonl is refused at line 7: it names 7 as the event before it, which is none; export the register again
    an event of nobody: parvaneh: file.jsonl is refused at line 7: no line before it is a dossier of key 99; export the register again
    a dossier of another id: parvaneh: file.jsonl is refused at line 7: event 1 of its dossier is not what was hashed; export the register again
    a dossier of another province: parvaneh: file.jsonl is refused: the register in it holds 1 contradictions, the first is 17-1 dossier_differs: no event files it as 17-1, urban, قم under pishkhan; verify the register it came from
    a dossier with the number of another: parvaneh: file.jsonl is refused: the register in it holds 1 contradictions, the first is 17-2 dossier_differs: no event files it as 17-2, urban, تهران under pishkhan; verify the register it came from
    a dossier left out: parvaneh: file.jsonl is refused at line 8: no line before it is a dossier of key 3; export the register again
    a party of another name: parvaneh: file.jsonl is refused: the register in it holds 1 contradictions, the first is party [id] party_differs: its name is not what was recorded; verify the register it came from
    a party of another kind: parvaneh: file.jsonl is refused: the register in it holds 1 contradictions, the first is party [id] party_differs: its kind is not what was recorded; verify the register it came from
    a party with another salt: parvaneh: file.jsonl is refused: the register in it holds 1 contradictions, the first is party [id] party_differs: its name is not what was recorded; verify the register it came from
    what happened to a party left out: parvaneh: file.jsonl is refused: the register in it holds 2 contradictions, the first is journal anchor_differs: the anchor of 2026-11-23 covers 15 events, the journal holds 14; verify the register it came from
    another party registered: parvaneh: file.jsonl is refused: the register in it holds 2 contradictions, the first is party [id] party_chain_broken: event 1 is not what was hashed; verify the register it came from
    what happened to nobody: parvaneh: file.jsonl is refused: the register in it holds 2 contradictions, the first is party [id] party_without_history: there is a party and nothing says how it came to be; verify the register it came from
    kinds out of order: parvaneh: file.jsonl is refused at line 3: it is out of order; export the register again
    a field too many: parvaneh: file.jsonl is refused at line 4: unknown field `note`, expected one of `key`, `id`, `regime`, `number`, `file_number`, `province`, `office_kind` at column 26; export the register again
    a line of another kind: parvaneh: file.jsonl is refused at line 4: unknown variant `seal`, expected one of `party`, `party_event`, `dossier`, `event`, `asked`, `answer`, `proposal`, `anchor`, `edition`, `end` at column 7; export the register again
    no line at all: parvaneh: file.jsonl is refused at line 4: EOF while parsing a value at column 0; export the register again
    ");
    let file = register.write("file.jsonl", &whole);
    register.run(&["import", "--profile", "parvaneh", &file]);
    register.verify_clean();
}

/// On a server as in a file: what is refused half way leaves an empty register.
#[test]
fn a_changed_file_leaves_nothing_on_a_server() {
    let origin = settled();
    let whole = exported(&origin);
    let mut lines: Vec<String> = whole.lines().map(str::to_owned).collect();
    lines.pop();
    replace(
        &mut lines,
        EVENT,
        4,
        "\"effective_on\":\"2026",
        "\"effective_on\":\"2025",
    );
    let file = origin.write("changed.jsonl", sealed(&lines));
    let server = Schema::fresh();
    let refused = carry(&origin, &file, &server.url());
    assert_snapshot!(origin.failed(1, &refused), @"parvaneh: [folder]/changed.jsonl is refused at line 11: event 3 of its dossier is not what was hashed; export the register again");
    let verified = origin.json(&["verify", "--register", &server.url()]);
    let left = ["dossiers", "events", "parties", "answers"].map(|what| verified[what].clone());
    assert_eq!(left, [0; 4].map(Value::from));
    assert_eq!(verified["findings"], json!([]));
    let file = origin.write("whole.jsonl", whole);
    assert!(carry(&origin, &file, &server.url()).status.success());
    origin.run(&["verify", "--register", &server.url()]);
}

/// The editions of a file of format 2 were hashed otherwise: they are left, and noted anew. An empty register
/// that knows of general acts already takes the file all the same.
/// A line of a party, as it was when parties had no histories.
fn without_history(line: &str) -> String {
    match line.find(",\"salt\":") {
        Some(at) if line.starts_with(PARTY) => format!("{}}}}}", &line[..at]),
        Some(_) | None => line.to_owned(),
    }
}

#[test]
fn a_file_of_format_2_is_taken_in() {
    let origin = settled();
    let lines: Vec<String> = exported(&origin).lines().map(str::to_owned).collect();
    let (_, rows) = lines.split_last().expect("it has lines");
    let older = |line: &String| {
        let line = line.replacen("\"v\":5", "\"v\":2", 1);
        match line.split_once("\"sha256\":\"") {
            Some((before, hash)) if line.starts_with("{\"edition\":") => {
                format!("{before}\"sha256\":\"{}{}", "0".repeat(64), &hash[64..])
            }
            _ => line,
        }
    };
    // Its anchors covered no parties.
    let of_today =
        |line: &&String| line.starts_with(PARTY_EVENT) || line.starts_with("{\"anchor\":");
    let rows = rows.iter().filter(|line| !of_today(line));
    let rows: Vec<String> = rows.map(older).map(|line| without_history(&line)).collect();
    let register = Binary::fresh();
    register.run(&["migrate"]);
    let file = register.write("older.jsonl", sealed(&rows));
    register.run(&["import", "--profile", "parvaneh", &file]);
    register.verify_clean();
    let judged = "SELECT id FROM parvaneh_edition ORDER BY id";
    assert_eq!(register.query(judged), ["pishkhan/1389"]);
    assert_eq!(register.histories(), origin.histories());
}

#[test]
fn a_file_that_is_no_register_is_refused() {
    let register = Binary::fresh();
    let whole = exported(&settled());
    let mut said = Vec::new();
    for (name, text) in [
        ("empty", String::new()),
        (
            "text",
            "licence_number,office_kind\n17-1,urban\n".to_owned(),
        ),
        (
            "other",
            whole.replacen("parvaneh-register", "butterflies", 1),
        ),
        (
            "later",
            whole.replacen("\"v\":5", "\"v\":6,\"more\":true", 1),
        ),
        ("twice", format!("{whole}{whole}")),
        (
            "count",
            whole.replacen("{\"parties\":1", "{\"parties\":2", 1),
        ),
        (
            "sum",
            whole.replacen("2,\"sha256\":\"", "2,\"sha256\":\"0", 1),
        ),
    ] {
        let file = register.write(name, text);
        said.push(register.fails(1, &["import", "--profile", "parvaneh", &file]));
    }
    let folder = register.folder().display().to_string();
    let nothing = register.folder().join("nothing").display().to_string();
    for path in [folder.as_str(), &nothing, "/dev/null"] {
        said.push(register.fails(1, &["import", "--profile", "parvaneh", path]));
    }
    let args = [
        "import",
        "--profile",
        "parvaneh",
        "sum",
        "--rejects",
        "rejects.csv",
    ];
    said.push(register.fails(2, &args));
    assert_snapshot!(said.join(""), @r#"
    parvaneh: [folder]/empty is refused at line 1: the file is empty; export the register again
    parvaneh: [folder]/text is refused at line 1: it does not say "parvaneh-register", as an export does; export the register again
    parvaneh: [folder]/other is refused at line 1: it is a file of "butterflies", not of "parvaneh-register"; export the register again
    parvaneh: [folder]/later is refused at line 1: it is of version 6, and this program reads 1 to 5; export the register again
    parvaneh: [folder]/twice is refused at line 30: the file goes on after its last line; export the register again
    parvaneh: [folder]/count is refused at line 29: it counts 2 parties, 1 events of parties, 3 dossiers, 14 events, 2 kept commands, 3 answers, 0 proposals, 1 anchors and 2 editions, there are 1 parties, 1 events of parties, 3 dossiers, 14 events, 2 kept commands, 3 answers, 0 proposals, 1 anchors and 2 editions; export the register again
    parvaneh: [folder]/sum is refused at line 29: it has 64 digits, 0 to 9 and a to f at column 200; export the register again
    parvaneh: reading [folder] failed; name a file that `parvaneh export` wrote: is a directory
    parvaneh: reading [folder]/nothing failed; name a file that `parvaneh export` wrote: No such file or directory (os error 2)
    parvaneh: /dev/null is no file that can be read twice; write the export to a file and name that
    parvaneh: a whole register is taken in or refused; leave out --rejects
    "#);
    assert!(!register.database().exists(), "nothing was made");
}

/// A whole register is not mixed with another one.
#[test]
fn a_register_with_something_in_it_takes_in_no_other() {
    let register = settled();
    let before = rows(&register);
    let file = register.write("whole.jsonl", exported(&register));
    let args = ["import", "--profile", "parvaneh", &file];
    assert_snapshot!(register.fails(1, &args), @"parvaneh: the register at sqlite://[folder]/register.db is not empty; a whole register goes into an empty one");
    assert_eq!(rows(&register), before);
    let server = Schema::fresh();
    assert!(carry(&register, &file, &server.url()).status.success());
    let refused = carry(&register, &file, &server.url());
    let said = register
        .failed(1, &refused)
        .replace(&server.shown(), "[server]");
    assert_snapshot!(said, @"parvaneh: the register at [server] is not empty; a whole register goes into an empty one");
}

/// Starts an import and kills it as soon as the register holds what is waited for.
fn kill_when(mut import: Command, ready: impl Fn() -> bool) -> bool {
    let import = import.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = import.spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if ready() {
            child.kill().unwrap();
            break;
        }
    }
    child.wait().unwrap().signal() == Some(SIGKILL)
}

const MOMENTS: [(&str, i64); 5] = [
    ("SELECT count(*) FROM parvaneh_party", 1),
    ("SELECT count(*) FROM parvaneh_dossier", 1500),
    ("SELECT count(*) FROM parvaneh_journal", 1),
    ("SELECT count(*) FROM parvaneh_journal", 2000),
    ("SELECT count(*) FROM parvaneh_journal", 3000),
];

/// Nobody can use what is half there, and the import run again makes the whole.
#[test]
fn a_killed_import_is_begun_anew() {
    let origin = Binary::some_counter_offices();
    origin.run(&["nightly", "--as-of", NIGHT]);
    let file = origin.write("whole.jsonl", exported(&origin));
    let args = ["import", "--profile", "parvaneh", &file];
    let killed = Binary::fresh();
    let holds = |sql: &str, count: i64| {
        let holds = || killed.query(sql)[0].parse::<i64>().unwrap();
        // Nobody opens a file before there are tables in it.
        let tables = "SELECT count(*) FROM sqlite_master WHERE name = 'parvaneh_command'";
        killed.database().exists() && killed.query(tables) == ["1"] && count <= holds()
    };
    let mut said = BTreeSet::new();
    for (sql, count) in MOMENTS {
        let hit = kill_when(killed.command(&args), || holds(sql, count));
        assert!(hit, "it was over before {count}: {sql}");
        said.insert(killed.fails(1, &["list"]));
    }
    assert_snapshot!(Vec::from_iter(said).join(""), @"parvaneh: the register at sqlite://[folder]/register.db is unfinished: an import into it was cut off or is going on; run `parvaneh import --profile parvaneh` again");
    killed.run(&args);
    killed.verify_clean();
    assert_eq!(rows(&killed), rows(&origin));
}

#[test]
fn a_killed_import_into_a_server_is_begun_anew() {
    let origin = Binary::some_counter_offices();
    origin.run(&["nightly", "--as-of", NIGHT]);
    let file = origin.write("whole.jsonl", exported(&origin));
    let server = Schema::fresh();
    let url = server.url();
    let args = ["import", "--profile", "parvaneh", &file, "--register", &url];
    let mut said = BTreeSet::new();
    let mut kept_out = 0;
    for (sql, count) in MOMENTS {
        let ready = || server.number(sql).is_some_and(|number| count <= number);
        let hit = kill_when(origin.command(&args), ready);
        assert!(hit, "it was over before {count}: {sql}");
        // Some are killed before they begin: what the one before has left is enough.
        let open = "SELECT count(*) FROM parvaneh_run WHERE finished_at IS NULL";
        if server.number(open) == Some(1) {
            for args in [&["list", "--register", &url][..], &args] {
                let told = origin.fails(75, args);
                assert!(told.contains("`import` is going on since"), "{told}");
            }
            kept_out += 1;
        }
        server.let_the_lease_end();
        said.insert(origin.fails(1, &["list", "--register", &url]));
    }
    assert_snapshot!(Vec::from_iter(said).join("").replace(&server.shown(), "[server]"), @"parvaneh: the register at [server] is unfinished: an import into it was cut off or is going on; run `parvaneh import --profile parvaneh` again");
    assert_ne!(kept_out, 0, "no import was killed while it had the lease");
    origin.run(&args);
    assert_eq!(
        origin.run(&["export", "-", "--register", &url]),
        exported(&origin)
    );
    let verified = origin.json(&["verify", "--register", &url]);
    assert_eq!(verified["findings"], json!([]));
}

/// Every way in says the same, and none of them changes anything.
#[test]
fn an_unfinished_register_refuses_every_use() {
    let register = settled();
    register.query("INSERT INTO parvaneh_migrations VALUES ('import_unfinished', 1)");
    let before = rows(&register);
    let csv = data("pishkhan-register.csv");
    let uses: [&[&str]; 9] = [
        &["list"],
        &["show", "17-1"],
        &["verify"],
        &["nightly"],
        &["submit", "commands.jsonl"],
        &["import", "--profile", "pishkhan", &csv],
        &["migrate"],
        &["export", "-"],
        &["backup", "backup.db"],
    ];
    let said: BTreeSet<String> = uses.iter().map(|args| register.fails(1, args)).collect();
    assert_snapshot!(said.into_iter().collect::<String>(), @"parvaneh: the register at sqlite://[folder]/register.db is unfinished: an import into it was cut off or is going on; run `parvaneh import --profile parvaneh` again");
    assert_eq!(rows(&register), before);
    assert_eq!(
        states(&register, &register.url()),
        ["applied", "unfinished"]
    );
}

/// A full disk cuts an import off like anything else.
#[test]
fn an_import_that_fills_the_disk_is_begun_anew() {
    let origin = Binary::some_counter_offices();
    let file = origin.write("whole.jsonl", exported(&origin));
    let args = ["import", "--profile", "parvaneh", &file];
    let register = Binary::fresh();
    let full = register.cramped(600, &args).output().unwrap();
    assert_snapshot!(register.failed(1, &full), @"parvaneh: committing failed because the disk is full; free some space and run it again: Query Error: error returned from database: (code: 778) disk I/O error");
    register.fails(1, &["list"]);
    register.run(&args);
    assert_eq!(rows(&register), rows(&origin));
}

/// Two imports, or an import and a night, do not go on at once.
#[test]
fn an_import_waits_for_no_other_run() {
    let register = settled();
    let file = register.write("whole.jsonl", exported(&register));
    let other = Binary::fresh();
    let lock = fs::File::create(other.folder().join("register.db.lock")).unwrap();
    lock.lock().unwrap();
    let args = ["import", "--profile", "parvaneh", &file];
    assert_snapshot!(other.fails(75, &args), @"parvaneh: another run holds [folder]/register.db.lock; try again when it has ended, or find out why it hangs");
    assert!(!other.database().exists());
}

/// The states of a register's steps, each once.
fn states(binary: &Binary, register: &str) -> Vec<String> {
    let args = [
        "migrate",
        "--status",
        "--format",
        "json",
        "--register",
        register,
    ];
    let told = binary.run(&args);
    let state = |line: &str| {
        let step: Value = serde_json::from_str(line).unwrap();
        step["state"].as_str().unwrap().to_owned()
    };
    let mut states: Vec<String> = told.lines().map(state).collect();
    states.dedup();
    states
}

/// What was applied and what was not, of any register there is.
#[test]
fn the_steps_of_a_register_are_told() {
    let register = Binary::fresh();
    let url = register.url();
    assert_snapshot!(register.fails(1, &["migrate", "--status"]), @"parvaneh: there is no register at sqlite://[folder]/register.db; make one with `parvaneh migrate` or `parvaneh import`");
    register.run(&["migrate"]);
    assert_eq!(states(&register, &url), ["applied"]);
    let told = register.run(&["migrate", "--status"]);
    assert_snapshot!(told.lines().take(5).collect::<Vec<_>>().join("\n"), @r"
    | step                                     | state   |
    |------------------------------------------|---------|
    | m20261124_000001_register                | applied |
    | m20261124_000002_run_lease               | applied |
    | m20261124_000003_anchor                  | applied |
    ");
    register.query("INSERT INTO parvaneh_migrations VALUES ('m20990101_000001_later', 1)");
    assert_eq!(states(&register, &url), ["applied", "unknown"]);
    assert_snapshot!(register.fails(1, &["migrate"]), @"parvaneh: the register at sqlite://[folder]/register.db has a newer schema (m20990101_000001_later); use the parvaneh that migrated it");
    register.query("DELETE FROM parvaneh_migrations");
    assert_eq!(states(&register, &url), ["pending"]);
    let server = Schema::fresh();
    assert_eq!(states(&register, &server.url()), ["pending"]);
    register.run(&["migrate", "--register", &server.url()]);
    assert_eq!(states(&register, &server.url()), ["applied"]);
}

/// Of two imports into one register on a server the later one is told to come again.
#[test]
fn a_later_import_leaves_an_earlier_one_alone() {
    let origin = Binary::some_counter_offices();
    let file = origin.write("whole.jsonl", exported(&origin));
    let server = Schema::fresh();
    let url = server.url();
    let args = ["import", "--profile", "parvaneh", &file, "--register", &url];
    let mut earlier = origin.command(&args).spawn().unwrap();
    while server
        .number("SELECT count(*) FROM parvaneh_dossier")
        .is_none_or(|it| it == 0)
    {}
    let kept_out = origin.fails(75, &args);
    assert!(
        kept_out.contains("`import` is going on since"),
        "{kept_out}"
    );
    assert!(earlier.wait().unwrap().success());
    assert!(origin.run(&["export", "-", "--register", &url]) == exported(&origin));
}

/// One whose lease has run out under it is overtaken by a later one, and writes nothing more.
#[test]
fn a_later_import_puts_an_end_to_one_without_a_lease() {
    let origin = Binary::some_counter_offices();
    let file = origin.write("whole.jsonl", exported(&origin));
    let server = Schema::fresh();
    let url = server.url();
    let args = ["import", "--profile", "parvaneh", &file, "--register", &url];
    let mut earlier = origin.command(&args);
    let earlier = earlier.stdout(Stdio::piped()).stderr(Stdio::piped());
    let earlier = earlier.spawn().unwrap();
    while server
        .number("SELECT count(*) FROM parvaneh_dossier")
        .is_none_or(|it| it == 0)
    {}
    // The earlier one renews its lease from time to time, and may do so just before the later one looks.
    let later = loop {
        server.let_the_lease_end();
        let later = origin.command(&args).output().unwrap();
        if later.status.code() != Some(75) {
            break later;
        }
    };
    assert!(later.status.success(), "{later:?}");
    let earlier = earlier.wait_with_output().unwrap();
    assert_snapshot!(origin.failed(1, &earlier), @"parvaneh: another import into the register has begun; let that one come to its end");
    assert!(origin.run(&["export", "-", "--register", &url]) == exported(&origin));
}
