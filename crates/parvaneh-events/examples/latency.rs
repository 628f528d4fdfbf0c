//! From the commit of an event until somebody hears of it.
//!
//! `cargo run --release --example latency -p parvaneh-events -- postgres://… nats://… RATE SECONDS`
//! files so many renewals a second, each of another licence, while a relay publishes them, and
//! prints how many a second there were and after how many milliseconds half of them and 99 of 100
//! were heard. The time runs from when the sender of the command has its answer.
//! `cargo xtask bench relay` runs it on a register of its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::dossier::Command;
use parvaneh::core::renewal;
use parvaneh::handle::Outcome;
use parvaneh::{Engine, Request, Workflows};
use parvaneh_events::CloudEvent;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use uuid::Uuid;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How long the last one may take.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let mut word = || words.next().ok_or("say: REGISTER SINK RATE SECONDS");
    let (register, sink) = (word()?, word()?);
    let (rate, seconds): (u32, u32) = (word()?.parse()?, word()?.parse()?);
    let noon = "2026-11-23T08:30:00Z".parse()?;
    let engine = Engine::open(&register, Workflows::embedded()?).await?;
    let engine = Arc::new(engine.with_clock(move || noon));
    let count = usize::try_from(rate * seconds)?;
    let dossiers = engine.store().dossiers_after(None, count).await?;
    if dossiers.len() < count {
        return Err("the register has too few dossiers".into());
    }

    let client = async_nats::connect(sink).await?;
    let heard = client.subscribe("parvaneh.*.*.renewal.filed").await?;
    client.flush().await?;
    let hearing = tokio::spawn(async move {
        let mut messages = heard.take(count);
        let mut times = HashMap::with_capacity(count);
        while let Ok(Some(message)) = timeout(PATIENCE, messages.next()).await {
            let at = Instant::now();
            let event: CloudEvent = serde_json::from_slice(&message.payload)?;
            times.insert(event.data.number, at);
        }
        Ok::<_, Failure>(times)
    });
    let mut pace = interval(Duration::from_secs(1) / rate);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut senders: JoinSet<Result<_, Failure>> = JoinSet::new();
    let started = Instant::now();
    for dossier in dossiers {
        pace.tick().await;
        let engine = Arc::clone(&engine);
        senders.spawn(async move {
            let answer = engine.handle(&request(dossier.number.clone())).await?;
            match answer.outcome {
                Outcome::Accepted => Ok((dossier.number, Instant::now())),
                Outcome::AlreadySo | Outcome::Refused => Err(format!("{answer:?}").into()),
            }
        });
    }
    let mut committed = Vec::with_capacity(count);
    while let Some(sent) = senders.join_next().await {
        committed.push(sent??);
    }
    let elapsed = started.elapsed();
    let heard = hearing.await??;
    let mut times = Vec::with_capacity(count);
    for (number, at) in committed {
        let heard = heard.get(&number).ok_or("an event was not heard of")?;
        times.push(heard.saturating_duration_since(at));
    }
    times.sort();
    let at = |part: usize| times.get(times.len() * part / 100).copied();
    let milliseconds = |part| at(part).unwrap_or_default().as_secs_f64() * 1000.0;
    let rate = f64::from(u32::try_from(count)?) / elapsed.as_secs_f64();
    println!("{rate:.0} {:.1} {:.1}", milliseconds(50), milliseconds(99));
    Ok(())
}

fn request(number: String) -> Request {
    let actor = Actor {
        id: "desk-3".to_owned(),
        role: Role::Secretariat,
        province: Some("تهران".to_owned()),
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
