//! At which instant something is recorded: that of the database's own clock, where it has one and no other
//! was given, once nobody else changes the dossier. What was known until then can be told.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use parvaneh::known_at::{AsOf, KnownAt, NotKnown};
use parvaneh::store::{Lease, NewRun, Store};
use parvaneh::{Engine, EngineError, Request, Workflows};
use parvaneh_tests::{Binary, Kind, on_both};
use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

/// An office that is in force for long, whatever day it is, and its register under the system's clock.
async fn in_force(kind: Kind) -> (Binary, Engine, i64) {
    let binary = Binary::fresh_on(kind).with_offices(&["1408/01/01"]);
    let engine = Engine::open(&binary.url(), Workflows::embedded().unwrap()).await;
    let engine = engine.unwrap();
    let found = engine.store().find(None, "17-1").await.unwrap();
    (binary, engine, found[0].seq)
}

fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(test);
}

/// An act of the inspector's, of the day on which it is entered.
fn reported(last: u8) -> Value {
    json!({
        "id": format!("00000000-0000-7000-8000-0000000000{last:02}"),
        "number": "17-1",
        "actor": { "id": "inspector-1", "role": "inspector", "national": true },
        "command": {
            "machine": "enforcement", "type": "report", "violation": "HOURS", "facts": "seen",
        },
    })
}

fn request(said: &Value) -> Request {
    Request::parse(said.to_string().as_bytes()).unwrap()
}

/// What the server's clock shows, in milliseconds since 1970.
async fn shown(store: &Store) -> i64 {
    let shown = store.clock().await.unwrap().unwrap();
    // So that whatever comes after it is of a later millisecond.
    sleep(Duration::from_millis(2)).await;
    shown
}

/// How many events are known at an instant.
async fn known(engine: &Engine, instant: i64) -> Result<usize, EngineError> {
    let instant = DateTime::from_timestamp_millis(instant).unwrap();
    let as_of = AsOf {
        on: None,
        known_at: Some(KnownAt::Instant(instant)),
    };
    let shown = engine.show("17-1", as_of).await?;
    Ok(shown.history.len())
}

fn may_be_preceded(asked: Result<usize, EngineError>) {
    let refused = asked.unwrap_err();
    let is_that = matches!(refused, EngineError::NotKnown(NotKnown::MayBePreceded(_)));
    assert!(is_that, "{refused}");
}

/// When the newest event of the dossier was recorded.
async fn newest(engine: &Engine, key: i64) -> i64 {
    let history = engine.store().histories(&[key]).await.unwrap();
    history.last().unwrap().recorded_at
}

/// The holder of the row is asked neither when it began nor when it is done: a command that waits for it
/// is recorded after it. Until both are over, what was known before cannot be told.
#[test]
fn what_waits_for_its_dossier_is_recorded_when_it_holds_it() {
    run(async {
        let (_binary, engine, key) = in_force(Kind::Postgres).await;
        let store = engine.store();
        let before = shown(store).await;
        let first = store.begin_write().await.unwrap();
        let held = first.hold_snapshot(key).await.unwrap().unwrap();
        let began = shown(store).await;
        assert!((before..=began).contains(&held.at.unwrap()));
        let second = tokio::spawn({
            let engine = engine.clone();
            async move { engine.handle(&request(&reported(1))).await }
        });
        while store.writers().await.unwrap().len() < 2 {
            sleep(Duration::from_millis(5)).await;
        }
        // It has joined those that write, and comes to the row.
        sleep(Duration::from_millis(200)).await;
        let waited = shown(store).await;
        may_be_preceded(known(&engine, waited).await);
        first.commit().await.unwrap();
        let answer = second.await.unwrap().unwrap();
        assert_eq!(json!(answer)["outcome"], "accepted");
        assert!(waited < newest(&engine, key).await, "it waited until then");
        let (then, at_last) = (1, 2);
        assert_eq!(known(&engine, waited).await.unwrap(), then);
        let now = shown(store).await;
        assert_eq!(known(&engine, now).await.unwrap(), at_last);
        assert_eq!(known(&engine, waited).await.unwrap(), then);
        engine.close().await.unwrap();
    });
}

/// Two who write: the one that was recorded first is seen last. What was known between is not told before
/// both are over.
#[test]
fn what_was_recorded_first_and_is_seen_last_was_known() {
    run(async {
        let (_binary, engine, key) = in_force(Kind::Postgres).await;
        let store = engine.store();
        let mut slow = store.begin_write().await.unwrap();
        let answer = engine
            .within(slow.connection_mut())
            .handle(&request(&reported(1)))
            .await
            .unwrap();
        assert_eq!(json!(answer)["outcome"], "accepted");
        let between = shown(store).await;
        may_be_preceded(known(&engine, between).await);
        slow.commit().await.unwrap();
        assert!(newest(&engine, key).await <= between);
        assert_eq!(known(&engine, between).await.unwrap(), 2);
        engine.close().await.unwrap();
    });
}

/// A row is recorded no earlier than the one before it in its dossier, also where a clock was put back.
fn an_instant_never_falls_within_a_dossier(kind: Kind) {
    run(async {
        let (binary, engine, key) = in_force(kind).await;
        let at = |time: &str| {
            let time: DateTime<Utc> = time.parse().unwrap();
            engine.clone().with_clock(move || time)
        };
        let [ten, nine] = ["2026-11-29T10:00:00Z", "2026-11-29T09:00:00Z"].map(at);
        let field = kind.field("event", "holder");
        let holder = binary.query(&format!("SELECT {field} FROM parvaneh_journal"));
        let mut drafts = reported(2);
        drafts["actor"] = json!({ "id": holder[0], "role": "holder" });
        drafts["command"] =
            json!({ "machine": "contract", "type": "draft", "agency": "post_bank" });
        let mut recorded = Vec::new();
        for (engine, said) in [(&ten, reported(1)), (&nine, drafts)] {
            let answer = engine.handle(&request(&said)).await.unwrap();
            assert_eq!(json!(answer)["outcome"], "accepted");
            recorded.push(newest(engine, key).await);
        }
        assert_eq!(recorded, [recorded[0]; 2]);
        engine.close().await.unwrap();
    });
}

/// The day of a command is the one of the clock that it is recorded by.
fn an_act_is_dated_no_later_than_it_is_recorded(kind: Kind) {
    run(async {
        let (_binary, engine, key) = in_force(kind).await;
        let answer = engine.handle(&request(&reported(1))).await.unwrap();
        answer.accepted().unwrap();
        let history = engine.store().histories(&[key]).await.unwrap();
        let row = history.last().unwrap();
        let recorded = DateTime::from_timestamp_millis(row.recorded_at).unwrap();
        let tehran = FixedOffset::east_opt(12_600).unwrap();
        let recorded = recorded.with_timezone(&tehran).date_naive();
        assert_eq!(row.effective_on, recorded);
        let apart = (Utc::now().timestamp_millis() - row.recorded_at).abs();
        assert!(
            apart < 86_400_000,
            "by {apart} ms: another clock altogether"
        );
        engine.close().await.unwrap();
    });
}

/// In a file a night settles a batch before it begins to write it, so that its rows are of an instant at
/// which others could write.
#[test]
fn what_a_night_may_precede_is_refused() {
    run(async {
        let (_binary, engine, _) = in_force(Kind::Sqlite).await;
        let now = Utc::now();
        let run = NewRun {
            id: Uuid::from_u128(1),
            kind: "nightly".to_owned(),
            as_of: now.date_naive(),
            started_at: now.timestamp_millis(),
        };
        let store = engine.store();
        let other = store.start_run(&run, Lease::Respect).await.unwrap();
        assert_eq!(other, None);
        sleep(Duration::from_millis(5)).await;
        assert_eq!(known(&engine, run.started_at - 1).await.unwrap(), 1);
        may_be_preceded(known(&engine, run.started_at).await);
        store
            .finish_run(run.id, run.started_at, "{}")
            .await
            .unwrap();
        assert_eq!(known(&engine, run.started_at).await.unwrap(), 1);
        engine.close().await.unwrap();
    });
}

on_both! {
    an_instant_never_falls_within_a_dossier,
    an_act_is_dated_no_later_than_it_is_recorded,
}
