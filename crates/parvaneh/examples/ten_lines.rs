//! The ten lines of the README, in a program. A test compares the two.
//!
//! `cargo run --example ten_lines -p parvaneh` wants a register in `parvaneh.db`.

use parvaneh::prelude::*;

async fn ten_lines(request: Request) -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::open("sqlite://parvaneh.db", Workflows::embedded()?).await?;

    // One command, answered: events, or a refusal with its article and the earliest day.
    let answer = engine.handle(&request).await?;
    println!("{:?}", answer.accepted());

    // What the calendar has made true, written down.
    let report = engine.sweep(&Sweep::default(), |_done, _due| {}).await?;
    println!("{} settled as of {}", report.settled, report.as_of_sh);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let holder = Actor::new("9995648067", Role::Holder);
    let file = Command::Renewal(renewal::Command::File);
    let id = uuid::Uuid::now_v7();
    ten_lines(Request::new(id, "17-10000001", holder, file)).await
}
