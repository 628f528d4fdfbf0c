//! What the store promises, on each database it can be in. What the whole program promises is in
//! the tests of its commands, which are made for each database by the same macro.

use std::process::Stdio;

use chrono::NaiveDate;
use parvaneh::store::{
    Append, Connection, EarlierAnswer, Entry, JournalRow, NewDossier, OpenMode, Parked, PartyRow,
    Register, SchemaState, Snapshot, Store, StoreError, chain,
};
use parvaneh_tests::{Binary, Kind, offices_csv, on_both};
use sea_orm::TransactionTrait;
use serde_json::Value;
use uuid::Uuid;

/// A register with its tables, opened.
struct Opened {
    store: Store,
    binary: Binary,
}

/// Runs to its end what waits for a database.
fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(work)
}

async fn opened(kind: Kind) -> Opened {
    let binary = Binary::fresh_on(kind);
    let mut store = open(&binary).await;
    store.migrate(str::to_owned).await.unwrap();
    Opened { store, binary }
}

async fn open(binary: &Binary) -> Store {
    Store::open(&binary.url(), OpenMode::CreateIfMissing)
        .await
        .unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An event after the one with this hash.
fn entry(previous: &chain::Hash, version: i64, on: &str, event: &str) -> Entry {
    let (actor, on) = ("{\"id\":\"desk-3\"}", day(on));
    Entry {
        effective_on: on,
        recorded_at: 1_700_000_000_000 + version,
        actor: actor.into(),
        event: event.to_owned(),
        texts: Vec::new(),
        hash: chain::link(
            previous,
            version,
            on,
            1_700_000_000_000 + version,
            actor,
            event,
        ),
        asked: None,
        answers: None,
    }
}

/// A dossier with one event, due on a day or on none.
fn new(number: u32, due_on: Option<&str>) -> NewDossier {
    let id = Uuid::from_u128(u128::from(number));
    NewDossier {
        id,
        regime: "pishkhan".to_owned(),
        number: format!("17-{number}"),
        number_normalised: format!("17-{number}"),
        province: "تهران".to_owned(),
        office_kind: "urban".to_owned(),
        due_on: due_on.map(day),
        state: vec![1, 0, 255],
        outlook: None,
        entries: vec![entry(
            &chain::genesis(id),
            1,
            "2023-03-21",
            "{\"type\":\"opened\"}",
        )],
    }
}

/// The next event of what was read.
fn append(read: &Snapshot, event: &str) -> Append {
    Append {
        dossier: read.dossier,
        expected_version: read.version,
        last: read.last,
        head: read.head,
        due_on: Some(day("2027-01-01")),
        state: vec![2],
        seat: parvaneh::store::Seat::Stays,
        outlook: None,
        entries: vec![entry(&read.head, read.version + 1, "2026-11-23", event)],
    }
}

/// Appends in a transaction of its own.
async fn write(store: &Store, batch: &[&Append]) -> Result<(), StoreError> {
    let tx = store.begin_write().await?;
    tx.append(batch).await?;
    tx.commit().await
}

fn events(history: &[JournalRow]) -> Vec<(i64, i64, &str)> {
    let row = |row| {
        let JournalRow {
            dossier,
            version,
            event,
            ..
        }: &JournalRow = row;
        (*dossier, *version, event.as_str())
    };
    history.iter().map(row).collect()
}

/// Texts that a database could take for something else.
const ODD: [&str; 8] = [
    "سارا\u{200c}ی رضایی",
    "it's ? $1 :name %s \\x00 \\",
    "line\nand\ttab\r\n",
    " ",
    "",
    "NULL",
    "{\"a\":\"\\u0000\"}",
    "🦋 e\u{301} \u{10ffff}",
];

/// What is written is read again, byte for byte, by every way that leads to it.
fn what_is_created_is_read_as_it_was_given(kind: Kind) {
    run(async {
        let Opened {
            store,
            binary: _binary,
        } = opened(kind).await;
        let mut all: Vec<NewDossier> = (1..)
            .zip(ODD)
            .map(|(number, odd)| {
                let mut new = new(number, Some("2026-11-22"));
                odd.clone_into(&mut new.province);
                odd.clone_into(&mut new.office_kind);
                new.number.push_str(odd);
                new.number_normalised.push_str(odd);
                odd.clone_into(&mut new.entries[0].event);
                new
            })
            .collect();
        all[1].due_on = None;
        let genesis = chain::genesis(all[2].id);
        all[2].entries = vec![entry(&genesis, 1, "0002-01-01", "first day")];
        all[3].due_on = Some(day("9999-12-31"));
        all[4].state = (0..=255).cycle().take(100_000).collect();
        let keys = store.create(&all).await.unwrap();
        assert!(keys.is_sorted(), "keys are given in order: {keys:?}");
        let rows = store.dossiers_after(None, 100).await.unwrap();
        let snapshots = store.load_snapshots(&keys).await.unwrap();
        let history = store.histories(&keys).await.unwrap();
        assert_eq!([rows.len(), snapshots.len(), history.len()], [8, 8, 8]);
        for (at, given) in all.iter().enumerate() {
            let row = &rows[at];
            let found = store
                .find(Some("pishkhan"), &given.number_normalised)
                .await
                .unwrap();
            assert_eq!(found, std::slice::from_ref(row));
            assert_eq!(store.dossier(keys[at]).await.unwrap().as_ref(), Some(row));
            assert_eq!((row.seq, row.id), (keys[at], given.id));
            assert_eq!(row.number, given.number);
            assert_eq!(
                (&row.province, &row.office_kind),
                (&given.province, &given.office_kind)
            );
            let snapshot = &snapshots[at];
            assert_eq!((snapshot.dossier, snapshot.version), (keys[at], 1));
            assert_eq!(snapshot.due_on, given.due_on);
            assert_eq!(snapshot.state, given.state);
            let (written, entry) = (&history[at], &given.entries[0]);
            assert_eq!(snapshot.head, entry.hash);
            assert_eq!(written.hash, entry.hash);
            assert_eq!(written.effective_on, entry.effective_on);
            assert_eq!(written.recorded_at, entry.recorded_at);
            assert_eq!(
                (&*written.actor, &written.event),
                (&*entry.actor, &entry.event)
            );
        }
        assert_eq!(store.count_dossiers().await.unwrap(), 8);
        assert_eq!(store.count_events().await.unwrap(), 8);
        assert_eq!(store.regimes().await.unwrap(), ["pishkhan"]);
        store.close().await.unwrap();
    });
}

/// A register holds each licence once.
fn a_number_is_given_once_in_a_regime(kind: Kind) {
    run(async {
        let Opened { store, binary } = opened(kind).await;
        store.create(&[new(1, None)]).await.unwrap();
        let before = binary.dump();
        let mut again = new(1, None);
        again.id = Uuid::from_u128(2);
        let tx = store.begin_write().await.unwrap();
        let refused = tx.create(&[new(3, None), again.clone()]).await;
        assert!(
            matches!(refused, Err(StoreError::Constraint { .. })),
            "{refused:?}"
        );
        drop(tx);
        assert_eq!(binary.dump(), before);
        again.regime = "chicago".to_owned();
        store.create(&[again]).await.unwrap();
        assert_eq!(store.find(None, "17-1").await.unwrap().len(), 2);
        assert_eq!(store.regimes().await.unwrap(), ["chicago", "pishkhan"]);
        store.close().await.unwrap();
    });
}

/// Histories have no gaps, each dossier's by itself, however long: a batch of more dossiers than a
/// statement takes.
fn appended_events_follow_one_another(kind: Kind) {
    run(async {
        let Opened {
            store,
            binary: _binary,
        } = opened(kind).await;
        let all: Vec<NewDossier> = (1..=1200).map(|number| new(number, None)).collect();
        let keys = store.create(&all).await.unwrap();
        for round in ["second", "third"] {
            let read = store.load_snapshots(&keys).await.unwrap();
            let appends: Vec<Append> = read.iter().map(|read| append(read, round)).collect();
            write(&store, &appends.iter().collect::<Vec<_>>())
                .await
                .unwrap();
        }
        let history = store.histories(&keys).await.unwrap();
        let expected = keys.iter().flat_map(|key| {
            [
                (*key, 1, "{\"type\":\"opened\"}"),
                (*key, 2, "second"),
                (*key, 3, "third"),
            ]
        });
        assert_eq!(events(&history), expected.collect::<Vec<_>>());
        assert_eq!(store.scattered(&keys).await.unwrap(), history);
        let last = store.load_snapshots(&keys[1199..]).await.unwrap();
        assert_eq!((last[0].version, &last[0].state), (3, &vec![2]));
        assert_eq!(last[0].due_on, Some(day("2027-01-01")));
        assert_eq!(last[0].head, history[3599].hash);
        store.close().await.unwrap();
    });
}

/// One of a batch has moved on: nothing of the batch is written, and the answer says how many.
fn a_conflict_leaves_nothing_of_its_batch(kind: Kind) {
    run(async {
        let Opened { store, binary } = opened(kind).await;
        let keys = store
            .create(&[new(1, None), new(2, None), new(3, None)])
            .await
            .unwrap();
        let read = store.load_snapshots(&keys).await.unwrap();
        write(&store, &[&append(&read[1], "quicker")])
            .await
            .unwrap();
        let before = binary.dump();
        let appends: Vec<Append> = read.iter().map(|read| append(read, "slower")).collect();
        let refused = write(&store, &appends.iter().collect::<Vec<_>>()).await;
        assert!(
            matches!(refused, Err(StoreError::Conflict { dossiers: 1 })),
            "{refused:?}"
        );
        assert_eq!(binary.dump(), before);
        store.close().await.unwrap();
    });
}

/// What could not be written of what commands of one transaction led to is told by the next statement, and by the
/// commit: nothing of it is kept, also where the first to hear of it thinks nothing of it.
fn what_could_not_be_written_together_ends_the_transaction(kind: Kind) {
    run(async {
        let Opened { store, binary } = opened(kind).await;
        let keys = store.create(&[new(1, None), new(2, None)]).await.unwrap();
        let read = store.load_snapshots(&keys).await.unwrap();
        write(&store, &[&append(&read[1], "quicker")])
            .await
            .unwrap();
        let before = binary.dump();
        let mut tx = store.begin_write().await.unwrap();
        tx.gather(&[]).await.unwrap();
        let writes = tx.writes();
        let appends = [append(&read[0], "sound"), append(&read[1], "slower")];
        tx.append(&[&appends[0]]).await.unwrap();
        tx.append(&[&appends[1]]).await.unwrap();
        assert_eq!(tx.writes(), writes + 2);
        for _ in 0..2 {
            let told = tx.load_snapshots(&keys).await.unwrap_err();
            assert!(matches!(told, StoreError::Unwritten { .. }), "{told:?}");
            assert!(!told.is_about_one_dossier() && !told.is_passing());
        }
        let refused = tx.commit().await.unwrap_err();
        assert!(matches!(refused, StoreError::Unwritten { .. }));
        assert_eq!(binary.dump(), before);
        store.close().await.unwrap();
    });
}

/// Two writers that read one version cannot both succeed, whoever comes first.
fn one_version_has_one_successor(kind: Kind) {
    run(async {
        let Opened {
            store,
            binary: _binary,
        } = opened(kind).await;
        let keys = store.create(&[new(1, None)]).await.unwrap();
        for _ in 0..20 {
            let read = store.load_snapshots(&keys).await.unwrap();
            let (one, other) = (append(&read[0], "one"), append(&read[0], "other"));
            let (one, other) = ([&one], [&other]);
            let (one, other) = tokio::join!(write(&store, &one), write(&store, &other));
            let refused = match (one, other) {
                (Ok(()), Err(refused)) | (Err(refused), Ok(())) => refused,
                both => panic!("{both:?}"),
            };
            assert!(
                matches!(refused, StoreError::Conflict { dossiers: 1 }),
                "{refused:?}"
            );
        }
        assert_eq!(store.histories(&keys).await.unwrap().len(), 21);
        store.close().await.unwrap();
    });
}

/// A transaction that is given up leaves nothing, and one that the host commits takes the host's
/// own rows along.
fn the_hosts_rows_and_ours_stand_or_fall_together(kind: Kind) {
    run(async {
        let Opened { store, binary } = opened(kind).await;
        let host = store.connection();
        host.execute_unprepared("CREATE TABLE fee (licence text)")
            .await
            .unwrap();
        for (commits, there) in [(false, "0"), (true, "1")] {
            let tx = host.begin().await.unwrap();
            tx.execute_unprepared("INSERT INTO fee VALUES ('17-1')")
                .await
                .unwrap();
            let ours = Register::over(tx);
            ours.create(&[new(1, None)]).await.unwrap();
            match commits {
                true => ours.commit().await.unwrap(),
                false => drop(ours),
            }
            for table in [
                "fee",
                "parvaneh_dossier",
                "parvaneh_snapshot",
                "parvaneh_journal",
            ] {
                let count = binary.query(&format!("SELECT count(*) FROM {table}"));
                assert_eq!(count, [there], "{table}");
            }
        }
        store.close().await.unwrap();
    });
}

/// What is due is due on or before the day: read page by page, by day and within a day by key,
/// none left out and none twice.
fn what_is_due_is_read_in_pages(kind: Kind) {
    run(async {
        let Opened {
            store,
            binary: _binary,
        } = opened(kind).await;
        let days = [
            "2026-11-23",
            "2026-11-21",
            "2026-11-24",
            "2026-11-22",
            "2026-11-21",
        ];
        let all: Vec<NewDossier> = (0..100)
            .map(|number| new(number + 1, days.get(number as usize % 6).copied()))
            .collect();
        let keys = store.create(&all).await.unwrap();
        let as_of = day("2026-11-23");
        let mut expected: Vec<(NaiveDate, i64)> = all
            .iter()
            .zip(&keys)
            .filter_map(|(new, key)| Some((new.due_on?, *key)))
            .filter(|(due_on, _)| *due_on <= as_of)
            .collect();
        expected.sort_unstable();
        for size in [1, 7, 500] {
            let mut found = Vec::new();
            loop {
                let page = store.due(as_of, found.last().copied(), size).await.unwrap();
                assert!(page.len() <= size);
                let place = |read: &Snapshot| (read.due_on.unwrap(), read.dossier);
                found.extend(page.iter().map(place));
                if page.is_empty() {
                    break;
                }
            }
            assert_eq!(found, expected, "pages of {size}");
        }
        assert_eq!(store.count_due(as_of).await.unwrap(), expected.len());
        assert_eq!(store.count_due(day("2026-11-20")).await.unwrap(), 0);
        store.close().await.unwrap();
    });
}

/// Parties are found by id and by identifier, of their own kind, and may have been erased.
fn parties_are_kept(kind: Kind) {
    run(async {
        let Opened {
            store,
            binary: _binary,
        } = opened(kind).await;
        let party = |id, of_kind: &str, name: Option<&str>, identifier: Option<&str>| PartyRow {
            id: Uuid::from_u128(id),
            kind: of_kind.to_owned(),
            name: name.map(str::to_owned),
            name_as_given: name.map(str::to_owned),
            identifier: identifier.map(str::to_owned),
            salt: None,
            merged_into: None,
            last: None,
        };
        let mut all = vec![
            party(1, "natural", Some(ODD[0]), Some("9995648067")),
            party(2, "legal", Some(ODD[1]), Some("9995648067")),
            party(3, "natural", None, None),
            party(4, "natural", Some(""), None),
        ];
        store.insert_parties(&all).await.unwrap();
        let ids: Vec<Uuid> = all.iter().map(|party| party.id).collect();
        let mut found = store.parties(&ids).await.unwrap();
        found.sort_by_key(|party| party.id);
        all.sort_by_key(|party| party.id);
        assert_eq!(found, all);
        assert_eq!(store.parties(&[Uuid::from_u128(9)]).await.unwrap(), []);
        let by = store
            .parties_by_identifier(&["legal"], &["9995648067", "1"])
            .await
            .unwrap();
        assert_eq!(by, [all[1].clone()]);
        let twice = party(5, "natural", None, Some("9995648067"));
        let refused = store.insert_parties(&[twice]).await;
        assert!(
            matches!(refused, Err(StoreError::Constraint { .. })),
            "{refused:?}"
        );
        store.close().await.unwrap();
    });
}

/// An answer is kept once, and is what is given ever after.
fn answers_are_remembered(kind: Kind) {
    run(async {
        let Opened {
            store,
            binary: _binary,
        } = opened(kind).await;
        let id = Uuid::from_u128(7);
        assert_eq!(store.earlier_answer(id).await.unwrap(), None);
        store.remember(id, &[7; 32], ODD[1], 1).await.unwrap();
        let kept = Some(EarlierAnswer {
            body_hash: [7; 32],
            answer: ODD[1].to_owned(),
            recorded_at: 1,
        });
        assert_eq!(store.earlier_answer(id).await.unwrap(), kept);
        let refused = store.remember(id, &[8; 32], "another", 2).await;
        assert!(
            matches!(refused, Err(StoreError::Constraint { .. })),
            "{refused:?}"
        );
        assert_eq!(store.earlier_answer(id).await.unwrap(), kept);
        store.close().await.unwrap();
    });
}

/// From nothing to the present schema, and no further; an older one is brought up, with what it
/// holds, and a newer one is left alone.
fn the_schema_says_what_state_it_is_in(kind: Kind) {
    run(async {
        let binary = Binary::fresh_on(kind);
        let mut store = open(&binary).await;
        assert_eq!(store.schema().await.unwrap(), SchemaState::Empty);
        let steps = store.migrate(str::to_owned).await.unwrap();
        assert_eq!(store.schema().await.unwrap(), SchemaState::Current);
        assert_eq!(store.migrate(str::to_owned).await.unwrap(), 0);
        store.create(&[new(1, None)]).await.unwrap();
        let names = binary.query("SELECT version FROM parvaneh_migrations ORDER BY 1");
        assert_eq!(names.len(), steps);

        let ahead = "m29991231_000001_of_another_time";
        binary.query(&format!(
            "INSERT INTO parvaneh_migrations VALUES ('{ahead}', 0)"
        ));
        let newer = SchemaState::Newer {
            unknown: vec![ahead.to_owned()],
        };
        assert_eq!(store.schema().await.unwrap(), newer);
        assert_eq!(store.migrate(str::to_owned).await.unwrap(), 0);
        store.close().await.unwrap();
    });
}

/// Every command refuses a schema that it does not know, and says so.
fn a_newer_schema_is_refused(kind: Kind) {
    let register = Binary::fresh_on(kind).with_offices(&["1405/08/30"]);
    let ahead = "m29991231_000001_of_another_time";
    register.query(&format!(
        "INSERT INTO parvaneh_migrations VALUES ('{ahead}', 0)"
    ));
    let before = register.dump();
    let file = register.write("offices.csv", offices_csv(&["1405/08/30"]));
    for args in [
        &["nightly", "--as-of", "1405-09-02"][..],
        &["list"],
        &["verify"],
        &["migrate"],
        &["submit", &file],
        &["import", "--profile", "pishkhan", &file],
    ] {
        let said = register.fails(1, args);
        assert!(
            said.contains("has a newer schema") && said.contains(ahead),
            "{args:?}: {said}"
        );
    }
    assert_eq!(register.dump(), before);
}

/// Several processes find no tables and set about making them: one does, and all can go on.
fn a_register_is_made_once(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let piped = |mut command: std::process::Command| {
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let makers: Vec<_> = (0..4)
        .map(|_| piped(register.command(&["migrate"])))
        .collect();
    for maker in makers {
        let output = maker.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", register.said(&output));
    }
    register.verify_clean();
}

/// The same file, night and commands lead to the same register on either database, and to the same
/// answers, byte for byte but for what a run makes up: ids and instants.
#[test]
fn both_databases_hold_the_same_register() {
    let commands: String = ["file", "withdraw", "file"]
        .iter()
        .enumerate()
        .map(|(at, what)| {
            format!(
                "{{\"id\":\"00000000-0000-7000-8000-00000000000{at}\",\"number\":\"17-10000004\",\
                 \"on\":\"1405-09-02\",\"actor\":{{\"id\":\"the-holder\",\"role\":\"holder\"}},\
                 \"command\":{{\"machine\":\"renewal\",\"type\":\"{what}\"}}}}\n"
            )
        })
        .collect();
    let told = |kind| {
        let register = Binary::fresh_on(kind).with_some_counter_offices();
        let mut night = register.json(&["nightly", "--as-of", "1405-09-02"]);
        for made_up in ["run", "duration_ms"] {
            night.as_object_mut().unwrap().remove(made_up).unwrap();
        }
        let number = register.list("1405-09-02").into_keys().next().unwrap();
        let file = register.write(
            "commands.jsonl",
            register.as_holders(&commands.replace("17-10000004", &number)),
        );
        let mut told = vec![night.to_string(), register.run(&["submit", &file])];
        for on in ["1403-01-01", "1405-05-31", "1405-09-02", "1410-01-01"] {
            told.push(register.run(&["list", "--on", on, "--format", "json"]));
            let mut shown = register.json(&["show", &number, "--on", on]);
            forget(&mut shown);
            told.push(shown.to_string());
        }
        told.push(register.run(&["verify"]));
        told.extend(register.essence());
        told
    };
    let (file, server) = (told(Kind::Sqlite), told(Kind::Postgres));
    for (one, other) in file.iter().zip(&server) {
        assert_eq!(one, other);
    }
    assert_eq!(file.len(), server.len());
}

/// Takes out what differs from run to run.
fn forget(shown: &mut Value) {
    match shown {
        Value::Object(fields) => {
            for name in ["id", "holder_id", "recorded_at", "hash"] {
                fields.remove(name);
            }
            fields.values_mut().for_each(forget);
        }
        Value::Array(items) => items.iter_mut().for_each(forget),
        Value::String(text) if Uuid::try_parse(text).is_ok() => text.clear(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Two registers live in schemas of one database, and neither sees the other.
#[test]
fn a_register_can_have_a_schema_of_its_own() {
    let database = Binary::fresh_on(Kind::Postgres);
    let url = database.url();
    let separator = if url.contains('?') { '&' } else { '?' };
    let file = database.write("offices.csv", offices_csv(&["1405/08/30"]));
    let within = |schema: &str, args: &[&str]| {
        let mut command = database.command(args);
        command.env(
            "PARVANEH_REGISTER",
            format!("{url}{separator}schema={schema}"),
        );
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", database.said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    within("one", &["import", "--profile", "pishkhan", &file]);
    within("other", &["migrate"]);
    assert!(within("one", &["verify"]).starts_with("1 dossiers"));
    assert!(within("other", &["verify"]).starts_with("0 dossiers"));
    let tables = "SELECT DISTINCT table_schema FROM information_schema.tables \
                  WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";
    assert_eq!(database.query(tables), ["one", "other"]);
}

/// Whatever a command has to say about a register, it says without the password.
#[test]
fn a_password_is_never_shown() {
    let database = Binary::fresh_on(Kind::Postgres);
    let url = database.url();
    let (user, place) = url.split_once('@').unwrap();
    let (user, password) = match user.matches(':').count() {
        1 => (user, "hush-hush"),
        _ => user.rsplit_once(':').unwrap(),
    };
    let said = |place: &str, code: i32, args: &[&str]| {
        let mut command = database.command(args);
        command.env("PARVANEH_REGISTER", format!("{user}:{password}@{place}"));
        let output = command.output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{}",
            database.said(&output)
        );
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        assert!(
            !said.contains(password),
            "{args:?}: {}",
            said.replace(password, "[password]")
        );
        said
    };
    // Without tables, without a database, without a server, with a parameter that is none.
    assert!(said(place, 1, &["list"]).contains(place));
    let missing = format!("{place}_of_nobody");
    assert!(said(&missing, 1, &["list"]).contains(&missing));
    assert!(said("127.0.0.1:1/nowhere", 1, &["list"]).contains("127.0.0.1:1/nowhere"));
    said(&format!("{place}?schema=no-name"), 1, &["migrate"]);
    assert!(said(place, 0, &["migrate"]).contains(place));
    said(place, 0, &["verify"]);
}

/// Two dossiers, of three events and of one, none of which a sink has taken.
struct Refused {
    store: Store,
    keys: Vec<i64>,
    /// Where the events of the first are in the journal, and the one of the second.
    first: Vec<i64>,
    second: i64,
    /// The numbers of the letters: the first's first, the second's, and the first's other two.
    seqs: Vec<i64>,
    _binary: Binary,
}

fn parked(position: i64, dossier: i64, attempts: u32) -> Parked {
    Parked {
        position,
        dossier,
        reason: format!("reason {position}"),
        attempts,
    }
}

async fn refused(kind: Kind) -> Refused {
    let Opened { store, binary } = opened(kind).await;
    let keys = store.create(&[new(1, None), new(2, None)]).await.unwrap();
    for round in ["second", "third"] {
        let read = store.load_snapshots(&keys[..1]).await.unwrap();
        write(&store, &[&append(&read[0], round)]).await.unwrap();
    }
    let recorded = store.recorded_of(keys[0], 1).await.unwrap();
    let first: Vec<i64> = recorded.iter().map(|it| it.position).collect();
    let second = store.recorded_of(keys[1], 1).await.unwrap()[0].position;
    let all = [
        parked(first[0], keys[0], 1),
        parked(second, keys[1], 2),
        parked(first[1], keys[0], 0),
        parked(first[2], keys[0], 0),
    ];
    store.park("other", &all[..1]).await.unwrap();
    store.park("sink", &all).await.unwrap();
    // Once more, as after a crash.
    store.park("sink", &all).await.unwrap();
    let letters = store.dead_letters(Some("sink"), false).await.unwrap();
    Refused {
        seqs: letters.iter().map(|it| it.seq).collect(),
        store,
        keys,
        first,
        second,
        _binary: binary,
    }
}

impl Refused {
    /// The letters of a sink, by their places in the journal.
    async fn letters(&self, sink: &str) -> Vec<i64> {
        let letters = self.store.dead_letters(Some(sink), false).await.unwrap();
        letters.iter().map(|it| it.position).collect()
    }

    /// Those that are to be tried, with their numbers.
    async fn to_retry(&self, sink: &str) -> Vec<(i64, i64)> {
        let letters = self.store.letters_to_retry(sink, 10).await.unwrap();
        letters
            .iter()
            .map(|(seq, it)| (*seq, it.as_ref().unwrap().position))
            .collect()
    }
}

/// What a sink would not take waits, and behind it what is of the same dossier. It is tried again
/// where somebody asks for it, from the first on.
fn dead_letters_are_tried_in_order(kind: Kind) {
    run(async {
        let refused = refused(kind).await;
        let Refused {
            store,
            keys,
            first,
            seqs,
            ..
        } = &refused;
        let all = [first[0], refused.second, first[1], first[2]];
        assert_eq!(refused.letters("sink").await, all);
        assert_eq!(refused.to_retry("sink").await, []);
        let mut blocked = store.blocked_dossiers("sink").await.unwrap();
        blocked.sort_unstable();
        assert_eq!(blocked, *keys);

        // Whichever is named, all of its dossier are tried.
        assert_eq!(store.retry_letter(seqs[2]).await.unwrap(), 3);
        assert_eq!(refused.to_retry("sink").await, [(seqs[0], first[0])]);
        store.letter_refused(seqs[0], "in vain").await.unwrap();
        assert_eq!(refused.to_retry("sink").await, []);
        let read = store.dead_letters(Some("sink"), false).await.unwrap();
        assert_eq!((&*read[0].reason, read[0].attempts), ("in vain", 2));
        let behind = format!("reason {}", first[1]);
        assert_eq!((&*read[2].reason, read[2].attempts), (&*behind, 0));

        store.retry_letter(seqs[0]).await.unwrap();
        for at in [0, 2, 3] {
            assert_eq!(refused.to_retry("sink").await, [(seqs[at], all[at])]);
            store.letter_taken(seqs[at]).await.unwrap();
        }
        assert_eq!(store.blocked_dossiers("sink").await.unwrap(), [keys[1]]);
        assert_eq!(store.retry_letter(1_000_000).await.unwrap(), 0);
        assert_eq!(refused.letters("other").await, first[..1]);
        assert_eq!(refused.to_retry("other").await, []);
        refused.store.close().await.unwrap();
    });
}

/// What was dropped lets go what is behind it, also where that comes later.
fn a_dropped_letter_frees_those_behind_it(kind: Kind) {
    run(async {
        let refused = refused(kind).await;
        let Refused {
            store,
            keys,
            first,
            second,
            seqs,
            ..
        } = &refused;
        assert!(store.drop_letter(seqs[0], "wrong address").await.unwrap());
        assert!(!store.drop_letter(seqs[0], "again").await.unwrap());
        assert_eq!(store.retry_letter(seqs[0]).await.unwrap(), 0);
        assert_eq!(refused.letters("sink").await, [*second, first[1], first[2]]);
        let with_dropped = store.dead_letters(None, true).await.unwrap();
        assert_eq!(with_dropped.len(), 5);
        let dropped = with_dropped.iter().find(|it| it.seq == seqs[0]).unwrap();
        assert_eq!(dropped.dropped.as_ref().unwrap().1, "wrong address");
        for (at, position) in [(2, first[1]), (3, first[2])] {
            assert_eq!(refused.to_retry("sink").await, [(seqs[at], position)]);
            store.letter_taken(seqs[at]).await.unwrap();
        }

        // Set aside by a relay that did not know yet that the one before it was dropped.
        assert!(store.drop_letter(seqs[1], "known").await.unwrap());
        let blocked = store.blocked_dossiers("sink").await.unwrap();
        assert!(blocked.is_empty(), "{blocked:?}");
        let late = parked(first[2], keys[0], 0);
        store.park("sink", &[late]).await.unwrap();
        assert_eq!(refused.to_retry("sink").await[0].1, first[2]);
        assert!(!store.drop_letter(1_000_000, "none").await.unwrap());
        assert_eq!(refused.letters("other").await, first[..1]);
        refused.store.close().await.unwrap();
    });
}

on_both! {
    what_is_created_is_read_as_it_was_given,
    a_number_is_given_once_in_a_regime,
    appended_events_follow_one_another,
    a_conflict_leaves_nothing_of_its_batch,
    what_could_not_be_written_together_ends_the_transaction,
    one_version_has_one_successor,
    the_hosts_rows_and_ours_stand_or_fall_together,
    what_is_due_is_read_in_pages,
    parties_are_kept,
    answers_are_remembered,
    the_schema_says_what_state_it_is_in,
    a_newer_schema_is_refused,
    a_register_is_made_once,
    dead_letters_are_tried_in_order,
    a_dropped_letter_frees_those_behind_it,
}
