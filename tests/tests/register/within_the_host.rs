//! The engine within a transaction of a host's: each call is whole or nothing, and what is read is what the
//! transaction sees.

use std::process::Command as Process;
use std::time::Duration;

use parvaneh::parties::NewParty;
use parvaneh::prelude::*;
use parvaneh::store::StoreError;
use parvaneh::sweep::SweepError;
use parvaneh_tests::disturbed::{ended, start, until};
use parvaneh_tests::{Binary, Kind, on_both};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

on_both!(
    what_fails_leaves_nothing_with_the_host,
    what_was_done_is_seen_before_the_commit,
    a_refusal_is_an_error_with_its_code,
    a_pool_that_is_used_up_is_told_from_a_lost_server,
    a_night_that_is_dropped_can_be_run_again_at_once,
    a_night_that_is_stopped_says_how_far_it_came,
    a_night_is_stopped_by_sigterm,
);

/// Offices, their register under the system's clock, and the host's own connections to it.
async fn opened(binary: &Binary) -> (Engine, DatabaseConnection) {
    let store = Store::open(binary.url(), OpenMode::Existing).await.unwrap();
    let host = store.connection().clone();
    (Engine::new(store, Workflows::embedded().unwrap()), host)
}

fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(test);
}

/// What an inspector has seen in an office.
fn reported(id: u128, number: &str) -> Request {
    let report = enforcement::Command::Report {
        violation: "HOURS".into(),
        facts: "seen".into(),
    };
    let inspector = Actor::new("inspector-1", Role::Inspector);
    Request::new(
        Uuid::from_u128(id),
        number,
        inspector,
        Command::Enforcement(report),
    )
}

async fn count(host: &impl ConnectionTrait, rows: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {rows}");
    let asked = Statement::from_string(host.get_database_backend(), sql);
    let counted = host.query_one_raw(asked).await.unwrap().unwrap();
    counted.try_get_by_index(0).unwrap()
}

/// Makes it impossible to keep an answer, which is the last thing that a command writes.
fn keeps_no_answers(binary: &Binary, kind: Kind) {
    binary.query(match kind {
        Kind::Sqlite => {
            "CREATE TRIGGER in_the_way BEFORE INSERT ON parvaneh_command BEGIN SELECT RAISE(ABORT, 'no'); END"
        }
        Kind::Postgres => "ALTER TABLE parvaneh_command ADD CONSTRAINT in_the_way CHECK (answer = '')",
    });
}

fn keeps_answers_again(binary: &Binary, kind: Kind) {
    binary.query(match kind {
        Kind::Sqlite => "DROP TRIGGER in_the_way",
        Kind::Postgres => "ALTER TABLE parvaneh_command DROP CONSTRAINT in_the_way",
    });
}

/// The host goes on after an error of ours, and commits: its own row is there, and nothing of ours.
fn what_fails_leaves_nothing_with_the_host(kind: Kind) {
    let binary = Binary::fresh_on(kind).with_offices(&["1408/01/01"]);
    let events = binary.query("SELECT CAST(count(*) AS text) FROM parvaneh_journal");
    keeps_no_answers(&binary, kind);
    run(async {
        let (engine, host) = opened(&binary).await;
        host.execute_unprepared("CREATE TABLE fee (licence text NOT NULL)")
            .await
            .unwrap();
        let mut tx = host.begin().await.unwrap();
        let paid = "INSERT INTO fee VALUES ('17-1')";
        tx.execute_unprepared(paid).await.unwrap();
        let failed = engine.within(&mut tx).handle(&reported(1, "17-1")).await;
        let failed = failed.unwrap_err();
        assert!(
            matches!(failed, EngineError::Store(StoreError::Constraint { .. })),
            "{failed}"
        );
        // The transaction goes on, also on a server.
        assert_eq!(count(&tx, "fee").await, 1);
        let unknown = engine
            .within(&mut tx)
            .standing("99-9", None)
            .await
            .unwrap_err();
        assert!(matches!(unknown, EngineError::NoSuchLicence(_)));
        tx.commit().await.unwrap();
        assert_eq!(count(&host, "fee").await, 1);
        host.execute_unprepared("DROP TABLE fee").await.unwrap();
        engine.close().await.unwrap();
    });
    keeps_answers_again(&binary, kind);
    let after = binary.query("SELECT CAST(count(*) AS text) FROM parvaneh_journal");
    assert_eq!(after, events);
    binary.verify_clean();
}

/// A party, a command to its licence, and what the licence is worth then, before anything is committed; and
/// nothing of it after a rollback.
fn what_was_done_is_seen_before_the_commit(kind: Kind) {
    let binary = Binary::fresh_on(kind).with_offices(&["1408/01/01"]);
    run(async {
        let (engine, host) = opened(&binary).await;
        let parties = count(&host, "parvaneh_party").await;
        let mut tx = host.begin().await.unwrap();
        let mut within = engine.within(&mut tx);
        let before = within.show("17-1", None).await.unwrap();
        let party = NewParty::new(PartyKind::Natural, "سارا رضایی");
        within.register_party(&party).await.unwrap();
        let answer = within.handle(&reported(1, "17-1")).await.unwrap();
        assert!(!answer.accepted().unwrap().is_empty());
        let after = within.show("17-1", None).await.unwrap();
        assert!(before.history.len() < after.history.len());
        let standing = within.standing("۱۷-۱", None).await.unwrap();
        assert_eq!(standing, Standing::InForce);
        assert_eq!(count(&tx, "parvaneh_party").await, parties + 1);
        tx.rollback().await.unwrap();
        let after = engine.show("17-1", None).await.unwrap();
        assert_eq!(before.history.len(), after.history.len());
        assert_eq!(count(&host, "parvaneh_party").await, parties);
        engine.close().await.unwrap();
    });
    binary.verify_clean();
}

/// What the law refuses is a value that goes where errors go, with its code.
fn a_refusal_is_an_error_with_its_code(kind: Kind) {
    let binary = Binary::fresh_on(kind).with_offices(&["1408/01/01"]);
    run(async {
        let (engine, host) = opened(&binary).await;
        let mut tx = host.begin().await.unwrap();
        let clerk = Actor::new("desk-3", Role::Secretariat).in_province("قم");
        let file = Command::Renewal(renewal::Command::File);
        let request = Request::new(Uuid::from_u128(1), "17-1", clerk, file);
        let answer = engine.within(&mut tx).handle(&request).await.unwrap();
        assert_eq!(answer.outcome, Outcome::Refused);
        let asked = || -> Result<(), Box<dyn std::error::Error>> {
            answer.accepted()?;
            Ok(())
        };
        let error = asked().unwrap_err();
        let refusal = error.downcast_ref::<Refusal>().unwrap();
        assert_eq!(refusal.code, Code::OtherProvince);
        tx.rollback().await.unwrap();
        engine.close().await.unwrap();
    });
}

/// Where the host uses all connections itself, that is said, and not that a server is lost.
fn a_pool_that_is_used_up_is_told_from_a_lost_server(kind: Kind) {
    let binary = Binary::fresh_on(kind).with_offices(&["1408/01/01"]);
    run(async {
        let (engine, host) = opened(&binary).await;
        let mut held = Vec::new();
        let error = loop {
            match engine.store().begin_read().await {
                Ok(tx) => held.push(tx),
                Err(error) => break error,
            }
        };
        let StoreError::Exhausted { connections, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(connections as usize, held.len());
        assert!(error.is_passing());
        drop(held);
        // The same again goes through.
        engine.store().begin_read().await.unwrap();
        drop(host);
    });
}

/// A night that begins at once, and leaves nothing due.
async fn does_the_rest(engine: Engine, sweep: Sweep) {
    let report = engine.sweep(&sweep, |_, _| {}).await.unwrap();
    assert!(0 < report.settled);
    assert_eq!((report.remaining, report.failures.len()), (0, 0));
    engine.close().await.unwrap();
}

/// A night whose future is dropped gives its lease back, and has left nothing half written.
fn a_night_that_is_dropped_can_be_run_again_at_once(kind: Kind) {
    let binary = Binary::fresh_on(kind).with_some_counter_offices();
    run(async {
        let (engine, _host) = opened(&binary).await;
        let sweep = Sweep {
            batch: 10.try_into().unwrap(),
            max_gap: None,
            ..Sweep::default()
        };
        // Before it has the lease, while it takes it, and soon after.
        for pauses in [0, 1, 2, 3, 5, 8, 20] {
            let paused = tokio::time::sleep(Duration::from_millis(pauses));
            tokio::select! {
                biased;
                () = paused => {}
                done = engine.sweep(&sweep, |_, _| {}) => { done.unwrap(); }
            }
        }
        // In the midst of it.
        let settled = Notify::new();
        let told = |done, _| {
            if 0 < done {
                settled.notify_one();
            }
        };
        tokio::select! {
            biased;
            () = settled.notified() => {}
            _ = engine.sweep(&sweep, told) => panic!("it came to its end"),
        }
        engine.close().await.unwrap();
        // Another process would find the lease given back.
        let (engine, _host) = opened(&binary).await;
        does_the_rest(engine, sweep).await;
    });
    binary.verify_clean();
}

/// A night that is told to stop ends in order: what is settled stays so, and the next one does the rest.
fn a_night_that_is_stopped_says_how_far_it_came(kind: Kind) {
    let binary = Binary::fresh_on(kind).with_some_counter_offices();
    run(async {
        let (engine, _host) = opened(&binary).await;
        for dry_run in [true, false] {
            let stop = CancellationToken::new();
            let sweep = Sweep {
                batch: 10.try_into().unwrap(),
                max_gap: None,
                stop: stop.clone(),
                dry_run,
                ..Sweep::default()
            };
            let stopped = engine.sweep(&sweep, |done, _| {
                if 0 < done {
                    stop.cancel();
                }
            });
            let Err(SweepError::Stopped { settled, due, .. }) = stopped.await else {
                panic!("it was not stopped");
            };
            assert!(
                settled < due && (dry_run || 0 < settled),
                "{settled} of {due}"
            );
        }
        let anew = Sweep {
            max_gap: None,
            ..Sweep::default()
        };
        does_the_rest(engine, anew).await;
    });
    binary.verify_clean();
}

/// The same of the program, which SIGTERM asks to end.
fn a_night_is_stopped_by_sigterm(kind: Kind) {
    let binary = Binary::fresh_on(kind).with_some_counter_offices();
    let due = "SELECT CAST(count(*) AS text) FROM parvaneh_snapshot WHERE due_on <= '2026-11-23'";
    let before = binary.query(due);
    let night = start(binary.command(&["nightly", "--batch", "1"]));
    until("settled anything", || binary.query(due) != before);
    let id = night.id().to_string();
    let mut kill = Process::new("kill");
    assert!(kill.args(["-TERM", &id]).status().unwrap().success());
    let said = ended(night);
    let text = binary.said(&said);
    assert_eq!(said.status.code(), Some(1), "{text}");
    assert!(
        text.contains("stopped in the midst of") && text.contains("run it again"),
        "{text}"
    );
    binary.run(&["nightly"]);
    binary.verify_clean();
}
