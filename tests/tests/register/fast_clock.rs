//! A clock that is fast: a night far after everything recorded is stopped, and what one has left behind
//! is counted.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use insta::assert_snapshot;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::dossier::Command;
use parvaneh::core::renewal;
use parvaneh::{Engine, Request, Sweep, Workflows};
use parvaneh_tests::{Binary, Kind, clock, on_both};
use serde_json::{Value, json};
use uuid::Uuid;

/// 2026-11-23.
const NIGHT: &str = "1405-09-02";

/// The last instant of 1405-07-30, 2026-10-22, in Tehran: 32 days before the night.
const TOO_OLD: &str = "2026-10-22T20:29:59.999Z";

/// The instant after it: 31 days before the night.
const JUST_IN_TIME: &str = "2026-10-22T20:30:00Z";

/// A night with more arguments.
fn nightly<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["nightly", "--as-of", NIGHT], more].concat()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Has everything in the register recorded at that instant.
fn recorded_at(register: &Binary, at: &str) {
    let at = instant(at).timestamp_millis();
    register.query(&format!("UPDATE parvaneh_journal SET recorded_at = {at}"));
    register.query(&format!("UPDATE parvaneh_run SET started_at = {at}"));
}

/// An office that expires by the night, in a register that has recorded nothing since.
fn silent_since(kind: Kind, at: &str) -> Binary {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"]);
    recorded_at(&register, at);
    register
}

fn a_night_too_far_after_everything_recorded_writes_nothing(kind: Kind) {
    let register = silent_since(kind, TOO_OLD);
    let before = register.dump();
    let said = register.fails(4, &nightly(&[]));
    assert_snapshot!(said, @"parvaneh: 2026-11-23 is 32 days after the newest record, which is of 2026-10-22, and 31 may lie between: the run stopped before anything was written; look whether the clock is right, then say --max-gap 32d");
    register.fails(4, &nightly(&["--max-gap", "31"]));
    register.fails(4, &nightly(&["--max-gap", "0d"]));
    assert_eq!(before, register.dump());
    let report = register.json(&nightly(&["--dry-run"]));
    assert_eq!(report["settled"], 1, "a dry run is not stopped");
    assert_eq!(before, register.dump());
    let report = register.json(&nightly(&["--max-gap", "32d"]));
    assert_eq!(report["settled"], 1);
}

/// The day counts, not the hour, and it is the regime's.
fn a_night_that_is_just_near_enough_runs(kind: Kind) {
    let register = silent_since(kind, JUST_IN_TIME);
    register.fails(4, &nightly(&["--max-gap", "30d"]));
    assert_eq!(register.json(&nightly(&[]))["settled"], 1);
}

/// A day that has not come is said first, and the brake counts only for a day that is believed.
fn the_gap_is_looked_at_after_the_future_and_before_the_brake(kind: Kind) {
    let register = silent_since(kind, TOO_OLD);
    register.fails(2, &["nightly", "--as-of", "1499-01-01"]);
    let said = register.fails(4, &nightly(&["--max-expire", "0"]));
    assert!(said.contains("--max-gap 32d"), "{said}");
    let said = register.fails(4, &nightly(&["--max-expire", "0", "--max-gap", "32"]));
    assert!(said.contains("the brake"), "{said}");
}

fn a_gap_that_is_none_is_wrong_usage(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"]);
    let before = register.dump();
    for gap in ["-1", "1.5", "1w", "many", "", "99999999999d"] {
        let output = register.output(&nightly(&[&format!("--max-gap={gap}")]));
        assert_eq!(output.status.code(), Some(2), "{gap}");
    }
    assert_eq!(before, register.dump());
}

fn a_register_that_has_recorded_nothing_has_no_gap(kind: Kind) {
    let register = Binary::fresh_on(kind);
    register.run(&["migrate"]);
    assert_eq!(register.json(&nightly(&["--max-gap", "0"]))["due"], 0);
    assert_eq!(register.query("SELECT id FROM parvaneh_run"), [""; 0]);
}

/// A register in which nothing falls due for months has no gap while its nights run: the first night
/// of a day is noted, and only that.
fn a_quiet_night_is_noted_once_a_day(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1407/01/01"]);
    register.run(&nightly(&[]));
    let runs = || register.query("SELECT id FROM parvaneh_run").len();
    assert_eq!(runs(), 1);
    recorded_at(&register, JUST_IN_TIME);
    let report = register.json(&nightly(&[]));
    assert_eq!((&report["due"], runs()), (&json!(0), 2));
    register.run(&nightly(&["--max-gap", "0"]));
    assert_eq!(runs(), 2, "nothing is noted again");
    let anchors = register.query("SELECT position FROM parvaneh_anchor");
    assert_eq!(anchors.len(), 1, "and there was nothing to anchor");
}

/// Does something with the register under a clock that is ten years fast.
fn ten_years_fast<T>(register: &Binary, act: impl AsyncFnOnce(&Engine) -> T) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    let fast = clock::now() + chrono::Days::new(3652);
    runtime.block_on(async {
        let workflows = Workflows::embedded().unwrap();
        let engine = Engine::open(&register.url(), workflows).await.unwrap();
        let engine = engine.with_clock(move || fast);
        let done = act(&engine).await;
        engine.close().await.unwrap();
        done
    })
}

/// A night under that clock, which nobody has stopped.
async fn fast_night(engine: &Engine) {
    let stopped = engine.sweep(&Sweep::default(), |_, _| {}).await;
    let said = stopped.unwrap_err().to_string();
    assert!(said.contains("look whether the clock is right"), "{said}");
    let sweep = Sweep {
        max_gap: None,
        ..Sweep::default()
    };
    let report = engine.sweep(&sweep, |_, _| {}).await.unwrap();
    assert_eq!(report.dated_ahead.events, 0, "nothing is ahead of its day");
}

/// What the calendar has brought about on days after today, by the journal read whole.
fn ahead(register: &Binary) -> Value {
    let role = register.kind().field("actor", "role");
    let today = clock::ago(0);
    let dossiers = register.query(&format!(
        "SELECT dossier FROM parvaneh_journal WHERE {role} = 'calendar' AND effective_on > '{today}'"
    ));
    let events = dossiers.len();
    let dossiers: BTreeSet<_> = dossiers.into_iter().collect();
    json!({"dossiers": dossiers.len(), "events": events})
}

fn none() -> Value {
    json!({"dossiers": 0, "events": 0})
}

/// Offices that have years to go, and one that has not.
const THROUGH: [&str; 3] = ["1405/08/30", "1407/01/01", "1408/01/01"];

fn what_a_fast_night_dated_ahead_is_counted_by_the_next(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&THROUGH);
    assert_eq!(register.json(&nightly(&[]))["dated_ahead"], none());
    ten_years_fast(&register, fast_night);
    // A term that begins later, as others state it, is lawful.
    register.query(
        "UPDATE parvaneh_journal SET effective_on = '2040-01-01' WHERE dossier = 1 AND version = 1",
    );
    let expected = ahead(&register);
    assert_eq!(expected["dossiers"], 2);
    let dry = register.json(&nightly(&["--dry-run"]));
    assert_eq!(dry["dated_ahead"], expected);
    for _ in 0..2 {
        let report = register.json(&nightly(&[]));
        assert_eq!(report["dated_ahead"], expected, "until a night has written");
    }
    let printed = register.run(&nightly(&[]));
    let line = printed.lines().find(|line| line.starts_with("dated after"));
    let said = format!(
        "dated after today, by a clock that was fast: {} events of 2 dossiers",
        expected["events"]
    );
    assert_eq!(line, Some(said.as_str()), "{printed}");
    // Another office gives the next night something to write, and it counts for the last time.
    let register = register.with_offices(&[&THROUGH[..], &["1405/08/30"]].concat());
    let report = register.json(&nightly(&[]));
    assert_eq!(
        (&report["settled"], &report["dated_ahead"]),
        (&json!(1), &expected)
    );
    assert_eq!(register.json(&nightly(&[]))["dated_ahead"], none());
}

/// A command settles its dossier too.
fn what_a_fast_command_dated_ahead_is_counted_by_the_next_night(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&THROUGH);
    register.run(&nightly(&[]));
    let desk = Actor {
        id: "desk-3".to_owned(),
        role: Role::Secretariat,
        province: Some("تهران".to_owned()),
        on_behalf_of: None,
    };
    let file = Command::Renewal(renewal::Command::File);
    let request = Request::new(Uuid::from_u128(1), "17-2", desk, file);
    let answer = ten_years_fast(&register, async |engine| engine.handle(&request).await);
    let settled = answer.unwrap().settled.len();
    let expected = ahead(&register);
    assert_eq!(expected, json!({"dossiers": 1, "events": settled}));
    assert_ne!(settled, 0);
    assert_eq!(register.json(&nightly(&[]))["dated_ahead"], expected);
    assert_eq!(register.json(&nightly(&[]))["dated_ahead"], none());
}

/// A clock that shows less than the newest record is said, and stops nobody.
fn a_clock_behind_the_newest_record_is_said(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"]);
    let on_time = register.json(&nightly(&["--dry-run"]));
    assert_eq!(on_time["clock_behind"], Value::Null);
    let ahead = clock::now() + chrono::Days::new(9);
    recorded_at(&register, &ahead.to_rfc3339());
    for args in [&["--dry-run"][..], &[]] {
        let report = register.json(&nightly(args));
        let behind = &report["clock_behind"];
        let seconds = behind["seconds"].as_u64().unwrap();
        assert!(
            (9 * 86_400 - 600..=9 * 86_400).contains(&seconds),
            "{behind}"
        );
        assert_eq!(report["settled"], 1);
    }
    // Also where there is nothing to do.
    recorded_at(&register, &ahead.to_rfc3339());
    let printed = register.run(&nightly(&[]));
    let line = printed.lines().find(|line| line.starts_with("the clock"));
    let words = line
        .unwrap_or_else(|| panic!("{printed}"))
        .split(' ')
        .map(|word| {
            let is_a_number = word.parse::<u64>().is_ok();
            let is_an_instant = word.trim_end_matches([',', ';']).ends_with('Z');
            match (is_a_number, is_an_instant) {
                (true, _) => "[n]",
                (_, true) => "[instant]",
                (false, false) => word,
            }
        });
    assert_snapshot!(words.collect::<Vec<_>>().join(" "), @"the clock is behind the newest record by [n] seconds: it shows [instant] the record is of [instant] look which clock is or was wrong");
}

/// The database's clock, moved by so many milliseconds.
fn clock_moved_by(kind: Kind, milliseconds: i64) -> String {
    let now = match kind {
        Kind::Sqlite => "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        Kind::Postgres => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
    };
    format!("{now} + {milliseconds}")
}

/// A lease that ends later than any relay or run takes one was taken under a clock that was ahead. It is nobody's;
/// one that may be held is left alone.
fn a_lease_that_nobody_can_hold_is_taken_over(kind: Kind) {
    const HOUR: i64 = 3_600_000;
    let register = silent_since(kind, JUST_IN_TIME);
    let relay = ["relay", "--once", "--to", "jsonl:events.jsonl"];
    register.run(&relay);
    let of_another = kind.bytes(&"07".repeat(16));
    let of_another = match kind {
        Kind::Sqlite => of_another.as_str(),
        Kind::Postgres => "'07070707-0707-0707-0707-070707070707'",
    };
    let until = |ahead| clock_moved_by(kind, ahead);
    let lend = |ahead| {
        let until = until(ahead);
        register.query(&format!(
            "UPDATE parvaneh_sink SET relay = {of_another}, lease_until = {until}"
        ));
    };
    lend(9_000);
    assert_eq!(register.json(&["sinks"])["served"], true);
    register.fails(75, &relay);
    lend(HOUR);
    assert_eq!(register.json(&["sinks"])["served"], false);
    register.run(&relay);

    // A night that something is due in, and one before it that was killed.
    let begun = instant(JUST_IN_TIME).timestamp_millis();
    register.query(&format!(
        "INSERT INTO parvaneh_run (id, kind, as_of, started_at, lease, lease_until) \
         VALUES ({of_another}, 'nightly', '2026-11-22', {begun}, 'register', {})",
        until(HOUR)
    ));
    assert_eq!(register.json(&nightly(&[]))["settled"], 1);
    let ended = "SELECT finished_at < lease_until FROM parvaneh_run WHERE as_of = '2026-11-22'";
    let is_so = match kind {
        Kind::Sqlite => "1",
        Kind::Postgres => "t",
    };
    assert_eq!(register.query(ended), [is_so]);
}

on_both! {
    a_clock_behind_the_newest_record_is_said,
    a_lease_that_nobody_can_hold_is_taken_over,
    a_night_too_far_after_everything_recorded_writes_nothing,
    a_night_that_is_just_near_enough_runs,
    the_gap_is_looked_at_after_the_future_and_before_the_brake,
    a_gap_that_is_none_is_wrong_usage,
    a_register_that_has_recorded_nothing_has_no_gap,
    a_quiet_night_is_noted_once_a_day,
    what_a_fast_night_dated_ahead_is_counted_by_the_next,
    what_a_fast_command_dated_ahead_is_counted_by_the_next_night,
}
