//! The host's row and ours, in one transaction: both are there, or neither is.
//!
//! `cargo run --example host_transaction -p parvaneh`; the tests run it too, on either database.

use parvaneh::import::Import;
use parvaneh::prelude::*;
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use uuid::Uuid;

const REGISTER: &str = "licence_number,office_kind,province,county,holder_kind,holder_name,\
holder_national_id,issued_on,valid_from,valid_through,status,renewal_filed_on
17-10000001,urban,تهران,مرکز,natural,سارا رضایی,9995648067,1403/02/01,1403/02/01,,active,
";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let here = format!("sqlite://{}/register.db", folder.path().display());
    let url = std::env::var("PARVANEH_REGISTER").unwrap_or(here);
    let file = folder.path().join("register.csv");
    std::fs::write(&file, REGISTER)?;
    Engine::migrate(&url, Workflows::embedded()?).await?;

    // The store's connections serve the host as well: it is one database.
    let store = Store::open(&url, OpenMode::Existing).await?;
    let host = store.connection().clone();
    let workflows = Workflows::embedded()?;
    let profile = workflows.profile("pishkhan").cloned().ok_or("no profile")?;
    let noon = "2026-11-23T08:30:00Z".parse()?;
    let engine = Engine::new(store, workflows).with_clock(move || noon);
    engine
        .import(Import::open(profile, &file, None)?, |_| {}, |_| {})
        .await?;
    host.execute_unprepared("CREATE TABLE fee (licence text NOT NULL, paid bigint NOT NULL)")
        .await?;

    // The host changes its mind: the fee is gone, and so is the request.
    let mut tx = host.begin().await?;
    pay(&tx).await?;
    engine
        .within(&mut tx)
        .handle(&file_renewal())
        .await?
        .accepted()?;
    tx.rollback().await?;
    println!("after the rollback: {}", both(&host, &engine).await?);

    // The same again, and this time for good.
    let mut tx = host.begin().await?;
    pay(&tx).await?;
    let answer = engine.within(&mut tx).handle(&file_renewal()).await?;
    // Before it is committed the host looks whether the law refused it: then nobody pays for anything.
    match answer.accepted() {
        Ok(_events) => tx.commit().await?,
        Err(refusal) => {
            tx.rollback().await?;
            return Err(refusal.into());
        }
    }
    println!("{:?} on {}", answer.outcome, answer.on);
    println!("after the commit: {}", both(&host, &engine).await?);
    engine.close().await?;
    Ok(())
}

async fn pay(tx: &impl ConnectionTrait) -> Result<(), sea_orm::DbErr> {
    tx.execute_unprepared("INSERT INTO fee VALUES ('17-10000001', 1000)")
        .await?;
    Ok(())
}

fn file_renewal() -> Request {
    let holder = Actor::new("9995648067", Role::Holder);
    let file = Command::Renewal(renewal::Command::File);
    Request::new(Uuid::from_u128(7), "17-10000001", holder, file)
}

/// What the host has, and what the register has; they agree.
async fn both(
    host: &DatabaseConnection,
    engine: &Engine,
) -> Result<String, Box<dyn std::error::Error>> {
    let statement = "SELECT count(*) FROM fee".to_owned();
    let backend = host.get_database_backend();
    let fees = host
        .query_one_raw(sea_orm::Statement::from_string(backend, statement))
        .await?
        .ok_or("no count")?;
    let fees: i64 = fees.try_get_by_index(0)?;
    let shown = engine.show("17-10000001", None).await?;
    let filed = shown.listed.renewal.is_some();
    assert_eq!(fees == 1, filed, "one without the other");
    Ok(format!("{fees} fees, request filed: {filed}"))
}
