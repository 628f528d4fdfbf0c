//! Many senders at once: renewals filed with as many dossiers, over so many connections.
//!
//! `cargo run --release --example contend -p parvaneh -- postgres://… 16 1000` prints how many
//! commands were answered a second, and after how many milliseconds 99 of 100 had their answer.
//! `cargo xtask bench handle` runs it on a register of its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::dossier::Command;
use parvaneh::core::renewal;
use parvaneh::handle::Outcome;
use parvaneh::{Engine, Request, Workflows};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Its number, and the id of who holds it.
type Licence = (String, String);

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let mut word = || words.next().ok_or("say: URL CONNECTIONS COMMANDS");
    let url = format!("{}?max_connections={}", word()?, word()?);
    let connections: usize = url.rsplit('=').next().unwrap_or_default().parse()?;
    let commands: usize = word()?.parse()?;
    let noon = "2026-11-23T08:30:00Z".parse()?;
    let engine = Engine::open(&url, Workflows::embedded()?).await?;
    let engine = Arc::new(engine.with_clock(move || noon));

    // Each sender has dossiers of its own, and one more than is measured: with the first one its
    // connection is made and its statements are prepared.
    let each = commands + 1;
    let dossiers = engine.store().dossiers_after(None, connections * each);
    let dossiers = dossiers.await?;
    if dossiers.len() < connections * each {
        return Err("the register has too few dossiers".into());
    }
    let keys: Vec<i64> = dossiers.iter().map(|row| row.seq).collect();
    let mut holders = HashMap::new();
    for row in engine.store().histories(&keys).await? {
        let event: serde_json::Value = serde_json::from_str(&row.event)?;
        if let Some(holder) = event["holder"].as_str() {
            holders.insert(row.dossier, holder.to_owned());
        }
    }
    let licences = dossiers.into_iter().map(|row| {
        let holder = holders.remove(&row.seq).ok_or("a licence has no holder")?;
        Ok((row.number, holder))
    });
    let licences: Vec<Licence> = licences.collect::<Result<_, Failure>>()?;
    let ready = Arc::new(Barrier::new(connections + 1));
    let mut senders = JoinSet::new();
    for licences in licences.chunks(each) {
        let licences = licences.to_vec();
        senders.spawn(send(Arc::clone(&engine), licences, Arc::clone(&ready)));
    }
    ready.wait().await;
    let started = Instant::now();
    let mut times = Vec::with_capacity(connections * commands);
    while let Some(sent) = senders.join_next().await {
        times.extend(sent??);
    }
    let elapsed = started.elapsed();
    times.sort();
    let rate = f64::from(u32::try_from(times.len())?) / elapsed.as_secs_f64();
    let slow = times.get(times.len() * 99 / 100).copied();
    let slow = slow.unwrap_or_default().as_secs_f64() * 1000.0;
    println!("{rate:.0} {slow:.2}");
    Ok(())
}

/// Files a renewal of each licence, one after the other; how long each answer took after the first.
async fn send(
    engine: Arc<Engine>,
    licences: Vec<Licence>,
    ready: Arc<Barrier>,
) -> Result<Vec<Duration>, Failure> {
    let mut times = Vec::with_capacity(licences.len());
    for (at, licence) in licences.into_iter().enumerate() {
        if at == 1 {
            ready.wait().await;
        }
        let started = Instant::now();
        let answer = engine.handle(&request(licence)).await?;
        if answer.outcome != Outcome::Accepted {
            return Err(format!("{answer:?}").into());
        }
        if at != 0 {
            times.push(started.elapsed());
        }
    }
    Ok(times)
}

fn request((number, holder): Licence) -> Request {
    let actor = Actor {
        id: holder,
        role: Role::Holder,
        province: None,
        on_behalf_of: None,
    };
    Request {
        regime: Some("pishkhan".to_owned()),
        ..Request::new(
            Uuid::now_v7(),
            number,
            actor,
            Command::Renewal(renewal::Command::File),
        )
    }
}
