//! How the databases go about the statements of a night and of a command, asked of them: a night's cost
//! follows what is due, and not what there is.

use chrono::NaiveDate;
use sea_orm::{DbBackend, FromQueryResult, QueryTrait, Statement, Value};
use tempfile::TempDir;
use uuid::Uuid;

use crate::append::{UPDATE, moves};
use crate::batch::with_rows;
use crate::dossier::{FIND, FIND_ANYWHERE, REGIMES};
use crate::journal::{AHEAD, NEWEST_RECORDED_AT};
use crate::number::SHARING;
use crate::snapshot::{due_by, next_due};
use crate::statement::counted;
use crate::{Append, Entry, NewDossier, OpenMode, Store, dialect};

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).expect("a day")
}

/// The statements by which what is due is read and counted.
fn due(backend: DbBackend) -> [Statement; 2] {
    [
        next_due(day(2026), None, 500).build(backend),
        counted(due_by(day(2026))).build(backend),
    ]
}

/// A register with so many dossiers, one in a hundred of them due.
async fn register(dossiers: u32) -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let url = format!("sqlite://{}", folder.path().join("register.db").display());
    let opened = Store::open(&url, OpenMode::CreateIfMissing).await;
    let mut store = opened.expect("the register opens");
    store
        .migrate(str::to_owned)
        .await
        .expect("the tables can be made");
    let new: Vec<NewDossier> = (0..dossiers)
        .map(|number| NewDossier {
            id: Uuid::from_u128(u128::from(number) + 1),
            regime: "pishkhan".to_owned(),
            number: number.to_string(),
            number_normalised: number.to_string(),
            province: "قم".to_owned(),
            office_kind: "urban".to_owned(),
            due_on: match number % 100 {
                0 => Some(day(2024)),
                1..=9 => None,
                _ => Some(day(2030)),
            },
            state: vec![1; 60],
            outlook: None,
            entries: vec![Entry {
                effective_on: day(2020),
                recorded_at: 0,
                actor: "{}".into(),
                event: "{}".to_owned(),
                texts: Vec::new(),
                hash: [0; 32],
                asked: None,
                answers: None,
            }],
        })
        .collect();
    store.create(&new).await.expect("dossiers can be added");
    (folder, store)
}

/// A step of SQLite's plan for a statement, in its own words.
#[derive(FromQueryResult)]
struct Planned {
    detail: String,
}

async fn plan(store: &Store, sql: &str) -> Vec<String> {
    let values = vec![Value::from(1_i64); sql.matches('?').count()];
    let sql = format!("EXPLAIN QUERY PLAN {sql}");
    let steps: Vec<Planned> = store
        .rows(sql, values, "asking for the plan")
        .await
        .expect("the statement can be planned");
    steps.into_iter().map(|step| step.detail).collect()
}

/// The plans of a fresh register, and of one whose statistics somebody has gathered: SQLite may
/// choose otherwise once it knows how many rows there are.
async fn plans(sql: &str) -> [Vec<String>; 2] {
    let (_folder, store) = register(3000).await;
    let fresh = plan(&store, sql).await;
    store
        .execute("ANALYZE", vec![], "gathering statistics")
        .await
        .expect("statistics can be gathered");
    [fresh, plan(&store, sql).await]
}

/// No step walks a whole table of ours.
fn walks_no_table(steps: &[String]) {
    for table in ["snapshot", "dossier", "journal"] {
        let walks = [format!("SCAN {table}"), format!("SCAN parvaneh_{table}")];
        assert!(
            !steps
                .iter()
                .any(|step| walks.iter().any(|walk| step.starts_with(walk))),
            "{steps:?}"
        );
    }
}

/// Along the index and in its order: nothing is sorted, however much is due.
#[tokio::test]
async fn what_is_due_is_found_by_its_index() {
    for statement in due(DbBackend::Sqlite) {
        for steps in plans(&statement.sql).await {
            walks_no_table(&steps);
            assert_eq!(steps.len(), 1, "nothing is sorted: {steps:?}");
            let index = steps[0].contains(" INDEX parvaneh_snapshot_due_on (due_on");
            assert!(
                steps[0].starts_with("SEARCH parvaneh_snapshot ") && index,
                "{steps:?}"
            );
        }
    }
}

/// From where the last anchor ends: the cost follows what was written since.
#[tokio::test]
async fn what_is_dated_ahead_is_looked_for_after_an_anchor() {
    let by_position = "SEARCH parvaneh_journal USING INTEGER PRIMARY KEY (rowid>?)";
    let ahead = ["$1", "$2", "$3"]
        .iter()
        .fold(AHEAD.to_owned(), |sql, value| sql.replace(value, "?"));
    for steps in plans(&ahead).await {
        walks_no_table(&steps);
        assert!(steps.iter().any(|step| step == by_position), "{steps:?}");
    }
}

#[tokio::test]
async fn a_number_is_found_by_its_indexes() {
    for sql in [FIND, FIND_ANYWHERE, SHARING, REGIMES] {
        for steps in plans(sql).await {
            walks_no_table(&steps);
        }
    }
}

/// A command asks for the ids of a few persons: no party is read but these.
#[tokio::test]
async fn the_ids_of_a_person_are_found_by_their_indexes() {
    let (_folder, store) = register(1).await;
    let (sql, _) = store.same_persons(&[Uuid::from_u128(1), Uuid::from_u128(2)]);
    for steps in plans(&sql).await {
        let walk = steps
            .iter()
            .find(|step| step.starts_with("SCAN parvaneh_party") || step.starts_with("SCAN party"));
        assert_eq!(walk, None, "{steps:?}");
        let of_others = steps
            .iter()
            .any(|step| step.contains("INDEX parvaneh_party_merged_into"));
        assert!(of_others, "{steps:?}");
    }
}

#[tokio::test]
async fn snapshots_are_changed_by_their_keys() {
    let by_key = "SEARCH snapshot USING INTEGER PRIMARY KEY (rowid=?)";
    let append = Append {
        dossier: 1,
        expected_version: 1,
        last: None,
        head: [0; 32],
        due_on: None,
        state: Vec::new(),
        seat: crate::Seat::Stays,
        outlook: None,
        entries: Vec::new(),
    };
    for rows in [1, 500] {
        let columns = moves(&vec![(&append, None); rows]);
        let (update, _) = with_rows(dialect::of(DbBackend::Sqlite), columns, UPDATE);
        for steps in plans(&update).await {
            walks_no_table(&steps);
            assert!(steps.iter().any(|step| step == by_key), "{steps:?}");
        }
    }
}

/// What these tests forbid is seen when it happens: by a column without an index the table is
/// walked, and in another order than the index has what is due is sorted.
#[tokio::test]
async fn a_walk_would_be_seen() {
    let (_folder, store) = register(10).await;
    let walk = plan(
        &store,
        "SELECT dossier FROM parvaneh_snapshot WHERE version <= ?",
    )
    .await;
    assert_eq!(walk, ["SCAN parvaneh_snapshot"]);
    let by_version = next_due(day(2026), None, 500)
        .query()
        .clear_order_by()
        .order_by("due_on", sea_orm::Order::Asc)
        .order_by("version", sea_orm::Order::Asc)
        .to_owned();
    let sort = DbBackend::Sqlite.build(&by_version).sql;
    assert_eq!(plan(&store, &sort).await.len(), 2);
}

/// How PostgreSQL goes about them, by the rows that it read when it did.
mod postgres {
    use sea_orm::{JsonValue, QueryFilter};

    use super::*;
    use crate::snapshot::{Column, claimed, in_order};
    use crate::{LockedRows, Register, StoreError};

    /// Dossiers, those of them that are due, and a batch.
    const ALL: u32 = 50_000;
    const DUE_ROWS: u32 = 500;
    const BATCH: u32 = 100;

    /// PostgreSQL's plan for a statement.
    #[derive(FromQueryResult)]
    struct Explained {
        #[sea_orm(from_alias = "QUERY PLAN")]
        plan: JsonValue,
    }

    /// A register in a schema of its own, with statistics or without.
    struct Served {
        store: Store,
        schema: String,
    }

    impl Served {
        async fn start() -> Self {
            let server = std::env::var("PARVANEH_TEST_POSTGRES").unwrap_or_default();
            assert!(
                crate::is_on_a_server(&server),
                "this test needs a PostgreSQL server: run `cargo xtask test`, or set \
                 PARVANEH_TEST_POSTGRES to the URL of a server on which databases may be created"
            );
            let schema = format!("plan_{}", Uuid::now_v7().simple());
            let separator = if server.contains('?') { '&' } else { '?' };
            let url = format!("{server}{separator}schema={schema}");
            let opened = Store::open(&url, OpenMode::Existing).await;
            let mut store = opened.expect("the server can be reached");
            store
                .migrate(str::to_owned)
                .await
                .expect("the tables can be made");
            let served = Self { store, schema };
            for sql in [
                format!(
                    "INSERT INTO parvaneh_dossier SELECT n, gen_random_uuid(), 'pishkhan', n::text, 'قم', \
                     'urban' FROM generate_series(1, {ALL}) AS n"
                ),
                format!(
                    "INSERT INTO parvaneh_snapshot (dossier, version, last, due_on, head, state) \
                     SELECT n, 1, n, CASE WHEN n % {every} = 0 THEN date '2024-01-01' \
                     WHEN n % 10 = 1 THEN NULL ELSE date '2030-01-01' END, \
                     decode(repeat('00', 32), 'hex'), decode(repeat('01', 60), 'hex') \
                     FROM generate_series(1, {ALL}) AS n",
                    every = ALL / DUE_ROWS
                ),
                "INSERT INTO parvaneh_journal SELECT dossier, dossier, 1, NULL, '2020-01-01', 0, '{}', \
                 '{}', head FROM parvaneh_snapshot"
                    .to_owned(),
            ] {
                served.run(&sql).await;
            }
            served
        }

        async fn run(&self, sql: &str) {
            let done = self.store.execute(sql, vec![], "preparing").await;
            done.expect("the statement runs");
        }

        /// How many rows a statement reads, which is run and undone.
        async fn rows_read(&self, sql: &str, values: Vec<Value>) -> Result<f64, StoreError> {
            let tx = self.store.begin_write().await?;
            let explain = format!("EXPLAIN (ANALYZE, FORMAT JSON) {sql}");
            let plans: Vec<Explained> = tx.rows(explain, values, "asking for the plan").await?;
            let plan = &plans.first().expect("there is a plan").plan;
            Ok(scanned(&plan[0]["Plan"]))
        }

        async fn stop(self) {
            self.run(&format!("DROP SCHEMA {} CASCADE", self.schema))
                .await;
            self.store.close().await.expect("it can be closed");
        }
    }

    /// The rows of a table that this node and those under it looked at, kept or not.
    fn scanned(node: &JsonValue) -> f64 {
        let number = |name: &str| node[name].as_f64().unwrap_or(0.0);
        let scans = node["Node Type"]
            .as_str()
            .is_some_and(|kind| kind.ends_with("Scan"));
        let own = match scans && node["Relation Name"].is_string() {
            true => {
                let rows = number("Actual Rows")
                    + number("Rows Removed by Filter")
                    + number("Rows Removed by Index Recheck");
                rows * number("Actual Loops")
            }
            false => 0.0,
        };
        let under = node["Plans"].as_array().into_iter().flatten();
        own + under.map(scanned).sum::<f64>()
    }

    /// The statements that a sweep reads with, the one by which it changes snapshots, and those by which a command finds
    /// its dossier.
    fn statements(store: &Register<sea_orm::DatabaseConnection>) -> Vec<(String, Vec<Value>)> {
        let backend = DbBackend::Postgres;
        let batch = BATCH as usize;
        // The second batch begins where the first one ended.
        let second = Some((day(2024), i64::from(BATCH * (ALL / DUE_ROWS))));
        let keys: Vec<i64> = (1..=i64::from(BATCH)).map(|at| at * 100).collect();
        let append = |key: &i64| Append {
            dossier: *key,
            expected_version: 1,
            last: Some(*key),
            head: [0; 32],
            due_on: Some(day(2030)),
            state: vec![2; 60],
            seat: crate::Seat::Stays,
            outlook: None,
            entries: Vec::new(),
        };
        let appends: Vec<Append> = keys.iter().map(append).collect();
        let lasts = keys.iter().copied().map(Some);
        let columns = moves(&appends.iter().zip(lasts).collect::<Vec<_>>());
        let mut built = vec![
            counted(due_by(day(2026))).build(backend),
            in_order()
                .filter(store.among(Column::Dossier, &keys))
                .build(backend),
        ];
        for after in [None, second] {
            let due = next_due(day(2026), after, batch);
            built.push(due.build(backend));
            built.push(claimed(due, LockedRows::Skip).build(backend));
        }
        let parts = |it: Statement| (it.sql, it.values.map(|it| it.0).unwrap_or_default());
        let mut statements: Vec<_> = built.into_iter().map(parts).collect();
        let newest = "SELECT coalesce(max(position), 0) AS value FROM parvaneh_journal";
        statements.push((newest.to_owned(), vec![]));
        statements.push((NEWEST_RECORDED_AT.to_owned(), vec![]));
        let anchored = i64::from(ALL - BATCH);
        let ahead = vec![anchored.into(), day(2026).into(), "{}".into()];
        statements.push((AHEAD.to_owned(), ahead));
        let number = || Value::from("4711");
        statements.push((FIND.to_owned(), vec!["pishkhan".into(), number()]));
        statements.push((FIND_ANYWHERE.to_owned(), vec![number()]));
        statements.push(with_rows(store.dialect(), columns, UPDATE));
        statements
    }

    /// However many dossiers there are, and whether or not the server knows it.
    #[tokio::test]
    async fn nothing_is_read_but_what_is_asked_for() {
        let served = Served::start().await;
        for known in [false, true] {
            if known {
                served.run("ANALYZE").await;
            }
            for (sql, values) in statements(&served.store) {
                let read = served.rows_read(&sql, values).await;
                let read = read.expect("the statement runs");
                let most = f64::from(DUE_ROWS + BATCH);
                assert!(read <= most, "{read} rows, analysed: {known}: {sql}");
            }
        }
        // A walk through a table would be seen.
        let walk = "SELECT dossier FROM parvaneh_snapshot WHERE version < $1";
        let read = served.rows_read(walk, vec![0_i64.into()]).await;
        assert_eq!(read.expect("the statement runs"), f64::from(ALL));
        served.stop().await;
    }
}
