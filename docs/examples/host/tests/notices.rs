//! The desk that is told of events, and a relay that tells it.

use std::fs::Permissions;
use std::future::IntoFuture;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, Result};
use host_example::notices::{self, Notices};
use parvaneh::Engine;
use parvaneh::core::calendar::solar_hijri;
use parvaneh_events::{Ended, Options, Reader, Relay, Start, Until, sinks};
use parvaneh_testkit::{Database, Scenario, on_both};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

on_both!(
    a_grant_is_booked_once_however_often_it_is_told,
    who_does_not_know_the_secret_is_not_believed,
);

const NUMBER: &str = "17-1";
const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const ANOTHER: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A renewal that was granted on 1 Mordad 1405.
fn granted(database: &Database) -> Result<Scenario> {
    let mut scenario = Scenario::under("pishkhan/1400", database)?;
    scenario
        .on("1402-07-15")?
        .licensed(NUMBER, "urban", "1402-07-15", &[])?
        .on("1405-04-14")?
        .send(NUMBER, "holder", "renewal.file", &[])?
        .on("1405-05-01")?
        .send(
            NUMBER,
            "secretariat:mina",
            "renewal.record",
            &["paper.name=holder_vetting", "paper.favourable=true"],
        )?
        .send(
            NUMBER,
            "secretariat:mina",
            "renewal.begin_review",
            &[
                "findings.office_active=true",
                "findings.unremedied_violations=0",
            ],
        )?
        .send(
            NUMBER,
            "working_group",
            "renewal.confirm",
            &["resolution=votes:for,for,against"],
        )?
        .send(NUMBER, "authority", "renewal.grant", &[])?
        .accepted()?;
    Ok(scenario)
}

/// Tells a webhook on this machine everything from the beginning on.
async fn tell(engine: &Engine, webhook: &str, secrets: PathBuf) -> Result<Ended> {
    let options = Options {
        secrets: Some(secrets),
        allow_private: true,
    };
    let relay = Relay {
        reader: Reader::new(engine.store().clone(), engine.editions()),
        name: sinks::name(webhook),
        sink: sinks::at(webhook, &options)?,
        start: Some(Start::Beginning),
        patience: Duration::from_secs(60),
    };
    Ok(relay.run(Until::Through, &CancellationToken::new()).await?)
}

/// A relay tells twice what there is to a desk that knows this secret; the desk's books.
fn told_twice(scenario: &Scenario, secret: &str) -> Result<Arc<Mutex<Notices>>> {
    let folder = tempfile::tempdir()?;
    let secrets = folder.path().join("secrets.toml");
    let notices = Arc::new(Mutex::new(Notices::signed_with(secret)?));
    let router = notices::router(notices.clone());
    scenario.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let webhook = format!("http://{}/events", listener.local_addr()?);
        std::fs::write(&secrets, format!("\"{webhook}\" = [\"{SECRET}\"]\n"))?;
        std::fs::set_permissions(&secrets, Permissions::from_mode(0o600))?;
        tokio::spawn(axum::serve(listener, router).into_future());
        for _ in 0..2 {
            tell(scenario.engine(), &webhook, secrets.clone()).await?;
        }
        anyhow::Ok(())
    })?;
    Ok(notices)
}

fn a_grant_is_booked_once_however_often_it_is_told(database: &Database) -> Result<()> {
    let scenario = granted(database)?;
    let notices = told_twice(&scenario, SECRET)?;
    let notices = notices.lock().expect("nothing has failed");
    let [fee] = notices.fees(NUMBER) else {
        panic!("not one fee: {:?}", notices.fees(NUMBER));
    };
    assert_eq!(solar_hijri(fee.term.from), "1405-07-15");
    assert_eq!(solar_hijri(fee.opened_on), "1405-05-01");
    Ok(())
}

/// The desk books nothing that is not signed by the register, and the register keeps what the desk
/// would not take until somebody looks.
fn who_does_not_know_the_secret_is_not_believed(database: &Database) -> Result<()> {
    let scenario = granted(database)?;
    let notices = told_twice(&scenario, ANOTHER)?;
    let notices = notices.lock().expect("nothing has failed");
    assert_eq!(notices.fees(NUMBER), []);
    let store = scenario.engine().store();
    let letters = scenario.block_on(store.dead_letters(None, false))?;
    let first = letters.first().context("the desk refused something")?;
    assert_eq!(first.reason, "the receiver answered 401 Unauthorized");
    assert_eq!(letters.len(), scenario.events(NUMBER)?.len());
    Ok(())
}
