//! A network that falls silent, and what others hold: nothing is waited for without end, and what is known and
//! what is not is said.

use std::collections::BTreeSet;
use std::process::{Command, Output};
use std::thread::{self, JoinHandle};

use insta::assert_snapshot;
use parvaneh_test_servers::cluster::Cluster;
use parvaneh_tests::disturbed::{ended, let_the_lease_end, start, until};
use parvaneh_tests::silent_proxy::{SilentProxy, Until};
use parvaneh_tests::{Binary, Kind, query};
use serde_json::{Value, json};

/// A night that commits often.
const NIGHTLY: [&str; 5] = ["nightly", "--as-of", "1405-09-02", "--batch", "2"];

/// So little patience that a test need not have much.
const IMPATIENT: &str = "connect_timeout=2&options[statement_timeout]=2s&options[lock_timeout]=500&options[idle_in_transaction_session_timeout]=3s";

fn due(register: &Binary) -> usize {
    let night = "SELECT count(*) FROM parvaneh_snapshot WHERE due_on <= '2026-11-23'";
    register.query(night)[0].parse().unwrap()
}

/// The binary by way of a network.
fn by_way_of(network: &SilentProxy, register: &Binary, args: &[&str]) -> Command {
    let mut command = register.command(args);
    command.env("PARVANEH_REGISTER", network.url(&register.url(), IMPATIENT));
    command
}

fn network(register: &Binary, until: Until) -> SilentProxy {
    SilentProxy::before(&register.url(), until)
}

/// What it said, without what differs from run to run.
fn said(register: &Binary, output: &Output) -> String {
    let said = register.failed(1, output);
    let words = said.split(' ').map(|word| match word {
        word if word.starts_with("postgres://") => "[address]",
        word if word.len() == 36 && word.matches('-').count() == 4 => "[run]",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn offices() -> Binary {
    Binary::fresh_on(Kind::Postgres).with_offices(&["1405/08/30"; 5])
}

/// Before anything is said, and after the server's first words: in the handshake.
#[test]
fn a_network_that_is_silent_while_it_is_connected_is_named() {
    let register = offices();
    let mut told = BTreeSet::new();
    for bytes in [0, 5] {
        for args in [&NIGHTLY[..], &["list"], &["verify"]] {
            let network = network(&register, Until::Bytes(bytes));
            if bytes == 0 {
                network.fall_silent();
            }
            let output = ended(start(by_way_of(&network, &register, args)));
            assert!(network.is_silent());
            told.insert(said(&register, &output));
        }
    }
    assert_snapshot!(Vec::from_iter(told).concat(), @"parvaneh: connecting to [address] failed: there was no connection within 2 seconds; look at its host and port, whether the server runs, and at the network to it");
    assert_eq!(register.json(&NIGHTLY)["settled"], 5);
}

#[test]
fn a_network_that_falls_silent_amid_a_night_ends_it() {
    let eve = Binary::fresh_on(Kind::Postgres).with_some_counter_offices();
    let undisturbed = eve.twin();
    undisturbed.run(&NIGHTLY);
    let expected = undisturbed.essence();
    let register = eve.twin();
    let network = network(&register, Until::Told);
    let before = due(&register);
    let night = start(by_way_of(&network, &register, &NIGHTLY));
    until("settled a part", || due(&register) + 10 < before);
    network.fall_silent();
    let output = ended(night);
    let told = said(&register, &output);
    let recorded = before - due(&register);
    let number = |before: &str, after: &str| -> usize {
        let (_, rest) = told.split_once(before).unwrap_or_else(|| panic!("{told}"));
        rest.split_once(after).unwrap().0.parse().unwrap()
    };
    let known = number("broke off: ", " of ");
    let uncertain = match told.contains(" more nobody knows") {
        true => number(", of ", " more nobody knows"),
        false => 0,
    };
    assert_eq!(number(" of ", " dossiers are recorded"), before);
    assert!(
        (known..=known + uncertain).contains(&recorded),
        "{recorded} are recorded: {told}"
    );
    assert!(0 < known, "{told}");
    let_the_lease_end(&register);
    // The server may still hold rows for whoever it does not hear.
    let report = register.json(&[&NIGHTLY[..], &["--wait", "60"]].concat());
    assert_eq!(report["remaining"], 0);
    register.assert_essence(&expected, "after the silence");
    register.verify_clean();
}

#[test]
fn a_network_that_falls_silent_amid_a_list_ends_it() {
    let register = Binary::fresh_on(Kind::Postgres).with_some_counter_offices();
    // Past the handshake and what is asked at first, and far from the end.
    let network = network(&register, Until::Bytes(60_000));
    let output = ended(start(by_way_of(&network, &register, &["list"])));
    assert!(network.is_silent());
    assert_snapshot!(said(&register, &output), @"parvaneh: reading dossiers failed because no answer came within 4 seconds; look whether the server and the network to it are well, and run it again");
}

/// Nobody knows whether it was done; the same command again finds out.
#[test]
fn a_commit_without_an_answer_may_have_been_done() {
    let register = offices();
    let holder = register.holder_of("17-1").unwrap();
    let command = json!({
        "id": "00000000-0000-7000-8000-000000000001",
        "number": "17-1",
        "on": "1405-08-01",
        "actor": {"id": holder, "role": "holder"},
        "command": {"machine": "renewal", "type": "file"},
    });
    let file = register.write("commands.jsonl", format!("{command}\n"));
    let network = network(&register, Until::Said("COMMIT"));
    let submitting = by_way_of(&network, &register, &["submit", &file]);
    let output = ended(start(submitting));
    assert!(network.is_silent());
    assert_snapshot!(said(&register, &output), @"parvaneh: line 1 of [folder]/commands.jsonl has no answer: the command to 17-1 was tried as often as is allowed; send it again, with its id: the commit was sent and no answer came: what was to be written is recorded or not, and nobody knows which; run it again, which finds what is recorded (a command with its id is answered the same)");
    let answers = || register.query("SELECT count(*) FROM parvaneh_command");
    until("recorded the command", || answers() == ["1"]);
    let events = || register.query("SELECT count(*) FROM parvaneh_journal");
    let before = events();
    let again = register.run(&["submit", &file]);
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_ne!(again["outcome"], "failed", "{again}");
    assert_eq!(events(), before, "it was done twice");
    register.verify_clean();
}

/// A part of the server that stands still, and holds what it holds.
#[test]
fn a_backend_that_stands_still_does_not_hang_a_night() {
    let cluster = Cluster::start().unwrap();
    let register = Binary::fresh_at(&cluster.url()).with_some_counter_offices();
    let undisturbed = register.twin();
    undisturbed.run(&NIGHTLY);
    let before = due(&register);
    let separator = if register.url().contains('?') {
        '&'
    } else {
        '?'
    };
    let mut night = register.command(&NIGHTLY);
    let url = format!("{}{separator}{IMPATIENT}", register.url());
    night.env("PARVANEH_REGISTER", url);
    let night = start(night);
    until("settled a part", || due(&register) + 10 < before);
    let backends = register.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() \
         AND application_name = 'parvaneh'",
    );
    signal("STOP", &backends);
    let output = ended(night);
    signal("CONT", &backends);
    let said = register.said(&output);
    assert!(
        [Some(0), Some(1), Some(3)].contains(&output.status.code()),
        "{said}"
    );
    until("ended what stood still", || {
        register.query(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() \
             AND application_name = 'parvaneh'",
        ) == [""; 0]
    });
    let_the_lease_end(&register);
    assert_eq!(register.json(&NIGHTLY)["remaining"], 0);
    register.assert_essence(&undisturbed.essence(), "after it went on");
    register.verify_clean();
}

fn signal(name: &str, processes: &[String]) {
    let sent = Command::new("kill")
        .arg(format!("-{name}"))
        .args(processes)
        .status();
    assert!(sent.unwrap().success(), "{name} was not sent");
}

/// Holds rows in a session of its own, until it is let go.
struct Holder {
    url: String,
    session: JoinHandle<bool>,
}

impl Holder {
    fn of(register: &Binary, rows: &str) -> Self {
        let url = register.url();
        let hold = format!("BEGIN; {rows} FOR UPDATE; SELECT pg_sleep(3600)");
        let session = {
            let url = url.clone();
            thread::spawn(move || query(&url, &hold).is_err())
        };
        let holder = Self { url, session };
        until("held the rows", || !holder.pid().is_empty());
        holder
    }

    fn pid(&self) -> Vec<String> {
        let sleeping = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() \
                        AND wait_event = 'PgSleep'";
        query(&self.url, sleeping).unwrap()
    }

    fn let_go(self) {
        let end = format!("SELECT pg_terminate_backend({})", self.pid()[0]);
        query(&self.url, &end).unwrap();
        assert!(self.session.join().unwrap(), "it had let go before");
    }
}

fn night_of(register: &Binary, code: i32) -> Value {
    let separator = if register.url().contains('?') {
        '&'
    } else {
        '?'
    };
    let mut night = register.command(&[&NIGHTLY[..], &["--format", "json"]].concat());
    let url = format!("{}{separator}options[lock_timeout]=500", register.url());
    night.env("PARVANEH_REGISTER", url);
    let output = ended(start(night));
    let said = register.said(&output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Whoever holds where a dossier stands costs that dossier, and no other one.
#[test]
fn a_locked_row_costs_its_dossier_and_not_the_night() {
    let register = offices();
    let of = "WHERE dossier IN (SELECT seq FROM parvaneh_dossier WHERE number IN ('17-2', '17-4'))";
    let holder = Holder::of(&register, &format!("SELECT 1 FROM parvaneh_snapshot {of}"));
    let report = night_of(&register, 3);
    assert_eq!(
        (&report["settled"], &report["remaining"]),
        (&json!(3), &json!(2))
    );
    let failures = report["failures"].as_array().unwrap().iter();
    let failures: Vec<_> = failures
        .map(|it| format!("{} {}", it["number"], it["code"]))
        .collect();
    assert_eq!(failures, [r#""17-2" "locked""#, r#""17-4" "locked""#]);
    assert_snapshot!(report["failures"][0]["message"].as_str().unwrap(), @"another transaction holds it and did not let go of it in time; it stays due: find out who holds it, and run the night again");
    holder.let_go();
    let report = night_of(&register, 0);
    assert_eq!(report["settled"], 2);
    register.verify_clean();
}

/// A night touches neither who a dossier is nor who holds it.
#[test]
fn a_locked_dossier_or_party_is_in_no_nights_way() {
    for rows in [
        "SELECT 1 FROM parvaneh_dossier",
        "SELECT 1 FROM parvaneh_party",
    ] {
        let register = offices();
        let holder = Holder::of(&register, rows);
        assert_eq!(night_of(&register, 0)["settled"], 5, "{rows}");
        holder.let_go();
        register.verify_clean();
    }
}

/// To read a table as a whole takes as long as the table is, whatever one statement may take.
#[test]
fn a_count_of_everything_has_a_limit_of_its_own() {
    let register = offices();
    register.query(
        "ALTER TABLE parvaneh_asked RENAME TO all_asked; \
         CREATE VIEW parvaneh_asked AS SELECT all_asked.* FROM all_asked UNION ALL \
         SELECT 0, NULL, NULL FROM (SELECT pg_sleep(2)) AS slow WHERE slow IS NULL",
    );
    let verify = |parameters: &str| {
        let separator = if register.url().contains('?') {
            '&'
        } else {
            '?'
        };
        let mut verify = register.command(&["verify"]);
        let url = format!("{}{separator}{parameters}", register.url());
        verify.env("PARVANEH_REGISTER", url);
        ended(start(verify))
    };
    let output = verify("options[statement_timeout]=1s");
    let said = register.said(&output);
    assert_eq!(
        output.status.code(),
        Some(5),
        "the view alone is found: {said}"
    );
    let output = verify("scan_timeout=1");
    let said = register.failed(1, &output);
    assert!(
        said.contains("took longer than the server allows"),
        "{said}"
    );
}
