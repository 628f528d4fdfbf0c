//! Licences and what waits are found by what is kept beside snapshots: the same as by reading every dossier, on both
//! databases, on any day from the newest event on, whatever nights have run.

use std::collections::BTreeSet;
use std::path::PathBuf;

use parvaneh::core::actor::Role;
use parvaneh::core::calendar::{self, DateOrder};
use parvaneh::core::standing::Standing;
use parvaneh::known_at::KnownAt;
use parvaneh::list::{Cursor, Days, Filter, Listed};
use parvaneh::worklist::{WorkCursor, WorkFilter};
use parvaneh::{Engine, EngineError};
use parvaneh_testkit::{Database, Scenario, TestkitError, script};
use parvaneh_tests::proof::times;
use parvaneh_tests::{Binary, Kind, data, on_both, repository, server};
use serde_json::Value;

fn day(text: &str) -> calendar::Date {
    calendar::parse(text, DateOrder::YearMonthDay).expect("a day")
}

fn database(kind: Kind) -> Database {
    match kind {
        Kind::Sqlite => Database::Sqlite,
        Kind::Postgres => Database::Postgres(server()),
    }
}

/// Licences of every kind of standing: in force, filed in time and out of time, suspended, revoked, given up, expired
/// with and without a night, renewed ahead, and of two provinces.
fn licences(kind: Kind) -> Result<Scenario, TestkitError> {
    let mut scenario = Scenario::under("pishkhan/1389", &database(kind))?;
    scenario.in_province("تهران")?.on("1402-07-15")?;
    for number in 1..=8 {
        scenario.licensed(&format!("17-{number}"), "urban", "1402-07-15", &[])?;
    }
    scenario.in_province("قم")?.on("1403-02-01")?;
    for number in 1..=4 {
        scenario.licensed(&format!("18-{number}"), "rural", "1403-02-01", &[])?;
    }
    scenario
        .in_province("تهران")?
        .on("1405-04-01")?
        .on_paper("written_request")
        .send("17-1", "holder", "renewal.file", &[])?
        .accepted()?
        .on("1405-05-20")?
        .night()?
        .on_paper("written_request")
        .send("17-3", "holder", "licence.surrender", &[])?
        .accepted()?
        // The next term of this one is known before it begins, and that of the other begins after a gap.
        .licensed("17-4", "urban", "1405-07-15", &[])?
        .licensed("17-5", "urban", "1405-09-01", &[])?;
    Ok(scenario)
}

/// What a filter finds, as its lines are printed.
async fn listed(engine: &Engine, filter: &Filter) -> Vec<Value> {
    let mut lines = Vec::new();
    let each = |line: Result<Listed, EngineError>| -> Result<(), EngineError> {
        lines.push(serde_json::to_value(line?).expect("it is printed"));
        Ok(())
    };
    engine.list(filter, each).await.expect("they are listed");
    lines
}

/// The same by pages of this many.
async fn paged(engine: &Engine, filter: &Filter, limit: usize) -> Vec<Value> {
    let (mut lines, mut after): (_, Option<Cursor>) = (Vec::new(), None);
    loop {
        let found = engine.find(filter, after, limit).await.expect("a page");
        assert!(found.licences.len() <= limit);
        for line in found.licences {
            lines.push(serde_json::to_value(line.expect("a line")).expect("it is printed"));
        }
        let Some(next) = found.next else {
            return lines;
        };
        // A cursor can be written down.
        after = Some(next.to_string().parse().expect("a cursor"));
    }
}

fn filters() -> Vec<Filter> {
    let days = |from: Option<&str>, to: Option<&str>| Days {
        from: from.map(day),
        to: to.map(day),
    };
    let mut filters = vec![
        Filter::default(),
        Filter {
            province: Some("قم".to_owned()),
            ..Filter::default()
        },
        Filter {
            office_kind: Some("rural".to_owned()),
            standing: Some(Standing::InForce),
            ..Filter::default()
        },
        Filter {
            ends: days(Some("1405-07-14"), Some("1405-07-14")),
            ..Filter::default()
        },
        Filter {
            renewal_due: days(None, Some("1405-05-01")),
            standing: Some(Standing::Expired),
            ..Filter::default()
        },
        Filter {
            number: Some("۱۷-۴".to_owned()),
            ..Filter::default()
        },
        Filter {
            regime: Some("nowhere".to_owned()),
            ..Filter::default()
        },
        Filter {
            due_within_days: Some(60),
            ..Filter::default()
        },
    ];
    filters.extend(Standing::ALL.map(|standing| Filter {
        standing: Some(standing),
        ..Filter::default()
    }));
    filters
}

/// Read as of the newest position, every dossier is settled from its journal: that is what an index must agree with.
async fn agree(engine: &Engine, on: &str) -> usize {
    let newest = engine.store().newest_position().await.expect("a position");
    let mut found = 0;
    for filter in filters() {
        let filter = Filter {
            on: Some(day(on)),
            ..filter
        };
        let read = Filter {
            known_at: Some(KnownAt::Position(newest)),
            ..filter.clone()
        };
        let expected = listed(engine, &read).await;
        assert_eq!(listed(engine, &filter).await, expected, "{on}: {filter:?}");
        for limit in [1, 3] {
            assert_eq!(
                paged(engine, &filter, limit).await,
                expected,
                "{on}: {filter:?}"
            );
        }
        found += expected.len();
    }
    found
}

fn what_is_found_is_what_is_read(kind: Kind) {
    let mut scenario = licences(kind).expect("licences");
    let mut found = 0;
    for on in [
        "1405-05-21",
        "1405-07-14",
        "1405-07-15",
        "1405-08-10",
        "1406-02-01",
        "1409-01-01",
    ] {
        found += scenario.block_on(agree(scenario.engine(), on));
    }
    assert!(60 < found, "something is found: {found}");
    // Nights write what was to be expected, and nothing that licences are found by.
    for on in ["1405-07-15", "1405-07-16", "1406-02-02", "1409-06-01"] {
        scenario.on(on).and_then(|it| it.night()).expect("a night");
        scenario.block_on(agree(scenario.engine(), on));
        scenario.block_on(agree(scenario.engine(), "1410-01-01"));
    }
    let verification = scenario
        .block_on(scenario.engine().verify(&[]))
        .expect("it is read");
    // The gap between two terms is one that was stated.
    let kept = verification.findings.kept().iter();
    let others = kept.filter(|finding| finding.code != "terms_gap");
    assert_eq!(others.count(), 0, "{:?}", verification.findings);
}

/// What waits for a role, by pages of this many.
async fn work(engine: &Engine, filter: &WorkFilter, limit: usize) -> Vec<Value> {
    let (mut lines, mut after): (_, Option<WorkCursor>) = (Vec::new(), None);
    loop {
        let page = engine.worklist(filter, after, limit).await.expect("a page");
        assert!(page.work.len() <= limit);
        for work in page.work {
            lines.push(serde_json::to_value(work.expect("a line")).expect("it is printed"));
        }
        let Some(next) = page.next else {
            return lines;
        };
        after = Some(next.to_string().parse().expect("a cursor"));
    }
}

/// Read as of the newest position, what waits is computed of every dossier from its journal. The words of what was found.
async fn work_agrees(engine: &Engine, on: calendar::Date) -> BTreeSet<String> {
    let newest = engine.store().newest_position().await.expect("a position");
    let mut words = BTreeSet::new();
    for role in Role::ALL {
        let filter = WorkFilter {
            on: Some(on),
            ..WorkFilter::of(*role)
        };
        let read = WorkFilter {
            known_at: Some(KnownAt::Position(newest)),
            ..filter.clone()
        };
        let expected = work(engine, &read, 1000).await;
        for limit in [1, 2, 1000] {
            let found = work(engine, &filter, limit).await;
            assert_eq!(found, expected, "{on}: {role:?} by {limit}");
        }
        let words_of = expected.iter().map(|it| it["task"].to_string());
        words.extend(words_of);
        let late = WorkFilter {
            until: Days {
                from: None,
                to: Some(on),
            },
            ..filter
        };
        let is_late = |it: &&Value| {
            it["until"]
                .as_str()
                .is_some_and(|until| until <= &*on.to_string())
        };
        let expected: Vec<&Value> = expected.iter().filter(is_late).collect();
        assert_eq!(
            work(engine, &late, 3).await.iter().collect::<Vec<_>>(),
            expected
        );
    }
    words
}

/// Every script leads to a register, in which everything is found that is read, on its last day and long after.
fn after_scripts(database: &Database, files: &[PathBuf]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for file in files {
        let scenario = script::perform(file, database).expect("it is played");
        let engine = scenario.engine();
        let regime = engine.workflows().regime_names().next().expect("a regime");
        let regime = engine.workflows().regime(regime).expect("a regime");
        let today = engine.today(regime);
        for later in [0, 12, 130] {
            let on = today.moved_by(later);
            scenario.block_on(agree(engine, &on.to_string()));
            words.extend(scenario.block_on(work_agrees(engine, on)));
        }
        let verification = scenario.block_on(engine.verify(&[])).expect("it is read");
        assert_eq!(verification.findings.kept().len(), 0, "{}", file.display());
    }
    words
}

fn scripts() -> Vec<PathBuf> {
    let texts = repository::texts("tests/scenarios", "txt").into_iter();
    let played = texts.filter(|(file, _)| !file.contains("/given/"));
    let files = played.map(|(file, _)| repository::root().join(file));
    files.collect()
}

/// All of them where `cargo xtask prove finding` asks, and else one of so many.
fn one_of(several: usize) -> Vec<PathBuf> {
    let step = match times(1) {
        1 => several,
        _ => 1,
    };
    scripts().into_iter().step_by(step).collect()
}

#[test]
fn after_scripts_all_is_found_that_is_read() {
    let files = one_of(8);
    let words = after_scripts(&Database::Sqlite, &files);
    assert!(10 < words.len(), "{words:?}");
}

#[test]
fn after_scripts_on_a_server_all_is_found_that_is_read() {
    let files = one_of(24);
    after_scripts(&Database::Postgres(server()), &files);
}

/// What `list` prints with these arguments.
fn lines(register: &Binary, args: &[&str]) -> Vec<Value> {
    let printed = register.run(&[&["list", "--format", "json"], args].concat());
    let lines = printed.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a line"))
        .collect()
}

/// By an identifier, by an id, and by how the name begins, in any spelling.
fn a_holder_is_found(kind: Kind) {
    a_holder_is_found_in(&Binary::fresh_on(kind).with_some_counter_offices());
}

/// The order of a server's language is another one, in which a beginning does not come before all that begins so.
#[test]
fn a_holder_is_found_where_the_server_speaks_persian() {
    a_holder_is_found_in(&Binary::fresh_in_persian().with_some_counter_offices());
}

fn a_holder_is_found_in(register: &Binary) {
    let all = lines(register, &[]);
    let name = all[7]["holder"].as_str().expect("a name");
    let of = |who: &str| lines(register, &["--holder", who]);
    let expected: Vec<&Value> = all.iter().filter(|it| it["holder"] == name).collect();
    assert_eq!(of(name).iter().collect::<Vec<_>>(), expected);
    let arabic = name.replace('ی', "ي").replace('ک', "ك");
    assert_eq!(of(&arabic).len(), expected.len());
    let beginning: String = name.chars().take(3).collect();
    let so = |it: &&Value| {
        it["holder"]
            .as_str()
            .is_some_and(|it| it.starts_with(&beginning))
    };
    assert_eq!(of(&beginning).len(), all.iter().filter(so).count());
    let file = std::fs::read_to_string(data("pishkhan-register.csv")).expect("the file");
    let identifier = file.lines().nth(1).and_then(|row| {
        let mut cells = row.split(',');
        cells.find(|cell| cell.len() == 10 && cell.bytes().all(|it| it.is_ascii_digit()))
    });
    let identifier = identifier.expect("an identifier");
    assert!(!of(identifier).is_empty());
    assert_eq!(of("9999999999").len(), 0);
}

/// The end of a page says after what the next one comes.
fn a_page_says_where_the_next_begins(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1408/01/01"; 5]);
    let output = register.output(&["list", "--limit", "3"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let cursor = said.trim().rsplit(' ').next().expect("a cursor");
    let rest = register.output(&[
        "list", "--limit", "3", "--after", cursor, "--format", "json",
    ]);
    assert_eq!(String::from_utf8_lossy(&rest.stdout).lines().count(), 2);
    assert_eq!(String::from_utf8_lossy(&rest.stderr), "");
    let refused = register.output(&["list", "--limit", "3", "--after", "x"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("not where a page of a list ended"), "{said}");
}

on_both! {
    what_is_found_is_what_is_read,
    a_holder_is_found,
    a_page_says_where_the_next_begins,
}
