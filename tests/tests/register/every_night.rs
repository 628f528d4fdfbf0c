//! Every day from the middle of 2010 to the end of 2016 on the city's register: a night changes no
//! answer, neither about its own day nor about any other.

use std::path::Path;

use parvaneh::core::calendar::Date;
use parvaneh::import::Import;
use parvaneh::list::{Filter, Listed};
use parvaneh::{Engine, EngineError, Sweep, Workflows};
use tempfile::TempDir;

/// A register that holds the city's licences, under a clock that stands in 2017.
async fn register() -> (TempDir, Engine) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let url = format!("sqlite://{}/register.db", folder.path().display());
    Engine::migrate(&url, Workflows::embedded().expect("the editions load"))
        .await
        .expect("the tables can be made");
    let workflows = Workflows::embedded().expect("the workflows load");
    let profile = workflows.profile("chicago").expect("a profile").clone();
    let noon = "2017-01-02T18:00:00Z".parse().expect("an instant");
    let engine = Engine::open(&url, workflows)
        .await
        .expect("the register opens")
        .with_clock(move || noon);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let file = data.join("chicago-business-licences.csv");
    let import = Import::open(profile, &file, None).expect("the file opens");
    let imported = engine.import(import, |_| {}, |_| {}).await;
    assert_eq!(imported.expect("it is imported").licences, 183);
    (folder, engine)
}

async fn night(engine: &Engine, as_of: Date) {
    let sweep = Sweep {
        as_of: Some(as_of),
        ..Sweep::default()
    };
    let report = engine.sweep(&sweep, |_, _| {}).await.expect("a night");
    assert_eq!(report.remaining, 0, "on {as_of}");
}

async fn list(engine: &Engine, on: Date) -> Vec<Listed> {
    let filter = Filter {
        on: Some(on),
        ..Filter::default()
    };
    let mut listed = Vec::new();
    let each = |one: Result<Listed, EngineError>| -> Result<(), EngineError> {
        listed.push(one?);
        Ok(())
    };
    engine.list(&filter, each).await.expect("a list");
    listed
}

#[tokio::test]
async fn every_night_of_six_years_agrees_with_the_list() {
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let (first, last) = (day("2010-06-30"), day("2016-12-31"));
    let (_never, never) = register().await;
    let (_nightly, nightly) = register().await;
    let (_once, once) = register().await;
    night(&once, last).await;
    let mut nights = 0;
    for on in first.and_after().take_while(|on| *on <= last) {
        let without = list(&never, on).await;
        night(&nightly, on).await;
        assert_eq!(without, list(&nightly, on).await, "{on}, that night");
        if on.to_string().ends_with("-15") {
            assert_eq!(without, list(&once, on).await, "{on}, years after");
        }
        nights += 1;
    }
    assert_eq!(nights, 2377);
}
