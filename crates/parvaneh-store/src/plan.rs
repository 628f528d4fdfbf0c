//! How SQLite goes about the night's statements, asked of SQLite: a night's cost follows what is
//! due, and not what there is.

use chrono::NaiveDate;
use sea_orm::{DbBackend, Value};
use tempfile::TempDir;
use uuid::Uuid;

use crate::append::{UPDATE, moves};
use crate::rows::with_rows;
use crate::snapshot::DUE;
use crate::{Append, Entry, NewDossier, OpenMode, Store};

/// A register with so many dossiers, one in a hundred of them due.
async fn register(dossiers: u32) -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let url = format!("sqlite://{}", folder.path().join("register.db").display());
    let opened = Store::open(&url, OpenMode::CreateIfMissing).await;
    let store = opened.expect("the register opens");
    store.migrate().await.expect("the tables can be made");
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
    let new: Vec<NewDossier> = (0..dossiers)
        .map(|number| NewDossier {
            id: Uuid::from_u128(u128::from(number) + 1),
            regime: "pishkhan".to_owned(),
            number: number.to_string(),
            province: "قم".to_owned(),
            office_kind: "urban".to_owned(),
            due_on: match number % 100 {
                0 => Some(day(2024)),
                1..=9 => None,
                _ => Some(day(2030)),
            },
            state: vec![1; 60],
            entries: vec![Entry {
                effective_on: day(2020),
                recorded_at: 0,
                actor: "{}".into(),
                event: "{}".to_owned(),
                hash: [0; 32],
            }],
        })
        .collect();
    store.create(&new).await.expect("dossiers can be added");
    (folder, store)
}

/// The steps of SQLite's plan for a statement, in its own words.
async fn plan(store: &Store, sql: &str) -> Vec<String> {
    let values = vec![Value::from(1_i64); sql.matches('?').count()];
    let rows = store
        .all(
            &format!("EXPLAIN QUERY PLAN {sql}"),
            values,
            "asking for the plan",
        )
        .await
        .expect("the statement can be planned");
    rows.iter()
        .map(|row| row.try_get("", "detail").expect("a plan has details"))
        .collect()
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
        let walk = format!("SCAN {table}");
        assert!(
            !steps.iter().any(|step| step.starts_with(&walk)),
            "{steps:?}"
        );
    }
}

/// Along the index and in its order: nothing is sorted, however much is due.
#[tokio::test]
async fn what_is_due_is_found_by_its_index() {
    let count = "SELECT count(*) FROM snapshot WHERE due_on <= ?";
    for sql in [DUE, count] {
        for steps in plans(sql).await {
            walks_no_table(&steps);
            assert_eq!(steps.len(), 1, "nothing is sorted: {steps:?}");
            let index = steps[0].contains(" INDEX snapshot_due_on (due_on");
            assert!(
                steps[0].starts_with("SEARCH snapshot ") && index,
                "{steps:?}"
            );
        }
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
        entries: Vec::new(),
    };
    for rows in [1, 500] {
        let columns = moves(&vec![&append; rows], &vec![None; rows]);
        let (update, _) = with_rows(DbBackend::Sqlite, columns, UPDATE);
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
    let walk = plan(&store, "SELECT dossier FROM snapshot WHERE version <= ?").await;
    assert_eq!(walk, ["SCAN snapshot"]);
    let sort = DUE.replace("ORDER BY due_on, dossier", "ORDER BY due_on, version");
    assert_eq!(plan(&store, &sort).await.len(), 2);
}
