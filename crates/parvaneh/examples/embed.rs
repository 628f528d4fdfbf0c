//! The engine in a program of one's own: a register, a night, and a command with its answer.
//!
//! `cargo run --example embed -p parvaneh`; the tests run it too.

use parvaneh::import::Import;
use parvaneh::prelude::*;
use uuid::Uuid;

const REGISTER: &str = "licence_number,office_kind,province,county,holder_kind,holder_name,\
holder_national_id,issued_on,valid_from,valid_through,status,renewal_filed_on
17-10000001,urban,تهران,مرکز,natural,سارا رضایی,9995648067,1403/02/01,1403/02/01,,active,
";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}/register.db", folder.path().display());
    let file = folder.path().join("register.csv");
    std::fs::write(&file, REGISTER)?;

    // The host decides when tables are made, and on which day it is: here it stands still.
    Engine::migrate(&url, Workflows::embedded()?).await?;
    let noon = "2026-11-23T08:30:00Z".parse()?;
    let workflows = Workflows::embedded()?;
    let profile = workflows.profile("pishkhan").cloned().ok_or("no profile")?;
    let engine = Engine::open(&url, workflows)
        .await?
        .with_clock(move || noon);
    engine
        .import(Import::open(profile, &file, None)?, |_| {}, |_| {})
        .await?;

    let report = engine.sweep(&Sweep::default(), |_done, _due| {}).await?;
    println!("{} settled as of {}", report.settled, report.as_of_sh);

    // The holder asks, and is known by the national id. What a desk enters for them names the desk and a paper.
    let holder = Actor::new("9995648067", Role::Holder);
    let file = Command::Renewal(renewal::Command::File);
    let request = Request::new(Uuid::now_v7(), "17-10000001", holder, file);
    let answer = engine.handle(&request).await?;
    answer.accepted()?;
    println!("{:?} on {}", answer.outcome, answer.on);
    engine.close().await?;
    Ok(())
}
