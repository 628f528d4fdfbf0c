//! What the register knew at a time, and what was entered late: asked of registers that scenarios lead
//! to, whose clocks move, through the binary, whose clock is that of the tests.

use std::process::Output;

use insta::assert_snapshot;
use parvaneh::core::calendar::{self, DateOrder, solar_hijri};
use parvaneh::known_at::AsOf;
use parvaneh::list::{Filter, Listed};
use parvaneh::{Engine, EngineError};
use parvaneh_testkit::{Database, Scenario, TestkitError};
use parvaneh_tests::{Binary, Kind, on_both, program, server};
use serde_json::Value;

const EDITION: &str = "pishkhan/1389";

/// A next term that another register has stated already: the licence does not expire on the day on which
/// that begins, neither seen from the days after it was stated nor from those before.
fn what_is_next_when_the_next_term_is_known(kind: Kind) {
    let database = match kind {
        Kind::Sqlite => Database::Sqlite,
        Kind::Postgres => Database::Postgres(server()),
    };
    let mut scenario = Scenario::under(EDITION, &database).unwrap();
    let stated = |scenario: &mut Scenario, day: &str, from: &str| {
        scenario.on(day).unwrap();
        scenario.licensed("17-1", "urban", from, &[]).unwrap();
    };
    stated(&mut scenario, "1402-07-15", "1402-07-15");
    let next = |scenario: &Scenario, on: &str| {
        let on = calendar::parse(on, DateOrder::YearMonthDay).unwrap();
        let shown = scenario.block_on(scenario.engine().show("17-1", Some(on)));
        let next = shown.unwrap().next.unwrap();
        format!(
            "{} of {}",
            next.event.name(),
            solar_hijri(next.effective_on)
        )
    };
    let first_reminder = "renewal.reminder_due of 1405-01-14";
    assert_eq!(next(&scenario, "1402-08-01"), first_reminder);
    stated(&mut scenario, "1404-12-01", "1405-07-15");
    for on in ["1402-08-01", "1404-12-02", "1405-07-14", "1405-07-15"] {
        let of_the_next_term = "renewal.reminder_due of 1408-01-14";
        assert_eq!(next(&scenario, on), of_the_next_term, "on {on}");
    }
}

/// The request of 17-1 was handed in on the last timely day and keyed a week later, when a night had
/// written down that the deadline had passed. 17-2 was given up, which was keyed in the next quarter, when
/// nothing else of it had been recorded since. 17-3 came into the register last.
fn late_entries(kind: Kind) -> Scenario {
    let database = match kind {
        Kind::Sqlite => Database::Sqlite,
        Kind::Postgres => Database::Postgres(server()),
    };
    let mut scenario = Scenario::under(EDITION, &database).unwrap();
    live(&mut scenario).unwrap();
    scenario
}

fn live(scenario: &mut Scenario) -> Result<(), TestkitError> {
    let desk = Some(("secretariat:mina", "stamp 412"));
    scenario
        .in_province("تهران")?
        .on("1402-07-15")?
        .licensed("17-1", "urban", "1402-07-15", &[])?
        .licensed("17-2", "urban", "1403-07-15", &[])?
        .on("1405-04-20")?
        .night()?
        .on("1405-04-14")?
        .entered("1405-04-22", desk)?
        .on_paper("written_request")
        .send("17-1", "holder", "renewal.file", &[])?
        .accepted()?
        .on("1405-06-30")?
        .entered("1405-07-03", desk)?
        .on_paper("written_request")
        .send("17-2", "holder", "licence.surrender", &[])?
        .accepted()?
        .on("1405-07-10")?
        .licensed("17-3", "urban", "1405-07-10", &[])?;
    Ok(())
}

fn asked(scenario: &Scenario, args: &[&str]) -> Output {
    let url = scenario.url().to_owned();
    let mut command = program();
    command
        .args(["--register", &url, "--edition", EDITION])
        .args(args);
    command.output().unwrap()
}

fn told(scenario: &Scenario, args: &[&str]) -> String {
    let output = asked(scenario, args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(scenario: &Scenario, args: &[&str]) -> String {
    let output = asked(scenario, args);
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap().trim().to_owned()
}

/// With the ids of parties left out, which differ from run to run.
fn without_ids(text: &str) -> String {
    let is_of_an_id = |letter: char| letter == '-' || letter.is_ascii_hexdigit();
    let ids = text.split(|letter| !is_of_an_id(letter));
    let ids = ids.filter(|word| uuid::Uuid::try_parse(word).is_ok());
    ids.fold(text.to_owned(), |text, id| text.replace(id, "[party]"))
}

fn standing(scenario: &Scenario, known_at: &[&str]) -> String {
    let args = ["show", "17-1", "--on", "1405-07-20", "--format", "json"];
    let shown = told(scenario, &[&args[..], known_at].concat());
    let shown: Value = serde_json::from_str(&shown).unwrap();
    shown["standing"].as_str().unwrap().to_owned()
}

/// Every way to name a time leads to the prefix that was there then.
fn what_was_known_is_found_by_every_name_of_a_time(kind: Kind) {
    let scenario = late_entries(kind);
    let (before, since) = ("expired", "in_force_pending_renewal");
    assert_eq!(standing(&scenario, &[]), since);
    let at = |time: &str| standing(&scenario, &["--known-at", time]);
    assert_eq!(at("1405-04-21"), before);
    assert_eq!(at("2026-07-12"), before);
    assert_eq!(at("1405-04-22"), since);
    // The clock of a scenario stands at noon, in Tehran.
    assert_eq!(at("1405-04-22T11:59"), before);
    assert_eq!(at("1405-04-22T12:00"), since);
    assert_eq!(at("2026-07-13T08:29:59.999Z"), before);
    assert_eq!(at("2026-07-13T08:30:00Z"), since);
    assert_eq!(at("1405-04-22T12:00:00+03:30"), since);
    let anchors = scenario.block_on(scenario.engine().anchors()).unwrap();
    let anchor = anchors.last().unwrap();
    let root: String = anchor
        .root
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(at(&format!("anchor:{}", anchor.run)), before);
    assert_eq!(at(&format!("anchor:{root}")), before);
    let shown = scenario.block_on(scenario.engine().show("17-1", None));
    let last = |filed: &str| {
        let history = &shown.as_ref().unwrap().history;
        let found = history.iter().find(|(_, it)| it.event.name() == filed);
        found.unwrap().0.position
    };
    let filed = last("renewal.filed");
    assert_eq!(at(&format!("position:{filed}")), since);
    // The revision stands before what it states: everything after the cut is gone by then.
    assert_eq!(at(&format!("position:{}", filed - 2)), before);
}

/// The same from the list, through the snapshots and without them.
fn a_list_of_what_was_known_leaves_out_what_came_later(kind: Kind) {
    let scenario = late_entries(kind);
    let list = |known_at: Option<&str>| -> Vec<String> {
        let filter = Filter {
            on: Some("2026-10-12".parse().unwrap()),
            known_at: known_at.map(|time| time.parse().unwrap()),
            ..Filter::default()
        };
        let mut listed = Vec::new();
        let each = |one: Result<Listed, EngineError>| -> Result<(), EngineError> {
            let one = one?;
            listed.push(format!("{} {}", one.number, one.standing));
            Ok(())
        };
        let done = scenario.block_on(scenario.engine().list(&filter, each));
        done.unwrap();
        listed
    };
    let now = [
        "17-1 in_force_pending_renewal",
        "17-2 surrendered",
        "17-3 in_force",
    ];
    assert_eq!(list(None), now);
    assert_eq!(list(Some("1405-07-10T11:00")), now[..2]);
    assert_eq!(list(Some("1405-07-02")), [now[0], "17-2 in_force"]);
    assert_eq!(list(Some("1405-04-20")), ["17-1 expired", "17-2 in_force"]);
    assert!(list(Some("1402-07-14")).is_empty());
    let table = ["list", "--on", "1405-07-20", "--known-at", "1405-07-02"];
    let table = told(&scenario, &table);
    let last = table.lines().last().unwrap();
    assert_eq!(
        last,
        "2 licences, as known at the end of 1405-07-02 (2026-09-24)"
    );
}

/// A time of which more may still become known, and one that nobody can name.
fn a_time_of_which_nothing_can_be_said_is_refused(kind: Kind) {
    let scenario = late_entries(kind);
    let said = |number: &str, time: &str| refused(&scenario, &["show", number, "--known-at", time]);
    assert_snapshot!(said("17-3", "1405-07-09"), @"parvaneh: the register did not have 17-3 yet at the end of 1405-07-09 (2026-10-01)");
    let future = said("17-1", "1499-01-01");
    let sentence = "parvaneh: what is known at the end of 1499-01-01 (2120-03-21) cannot be told yet: \
                    in Asia/Tehran it is ";
    assert!(future.starts_with(sentence), "{future}");
    let beyond = said("17-1", "position:999999");
    assert!(beyond.ends_with("; 999999 is not reached yet"), "{beyond}");
    assert_snapshot!(said("17-1", "anchor:00000000-0000-7000-8000-000000000000"), @"parvaneh: the register has no anchor of that name: the anchor of run 00000000-0000-7000-8000-000000000000; `parvaneh anchor export` lists them");
    let usage = asked(&scenario, &["show", "17-1", "--known-at", "yesterday"]);
    assert_eq!(usage.status.code(), Some(2));
    // A scenario's clock has not reached the end of its own day.
    let as_of = AsOf {
        on: None,
        known_at: Some("1405-07-10".parse().unwrap()),
    };
    let today = scenario.block_on(scenario.engine().show("17-1", as_of));
    assert_snapshot!(today.unwrap_err(), @"what is known at the end of 1405-07-10 (2026-10-02) cannot be told yet: in Asia/Tehran it is 2026-10-02 12:00, and more may be recorded");
}

/// Somebody who has begun to write may write something that was recorded before; it is waited for, and
/// not for ever. What an anchor covers is beyond anybody's reach.
fn what_an_open_transaction_may_precede_is_refused(kind: Kind) {
    if kind == Kind::Sqlite {
        // There a transaction that writes is the only one, and the wait for it is long.
        return;
    }
    let scenario = late_entries(kind);
    let engine: &Engine = scenario.engine();
    let open = scenario.block_on(async {
        let open = engine.store().begin_write().await.unwrap();
        open.name_register(uuid::Uuid::from_u128(1)).await.unwrap();
        open
    });
    let show = |time: &str| {
        let as_of = AsOf {
            on: None,
            known_at: Some(time.parse().unwrap()),
        };
        scenario.block_on(engine.show("17-1", as_of)).map(|_| ())
    };
    show("1405-04-20T11:00").unwrap();
    let error = show("1405-07-09").unwrap_err();
    assert_snapshot!(error, @"what is known at the end of 1405-07-09 (2026-10-01) cannot be told yet: somebody is writing what may come before it; ask again when that is over");
    scenario.block_on(open.commit()).unwrap();
    show("1405-07-09").unwrap();
}

/// The history says when and by whom, and the explanation what stood before.
fn an_answer_says_where_it_rests_on_a_revision(kind: Kind) {
    let scenario = late_entries(kind);
    let shown = told(&scenario, &["show", "17-1", "--on", "1405-07-20"]);
    let row = shown.lines().find(|line| line.contains("| renewal filed"));
    let row = row.unwrap().split(" | ").nth(2).unwrap().trim();
    assert_snapshot!(row, @"renewal filed (entered on 1405-04-22 (2026-07-13) by mina)");
    let explain = |more: &[&str]| {
        let args = ["explain", "17-1", "--on", "1405-07-14"];
        without_ids(&told(&scenario, &[&args[..], more].concat()))
    };
    assert_snapshot!("explained_in_english", explain(&[]));
    assert_snapshot!("explained_in_persian", explain(&["--language", "fa"]));
    let before = explain(&["--known-at", "1405-04-21"]);
    assert!(
        before.contains("As known at the end of 1405-04-21"),
        "{before}"
    );
    assert!(!before.contains("evision"), "{before}");
    let told: Value = serde_json::from_str(&explain(&["--format", "json"])).unwrap();
    let revision = &told["revisions"][0];
    assert_eq!(revision["because"], "entered_late");
    assert_eq!(revision["recorded_on_sh"], "1405-04-22");
    assert_eq!(revision["stood_before"][0]["type"], "deadline_passed");
    let steps = told["steps"].as_array().unwrap();
    let filed = steps.iter().find(|step| step["event"]["type"] == "filed");
    assert_eq!(filed.unwrap()["revised_by"], revision["version"]);
    assert_eq!(filed.unwrap()["entered"]["by"]["id"], "mina");
}

/// Everything that was entered late, with what it changed; not what another register states.
fn what_was_entered_late_is_listed(kind: Kind) {
    let scenario = late_entries(kind);
    assert_snapshot!(without_ids(&told(&scenario, &["late"])));
    let since = told(
        &scenario,
        &["late", "--since", "1405-07-01", "--format", "json"],
    );
    let since: Value = serde_json::from_str(&since).unwrap();
    assert_eq!(since["number"], "17-2");
    assert_eq!(since["what"], "act");
    assert_eq!(since["entered_by"]["id"], "mina");
    assert_eq!(since["led_to"][0], "licence.surrendered");
    let none = told(&scenario, &["late", "--since", "1405-07-04"]);
    assert_eq!(none, "nothing was entered late or revised\n");
    let untouched = Binary::fresh_on(kind).with_offices(&["1405/05/31"]);
    untouched.run(&["nightly", "--as-of", "1405-09-02"]);
    assert_eq!(
        untouched.run(&["late"]),
        "nothing was entered late or revised\n"
    );
    assert_eq!(untouched.run(&["late", "--format", "json"]), "");
}

/// The report of a quarter that a late entry changes is made again as it was known, and the quarter in
/// which it was entered names it.
fn a_quarter_lists_what_changes_earlier_ones(kind: Kind) {
    let scenario = late_entries(kind);
    let report = |quarter: &str, known_at: Option<&str>| {
        let known_at = known_at.map(|time| time.parse().unwrap());
        let quarter = Some(quarter.parse().unwrap());
        let engine = scenario.engine().clone().with_clock(|| {
            chrono::DateTime::parse_from_rfc3339("2026-12-25T00:00:00Z")
                .unwrap()
                .to_utc()
        });
        let asked = engine.quarterly(Some("pishkhan"), quarter, known_at.as_ref());
        let (report, left_out) = scenario.block_on(asked).unwrap();
        assert!(left_out.is_empty());
        report
    };
    let surrendered = |report: &parvaneh::quarterly::Quarterly| {
        let counts = &report.counts;
        let is_it =
            |it: &&parvaneh::quarterly::Count| (it.matter, it.what) == ("licence", "surrendered");
        counts.iter().find(is_it).unwrap().count
    };
    let second = report("1405-2", None);
    assert_eq!(surrendered(&second), 1);
    assert!(second.earlier_quarters.is_empty());
    let then = report("1405-2", Some("1405-07-02"));
    assert_eq!(surrendered(&then), 0);
    assert!(then.position < second.position);
    assert_eq!(report("1405-2", Some("1405-07-02")), then);
    let again = report("1405-2", Some(&format!("position:{}", then.position)));
    assert_eq!(again.counts, then.counts);
    let third = report("1405-3", None);
    let numbers: Vec<_> = third
        .earlier_quarters
        .iter()
        .map(|entry| (entry.number.as_str(), entry.on_sh.as_deref()))
        .collect();
    assert_eq!(numbers, [("17-2", Some("1405-06-30"))]);
}

on_both! {
    what_is_next_when_the_next_term_is_known,
    what_was_known_is_found_by_every_name_of_a_time,
    a_list_of_what_was_known_leaves_out_what_came_later,
    a_time_of_which_nothing_can_be_said_is_refused,
    what_an_open_transaction_may_precede_is_refused,
    an_answer_says_where_it_rests_on_a_revision,
    what_was_entered_late_is_listed,
    a_quarter_lists_what_changes_earlier_ones,
}
