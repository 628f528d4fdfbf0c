//! Relays and a NATS server that are killed again and again while others write: whoever reads the
//! stream and leaves out what it has seen has the journal, whole and in order.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::dossier::Command;
use parvaneh::core::renewal;
use parvaneh::handle::Outcome;
use parvaneh::store::{Append, Entry, EventRow, Fence, Recorded, Seat, Store};
use parvaneh::{Engine, Request, Workflows};
use parvaneh_test_servers::cluster::Cluster;
use parvaneh_test_servers::nats::Server;
use parvaneh_tests::relaying::{Relaying, until};
use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, Kind, clock, nats};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::Value;
use tokio::time::sleep;
use uuid::Uuid;

/// How many write at once, each a command a transaction.
const WRITERS: u32 = 8;

/// How many leave what they have written open for a while.
const SLOW_WRITERS: u32 = 3;

/// How many dossiers the writers share; each slow one has as many for itself.
const DOSSIERS: u32 = 24;

/// So many seconds of faults; thirty where nobody says otherwise.
const SECONDS: &str = "PARVANEH_CHAOS_SECONDS";

/// Offices in force, whose renewal can be filed at any time.
fn register(offices: u32) -> Binary {
    let through = vec!["1406/01/31"; usize::try_from(offices).unwrap()];
    Binary::fresh_on(Kind::Postgres).with_offices(&through)
}

async fn engine(register: &Binary) -> Engine {
    let url = format!("{}?max_connections=32", register.url());
    let engine = Engine::open(&url, Workflows::embedded().unwrap()).await;
    engine.unwrap().with_clock(clock::now)
}

/// The holder asks for a renewal, or takes the request back.
async fn request(engine: &Engine, office: u32, command: renewal::Command) -> Request {
    let shown = engine.show(&format!("17-{office}"), None).await.unwrap();
    let actor = Actor {
        id: shown.view.holder().unwrap().to_string(),
        role: Role::Holder,
        province: Some("تهران".to_owned()),
        on_behalf_of: None,
    };
    Request {
        regime: Some("pishkhan".to_owned()),
        ..Request::new(
            Uuid::now_v7(),
            format!("17-{office}"),
            actor,
            Command::Renewal(command),
        )
    }
}

/// A number below `count`.
fn throw(seed: u64, at: u32, count: u32) -> u32 {
    let thrown = f64::from(count) * chance(seed, at);
    // A cast would be as good; this one cannot surprise.
    (0..count)
        .take_while(|face| f64::from(*face) <= thrown)
        .last()
        .unwrap_or(0)
}

fn either(seed: u64, at: u32) -> renewal::Command {
    match throw(seed, at, 2) {
        0 => renewal::Command::File,
        _ => renewal::Command::Withdraw,
    }
}

/// Commands to one dossier after the other, as fast as they are answered; how many were accepted.
async fn write(
    engine: Arc<Engine>,
    seed: u64,
    writer: u32,
    offices: u32,
    stop: Arc<AtomicBool>,
) -> u32 {
    let mut accepted = 0;
    let mut at = writer << 24;
    while !stop.load(Ordering::Relaxed) {
        let office = 1 + throw(seed, at, offices);
        let request = request(&engine, office, either(seed, at + 1)).await;
        let answer = engine.handle(&request).await;
        accepted += u32::from(answer.unwrap().outcome == Outcome::Accepted);
        at += 2;
    }
    accepted
}

/// Transactions with several commands, which have their numbers or their positions long before they
/// end, if they are not given up; how many were committed.
async fn write_slowly(engine: Arc<Engine>, seed: u64, writer: u32, stop: Arc<AtomicBool>) -> u32 {
    let mut committed = 0;
    let mut at = writer << 24;
    let first = 1 + DOSSIERS * (1 + writer - WRITERS);
    while !stop.load(Ordering::Relaxed) {
        let mut host = engine.store().connection().begin().await.unwrap();
        let early = throw(seed, at, 2) == 0;
        if early {
            // Its number is earlier than those of many who have their positions first.
            let number = "SELECT pg_current_xact_id()";
            host.execute_unprepared(number).await.unwrap();
            sleep(Duration::from_millis(200).mul_f64(chance(seed, at + 1))).await;
        }
        at += 2;
        for _ in 0..3 {
            let office = first + throw(seed, at, DOSSIERS);
            let request = request(&engine, office, either(seed, at + 1)).await;
            // Whether it is accepted is not what this is about.
            let answer = engine.within(&mut host).handle(&request).await;
            drop(answer.unwrap());
            at += 2;
        }
        if !early {
            sleep(Duration::from_millis(2000).mul_f64(chance(seed, at))).await;
        }
        if throw(seed, at + 1, 4) == 0 {
            host.rollback().await.unwrap();
        } else {
            host.commit().await.unwrap();
            committed += 1;
        }
        // While a transaction is open it holds back what others could be lost among.
        sleep(Duration::from_millis(4000).mul_f64(chance(seed, at + 2))).await;
        at += 3;
    }
    committed
}

/// All of them, until they are told to stop; how many commands were accepted, and how many slow
/// transactions were committed.
fn all_write(register: &Binary, seed: u64, stop: &Arc<AtomicBool>) -> (u32, u32) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (accepted, committed) = runtime.block_on(async {
        let engine = Arc::new(engine(register).await);
        let task = |writer| {
            let (engine, stop) = (Arc::clone(&engine), Arc::clone(stop));
            match writer < WRITERS {
                true => tokio::spawn(write(engine, seed, writer, DOSSIERS, stop)),
                false => tokio::spawn(write_slowly(engine, seed, writer, stop)),
            }
        };
        let tasks: Vec<_> = (0..WRITERS + SLOW_WRITERS).map(task).collect();
        let mut counts = Vec::new();
        for task in tasks {
            counts.push(task.await.unwrap());
        }
        let slow = counts.split_off(usize::try_from(WRITERS).unwrap());
        (counts.iter().sum(), slow.iter().sum())
    });
    (accepted, committed)
}

/// Events that can all be read.
fn readable(recorded: Vec<Recorded>) -> Vec<EventRow> {
    recorded.into_iter().map(Result::unwrap).collect()
}

fn length() -> Duration {
    let seconds = std::env::var(SECONDS).map(|seconds| seconds.parse().unwrap());
    Duration::from_secs(seconds.unwrap_or(30))
}

/// Who was killed how often.
#[derive(Debug, Default)]
struct Kills {
    relays: u32,
    servers: u32,
}

/// Kills relays and the server at random moments, and starts them again.
fn havoc(register: &Binary, server: &mut Server, relays: &mut [Relaying; 2], seed: u64) -> Kills {
    let mut kills = Kills::default();
    let sink = server.url();
    let (begun, length) = (Instant::now(), length());
    let mut at = u32::MAX >> 1;
    while begun.elapsed() < length {
        thread::sleep(Duration::from_millis(2500).mul_f64(chance(seed, at)));
        let pause = Duration::from_millis(500).mul_f64(chance(seed, at + 1));
        match throw(seed, at + 2, 3) {
            2 => {
                server.kill().unwrap();
                thread::sleep(pause);
                server.restart().unwrap();
                kills.servers += 1;
            }
            relay => {
                let relay = &mut relays[usize::try_from(relay).unwrap()];
                relay.kill();
                thread::sleep(pause);
                *relay = Relaying::start(register, &["--to", &sink]);
                kills.relays += 1;
            }
        }
        at += 3;
    }
    kills
}

/// What a consumer has that leaves out what it has seen before: each dossier's events in the order
/// in which they came.
fn consumed(bodies: impl Iterator<Item = String>) -> BTreeMap<String, Vec<String>> {
    let mut seen = HashSet::new();
    let mut dossiers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for body in bodies {
        let event: Value = serde_json::from_str(&body).unwrap();
        if seen.insert(event["id"].to_string()) {
            let dossier = event["partitionkey"].as_str().unwrap().to_owned();
            dossiers.entry(dossier).or_default().push(body);
        }
    }
    dossiers
}

#[test]
fn whatever_is_killed_the_journal_arrives_whole_and_in_order() {
    let seed = seed();
    let register = register(DOSSIERS * (1 + SLOW_WRITERS));
    let mut server = Server::start().unwrap();
    let sink = server.url();
    let relay = || Relaying::start(&register, &["--to", &sink]);
    let mut relays = [relay(), relay()];
    let stop = Arc::new(AtomicBool::new(false));
    let (kills, (accepted, committed)) = thread::scope(|scope| {
        let writing = scope.spawn(|| all_write(&register, seed, &stop));
        let kills = havoc(&register, &mut server, &mut relays, seed);
        stop.store(true, Ordering::Relaxed);
        (kills, writing.join().unwrap())
    });
    until("relayed everything", || {
        register.json(&["sinks"])["lag_events"] == 0
    });
    for relay in relays {
        assert_eq!(relay.terminate().status.code(), Some(0), "seed {seed}");
    }

    let told = register.run(&["events", "tail", "--from", "beginning", "--once"]);
    let stored = nats::stored(&sink);
    let events = told.lines().count();
    println!(
        "{accepted} commands, {committed} late transactions, {events} events, {} messages, {kills:?}",
        stored.len()
    );
    assert_eq!(
        register.query("SELECT count(*) FROM parvaneh_journal"),
        [events.to_string()]
    );
    assert_eq!(
        register.query("SELECT count(*) FROM parvaneh_dead_letter"),
        ["0"]
    );
    let consumed = consumed(stored.into_iter().map(|it| it.body));
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in told.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let dossier = event["partitionkey"].as_str().unwrap().to_owned();
        expected.entry(dossier).or_default().push(line.to_owned());
    }
    assert_eq!(consumed.len(), expected.len(), "seed {seed}");
    for (dossier, expected) in expected {
        // What is missing or out of place says more than a hundred bodies do.
        let id = |body: &String| {
            let event: Value = serde_json::from_str(body).unwrap();
            event["sequence"].to_string()
        };
        let found = &consumed[&dossier];
        let ids: Vec<String> = found.iter().map(id).collect();
        assert_eq!(
            ids,
            expected.iter().map(id).collect::<Vec<_>>(),
            "seed {seed}"
        );
        assert!(
            *found == expected,
            "seed {seed}: {dossier} has other bodies"
        );
    }
    assert_ne!(accepted.min(committed), 0, "nobody wrote");
    assert_ne!(kills.relays.min(kills.servers), 0, "nobody was killed");
    register.verify_clean();
}

/// An event that has its position first and is there last is not skipped: until its transaction is
/// over, nothing after it counts as whole.
///
/// On a server of its own: transactions of other tests would be waited for as well.
#[tokio::test]
async fn what_is_written_late_is_waited_for() {
    let cluster = Cluster::start().unwrap();
    let register = Binary::fresh_at(&cluster.url()).with_offices(&["1406/01/31"; 2]);
    let engine = engine(&register).await;
    let store = engine.store();
    let mut fence = Fence::default();
    let before = fence.pass(store.journal_end(&fence).await.unwrap());
    assert_ne!(before, 0, "the offices were opened");

    let mut late = store.connection().begin().await.unwrap();
    let file = async |office| request(&engine, office, renewal::Command::File).await;
    let first = engine.within(&mut late).handle(&file(1).await).await;
    first.unwrap().accepted().unwrap();
    let second = engine.handle(&file(2).await).await.unwrap();
    second.accepted().unwrap();
    let seen = readable(store.recorded(before, i64::MAX, 100).await.unwrap());
    assert!(seen.iter().all(|event| event.number == "17-2"), "{seen:?}");
    assert_ne!(seen.len(), 0, "nothing was written");
    for _ in 0..3 {
        assert_eq!(fence.pass(store.journal_end(&fence).await.unwrap()), before);
        assert!(fence.awaits());
    }
    late.commit().await.unwrap();

    let newest = seen.last().map(|event| event.position).unwrap();
    // The server may have a transaction of its own, which is waited for as well.
    for _ in 0..1000 {
        if fence.pass(store.journal_end(&fence).await.unwrap()) == newest {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    let whole = fence.pass(store.journal_end(&fence).await.unwrap());
    assert_eq!(whole, newest);
    let all = readable(store.recorded(before, whole, 100).await.unwrap());
    assert_eq!(all.first().map(|event| event.number.as_str()), Some("17-1"));
    assert_eq!(all.last().map(|event| event.number.as_str()), Some("17-2"));
}

/// Nor is one skipped that has its position first and is there last, but whose transaction is the
/// later of the two. The newest transaction that is over is then older than the one that goes on.
///
/// On a server of its own: others' transactions would hide what this is about.
#[tokio::test]
async fn what_a_later_transaction_has_first_is_waited_for() {
    let cluster = Cluster::start().unwrap();
    let register = Binary::fresh_at(&cluster.url()).with_offices(&["1406/01/31"; 2]);
    let engine = engine(&register).await;
    let store = engine.store();
    let mut fence = Fence::default();
    let before = fence.pass(store.journal_end(&fence).await.unwrap());

    let mut earlier = store.connection().begin().await.unwrap();
    // As a host does that writes a row of its own first.
    let number = "SELECT pg_current_xact_id()";
    earlier.execute_unprepared(number).await.unwrap();
    let mut later = store.connection().begin().await.unwrap();
    let file = async |office| request(&engine, office, renewal::Command::File).await;
    for (host, office) in [(&mut later, 1), (&mut earlier, 2)] {
        let answer = engine.within(host).handle(&file(office).await).await;
        answer.unwrap().accepted().unwrap();
    }
    earlier.commit().await.unwrap();
    for _ in 0..3 {
        assert_eq!(fence.pass(store.journal_end(&fence).await.unwrap()), before);
        assert!(fence.awaits());
    }
    later.commit().await.unwrap();
    let whole = fence.pass(store.journal_end(&fence).await.unwrap());
    let all = readable(store.recorded(before, whole, 100).await.unwrap());
    assert_eq!(all.first().map(|event| event.number.as_str()), Some("17-1"));
    assert_eq!(all.last().map(|event| event.number.as_str()), Some("17-2"));
}

/// Who reads what is whole as fast as it can, while many write, has read the journal in the end.
///
/// Nothing is killed here and no transaction stays open, so that there is something to read all the
/// time; on a server of its own, as above.
#[tokio::test]
async fn a_reader_that_never_rests_misses_nothing() {
    const LENGTH: Duration = Duration::from_secs(10);
    // So many that the writers seldom wait for each other.
    const OFFICES: u32 = 400;
    let seed = seed();
    let cluster = Cluster::start().unwrap();
    let through = ["1406/01/31"; OFFICES as usize];
    let register = Binary::fresh_at(&cluster.url()).with_offices(&through);
    let engine = Arc::new(engine(&register).await);
    let stop = Arc::new(AtomicBool::new(false));
    let writer = |writer| {
        let (engine, stop) = (Arc::clone(&engine), Arc::clone(&stop));
        tokio::spawn(write(engine, seed, writer, OFFICES, stop))
    };
    let writers: Vec<_> = (0..2 * WRITERS).map(writer).collect();

    let store = engine.store();
    let mut fence = Fence::default();
    let mut read: Vec<i64> = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < LENGTH {
        read_on(store, &mut fence, &mut read).await;
    }
    stop.store(true, Ordering::Relaxed);
    let mut accepted = 0;
    for writer in writers {
        accepted += writer.await.unwrap();
    }
    while read_on(store, &mut fence, &mut read).await {}
    println!("{accepted} commands, {} events", read.len());
    let positions = register.query("SELECT position FROM parvaneh_journal ORDER BY position");
    let read: Vec<String> = read.iter().map(ToString::to_string).collect();
    let missed: Vec<&String> = positions.iter().filter(|it| !read.contains(it)).collect();
    assert_eq!(missed, Vec::<&String>::new(), "seed {seed}");
    assert_eq!(read, positions, "seed {seed}");
    assert!(100 < accepted, "hardly anybody wrote");
}

/// Reads what is whole by now and was not read before; whether there may be more.
async fn read_on(store: &Store, fence: &mut Fence, read: &mut Vec<i64>) -> bool {
    let whole = fence.pass(store.journal_end(fence).await.unwrap());
    let last = read.last().copied().unwrap_or(0);
    let events = readable(store.recorded(last, whole, 1000).await.unwrap());
    read.extend(events.iter().map(|event| event.position));
    fence.awaits() || !events.is_empty()
}

/// A register that nobody writes to costs a relay no transaction.
#[tokio::test]
async fn a_relay_without_work_uses_no_numbers_up() {
    let cluster = Cluster::start().unwrap();
    let register = Binary::fresh_at(&cluster.url()).with_offices(&["1406/01/31"]);
    let engine = engine(&register).await;
    let store = engine.store();
    let mut fence = Fence::default();
    let whole = fence.pass(store.journal_end(&fence).await.unwrap());
    let next = || register.query("SELECT pg_snapshot_xmax(pg_current_snapshot())");
    let first = next();
    for _ in 0..5 {
        assert_eq!(fence.pass(store.journal_end(&fence).await.unwrap()), whole);
    }
    assert_eq!(next(), first);
}

/// A transaction can be waited for before it has its first position: a moment at which it has the
/// one and not the other would be a moment at which nobody knows that something is still to come.
#[tokio::test]
async fn a_transaction_has_its_number_before_its_first_position() {
    let register = register(1);
    let engine = engine(&register).await;
    let store = engine.store();
    // Whoever wants a position now has to wait for one.
    let holder = store.connection().begin().await.unwrap();
    let hold = "ALTER SEQUENCE parvaneh_journal_position OWNED BY NONE";
    holder.execute_unprepared(hold).await.unwrap();

    let append = Append {
        dossier: 1,
        expected_version: 1,
        last: None,
        head: [0; 32],
        due_on: None,
        state: Vec::new(),
        seat: Seat::Stays,
        outlook: None,
        entries: vec![Entry {
            effective_on: "2026-11-23".parse().unwrap(),
            recorded_at: 0,
            actor: "{}".into(),
            event: "{}".to_owned(),
            texts: Vec::new(),
            hash: [0; 32],
            asked: None,
            answers: None,
        }],
    };
    let writing = async {
        let tx = store.begin_write().await.unwrap();
        tx.append(&[&append]).await
    };
    let waiting = "SELECT backend_xid IS NOT NULL FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let watching = async {
        for _ in 0..1000 {
            let numbers = register.query(waiting);
            if !numbers.is_empty() {
                return numbers;
            }
            sleep(Duration::from_millis(10)).await;
        }
        Vec::new()
    };
    let numbers = tokio::select! {
        _ = writing => panic!("it did not wait for its position"),
        numbers = watching => numbers,
    };
    assert_eq!(numbers, ["t"], "a position would come before a number");
    holder.rollback().await.unwrap();
}
